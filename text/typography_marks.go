package text

import (
	"math"
	"slices"
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
	stopped     int  // where the first of them is
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
	m := &ts.piece
	m.reset(p, 0)
	m.collect(plain, marked|fixed, ts.clipped)
	if m.fixed {
		if cap(ts.fixedBuf) < len(p) {
			ts.fixedBuf = make([]byte, 0, len(p)+len(p)/4+64)
		}
		ts.fixedBuf = appendFixed(ts.fixedBuf[:0], p, m.stopped, &ts.glyphs)
		m.collectAgain(view(ts.fixedBuf))
	}
	if m.singles > 0 {
		m.resolve(plainSingle, ts.glyphs.text[closeSingle])
	}
	if m.doubles > 0 {
		m.resolve(plainDouble, ts.glyphs.text[closeDouble])
	}
	if m.fixed || len(m.marks) > 0 {
		ts.out.upTo(from)
		ts.out.dst = ts.setPiece(ts.out.dst)
		ts.out.last = to
	}
}

// setPiece writes the piece with its marks.
func (ts *typesetter) setPiece(b []byte) []byte {
	p, last := ts.piece.p, 0
	size := len(p)
	for _, k := range ts.piece.marks {
		size += len(ts.glyphs.text[k.kind])
	}
	b = ts.out.room(b, size)
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

// What typeClass says of a byte.
const (
	marked = 1 << iota // a mark may stand here: " & ' - x
	fixed              // a fixed replacement may begin here: ' ( . `
)

// typeClass classifies the bytes that typography looks at.
const typeClass = "" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x01\x00\x00\x00\x01\x03\x02\x00\x00\x00\x00\x01\x02\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// reset forgets what is known of a piece but its first n marks.
func (m *pieceMarks) reset(p string, n int) {
	m.p, m.marks, m.fixed = p, m.marks[:n], false
	m.singles, m.doubles, m.numbers = 0, 0, 0
	m.forceSingle, m.forceDouble = -1, -1
}

// collectAgain finds the marks of a piece whose fixed replacements are made.
// What stands before the word of the first one is as it was: no mark looks
// over a space.
func (m *pieceMarks) collectAgain(p string) {
	from, n := 0, 0
	for k := m.stopped - 1; k > 0; k-- {
		if p[k] == ' ' {
			from = k
			break
		}
	}
	for n < len(m.marks) && m.marks[n].pos() < from {
		n++
	}
	m.reset(p, n)
	for _, k := range m.marks {
		switch k.kind {
		case plainSingle:
			m.singles++
		case plainDouble:
			m.doubles++
		}
	}
	m.collect(from, marked, nil)
	m.fixed = true
}

// collect finds the marks of a piece from pos on. If the classes are not only
// marked it stops where it meets something that the fixed replacements take,
// and sets fixed.
func (m *pieceMarks) collect(pos int, classes byte, clipped []string) {
	p := m.p
	for i := pos; i < len(p); i++ {
		class := typeClass[p[i]] & classes
		if class == 0 {
			continue
		}
		if class&fixed != 0 && fixedAt(p, i, clipped) > 0 {
			m.fixed, m.stopped = true, i
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
	if len(m.marks) == cap(m.marks) {
		m.grow(k.pos())
	}
	m.marks = append(m.marks, k)
}

// grow makes room for more marks: the rest of the piece may well have as many
// for each byte as there are before pos.
func (m *pieceMarks) grow(pos int) {
	n := max(32, len(m.marks))
	if n > 1024 && pos > 0 {
		n = int(float64(n) / float64(pos) * float64(len(m.p)-pos+len(m.p)/64))
	}
	m.marks = slices.Grow(m.marks, n)
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
