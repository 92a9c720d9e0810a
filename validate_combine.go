package wprest

import "strings"

// findAny returns the first schema of AnyOf that a value passes and its type,
// or the failure when there is none. The type is that of s, typ, if it has one.
func (s *Schema) findAny(typ string, value any) (*Schema, string, *failure) {
	failures := make([]*failure, 0, len(s.AnyOf))
	for _, sub := range s.AnyOf {
		f := sub.validate(inherit(sub, typ), value)
		if f == nil {
			return sub, either(typ, sub.Type), nil
		}
		failures = append(failures, f)
	}
	return nil, typ, noMatch(s.AnyOf, failures, typ, value)
}

// findOne is findAny for OneOf, where no other schema may match.
func (s *Schema) findOne(typ string, value any) (*Schema, string, *failure) {
	failures := make([]*failure, 0, len(s.OneOf))
	matching, first := &Map{}, -1
	for i, sub := range s.OneOf {
		if f := sub.validate(inherit(sub, typ), value); f != nil {
			failures = append(failures, f)
			continue
		}
		failures = append(failures, nil)
		matching.Append(int64(i))
		if first < 0 {
			first = i
		}
	}
	switch matching.Len() {
	case 0:
		return nil, typ, noMatch(s.OneOf, failures, typ, value)
	case 1:
		sub := s.OneOf[first]
		return sub, either(typ, sub.Type), nil
	}
	var titles []string
	for i, f := range failures {
		if f == nil {
			titles = append(titles, s.OneOf[i].Title)
		}
	}
	text := " matches more than one of the schemas that it must match one of"
	return nil, typ, &failure{
		code: "rest_one_of_multiple_matches",
		text: text + listed(titles) + ".",
		data: MapOf("positions", matching),
	}
}

// inherit returns the type of a sub-schema of one of type typ.
func inherit(sub *Schema, typ string) string { return either(sub.Type, typ) }

func either(typ, other string) string {
	if typ != "" {
		return typ
	}
	return other
}

// noMatch is the failure of a value that no schema took. It points at the
// schema that was meant, when there is only one that it can be.
func noMatch(schemas []*Schema, failures []*failure, typ string, value any) *failure {
	if len(failures) == 1 {
		return nearMatch(schemas, failures, 0)
	}
	var near []int // those that fail for another reason than the type
	for i, f := range failures {
		if f.code != codeInvalidType || f.path != "" {
			near = append(near, i)
		}
	}
	if len(near) == 1 {
		return nearMatch(schemas, failures, near[0])
	}
	if len(near) > 1 && inherit(schemas[near[0]], typ) == "object" {
		if i := mostShared(schemas, near, value); i >= 0 {
			return nearMatch(schemas, failures, i)
		}
	}
	titles := make([]string, len(schemas))
	for i, sub := range schemas {
		titles[i] = sub.Title
	}
	return &failure{
		code: "rest_no_matching_schema",
		text: " matches none of the schemas that it may match" + listed(titles) + ".",
	}
}

func nearMatch(schemas []*Schema, failures []*failure, i int) *failure {
	text := " does not match its schema."
	if schemas[i].Title != "" {
		text = " does not match " + schemas[i].Title + "."
	}
	return &failure{
		code:   "rest_no_matching_schema",
		text:   text,
		data:   MapOf("position", int64(i)),
		reason: failures[i],
	}
}

// mostShared returns which of the schemas at the positions has most properties
// in common with a value, or -1 when none has any.
func mostShared(schemas []*Schema, positions []int, value any) int {
	members, _ := objectFrom(value)
	best, most := -1, 0
	for _, i := range positions {
		shared := 0
		for _, p := range schemas[i].Properties {
			if members.Has(p.Name) {
				shared++
			}
		}
		if shared > most {
			best, most = i, shared
		}
	}
	return best
}

// listed names the schemas that have these titles, if all have one.
func listed(titles []string) string {
	for _, title := range titles {
		if title == "" {
			return ""
		}
	}
	return ": " + strings.Join(titles, ", ")
}
