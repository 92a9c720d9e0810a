package wprest

import (
	"strings"
)

// ParseQuery reads a query string or an urlencoded form as PHP does: a[]=1 and
// a[b][c]=1 make Maps, the last of equal names wins, and dots and spaces in a
// name become "_". At most limits.MaxParams pairs are read, and names deeper
// than limits.MaxDepth are passed over.
func (limits Limits) ParseQuery(query string) *Map {
	limits = limits.withDefaults()
	m := &Map{}
	for count := 0; query != "" && count < limits.MaxParams; {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if pair == "" {
			continue
		}
		count++
		name, value, _ := strings.Cut(pair, "=")
		limits.setParam(m, decodePercent(name), decodePercent(value))
	}
	return m
}

// setParam puts a value under a name in PHP's bracket notation.
func (limits Limits) setParam(m *Map, name string, value any) {
	name = strings.TrimLeft(name, " ")
	head, keys := splitName(name)
	if head == "" || len(keys) > limits.MaxDepth {
		return
	}
	for i, key := range append([]string{head}, keys...) {
		appends := i > 0 && key == ""
		if i == len(keys) {
			if appends {
				m.Append(value)
			} else {
				m.Set(key, value)
			}
			return
		}
		next, isMap := m.Get(key).(*Map)
		if appends || !isMap {
			next = &Map{}
			if appends {
				m.Append(next)
			} else {
				m.Set(key, next)
			}
		}
		m = next
	}
}

// splitName splits a[b][] into a, with its dots and spaces changed, and the
// keys b and "". A bracket that is not closed is no bracket.
func splitName(name string) (head string, keys []string) {
	open := strings.IndexByte(name, '[')
	if open == 0 {
		// Quirk: a name that begins with a bracket has it changed like a dot.
		return plainName("_" + name[1:]), nil
	}
	if open < 0 {
		return plainName(name), nil
	}
	head = plainName(name[:open])
	rest := name[open:]
	for strings.HasPrefix(rest, "[") {
		end := strings.IndexByte(rest, ']')
		if end < 0 {
			if len(keys) == 0 {
				return head + "_" + rest[1:], nil // Quirk: z[a is z_a
			}
			return head, keys
		}
		keys = append(keys, strings.TrimLeft(rest[1:end], " \t\n\r"))
		rest = rest[end+1:]
		// What stands between a ] and the next [ is dropped.
		if next := strings.IndexByte(rest, '['); next > 0 {
			rest = rest[next:]
		} else if next < 0 {
			break
		}
	}
	return head, keys
}

func plainName(name string) string {
	if !strings.ContainsAny(name, ". ") {
		return name
	}
	b := []byte(name)
	for i, c := range b {
		if c == '.' || c == ' ' {
			b[i] = '_'
		}
	}
	return string(b)
}

// decodePercent reads percent escapes, and + as a space. A broken escape stays.
func decodePercent(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+':
			b = append(b, ' ')
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func isHex(c byte) bool {
	return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// BuildQuery writes a Map as PHP's http_build_query does: a[0]=1&a[b]=2 with
// brackets escaped, spaces as +. Nil values are left out.
func BuildQuery(m *Map) string {
	return string(appendQuery(nil, "", m))
}

func appendQuery(dst []byte, prefix string, m *Map) []byte {
	for key, v := range m.All() {
		name := encodePercent(key)
		if prefix != "" {
			name = prefix + "%5B" + name + "%5D"
		}
		if inner, ok := v.(*Map); ok {
			dst = appendQuery(dst, name, inner)
			continue
		}
		if v == nil {
			continue
		}
		if len(dst) > 0 {
			dst = append(dst, '&')
		}
		text := toString(v)
		if v == false {
			text = "0"
		}
		dst = append(append(append(dst, name...), '='), encodePercent(text)...)
	}
	return dst
}

// encodePercent writes a string as PHP's urlencode does.
func encodePercent(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '_' || c == '.':
			b = append(b, c)
		case c == ' ':
			b = append(b, '+')
		default:
			b = append(b, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
		}
	}
	return string(b)
}
