package wxr

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrTruncated is within the Error for a file that ends before its end.
var ErrTruncated = errors.New("the file ends too early")

// ErrNotWXR is within the Error for a file that is no export of WordPress.
var ErrNotWXR = errors.New("this is no WordPress export file (WXR)")

// An Error says what is wrong with a file, and where.
type Error struct {
	Line int
	Err  error
}

// Error names the line and what is wrong there.
func (e *Error) Error() string { return fmt.Sprintf("wxr: line %d: %v", e.Line, e.Err) }

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// Limits bound what a Reader takes. Zero values are the defaults.
type Limits struct {
	// MaxItem is how many bytes an author, a term or an item may have in the
	// file; 0: 64 MiB. A Reader takes a small multiple of it as memory.
	MaxItem int64
}

// maxDepth is how many elements may be within each other.
const maxDepth = 64

// A Reader reads a file entry by entry. It is not safe for concurrent use.
type Reader struct {
	d       *xml.Decoder
	in      *cleaner
	limit   int64
	site    Site
	names   map[string]string // prefixes of the file → those of WordPress
	open    []string          // elements that are not closed yet
	started bool
	known   bool // something said that this is WXR
	err     error
}

// NewReader returns a Reader of a file.
func NewReader(r io.Reader, l Limits) *Reader {
	if l.MaxItem <= 0 {
		l.MaxItem = 64 << 20
	}
	in := newCleaner(r)
	in.left = l.MaxItem
	d := xml.NewDecoder(in)
	d.Strict = false // entities that nobody knows stay as they are
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the cleaner has done it
	return &Reader{d: d, in: in, limit: l.MaxItem, names: map[string]string{}}
}

// Site returns what the file has told of its site so far: all of it once Next has
// returned the first entry.
func (r *Reader) Site() Site { return r.site }

// Line returns the line that was read last.
func (r *Reader) Line() int {
	line, _ := r.d.InputPos()
	return line
}

// Next returns the next entry, or io.EOF after the last. Any other error is an
// *Error, and final.
func (r *Reader) Next() (Entry, error) {
	if r.err != nil {
		return nil, r.err
	}
	entry, err := r.next()
	if err != nil {
		r.err = r.failure(err)
		return nil, r.err
	}
	return entry, nil
}

// failure gives an error the line.
func (r *Reader) failure(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &syntax):
		err = errors.New(syntax.Msg)
		if syntax.Msg == "unexpected EOF" {
			err = r.truncated()
		}
		return &Error{Line: syntax.Line, Err: err}
	case errors.Is(err, errLimit):
		err = fmt.Errorf("%w: %d bytes", err, r.limit)
	}
	return &Error{Line: r.Line(), Err: err}
}

// truncated names the innermost element that is open.
func (r *Reader) truncated() error {
	if len(r.open) == 0 {
		return ErrNotWXR
	}
	return fmt.Errorf("%w, within <%s>", ErrTruncated, r.open[len(r.open)-1])
}

func (r *Reader) next() (Entry, error) {
	if !r.started {
		if err := r.start(); err != nil {
			return nil, err
		}
		r.started = true
	}
	for {
		r.in.left = r.limit
		start, err := r.child()
		if err != nil {
			return nil, err
		}
		if start == nil { // </channel>
			return nil, r.finish()
		}
		entry, err := r.member(start)
		if err != nil {
			return nil, err
		}
		if entry != nil {
			return entry, nil
		}
	}
}

// start reads on to what is within <channel>.
func (r *Reader) start() error {
	for _, want := range []string{"rss", "channel"} {
		for {
			start, err := r.child()
			switch {
			case errors.Is(err, io.EOF) || err == nil && start == nil:
				return ErrNotWXR
			case err != nil:
				return err
			}
			if start.name == want {
				break
			}
			if want == "rss" {
				return fmt.Errorf("%w: it begins with <%s>", ErrNotWXR, start.name)
			}
			if err := r.skip(); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish reads what is behind </channel>.
func (r *Reader) finish() error {
	for len(r.open) > 0 {
		start, err := r.child()
		if err == nil && start != nil {
			err = r.skip()
		}
		if err != nil {
			return err
		}
	}
	if !r.known {
		return ErrNotWXR
	}
	return io.EOF
}

// An element is the start of one, under WordPress's name.
type element struct {
	name  string
	attrs []xml.Attr
}

// attr returns the value of an attribute, or "".
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// token reads a token and keeps account of what is open. Ends of elements that
// were not open are errors.
func (r *Reader) token() (xml.Token, error) {
	token, err := r.d.RawToken()
	if errors.Is(err, io.EOF) && len(r.open) > 0 {
		return nil, r.truncated()
	}
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case xml.StartElement:
		if len(r.open) == maxDepth {
			return nil, fmt.Errorf("more than %d elements within each other", maxDepth)
		}
		r.open = append(r.open, written(t.Name))
	case xml.EndElement:
		name := written(t.Name)
		if len(r.open) == 0 || r.open[len(r.open)-1] != name {
			return nil, r.misplaced(name)
		}
		r.open = r.open[:len(r.open)-1]
	}
	return token, nil
}

func (r *Reader) misplaced(name string) error {
	if len(r.open) == 0 {
		return fmt.Errorf("</%s> closes nothing", name)
	}
	return fmt.Errorf("<%s> is closed by </%s>", r.open[len(r.open)-1], name)
}

// child reads on to the next element within the open one, or to its end: then it
// returns nil. Text between is passed over.
func (r *Reader) child() (*element, error) {
	for {
		token, err := r.token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return r.element(t), nil
		case xml.EndElement:
			return nil, nil
		}
	}
}

// children calls f for each element within the open one; f must read it to its
// end.
func (r *Reader) children(f func(e *element) error) error {
	for {
		e, err := r.child()
		if err != nil || e == nil {
			return err
		}
		if err := f(e); err != nil {
			return err
		}
	}
}

// skip reads the open element to its end.
func (r *Reader) skip() error {
	_, err := r.text()
	return err
}

// text reads the open element to its end and returns the text in it.
func (r *Reader) text() (string, error) {
	var whole string
	var more *strings.Builder // once there is more than one piece
	for depth := len(r.open); len(r.open) >= depth; {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		data, ok := token.(xml.CharData)
		switch {
		case !ok || len(data) == 0:
		case whole == "":
			whole = string(data)
		default:
			if more == nil {
				more = &strings.Builder{}
				more.WriteString(whole)
			}
			more.Write(data)
		}
	}
	if more != nil {
		whole = more.String()
	}
	return whole, nil
}

// written returns a name as it stands in the file.
func written(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// element returns the start of an element under the name that WordPress gives it.
// Prefixes count for what they are declared as; those that are not, as often in
// files that were cut and glued, for what they usually are.
func (r *Reader) element(start xml.StartElement) *element {
	for _, a := range start.Attr {
		if a.Name.Space == "xmlns" {
			if usual := usualPrefix(a.Value); usual != "" {
				r.names[a.Name.Local] = usual
			}
		}
	}
	if usual, ok := r.names[start.Name.Space]; ok {
		start.Name.Space = usual
	}
	return &element{name: written(start.Name), attrs: start.Attr}
}

// usualPrefix is the prefix that WordPress writes for a namespace.
func usualPrefix(space string) string {
	switch {
	case strings.Contains(space, "wordpress.org/export/"):
		if strings.HasSuffix(strings.TrimSuffix(space, "/"), "/excerpt") {
			return "excerpt"
		}
		return "wp"
	case strings.HasPrefix(space, "http://purl.org/rss/1.0/modules/content"):
		return "content"
	case strings.HasPrefix(space, "http://purl.org/dc/elements/"):
		return "dc"
	}
	return ""
}
