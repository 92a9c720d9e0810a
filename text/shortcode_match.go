package text

import "strings"

// A matcher finds shortcodes in a text.
type matcher struct {
	sc       *Shortcodes
	s        string
	used     []bool     // which shortcodes count, nil: all
	brackets byteFinder // of ]
	marks    finder     // of [/
	closers  map[int]*finder
}

// A match is a place where a shortcode stands.
type match struct {
	start, end int
	index      int // in the list of shortcodes
	attrs      string
	content    string
	bare       int  // where the opening tag ends
	enclosing  bool // has a closing tag
	openExtra  bool // another [ before
	closeExtra bool // another ] behind
}

// escaped reports whether the match is [[name]], which shows as [name].
func (f *match) escaped() bool { return f.openExtra && f.closeExtra }

// shortcode is the match as functions get it.
func (m *matcher) shortcode(f *match) Shortcode {
	return Shortcode{
		Name:      m.sc.list[f.index].name,
		Attrs:     ParseAttributes(f.attrs),
		Content:   f.content,
		Enclosing: f.enclosing,
	}
}

// next finds the first match at or behind i.
func (m *matcher) next(i int, f *match) bool {
	for {
		if i = nextByte(m.s, i, '['); i < 0 {
			return false
		}
		if m.at(i, f) {
			return true
		}
		i++
	}
}

// at finds the match at i, where a [ stands. A further bracket on each side
// belongs to it.
func (m *matcher) at(i int, f *match) bool {
	extra := strings.HasPrefix(m.s[i:], "[[")
	start := i
	if extra {
		i++
	}
	if !m.plainAt(i, f) {
		return false
	}
	f.start, f.openExtra = start, extra
	if f.end < len(m.s) && m.s[f.end] == ']' {
		f.end++
		f.closeExtra = true
	}
	return true
}

// plainAt finds the match at i, without further brackets around it.
func (m *matcher) plainAt(i int, f *match) bool {
	index, end := m.name(i + 1)
	if index < 0 {
		return false
	}
	bracket := m.brackets.from(end)
	if bracket == len(m.s) {
		return false
	}
	*f = match{start: i, end: bracket + 1, bare: bracket + 1, index: index, attrs: m.s[end:bracket]}
	if attrs, ok := strings.CutSuffix(f.attrs, "/"); ok {
		f.attrs = attrs
		return true
	}
	m.marks.s, m.marks.sep = m.s, "[/"
	if m.marks.from(f.bare) == len(m.s) {
		return true
	}
	if closer := m.closer(index).from(f.bare); closer < len(m.s) {
		f.enclosing = true
		f.content = m.s[f.bare:closer]
		f.end = closer + len(m.sc.list[index].closer)
	}
	return true
}

// closer finds the closing tags of a shortcode.
func (m *matcher) closer(index int) *finder {
	f := m.closers[index]
	if f == nil {
		f = &finder{s: m.s, sep: m.sc.list[index].closer}
		if m.closers == nil {
			m.closers = make(map[int]*finder)
		}
		m.closers[index] = f
	}
	return f
}

// name is the shortcode whose name stands at i, not within a longer word, and
// where the name ends. Of several that fit it is the one registered first. The
// index is -1 when none fits.
func (m *matcher) name(i int) (index, end int) {
	index = -1
	for k := i; k < len(m.s) && k-i <= m.sc.longest; k++ {
		c := m.s[k]
		if isWord(c) || c == '-' {
			continue
		}
		if n, ok := m.sc.byName[m.s[i:k]]; ok && m.counts(n) && (index < 0 || n < index) {
			index, end = n, k
		}
		if !isShortcodeName(c) {
			return index, end
		}
	}
	return index, end
}

// counts reports whether a shortcode is looked for.
func (m *matcher) counts(index int) bool { return m.used == nil || m.used[index] }

// isShortcodeName reports whether names of shortcodes may have that byte.
func isShortcodeName(c byte) bool {
	switch c {
	case '<', '>', '&', '/', '[', ']', '=':
		return false
	}
	return c > ' '
}

// shortcodeNameEnd is where the name of a shortcode at i ends, whatever name
// that is.
func shortcodeNameEnd(s string, i int) int {
	for i < len(s) && isShortcodeName(s[i]) {
		i++
	}
	return i
}

// used says which shortcodes a text may hold: those whose names stand behind
// a [. It is nil when there are none.
func (sc *Shortcodes) used(s string) []bool {
	if sc.Len() == 0 {
		return nil
	}
	var used []bool
	for i := 0; ; {
		if i = nextByte(s, i, '['); i < 0 {
			return used
		}
		i++
		end := shortcodeNameEnd(s, i)
		if end == i || end-i > sc.longest {
			i = end
			continue
		}
		if k, ok := sc.byName[s[i:end]]; ok {
			if used == nil {
				used = make([]bool, len(sc.list))
			}
			used[k] = true
		}
		i = end
	}
}

// bracketEnd is where the brackets of a shortcode that begin at i end: of an
// opening or a closing tag, with one further bracket on each side at most. It
// is 0 when there are none.
func (sc *Shortcodes) bracketEnd(s string, i int) int {
	i++
	if i < len(s) && (s[i] == '/' || s[i] == '[') {
		i++
	}
	end := shortcodeNameEnd(s, i)
	if end == i || end == len(s) || s[end] != ']' && s[end] != '/' && !isSpace(s[end]) || !sc.Has(s[i:end]) {
		return 0
	}
	for i = end; i < len(s); i++ {
		switch s[i] {
		case '[', '>':
			return 0
		case '<':
			n := strings.IndexAny(s[i:], "[]>")
			if n < 0 || s[i+n] != '>' {
				return 0
			}
			i += n
		case ']':
			if i+1 < len(s) && s[i+1] == ']' {
				i++
			}
			return i + 1
		}
	}
	return 0
}
