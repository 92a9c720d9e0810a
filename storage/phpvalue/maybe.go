package phpvalue

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
)

// IsSerialized reports whether s looks like a serialized value from its first
// byte to its last, after white space at its ends is cut off. It mirrors
// is_serialized.
//
// See https://developer.wordpress.org/reference/functions/is_serialized/.
func IsSerialized(s string) bool { return looksSerialized(s, true) }

// space has the characters that PHP's trim removes.
const space = " \t\n\r\x00\v"

// looksSerialized is IsSerialized; if not strict, text may follow the value.
func looksSerialized(s string, strict bool) bool {
	s = strings.Trim(s, space)
	if s == "N;" {
		return true
	}
	if len(s) < 4 || s[1] != ':' {
		return false
	}
	last := s[len(s)-1]
	if strict && last != ';' && last != '}' {
		return false
	}
	if !strict && !endsSomewhere(s) {
		return false
	}
	switch s[0] {
	case 's':
		if strict && s[len(s)-2] != '"' || !strict && !strings.Contains(s, `"`) {
			return false
		}
		return numbered(s[2:])
	case 'a', 'O', 'E':
		return numbered(s[2:])
	case 'b', 'i', 'd':
		number, rest, found := strings.Cut(s[2:], ";")
		return found && number != "" && strings.Trim(number, "0123456789.E+-") == "" && (!strict || rest == "")
	}
	return false
}

// endsSomewhere reports whether there is an end of a value, not too early.
func endsSomewhere(s string) bool {
	semicolon, brace := strings.IndexByte(s, ';'), strings.IndexByte(s, '}')
	if semicolon < 0 && brace < 0 {
		return false
	}
	return (semicolon < 0 || semicolon >= 3) && (brace < 0 || brace >= 4)
}

// numbered reports whether s begins with digits and a colon.
func numbered(s string) bool {
	digits, _, found := strings.Cut(s, ":")
	return found && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// MaybeDecode returns the value of a text that looks serialized, and any other
// text as it is. A text that looks serialized but is broken is false. It mirrors
// maybe_unserialize.
//
// See https://developer.wordpress.org/reference/functions/maybe_unserialize/.
func MaybeDecode(s string) any {
	if !IsSerialized(s) {
		return s
	}
	v, err := Decode(strings.Trim(s, space))
	if err != nil {
		return false
	}
	return v
}

// MaybeEncode returns the text under which WordPress stores v: Maps and lists
// serialized, other values as PHP makes strings of them, and a string that looks
// serialized once more serialized. It mirrors maybe_serialize.
//
// See https://developer.wordpress.org/reference/functions/maybe_serialize/.
func MaybeEncode(v any) string {
	switch v := plain(v).(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "1"
		}
		return ""
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return formatFloat(v, 14)
	case string:
		if looksSerialized(v, false) {
			return Encode(v)
		}
		return v
	case *wprest.Map:
		return Encode(v)
	default:
		return fmt.Sprint(v)
	}
}
