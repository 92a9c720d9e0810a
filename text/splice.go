package text

import (
	"slices"
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
func (w *splicer) upTo(pos int) { w.replace(pos, pos, "") }

// replace writes with in place of src[from:to].
func (w *splicer) replace(from, to int, with string) {
	b := w.room(w.dst, from-w.last+len(with))
	b = append(b, w.src[w.last:from]...)
	w.dst = append(b, with...) // stored once: that is a write barrier
	w.last = to
}

// room returns b with capacity for n more bytes.
func (w *splicer) room(b []byte, n int) []byte {
	if cap(b)-len(b) < n || b == nil {
		return w.grow(b, n)
	}
	return b
}

// grow is room for what does not fit: the rest of the text will take as much
// for each byte as what is done.
func (w *splicer) grow(b []byte, n int) []byte {
	if b == nil {
		return make([]byte, 0, max(n, len(w.src)+len(w.src)/8+32))
	}
	if w.last > 0 {
		n += int(float64(len(b)) / float64(w.last) * float64(len(w.src)-w.last))
	}
	return slices.Grow(b, n)
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

// nextByte is the place of the first c at or behind i, or -1. Often it is i.
func nextByte(s string, i int, c byte) int {
	if i < len(s) && s[i] == c {
		return i
	}
	return searchByte(s, i, c)
}

// searchByte is nextByte for a place farther on. Tags may be that short.
func searchByte(s string, i int, c byte) int {
	for near := min(i+4, len(s)); i < near; i++ {
		if s[i] == c {
			return i
		}
	}
	if n := strings.IndexByte(s[i:], c); n >= 0 {
		return i + n
	}
	return -1
}

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
	if pos < len(f.s) && f.s[pos] == f.want {
		f.at = pos
	} else if n := strings.IndexByte(f.s[min(pos, len(f.s)):], f.want); n >= 0 {
		f.at = pos + n
	} else {
		f.at = len(f.s)
	}
}
