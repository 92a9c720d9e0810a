package text

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// RemoveAccents mirrors remove_accents: letters with accents become letters of
// ASCII, after composition (NFC). Letters of other scripts stay, and bytes
// that are not UTF-8 go. The locale, such as "de_DE", is that of the site; some
// languages write letters of their own in another way, any other locale, and
// "", changes nothing.
func RemoveAccents(s, locale string) string {
	if isASCII(s) {
		return s
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	s = norm.NFC.String(s)
	own := localeAccents(locale)
	catalan := isLanguage(locale, "ca")
	table := accentTable()
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			b = append(b, s[i])
			i++
			if catalan && s[i-1] == 'l' && strings.HasPrefix(s[i:], "·l") {
				i += len("·")
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		to, ok := own(r)
		if !ok && int(r) < len(table.number) {
			n := table.number[r]
			to, ok = table.letters[n], n > 0
		}
		if ok {
			b = append(b, to...)
		} else {
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return view(b)
}

// isASCII reports whether s holds no byte above 0x7F.
func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isLanguage reports whether a locale is of that language: "de", "de_CH".
func isLanguage(locale, language string) bool {
	after, ok := strings.CutPrefix(locale, language)
	return ok && (after == "" || after[0] == '_' || after[0] == '-')
}

// localeAccents gives the letters that the language of a locale writes in its
// own way.
func localeAccents(locale string) func(rune) (string, bool) {
	switch {
	case isLanguage(locale, "de"):
		return germanAccent
	case isLanguage(locale, "da"):
		return danishAccent
	case isLanguage(locale, "sr"), isLanguage(locale, "bs"):
		return serbianAccent
	}
	return func(rune) (string, bool) { return "", false }
}

func germanAccent(r rune) (string, bool) {
	switch r {
	case 'Ä':
		return "Ae", true
	case 'ä':
		return "ae", true
	case 'Ö':
		return "Oe", true
	case 'ö':
		return "oe", true
	case 'Ü':
		return "Ue", true
	case 'ü':
		return "ue", true
	case 'ß':
		return "ss", true
	case 'ẞ':
		return "SS", true
	}
	return "", false
}

func danishAccent(r rune) (string, bool) {
	switch r {
	case 'Æ':
		return "Ae", true
	case 'æ':
		return "ae", true
	case 'Ø':
		return "Oe", true
	case 'ø':
		return "oe", true
	case 'Å':
		return "Aa", true
	case 'å':
		return "aa", true
	}
	return "", false
}

func serbianAccent(r rune) (string, bool) {
	switch r {
	case 'Đ':
		return "DJ", true
	case 'đ':
		return "dj", true
	}
	return "", false
}

// accentLetters are the replacements of letters: number gives those of a letter
// their place in letters; zero says that there is none.
type accentLetters struct {
	number  []uint8
	letters []string
}

// accentTable is made once, when first asked for, and never changes.
var accentTable = sync.OnceValue(func() *accentLetters { //nolint:gochecknoglobals // constant
	t := &accentLetters{number: make([]uint8, '€'+1), letters: []string{""}}
	for line := range strings.Lines(accents) {
		to, from, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		for _, r := range from {
			t.number[r] = uint8(len(t.letters))
		}
		t.letters = append(t.letters, to)
	}
	return t
})

// accents has a line for each replacement: it, a space, and the letters.
const accents = `A ÀÁÂÃÄÅĀĂĄẦẰẢẨẲẪẴẤẮẠẬẶǍ
a ªàáâãäåāăąầằảẩẳẫẵấắạậặɑǎ
AE Æ
ae æ
OE Œ
oe œ
C ÇĆĈĊČ
c çćĉċč
D ÐĎĐ
d ðďđ
E ÈÉÊËĒĔĖĘĚƏ€ỀẺỂẼỄẾẸỆ
e èéêëēĕėęěǝềẻểẽễếẹệ
G ĜĞĠĢ
g ĝğġģ
H ĤĦ
h ĥħ
I ÌÍÎÏĨĪĬĮİỈỊǏ
i ìíîïĩīĭįıỉịǐ
IJ Ĳ
ij ĳ
J Ĵ
j ĵ
K Ķ
k ķĸ
L ĹĻĽĿŁ
l ĺļľŀł
N ÑŃŅŇŊ
n ñńņňŉŋ
O ÒÓÔÕÖØŌŎŐƠỒỜỎỔỞỖỠỐỚỌỘỢǑ
o ºòóôõöøōŏőơồờỏổởỗỡốớọộợǒ
R ŔŖŘ
r ŕŗř
S ŚŜŞŠȘ
s ßśŝşšſș
T ŢŤŦȚ
t ţťŧț
TH Þ
th þ
U ÙÚÛÜŨŪŬŮŰŲƯỪỦỬỮỨỤỰǕǗǓǙǛ
u ùúûüũūŭůűųưừủửữứụựǖǘǔǚǜ
W Ŵ
w ŵ
Y ÝŶŸỲỶỸỴ
y ýÿŷỳỷỹỵ
Z ŹŻŽ
z źżž
 £
`
