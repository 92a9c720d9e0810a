package phpvalue

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/wprest/wprest"
)

// Encode returns the serialized form of v. Maps become arrays, those that are
// written as JSON objects too, since WordPress stores what it decodes from JSON
// as arrays. Go's other integers and floats count as int64 and float64, []any,
// []string and []int64 as lists; any other type is written as its text.
func Encode(v any) string { return string(appendValue(nil, v)) }

func appendValue(dst []byte, v any) []byte {
	switch v := plain(v).(type) {
	case nil:
		return append(dst, "N;"...)
	case bool:
		if v {
			return append(dst, "b:1;"...)
		}
		return append(dst, "b:0;"...)
	case int64:
		return append(strconv.AppendInt(append(dst, "i:"...), v, 10), ';')
	case float64:
		return append(append(append(dst, "d:"...), formatFloat(v, -1)...), ';')
	case string:
		return appendString(dst, v)
	case *wprest.Map:
		return appendMap(dst, v)
	default:
		return appendString(dst, fmt.Sprint(v))
	}
}

// plain returns v as one of the types that Decode returns, if it can.
func plain(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case int32:
		return int64(v)
	case uint32:
		return int64(v)
	case float32:
		return float64(v)
	case []any:
		return wprest.ListOf(v...)
	case []string:
		return listOf(v)
	case []int64:
		return listOf(v)
	}
	return v
}

func listOf[T any](values []T) *wprest.Map {
	m := &wprest.Map{}
	for _, v := range values {
		m.Append(v)
	}
	return m
}

func appendString(dst []byte, s string) []byte {
	dst = strconv.AppendInt(append(dst, "s:"...), int64(len(s)), 10)
	return append(append(append(dst, `:"`...), s...), `";`...)
}

func appendMap(dst []byte, m *wprest.Map) []byte {
	dst = strconv.AppendInt(append(dst, "a:"...), int64(m.Len()), 10)
	dst = append(dst, ":{"...)
	for key, v := range m.All() {
		if isInt(key) {
			dst = append(append(append(dst, "i:"...), key...), ';')
		} else {
			dst = appendString(dst, key)
		}
		dst = appendValue(dst, v)
	}
	return append(dst, '}')
}

// isInt reports whether PHP would make an array key an integer.
func isInt(key string) bool {
	n, err := strconv.ParseInt(key, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == key
}

// formatFloat writes a float with so many significant digits as PHP does, or
// with as few as tell it from others if precision is -1.
func formatFloat(f float64, precision int) string {
	switch {
	case math.IsNaN(f):
		return "NAN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	case f == 0:
		if math.Signbit(f) {
			return "-0"
		}
		return "0"
	}
	digits := precision
	if digits < 0 {
		digits = 17
	} else {
		precision--
	}
	// d.ddde±xx, from which either form is made.
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(f, 'e', precision, 64), "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	n, _ := strconv.Atoi(exp) // FormatFloat writes a number there
	if n >= -4 && n < digits {
		return strconv.FormatFloat(rounded(mantissa, exp), 'f', -1, 64)
	}
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	return fmt.Sprintf("%sE%+d", mantissa, n)
}

func rounded(mantissa, exp string) float64 {
	f, _ := strconv.ParseFloat(mantissa+"e"+exp, 64) // FormatFloat wrote it
	return f
}
