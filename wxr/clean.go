package wxr

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// errLimit says that one entry takes more bytes than it may.
var errLimit = errors.New("the item is larger than allowed")

// A cleaner gives an XML decoder only what XML allows: bytes that are no UTF-8
// become U+FFFD, characters that XML does not know are left out. It counts what
// it gives.
type cleaner struct {
	in   *bufio.Reader
	left int64 // bytes before errLimit
	// rest are the bytes of a character that were not given yet.
	rest []byte
	buf  [utf8.UTFMax]byte
}

// headSize is how much of a file is looked at for its encoding.
const headSize = 512

func newCleaner(r io.Reader) *cleaner {
	head := bufio.NewReaderSize(r, 64<<10)
	start, _ := head.Peek(headSize) // an error shows again when it is read
	t := unicode.BOMOverride(declared(start).NewDecoder())
	return &cleaner{in: bufio.NewReaderSize(transform.NewReader(head, t), 64<<10)}
}

var encodingDeclaration = regexp.MustCompile(`<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// declared returns the encoding that the start of a file names; UTF-8 stays as
// it is, with what is wrong in it.
func declared(start []byte) encoding.Encoding {
	m := encodingDeclaration.FindSubmatch(start)
	if m == nil {
		return encoding.Nop
	}
	e, err := htmlindex.Get(strings.ToLower(string(m[1])))
	if err != nil || e == unicode.UTF8 {
		return encoding.Nop
	}
	if name, err := htmlindex.Name(e); err != nil || strings.HasPrefix(name, "utf-") {
		return encoding.Nop // UTF-16 could not have been read so far without its mark
	}
	return e
}

// ReadByte implements io.ByteReader, which the decoder uses.
func (c *cleaner) ReadByte() (byte, error) {
	if c.left <= 0 {
		return 0, errLimit
	}
	for len(c.rest) == 0 {
		r, size, err := c.in.ReadRune()
		if err != nil {
			return 0, err
		}
		if r == utf8.RuneError && size == 1 || allowed(r) {
			c.rest = utf8.AppendRune(c.buf[:0], r)
		}
	}
	b := c.rest[0]
	c.rest = c.rest[1:]
	c.left--
	return b, nil
}

// Read implements io.Reader.
func (c *cleaner) Read(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		if p[n], err = c.ReadByte(); err == nil {
			n++
		}
	}
	return n, err
}

// allowed reports whether XML 1.0 knows a character.
func allowed(r rune) bool {
	return r >= 0x20 && r <= 0xD7FF || r == '\t' || r == '\n' || r == '\r' ||
		r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}
