package text

import "strings"

// maskedOpen and maskedClose stand for brackets that begin no shortcode.
const (
	maskedOpen  = "&#91;"
	maskedClose = "&#93;"
)

// all deals with the shortcodes of a text, within markup first.
func (r *shortcodeRun) all(s string) string {
	s = keepReferences(s)
	if r.masks = bracketsOutside(s); r.masks {
		return unmaskBrackets(r.replace(r.tags(s)))
	}
	if r.strip || r.plain {
		return s
	}
	return r.tags(s)
}

// bracketsOutside reports whether a shortcode may begin outside of markup.
func bracketsOutside(s string) bool {
	opens := findByte(s, '[')
	for i := 0; ; {
		open, tag := opens.from(i), nextByte(s, i, '<')
		if open == len(s) || tag < 0 || open < tag {
			return open < len(s)
		}
		i = markupEnd(s, tag)
	}
}

// tags deals with the shortcodes within markup: some are replaced, and what
// brackets are left in markup are masked, if there are others.
func (r *shortcodeRun) tags(s string) string {
	w := splicer{src: s}
	opens, closes := findByte(s, '['), findByte(s, ']')
	for i := 0; ; {
		if i = nextByte(s, i, '<'); i < 0 {
			return w.done()
		}
		end := markupEnd(s, i)
		if opens.from(i) < end || closes.from(i) < end {
			if token := r.tag(s[i:end]); r.masks {
				w.upTo(i)
				w.dst, w.last = appendMasked(w.room(w.dst, len(token)), token), end
			} else {
				w.replace(i, end, unmaskBrackets(token))
			}
		}
		i = end
	}
}

// keepReferences writes the references to brackets that are in the text
// otherwise than masks.
func keepReferences(s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		n := strings.Index(s[i:], "&#9")
		if n < 0 {
			return w.done()
		}
		i += n
		if strings.HasPrefix(s[i:], maskedOpen) || strings.HasPrefix(s[i:], maskedClose) {
			w.replace(i+2, i+2, "0")
		}
		i += len("&#9")
	}
}

// appendMasked writes a text with its brackets masked.
func appendMasked(b []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			b = append(append(b, s[last:i]...), maskedOpen...)
			last = i + 1
		case ']':
			b = append(append(b, s[last:i]...), maskedClose...)
			last = i + 1
		}
	}
	return append(b, s[last:]...)
}

// unmaskBrackets undoes appendMasked.
func unmaskBrackets(s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		n := strings.Index(s[i:], "&#9")
		if n < 0 {
			return w.done()
		}
		i += n
		switch {
		case strings.HasPrefix(s[i:], maskedOpen):
			w.replace(i, i+len(maskedOpen), "[")
		case strings.HasPrefix(s[i:], maskedClose):
			w.replace(i, i+len(maskedClose), "]")
		}
		i += len("&#9")
	}
}

// tag replaces the shortcodes of one tag where that is safe. What it returns
// holds until it is called again.
func (r *shortcodeRun) tag(token string) string {
	if r.strip || r.plain || strings.HasPrefix(token, "<!--") || strings.HasPrefix(token, "<![CDATA[") ||
		strings.IndexByte(token, '[') < 0 || strings.IndexByte(token, ']') < 0 {
		return token
	}
	name, items, ok := tagItems(token, r.items[:0])
	r.items = items
	if !ok {
		if beginsWithBrackets(token) {
			return r.replace(token)
		}
		return token
	}
	w := splicer{src: token, dst: r.token[:0]}
	for _, item := range items {
		r.item(&w, name, item[0], item[1])
	}
	text := w.done()
	r.token = w.dst
	return text
}

// beginsWithBrackets reports whether [name] stands in the place of a tag's
// name.
func beginsWithBrackets(token string) bool {
	rest := strings.TrimLeft(token[1:], asciiSpace)
	if !strings.HasPrefix(rest, "[") {
		return false
	}
	rest = strings.TrimPrefix(rest[1:], "[")
	n := strings.IndexAny(rest, "[]")
	return n > 0 && rest[n] == ']'
}

// item replaces the shortcodes of the attribute w.src[from:to]. One that begins
// in a quoted value may only return what the attribute may hold.
func (r *shortcodeRun) item(w *splicer, tag string, from, to int) {
	item := w.src[from:to]
	open := strings.IndexByte(item, '[')
	if open < 0 || strings.IndexByte(item, ']') < 0 {
		return
	}
	replaced := splicer{src: item, dst: r.buf[:0]}
	r.splice(&replaced)
	quoted := strings.IndexByte(item[:open], '"') >= 0 || strings.IndexByte(item[:open], '\'') >= 0
	if replaced.changed() {
		text := replaced.done()
		r.buf = replaced.dst
		if quoted && text != item {
			text = safeItem(tag, text)
		}
		if !quoted || text != "" {
			w.replace(from, to, text)
		}
	}
}

// safeItem mirrors wp_kses_one_attr: the attribute with its value escaped, or
// "" if the post policy does not keep it.
func safeItem(tag, item string) string {
	body := strings.Trim(item, asciiSpace)
	start := strings.Index(item, body)
	name, value, ok := strings.Cut(body, "=")
	name, value = strings.TrimRight(name, asciiSpace), strings.TrimLeft(value, asciiSpace)
	if !ok || value == "" || !postPolicy().AllowsAttr(tag, name) {
		return ""
	}
	quote := `"`
	if value[0] == '"' || value[0] == '\'' {
		quote = value[:1]
		if len(value) < 2 || value[len(value)-1] != quote[0] {
			return ""
		}
		value = value[1 : len(value)-1]
	}
	value = string(appendEscAttr(nil, value))
	lower := asciiLower(name)
	if isURLAttr(lower) {
		value = safeScheme(value)
	}
	if lower == "style" {
		if value = SafeCSS(value); value == "" {
			return ""
		}
	}
	return item[:start] + name + "=" + quote + value + quote + item[start+len(body):]
}

// tagItems cuts an opening tag into its attributes, white space behind them
// included, and appends their places to items. ok is false if it is anything but names with values: then no place
// in it is known to be safe.
func tagItems(token string, items [][2]int) (name string, all [][2]int, ok bool) {
	i := skipSpace(token, 1)
	start := i
	for i < len(token) && isAlnum(token[i]) {
		i++
	}
	name = token[start:i]
	end := len(token)
	if strings.HasSuffix(token, ">") {
		end--
	}
	end = backSpace(token, i, end)
	if end > i && token[end-1] == '/' {
		end = backSpace(token, i, end-1)
	}
	if i == start {
		return "", items, false
	}
	attrs := token[:end]
	for i = skipSpace(attrs, i); i < end; {
		next := tagItemEnd(attrs, i)
		if next == 0 {
			return "", items, false
		}
		next = skipSpace(attrs, next)
		items = append(items, [2]int{i, next})
		i = next
	}
	return name, items, true
}

// tagItemEnd is the end of the attribute at i, or 0 if there is none.
func tagItemEnd(s string, i int) int {
	end := i
	switch c := s[i]; {
	case c == '[':
		end = bracketedEnd(s, i)
	case isAlpha(c) || c == '_':
		for end < len(s) && (isWord(s[end]) || strings.IndexByte("-:.", s[end]) >= 0) {
			end++
		}
	}
	if end == i {
		return 0
	}
	if eq := skipSpace(s, end); eq < len(s) && s[eq] == '=' {
		value := skipSpace(s, eq+1)
		if value < len(s) && (s[value] == '"' || s[value] == '\'') {
			n := strings.IndexByte(s[value+1:], s[value])
			if n < 0 {
				return 0
			}
			return value + n + 2
		}
		if _, _, end := valueAt(s, value); end > 0 {
			return end
		}
		return 0
	}
	if end == len(s) || isSpace(s[end]) {
		return end
	}
	return 0
}

// bracketedEnd is the end of [word] or [[word]] at i, or i.
func bracketedEnd(s string, i int) int {
	start := i + 1
	if start < len(s) && s[start] == '[' {
		start++
	}
	n := strings.IndexAny(s[start:], "[]")
	if n <= 0 || s[start+n] != ']' {
		return i
	}
	end := start + n + 1
	if end < len(s) && s[end] == ']' {
		end++
	}
	return end
}
