package text

import (
	"strings"
	"unsafe"
)

// A splicer rewrites a text from left to right: what is not replaced is copied
// in long runs, and nothing at all before the first change.
type splicer struct {
	src  string
	dst  []byte
	last int // src is done with up to here
}

// upTo copies what stands unchanged before pos, and returns the output for
// more to be appended. The caller sets dst and last.
func (w *splicer) upTo(pos int) {
	if w.dst == nil {
		w.dst = make([]byte, 0, len(w.src)+len(w.src)/8+32)
	}
	w.dst = append(w.dst, w.src[w.last:pos]...)
	w.last = pos
}

// replace writes with in place of src[from:to].
func (w *splicer) replace(from, to int, with string) {
	w.upTo(from)
	w.dst = append(w.dst, with...)
	w.last = to
}

// changed reports whether anything was replaced.
func (w *splicer) changed() bool { return len(w.dst) > 0 || w.last > 0 }

// done returns the text. The splicer must not be used any more.
func (w *splicer) done() string {
	if !w.changed() {
		return w.src
	}
	w.dst = append(w.dst, w.src[w.last:]...)
	return view(w.dst)
}

// view is b as a string without a copy. It holds as long as b does not change.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// A byteFinder looks for a byte at positions that only grow, and so looks at
// each byte of the text once.
type byteFinder struct {
	s    string
	want byte
	at   int
}

func findByte(s string, want byte) byteFinder { return byteFinder{s, want, -1} }

// from is the first place of the byte at or behind pos, or len(s).
func (f *byteFinder) from(pos int) int {
	if f.at < pos {
		f.find(pos)
	}
	return f.at
}

func (f *byteFinder) find(pos int) {
	if n := strings.IndexByte(f.s[min(pos, len(f.s)):], f.want); n >= 0 {
		f.at = pos + n
	} else {
		f.at = len(f.s)
	}
}
