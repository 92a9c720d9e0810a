package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SlugLimit is the most bytes that a slug of a post or term may have, and
// NicenameLimit those of the slug of a user.
const (
	SlugLimit     = 200
	NicenameLimit = 50
)

// Slug mirrors sanitize_title for a site in English: letters of ASCII, digits,
// dashes and underscores, with other scripts percent-encoded, in at most
// [SlugLimit] bytes. It is "" when nothing is left of s.
func Slug(s string) string { return LocaleSlug(s, "") }

// LocaleSlug is [Slug] for a site whose language writes some accents in its
// own way, as [RemoveAccents] does.
func LocaleSlug(s, locale string) string {
	return slugLetters(slugSigns(encodeSlug(StripTags(RemoveAccents(s, locale)))))
}

// QuerySlug mirrors sanitize_title in its query form: as [Slug], but letters
// keep their accents and signs go without leaving a dash.
func QuerySlug(s string) string {
	return slugLetters(encodeSlug(StripTags(s)))
}

// encodeSlug puts a text in lower case and encodes what is not ASCII, up to
// SlugLimit bytes and never a part of a letter. Octets that are encoded
// already stay; other percent signs go.
func encodeSlug(s string) string {
	b := make([]byte, 0, SlugLimit)
	for i := 0; i < len(s) && len(b) < SlugLimit; {
		c := s[i]
		switch {
		case c == '%':
			if isOctet(s[i:]) {
				b = append(b, c)
			}
			i++
		case c < utf8.RuneSelf:
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			b = append(b, c)
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			i += n
			if r == utf8.RuneError && n == 1 {
				continue
			}
			letter := string(unicode.ToLower(r))
			if len(letter) == 1 {
				b = append(b, letter...)
				continue
			}
			if len(b)+3*len(letter) > SlugLimit {
				return string(b)
			}
			b = appendOctets(b, letter)
		}
	}
	return string(b)
}

// isOctet reports whether s begins with a percent-encoded byte.
func isOctet(s string) bool {
	return len(s) > 2 && s[0] == '%' && digitValue(s[1]) >= 0 && digitValue(s[2]) >= 0
}

// appendOctets percent-encodes each byte of s in lower case.
func appendOctets(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	for i := 0; i < len(s); i++ {
		b = append(b, '%', hex[s[i]>>4], hex[s[i]&15])
	}
	return b
}

// slugSigns replaces encoded signs: dashes and spaces by a dash, quotes and
// marks by nothing. It gets no more than SlugLimit bytes.
func slugSigns(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		switch s[i] {
		case '/':
			b = append(b, '-')
			i++
			continue
		case '&':
			if n := dashEntity(s[i:]); n > 0 {
				b = append(b, '-')
				i += n
				continue
			}
		case '%':
			if r, n := decodeLetter(s[i:]); n > 0 {
				if to, ok := slugSign(r); ok {
					b = append(b, to...)
					i += n
					continue
				}
			}
		}
		b = append(b, s[i])
		i++
	}
	return string(b)
}

// dashEntity is the length of an entity of a space or dash that s begins with.
func dashEntity(s string) int {
	for _, e := range [...]string{"&nbsp;", "&#8209;", "&#160;", "&ndash;", "&#8211;", "&mdash;", "&#8212;"} {
		if strings.HasPrefix(s, e) {
			return len(e)
		}
	}
	return 0
}

// decodeLetter decodes the encoded letter that s begins with, of two or three
// bytes, and says how much of s that is.
func decodeLetter(s string) (rune, int) {
	var buf [3]byte
	for n := 0; n < len(buf) && isOctet(s[3*n:]); n++ {
		buf[n] = byte(digitValue(s[3*n+1])<<4 | digitValue(s[3*n+2]))
		if r, size := utf8.DecodeRune(buf[:n+1]); r >= utf8.RuneSelf && size == n+1 && size > 1 {
			return r, 3 * size
		}
	}
	return 0, 0
}

// slugSign is what becomes of a sign in a slug.
func slugSign(r rune) (to string, ok bool) {
	switch r {
	case 0xA0, 0x2011, 0x2013, 0x2014, 0x2028, 0x2029, 0x202F:
		return "-", true
	case 0xD7:
		return "x", true
	case 0xAD, '¡', '¿', '«', '»', '‹', '›', '‘', '’', '“', '”', '‚', '‛', '„', '‟', '•', '©', '®', '°', '…', '™',
		'´', 0x2CA, 0x301, 0x341, 0x300, 0x304, 0x30C, 0xFEFF, 0xFFFC:
		return "", true
	}
	switch {
	case r >= 0x2000 && r <= 0x200A:
		return "-", true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E:
		return "", true
	}
	return "", false
}

// slugLetters removes entities and all but the letters of a slug, and writes
// its dashes. It gets no more than SlugLimit bytes.
func slugLetters(s string) string {
	s = dropEntities(s)
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_', c == '%':
			b = append(b, c)
		case c == ' ', c == '.', c == '-':
			if len(b) > 0 && b[len(b)-1] != '-' {
				b = append(b, '-')
			}
		}
	}
	return strings.TrimSuffix(string(b), "-")
}

// dropEntities removes everything from an ampersand to the next semicolon on
// its line, if something stands between them.
func dropEntities(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	end, line := finder{s: s, sep: ";"}, finder{s: s, sep: "\n"}
	for pos := 0; ; {
		i := strings.IndexByte(s[pos:], '&')
		if i < 0 {
			return string(append(b, s[pos:]...))
		}
		amp := pos + i
		b = append(b, s[pos:amp]...)
		pos = amp + 1
		if e := end.from(amp + 2); e < len(s) && e < line.from(amp+1) {
			pos = e + 1
		} else {
			b = append(b, '&')
		}
	}
}
