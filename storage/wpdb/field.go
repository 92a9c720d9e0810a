package wpdb

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// kind says how the values of a property compare.
type kind int

const (
	number64 kind = iota // integers
	exact                // text, as the column compares it
	readable             // text, as people read it
	date
)

// field is a property that a store can filter and sort by.
type field struct {
	expr string // SQL of its value; "" if it has none to sort by
	kind kind
	// where, if not nil, writes conditions in place of comparing expr.
	where func(q *selection, c wprest.Condition) error
}

// argument returns a value as the database compares it; ok is false if no value
// of the property can equal it.
func (k kind) argument(v any) (arg any, ok bool) {
	switch k {
	case number64:
		return integer(v)
	case date:
		return dateArgument(v)
	}
	return textArgument(v)
}

func integer(v any) (any, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case bool:
		if v {
			return int64(1), true
		}
		return int64(0), true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<63
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil
	}
	return nil, false
}

func dateArgument(v any) (any, bool) {
	switch v := v.(type) {
	case time.Time:
		return formatDate(v), true
	case string:
		return strings.Replace(v, "T", " ", 1), true
	}
	return nil, false
}

func textArgument(v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	case int:
		return strconv.Itoa(v), true
	case bool:
		if v {
			return "1", true
		}
		return "", true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return nil, false
}

// compare writes a condition on an expression.
func (q *selection) compare(expr string, k kind, c wprest.Condition) error {
	if k == readable && c.Op != wprest.Contains {
		expr += q.db.dialect.collate
	}
	switch c.Op {
	case wprest.In, wprest.NotIn:
		args := make([]any, 0, len(c.Values))
		for _, v := range c.Values {
			if arg, ok := k.argument(v); ok {
				args = append(args, arg)
			}
		}
		return q.member(expr, c.Op == wprest.NotIn, args)
	case wprest.Less, wprest.LessOrEqual, wprest.Greater, wprest.GreaterOrEqual:
		arg, err := q.single(k, c)
		if err != nil {
			return err
		}
		q.write(expr, map[wprest.Op]string{
			wprest.Less: " < ", wprest.LessOrEqual: " <= ", wprest.Greater: " > ", wprest.GreaterOrEqual: " >= ",
		}[c.Op])
		q.arg(arg)
		return nil
	case wprest.Contains:
		if k != readable && k != exact {
			break
		}
		arg, err := q.single(k, c)
		if err != nil {
			return err
		}
		q.contains(expr, arg.(string)) // texts have texts as arguments
		return nil
	}
	return fmt.Errorf("wpdb: condition %d on %s: %w", c.Op, c.Field, wprest.ErrUnsupported)
}

// single returns the one value of a condition.
func (q *selection) single(k kind, c wprest.Condition) (any, error) {
	if len(c.Values) == 1 {
		if arg, ok := k.argument(c.Values[0]); ok {
			return arg, nil
		}
	}
	return nil, fmt.Errorf("wpdb: values %v of %s: %w", c.Values, c.Field, wprest.ErrUnsupported)
}

// member writes that an expression is among the values, or is not.
func (q *selection) member(expr string, not bool, args []any) error {
	switch {
	case len(args) == 0 && not:
		q.write("1 = 1")
		return nil
	case len(args) == 0:
		q.write("1 = 0")
		return nil
	case len(args) == 1:
		q.write(expr, map[bool]string{true: " <> ", false: " = "}[not])
		q.arg(args[0])
		return nil
	case not:
		q.write(expr, " NOT IN ")
	default:
		q.write(expr, " IN ")
	}
	return q.list(&q.db.dialect, args)
}

// contains writes that an expression has a text within it.
func (q *selection) contains(expr, text string) {
	q.write(fmt.Sprintf(q.db.dialect.contains, expr))
	q.args = append(q.args, q.db.dialect.fold(text))
}
