package wprest

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// A JSONAppender writes itself as JSON text, in the form that AppendJSON
// describes. It is the quick way for a value to leave a handler.
type JSONAppender interface {
	AppendJSON(dst []byte) ([]byte, error)
}

// AppendJSON appends v as WordPress writes JSON: slashes and everything that is
// not ASCII are escaped, < > & ' are not, whole floats have no fraction, and
// bytes that are not UTF-8 become "?". Besides what a Map may hold from a
// request it takes every Go value that encoding/json takes; a JSONAppender
// writes itself. NaN, infinities and what encoding/json refuses are errors.
func AppendJSON(dst []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case int64:
		return strconv.AppendInt(dst, v, 10), nil
	case int:
		return strconv.AppendInt(dst, int64(v), 10), nil
	case float64:
		return appendJSONFloat(dst, v)
	case string:
		return appendJSONString(dst, v), nil
	case *Map:
		return v.AppendJSON(dst)
	case JSONAppender:
		return v.AppendJSON(dst)
	case *Response:
		return AppendJSON(dst, v.flat())
	case []any:
		return appendJSONList(dst, v)
	case []string:
		return appendJSONList(dst, v)
	case []int64:
		return appendJSONList(dst, v)
	case []*Map:
		return appendJSONList(dst, v)
	case []*Response:
		return appendJSONList(dst, v)
	case *Error:
		return v.body().AppendJSON(dst)
	case time.Time:
		return appendJSONString(dst, v.Format("2006-01-02T15:04:05")), nil
	}
	return appendJSONOther(dst, v)
}

// appendJSONOther writes what encoding/json makes of v, in WordPress's letters.
func appendJSONOther(dst []byte, v any) ([]byte, error) {
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Slice && rv.Type().Elem().Kind() != reflect.Uint8 {
		if _, custom := v.(json.Marshaler); !custom {
			return appendJSONSlice(dst, rv)
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		return dst, err
	}
	tree, err := decodeJSON(text, jsonKeepObjects)
	if err != nil {
		return dst, err
	}
	return AppendJSON(dst, tree)
}

func appendJSONSlice(dst []byte, list reflect.Value) ([]byte, error) {
	dst = append(dst, '[')
	var err error
	for i := range list.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = AppendJSON(dst, list.Index(i).Interface()); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

func appendJSONList[T any](dst []byte, list []T) ([]byte, error) {
	dst = append(dst, '[')
	var err error
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = AppendJSON(dst, v); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

// AppendJSON appends m as JSON text.
func (m *Map) AppendJSON(dst []byte) ([]byte, error) {
	if m == nil {
		return append(dst, "[]"...), nil
	}
	isList := !m.object && m.IsList()
	dst = append(dst, "{["[btoi(isList)])
	var err error
	for i := range m.entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		if !isList {
			dst = append(appendJSONString(dst, m.entries[i].key), ':')
		}
		if dst, err = AppendJSON(dst, m.entries[i].value); err != nil {
			return dst, err
		}
	}
	return append(dst, "}]"[btoi(isList)]), nil
}

// MarshalJSON lets encoding/json write a Map.
func (m *Map) MarshalJSON() ([]byte, error) { return m.AppendJSON(nil) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func appendJSONFloat(dst []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return dst, fmt.Errorf("wprest: %v has no form in JSON", f)
	}
	return appendFloat(dst, f), nil
}

const hexDigits = "0123456789abcdef"

// jsonSafe tells the bytes that stand for themselves in a string.
func jsonSafe(c byte) bool {
	return c >= 0x20 && c < utf8.RuneSelf && c != '"' && c != '\\' && c != '/'
}

func appendJSONString(dst []byte, s string) []byte {
	dst = slices.Grow(dst, len(s)+2)
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		start := i
		for i < len(s) && jsonSafe(s[i]) {
			i++
		}
		dst = append(dst, s[start:i]...)
		if i == len(s) {
			break
		}
		if c := s[i]; c < utf8.RuneSelf {
			dst = appendJSONEscape(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = append(dst, '?')
			i += brokenRune(s[i:])
			continue
		}
		i += size
		switch {
		case r >= 0x10000:
			r -= 0x10000
			dst = appendUnicodeEscape(appendUnicodeEscape(dst, 0xd800+r>>10), 0xdc00+r&0x3ff)
		default:
			dst = appendUnicodeEscape(dst, r)
		}
	}
	return append(dst, '"')
}

// brokenRune returns how many bytes of a character that breaks off stand at the
// beginning of s: one "?" takes the place of them all.
func brokenRune(s string) int {
	length := 1
	switch c := s[0]; {
	case c >= 0xf0 && c <= 0xf4:
		length = 4
	case c >= 0xe0:
		length = 3
	}
	if s[0] > 0xf4 || s[0] < 0xc2 {
		return 1
	}
	// Whether a first continuation byte fits depends on what it follows.
	tail := "\x80\x80\x80"
	n := 1
	for n < length-1 && n < len(s) && s[n]&0xc0 == 0x80 {
		if r, size := utf8.DecodeRuneInString(s[:n+1] + tail[:length-n-1]); r == utf8.RuneError && size == 1 {
			break
		}
		n++
	}
	return n
}

func appendJSONEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\', '/':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return appendUnicodeEscape(dst, rune(c))
}

func appendUnicodeEscape(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// appendPretty lays JSON text out with an indent of four spaces, as
// JSON_PRETTY_PRINT does.
func appendPretty(dst, text []byte) []byte {
	depth := 0
	line := func() {
		dst = append(dst, '\n')
		for range depth {
			dst = append(dst, "    "...)
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '{', '[':
			dst = append(dst, c)
			if text[i+1] == '}' || text[i+1] == ']' {
				i++
				dst = append(dst, text[i])
				continue
			}
			depth++
			line()
		case '}', ']':
			depth--
			line()
			dst = append(dst, c)
		case ',':
			dst = append(dst, c)
			line()
		case ':':
			dst = append(dst, ": "...)
		case '"':
			end := i + 1
			for text[end] != '"' {
				end += 1 + btoi(text[end] == '\\')
			}
			dst = append(dst, text[i:end+1]...)
			i = end
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
