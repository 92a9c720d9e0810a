package wpdb

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// sqlText is SQL that is being written, with its arguments. Values never stand
// in the text, so the texts of like queries are alike and stay prepared.
type sqlText struct {
	text strings.Builder
	args []any
}

func (s *sqlText) write(parts ...string) {
	for _, p := range parts {
		s.text.WriteString(p)
	}
}

// arg writes a placeholder for a value.
func (s *sqlText) arg(v any) {
	s.text.WriteByte('?')
	s.args = append(s.args, v)
}

// add appends other.
func (s *sqlText) add(other *sqlText) {
	s.text.WriteString(other.text.String())
	s.args = append(s.args, other.args...)
}

func (s *sqlText) String() string { return s.text.String() }

// maxPadded is the longest list that is written as placeholders.
const maxPadded = 1024

// list writes values in parentheses, for IN. Lists are padded to a power of two
// with their last value; there must be a value.
func (s *sqlText) list(d *dialect, values []any) error {
	if len(values) > maxPadded {
		text, err := json.Marshal(values)
		if err != nil {
			return fmt.Errorf("wpdb: list of values: %w", err)
		}
		rows := d.texts
		if _, ok := values[0].(int64); ok {
			rows = d.numbers
		}
		s.write("(SELECT value FROM ", rows, ")")
		s.args = append(s.args, string(text))
		return nil
	}
	n := padded(len(values))
	s.write("(?")
	for range n - 1 {
		s.write(",?")
	}
	s.write(")")
	s.args = append(s.args, values...)
	for range n - len(values) {
		s.args = append(s.args, values[len(values)-1])
	}
	return nil
}

// padded returns the power of two that is not less than n.
func padded(n int) int {
	if n <= 1 {
		return 1
	}
	return 1 << bits.Len(uint(n-1))
}

// appendKey appends a value to the key under which a total is kept.
func appendKey(key []byte, v any) []byte {
	key = append(key, 0)
	switch v := v.(type) {
	case string:
		return append(key, v...)
	case int64:
		return fmt.Appendf(append(key, '#'), "%d", v)
	case time.Time:
		return v.AppendFormat(key, dateLayout)
	}
	return fmt.Appendf(key, "%T%v", v, v)
}

// quote quotes a name.
func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func anys[T any](values []T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}
