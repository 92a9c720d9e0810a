package wprest

import "strconv"

// SanitizeValue returns what the schema makes of a value: a value of its type.
// It fails, with an *Error, only where a value cannot be made to fit. The value
// itself is not changed. It mirrors rest_sanitize_value_from_schema.
func (s *Schema) SanitizeValue(value any, param string) (any, error) {
	value, f := s.sanitize(s.Type, value)
	if f != nil {
		return nil, f.error(param)
	}
	return value, nil
}

// sanitize sanitises a value by s, with typ in the place of its type.
func (s *Schema) sanitize(typ string, value any) (any, *failure) {
	value = normalize(value)
	var sub *Schema
	var f *failure
	if len(s.AnyOf) > 0 {
		outer := typ
		if sub, typ, f = s.findAny(typ, value); f == nil {
			value, f = sub.sanitize(inherit(sub, outer), value)
		}
		if f != nil {
			return nil, f
		}
	}
	if len(s.OneOf) > 0 {
		outer := typ
		if sub, typ, f = s.findOne(typ, value); f == nil {
			value, f = sub.sanitize(inherit(sub, outer), value)
		}
		if f != nil {
			return nil, f
		}
	}
	if best := bestType(typ, value); best != "" || typ == "" {
		return s.sanitizeAs(best, value)
	}
	return nil, nil
}

// sanitizeAs sanitises a value as one of a single type, or an unknown one.
func (s *Schema) sanitizeAs(typ string, value any) (any, *failure) {
	switch typ {
	case "null":
		return nil, nil
	case "boolean":
		return toBool(value), nil
	case "integer":
		return toInt(value), nil
	case "number":
		return toFloat(value), nil
	case "array":
		return s.sanitizeArray(value)
	case "object":
		return s.sanitizeObject(value)
	}
	text, hasFormat := s.clean(value)
	if !hasFormat && typ != "string" {
		return value, nil
	}
	if !hasFormat {
		text = toString(value)
	}
	if value == text {
		return value, nil // without a new interface
	}
	return text, nil
}

func (s *Schema) sanitizeArray(value any) (any, *failure) {
	items, ok := listFrom(value)
	if !ok {
		items = &Map{}
		if m, isMap := value.(*Map); isMap {
			items = ListOf(m.Values()...)
		}
	}
	if s.Items != nil {
		clean := rewrite{from: items}
		for i := range items.Len() {
			_, item := items.At(i)
			item, f := s.Items.sanitize(s.Items.Type, item)
			if f != nil {
				return nil, f.in(strconv.Itoa(i))
			}
			clean.set(i, item)
		}
		items = clean.result()
	}
	if s.UniqueItems && hasDuplicates(items) {
		return nil, duplicates()
	}
	return items, nil
}

func (s *Schema) sanitizeObject(value any) (any, *failure) {
	members, _ := objectFrom(value)
	if members == nil {
		return &Map{}, nil
	}
	clean := rewrite{from: members}
	for i := range members.Len() {
		key, member := members.At(i)
		sub, forbidden := s.member(key)
		if forbidden {
			clean.drop(i)
			continue
		}
		if sub != nil {
			var f *failure
			if member, f = sub.sanitize(sub.Type, member); f != nil {
				return nil, f.in(key)
			}
		}
		clean.set(i, member)
	}
	return clean.result(), nil
}

// A rewrite goes through a Map and makes a copy of it when the first entry is
// changed.
type rewrite struct{ from, to *Map }

// set says what the value of entry i becomes.
func (r *rewrite) set(i int, value any) {
	key, old := r.from.At(i)
	if r.to == nil && same(old, value) {
		return
	}
	r.copy(i)
	r.to.Set(key, value)
}

// drop leaves entry i out.
func (r *rewrite) drop(i int) { r.copy(i) }

func (r *rewrite) copy(n int) {
	if r.to != nil {
		return
	}
	r.to = &Map{object: r.from.object, entries: make([]mapEntry, 0, r.from.Len())}
	for i := range n {
		r.to.Set(r.from.At(i))
	}
}

func (r *rewrite) result() *Map {
	if r.to != nil {
		return r.to
	}
	return r.from
}

// same reports whether two values are one and the same.
func same(a, b any) bool {
	switch a.(type) {
	case nil, bool, int64, float64, string, *Map:
		return a == b
	}
	return false
}
