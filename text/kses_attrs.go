package text

import (
	"html"
	"strings"
)

// An htmlAttr is one attribute of a tag.
type htmlAttr struct {
	name  string // in lower case
	value string // as written
	bare  bool   // has no value, not even an empty one
}

// nextAttr reads the attribute that text begins with, by the rules of the HTML
// standard, and returns what is behind it. ok is false when there is none, or
// when a quote stays open: then open is true.
func nextAttr(s string) (a htmlAttr, rest string, ok, open bool) {
	s = strings.TrimLeft(s, asciiSpace+"/")
	if s == "" {
		return a, "", false, false
	}
	n := 1 // an = at the start belongs to the name
	for n < len(s) && !isSpace(s[n]) && s[n] != '/' && s[n] != '=' {
		n++
	}
	a.name = asciiLower(s[:n])
	rest = s[n:]
	s = strings.TrimLeft(rest, asciiSpace)
	if s == "" || s[0] != '=' {
		a.bare = true
		return a, rest, true, false
	}
	s = strings.TrimLeft(s[1:], asciiSpace)
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 {
			return a, "", false, true
		}
		a.value = s[1 : end+1]
		rest = s[end+2:]
	} else {
		n = 0
		for n < len(s) && !isSpace(s[n]) {
			n++
		}
		a.value, rest = s[:n], s[n:]
	}
	return a, rest, true, false
}

// isSpace reports ASCII white space.
func isSpace(c byte) bool {
	return c == ' ' || c >= '\t' && c <= '\r'
}

// hasOpenQuote reports whether a value in the attribute text lacks its closing
// quote.
func hasOpenQuote(s string) bool {
	if strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, '\'') < 0 {
		return false
	}
	for {
		_, rest, ok, open := nextAttr(s)
		if !ok {
			return open
		}
		s = rest
	}
}

// appendAttrs writes the attributes that the policy keeps on a tag. whole is
// false when one is missing without which the tag may have none.
func (p *Policy) appendAttrs(b []byte, tag, attrs string, set attrSet) (out []byte, whole bool) {
	var seen []string
	var many map[string]bool
	required := 0
	if hasOpenQuote(attrs) {
		attrs = ""
	}
	for {
		a, rest, ok, _ := nextAttr(attrs)
		if !ok {
			break
		}
		attrs = rest
		if !set.has(a.name) || many[a.name] || contains(seen, a.name) {
			continue
		}
		if len(seen) < 16 {
			seen = append(seen, a.name)
		} else {
			if many == nil {
				many = make(map[string]bool)
			}
			many[a.name] = true
		}
		if strings.IndexByte(a.value, '&') >= 0 {
			a.value = html.UnescapeString(a.value)
		}
		n := len(b)
		b = p.appendAttr(b, tag, a)
		if tag == "object" && len(b) > n && (a.name == "type" || a.name == "data") {
			required++
		}
	}
	return b, tag != "object" || required == 2
}

// contains reports whether a short list has a name.
func contains(list []string, name string) bool {
	for _, s := range list {
		if s == name {
			return true
		}
	}
	return false
}

// appendAttr writes an attribute whose name the policy keeps, with a space in
// front, if its value, which is decoded, passes.
func (p *Policy) appendAttr(b []byte, tag string, a htmlAttr) []byte {
	if !a.bare && isURLAttr(a.name) {
		a.value = safeScheme(a.value)
	}
	escape := appendAttrValue
	switch {
	case a.name == "style":
		safe := SafeCSS(a.value)
		if safe == "" {
			return b
		}
		if safe != a.value {
			a.value = safe
			escape = appendEscAttr
		}
	case a.name == "download" && !a.bare, tag == "object" && !p.passesObject(a):
		return b
	case a.name == "class" && tag == "span" && p.mentions:
		if a.value = mentionClasses(a.value); a.value == "" {
			return append(b, ' ') // Quirk: its place stays.
		}
	}
	b = append(b, ' ')
	b = append(b, a.name...)
	if a.bare {
		return b
	}
	b = append(b, '=', '"')
	b = escape(b, a.value)
	return append(b, '"')
}

// passesObject reports whether an object may have that attribute: it shows
// nothing but PDF files among the uploads.
func (p *Policy) passesObject(a htmlAttr) bool {
	switch a.name {
	case "type":
		return strings.EqualFold(a.value, "application/pdf")
	case "data":
		after, ok := strings.CutPrefix(a.value, "http://")
		if !ok {
			after, ok = strings.CutPrefix(a.value, "https://")
		}
		return ok && p.uploads != "" && strings.HasPrefix(after, p.uploads+"/") &&
			strings.HasSuffix(after, ".pdf") && !strings.ContainsAny(after, "?#")
	}
	return true
}

// appendAttrValue writes a decoded value for double quotes.
func appendAttrValue(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '\'':
			b = append(b, "&apos;"...)
		case '"':
			b = append(b, "&quot;"...)
		default:
			b = append(b, s[i])
		}
	}
	return b
}

// appendEscAttr writes a value as EscapeAttr does.
func appendEscAttr(b []byte, s string) []byte {
	return appendEscaped(b, ksesEntities(s))
}

// mentionClasses keeps the classes of a mention: wp-note-mention and user-N.
func mentionClasses(value string) string {
	all := strings.FieldsFunc(value, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) })
	kept := all[:0]
	for _, class := range all {
		if n, ok := strings.CutPrefix(class, "user-"); class == "wp-note-mention" || ok && isCount(n) {
			kept = append(kept, class)
		}
	}
	if len(kept) == len(all) && len(all) > 0 {
		return value
	}
	return strings.Join(kept, " ")
}

// isCount reports digits without a leading zero.
func isCount(s string) bool {
	if s == "" || s[0] == '0' {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}
