package text

import (
	"html"
	"strings"
)

// phpTrim is what PHP's trim removes.
const phpTrim = " \t\n\r\x00\x0b"

// safeScheme mirrors wp_kses_bad_protocol: it cuts schemes from an address
// until one is left that is allowed, or none.
func safeScheme(s string) string {
	s = dropEscapedZeros(dropControls(s))
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	for range maxRounds {
		next := cutScheme(s, 1)
		if next == s {
			return s
		}
		s = next
	}
	return ""
}

// cutScheme looks at what stands before the first colon once. Behind feed: it
// looks at the rest, three deep.
func cutScheme(s string, depth int) string {
	colon, n := findColon(s)
	if colon < 0 || strings.Contains(s[:colon], "/?") {
		return s
	}
	rest := strings.Trim(s[colon+n:], phpTrim)
	scheme := readScheme(s[:colon])
	if !isAllowedScheme(scheme) {
		return rest
	}
	if scheme == "feed" {
		if depth > 2 {
			return ""
		}
		if rest = cutScheme(rest, depth+1); rest == "" {
			return ""
		}
	}
	return scheme + ":" + rest
}

// findColon is the place and length of the first colon, as such or as a
// reference, or -1.
func findColon(s string) (at, n int) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ':':
			return i, 1
		case '&':
			if n := colonReference(s[i:]); n > 0 {
				return i, n
			}
		}
	}
	return -1, 0
}

// colonReference is the length of the reference to a colon that s begins with,
// or 0. Numeric ones may lack the semicolon when no digit follows.
func colonReference(s string) int {
	if len(s) >= len("&colon;") && strings.EqualFold(s[:len("&colon;")], "&colon;") {
		return len("&colon;")
	}
	i, digits := 2, "58"
	if len(s) < 4 || s[1] != '#' {
		return 0
	}
	if s[2]|0x20 == 'x' {
		i, digits = 3, "3a"
	}
	for i < len(s) && s[i] == '0' {
		i++
	}
	if len(s)-i < 2 || asciiLower(s[i:i+2]) != digits {
		return 0
	}
	i += 2
	if i == len(s) {
		return i
	}
	if s[i] == ';' {
		return i + 1
	}
	if d := digitValue(s[i]); d >= 0 && (d < 10 || digits == "3a") {
		return 0
	}
	return i
}

// readScheme is a scheme as a browser would read it: references decoded, white
// space and control characters dropped, in lower case. It is "" when that is
// longer than any scheme.
func readScheme(s string) string {
	const longest = 16
	if strings.IndexByte(s, '&') >= 0 {
		s = decodeNumeric(s)
	}
	b := make([]byte, 0, longest)
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isSpace(c) && !isControl(c) {
			if len(b) == longest {
				return ""
			}
			b = append(b, c)
		}
	}
	return strings.ToLower(string(b))
}

// decodeNumeric decodes the numeric references that end in a semicolon.
func decodeNumeric(s string) string {
	var b []byte
	for {
		i := strings.Index(s, "&#")
		if i < 0 {
			return string(append(b, s...))
		}
		b = append(b, s[:i]...)
		s = s[i:]
		n := 2
		for n < len(s) && isAlnum(s[n]) {
			n++
		}
		if n == len(s) || s[n] != ';' {
			b = append(b, s[:n]...)
		} else {
			n++
			b = append(b, html.UnescapeString(s[:n])...)
		}
		s = s[n:]
	}
}

// dropEscapedZeros removes every run of backslashes that zeros follow, with
// these.
func dropEscapedZeros(s string) string {
	if !strings.Contains(s, `\0`) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		n := i
		for n < len(s) && s[n] == '\\' {
			n++
		}
		end := n
		for n > i && end < len(s) && s[end] == '0' {
			end++
		}
		switch {
		case n == i:
			b = append(b, s[i])
			i++
		case end > n:
			i = end
		default:
			b = append(b, s[i:n]...)
			i = n
		}
	}
	return string(b)
}
