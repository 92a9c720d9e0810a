package wprest

import "reflect"

// unfold makes a tree of nil, bool, int64, float64, string and *Map of any
// value, by way of its JSON. Trees are returned as they are, with their members
// not looked at. What has no JSON becomes nil.
func unfold(v any) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, string, *Map:
		return v
	case int:
		return int64(v)
	case *Response:
		return unfold(v.flat())
	case *linkSet:
		return v.asMap()
	case []any:
		return ListOf(v...)
	case []*Response:
		m := &Map{}
		for _, r := range v {
			m.Append(r)
		}
		return m
	}
	text, err := AppendJSON(nil, v)
	if err != nil {
		return nil
	}
	tree, err := decodeJSON(text, jsonKeepObjects)
	if err != nil {
		return nil
	}
	if m, ok := tree.(*Map); ok {
		return asArray(m)
	}
	return tree
}

// asArray takes the mark of an object from all Maps of a tree that are written
// as objects without it.
func asArray(m *Map) *Map {
	m.object = m.object && m.IsList()
	for i := range m.entries {
		if inner, ok := m.entries[i].value.(*Map); ok {
			asArray(inner)
		}
	}
	return m
}

// isNilPointer reports whether v is a nil pointer, map, slice or interface in an
// interface.
func isNilPointer(v any) bool {
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Interface:
		return rv.IsNil()
	}
	return false
}
