package wprest

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// A Link leads from an item to another resource.
//
// See https://developer.wordpress.org/rest-api/using-the-rest-api/linking-and-embedding/.
type Link struct {
	Rel, Href string
	// Embeddable lets _embed put the target beside the link.
	Embeddable bool
	// Attrs are further members, as "taxonomy". It may be nil.
	Attrs *Map

	allowed []string // targetHints.allow
}

// Embed marks a link as embeddable, and returns it.
func (l *Link) Embed() *Link {
	l.Embeddable = true
	return l
}

// With adds an attribute to a link, and returns it.
func (l *Link) With(key string, value any) *Link {
	if l.Attrs == nil {
		l.Attrs = &Map{}
	}
	l.Attrs.Set(key, value)
	return l
}

// Links gathers the links of an item.
type Links struct {
	ctx  context.Context //nolint:containedctx // lives as long as the call that it is given to
	list []Link
}

// Add adds a link to an address, which To makes for routes of this API.
func (l *Links) Add(rel, href string) *Link {
	l.list = append(l.list, Link{Rel: rel, Href: href})
	return &l.list[len(l.list)-1]
}

// To returns the address of a route of this API, as To("/wp/v2/users/%d", id).
func (l *Links) To(format string, args ...any) string {
	return URL(l.ctx, fmt.Sprintf(format, args...))
}

// URL returns the address of a route of the API that runs the request of ctx: a
// rest_url. Without such a request it is the route itself.
func URL(ctx context.Context, route string) string {
	if s := callFrom(ctx).server; s != nil {
		return s.address.link(route)
	}
	return route
}

// A curie is a short name for the relations that begin with a prefix.
type curie struct {
	name, prefix, suffix, href string
}

// compact returns the short form of a relation.
func (c curie) compact(rel string) (string, bool) {
	rest, ok := strings.CutPrefix(rel, c.prefix)
	if !ok || !strings.HasSuffix(rest, c.suffix) || len(rest) <= len(c.suffix) {
		return "", false
	}
	return c.name + ":" + strings.TrimSuffix(rest, c.suffix), true
}

// A linkSet is the value of _links: relations in their order, those with a short
// name last, then curies.
type linkSet struct {
	links  []Link
	curies []curie // that are used
}

// linkSet prepares the links of one item: short names, and target hints for
// those to itself.
func (s *Server) linkSet(ctx context.Context, links []Link) *linkSet {
	set := &linkSet{links: make([]Link, 0, len(links))}
	var short []Link
	for _, l := range links {
		if l.Rel == "self" {
			l = s.withHints(ctx, l)
		}
		c, rel, ok := s.shortRel(l.Rel)
		if !ok {
			set.links = append(set.links, l)
			continue
		}
		l.Rel = rel
		short = append(short, l)
		set.use(c)
	}
	set.links = append(set.links, short...)
	return set
}

func (s *Server) shortRel(rel string) (curie, string, bool) {
	for _, c := range s.curies {
		if short, ok := c.compact(rel); ok {
			return c, short, true
		}
	}
	return curie{}, rel, false
}

func (set *linkSet) use(c curie) {
	for _, used := range set.curies {
		if used == c {
			return
		}
	}
	set.curies = append(set.curies, c)
}

// withHints adds to a link which methods its user may use on the target.
func (s *Server) withHints(ctx context.Context, l Link) Link {
	if hints, ok := l.Attrs.Get("targetHints").(*Map); ok && hints.Has("allow") {
		return l
	}
	route, query, ok := s.address.routeOf(l.Href)
	if !ok {
		return l
	}
	r := NewRequest(http.MethodGet, trimRoute(route))
	r.Query = s.config.Limits.ParseQuery(query)
	if !s.match(r) || s.checkArgs(ctx, r) != nil {
		return l
	}
	l.allowed = s.allowed(context.WithValue(ctx, requestKey, r), r)
	return l
}

// AppendJSON writes the links by relation.
func (set *linkSet) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	first := true
	for i, l := range set.links {
		if set.seen(i) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(appendJSONString(dst, l.Rel), ":["...)
		for j, same := range set.links[i:] {
			if same.Rel != l.Rel {
				continue
			}
			if j > 0 {
				dst = append(dst, ',')
			}
			var err error
			if dst, err = same.appendJSON(dst); err != nil {
				return dst, err
			}
		}
		dst = append(dst, ']')
	}
	for i, c := range set.curies {
		dst = append(dst, []string{`,"curies":[`, ","}[btoi(i > 0)]...)
		dst = append(appendJSONString(append(dst, `{"name":`...), c.name), `,"href":`...)
		dst = append(appendJSONString(dst, c.href), `,"templated":true}`...)
	}
	if len(set.curies) > 0 {
		dst = append(dst, ']')
	}
	return append(dst, '}'), nil
}

// seen reports whether the relation of link i is that of an earlier one.
func (set *linkSet) seen(i int) bool {
	for _, earlier := range set.links[:i] {
		if earlier.Rel == set.links[i].Rel {
			return true
		}
	}
	return false
}

func (l Link) appendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	if l.Embeddable {
		dst = append(dst, `"embeddable":true,`...)
	}
	for k, v := range l.Attrs.All() {
		dst = append(appendJSONString(dst, k), ':')
		var err error
		if dst, err = AppendJSON(dst, v); err != nil {
			return dst, err
		}
		dst = append(dst, ',')
	}
	dst = appendJSONString(append(dst, `"href":`...), l.Href)
	if len(l.allowed) > 0 {
		dst = append(dst, `,"targetHints":{"allow":`...)
		dst, _ = appendJSONList(dst, l.allowed) // strings always have a form
		dst = append(dst, '}')
	}
	return append(dst, '}'), nil
}

// flatten turns the Responses of an answer into their data with links: the
// answer itself when it is single, and each member of a list or Map.
func (s *Server) flatten(ctx context.Context, v any) any {
	switch v := v.(type) {
	case *Response:
		return s.withLinks(ctx, v.Data, v.Links)
	case []*Response:
		list := &Map{entries: make([]mapEntry, 0, len(v))}
		for _, item := range v {
			list.Append(s.flatten(ctx, item))
		}
		return list
	case []any:
		return s.flattenMembers(ctx, ListOf(v...))
	case *Map:
		return s.flattenMembers(ctx, v)
	}
	return v
}

func (s *Server) flattenMembers(ctx context.Context, list *Map) *Map {
	flat := list
	for i := range list.Len() {
		if item, ok := list.entries[i].value.(*Response); ok {
			if flat == list {
				flat = list.Clone() // which the host may keep
			}
			flat.entries[i].value = s.flatten(ctx, item)
		}
	}
	return flat
}

// withLinks returns data with the member _links.
func (s *Server) withLinks(ctx context.Context, data any, links []Link) any {
	if len(links) == 0 {
		return data
	}
	m, ok := unfold(data).(*Map)
	if !ok {
		return data
	}
	set := s.linkSet(ctx, links)
	if m.Has("_links") {
		m = m.Clone()
		m.Set("_links", set)
		return m
	}
	with := &Map{object: m.object, next: m.next, entries: make([]mapEntry, len(m.entries), len(m.entries)+1)}
	copy(with.entries, m.entries)
	with.add("_links", set)
	return with
}
