package wp

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
)

// metaOf lists the meta fields of a post type, its own and those of all.
func (s *Site) metaOf(t *PostType) []MetaField { return metaFor(s.postMeta, t.Name) }

// metaFields lists the meta fields of the objects of a kind; name is that of
// their post type or taxonomy.
func (s *Site) metaFields(kind MetaKind, name string) []MetaField {
	switch kind {
	case TermMeta:
		return metaFor(s.termMeta, name)
	case CommentMeta:
		return metaFor(s.commentMeta, name)
	case UserMeta:
		return metaFor(s.userMeta, name)
	}
	return metaFor(s.postMeta, name)
}

func metaKeys(fields []MetaField) []string {
	keys := make([]string, len(fields))
	for i, m := range fields {
		keys[i] = m.Key
	}
	return keys
}

// metaFor lists the meta fields that are for a post type or taxonomy: those for
// all, then its own.
func metaFor(fields []MetaField, name string) []MetaField {
	var all, own []MetaField
	for _, m := range fields {
		switch {
		case len(m.Types) == 0:
			all = append(all, m)
		case slices.Contains(m.Types, name):
			own = append(own, m)
		}
	}
	return append(all, own...)
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
	// They show even when they are empty.
	one.Extra = wprest.MapOf("title", one.Title, "description", one.Description)
	if one.Default == nil {
		one.Default = emptyOf(one.Type)
	}
	if one.Type == "object" && one.AdditionalProperties == nil && !one.Open {
		one.Closed = true
	}
	one.Extra = one.Extra.Clone()
	if one.Title == "" {
		one.Extra.Set("title", "") // both are there even where they say nothing
	}
	if one.Description == "" {
		one.Extra.Set("description", "")
	}
	if !m.Many {
		return &one
	}
	one.Name = ""
	return &wprest.Schema{Name: m.name(), Type: "array", Items: &one}
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
func (s *Site) metaSchema(t *PostType) *wprest.Schema { return metaSchemaOf(s.metaOf(t)) }

// metaSchemaOf is the property meta of objects with these fields.
func metaSchemaOf(fields []MetaField) *wprest.Schema {
	schema := &wprest.Schema{Name: "meta", Type: "object", Context: viewEdit(), Description: "Meta values.", Properties: []*wprest.Schema{}, ArgOptions: &wprest.ArgOptions{
		Validate: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) error {
			if _, ok := value.(*wprest.Map); !ok {
				return errMetaShape
			}
			return nil
		},
		Sanitize: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) { return value, nil },
	}}
	for _, m := range fields {
		schema.Properties = append(schema.Properties, m.schema())
	}
	return schema
}

type plainError string

func (e plainError) Error() string { return string(e) }

const errMetaShape plainError = "The meta values must be an object."

// metaValue makes the property meta.
func (s *Site) metaValue(t *PostType) wprest.ValueFunc[Post] {
	read := metaReader(s.metaOf(t))
	return func(_ context.Context, _ *wprest.Request, p *Post) (any, error) { return read(p.view.meta), nil }
}

// metaReader returns what makes the property meta of stored values by key.
func metaReader(fields []MetaField) func(stored map[string][]string) *wprest.Map {
	schemas := make([]*wprest.Schema, len(fields))
	for i := range fields {
		schemas[i] = fields[i].schema()
	}
	return func(stored map[string][]string) *wprest.Map {
		out := &wprest.Map{}
		for i, m := range fields {
			out.Set(schemas[i].Name, readMeta(m, schemas[i], stored[m.Key]))
		}
		return out
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
		return fitMeta(schema, schema.Default)
	}
	return readOneMeta(schema, stored[0])
}

// readOneMeta converts a stored value.
func readOneMeta(schema *wprest.Schema, text string) any {
	return fitMeta(schema, phpvalue.MaybeDecode(text))
}

// fitMeta makes a value one of the schema; one that does not fit reads as nil.
func fitMeta(schema *wprest.Schema, v any) any {
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
