package text

import (
	"fmt"
	"strings"
)

// A Shortcode is one use of a shortcode: [name attributes], or
// [name attributes]content[/name].
type Shortcode struct {
	Name  string
	Attrs Attributes
	// Content is what a closing tag encloses, as it stands in the text. The
	// shortcodes within are for the [ShortcodeFunc] to run.
	Content string
	// Enclosing reports whether there is a closing tag.
	Enclosing bool
}

// A ShortcodeFunc returns what is shown in the place of a shortcode. It must
// be safe for concurrent use by several renderings.
type ShortcodeFunc func(c *Context, sc *Shortcode) string

// Shortcodes are the shortcodes that a site knows. The zero value has none and
// is ready to use, and so is nil but for Register. One goroutine registers;
// afterwards they are safe for concurrent use.
type Shortcodes struct {
	byName  map[string]int
	list    []registered
	longest int // name
}

// registered is a shortcode with its name.
type registered struct {
	name   string
	closer string // [/name]
	run    ShortcodeFunc
}

// Register adds a shortcode; a nil f leaves nothing in its place. A name that
// is known already gets a new f and keeps its place. The error says that no
// text can hold that name: it is empty, or has white space, control characters
// or one of < > & / [ ] = in it.
func (sc *Shortcodes) Register(name string, f ShortcodeFunc) error {
	if name == "" || shortcodeNameEnd(name, 0) != len(name) {
		return fmt.Errorf("text: shortcode name %q", name)
	}
	if f == nil {
		f = func(*Context, *Shortcode) string { return "" }
	}
	if k, ok := sc.byName[name]; ok {
		sc.list[k].run = f
		return nil
	}
	if sc.byName == nil {
		sc.byName = make(map[string]int)
	}
	sc.byName[name] = len(sc.list)
	sc.list = append(sc.list, registered{name: name, closer: "[/" + name + "]", run: f})
	sc.longest = max(sc.longest, len(name))
	return nil
}

// Len is the number of shortcodes.
func (sc *Shortcodes) Len() int {
	if sc == nil {
		return 0
	}
	return len(sc.list)
}

// Has reports whether a shortcode of that name is registered.
func (sc *Shortcodes) Has(name string) bool {
	if sc == nil {
		return false
	}
	_, ok := sc.byName[name]
	return ok
}

// Clone returns shortcodes that can be changed without changing sc.
func (sc *Shortcodes) Clone() *Shortcodes {
	c := new(Shortcodes)
	if sc != nil {
		for _, r := range sc.list {
			_ = c.Register(r.name, r.run) // the name has passed before
		}
	}
	return c
}

// Parse returns the shortcodes of a text, outermost ones only, in order.
// Escaped ones, [[name]], are left out.
func (sc *Shortcodes) Parse(s string) []Shortcode {
	m := matcher{sc: sc, s: s, used: sc.used(s), brackets: findByte(s, ']')}
	if m.used == nil {
		return nil
	}
	var all []Shortcode
	var f match
	for m.next(f.end, &f) {
		if !f.escaped() {
			all = append(all, m.shortcode(&f))
		}
	}
	return all
}

// Render mirrors do_shortcode: it puts what their functions return in the
// place of shortcodes. Those within tags run only where what they return is
// safe, those in comments never; [[name]] becomes [name]. c may be nil.
func (sc *Shortcodes) Render(c *Context, s string) string {
	used := sc.used(s)
	if used == nil {
		return s
	}
	if c == nil {
		c = new(Context)
	}
	if c.depth == maxDepth {
		return s
	}
	c.depth++
	defer func() { c.depth-- }()
	r := shortcodeRun{c: c, sc: sc, used: used}
	return r.all(s)
}

// maxDepth bounds how deep renderings may nest.
const maxDepth = 32

// Strip mirrors strip_shortcodes: shortcodes and what they enclose go, those
// within tags stay, [[name]] becomes [name].
func (sc *Shortcodes) Strip(s string) string {
	used := sc.used(s)
	if used == nil {
		return s
	}
	r := shortcodeRun{sc: sc, used: used, strip: true}
	return r.all(s)
}

// A shortcodeRun replaces the shortcodes of one text.
type shortcodeRun struct {
	c     *Context
	sc    *Shortcodes
	used  []bool
	strip bool
	plain bool     // leaves markup alone
	items [][2]int // of the tag looked at last
	buf   []byte   // for one of them
	token []byte   // for the tag
	masks bool     // brackets in markup are masked
}

// replace puts the output of shortcodes in their places.
func (r *shortcodeRun) replace(s string) string {
	w := splicer{src: s}
	r.splice(&w)
	return w.done()
}

// splice is replace for the text of a splicer.
func (r *shortcodeRun) splice(w *splicer) {
	m := matcher{sc: r.sc, s: w.src, used: r.used, brackets: findByte(w.src, ']')}
	var f match
	for m.next(f.end, &f) {
		start, end := f.start, f.end
		if f.escaped() {
			w.replace(start, start+1, "")
			w.replace(end-1, end, "")
			continue
		}
		if f.openExtra {
			start++
		}
		if f.closeExtra {
			end--
		}
		if r.strip {
			w.replace(start, end, "")
			continue
		}
		sc := m.shortcode(&f)
		w.replace(start, end, r.sc.list[f.index].run(r.c, &sc))
	}
}

// Unautop mirrors shortcode_unautop: a shortcode that stands alone in a
// paragraph loses the paragraph.
func (sc *Shortcodes) Unautop(s string) string {
	if sc.Len() == 0 || strings.IndexByte(s, '[') < 0 {
		return s
	}
	m := matcher{sc: sc, s: s, brackets: findByte(s, ']')}
	w := splicer{src: s}
	var f match
	for i := nextParagraph(s, 0); i >= 0; i = nextParagraph(s, i) {
		start := i
		i += len("<p>")
		open := skipSpaceUnits(s, i)
		if open == len(s) || s[open] != '[' {
			continue
		}
		if !m.plainAt(open, &f) {
			continue
		}
		end := f.end
		closer := skipSpaceUnits(s, end)
		if f.enclosing && !strings.HasPrefix(s[closer:], "</p>") {
			end = f.bare
			closer = skipSpaceUnits(s, end)
		}
		if strings.HasPrefix(s[closer:], "</p>") {
			w.replace(start, open, "")
			i = closer + len("</p>")
			w.replace(end, i, "")
		}
	}
	return w.done()
}
