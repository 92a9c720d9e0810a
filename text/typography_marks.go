package text

import (
	"math"
	"strings"
)

// A markKind says what becomes of a place in a piece of text.
type markKind uint8

const (
	plainSingle markKind = iota // a ' that no rule has taken
	apostrophe
	openSingle
	closeSingle
	primeSingle
	plainDouble // a " that no rule has taken
	openDouble
	closeDouble
	primeDouble
	enDash
	emDash
	timesSign
	ampersand
	numMarks
)

// A mark is a place in a piece of text where something is replaced.
type mark struct {
	at    uint32
	kind  markKind
	size  uint8 // bytes that it takes the place of
	ends  bool  // a quote before the end, white space or closing punctuation
	digit bool  // a quote behind a digit
}

// pos is the place of the mark in its piece.
func (k mark) pos() int { return int(k.at) }

// pieceMarks are the marks of one piece of text, in order.
type pieceMarks struct {
	p           string
	marks       []mark
	fixed       bool // the piece needs its fixed replacements first
	singles     int  // plain ones
	doubles     int
	forceSingle int // a ' at this place closes
	forceDouble int
	numbers     int // a number before a multiplication sign begins here at the earliest
}

// text sets the text between two pieces of markup.
func (ts *typesetter) text(from, to int) {
	p := ts.out.src[from:to]
	plain := 0
	for plain < len(p) && typeClass[p[plain]] == 0 {
		plain++
	}
	if plain == len(p) || len(p) > math.MaxInt32 { // no text is that long
		return
	}
	ts.piece.collect(p, true, ts.clipped)
	if ts.piece.fixed {
		if cap(ts.fixedBuf) < len(p) {
			ts.fixedBuf = make([]byte, 0, len(p)+len(p)/4+64)
		}
		ts.fixedBuf = appendFixed(ts.fixedBuf[:0], p, &ts.glyphs)
		p = view(ts.fixedBuf)
		ts.piece.collect(p, false, nil)
	}
	m := &ts.piece
	if m.singles > 0 {
		m.resolve(plainSingle, ts.glyphs.text[closeSingle])
	}
	if m.doubles > 0 {
		m.resolve(plainDouble, ts.glyphs.text[closeDouble])
	}
	if m.fixed {
		ts.out.upTo(from)
		ts.out.dst = ts.setPiece(ts.out.dst)
		ts.out.last = to
		return
	}
	for _, k := range m.marks {
		if k.kind != plainSingle {
			ts.out.replace(from+k.pos(), from+k.pos()+int(k.size), ts.glyphs.text[k.kind])
		}
	}
}

// setPiece writes the piece with its marks.
func (ts *typesetter) setPiece(b []byte) []byte {
	p, last := ts.piece.p, 0
	for _, k := range ts.piece.marks {
		if k.kind == plainSingle {
			continue
		}
		b = append(b, p[last:k.pos()]...)
		b = append(b, ts.glyphs.text[k.kind]...)
		last = k.pos() + int(k.size)
	}
	return append(b, p[last:]...)
}

// typeClass marks the bytes that typography looks at: " & ' ( - . ` x.
const typeClass = "" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x01\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// collect finds the marks of a piece. If look is true it stops where it meets
// something that the fixed replacements take, and sets fixed.
func (m *pieceMarks) collect(p string, look bool, clipped []string) {
	*m = pieceMarks{p: p, marks: m.marks[:0], fixed: !look, forceSingle: -1, forceDouble: -1}
	for i := 0; i < len(p); i++ {
		if typeClass[p[i]] == 0 {
			continue
		}
		if look && fixedAt(p, i, clipped) > 0 {
			m.fixed = true
			return
		}
		switch p[i] {
		case '\'':
			m.single(i)
		case '"':
			m.double(i)
		case '-':
			i = m.dashes(i) - 1
		case 'x':
			m.times(i)
		case '&':
			if !isReference(p, i) {
				m.add(i, 1, ampersand)
			}
		}
	}
}

func (m *pieceMarks) add(pos int, size uint8, kind markKind) {
	m.append(mark{at: uint32(pos), size: size, kind: kind})
}

func (m *pieceMarks) append(k mark) {
	if m.marks == nil {
		m.marks = make([]mark, 0, 32)
	}
	m.marks = append(m.marks, k)
}

// dashes marks a run of hyphens and returns its end: three are an em dash; two
// left over are one between spaces, else an en dash; a single one is an en
// dash between spaces.
func (m *pieceMarks) dashes(i int) int {
	p, start := m.p, i
	end := i + 1
	for end < len(p) && p[end] == '-' {
		end++
	}
	for end-i >= 3 {
		m.add(i, 3, emDash)
		i += 3
	}
	alone := i == start && (i == 0 || spaceUnitBefore(p, i) > 0) && (end == len(p) || spaceUnitAt(p, end) > 0)
	switch {
	case end-i == 2 && alone:
		m.add(i, 2, emDash)
	case end-i == 2 && (i > start || !strings.HasSuffix(p[:i], "xn")):
		m.add(i, 2, enDash)
	case end-i == 1 && alone:
		m.add(i, 1, enDash)
	}
	return end
}

// times marks the x at i if it stands between two numbers.
func (m *pieceMarks) times(i int) {
	p := m.p
	if i == 0 || i+1 >= len(p) || !isNumeral(p[i-1]) || !isDigit(p[i+1]) || !m.numberBefore(i) {
		return
	}
	end := i + 2
	for end < len(p) && isNumeral(p[end]) {
		end++
	}
	for end > i+1 && isWord(p[end-1]) == (end < len(p) && isWord(p[end])) {
		end--
	}
	if end == i+1 {
		return
	}
	// A sign within what looked like a reference (&1x1;) leaves none.
	for k := i - 1; k >= 0 && i-k <= longestReference; k-- {
		if p[k] == '&' && isReferenceName(p, k+1) {
			m.add(k, 1, ampersand)
		}
		if !isAlnum(p[k]) {
			break
		}
	}
	m.add(i, 1, timesSign)
	m.numbers = end
}

// numberBefore reports whether a whole number ends before i: one that begins
// at the border of a word, and is not just a zero.
func (m *pieceMarks) numberBefore(i int) bool {
	p, from := m.p, i
	for from > m.numbers && isNumeral(p[from-1]) {
		from--
	}
	for ; from < i; from++ {
		if isDigit(p[from]) && (from == 0 || !isWord(p[from-1])) && (p[from] != '0' || from+1 < i) {
			return true
		}
	}
	return false
}

// isNumeral reports what numbers are written with: digits, dots and commas.
func isNumeral(c byte) bool { return isDigit(c) || c == '.' || c == ',' }

// numberEnd is the end of the number that begins at i, or 0.
func numberEnd(p string, i int) int {
	if i >= len(p) || !isDigit(p[i]) {
		return 0
	}
	for i < len(p) && isNumeral(p[i]) {
		i++
	}
	return i
}

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

// appendFixed writes a piece with its fixed replacements made.
func appendFixed(b []byte, p string, g *glyphs) []byte {
	last := 0
	for i := 0; i < len(p); i++ {
		if typeClass[p[i]] == 0 {
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
			b = append(b, strings.ReplaceAll(word, "'", g.apos)...)
		}
		i += n - 1
		last = i + 1
	}
	return append(b, p[last:]...)
}
