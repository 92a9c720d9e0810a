package wprest

import (
	"context"
	"encoding/json"
	"fmt"
)

// A Field is a property that a host adds to the items of a resource.
//
// See https://developer.wordpress.org/rest-api/extending-the-rest-api/modifying-responses/.
type Field[T, V any] struct {
	Name string
	// Schema describes the value. Nil shows the field in every context, keeps
	// it out of the item schema, and takes no value for it.
	Schema *Schema
	// Load returns the values of items, one for each. Nil: it never shows.
	Load func(ctx context.Context, items []*T) ([]V, error)
	// Save stores a value, after the item itself was stored. Its error is the
	// answer, but the item stays. Nil: what is sent is checked and dropped.
	Save func(ctx context.Context, item *T, value V) error
}

// addedField is a Field without the type of its values.
type addedField[T any] struct {
	name   string
	schema *Schema
	load   func(ctx context.Context, items []*T) ([]any, error)
	save   func(ctx context.Context, item *T, value any) error
}

// AddField adds a field to the items of a Controller: a register_rest_field.
func AddField[K ID, T, V any](c *Controller[K, T], f Field[T, V]) {
	added := addedField[T]{name: f.Name}
	if f.Schema != nil {
		s := *f.Schema
		s.Name = f.Name
		added.schema = &s
	}
	if f.Load != nil {
		added.load = func(ctx context.Context, items []*T) ([]any, error) {
			values, err := f.Load(ctx, items)
			if err == nil && len(values) != len(items) {
				err = fmt.Errorf("wprest: field %s: %d values for %d items", f.Name, len(values), len(items))
			}
			all := make([]any, len(values))
			for i, v := range values {
				all[i] = v
			}
			return all, err
		}
	}
	if f.Save != nil {
		added.save = func(ctx context.Context, item *T, value any) error {
			v, err := decodeAs[V](value)
			if err != nil {
				return invalidAsAWhole(err)
			}
			return f.Save(ctx, item, v)
		}
	}
	c.fields = append(c.fields, added)
}

// decodeAs turns a parameter into a Go value by way of its JSON.
func decodeAs[V any](value any) (v V, err error) {
	if same, ok := value.(V); ok {
		return same, nil
	}
	text, err := AppendJSON(nil, value)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	return v, err
}

// loadedField holds the values of a field for a page.
type loadedField struct {
	name   string
	values []any
}

// loadFields loads the added fields that a request wants.
func (c *Controller[K, T]) loadFields(ctx context.Context, r *Request, items []*T) ([]loadedField, error) {
	var loaded []loadedField
	if len(items) == 0 {
		return nil, nil
	}
	for _, f := range c.fields {
		if f.load == nil || !r.Wants(f.name) || f.schema != nil && !f.schema.ShowsIn(r.Context()) {
			continue
		}
		values, err := f.load(ctx, items)
		if err != nil {
			return nil, err
		}
		loaded = append(loaded, loadedField{f.name, values})
	}
	return loaded, nil
}

// saveFields saves the added fields that a request has values for.
func (c *Controller[K, T]) saveFields(ctx context.Context, r *Request, item *T) error {
	for _, f := range c.fields {
		if f.save == nil || f.schema == nil || f.schema.Readonly {
			continue
		}
		if v := r.Get(f.name); v != nil {
			if err := f.save(ctx, item, v); err != nil {
				return err
			}
		}
	}
	return nil
}
