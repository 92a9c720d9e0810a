package clean

import "strings"

// StripTags removes tags, comments, declarations and processing instructions,
// and NUL bytes. A "<" before white space is no tag; what an unclosed tag or
// quote opens goes to the end. It mirrors PHP's strip_tags.
func StripTags(s string) string {
	nul := strings.IndexByte(s, 0) >= 0
	if !nul && strings.IndexByte(s, '<') < 0 {
		return s
	}
	t := stripper{s: s, nul: nul, step: (*stripper).text}
	t.out.Grow(len(s))
	for ; t.pos < len(s); t.pos++ {
		t.step(&t, s[t.pos])
	}
	return t.out.String()
}

// A stripper goes through a text byte by byte; step is what it is in.
type stripper struct {
	s    string
	pos  int
	out  strings.Builder
	nul  bool // there are NUL bytes
	step func(*stripper, byte)

	quote  byte // the open quote, or 0
	depth  int  // of "<" within a tag
	xml    bool // the tag is <?xml …
	parens int  // within <?…
	last   byte // the last quote or parenthesis within <?…
}

// before reports whether word, in any case, stands before the position.
func (t *stripper) before(word string) bool {
	from := t.pos - len(word)
	return from >= 0 && strings.EqualFold(t.s[from:t.pos], word)
}

func (t *stripper) text(c byte) {
	switch {
	case c == 0:
	case c == '<' && !(t.pos+1 < len(t.s) && isSpace(t.s[t.pos+1])):
		t.step, t.last = (*stripper).tag, '<'
	default:
		end := t.textEnd()
		t.out.WriteString(t.s[t.pos:end])
		t.pos = end - 1
	}
}

// textEnd is where the text at the position ends: at a "<" or a NUL byte.
func (t *stripper) textEnd() int {
	end := t.pos + 1
	if t.nul {
		for end < len(t.s) && t.s[end] != '<' && t.s[end] != 0 {
			end++
		}
		return end
	}
	if n := strings.IndexByte(t.s[end:], '<'); n >= 0 {
		return end + n
	}
	return len(t.s)
}

func (t *stripper) tag(c byte) {
	switch c {
	case '<':
		if t.quote == 0 && !(t.pos+1 < len(t.s) && isSpace(t.s[t.pos+1])) {
			t.depth++
		}
	case '>':
		if t.closes() && !(t.xml && t.before("-")) {
			t.end()
		}
	case '"', '\'':
		t.toggle(c)
	case '!':
		if t.before("<") {
			t.step = (*stripper).declaration
		}
	case '?':
		if t.before("<") {
			t.step, t.parens = (*stripper).instruction, 0
		}
	default: // go on to what counts
		for t.pos+1 < len(t.s) && !countsInTag(t.s[t.pos+1]) {
			t.pos++
		}
	}
}

// countsInTag reports the bytes that a tag is not just made of.
func countsInTag(c byte) bool {
	return c == '<' || c == '>' || c == '"' || c == '\'' || c == '!' || c == '?'
}

func (t *stripper) declaration(c byte) {
	switch c {
	case '>':
		if t.closes() {
			t.end()
		}
	case '"', '\'':
		if !t.before(`\`) {
			t.toggle(c)
		}
	case '-':
		if t.before("!-") {
			t.step = (*stripper).comment
		}
	case 'e', 'E':
		if t.before("<!doctyp") {
			t.step = (*stripper).tag
		}
	}
}

func (t *stripper) comment(c byte) {
	if c == '>' && t.quote == 0 && t.before("--") {
		t.end()
	}
}

func (t *stripper) instruction(c byte) {
	switch c {
	case '(', ')':
		if t.last == '"' || t.last == '\'' {
			break
		}
		t.last = c
		if c == '(' {
			t.parens++
		} else {
			t.parens--
		}
	case '>':
		if t.closes() && t.parens == 0 && t.last != '"' && t.before("?") {
			t.end()
		}
	case '"', '\'':
		if t.before(`\`) {
			break
		}
		if t.last == c {
			t.last = 0
		} else if t.last != '\\' {
			t.last = c
		}
		t.toggle(c)
	case 'l', 'L':
		if t.before("<?xm") {
			t.step, t.xml = (*stripper).tag, true
		}
	}
}

// closes reports whether a ">" here closes what is open.
func (t *stripper) closes() bool {
	if t.depth > 0 {
		t.depth--
		return false
	}
	return t.quote == 0
}

func (t *stripper) toggle(c byte) {
	switch t.quote {
	case 0:
		t.quote = c
	case c:
		t.quote = 0
	}
}

func (t *stripper) end() {
	t.step, t.quote, t.xml = (*stripper).text, 0, false
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
