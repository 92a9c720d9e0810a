package wprest

import (
	"context"
	"net/http"
	"slices"
)

// An embedSet says which relations _embed asks for; nil is all of them.
type embedSet []string

// parseEmbed reads the parameter _embed of a query.
func parseEmbed(query *Map) (embedSet, bool) {
	if !query.Has("_embed") {
		return nil, false
	}
	var rels embedSet
	switch v := query.Get("_embed").(type) {
	case string:
		if v == "" || v == "0" || v == "1" || v == "true" {
			return nil, true
		}
		rels = splitList(v)
	case *Map:
		for _, rel := range v.All() {
			if text, ok := rel.(string); ok {
				rels = append(rels, text)
			}
		}
	}
	return rels, true
}

func (set embedSet) wants(rel string) bool { return len(set) == 0 || slices.Contains(set, rel) }

// An embedder runs the requests behind the links of one answer, each once.
type embedder struct {
	server *Server
	wanted embedSet
	done   map[string]any
}

// embed adds _embedded to an answer, or to each item of a list.
func (s *Server) embed(ctx context.Context, data any, wanted embedSet) any {
	m, ok := unfold(data).(*Map)
	if !ok {
		return data
	}
	e := &embedder{server: s, wanted: wanted, done: map[string]any{}}
	if !m.hasIntKeys() {
		return e.item(ctx, m)
	}
	list := m.Clone()
	items := make([]*Map, len(list.entries))
	for i := range list.entries {
		items[i], _ = unfold(list.entries[i].value).(*Map)
	}
	e.prime(ctx, items)
	for i, item := range items {
		if item != nil {
			list.entries[i].value = e.item(ctx, item)
		}
	}
	return list
}

// item returns an item with what is embedded in it.
func (e *embedder) item(ctx context.Context, item *Map) *Map {
	links, ok := unfold(item.Get("_links")).(*Map)
	if !ok {
		return item
	}
	embedded := &Map{object: true}
	for rel, list := range links.All() {
		if !e.wanted.wants(rel) {
			continue
		}
		all := &Map{}
		filled := false
		targets, _ := list.(*Map)
		for _, target := range targets.All() {
			link, _ := target.(*Map)
			v := e.target(ctx, link)
			if m, isMap := v.(*Map); !isMap || m.Len() > 0 {
				filled = true
			}
			all.Append(v)
		}
		if filled {
			embedded.Set(rel, all)
		}
	}
	if embedded.Len() == 0 {
		return item
	}
	item = item.Clone()
	item.Set("_embedded", embedded)
	return item
}

// target returns what a link leads to; an empty Map if it cannot be embedded.
func (e *embedder) target(ctx context.Context, link *Map) any {
	href, _ := link.Get("href").(string)
	if embeddable, _ := link.Get("embeddable").(bool); !embeddable {
		return &Map{}
	}
	if v, ok := e.done[href]; ok {
		return v
	}
	v := e.fetch(ctx, href)
	e.done[href] = v
	return v
}

func (e *embedder) fetch(ctx context.Context, href string) any {
	r := e.request(href)
	if r == nil {
		return &Map{}
	}
	s := e.server
	resp := s.Do(ctx, r)
	v := s.flatten(ctx, s.withLinks(ctx, resp.Data, resp.Links))
	if v == nil {
		return &Map{}
	}
	return unfold(v)
}

// request makes the request for what a link leads to; nil when that is not of
// this API.
func (e *embedder) request(href string) *Request {
	s := e.server
	route, query, ok := s.address.routeOf(href)
	if !ok {
		return nil
	}
	r := NewRequest(http.MethodGet, trimRoute(route))
	r.Query = s.config.Limits.ParseQuery(query)
	if !r.Query.Has("context") {
		r.Query.Set("context", "embed")
	}
	if !r.Query.Has("per_page") {
		if found, ok := s.tree.find(r.Route, r.Method); ok {
			if a := found.endpoint.arg("per_page"); a != nil && a.Maximum != nil {
				r.Query.Set("per_page", int64(*a.Maximum))
			}
		}
	}
	return r
}
