package text

import "strings"

// isDigit reports an ASCII digit.
func isDigit(c byte) bool { return c-'0' < 10 }

// isWord reports an ASCII letter, digit or low line.
func isWord(c byte) bool { return isAlnum(c) || c == '_' }

// isTrimmed reports the bytes that PHP's trim drops.
func isTrimmed(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0 || c == '\v'
}

// isBlank reports that trimming s leaves nothing.
func isBlank(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isTrimmed(s[i]) {
			return false
		}
	}
	return true
}

// skipSpace is the first place at or behind i without white space.
func skipSpace(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

// backSpace is where the white space before i begins, not before floor.
func backSpace(s string, floor, i int) int {
	for i > floor && isSpace(s[i-1]) {
		i--
	}
	return i
}

// spaceUnitAt is the length of the space unit at i: a blank, a tab, the end of
// a line, a no-break space or its named reference. 0 says there is none.
func spaceUnitAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	switch s[i] {
	case ' ', '\n', '\t', '\r':
		return 1
	case 0xC2:
		if i+1 < len(s) && s[i+1] == 0xA0 {
			return 2
		}
	case '&':
		if strings.HasPrefix(s[i:], "&nbsp;") {
			return len("&nbsp;")
		}
	}
	return 0
}

// spaceUnitBefore is the length of the space unit that ends before i.
func spaceUnitBefore(s string, i int) int {
	if i == 0 {
		return 0
	}
	switch s[i-1] {
	case ' ', '\n', '\t', '\r':
		return 1
	case 0xA0:
		if i > 1 && s[i-2] == 0xC2 {
			return 2
		}
	case ';':
		if strings.HasSuffix(s[:i], "&nbsp;") {
			return len("&nbsp;")
		}
	}
	return 0
}

// skipSpaceUnits is the first place at or behind i without a space unit.
func skipSpaceUnits(s string, i int) int {
	for {
		n := spaceUnitAt(s, i)
		if n == 0 {
			return i
		}
		i += n
	}
}

// isReference reports whether the ampersand at i begins what looks like a
// character reference: the digits of a number, or up to 8 letters and digits
// from 1 to 4.
func isReference(s string, i int) bool {
	i++
	if i < len(s) && s[i] == '#' {
		return isNumericReference(s, i+1)
	}
	return isReferenceName(s, i)
}

// isNumericReference reports that a number and a semicolon stand at i.
func isNumericReference(s string, i int) bool {
	start := i
	if i < len(s) && s[i]|0x20 == 'x' {
		i++
		for start = i; i < len(s) && digitValue(s[i]) >= 0; {
			i++
		}
	} else {
		for i < len(s) && isDigit(s[i]) {
			i++
		}
	}
	return i > start && i < len(s) && s[i] == ';'
}

// longestReference is how long names of references may be.
const longestReference = 8

// isReferenceName reports that the name of a reference and a semicolon stand
// at i.
func isReferenceName(s string, i int) bool {
	start := i
	for i < len(s) && i-start < longestReference && (isAlpha(s[i]) || s[i] >= '1' && s[i] <= '4') {
		i++
	}
	return i > start && i < len(s) && s[i] == ';'
}

// ConvertChars mirrors convert_chars: each ampersand and the byte behind it,
// unless that is a number sign or what follows it looks like the rest of a
// reference, becomes &#038; and that byte.
func ConvertChars(s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '&')
		if n < 0 || i+n+1 == len(s) {
			return w.done()
		}
		i += n
		if s[i+1] == '#' || isReferenceName(s, i+2) {
			i++
			continue
		}
		w.replace(i, i+1, "&#038;")
		i += 2
	}
}
