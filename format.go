package wprest

import (
	"net/netip"
	"strings"

	"github.com/wprest/wprest/internal/clean"
)

// A format is what the keyword format asks of a string.
type format struct {
	valid func(string) bool // nil: everything is
	code  string            // of the error when it is not
	text  string            // completes "NAME must be"
	clean func(string) string
}

// formats holds the formats of the dialect by name. It is never changed.
var formats = map[string]format{ //nolint:gochecknoglobals // a constant table
	"date-time":      {isDateTime, "rest_invalid_date", "a date and time", clean.TextField},
	"email":          {clean.IsEmail, "rest_invalid_email", "an e-mail address", clean.TextField},
	"ip":             {isIP, "rest_invalid_ip", "an IP address", clean.TextField},
	"uuid":           {isUUID, "rest_invalid_uuid", "a UUID", clean.TextField},
	"hex-color":      {isHexColor, "rest_invalid_hex_color", "a colour like #a1b2c3", hexColor},
	"uri":            {clean: clean.URL},
	"text-field":     {clean: clean.TextField},
	"textarea-field": {clean: clean.TextareaField},
}

// checkFormat checks the format of a string. Other values reach it only in
// schemas without a type, and have no format but that of their text.
func (s *Schema) checkFormat(value any) *failure {
	f, known := formats[s.Format]
	if !known || f.valid == nil {
		return nil
	}
	if _, isMap := value.(*Map); !isMap && f.valid(toString(value)) {
		return nil
	}
	return &failure{code: f.code, text: " must be " + f.text + "."}
}

// clean cleans a value by the format of s, if it is one of the dialect.
func (s *Schema) clean(value any) (text string, ok bool) {
	f, known := formats[s.Format]
	if !known {
		return "", false
	}
	if _, isMap := value.(*Map); isMap {
		return "", true
	}
	return f.clean(toString(value)), true
}

// isDateTime reports whether s is a date and time of RFC 3339, with leave to
// drop the zone or its minutes and to put a space for the T. Each part is
// looked at by itself: February may have 31 days.
func isDateTime(s string) bool {
	s, ok := cutDigits(s, "0000-00-00T00:00:00")
	if !ok {
		return false
	}
	if rest, point := strings.CutPrefix(s, "."); point {
		n := digits(rest)
		if n == 0 {
			return false
		}
		s = rest[n:]
	}
	switch {
	case s == "" || s == "Z":
		return true
	case s[0] != '+' && s[0] != '-':
		return false
	}
	if len(s) == 3 {
		s += ":00"
	}
	rest, ok := cutDigits(s[1:], "00:00")
	return ok && rest == ""
}

// cutDigits cuts from s what has the shape of a date, a time or both: digits
// where the form has them, and no two of them above the limit of their place.
func cutDigits(s, form string) (rest string, ok bool) {
	if len(s) < len(form) {
		return "", false
	}
	const year, date = len("0000"), len("0000-00-00T")
	limits := []string{"12", "31", "24", "59", "60"}
	start := 0
	if len(form) > date {
		start = year + 1
	} else {
		limits = limits[2:]
	}
	for i := range len(form) {
		c := s[i]
		switch {
		case form[i] == '0' && (c < '0' || c > '9'):
			return "", false
		case form[i] == 'T' && c != 'T' && c != 't' && c != ' ':
			return "", false
		case (form[i] == '-' || form[i] == ':') && c != form[i]:
			return "", false
		}
		if i >= start && (i-start)%3 == 1 && s[i-1:i+1] > limits[(i-start)/3] {
			return "", false
		}
	}
	return s[len(form):], true
}

// isIP reports whether s is an address of IPv4, where zeros may lead, or IPv6
// without a zone.
func isIP(s string) bool {
	if strings.Contains(s, ":") {
		ip, err := netip.ParseAddr(s)
		return err == nil && ip.Zone() == ""
	}
	parts := 0
	for part := range strings.SplitSeq(s, ".") {
		parts++
		if n := len(part); parts > 4 || n == 0 || n > 3 || digits(part) != n || toInt(part) > 255 {
			return false
		}
	}
	return parts == 4
}

// isUUID reports whether s is a UUID of any version in lower case.
func isUUID(s string) bool {
	const form = "00000000-0000-0000-0000-000000000000"
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		isHex := s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'f'
		if (form[i] == '-') != (s[i] == '-') || form[i] == '0' && !isHex {
			return false
		}
	}
	return true
}

func isHexColor(s string) bool {
	return (len(s) == 4 || len(s) == 7) && s[0] == '#' && strings.Trim(s[1:], "0123456789abcdefABCDEF") == ""
}

func hexColor(s string) string {
	if isHexColor(s) {
		return s
	}
	return ""
}
