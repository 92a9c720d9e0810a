package sqlite

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s without the distinctions that utf8mb4_unicode_520_ci does not
// make: letter case, accents, width and the two kanas.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return foldSlow(s)
		}
	}
	return strings.ToLower(s)
}

func foldSlow(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteByte(lowerByte(byte(r)))
		} else {
			foldRune(&b, r)
		}
	}
	return b.String()
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// foldRune writes what is left of a rune outside of ASCII.
func foldRune(b *strings.Builder, r rune) {
	switch {
	case r == 'Й' || r == 'й': // a letter of its own, though it decomposes
		b.WriteRune('й')
		return
	case 0xAC00 <= r && r <= 0xD7A3: // a syllable block has no accent to lose
		b.WriteRune(r)
		return
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	parts := norm.NFKD.Properties(buf[:n]).Decomposition()
	if parts == nil {
		parts = buf[:n]
	}
	for len(parts) > 0 {
		p, size := utf8.DecodeRune(parts)
		parts = parts[size:]
		if isAccent(p) {
			continue
		}
		p = unicode.ToLower(p)
		if plain := strokeless(p); plain != "" {
			b.WriteString(plain)
			continue
		}
		if 'ァ' <= p && p <= 'ヶ' {
			p -= 'ァ' - 'ぁ'
		}
		b.WriteRune(p)
	}
}

// isAccent tells the marks that make no difference. Vowel signs of Indic
// scripts are marks too, and do make one.
func isAccent(r rune) bool {
	switch {
	case 0x0300 <= r && r <= 0x036F, // combining diacritics
		0x0591 <= r && r <= 0x05C7,              // Hebrew points
		0x064B <= r && r <= 0x065F, r == 0x0670, // Arabic vowels
		0x1AB0 <= r && r <= 0x1AFF, 0x1DC0 <= r && r <= 0x1DFF,
		0x20D0 <= r && r <= 0x20FF, 0xFE20 <= r && r <= 0xFE2F,
		r == 0x3099, r == 0x309A: // voiced kana
		return true
	}
	return false
}

// strokeless returns the letters that a letter counts as though Unicode does
// not decompose it.
func strokeless(r rune) string {
	switch r {
	case 'ø':
		return "o"
	case 'đ':
		return "d"
	case 'ł':
		return "l"
	case 'ħ':
		return "h"
	case 'ŧ':
		return "t"
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ς':
		return "σ"
	}
	return ""
}

// Compare orders texts as the collation wp_ci does. Trailing spaces do not
// count, as on MySQL.
func Compare(a, b string) int {
	a, b = strings.TrimRight(a, " "), strings.TrimRight(b, " ")
	for i := 0; i < len(a) && i < len(b); i++ {
		x, y := a[i], b[i]
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			return compareFolded(Fold(a[i:]), Fold(b[i:]))
		}
		if x == y || lowerByte(x) == lowerByte(y) {
			continue
		}
		return int(asciiRank(lowerByte(x))) - int(asciiRank(lowerByte(y)))
	}
	// One begins the other; what follows may be marks alone.
	switch n := min(len(a), len(b)); {
	case len(a) > n:
		return compareFolded(Fold(a[n:]), "")
	case len(b) > n:
		return compareFolded("", Fold(b[n:]))
	}
	return 0
}

func compareFolded(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			return cmpRank(rank(x), rank(y))
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}

func cmpRank(a, b uint32) int {
	if a < b {
		return -1
	}
	return 1
}

// The order of kinds of characters; each rank is a kind and a place within it.
const (
	rankSpace uint32 = iota << 24
	rankPunct
	rankSymbol
	rankCurrency
	rankDigit
	rankLetter
)

// rank returns the place of a folded rune.
func rank(r rune) uint32 {
	switch {
	case r < utf8.RuneSelf:
		return asciiRank(byte(r))
	case unicode.IsLetter(r), unicode.IsMark(r):
		return rankLetter + uint32(r)
	case unicode.IsSpace(r):
		return rankSpace + uint32(r)
	case unicode.IsPunct(r):
		return rankPunct + uint32(r)
	case unicode.IsDigit(r), unicode.IsNumber(r):
		return rankDigit + uint32(r)
	case unicode.Is(unicode.Sc, r):
		return rankCurrency + uint32(r)
	case unicode.IsSymbol(r):
		return rankSymbol + uint32(r)
	}
	return rankLetter + uint32(r)
}

// asciiOrder has the punctuation and symbols of ASCII in the order of the
// Unicode Collation Algorithm's table.
const asciiOrder = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"

func asciiRank(c byte) uint32 {
	switch {
	case 'a' <= c && c <= 'z':
		return rankLetter + uint32(c)
	case '0' <= c && c <= '9':
		return rankDigit + uint32(c)
	case c <= ' ' || c == 0x7F:
		return rankSpace + uint32(c)
	}
	at := uint32(strings.IndexByte(asciiOrder, c))
	switch {
	case c == '$':
		return rankCurrency + at
	case strings.IndexByte("`^+<=>|~", c) >= 0:
		return rankSymbol + at
	}
	return rankPunct + at
}

// contains reports whether text, folded, has folded within it. The caller may
// reuse the memory of text afterwards.
func contains(text, folded string) bool {
	if folded == "" {
		return true
	}
	first := folded[0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf {
			return strings.Contains(Fold(text), folded)
		}
		if lowerByte(c) == first && hasPrefixFolded(text[i:], folded) {
			return true
		}
	}
	return false
}

// hasPrefixFolded compares ASCII; other text is left to the caller, who meets
// it further on.
func hasPrefixFolded(text, folded string) bool {
	if len(text) < len(folded) {
		return false
	}
	for i := range len(folded) {
		if text[i] >= utf8.RuneSelf || lowerByte(text[i]) != folded[i] {
			return false
		}
	}
	return true
}
