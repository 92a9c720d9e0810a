package text

import "strings"

// Attributes are what stands in the brackets of a shortcode behind its name,
// in order.
type Attributes []Attribute

// An Attribute is name=value, or a value alone: then Name is "".
type Attribute struct {
	Name  string // in lower case
	Value string
}

// Lookup returns the last value given to a name, and whether there is one.
func (a Attributes) Lookup(name string) (string, bool) {
	for i := len(a) - 1; i >= 0; i-- {
		if a[i].Name == name && name != "" {
			return a[i].Value, true
		}
	}
	return "", false
}

// Get returns the last value given to a name, or "".
func (a Attributes) Get(name string) string { return a.Or(name, "") }

// Or returns the last value given to a name, or otherwise if there is none.
func (a Attributes) Or(name, otherwise string) string {
	if v, ok := a.Lookup(name); ok {
		return v
	}
	return otherwise
}

// Positional returns the values without a name.
func (a Attributes) Positional() []string {
	var all []string
	for _, x := range a {
		if x.Name == "" {
			all = append(all, x.Value)
		}
	}
	return all
}

// ParseAttributes mirrors shortcode_parse_atts: it reads name="value",
// name='value', name=value and lone values. Backslash escapes of C are undone,
// and a value that would leave a tag open becomes "".
func ParseAttributes(s string) Attributes {
	s = plainSpaces(s)
	var all Attributes
	for i := skipSpace(s, 0); i < len(s); i = skipSpace(s, i) {
		var a Attribute
		a, i = attributeAt(s, i)
		if strings.IndexByte(a.Value, '\\') >= 0 {
			a.Value = undoEscapes(a.Value)
		}
		if leavesTagOpen(a.Value) {
			a.Value = ""
		}
		all = append(all, a)
	}
	return all
}

// plainSpaces makes one space of each run of U+00A0 and U+200B.
func plainSpaces(s string) string {
	const noBreak, noWidth = "\u00a0", "\u200b"
	if !strings.Contains(s, noBreak) && !strings.Contains(s, noWidth) {
		return s
	}
	w := splicer{src: s}
	for i := 0; i < len(s); i++ {
		end := i
		for {
			if strings.HasPrefix(s[end:], noBreak) {
				end += len(noBreak)
			} else if strings.HasPrefix(s[end:], noWidth) {
				end += len(noWidth)
			} else {
				break
			}
		}
		if end > i {
			w.replace(i, end, " ")
			i = end - 1
		}
	}
	return w.done()
}

// attributeAt reads the attribute at i, where no white space stands, and
// returns where it ends.
func attributeAt(s string, i int) (Attribute, int) {
	name := i
	for name < len(s) && (isWord(s[name]) || s[name] == '-') {
		name++
	}
	if name > i {
		if eq := skipSpace(s, name); eq < len(s) && s[eq] == '=' {
			if from, to, end := valueAt(s, skipSpace(s, eq+1)); end > 0 {
				return Attribute{Name: asciiLower(s[i:name]), Value: s[from:to]}, end
			}
		}
	}
	if from, to, end := quotedAt(s, i); end > 0 {
		return Attribute{Value: s[from:to]}, end
	}
	end := i
	for end < len(s) && !isSpace(s[end]) {
		end++
	}
	return Attribute{Value: s[i:end]}, end
}

// valueAt finds the value at i behind a name: in quotes, or without quotes and
// white space. end is 0 if there is none.
func valueAt(s string, i int) (from, to, end int) {
	if from, to, end = quotedAt(s, i); end > 0 {
		return from, to, end
	}
	end = i
	for end < len(s) && !isSpace(s[end]) {
		if s[end] == '"' || s[end] == '\'' {
			return 0, 0, 0
		}
		end++
	}
	if end == i {
		return 0, 0, 0
	}
	return i, end, end
}

// quotedAt finds the quoted value at i, which white space or the end must
// follow. end is 0 if there is none.
func quotedAt(s string, i int) (from, to, end int) {
	if i >= len(s) || s[i] != '"' && s[i] != '\'' {
		return 0, 0, 0
	}
	n := strings.IndexByte(s[i+1:], s[i])
	if n < 0 {
		return 0, 0, 0
	}
	from, to = i+1, i+1+n
	if to+1 < len(s) && !isSpace(s[to+1]) {
		return 0, 0, 0
	}
	return from, to, to + 1
}

// leavesTagOpen reports whether a value has a < without its >.
func leavesTagOpen(v string) bool {
	for {
		i := strings.IndexByte(v, '<')
		if i < 0 {
			return false
		}
		n := strings.IndexByte(v[i:], '>')
		if n < 0 {
			return true
		}
		v = v[i+n+1:]
	}
}

// undoEscapes mirrors stripcslashes.
func undoEscapes(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case strings.IndexByte("abfnrtv", c) >= 0:
			b = append(b, "\a\b\f\n\r\t\v"[strings.IndexByte("abfnrtv", c)])
		case c == 'x' && i+1 < len(s) && digitValue(s[i+1]) >= 0:
			v, n := readDigits(s[i+1:], 16, 2)
			b = append(b, byte(v))
			i += n
		case c >= '0' && c <= '7':
			v, n := readDigits(s[i:], 8, 3)
			b = append(b, byte(v))
			i += n - 1
		default:
			b = append(b, c)
		}
	}
	return validUTF8(string(b))
}

// readDigits reads a number of at most most digits, and says how many it has.
func readDigits(s string, base, most int) (value, n int) {
	for n < min(len(s), most) {
		d := digitValue(s[n])
		if d < 0 || d >= base {
			break
		}
		value = value*base + d
		n++
	}
	return value, n
}
