package wprest

import (
	"math"
	"slices"
	"strconv"

	"github.com/wprest/wprest/internal/clean"
)

// TextField makes one line of plain text of what a client sent: tags, percent
// escapes and runs of white space go. It mirrors sanitize_text_field.
func TextField(s string) string { return clean.TextField(s) }

// TextareaField is TextField for text of several lines. It mirrors
// sanitize_textarea_field.
func TextareaField(s string) string { return clean.TextareaField(s) }

// toString mirrors PHP's (string): 14 digits of a float count.
func toString(value any) string {
	switch v := normalize(value).(type) {
	case bool:
		if v {
			return "1"
		}
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return string(appendDigits(nil, v, 13, 14, 'E'))
	case string:
		return v
	case *Map:
		return "Array"
	}
	return ""
}

// appendFloat appends the JSON text of a float: the shortest that reads back.
// JSON has no infinities and no NaN; they come out as 0.
func appendFloat(dst []byte, f float64) []byte {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return append(dst, '0')
	}
	return appendDigits(dst, f, -1, 17, 'e')
}

// appendDigits writes a float as PHP does: with an exponent below 1e-4, and
// when more than limit digits would stand before the point.
func appendDigits(dst []byte, f float64, precision, limit int, e byte) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NAN"...)
	case math.IsInf(f, 0):
		if f < 0 {
			dst = append(dst, '-')
		}
		return append(dst, "INF"...)
	}
	var buf [32]byte
	text := strconv.AppendFloat(buf[:0], f, 'e', precision, 64)
	at := slices.Index(text, 'e')
	exponent, _ := strconv.Atoi(string(text[at+1:]))
	mantissa := text[:at]
	if slices.Contains(mantissa, '.') {
		for mantissa[len(mantissa)-1] == '0' {
			mantissa = mantissa[:len(mantissa)-1]
		}
		if mantissa[len(mantissa)-1] == '.' {
			mantissa = mantissa[:len(mantissa)-1]
		}
	}
	if exponent >= -4 && exponent < limit {
		if precision >= 0 { // the digits that count, read back
			f, _ = strconv.ParseFloat(string(text), 64)
		}
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = append(dst, mantissa...)
	if !slices.Contains(mantissa, '.') {
		dst = append(dst, ".0"...)
	}
	dst = append(dst, e)
	if exponent > 0 {
		dst = append(dst, '+')
	}
	return strconv.AppendInt(dst, int64(exponent), 10)
}
