package wprest

import (
	"context"
	"net/http"
	"reflect"
)

func (c *Controller[K, T]) read(ctx context.Context, r *Request) (any, error) {
	item, err := c.Item(ctx, c.id(r))
	if err != nil {
		return nil, err
	}
	resp, err := c.one(ctx, r, item)
	if err == nil && c.Single != nil {
		err = c.Single(ctx, resp, item)
	}
	return resp, err
}

// one prepares a single item.
func (c *Controller[K, T]) one(ctx context.Context, r *Request, item *T) (*Response, error) {
	list, err := c.Present(ctx, r, []*T{item})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// Present makes the answers of items: their properties in the context of the
// request, as far as it wants them, with links.
func (c *Controller[K, T]) Present(ctx context.Context, r *Request, items []*T) ([]*Response, error) {
	added, err := c.load(ctx, r, items)
	if err != nil {
		return nil, err
	}
	properties := c.wanted(r)
	out := make([]*Response, len(items))
	for i, item := range items {
		data := &Map{entries: make([]mapEntry, 0, len(properties)+len(added))}
		for _, p := range properties {
			v, err := c.value(ctx, r, p, item)
			if err != nil {
				return nil, err
			}
			if _, absent := v.(Absent); absent {
				continue
			}
			data.add(p.Name, v)
		}
		for _, f := range added {
			if data.Has(f.name) {
				data.Set(f.name, f.values[i])
			} else {
				data.add(f.name, f.values[i])
			}
		}
		if out[i], err = c.prepared(ctx, r, item, data); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// load loads what belongs to items, and returns their added fields.
func (c *Controller[K, T]) load(ctx context.Context, r *Request, items []*T) ([]loadedField, error) {
	if added, ok := c.loaded(ctx, r, items); ok {
		return added, nil
	}
	if c.Load != nil && len(items) > 0 {
		if err := c.Load(ctx, r, items); err != nil {
			return nil, err
		}
	}
	return c.loadFields(ctx, r, items)
}

// prepared adds links and lets the Prepare hooks see an item.
func (c *Controller[K, T]) prepared(ctx context.Context, r *Request, item *T, data *Map) (*Response, error) {
	links := &Links{ctx: ctx}
	switch {
	case c.AllLinks != nil:
		c.AllLinks(ctx, r, links, item)
	case r.Wants("_links") || r.Query.Has("_embed") && r.Wants("_embedded"):
		links.Add("self", c.link(ctx, "/%v", c.Key(item)))
		links.Add("collection", c.link(ctx, ""))
		if c.Links != nil {
			c.Links(ctx, links, item)
		}
	}
	if !c.Prepare.Empty() {
		p, err := c.Prepare.Apply(ctx, Prepared[T]{Request: r, Item: item, Data: data, Links: links})
		if err != nil {
			return nil, err
		}
		data, links = p.Data, p.Links
	}
	return &Response{Status: http.StatusOK, Data: data, Links: links.list}, nil
}

// wanted lists the properties that show in the context of a request and that
// its _fields ask for. An id is always made: it may show as part of an answer.
func (c *Controller[K, T]) wanted(r *Request) []*Schema {
	var list []*Schema
	wants := r.Fields().Includes
	if c.WholeFields {
		wants = r.Fields().Names
	}
	for _, p := range c.Schema.Properties {
		if p.ShowsIn(r.Context()) && (p.Name == "id" || wants(p.Name)) {
			list = append(list, p)
		}
	}
	return list
}

// ShowsIn reports whether a property shows in a context. One without contexts
// shows in all.
func (s *Schema) ShowsIn(context string) bool {
	if len(s.Context) == 0 {
		return true
	}
	for _, c := range s.Context {
		if c == context {
			return true
		}
	}
	return false
}

// value makes the value of a property.
func (c *Controller[K, T]) value(ctx context.Context, r *Request, p *Schema, item *T) (any, error) {
	if value, ok := c.Values[p.Name]; ok {
		return value(ctx, r, item)
	}
	index, ok := c.getters[p.Name]
	if !ok {
		return nil, nil
	}
	v := reflect.ValueOf(item).Elem().FieldByIndex(index).Interface()
	if isNilPointer(v) {
		return nil, nil
	}
	return p.inContext(v, r.Context()), nil
}

// inContext leaves out of a value what its schema does not show in a context.
// It mirrors rest_filter_response_by_context.
func (s *Schema) inContext(v any, context string) any {
	if !s.hasInnerContexts() {
		return v
	}
	m, ok := unfold(v).(*Map)
	if !ok {
		return v
	}
	out := &Map{object: m.object}
	for k, member := range m.All() {
		inner := s.Property(k)
		switch {
		case inner == nil && s.Items != nil:
			member = s.Items.inContext(member, context)
		case inner == nil:
		case !inner.ShowsIn(context):
			continue
		default:
			member = inner.inContext(member, context)
		}
		out.Set(k, member)
	}
	return out
}

// hasInnerContexts reports whether parts of a value show in some contexts alone.
func (s *Schema) hasInnerContexts() bool {
	if s == nil {
		return false
	}
	for _, p := range s.Properties {
		if len(p.Context) > 0 || p.hasInnerContexts() {
			return true
		}
	}
	return s.Items.hasInnerContexts()
}
