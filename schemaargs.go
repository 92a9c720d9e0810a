package wprest

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
)

// Args returns the arguments that a schema of a resource makes of the endpoints
// that write it: one of every property that is not readonly, checked and
// sanitised by its schema. Only for creation do they have defaults and are some
// required. ArgOptions are laid over them. It mirrors
// rest_get_endpoint_args_for_schema.
func (s *Schema) Args(creating bool) []Arg {
	args := make([]Arg, 0, len(s.Properties))
	for _, p := range s.Properties {
		if p.Readonly {
			continue
		}
		arg := Arg{Schema: *p, Validate: ValidateArg, Sanitize: SanitizeArg}
		arg.Context, arg.Links, arg.ArgOptions = nil, nil, nil
		arg.Required = creating && (p.Required || len(p.RequiredProperties) > 0)
		arg.RequiredProperties = nil // required says one thing or the other
		if !creating {
			arg.Default = nil
		}
		if p.Extra != nil { // these two are up to the fields
			arg.Extra = p.Extra.Clone()
			arg.Extra.Delete("default")
			arg.Extra.Delete("required")
		}
		if p.ArgOptions != nil {
			p.ArgOptions.apply(&arg, creating)
		}
		args = append(args, arg)
	}
	return args
}

func (o *ArgOptions) apply(arg *Arg, creating bool) {
	if o.Validate != nil {
		arg.Validate = o.Validate
	}
	if o.Sanitize != nil {
		arg.Sanitize = o.Sanitize
	}
	if creating && o.Default != nil {
		arg.Default = o.Default
	}
	if creating && o.Required != nil {
		arg.Required = *o.Required
	}
}

// ContextParam returns the argument context, which takes the contexts that the
// properties name. An empty def is no default.
func (s *Schema) ContextParam(def string) Arg {
	arg := Arg{
		Schema: Schema{
			Name:        "context",
			Description: "How much of each item is shown.",
			Type:        "string",
		},
		Sanitize: SanitizeKey,
		Validate: ValidateArg,
	}
	if def != "" {
		arg.Default = def
	}
	var contexts []string
	for _, p := range s.Properties {
		contexts = append(contexts, p.Context...)
	}
	slices.Sort(contexts)
	contexts = slices.Compact(contexts)
	for _, context := range slices.Backward(contexts) {
		arg.Enum = append(arg.Enum, context)
	}
	return arg
}

// prepare compiles the regular expressions of s and of all schemas within it,
// and returns what is wrong with them. What was prepared before is only read.
func (s *Schema) prepare(path string) []error { return s.prepareWithin(nil, path, false) }

// prepareWithin prepares a schema that is within others. Of one of their
// PatternProperties it keeps the compiled Name, of another the Pattern.
func (s *Schema) prepareWithin(outer []*Schema, path string, named bool) (errs []error) {
	switch {
	case s == nil:
		return []error{fmt.Errorf("%s: the schema is nil", path)}
	case slices.Contains(outer, s):
		return []error{fmt.Errorf("%s: the schema is within itself", path)}
	}
	outer = append(outer, s)
	report := func(err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", path, err))
		}
	}
	report(s.err)
	keep := s.Pattern
	if named {
		_, err := regexp.Compile(s.Pattern)
		report(err)
		keep = s.Name
	}
	if keep != "" && (s.pattern == nil || s.pattern.String() != keep) {
		re, err := regexp.Compile(keep)
		report(err)
		if err == nil {
			s.pattern = re
		}
	}
	for key, sub := range s.within() {
		errs = append(errs, sub.prepareWithin(outer, path+"["+key+"]", false)...)
	}
	for key, sub := range keyed(s.PatternProperties) {
		errs = append(errs, sub.prepareWithin(outer, path+"["+key+"]", true)...)
	}
	return errs
}

// within ranges over the schemas in s, but for its PatternProperties, with a
// name of each.
func (s *Schema) within() iter.Seq2[string, *Schema] {
	return func(yield func(string, *Schema) bool) {
		if s.Items != nil && !yield("items", s.Items) {
			return
		}
		if s.AdditionalProperties != nil && !yield("*", s.AdditionalProperties) {
			return
		}
		for _, list := range [][]*Schema{s.Properties, s.AnyOf, s.OneOf} {
			for key, sub := range keyed(list) {
				if !yield(key, sub) {
					return
				}
			}
		}
	}
}

// keyed ranges over schemas with their names or, where they have none, with
// their positions.
func keyed(schemas []*Schema) iter.Seq2[string, *Schema] {
	return func(yield func(string, *Schema) bool) {
		for i, sub := range schemas {
			key := strconv.Itoa(i)
			if sub != nil && sub.Name != "" {
				key = sub.Name
			}
			if !yield(key, sub) {
				return
			}
		}
	}
}

// clone returns a copy of s that shares no schema with it.
func (s *Schema) clone() *Schema {
	if s == nil {
		return nil
	}
	c := *s
	c.Items, c.AdditionalProperties = s.Items.clone(), s.AdditionalProperties.clone()
	for _, list := range []*[]*Schema{&c.Properties, &c.PatternProperties, &c.AnyOf, &c.OneOf} {
		*list = slices.Clone(*list)
		for i, sub := range *list {
			(*list)[i] = sub.clone()
		}
	}
	return &c
}
