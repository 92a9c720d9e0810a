package wp

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// metaOf lists the meta fields of a post type, its own and those of all.
func (s *Site) metaOf(t *PostType) []MetaField {
	var list []MetaField
	for _, m := range s.postMeta {
		if len(m.Types) == 0 || slices.Contains(m.Types, t.Name) {
			list = append(list, m)
		}
	}
	return list
}

func (m *MetaField) name() string {
	if m.Schema.Name != "" {
		return m.Schema.Name
	}
	return m.Key
}

// schema is that of the field in REST.
func (m *MetaField) schema() *wprest.Schema {
	one := m.Schema
	one.Name = m.name()
	if one.Default == nil {
		one.Default = emptyOf(one.Type)
	}
	if one.Type == "object" && one.AdditionalProperties == nil && !one.Open {
		one.Closed = true
	}
	if !m.Many {
		return &one
	}
	one.Name = ""
	return &wprest.Schema{Name: m.name(), Type: "array", Items: &one, Default: []any{}}
}

// emptyOf is the empty value of a type.
func emptyOf(kind string) any {
	switch kind {
	case "boolean":
		return false
	case "integer":
		return int64(0)
	case "number":
		return 0.0
	case "array", "object":
		return &wprest.Map{}
	}
	return ""
}

// metaSchema is the property meta of a post type.
func (s *Site) metaSchema(t *PostType) *wprest.Schema {
	schema := &wprest.Schema{Name: "meta", Type: "object", Context: viewEdit(), Description: "Meta values.", Properties: []*wprest.Schema{}, ArgOptions: &wprest.ArgOptions{
		Validate: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) error {
			if _, ok := value.(*wprest.Map); !ok {
				return errMetaShape
			}
			return nil
		},
		Sanitize: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) { return value, nil },
	}}
	for _, m := range s.metaOf(t) {
		schema.Properties = append(schema.Properties, m.schema())
	}
	return schema
}

type plainError string

func (e plainError) Error() string { return string(e) }

const errMetaShape plainError = "The meta values must be an object."

// metaValue makes the property meta.
func (s *Site) metaValue(t *PostType) wprest.ValueFunc[Post] {
	fields := s.metaOf(t)
	schemas := make([]*wprest.Schema, len(fields))
	for i := range fields {
		schemas[i] = fields[i].schema()
	}
	return func(_ context.Context, _ *wprest.Request, p *Post) (any, error) {
		out := &wprest.Map{}
		for i, m := range fields {
			out.Set(schemas[i].Name, readMeta(m, schemas[i], p.view.meta[m.Key]))
		}
		return out, nil
	}
}

// readMeta makes the value of a field of what is stored.
func readMeta(m MetaField, schema *wprest.Schema, stored []string) any {
	if m.Many {
		all := &wprest.Map{}
		for _, text := range stored {
			all.Append(readOneMeta(schema.Items, text))
		}
		return all
	}
	if len(stored) == 0 {
		return schema.Default
	}
	return readOneMeta(schema, stored[0])
}

// readOneMeta converts a stored value; one that does not fit reads as nil.
func readOneMeta(schema *wprest.Schema, text string) any {
	v := phpvalue.MaybeDecode(text)
	if v == "" && schema.Type != "string" {
		v = emptyOf(schema.Type)
	}
	if schema.ValidateValue(v, "") != nil {
		return nil
	}
	v, err := schema.SanitizeValue(v, "")
	if err != nil {
		return nil
	}
	return v
}
