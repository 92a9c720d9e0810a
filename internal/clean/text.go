// Package clean makes harmless text and addresses of what clients send. Its
// functions are pure and take time linear in their input.
package clean

import (
	"html"
	"strings"
	"unicode/utf8"
)

// blank is what the ends of a text are trimmed of.
const blank = " \t\n\r\x00\x0b"

// TextField makes one line of plain text: tags, percent escapes and runs of
// white space go. Text that is not UTF-8 becomes "". It mirrors
// sanitize_text_field.
func TextField(s string) string { return text(s, false) }

// TextareaField is TextField for text of several lines: white space within it
// stays as it is. It mirrors sanitize_textarea_field.
func TextareaField(s string) string { return text(s, true) }

func text(s string, lines bool) string {
	if !utf8.ValidString(s) {
		return ""
	}
	if strings.IndexByte(s, '<') >= 0 {
		s = StripTags(dropElements(escapeUnclosed(s)))
		s = strings.ReplaceAll(strings.Trim(s, blank), "<\n", "&lt;\n")
	}
	if !lines {
		s = foldBlanks(s, " \t\n\r")
	}
	s = strings.Trim(s, blank)
	if cut := dropEscapes(s, isHex, isHex); len(cut) < len(s) {
		s = strings.Trim(foldBlanks(cut, " "), blank)
	}
	return s
}

// escapeUnclosed escapes every "<" that another "<" or the end comes after
// before a ">", with the text up to there.
func escapeUnclosed(s string) string {
	b := make([]byte, 0, len(s)+len(s)/8)
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			return string(append(b, s...))
		}
		b = append(b, s[:open]...)
		s = s[open:]
		end := 1
		for end < len(s) && s[end] != '<' && s[end] != '>' {
			end++
		}
		switch {
		case end == len(s):
			return string(appendEscaped(b, s))
		case s[end] == '>':
			b = append(b, s[:end+1]...)
			s = s[end+1:]
		default:
			b = appendEscaped(b, s[:end])
			s = s[end:]
		}
	}
}

// appendEscaped escapes text for HTML. Character references stay as they are.
func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&quot;"...)
		case '\'':
			b = append(b, "&#039;"...)
		case '&':
			b = append(b, c)
			if !startsReference(s[i:]) {
				b = append(b, "amp;"...)
			}
		default:
			b = append(b, c)
		}
	}
	return b
}

// maxReference is the length of the longest reference that is looked for.
const maxReference = 12

// startsReference reports whether s, which begins with "&", begins with a
// character reference that means something.
func startsReference(s string) bool {
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return false
	}
	for i := 1; i < end; i++ {
		if !isAlnum(s[i]) && !(s[i] == '#' && i == 1) {
			return false
		}
	}
	return html.UnescapeString(s[:end+1]) != s[:end+1]
}

// dropElements removes script and style elements with their content. Those
// that are never closed stay, for StripTags.
func dropElements(s string) string {
	var b strings.Builder
	unclosed := map[string]bool{} // names that no closing tag is left of
	from := 0
	for i := 0; i < len(s); {
		next := strings.IndexByte(s[i:], '<')
		if next < 0 {
			break
		}
		i += next
		name := elementName(s[i+1:])
		if name == "" || unclosed[name] {
			i++
			continue
		}
		end := closing(s, i, name)
		if end < 0 {
			unclosed[name] = true
			i++
			continue
		}
		b.WriteString(s[from:i])
		i, from = end, end
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// elementName returns which of the elements that go with their content the
// text behind a "<" begins with.
func elementName(s string) string {
	for _, name := range [...]string{"script", "style"} {
		if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) {
			return name
		}
	}
	return ""
}

// closing returns where the closing tag ends of the element that opens at
// open, or -1.
func closing(s string, open int, name string) int {
	i := strings.IndexByte(s[open:], '>')
	if i < 0 {
		return -1
	}
	tag := "</" + name + ">"
	for i += open; ; i++ {
		next := strings.IndexByte(s[i:], '<')
		if next < 0 {
			return -1
		}
		i += next
		if len(s)-i >= len(tag) && strings.EqualFold(s[i:i+len(tag)], tag) {
			return i + len(tag)
		}
	}
}

// foldBlanks makes one space of every run of bytes of set.
func foldBlanks(s, set string) string {
	in := func(c byte) bool { return strings.IndexByte(set, c) >= 0 }
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = !in(s[i]) || s[i] == ' ' && (i+1 == len(s) || !in(s[i+1]))
	}
	if clean {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if !in(s[i]) {
			b = append(b, s[i])
		} else if i == 0 || !in(s[i-1]) {
			b = append(b, ' ')
		}
	}
	return string(b)
}

// dropEscapes removes percent escapes whose two digits pass first and second,
// also those that removing others brings about.
func dropEscapes(s string, first, second func(byte) bool) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		b = append(b, s[i])
		if n := len(b) - 3; n >= 0 && b[n] == '%' && first(b[n+1]) && second(b[n+2]) {
			b = b[:n]
		}
	}
	return string(b)
}

func isHex(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlnum(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
