package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

func testIn[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for _, field := range f.Fields {
		for _, picked := range [][]int{nil, {0}, {3}, {1, 4}, {0, 2, 5, 6, 7}} {
			var values []any
			for _, n := range picked {
				values = append(values, field.Value(f.items[n]))
			}
			among := func(item T) bool {
				return slices.ContainsFunc(values, func(v any) bool { return equal(t, v, field.Value(item)) })
			}
			f.expect(t, f.query(wprest.Condition{Field: field.Name, Op: wprest.In, Values: values}), among)
			f.expect(t, f.query(wprest.Condition{Field: field.Name, Op: wprest.NotIn, Values: values}), func(item T) bool { return !among(item) })
		}
	}
}

func testCompare[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for _, field := range f.Fields {
		if _, isBool := field.Value(f.items[0]).(bool); isBool || field.EqualOnly {
			continue
		}
		v := field.Value(f.items[4])
		for op, holds := range map[wprest.Op]func(c int) bool{
			wprest.Less:           func(c int) bool { return c < 0 },
			wprest.LessOrEqual:    func(c int) bool { return c <= 0 },
			wprest.Greater:        func(c int) bool { return c > 0 },
			wprest.GreaterOrEqual: func(c int) bool { return c >= 0 },
		} {
			q := f.query(wprest.Condition{Field: field.Name, Op: op, Values: []any{v}})
			f.expect(t, q, func(item T) bool { return holds(compare(t, field.Value(item), v)) })
		}
	}
}

func testContains[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for _, field := range f.Fields {
		whole, ok := field.Value(f.items[6]).(string)
		if !ok || field.EqualOnly {
			continue
		}
		runes := []rune(whole)
		for _, part := range []string{whole, string(runes[len(runes)/2:]), strings.ToUpper(string(runes[:len(runes)/2+1])), "nowhere", "%", "_"} {
			q := f.query(wprest.Condition{Field: field.Name, Op: wprest.Contains, Values: []any{part}})
			f.expect(t, q, func(item T) bool {
				return strings.Contains(strings.ToLower(field.Value(item).(string)), strings.ToLower(part))
			})
		}
	}
}

func testAny[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for i, one := range f.Fields {
		two := f.Fields[(i+1)%len(f.Fields)]
		is := func(field Field[T], n int) (wprest.Condition, func(T) bool) {
			v := field.Value(f.items[n])
			return wprest.Condition{Field: field.Name, Values: []any{v}}, func(item T) bool { return equal(t, field.Value(item), v) }
		}
		a, isA := is(one, 1)
		b, isB := is(two, 1)
		c, isC := is(one, 6)
		either := wprest.Condition{Any: [][]wprest.Condition{{a, b}, {c}}}
		f.expect(t, f.query(either), func(item T) bool { return isA(item) && isB(item) || isC(item) })
		f.expect(t, f.query(a, either), func(item T) bool { return isA(item) && (isB(item) || isC(item)) })
		nested := wprest.Condition{Any: [][]wprest.Condition{{either, b}, {a}}}
		f.expect(t, f.query(nested), func(item T) bool {
			return (isA(item) && isB(item) || isC(item)) && isB(item) || isA(item)
		})
		f.expect(t, f.query(a, b), func(item T) bool { return isA(item) && isB(item) })
	}
}
