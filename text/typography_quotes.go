package text

import "strings"

// single marks the ' at i by what stands around it. The rules are those of
// wptexturize, first come first served: clipped years, quoted numbers, opening
// quotes, apostrophes. What is left waits for resolve.
func (m *pieceMarks) single(i int) {
	p := m.p
	switch {
	case i == m.forceSingle:
		m.add(i, 1, closeSingle)
	case m.year(i):
		m.add(i, 1, apostrophe)
	case m.quotedNumber(i, '\''):
		m.add(i, 1, openSingle)
	case i == 0 || opensSingle(p, i):
		m.add(i, 1, openSingle)
	case !endsQuote(p, i+1) && strings.IndexByte(`"'({[`, p[i+1]) < 0 && !strings.HasPrefix(p[i+1:], "&lt;"):
		m.add(i, 1, apostrophe)
	default:
		m.singles++
		m.addQuote(i, plainSingle)
	}
}

// double marks the " at i: quoted numbers and opening quotes. What is left
// waits for resolve.
func (m *pieceMarks) double(i int) {
	switch {
	case i == m.forceDouble:
		m.add(i, 1, closeDouble)
	case m.quotedNumber(i, '"'):
		m.add(i, 1, openDouble)
	case (i == 0 || opensDouble(m.p, i)) && spaceUnitAt(m.p, i+1) == 0:
		m.add(i, 1, openDouble)
	default:
		m.doubles++
		m.addQuote(i, plainDouble)
	}
}

// addQuote adds a quote that no rule has taken.
func (m *pieceMarks) addQuote(i int, kind markKind) {
	m.append(mark{
		at: uint32(i), size: 1, kind: kind,
		ends:  endsQuote(m.p, i+1),
		digit: i > 0 && isDigit(m.p[i-1]),
	})
}

// isYear reports whether the ' at i stands for the century of a year: two
// digits follow, and then a quote that closes, or nothing that goes on with
// the number. closer is the place of that quote, or 0.
func isYear(p string, i int) (year bool, closer int) {
	if i+2 >= len(p) || !isDigit(p[i+1]) || !isDigit(p[i+2]) {
		return false, 0
	}
	if i+3 == len(p) {
		return true, 0
	}
	switch c := p[i+3]; c {
	case '\'', '"':
		if endsQuote(p, i+4) {
			return true, i + 3
		}
	case '%':
		return false, 0
	case '.', ',':
		return i+4 == len(p) || !isDigit(p[i+4]), 0
	default:
		return !isDigit(c), 0
	}
	return true, 0
}

// year is isYear that also sees to the closing quote.
func (m *pieceMarks) year(i int) bool {
	year, closer := isYear(m.p, i)
	if closer > 0 && m.p[closer] == '\'' {
		m.forceSingle = closer
	} else if closer > 0 {
		m.forceDouble = closer
	}
	return year
}

// quotedNumber reports whether the quote at i, behind a space, begins a number
// that the same quote ends. It sees to the closing quote.
func (m *pieceMarks) quotedNumber(i int, quote byte) bool {
	p := m.p
	end := numberEnd(p, i+1)
	if end == 0 || end == len(p) || p[end] != quote || i > 0 && spaceUnitBefore(p, i) == 0 {
		return false
	}
	if quote == '"' {
		m.forceDouble = end
		return true
	}
	if year, _ := isYear(p, end); year {
		return false
	}
	m.forceSingle = end
	return true
}

// opensSingle reports what a ' at i must stand behind to open a quotation.
func opensSingle(p string, i int) bool {
	return p[i-1] == '"' || opensDouble(p, i)
}

// opensDouble reports what a " at i must stand behind to open a quotation.
func opensDouble(p string, i int) bool {
	switch p[i-1] {
	case '(', '[', '{', '-':
		return true
	case ';':
		return strings.HasSuffix(p[:i], "&lt;") || strings.HasSuffix(p[:i], "&nbsp;")
	}
	return spaceUnitBefore(p, i) > 0
}

// endsQuote reports whether what stands at i may follow a closing quote: the
// end, white space, or closing punctuation.
func endsQuote(p string, i int) bool {
	if i >= len(p) {
		return true
	}
	switch p[i] {
	case '.', ',', ':', ';', '!', '?', ')', '}', '-', ']', ' ', '\n', '\t', '\r':
		return true
	case '&':
		return strings.HasPrefix(p[i:], "&gt;") || strings.HasPrefix(p[i:], "&nbsp;")
	case 0xC2:
		return spaceUnitAt(p, i) > 0
	}
	return false
}

// resolve decides about the plain quotes of a kind, between one opening quote
// and the next: they close, or they are primes. closer is what closing quotes
// look like.
func (m *pieceMarks) resolve(plain markKind, closer string) {
	open := openSingle
	if plain == plainDouble {
		open = openDouble
	}
	first, from := 0, 0
	for i := range m.marks {
		if m.marks[i].kind == open {
			m.resolvePart(m.marks[first:i], plain, m.p[from:m.marks[i].pos()], closer, first > 0)
			first, from = i+1, m.marks[i].pos()+1
		}
	}
	m.resolvePart(m.marks[first:], plain, m.p[from:], closer, first > 0)
}

// resolvePart decides about the marks of one part. opened says that an opening
// quote stands before it.
func (m *pieceMarks) resolvePart(marks []mark, plain markKind, part, closer string, opened bool) {
	shut, prime := closeSingle, primeSingle
	if plain == plainDouble {
		shut, prime = closeDouble, primeDouble
	}
	total, ends, loose, held := 0, 0, 0, false
	for _, k := range marks {
		switch {
		case k.kind == shut:
			held = true
		case k.kind == plain:
			total++
			if k.ends {
				ends++
			}
			if k.ends && !k.digit {
				loose++
			}
		}
	}
	if total == 0 {
		return
	}
	closes := func(i int) bool { return marks[i].ends }
	switch {
	case !opened || held || strings.Contains(part, closer):
		closes = func(i int) bool { return marks[i].ends && !marks[i].digit }
	case loose > 0 && ends > 1:
		closes = func(i int) bool { return marks[i].ends && !marks[i].digit }
	case ends > 1:
		last := m.lastCloser(marks, plain)
		closes = func(i int) bool { return i == last }
	}
	for i := range marks {
		k := &marks[i]
		switch {
		case k.kind != plain:
		case closes(i):
			k.kind = shut
		case k.digit:
			k.kind = prime
		case plain == plainDouble:
			k.kind = shut
		}
	}
}

// lastCloser is, of several quotes behind digits, the one that closes: the
// last before a full stop, or else the last.
func (m *pieceMarks) lastCloser(marks []mark, plain markKind) int {
	last, stop := -1, -1
	for i, k := range marks {
		if k.kind != plain || !k.ends {
			continue
		}
		last = i
		if behind := k.pos() + 1; behind < len(m.p) && m.p[behind] == '.' {
			stop = i
		}
	}
	if stop >= 0 {
		return stop
	}
	return last
}
