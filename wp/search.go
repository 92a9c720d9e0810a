package wp

import (
	"context"
	"net/http"
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// A SearchHandler finds the items of one type for /wp/v2/search. Handlers are
// those in Site.Search, which a host may add to.
//
// See https://developer.wordpress.org/rest-api/reference/search-results/.
type SearchHandler struct {
	// Type is the value of the argument type that asks for the items.
	Type string
	// Subtypes lists the values of the argument subtype that narrow them.
	Subtypes []string
	// Find returns a page of items and how many there are in all.
	Find func(ctx context.Context, q SearchQuery) (page []SearchItem, total int, err error)
}

// A SearchQuery is what a search asks of a SearchHandler.
type SearchQuery struct {
	// Search is what to look for; "" is everything.
	Search string
	// Subtypes lists those of the handler's that are wanted. It is empty when
	// only others were asked for.
	Subtypes []string
	// Include and Exclude are ids. Include wins, and is no order.
	Include, Exclude []int64
	Offset, Limit    int
	// Wants reports whether a property is asked for: id, title, url, type,
	// subtype or _links.
	Wants func(property string) bool
}

// A SearchItem is one thing that was found.
type SearchItem struct {
	ID         any // a number or a string
	Title, URL string
	// Type is that of the handler unless it is given. Subtype may be "".
	Type, Subtype string
	// Links are those besides collection, with addresses as URL makes them.
	Links []wprest.Link
}

// searchRoutes serves /wp/v2/search.
//
//wp:route GET /wp/v2/search
type searchRoutes struct {
	site     *Site
	handlers []SearchHandler // as they were when the registry was built
}

// Routes implements wprest.Resource.
func (s *searchRoutes) Routes(add func(namespace, pattern string, r wprest.Route)) error {
	built := &searchRoutes{site: s.site, handlers: slices.Clone(s.site.Search)}
	schema := built.schema()
	add(namespace, "/search", wprest.Route{Schema: schema, Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public, Handler: built.answer, Args: built.args(schema),
	}}})
	return nil
}

// schema is the item schema of search results.
//
// See https://developer.wordpress.org/rest-api/reference/search-results/#schema.
func (s *searchRoutes) schema() *wprest.Schema {
	property := func(name, kind, format string, enum []any) *wprest.Schema {
		return &wprest.Schema{
			Name: name, Type: kind, Format: format, Enum: enum, Context: []string{"view", "embed"}, Readonly: true, Description: "The " + name + " of the item.",
		}
	}
	types, subtypes := s.enums()
	return &wprest.Schema{Title: "search-result", Type: "object", Properties: []*wprest.Schema{
		property("id", "integer|string", "", nil),
		property("title", "string", "", nil),
		property("url", "string", "uri", nil),
		property("type", "string", "", types),
		property("subtype", "string", "", subtypes),
	}}
}

// enums lists the types and subtypes of all handlers.
func (s *searchRoutes) enums() (types, subtypes []any) {
	for _, h := range s.handlers {
		types = append(types, h.Type)
		for _, name := range h.Subtypes {
			if !slices.Contains(subtypes, any(name)) {
				subtypes = append(subtypes, name)
			}
		}
	}
	return types, subtypes
}

// anySubtype is the subtype that stands for all.
const anySubtype = "any"

func (s *searchRoutes) args(schema *wprest.Schema) []wprest.Arg {
	types, subtypes := s.enums()
	args := append([]wprest.Arg{schema.ContextParam("view")}, wprest.ListArgs()...)
	kind := wprest.Arg{Schema: wprest.Schema{Name: "type", Type: "string", Enum: types, Description: "What kind of items to find."}}
	if len(types) > 0 {
		kind.Default = types[0]
	}
	return append(args, wprest.SearchArg(), kind,
		wprest.Arg{
			Schema: wprest.Schema{
				Name: "subtype", Type: "array", Default: anySubtype, Description: "What kinds within the type.",
				Items: &wprest.Schema{Type: "string", Enum: append(subtypes, anySubtype)},
			},
			Sanitize: s.sanitizeSubtypes,
		},
		idsArg("include", "Items to take."), idsArg("exclude", "Items to leave out."))
}

// sanitizeSubtypes checks subtypes, and drops those that are not of the type.
func (s *searchRoutes) sanitizeSubtypes(_ context.Context, r *wprest.Request, a *wprest.Arg, value any) (any, error) {
	given, isMap := value.(*wprest.Map)
	if !isMap {
		given = wprest.ListOf(wprest.ToList(value)...)
	}
	names := &wprest.Map{}
	for key, v := range given.All() {
		names.Set(key, text.Slug(wprest.ToString(v)))
	}
	if err := a.ValidateValue(names, a.Name); err != nil {
		return nil, err
	}
	if slices.Contains(names.Values(), any(anySubtype)) {
		return wprest.ListOf(anySubtype), nil
	}
	h := s.handler(r.String("type"))
	if h == nil {
		return nil, wprest.NewError(http.StatusBadRequest, "rest_search_invalid_type", "Nothing of this type can be searched for.")
	}
	kept := wprest.ListOf()
	for _, name := range names.All() {
		if slices.Contains(h.Subtypes, wprest.ToString(name)) {
			kept.Append(name)
		}
	}
	return kept, nil
}

func (s *searchRoutes) handler(kind string) *SearchHandler {
	for i := range s.handlers {
		if s.handlers[i].Type == kind {
			return &s.handlers[i]
		}
	}
	return nil
}

// answer answers a page of what was found.
func (s *searchRoutes) answer(ctx context.Context, r *wprest.Request) (any, error) {
	h := s.handler(r.String("type"))
	found, total, err := h.Find(ctx, h.query(r))
	if err != nil {
		return nil, err
	}
	page, size := r.Int("page"), r.Int("per_page")
	pages := (int64(total) + size - 1) / size
	if page > pages && total > 0 {
		return nil, wprest.NewError(http.StatusBadRequest, "rest_search_invalid_page_number", "The page is beyond the last.")
	}
	resp := wprest.NewResponse(nil)
	if r.Method != http.MethodHead { // whose answer has no body
		list := make([]*wprest.Response, len(found))
		for i := range found {
			list[i] = found[i].present(ctx, r, h)
		}
		resp.Data = list
	}
	// Quirk: the page before may be beyond the last, too.
	wprest.Paginate(resp, r, wprest.URL(ctx, namespace+"/search"), total, max(pages, page-1))
	resp.SetHeader("X-WP-TotalPages", pages)
	return resp, nil
}

// query makes a SearchQuery of the arguments of a request.
func (h *SearchHandler) query(r *wprest.Request) SearchQuery {
	size := int(r.Int("per_page"))
	q := SearchQuery{Search: r.String("search"), Subtypes: r.Strings("subtype"), Offset: (int(r.Int("page")) - 1) * size, Limit: size}
	if slices.Contains(q.Subtypes, anySubtype) {
		q.Subtypes = h.Subtypes
	}
	q.Include, q.Exclude = absInts(r, "include"), absInts(r, "exclude")
	q.Wants = func(property string) bool {
		return r.Method != http.MethodHead && (r.Wants(property) || property == "_links" && wantsLinks(r))
	}
	return q
}

// narrow adds the conditions on ids to a query of a store.
func (q *SearchQuery) narrow(to wprest.Query) wprest.Query {
	switch {
	case len(q.Include) > 0:
		return to.And(wprest.Where("id", q.Include...))
	case len(q.Exclude) > 0:
		c := wprest.Where("id", q.Exclude...)
		c.Op = wprest.NotIn
		return to.And(c)
	}
	return to
}

func (item *SearchItem) present(ctx context.Context, r *wprest.Request, h *SearchHandler) *wprest.Response {
	data := &wprest.Map{}
	set := func(name string, value any) {
		if r.Wants(name) {
			data.Set(name, value)
		}
	}
	set("id", item.ID)
	set("title", item.Title)
	set("url", item.URL)
	set("type", orLabel(item.Type, h.Type))
	if item.Subtype != "" {
		set("subtype", item.Subtype)
	}
	resp := wprest.NewResponse(data)
	if wantsLinks(r) {
		resp.Links = append(slices.Clone(item.Links), wprest.Link{Rel: "collection", Href: wprest.URL(ctx, namespace+"/search")})
	}
	return resp
}
