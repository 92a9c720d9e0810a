package text

import "strings"

// Key mirrors sanitize_key: lower case, and no more than a-z, 0-9, _ and -.
func Key(s string) string {
	return keepBytes(asciiLower(s), func(c byte) bool {
		return c >= 'a' && c <= 'z' || isDigit(c) || c == '_' || c == '-'
	})
}

// HTMLClass mirrors sanitize_html_class: percent-encoded bytes go, and then
// all but letters of ASCII, digits, _ and -. When nothing is left, the same of
// fallback is the result.
func HTMLClass(s, fallback string) string {
	if class := htmlClass(s); class != "" || fallback == "" {
		return class
	}
	return htmlClass(fallback)
}

func htmlClass(s string) string {
	return keepBytes(dropOctets(s), func(c byte) bool { return isAlnum(c) || c == '_' || c == '-' })
}

// ClassToken is the part of a class that names a term: its slug, or its id
// when the slug gives no class, or a number, or only dashes.
func ClassToken(slug, id string) string {
	class := HTMLClass(slug, id)
	if isNumeric(class) || strings.Trim(class, "-") == "" {
		return id
	}
	return class
}

// isNumeric reports what PHP takes for a number, among texts of letters,
// digits and dashes.
func isNumeric(s string) bool {
	s = strings.TrimPrefix(s, "-")
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return isDigits(s)
	}
	return isDigits(s[:i]) && isDigits(strings.TrimPrefix(s[i+1:], "-"))
}

// Username mirrors sanitize_user. The strict form, for new users, keeps no
// more than letters of ASCII, digits, space and _.-@; the other one is for
// looking a login up.
func Username(s string, strict bool) string {
	s = RemoveAccents(StripAllTags(s), "")
	s = dropEntities(dropOctets(s))
	if strict {
		s = keepBytes(s, func(c byte) bool { return isAlnum(c) || strings.IndexByte(" _.-@", c) >= 0 })
	}
	s = strings.Trim(s, phpTrim)
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case !isSpace(s[i]):
			b = append(b, s[i])
		case i == 0 || !isSpace(s[i-1]):
			b = append(b, ' ')
		}
	}
	return string(b)
}

// keepBytes drops the bytes of s that keep does not want.
func keepBytes(s string, keep func(byte) bool) string {
	for i := 0; i < len(s); i++ {
		if !keep(s[i]) {
			b := append(make([]byte, 0, len(s)), s[:i]...)
			for ; i < len(s); i++ {
				if keep(s[i]) {
					b = append(b, s[i])
				}
			}
			return string(b)
		}
	}
	return s
}

// dropOctets removes percent-encoded bytes.
func dropOctets(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if isOctet(s[i:]) {
			i += 2
		} else {
			b = append(b, s[i])
		}
	}
	return string(b)
}
