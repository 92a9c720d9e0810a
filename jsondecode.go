package wprest

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A jsonError says why text is no JSON, by the numbers that PHP gives.
type jsonError int

// PHP's JSON error codes.
const (
	jsonErrDepth     jsonError = 1
	jsonErrCtrlChar  jsonError = 3
	jsonErrSyntax    jsonError = 4
	jsonErrUTF8      jsonError = 5
	jsonErrSurrogate jsonError = 10
)

func (e jsonError) Error() string {
	switch e {
	case jsonErrDepth:
		return "The JSON text is nested too deeply."
	case jsonErrCtrlChar:
		return "A string of the JSON text holds a control character."
	case jsonErrUTF8:
		return "The JSON text is not valid UTF-8."
	case jsonErrSurrogate:
		return "The JSON text holds half of a surrogate pair."
	}
	return "Syntax error"
}

// jsonMode says how objects are read.
type jsonMode int

const (
	jsonAsMaps      jsonMode = iota // as PHP's arrays: {} and [] are the same
	jsonKeepObjects                 // objects stay objects
)

// jsonMaxDepth is how many containers may be within each other.
const jsonMaxDepth = 511

// DecodeJSON reads one JSON value as PHP's json_decode does into arrays: objects
// and lists become Maps, numbers int64, or float64 when they have a fraction or
// exponent or do not fit. At most 511 containers may be nested.
func DecodeJSON(text []byte) (any, error) { return decodeJSON(text, jsonAsMaps) }

func decodeJSON(text []byte, mode jsonMode) (any, error) {
	d := jsonDecoder{text: text, mode: mode}
	v, err := d.value()
	if err != nil {
		return nil, err
	}
	if d.space(); d.pos < len(d.text) {
		return nil, d.stray()
	}
	return v, nil
}

type jsonDecoder struct {
	text  []byte
	pos   int
	depth int
	mode  jsonMode
}

func (d *jsonDecoder) space() {
	for d.pos < len(d.text) {
		switch d.text[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}

// stray returns the error for a byte that begins no token.
func (d *jsonDecoder) stray() error {
	rest := d.text[d.pos:]
	switch {
	case len(rest) == 0:
		return jsonErrSyntax
	case rest[0] < 0x20:
		return jsonErrCtrlChar
	}
	if r, size := utf8.DecodeRune(rest); r == utf8.RuneError && size == 1 {
		return jsonErrUTF8
	}
	return jsonErrSyntax
}

func (d *jsonDecoder) value() (any, error) {
	d.space()
	if d.pos == len(d.text) {
		return nil, jsonErrSyntax
	}
	switch c := d.text[d.pos]; {
	case c == '{':
		return d.object()
	case c == '[':
		return d.list()
	case c == '"':
		return d.str()
	case c == '-' || c >= '0' && c <= '9':
		return d.number()
	}
	for word, v := range jsonWords() {
		if n := len(word); len(d.text)-d.pos >= n && strings.EqualFold(string(d.text[d.pos:d.pos+n]), word) {
			d.pos += n
			return v, nil
		}
	}
	return nil, d.stray()
}

// jsonWords ranges over the literals; PHP takes them in any letter case.
func jsonWords() func(func(string, any) bool) {
	return func(yield func(string, any) bool) {
		_ = yield("true", true) && yield("false", false) && yield("null", nil)
	}
}

// open enters a container, and reports whether it is empty.
func (d *jsonDecoder) open(end byte) (empty bool, err error) {
	if d.depth++; d.depth > jsonMaxDepth {
		return false, jsonErrDepth
	}
	d.pos++
	if d.space(); d.pos < len(d.text) && d.text[d.pos] == end {
		d.pos++
		d.depth--
		return true, nil
	}
	return false, nil
}

// more steps over a comma, or over the end of a container.
func (d *jsonDecoder) more(end byte) (bool, error) {
	d.space()
	switch {
	case d.pos == len(d.text):
		return false, jsonErrSyntax
	case d.text[d.pos] == ',':
		d.pos++
		return true, nil
	case d.text[d.pos] == end:
		d.pos++
		d.depth--
		return false, nil
	}
	return false, d.stray()
}

func (d *jsonDecoder) object() (any, error) {
	m := &Map{object: d.mode == jsonKeepObjects}
	empty, err := d.open('}')
	if empty || err != nil {
		return m, err
	}
	for more := true; more; {
		if d.space(); d.pos == len(d.text) || d.text[d.pos] != '"' {
			return nil, d.stray()
		}
		key, err := d.str()
		if err != nil {
			return nil, err
		}
		if d.space(); d.pos == len(d.text) || d.text[d.pos] != ':' {
			return nil, d.stray()
		}
		d.pos++
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		m.Set(key, v)
		if more, err = d.more('}'); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (d *jsonDecoder) list() (any, error) {
	m := &Map{}
	empty, err := d.open(']')
	if empty || err != nil {
		return m, err
	}
	for more := true; more; {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		m.Append(v)
		if more, err = d.more(']'); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (d *jsonDecoder) number() (any, error) {
	start := d.pos
	digits := func() int {
		from := d.pos
		for d.pos < len(d.text) && d.text[d.pos] >= '0' && d.text[d.pos] <= '9' {
			d.pos++
		}
		return d.pos - from
	}
	if d.text[d.pos] == '-' {
		d.pos++
	}
	first := d.pos
	n := digits()
	if n == 0 || n > 1 && d.text[first] == '0' {
		return nil, jsonErrSyntax
	}
	whole := true
	if d.pos+1 < len(d.text) && d.text[d.pos] == '.' && isDigit(d.text[d.pos+1]) {
		whole = false
		d.pos++
		digits()
	}
	if at := d.pos; at < len(d.text) && d.text[at]|0x20 == 'e' {
		d.pos++
		if d.pos < len(d.text) && (d.text[d.pos] == '+' || d.text[d.pos] == '-') {
			d.pos++
		}
		if digits() == 0 {
			return nil, jsonErrSyntax
		}
		whole = false
	}
	text := string(d.text[start:d.pos])
	if whole {
		if text == "-0" {
			return math.Copysign(0, -1), nil // PHP keeps the sign
		}
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			return i, nil
		}
	}
	f, _ := strconv.ParseFloat(text, 64) // beyond the range: infinite, as in PHP
	return f, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (d *jsonDecoder) str() (string, error) {
	d.pos++
	start := d.pos
	for d.pos < len(d.text) {
		switch c := d.text[d.pos]; {
		case c == '"':
			s := string(d.text[start:d.pos])
			d.pos++
			return s, nil
		case c == '\\':
			return d.escaped(append([]byte(nil), d.text[start:d.pos]...))
		default:
			if err := d.plain(c); err != nil {
				return "", err
			}
		}
	}
	return "", jsonErrCtrlChar // the end of the text counts as one
}

// plain steps over one character that stands for itself.
func (d *jsonDecoder) plain(c byte) error {
	switch {
	case c < 0x20:
		return jsonErrCtrlChar
	case c < utf8.RuneSelf:
		d.pos++
		return nil
	}
	r, size := utf8.DecodeRune(d.text[d.pos:])
	if r == utf8.RuneError && size == 1 {
		return jsonErrUTF8
	}
	d.pos += size
	return nil
}

// escaped reads on in a string from its first backslash.
func (d *jsonDecoder) escaped(s []byte) (string, error) {
	for d.pos < len(d.text) {
		c := d.text[d.pos]
		if c == '"' {
			d.pos++
			return string(s), nil
		}
		if c != '\\' {
			from := d.pos
			if err := d.plain(c); err != nil {
				return "", err
			}
			s = append(s, d.text[from:d.pos]...)
			continue
		}
		r, err := d.escape()
		if err != nil {
			return "", err
		}
		s = utf8.AppendRune(s, r)
	}
	return "", jsonErrCtrlChar
}

func (d *jsonDecoder) escape() (rune, error) {
	if d.pos+1 >= len(d.text) {
		return 0, jsonErrSyntax
	}
	c := d.text[d.pos+1]
	if at := strings.IndexByte(`"\/bfnrt`, c); at >= 0 {
		d.pos += 2
		return rune("\"\\/\b\f\n\r\t"[at]), nil
	}
	r, ok := d.unicode(d.pos)
	if !ok {
		return 0, jsonErrSyntax
	}
	d.pos += 6
	if r < 0xd800 || r > 0xdfff {
		return r, nil
	}
	low, ok := d.unicode(d.pos)
	if r > 0xdbff || !ok || low < 0xdc00 || low > 0xdfff {
		return 0, jsonErrSurrogate
	}
	d.pos += 6
	return (r-0xd800)<<10 + (low - 0xdc00) + 0x10000, nil
}

// unicode reads an escape like \u00e9 at a position.
func (d *jsonDecoder) unicode(at int) (rune, bool) {
	if at+6 > len(d.text) || d.text[at] != '\\' || d.text[at+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(d.text[at+2:at+6]), 16, 16)
	return rune(n), err == nil
}
