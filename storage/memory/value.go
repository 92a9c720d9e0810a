package memory

import (
	"cmp"
	"reflect"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// plain returns a value as int64, float64, string, bool or time.Time if it is of
// such a kind, else nil.
func plain(v any) any {
	switch v := v.(type) {
	case int64, float64, string, bool, time.Time, nil:
		return v
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int()
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(r.Uint())
	case reflect.Float32, reflect.Float64:
		return r.Float()
	case reflect.String:
		return r.String()
	case reflect.Bool:
		return r.Bool()
	case reflect.Pointer:
		if !r.IsNil() {
			return plain(r.Elem().Interface())
		}
	}
	return nil
}

// valuesOf returns what a property is: its elements if it is a list, else itself.
func valuesOf(v any) []any {
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Slice {
		return []any{plain(v)}
	}
	values := make([]any, r.Len())
	for i := range values {
		values[i] = plain(r.Index(i).Interface())
	}
	return values
}

// single returns the value to sort by: of a list the first.
func single(v any) any {
	if values := valuesOf(v); len(values) > 0 {
		return values[0]
	}
	return nil
}

// same reports whether a property and the value of a condition are equal.
func same(v, w any) bool {
	w = plain(w)
	if a, ok := v.(time.Time); ok {
		b, ok := w.(time.Time)
		return ok && a.Equal(b)
	}
	if a, ok := v.(int64); ok {
		if b, ok := w.(float64); ok {
			return float64(a) == b
		}
	}
	if a, ok := v.(float64); ok {
		if b, ok := w.(int64); ok {
			return a == float64(b)
		}
	}
	return v == w
}

// compareValues orders two values. Text goes by its letters and then by their
// case. Values of kinds that do not compare are not ok, and nothing comes before
// anything.
func compareValues(a, b any) (order int, ok bool) {
	switch x := a.(type) {
	case int64:
		switch y := b.(type) {
		case int64:
			return cmp.Compare(x, y), true
		case float64:
			return cmp.Compare(float64(x), y), true
		}
	case float64:
		switch y := b.(type) {
		case float64:
			return cmp.Compare(x, y), true
		case int64:
			return cmp.Compare(x, float64(y)), true
		}
	case string:
		if y, ok := b.(string); ok {
			return cmp.Or(strings.Compare(strings.ToLower(x), strings.ToLower(y)), strings.Compare(x, y)), true
		}
	case bool:
		if y, ok := b.(bool); ok {
			return cmp.Compare(number(x), number(y)), true
		}
	case time.Time:
		if y, ok := b.(time.Time); ok {
			return x.Compare(y), true
		}
	}
	return cmp.Compare(number(a != nil), number(b != nil)), false
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// jsonFields returns the fields of T that have JSON names, those of embedded
// structs too.
func jsonFields[T any]() map[string]func(*T) any {
	fields := map[string]func(*T) any{}
	for name, index := range jsonIndexes[T]() {
		fields[name] = func(item *T) any { return reflect.ValueOf(item).Elem().FieldByIndex(index).Interface() }
	}
	return fields
}

// jsonKey returns the field whose JSON name is id, or nil.
func jsonKey[K wprest.ID, T any]() func(*T) *K {
	index, ok := jsonIndexes[T]()["id"]
	if !ok || reflect.TypeFor[T]().FieldByIndex(index).Type != reflect.TypeFor[K]() {
		return nil
	}
	return func(item *T) *K {
		return reflect.ValueOf(item).Elem().FieldByIndex(index).Addr().Interface().(*K)
	}
}

// jsonIndexes returns where the fields with JSON names are. Fields behind a
// pointer to an embedded struct are left out.
func jsonIndexes[T any]() map[string][]int {
	indexes := map[string][]int{}
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct {
		return indexes
	}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "" && name != "-" && reachable(t, f.Index) {
			indexes[name] = f.Index
		}
	}
	return indexes
}

// reachable reports whether no pointer is on the way to a field.
func reachable(t reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		if t = t.Field(i).Type; t.Kind() != reflect.Struct {
			return false
		}
	}
	return true
}
