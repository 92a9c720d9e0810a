package wprest

import (
	"slices"
	"strings"
)

// A FieldSet is what a request wants of each item by its parameter _fields.
//
// See https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/#_fields.
type FieldSet struct {
	paths []string
	all   bool
}

// Fields returns what the parameter _fields asks for.
func (r *Request) Fields() FieldSet {
	if r.fields == nil {
		set := parseFields(r.Get("_fields"))
		r.fields = &set
	}
	return *r.fields
}

// Wants reports whether a property is asked for: it, a part of it, or what it is
// a part of. A dotted name stands for a part.
func (r *Request) Wants(name string) bool { return r.Fields().Includes(name) }

func parseFields(v any) FieldSet {
	var set FieldSet
	switch v := v.(type) {
	case string:
		set.paths = splitList(v)
	case *Map:
		for _, path := range v.All() {
			if _, isMap := path.(*Map); !isMap && path != nil {
				set.paths = append(set.paths, strings.TrimSpace(toString(path)))
			}
		}
	}
	set.all = len(set.paths) == 0
	return set
}

// splitList splits a string at runs of spaces and commas.
func splitList(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool {
		return c == ',' || c == ' ' || c >= '\t' && c <= '\r'
	})
}

// All reports whether nothing is left out.
func (f FieldSet) All() bool { return f.all }

// Includes reports whether the property, a part of it, or what it is a part of
// is in the set.
func (f FieldSet) Includes(name string) bool {
	if f.all {
		return true
	}
	for _, path := range f.paths {
		if path == name || isDotted(path, name) || isDotted(name, path) {
			return true
		}
	}
	return false
}

// Names reports whether the set has the property itself, and not just a part of
// it.
func (f FieldSet) Names(name string) bool {
	return f.all || slices.Contains(f.paths, name)
}

// isDotted reports whether path is name, a dot and more.
func isDotted(path, name string) bool {
	return len(path) > len(name) && path[len(name)] == '.' && path[:len(name)] == name
}

// A fieldTree is a FieldSet as a tree. A nil one keeps all.
type fieldTree map[string]fieldTree

func (f FieldSet) tree() fieldTree {
	root := fieldTree{}
	for _, path := range f.paths {
		root.insert(path)
	}
	return root
}

// insert adds a path. A whole member swallows its parts.
func (t fieldTree) insert(path string) {
	head, rest, nested := strings.Cut(path, ".")
	below, there := t[head]
	switch {
	case !nested:
		t[head] = nil
		return
	case there && below == nil:
		return
	case below == nil:
		below = fieldTree{}
		t[head] = below
	}
	below.insert(rest)
}

// filter keeps the members of data that the set names: those of each item, when
// data is a list. Scalars are left alone.
func (f FieldSet) filter(data any) any {
	tree := f.tree()
	m, ok := data.(*Map)
	if !ok {
		return data
	}
	if m.hasIntKeys() {
		list := &Map{}
		for k, item := range m.All() {
			if item, ok := unfold(item).(*Map); ok {
				list.Set(k, tree.keep(item))
			} else {
				list.Set(k, item)
			}
		}
		return list
	}
	return tree.keep(m)
}

func (t fieldTree) keep(m *Map) *Map {
	kept := &Map{}
	for k, v := range m.All() {
		below, ok := t[k]
		if !ok {
			continue
		}
		if below != nil {
			v = below.within(v)
		}
		kept.Set(k, v)
	}
	return kept
}

// within keeps the parts of a member. One that was made an object by AsObject is
// kept whole, as is what has no parts.
func (t fieldTree) within(v any) any {
	switch v := v.(type) {
	case *Map:
		if v.object {
			return v
		}
		return t.keep(v)
	case nil, bool, int64, float64, string:
		return v
	}
	if inner, ok := unfold(v).(*Map); ok {
		return t.keep(inner)
	}
	return v
}
