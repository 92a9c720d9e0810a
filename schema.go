package wprest

import (
	"context"
	"regexp"
	"strings"
)

// A Schema is WordPress's dialect of JSON Schema, draft 4 with some of draft 3.
// The zero Schema accepts everything. Fields are the keywords of the dialect;
// what is nil, empty or false is absent.
//
// See https://developer.wordpress.org/rest-api/extending-the-rest-api/schema/.
type Schema struct {
	// Name is the name of the property or argument that the schema is for.
	Name string

	Title       string
	Description string
	// Type is a type name, or several separated by "|" in order of preference:
	// "integer", "integer|string|null".
	Type    string
	Format  string // date-time, uri, email, ip, uuid, hex-color, text-field, textarea-field
	Default any
	Enum    []any

	Items             *Schema
	Properties        []*Schema // each with its Name
	PatternProperties []*Schema // each with a regular expression as its Name
	// AdditionalProperties is the schema of members that no property names.
	AdditionalProperties *Schema
	// Closed forbids such members (additionalProperties: false), Open names
	// the default (additionalProperties: true).
	Closed, Open                 bool
	MinProperties, MaxProperties *int

	Minimum, Maximum                   *float64
	ExclusiveMinimum, ExclusiveMaximum bool
	MultipleOf                         *float64
	MinLength, MaxLength               *int // in code points
	// Pattern is a regular expression in RE2 syntax, not anchored.
	Pattern            string
	MinItems, MaxItems *int
	UniqueItems        bool

	AnyOf, OneOf []*Schema

	// Required says that the argument or property must be there (draft 3).
	Required bool
	// RequiredProperties names properties that must be there (draft 4). When
	// it is not empty, Required of the Properties is not looked at.
	RequiredProperties []string

	// Context lists where a property shows: "view", "edit", "embed".
	Context []string
	// Readonly says that a property cannot be written.
	Readonly bool
	// ArgOptions are laid over the argument that is made of a property.
	ArgOptions *ArgOptions
	// Links are the schema's link descriptions, as targetSchema links of posts.
	Links []*Map
	// Extra are keywords that are written as they are, over those of the fields.
	Extra *Map

	pattern *regexp.Regexp // compiled Pattern, once prepared
	err     error          // of SchemaOf, reported by Build
}

// ArgOptions replace parts of an argument that is made of a property: those
// that are not nil.
type ArgOptions struct {
	Validate ArgValidator
	Sanitize ArgSanitizer
	Default  any   // only for creation
	Required *bool // only for creation
}

// An Arg is an argument of an endpoint: its schema, and what checks and cleans
// a value of it. Without a Sanitize function an Arg with a Type is checked and
// sanitised by its schema; one without either is left alone.
type Arg struct {
	Schema
	// Validate is called with every value that is not nil. An error refuses it.
	Validate ArgValidator
	// Sanitize is called with every value that is sent, nil and the default
	// among them, and returns what takes its place. An error refuses it. An
	// Arg that has one and no Validate function is never checked by its schema.
	Sanitize ArgSanitizer
}

// An ArgValidator checks the value of an argument (validate_callback). A plain
// error becomes a message; an *Error also shows under data.details.
type ArgValidator func(ctx context.Context, r *Request, a *Arg, value any) error

// An ArgSanitizer cleans the value of an argument (sanitize_callback).
type ArgSanitizer func(ctx context.Context, r *Request, a *Arg, value any) (any, error)

// ValidateArg is the ArgValidator that checks a value by the schema of its
// argument. It mirrors rest_validate_request_arg.
func ValidateArg(_ context.Context, _ *Request, a *Arg, value any) error {
	return a.ValidateValue(value, a.Name)
}

// SanitizeArg is the ArgSanitizer that sanitises a value by the schema of its
// argument. It mirrors rest_sanitize_request_arg.
func SanitizeArg(_ context.Context, _ *Request, a *Arg, value any) (any, error) {
	return a.SanitizeValue(value, a.Name)
}

// parseArg is the sanitizer of a typed Arg without one: it checks, then
// sanitises. It mirrors rest_parse_request_arg.
func parseArg(ctx context.Context, r *Request, a *Arg, value any) (any, error) {
	if err := ValidateArg(ctx, r, a, value); err != nil {
		return nil, err
	}
	return SanitizeArg(ctx, r, a, value)
}

// AbsInt is the ArgSanitizer that makes a whole number of any value and drops
// its sign. It mirrors absint.
func AbsInt(_ context.Context, _ *Request, _ *Arg, value any) (any, error) {
	n := toInt(value)
	if n < 0 {
		n = -n
	}
	return n, nil
}

// SanitizeText is the ArgSanitizer for one line of plain text. It mirrors
// sanitize_text_field.
func SanitizeText(_ context.Context, _ *Request, _ *Arg, value any) (any, error) {
	return TextField(toString(value)), nil
}

// SanitizeKey is the ArgSanitizer that lower-cases a value and keeps only
// a-z, 0-9, _ and - of it. It mirrors sanitize_key.
func SanitizeKey(_ context.Context, _ *Request, _ *Arg, value any) (any, error) {
	switch value.(type) {
	case nil, *Map:
		return "", nil
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_', c == '-':
			return c
		}
		return -1
	}, toString(value)), nil
}

// Property returns the property of that name, or nil.
func (s *Schema) Property(name string) *Schema {
	if s == nil {
		return nil
	}
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// types lists the type names of s.
func (s *Schema) types() []string {
	if s.Type == "" {
		return nil
	}
	return strings.Split(s.Type, "|")
}
