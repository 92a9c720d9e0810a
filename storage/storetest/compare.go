package storetest

import (
	"cmp"
	"strings"
	"testing"
	"time"
)

// equal reports whether two values of a property are the same.
func equal(t *testing.T, a, b any) bool {
	t.Helper()
	return compare(t, a, b) == 0
}

// compare orders two values of a property. Texts compare without regard to
// letter case, since stores are free in that: a harness should not have values
// that differ in nothing else.
func compare(t *testing.T, a, b any) int {
	t.Helper()
	switch a := a.(type) {
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b)
		}
	case float64:
		if b, ok := b.(float64); ok {
			return cmp.Compare(a, b)
		}
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(strings.ToLower(a), strings.ToLower(b))
		}
	case time.Time:
		if b, ok := b.(time.Time); ok {
			return a.Compare(b)
		}
	case bool:
		if b, ok := b.(bool); ok {
			return cmp.Compare(toInt(a), toInt(b))
		}
	}
	t.Fatalf("a Field's Value returns %T and %T, want int64, float64, string, bool or time.Time", a, b)
	return 0
}

func toInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
