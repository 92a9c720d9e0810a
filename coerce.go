package wprest

import (
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// normalize makes a value of a request of what a host wrote in Go: whole
// numbers become int64, others float64, slices and maps with string keys *Map.
// What marshals itself, and all else, is returned as it is.
func normalize(v any) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, string, *Map:
		return v
	case int:
		return int64(v)
	case json.Number:
		return parseNumber(v.String()).value()
	case json.Marshaler, encoding.TextMarshaler:
		return v
	}
	return normalizeKind(v)
}

func normalizeKind(v any) any {
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Bool:
		return rv.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if n := rv.Uint(); n > math.MaxInt64 {
			return float64(n)
		}
		return int64(rv.Uint())
	case reflect.Float32, reflect.Float64:
		return rv.Float()
	case reflect.String:
		return rv.String()
	case reflect.Slice, reflect.Array:
		list := &Map{}
		for i := range rv.Len() {
			list.Append(normalize(rv.Index(i).Interface()))
		}
		return list
	case reflect.Map:
		return normalizeMap(v, rv)
	case reflect.Pointer:
		if rv.IsNil() {
			return nil
		}
		if rv.Elem().Kind() != reflect.Struct {
			return normalize(rv.Elem().Interface())
		}
	}
	return v
}

func normalizeMap(v any, rv reflect.Value) any {
	if rv.Type().Key().Kind() != reflect.String {
		return v
	}
	keys := rv.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	m := &Map{}
	for _, key := range keys {
		m.Set(key.String(), normalize(rv.MapIndex(key).Interface()))
	}
	return m
}

// A number is what a numeric value stands for: i, or f when it is a float.
type number struct {
	i     int64
	f     float64
	float bool
	size  int // of the text that it was read from
}

func (n number) value() any {
	if n.float {
		return n.f
	}
	return n.i
}

func (n number) float64() float64 {
	if n.float {
		return n.f
	}
	return float64(n.i)
}

// whole reports whether n has no fraction.
func (n number) whole() bool { return !n.float || n.f == math.Floor(n.f) }

// compare compares n with a bound as exactly as both are known.
func (n number) compare(bound float64) int {
	if !n.float && bound == math.Trunc(bound) && math.Abs(bound) < 1<<63 {
		return compareInts(n.i, int64(bound))
	}
	switch f := n.float64(); {
	case f < bound:
		return -1
	case f > bound:
		return 1
	}
	return 0
}

func compareInts(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// space is what may stand around a number.
const space = " \t\n\v\f\r"

// parseNumber reads the number that s begins with, as PHP's casts do. Its size
// is 0 when there is none.
func parseNumber(s string) number {
	start := len(s) - len(strings.TrimLeft(s, space))
	i := start
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	whole := digits(s[i:])
	end, float := i+whole, false
	if end < len(s) && s[end] == '.' {
		if fraction := digits(s[end+1:]); whole > 0 || fraction > 0 {
			end, float = end+1+fraction, true
		}
	}
	if end == i {
		return number{}
	}
	if exponent := exponentSize(s[end:]); exponent > 0 {
		end, float = end+exponent, true
	}
	if !float {
		if n, err := strconv.ParseInt(s[start:end], 10, 64); err == nil {
			return number{i: n, size: end}
		}
	}
	f, _ := strconv.ParseFloat(s[start:end], 64) // too large is infinite
	return number{f: f, float: true, size: end}
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func exponentSize(s string) int {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return 0
	}
	sign := 1
	if len(s) > 1 && (s[1] == '+' || s[1] == '-') {
		sign = 2
	}
	if n := digits(s[sign:]); n > 0 {
		return sign + n
	}
	return 0
}

// numberOf returns the number that a value is or spells: is_numeric.
func numberOf(value any) (number, bool) {
	switch v := normalize(value).(type) {
	case int64:
		return number{i: v}, true
	case float64:
		return number{f: v, float: true}, true
	case string:
		n := parseNumber(v)
		return n, n.size > 0 && strings.TrimRight(v[n.size:], space) == ""
	}
	return number{}, false
}

// isNumeric mirrors PHP's is_numeric.
func isNumeric(value any) bool {
	_, ok := numberOf(value)
	return ok
}

// asInt returns the whole number of a numeric value.
func asInt(value any) (int64, bool) {
	if !isNumeric(value) {
		return 0, false
	}
	return toInt(value), true
}

// toInt mirrors PHP's (int). Text beyond 64 bits gives the limit that is
// nearest, a float beyond them 0.
func toInt(value any) int64 {
	switch v := normalize(value).(type) {
	case bool:
		if v {
			return 1
		}
	case int64:
		return v
	case float64:
		if v >= -1<<63 && v < 1<<63 {
			return int64(v)
		}
	case string:
		n := parseNumber(v)
		switch {
		case !n.float:
			return n.i
		case n.f >= 1<<63:
			return math.MaxInt64
		case n.f < -1<<63:
			return math.MinInt64
		}
		return int64(n.f)
	case *Map:
		return int64(min(v.Len(), 1))
	}
	return 0
}

// toFloat mirrors PHP's (float).
func toFloat(value any) float64 {
	switch v := normalize(value).(type) {
	case float64:
		return v
	case string:
		return parseNumber(v).float64()
	default:
		return float64(toInt(v))
	}
}

// toBool mirrors rest_sanitize_boolean.
func toBool(value any) bool {
	switch v := normalize(value).(type) {
	case nil:
		return false
	case bool:
		return v
	case int64:
		return v != 0
	case float64:
		return v != 0
	case string:
		return v != "" && v != "0" && !strings.EqualFold(v, "false")
	case *Map:
		return v.Len() > 0
	}
	return true
}

// listFrom reads a value as a list: a Map whose keys are all integers, or any
// scalar but null, whose text is split at white space and commas.
func listFrom(value any) (*Map, bool) {
	switch v := normalize(value).(type) {
	case *Map:
		if v.IsList() {
			return v, true
		}
		if !v.hasIntKeys() {
			return nil, false
		}
		return ListOf(v.Values()...), true
	case bool, int64, float64, string:
		list := &Map{}
		isSeparator := func(c rune) bool { return c == ',' || strings.ContainsRune(space, c) }
		for part := range strings.FieldsFuncSeq(toString(v), isSeparator) {
			list.Append(part)
		}
		return list, true
	}
	return nil, false
}

// equalValues compares values with their types, but whole numbers with floats
// by value. Maps are equal whatever the order of their keys. It mirrors
// rest_are_values_equal.
func equalValues(a, b any) bool {
	switch a := normalize(a).(type) {
	case nil, bool, string:
		return a == normalize(b)
	case int64:
		switch b := normalize(b).(type) {
		case int64:
			return a == b
		case float64:
			return float64(a) == b
		}
	case float64:
		switch b := normalize(b).(type) {
		case int64:
			return a == float64(b)
		case float64:
			return a == b
		}
	case *Map:
		b, ok := normalize(b).(*Map)
		if !ok || a.Len() != b.Len() {
			return false
		}
		for key, v := range a.All() {
			if !b.Has(key) || !equalValues(v, b.Get(key)) {
				return false
			}
		}
		return true
	}
	return false
}

// stableKey appends a text that is the same for values that are identical:
// equal in type and content, whatever the order of keys.
func stableKey(dst []byte, value any) []byte {
	switch v := normalize(value).(type) {
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(append(dst, 'i'), v, 10)
	case float64:
		return strconv.AppendFloat(append(dst, 'd'), v+0, 'g', -1, 64) // -0 + 0 is 0
	case string:
		return appendText(append(dst, 's'), v)
	case *Map:
		keys := make([]string, 0, v.Len())
		for key := range v.All() {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		dst = append(dst, '{')
		for _, key := range keys {
			dst = stableKey(appendText(dst, key), v.Get(key))
		}
		return append(dst, '}')
	}
	return append(dst, 'n')
}

// appendText appends a text with its length, so that no text runs into what
// follows.
func appendText(dst []byte, s string) []byte {
	return append(append(strconv.AppendInt(dst, int64(len(s)), 10), ':'), s...)
}
