package text

import "strings"

// fixedAt is the length of what the fixed replacements take at i, or 0.
func fixedAt(p string, i int, clipped []string) int {
	rest := p[i:]
	switch p[i] {
	case '.':
		if strings.HasPrefix(rest, "...") {
			return 3
		}
	case '`':
		if strings.HasPrefix(rest, "``") {
			return 2
		}
	case '(':
		if i > 0 && p[i-1] == ' ' && strings.HasPrefix(rest, "(tm)") {
			return len("(tm)")
		}
	case '\'':
		if len(rest) > 1 && rest[1] == '\'' {
			return 2
		}
		return clippedAt(rest, clipped)
	}
	return 0
}

// clippedAt is the length of the clipped word that text begins with, or 0.
func clippedAt(rest string, words []string) int {
	if words == nil {
		return englishClipped(rest)
	}
	for _, w := range words {
		if w != "" && strings.HasPrefix(rest, w) {
			return len(w)
		}
	}
	return 0
}

// englishClipped is clippedAt for English.
func englishClipped(rest string) int {
	if len(rest) < 3 {
		return 0
	}
	var word string
	switch rest[1:3] {
	case "ta":
		word = "'tain't"
	case "tw":
		for _, word := range [...]string{"'twere", "'twas", "'twill"} {
			if strings.HasPrefix(rest, word) {
				return len(word)
			}
		}
		return 0
	case "ti":
		if len(rest) > 3 && (rest[3] == 's' || rest[3] == 'l') {
			return 4
		}
		return 0
	case "bo":
		word = "'bout"
	case "nu":
		word = "'nuff"
	case "ro":
		word = "'round"
	case "ca":
		word = "'cause"
	case "em":
		return 3
	default:
		return 0
	}
	if strings.HasPrefix(rest, word) {
		return len(word)
	}
	return 0
}

// appendFixed writes a piece with its fixed replacements made. There are none
// before pos.
func appendFixed(b []byte, p string, pos int, g *glyphs) []byte {
	last := 0
	for i := pos; i < len(p); i++ {
		if typeClass[p[i]]&fixed == 0 {
			continue
		}
		n := fixedAt(p, i, g.clipped)
		if n == 0 {
			continue
		}
		b = append(b, p[last:i]...)
		switch word := p[i : i+n]; word {
		case "...":
			b = append(b, "&#8230;"...)
		case "``":
			b = append(b, g.text[openDouble]...)
		case "''":
			b = append(b, g.text[closeDouble]...)
		case "(tm)":
			b = append(b, "&#8482;"...)
		default:
			b = appendApostrophes(b, word, g.apos)
		}
		i += n - 1
		last = i + 1
	}
	return append(b, p[last:]...)
}

// appendApostrophes writes a clipped word.
func appendApostrophes(b []byte, word, apostrophe string) []byte {
	for i := 0; i < len(word); i++ {
		if word[i] == '\'' {
			b = append(b, apostrophe...)
		} else {
			b = append(b, word[i])
		}
	}
	return b
}
