package text

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// UniqueSlug returns slug if taken says that it is free, and else the first of
// slug-2, slug-3 … that is, of at most limit bytes. It ends with the error of
// taken, and with none else.
func UniqueSlug(slug string, limit int, taken func(slug string) (bool, error)) (string, error) {
	candidate := slug
	for n := 2; ; n++ {
		used, err := taken(candidate)
		if err != nil {
			return "", err
		}
		if !used {
			return candidate, nil
		}
		candidate = NumberedSlug(slug, n, limit)
	}
}

// NumberedSlug is slug-n, the slug cut so that it all fits in limit bytes.
func NumberedSlug(slug string, n, limit int) string {
	suffix := "-" + strconv.Itoa(n)
	return cutSlug(slug, limit-len(suffix)) + suffix
}

// TrashedSlug is the slug that a post has in the trash.
func TrashedSlug(slug string) string {
	const suffix = "__trashed"
	return cutSlug(slug, SlugLimit-len(suffix)) + suffix
}

// cutSlug cuts a slug to a number of bytes, an encoded one never within a
// letter. Dashes at the end go.
func cutSlug(slug string, limit int) string {
	limit = max(0, limit)
	if len(slug) > limit {
		if decoded := decodeSlug(slug); decoded != slug {
			slug = reencodeSlug(decoded, limit)
		} else {
			slug = slug[:limit]
		}
	}
	return strings.TrimRight(slug, "-")
}

// decodeSlug decodes the encoded bytes of a slug.
func decodeSlug(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if isOctet(s[i:]) {
			b = append(b, byte(digitValue(s[i+1])<<4|digitValue(s[i+2])))
			i += 2
		} else {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// reencodeSlug encodes as many letters as fit in limit bytes.
func reencodeSlug(s string, limit int) string {
	b := make([]byte, 0, limit)
	for i := 0; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		size := 3 * n
		plain := s[i] < utf8.RuneSelf && (isAlnum(s[i]) || strings.IndexByte("-_.~", s[i]) >= 0)
		if plain {
			size = 1
		}
		if len(b)+size > limit {
			break
		}
		if plain {
			b = append(b, s[i])
		} else {
			b = appendOctets(b, s[i:i+n])
		}
		i += n
	}
	return string(b)
}

// ReservedSlug reports slugs that no post may have because their addresses
// mean something else: names of feeds, embed, and, in a type whose posts have
// parents, page numbers.
func ReservedSlug(slug string, hierarchical bool) bool {
	switch slug {
	case "feed", "rdf", "rss", "rss2", "atom", "embed":
		return true
	}
	return hierarchical && isDigits(strings.TrimPrefix(slug, "page"))
}

// DateSlug reports slugs that would read as a part of the date under a
// permalink structure, such as /%year%/%postname%/: all digits where the name
// stands first, a month behind the year, a day behind the month.
func DateSlug(slug, structure string) bool {
	if !isDigits(slug) {
		return false
	}
	parts := strings.FieldsFunc(structure, func(r rune) bool { return r == '/' })
	for i, part := range parts {
		if part != "%postname%" {
			continue
		}
		if i == 0 {
			return true
		}
		n, err := strconv.Atoi(slug)
		return err == nil && n > 0 && (parts[i-1] == "%year%" && n < 13 || parts[i-1] == "%monthnum%" && n < 32)
	}
	return false
}

// isDigits reports one digit or more, and nothing else.
func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
