package wprest

import (
	"strings"
	"testing"
)

// echoSchemas holds the arguments of /harbor/v1/echo, as
// conformance/site/harbor.php declares them.
func echoSchemas() map[string]*Schema {
	schemas := []*Schema{
		{Name: "int", Type: "integer", Minimum: new(1.0), Maximum: new(10.0)},
		{Name: "xint", Type: "integer", Minimum: new(1.0), Maximum: new(10.0), ExclusiveMinimum: true, ExclusiveMaximum: true},
		{Name: "num", Type: "number", MultipleOf: new(0.5)},
		{Name: "bool", Type: "boolean"},
		{Name: "str", Type: "string", MinLength: new(2), MaxLength: new(5)},
		{Name: "pat", Type: "string", Pattern: "^[a-z]+$"},
		{Name: "enum", Type: "string", Enum: []any{"red", "green"}, Default: "red"},
		{Name: "date", Type: "string", Format: "date-time"},
		{Name: "mail", Type: "string", Format: "email"},
		{Name: "ip", Type: "string", Format: "ip"},
		{Name: "uuid", Type: "string", Format: "uuid"},
		{Name: "uri", Type: "string", Format: "uri"},
		{Name: "hex", Type: "string", Format: "hex-color"},
		{Name: "tf", Type: "string", Format: "text-field"},
		{Name: "ta", Type: "string", Format: "textarea-field"},
		{Name: "list", Type: "array", Items: &Schema{Type: "integer"}, MinItems: new(1), MaxItems: new(3), UniqueItems: true},
		{Name: "slist", Type: "array", Items: &Schema{Type: "string", Enum: []any{"a", "b", "c"}}},
		{Name: "obj", Type: "object", Closed: true, Properties: []*Schema{
			{Name: "x", Type: "integer", Required: true},
			{Name: "y", Type: "string"},
		}},
		{
			Name: "obj4", Type: "object",
			Properties:           []*Schema{{Name: "x", Type: "integer"}},
			RequiredProperties:   []string{"x"},
			PatternProperties:    []*Schema{{Name: "^s_", Type: "string"}},
			AdditionalProperties: &Schema{Type: "boolean"},
			MinProperties:        new(1), MaxProperties: new(3),
		},
		{Name: "multi", Type: "integer|string|null"},
		{Name: "nul", Type: "null"},
		{Name: "one", OneOf: []*Schema{
			{Type: "integer", Maximum: new(5.0)},
			{Type: "integer", Minimum: new(3.0)},
			{Type: "boolean"},
		}},
		{Name: "anyof", AnyOf: []*Schema{
			{Type: "string", MaxLength: new(2), Title: "Short"},
			{Type: "string", Pattern: "^z", Title: "Zed"},
		}},
		{Name: "needed", Type: "string", Required: true},
		{Name: "nested", Type: "object", Properties: []*Schema{
			{Name: "list", Type: "array", Items: &Schema{Type: "object", Properties: []*Schema{
				{Name: "id", Type: "integer"},
			}}},
		}},
		{Name: "strs", Type: "array", Items: &Schema{Type: "string"}},
		{Name: "flag", Type: "boolean", Default: false},
	}
	byName := map[string]*Schema{}
	for _, s := range schemas {
		byName[s.Name] = s
	}
	return byName
}

// fromJSON reads a JSON text as a request would.
func fromJSON(t testing.TB, text string) any {
	t.Helper()
	v, err := DecodeJSON([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// toJSON writes a value, for messages and comparison.
func toJSON(v any) string {
	text, err := AppendJSON(nil, normalize(v))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// schemaFrom reads a schema as Map writes it.
func schemaFrom(name string, v any) *Schema {
	m, _ := v.(*Map)
	s := &Schema{Name: name}
	keywords := schemaKeywords()
	for key, v := range m.All() {
		if set := keywords[key]; set != nil {
			set(s, v)
		}
	}
	return s
}

func schemaKeywords() map[string]func(*Schema, any) {
	count := func(v any) *int { return new(int(toInt(v))) }
	num := func(v any) *float64 { return new(toFloat(v)) }
	list := func(v any) []*Schema {
		schemas := []*Schema{}
		for key, sub := range v.(*Map).All() {
			schemas = append(schemas, schemaFrom(key, sub))
		}
		return schemas
	}
	texts := func(v any) []string {
		names := []string{}
		for _, name := range v.(*Map).All() {
			names = append(names, toString(name))
		}
		return names
	}
	return map[string]func(*Schema, any){
		"title":       func(s *Schema, v any) { s.Title = toString(v) },
		"description": func(s *Schema, v any) { s.Description = toString(v) },
		"default":     func(s *Schema, v any) { s.Default = v },
		"type": func(s *Schema, v any) {
			if m, ok := v.(*Map); ok {
				v = strings.Join(texts(m), "|")
			}
			s.Type = toString(v)
		},
		"format":     func(s *Schema, v any) { s.Format = toString(v) },
		"enum":       func(s *Schema, v any) { s.Enum = v.(*Map).Values() },
		"items":      func(s *Schema, v any) { s.Items = schemaFrom("", v) },
		"properties": func(s *Schema, v any) { s.Properties = list(v) },
		"additionalProperties": func(s *Schema, v any) {
			switch v {
			case true:
				s.Open = true
			case false:
				s.Closed = true
			default:
				s.AdditionalProperties = schemaFrom("", v)
			}
		},
		"patternProperties": func(s *Schema, v any) { s.PatternProperties = list(v) },
		"minProperties":     func(s *Schema, v any) { s.MinProperties = count(v) },
		"maxProperties":     func(s *Schema, v any) { s.MaxProperties = count(v) },
		"minimum":           func(s *Schema, v any) { s.Minimum = num(v) },
		"maximum":           func(s *Schema, v any) { s.Maximum = num(v) },
		"exclusiveMinimum":  func(s *Schema, v any) { s.ExclusiveMinimum = toBool(v) },
		"exclusiveMaximum":  func(s *Schema, v any) { s.ExclusiveMaximum = toBool(v) },
		"multipleOf":        func(s *Schema, v any) { s.MultipleOf = num(v) },
		"minLength":         func(s *Schema, v any) { s.MinLength = count(v) },
		"maxLength":         func(s *Schema, v any) { s.MaxLength = count(v) },
		"pattern":           func(s *Schema, v any) { s.Pattern = toString(v) },
		"minItems":          func(s *Schema, v any) { s.MinItems = count(v) },
		"maxItems":          func(s *Schema, v any) { s.MaxItems = count(v) },
		"uniqueItems":       func(s *Schema, v any) { s.UniqueItems = toBool(v) },
		"anyOf":             func(s *Schema, v any) { s.AnyOf = list(v) },
		"oneOf":             func(s *Schema, v any) { s.OneOf = list(v) },
		"required": func(s *Schema, v any) {
			if m, ok := v.(*Map); ok {
				s.RequiredProperties = texts(m)
				return
			}
			s.Required = toBool(v)
		},
		"context":  func(s *Schema, v any) { s.Context = texts(v) },
		"readonly": func(s *Schema, v any) { s.Readonly = toBool(v) },
		"links": func(s *Schema, v any) {
			for _, link := range v.(*Map).All() {
				s.Links = append(s.Links, link.(*Map))
			}
		},
	}
}
