package phpvalue

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
)

// maxDepth is how deep arrays may be nested.
const maxDepth = 200

var (
	errSyntax    = errors.New("phpvalue: not a serialized value")
	errDepth     = errors.New("phpvalue: nested too deeply")
	errReference = errors.New("phpvalue: references are not supported")
	errCustom    = errors.New("phpvalue: objects that serialize themselves are not supported")
)

// Decode returns the value that s is the serialized form of. Objects of any
// class become Maps that are written as objects; members lose the marks of
// private and protected ones. Enum cases become their names, "Suit:Hearts".
// References and objects with a serialization of their own are errors, and so
// is text after the value.
func Decode(s string) (any, error) {
	d := decoder{text: s}
	v, err := d.value()
	if err != nil {
		return nil, fmt.Errorf("%w at byte %d", err, len(s)-len(d.text))
	}
	if d.text != "" {
		return nil, fmt.Errorf("%w: %d bytes too many", errSyntax, len(d.text))
	}
	return v, nil
}

// decoder takes values from the front of text.
type decoder struct {
	text  string
	depth int
}

// until takes what is before the next c, and c itself.
func (d *decoder) until(c byte) (string, error) {
	at := strings.IndexByte(d.text, c)
	if at < 0 {
		return "", errSyntax
	}
	head := d.text[:at]
	d.text = d.text[at+1:]
	return head, nil
}

// expect takes a fixed text.
func (d *decoder) expect(s string) error {
	rest, ok := strings.CutPrefix(d.text, s)
	if !ok {
		return errSyntax
	}
	d.text = rest
	return nil
}

func (d *decoder) value() (any, error) {
	if strings.HasPrefix(d.text, "N;") {
		d.text = d.text[2:]
		return nil, nil
	}
	if len(d.text) < 2 || d.text[1] != ':' {
		return nil, errSyntax
	}
	kind := d.text[0]
	d.text = d.text[2:]
	switch kind {
	case 'b', 'i', 'd':
		return d.scalar(kind)
	case 's':
		return d.str(";")
	case 'E':
		return d.str(";")
	case 'a':
		return d.members(&wprest.Map{})
	case 'O':
		if _, err := d.str(":"); err != nil {
			return nil, err
		}
		return d.members((&wprest.Map{}).AsObject())
	case 'r', 'R':
		return nil, errReference
	case 'C':
		return nil, errCustom
	}
	return nil, errSyntax
}

func (d *decoder) scalar(kind byte) (any, error) {
	text, err := d.until(';')
	if err != nil {
		return nil, err
	}
	switch kind {
	case 'b':
		if text == "0" || text == "1" {
			return text == "1", nil
		}
		return nil, errSyntax
	case 'i':
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, errSyntax
		}
		return n, nil
	}
	return float(text)
}

func float(text string) (any, error) {
	switch text {
	case "INF":
		return math.Inf(1), nil
	case "-INF":
		return math.Inf(-1), nil
	case "NAN":
		return math.NaN(), nil
	}
	if strings.Trim(text, "0123456789.eE+-") != "" {
		return nil, errSyntax
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(f, 0) {
		return nil, errSyntax
	}
	return f, nil
}

// length takes a number and a colon.
func (d *decoder) length() (int, error) {
	text, err := d.until(':')
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0, errSyntax
	}
	return int(n), nil
}

// str takes LENGTH:"TEXT" and what must follow it.
func (d *decoder) str(end string) (string, error) {
	n, err := d.length()
	if err != nil {
		return "", err
	}
	if n > len(d.text)-2 || d.text[0] != '"' || d.text[n+1] != '"' {
		return "", errSyntax
	}
	s := d.text[1 : n+1]
	d.text = d.text[n+2:]
	return s, d.expect(end)
}

// members takes COUNT:{…} into m.
func (d *decoder) members(m *wprest.Map) (*wprest.Map, error) {
	if d.depth++; d.depth > maxDepth {
		return nil, errDepth
	}
	n, err := d.length()
	if err != nil {
		return nil, err
	}
	if err := d.expect("{"); err != nil {
		return nil, err
	}
	for range n {
		key, err := d.key()
		if err != nil {
			return nil, err
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		m.Set(key, v)
	}
	d.depth--
	return m, d.expect("}")
}

func (d *decoder) key() (string, error) {
	v, err := d.value()
	if err != nil {
		return "", err
	}
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), nil
	case string:
		return memberName(v), nil
	}
	return "", errSyntax
}

// memberName drops the class name or star, between NUL bytes, that stands before
// the name of a private or protected member.
func memberName(key string) string {
	if len(key) > 1 && key[0] == 0 {
		if at := strings.IndexByte(key[1:], 0); at >= 0 {
			return key[at+2:]
		}
	}
	return key
}
