package wprest

import "math"

// draft is the version of JSON Schema that the dialect says it is.
const draft = "http://json-schema.org/draft-04/schema#"

// Document returns the schema of a resource as clients see it: Map, after the
// version of JSON Schema.
func (s *Schema) Document() *Map {
	m := MapOf("$schema", draft)
	for key, v := range s.Map().All() {
		m.Set(key, v)
	}
	return m
}

// Map returns the whole schema as clients see it. Keywords that are not set are
// left out; Properties, PatternProperties and Context that are empty but not
// nil show as [].
func (s *Schema) Map() *Map {
	m := s.keywords()
	if s.Context != nil {
		m.Set("context", normalize(s.Context))
	}
	setTrue(m, "readonly", s.Readonly)
	setTrue(m, "required", s.Required)
	if len(s.RequiredProperties) > 0 {
		m.Set("required", normalize(s.RequiredProperties))
	}
	if s.Links != nil {
		m.Set("links", normalize(s.Links))
	}
	for key, v := range s.Extra.All() {
		m.Set(key, normalize(v))
	}
	return m
}

// argMap returns the schema of an argument as indexes show it: what concerns
// only a resource is left out at the top, and required comes last and always.
func (s *Schema) argMap() *Map {
	m := s.keywords()
	for key, v := range s.Extra.All() {
		switch key {
		case "context", "readonly", "required", "links":
		default:
			m.Set(key, normalize(v))
		}
	}
	m.Set("required", s.Required || len(s.RequiredProperties) > 0)
	return m
}

// keywords returns the keywords of rest_get_allowed_schema_keywords.
func (s *Schema) keywords() *Map {
	m := &Map{}
	setText(m, "title", s.Title)
	setText(m, "description", s.Description)
	if s.Default != nil {
		m.Set("default", normalize(s.Default))
	}
	s.typeKeyword(m)
	setText(m, "format", s.Format)
	if s.Enum != nil {
		m.Set("enum", normalize(s.Enum))
	}
	if s.Items != nil {
		m.Set("items", s.Items.Map())
	}
	setSchemas(m, "properties", s.Properties)
	switch {
	case s.Closed:
		m.Set("additionalProperties", false)
	case s.AdditionalProperties != nil:
		m.Set("additionalProperties", s.AdditionalProperties.Map())
	case s.Open:
		m.Set("additionalProperties", true)
	}
	setSchemas(m, "patternProperties", s.PatternProperties)
	setCount(m, "minProperties", s.MinProperties)
	setCount(m, "maxProperties", s.MaxProperties)
	setNumber(m, "minimum", s.Minimum)
	setNumber(m, "maximum", s.Maximum)
	setTrue(m, "exclusiveMinimum", s.ExclusiveMinimum)
	setTrue(m, "exclusiveMaximum", s.ExclusiveMaximum)
	setNumber(m, "multipleOf", s.MultipleOf)
	setCount(m, "minLength", s.MinLength)
	setCount(m, "maxLength", s.MaxLength)
	setText(m, "pattern", s.Pattern)
	setCount(m, "minItems", s.MinItems)
	setCount(m, "maxItems", s.MaxItems)
	setTrue(m, "uniqueItems", s.UniqueItems)
	setList(m, "anyOf", s.AnyOf)
	setList(m, "oneOf", s.OneOf)
	return m
}

func (s *Schema) typeKeyword(m *Map) {
	if !isTypeList(s.Type) {
		setText(m, "type", s.Type)
		return
	}
	m.Set("type", normalize(s.types()))
}

func setText(m *Map, key, text string) {
	if text != "" {
		m.Set(key, text)
	}
}

func setTrue(m *Map, key string, is bool) {
	if is {
		m.Set(key, true)
	}
}

func setCount(m *Map, key string, n *int) {
	if n != nil {
		m.Set(key, int64(*n))
	}
}

func setNumber(m *Map, key string, f *float64) {
	switch {
	case f == nil:
	case *f == math.Trunc(*f) && math.Abs(*f) < 1<<53:
		m.Set(key, int64(*f))
	default:
		m.Set(key, *f)
	}
}

// setSchemas sets an object of schemas by their names.
func setSchemas(m *Map, key string, schemas []*Schema) {
	if schemas == nil {
		return
	}
	object := &Map{}
	for _, sub := range schemas {
		object.Set(sub.Name, sub.Map())
	}
	m.Set(key, object)
}

func setList(m *Map, key string, schemas []*Schema) {
	if len(schemas) == 0 {
		return
	}
	list := &Map{}
	for _, sub := range schemas {
		list.Append(sub.Map())
	}
	m.Set(key, list)
}
