package text

import "strings"

// Typography turns the quotes, dashes and dots of a typewriter into those of
// print. The zero value does what an English WordPress does; a field that is
// not empty replaces what its comment says. It is safe for concurrent use.
type Typography struct {
	OpenDouble  string // &#8220;
	CloseDouble string // &#8221;
	OpenSingle  string // &#8216;
	CloseSingle string // &#8217;
	Apostrophe  string // &#8217;
	Prime       string // &#8242;
	DoublePrime string // &#8243;
	EnDash      string // &#8211;
	EmDash      string // &#8212;
	// Clipped are the words that begin with an apostrophe, as they are typed.
	// Nil stands for the English list ('tis, 'em …), an empty list for none.
	Clipped []string
	// Shortcodes are those whose brackets are left as typed. It may be nil.
	Shortcodes *Shortcodes
}

// Texturize mirrors wptexturize without any shortcodes: it sets a text with
// the zero [Typography].
func Texturize(s string) string {
	var t Typography
	return t.Texturize(s)
}

// Texturize mirrors wptexturize: outside of markup, of shortcode brackets and
// of the elements pre, code, kbd, style, script and tt it replaces quotes,
// dashes, dots and multiplication signs, and ampersands that begin no
// character reference.
func (t *Typography) Texturize(s string) string {
	if s == "" || s == "0" {
		return s
	}
	ts := typesetter{glyphs: t.glyphs(), out: splicer{src: s}, tags: findByte(s, '<'), opens: findByte(s, '['), amps: findByte(s, '&')}
	if t.Shortcodes.Len() > 0 {
		ts.shortcodes = t.Shortcodes
	}
	for i := 0; i < len(s); {
		end := ts.textEnd(i)
		if end > i && !ts.raw() {
			ts.text(i, end)
		}
		i = end
		if i == len(s) {
			break
		}
		if s[i] == '[' {
			i = ts.shortcode(i)
		} else {
			i = ts.tag(i)
		}
	}
	return ts.out.done()
}

// glyphs are the characters of a Typography with its defaults filled in.
type glyphs struct {
	text    [numMarks]string
	apos    string
	clipped []string // nil: the English list
}

func (t *Typography) glyphs() glyphs {
	or := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	g := glyphs{clipped: t.Clipped, apos: or(t.Apostrophe, "&#8217;")}
	g.text[apostrophe] = g.apos
	g.text[openSingle] = or(t.OpenSingle, "&#8216;")
	g.text[closeSingle] = or(t.CloseSingle, "&#8217;")
	g.text[primeSingle] = or(t.Prime, "&#8242;")
	g.text[openDouble] = or(t.OpenDouble, "&#8220;")
	g.text[closeDouble] = or(t.CloseDouble, "&#8221;")
	g.text[primeDouble] = or(t.DoublePrime, "&#8243;")
	g.text[enDash] = or(t.EnDash, "&#8211;")
	g.text[emDash] = or(t.EmDash, "&#8212;")
	g.text[timesSign] = "&#215;"
	g.text[ampersand] = "&#038;"
	return g
}

// A typesetter is one run of a Typography over a text.
type typesetter struct {
	glyphs
	out        splicer
	tags       byteFinder
	opens      byteFinder
	amps       byteFinder
	shortcodes *Shortcodes
	elements   []byte // open elements whose text stays as typed, by kind
	codes      int    // open shortcodes named code
	piece      pieceMarks
	fixedBuf   []byte
}

// raw reports whether text stays as typed here.
func (ts *typesetter) raw() bool { return len(ts.elements) > 0 || ts.codes > 0 }

// textEnd is where the text that begins at i ends: at a less-than sign or at
// the brackets of a shortcode.
func (ts *typesetter) textEnd(i int) int {
	end := ts.tags.from(i)
	if ts.shortcodes == nil {
		return end
	}
	for i = ts.opens.from(i); i < end; i = ts.opens.from(i + 1) {
		if ts.shortcodes.bracketEnd(ts.out.src, i) > 0 {
			return i
		}
	}
	return end
}

// shortcode passes over the shortcode brackets at i.
func (ts *typesetter) shortcode(i int) int {
	s := ts.out.src
	end := ts.shortcodes.bracketEnd(s, i)
	token := s[i:end]
	if strings.HasPrefix(token, "[[") || strings.HasSuffix(token, "]]") {
		return end
	}
	name := strings.TrimPrefix(token[1:], "/")
	if strings.HasPrefix(name, "code") && !isWord(name[4]) && name[4] != '-' {
		switch {
		case token[1] != '/':
			ts.codes++
		case ts.codes > 0:
			ts.codes--
		}
	}
	return end
}

// tag passes over the markup at i and mends its ampersands.
func (ts *typesetter) tag(i int) int {
	s := ts.out.src
	if strings.HasPrefix(s[i:], "<!--") {
		return commentEnd(s, i)
	}
	end := nextByte(s, i, '>') + 1
	if end == 0 {
		end = len(s)
	}
	ts.element(s[i:end])
	for at := ts.amps.from(i); at < end; at = ts.amps.from(at + 1) {
		if !isReference(s[:end], at) {
			ts.out.replace(at, at+1, ts.glyphs.text[ampersand])
		}
	}
	return end
}

// commentEnd is the end of the comment at i. The dashes of its beginning may
// be those of its end.
func commentEnd(s string, i int) int {
	from := i + len("<!")
	if n := strings.Index(s[from:], "-->"); n >= 0 {
		return from + n + len("-->")
	}
	return len(s)
}

// element keeps track of the elements whose text stays as typed.
func (ts *typesetter) element(token string) {
	closer := len(token) > 1 && token[1] == '/'
	name := token[1:]
	if closer {
		if len(ts.elements) == 0 {
			return
		}
		name = token[2:]
	}
	if name == "" {
		return
	}
	switch name[0] {
	case 'p', 'c', 'k', 's', 't':
	default:
		return
	}
	if n := strings.IndexByte(name, ' '); n >= 0 {
		name = name[:n]
	} else {
		name = name[:len(name)-1]
	}
	var kind byte
	switch name {
	case "pre", "code", "kbd", "script", "tt":
		kind = name[0]
	case "style":
		kind = 'y'
	default:
		return
	}
	switch top := len(ts.elements) - 1; {
	case !closer:
		ts.elements = append(ts.elements, kind)
	case ts.elements[top] == kind:
		ts.elements = ts.elements[:top]
	}
}
