package wprest

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// typeCheck returns what checks values of a type, or nil for an unknown one.
// It is a function, for a variable would depend on itself.
func typeCheck(typ string) func(*Schema, any) *failure {
	switch typ {
	case "null":
		return (*Schema).checkNull
	case "boolean":
		return (*Schema).checkBoolean
	case "integer":
		return (*Schema).checkInteger
	case "number":
		return (*Schema).checkNumber
	case "string":
		return (*Schema).checkString
	case "array":
		return (*Schema).checkArray
	case "object":
		return (*Schema).checkObject
	}
	return nil
}

func isTypeList(typ string) bool { return strings.IndexByte(typ, '|') >= 0 }

// bestType returns the first type of a list that takes a value, or "". Of a
// list that has types of its own, one of these is taken when no other fits. A
// single type is returned as it is.
func bestType(typ string, value any) string {
	if !isTypeList(typ) {
		return typ
	}
	own := ""
	for t := range strings.SplitSeq(typ, "|") {
		if value == "" && t != "string" && hasType(typ, "string") {
			continue // "" is text wherever it may be
		}
		switch takes, known := typeTakes(t, value); {
		case takes:
			return t
		case !known && own == "":
			own = t
		}
	}
	return own
}

func hasType(list, typ string) bool {
	for t := range strings.SplitSeq(list, "|") {
		if t == typ {
			return true
		}
	}
	return false
}

// typeTakes reports whether a type would take a value, at a first look.
func typeTakes(typ string, value any) (takes, known bool) {
	switch typ {
	case "null":
		return value == nil, true
	case "boolean":
		return isBoolean(value), true
	case "integer":
		n, ok := numberOf(value)
		return ok && n.whole(), true
	case "number":
		return isNumeric(value), true
	case "string":
		_, ok := value.(string)
		return ok, true
	case "array":
		return isList(value), true
	case "object":
		_, ok := objectFrom(value)
		return ok, true
	}
	return false, false
}

func (s *Schema) checkNull(value any) *failure {
	if value != nil {
		return wrongType("null")
	}
	return nil
}

func (s *Schema) checkBoolean(value any) *failure {
	if !isBoolean(value) {
		return wrongType("boolean")
	}
	return nil
}

func isBoolean(value any) bool {
	switch v := value.(type) {
	case bool:
		return true
	case int64:
		return v == 0 || v == 1
	case string:
		return v == "0" || v == "1" || strings.EqualFold(v, "true") || strings.EqualFold(v, "false")
	}
	return false
}

// checkInteger looks at the range first, so that "5.5" beyond it is said to be
// out of range.
func (s *Schema) checkInteger(value any) *failure {
	n, ok := numberOf(value)
	if !ok {
		return wrongType("integer")
	}
	if f := s.checkRange(n); f != nil {
		return f
	}
	if !n.whole() {
		return wrongType("integer")
	}
	return nil
}

func (s *Schema) checkNumber(value any) *failure {
	n, ok := numberOf(value)
	if !ok {
		return wrongType("number")
	}
	return s.checkRange(n)
}

func (s *Schema) checkString(value any) *failure {
	text, ok := value.(string)
	if !ok {
		return wrongType("string")
	}
	if s.MinLength != nil || s.MaxLength != nil {
		n := utf8.RuneCountInString(text)
		if s.MinLength != nil && n < *s.MinLength {
			return &failure{code: "rest_too_short", text: " must have at least " + strconv.Itoa(*s.MinLength) + " characters."}
		}
		if s.MaxLength != nil && n > *s.MaxLength {
			return &failure{code: "rest_too_long", text: " must have at most " + strconv.Itoa(*s.MaxLength) + " characters."}
		}
	}
	if s.Pattern != "" && !matches(s.compiled(s.Pattern), text) {
		return &failure{code: "rest_invalid_pattern", text: " must match the pattern " + s.Pattern + "."}
	}
	return nil
}

// compiled returns the regular expression of an expression of s, which is its
// Pattern or, for one of the PatternProperties, its Name. It is nil for one
// that is wrong.
func (s *Schema) compiled(expr string) *regexp.Regexp {
	if s.pattern != nil && s.pattern.String() == expr {
		return s.pattern
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil
	}
	return re
}

// matches reports whether re matches text as PCRE does with its flag u: text
// must be UTF-8, and "$" is also before a line feed at the end.
func matches(re *regexp.Regexp, text string) bool {
	if re == nil || !utf8.ValidString(text) {
		return false
	}
	if re.MatchString(text) {
		return true
	}
	line, cut := strings.CutSuffix(text, "\n")
	return cut && strings.Contains(re.String(), "$") && re.MatchString(line)
}

// checkRange checks multipleOf and the bounds.
func (s *Schema) checkRange(n number) *failure {
	if s.MultipleOf != nil && math.Mod(n.float64(), *s.MultipleOf) != 0 {
		return &failure{code: "rest_invalid_multiple", text: " must be a multiple of " + toString(*s.MultipleOf) + "."}
	}
	if s.Minimum != nil {
		if c := n.compare(*s.Minimum); c < 0 || c == 0 && s.ExclusiveMinimum {
			return s.outOfBounds()
		}
	}
	if s.Maximum != nil {
		if c := n.compare(*s.Maximum); c > 0 || c == 0 && s.ExclusiveMaximum {
			return s.outOfBounds()
		}
	}
	return nil
}

func (s *Schema) outOfBounds() *failure {
	var bounds []string
	if s.Minimum != nil {
		bounds = append(bounds, bound("at least", "more than", *s.Minimum, s.ExclusiveMinimum))
	}
	if s.Maximum != nil {
		bounds = append(bounds, bound("at most", "less than", *s.Maximum, s.ExclusiveMaximum))
	}
	return &failure{code: "rest_out_of_bounds", text: " must be " + strings.Join(bounds, " and ") + "."}
}

func bound(inclusive, exclusive string, limit float64, isExclusive bool) string {
	if isExclusive {
		inclusive = exclusive
	}
	return inclusive + " " + toString(limit)
}

func (s *Schema) checkArray(value any) *failure {
	items, ok := listFrom(value)
	if !ok {
		return wrongType("array")
	}
	if s.Items != nil {
		for i := range items.Len() {
			_, item := items.At(i)
			if f := s.Items.validate(s.Items.Type, item); f != nil {
				return f.in(strconv.Itoa(i))
			}
		}
	}
	switch n := items.Len(); {
	case s.MinItems != nil && n < *s.MinItems:
		return &failure{code: "rest_too_few_items", text: " must have at least " + strconv.Itoa(*s.MinItems) + " items."}
	case s.MaxItems != nil && n > *s.MaxItems:
		return &failure{code: "rest_too_many_items", text: " must have at most " + strconv.Itoa(*s.MaxItems) + " items."}
	case s.UniqueItems && hasDuplicates(items):
		return duplicates()
	}
	return nil
}

// isList reports whether listFrom takes a value.
func isList(value any) bool {
	switch v := value.(type) {
	case *Map:
		return v.hasIntKeys()
	case bool, int64, float64, string:
		return true
	}
	return false
}

func hasDuplicates(items *Map) bool {
	if items.Len() < 2 {
		return false
	}
	seen := make(map[string]bool, items.Len())
	var key []byte
	for _, item := range items.All() {
		key = stableKey(key[:0], item)
		if seen[string(key)] {
			return true
		}
		seen[string(key)] = true
	}
	return false
}

func duplicates() *failure {
	return &failure{code: "rest_duplicate_items", text: " has the same item twice."}
}

func (s *Schema) checkObject(value any) *failure {
	members, ok := objectFrom(value)
	if !ok {
		return wrongType("object")
	}
	if name, ok := s.missing(members); ok {
		return &failure{code: "rest_property_required", text: " lacks the property " + name + "."}
	}
	for key, v := range members.All() {
		sub, forbidden := s.member(key)
		switch {
		case forbidden:
			return &failure{code: "rest_additional_properties_forbidden", text: " may not have the property " + key + "."}
		case sub != nil:
			if f := sub.validate(sub.Type, v); f != nil {
				return f.in(key)
			}
		}
	}
	switch n := members.Len(); {
	case s.MinProperties != nil && n < *s.MinProperties:
		return &failure{code: "rest_too_few_properties", text: " must have at least " + strconv.Itoa(*s.MinProperties) + " properties."}
	case s.MaxProperties != nil && n > *s.MaxProperties:
		return &failure{code: "rest_too_many_properties", text: " must have at most " + strconv.Itoa(*s.MaxProperties) + " properties."}
	}
	return nil
}

// objectFrom reads a value as an object, which "" is too.
func objectFrom(value any) (*Map, bool) {
	if m, ok := value.(*Map); ok {
		return m, true
	}
	return nil, value == ""
}

// missing returns a required property that an object does not have.
func (s *Schema) missing(members *Map) (name string, ok bool) {
	if len(s.RequiredProperties) > 0 {
		for _, name := range s.RequiredProperties {
			if !members.Has(name) {
				return name, true
			}
		}
		return "", false
	}
	for _, p := range s.Properties {
		if p.Required && !members.Has(p.Name) {
			return p.Name, true
		}
	}
	return "", false
}

// member returns the schema of a member of an object, nil for one that is free,
// or that there may be no such member.
func (s *Schema) member(key string) (sub *Schema, forbidden bool) {
	if p := s.Property(key); p != nil {
		return p, false
	}
	for _, p := range s.PatternProperties {
		if matches(p.compiled(p.Name), key) {
			return p, false
		}
	}
	return s.AdditionalProperties, s.Closed
}
