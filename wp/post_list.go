package wp

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

func postOrders(t *PostType) []string {
	orders := []string{"author", "date", "id", "include", "modified", "parent", "relevance", "slug", "include_slugs", "title"}
	if t.supports("page-attributes") {
		orders = append(orders, "menu_order")
	}
	return orders
}

// postParams are the arguments of a list of posts.
//
// See https://developer.wordpress.org/rest-api/reference/posts/#arguments.
func (s *Site) postParams(t *PostType) []wprest.Param {
	ids := func(name, description string) wprest.Param {
		return ignored(wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: "integer"}, Default: []any{}, Description: description})
	}
	date := func(name string) wprest.Param {
		return ignored(wprest.Schema{Name: name, Type: "string", Format: "date-time", Description: "A bound of the date."})
	}
	params := []wprest.Param{date("after"), date("before"), date("modified_after"), date("modified_before")}
	if t.supports("author") {
		params = append(params, ids("author", "Authors."), ids("author_exclude", "Authors to leave out."))
	}
	params = append(params, ids("include", "Posts to take."), ids("exclude", "Posts to leave out."),
		ignored(wprest.Schema{Name: "offset", Type: "integer", Description: "How many posts to pass over."}),
		ignored(wprest.Schema{Name: "search_semantics", Type: "string", Enum: []any{"exact"}, Description: "How words are compared."}),
		ignored(wprest.Schema{Name: "search_columns", Type: "array", Default: []any{}, Description: "Where to look for words.",
			Items: &wprest.Schema{Type: "string", Enum: []any{"post_title", "post_content", "post_excerpt"}}}),
		ignored(wprest.Schema{Name: "slug", Type: "array", Items: &wprest.Schema{Type: "string"}, Description: "Slugs."}))
	if t.supports("page-attributes") {
		params = append(params, ignored(wprest.Schema{Name: "menu_order", Type: "integer", Description: "The place among others."}))
	}
	if t.Hierarchical {
		params = append(params, ids("parent", "Parents."), ids("parent_exclude", "Parents to leave out."))
	}
	params = append(params, s.statusParam(t))
	params = append(params, s.taxonomyParams(t)...)
	if t.Name == "post" {
		params = append(params, ignored(wprest.Schema{Name: "sticky", Type: "boolean", Description: "Whether to take sticky posts, or the others."}),
			ignored(wprest.Schema{Name: "ignore_sticky", Type: "boolean", Default: true, Description: "Whether sticky posts stay in their place."}))
	}
	if t.supports("post-formats") {
		params = append(params, ignored(wprest.Schema{Name: "format", Type: "array", UniqueItems: true, Description: "Formats.",
			Items: &wprest.Schema{Type: "string", Enum: formats()}}))
	}
	return params
}

// ignored is a Param that postQuery looks at.
func ignored(schema wprest.Schema) wprest.Param {
	return wprest.Param{Arg: wprest.Arg{Schema: schema}, Apply: func(q wprest.Query, _ any) (wprest.Query, error) { return q, nil }}
}

// statusParam checks which statuses the user may ask for.
func (s *Site) statusParam(t *PostType) wprest.Param {
	p := ignored(wprest.Schema{Name: "status", Type: "array", Default: "publish", Description: "Statuses.", Items: &wprest.Schema{Type: "string"}})
	for _, st := range s.statuses {
		p.Items.Enum = append(p.Items.Enum, st.Name)
	}
	p.Items.Enum = append(p.Items.Enum, "any")
	caps := t.caps()
	p.Sanitize = func(ctx context.Context, _ *wprest.Request, a *wprest.Arg, value any) (any, error) {
		out := wprest.ListOf()
		edit, err := wprest.May(ctx, caps.EditPosts)
		if err != nil {
			return nil, err
		}
		private, err := wprest.May(ctx, caps.ReadPrivatePosts)
		if err != nil {
			return nil, err
		}
		for _, v := range wprest.ToList(value) {
			name := strings.ToLower(wprest.ToString(v))
			switch {
			case name == StatusPublish:
			case edit:
				if err := a.ValidateValue(wprest.ListOf(name), a.Name); err != nil {
					return nil, err
				}
			case name != StatusPrivate || !private:
				return nil, wprest.Forbidden(ctx, "rest_forbidden_status", "You are not allowed to ask for this status.")
			}
			out.Append(name)
		}
		return out, nil
	}
	return p
}

// postQuery turns the arguments of a list into a query.
func (s *Site) postQuery(t *PostType) func(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
	return func(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
		r := l.Request
		if err := checkOrder(r); err != nil {
			return l, err
		}
		o, err := s.options(ctx)
		if err != nil {
			return l, err
		}
		b := &postQueryBuilder{site: s, t: t, r: r, options: o, q: l.Query.And(wprest.Where("type", t.Name))}
		if err := b.statuses(ctx); err != nil {
			return l, err
		}
		b.lists()
		b.dates()
		b.search(ctx)
		b.order()
		if err := b.terms(ctx); err != nil {
			return l, err
		}
		if offset := r.Get("offset"); offset != nil && r.Int("offset") != 0 {
			b.q.Offset = int(abs(r.Int("offset")))
		}
		l.Query = b.q
		return l, nil
	}
}

func checkOrder(r *wprest.Request) error {
	switch orderby := r.String("orderby"); {
	case orderby == "relevance" && r.String("search") == "":
		return wprest.NewError(http.StatusBadRequest, "rest_no_search_term_defined", "Relevance takes something to search for.")
	case orderby == "include" && len(r.Ints("include")) == 0:
		return wprest.NewError(http.StatusBadRequest, "rest_orderby_include_missing_include", "The order of include takes a list of ids.")
	}
	return nil
}

type postQueryBuilder struct {
	site    *Site
	t       *PostType
	r       *wprest.Request
	options options
	q       wprest.Query
}

func (b *postQueryBuilder) where(c wprest.Condition) { b.q.Where = append(b.q.Where, c) }

// statuses narrows to the statuses asked for; none asks for what may be read.
func (b *postQueryBuilder) statuses(ctx context.Context) error {
	asked := b.r.Strings("status")
	if len(asked) == 0 {
		return b.readableStatuses(ctx)
	}
	if slices.Contains(asked, "any") {
		asked = slices.DeleteFunc(asked, func(name string) bool { return name == "any" })
		for _, st := range b.site.statuses {
			if !st.NotSearched && !slices.Contains(asked, st.Name) {
				asked = append(asked, st.Name)
			}
		}
	}
	b.where(wprest.Where("status", asked...))
	return nil
}

// readableStatuses narrows to what is published, and the private posts that the
// user may read.
func (b *postQueryBuilder) readableStatuses(ctx context.Context) error {
	user := wprest.UserFrom(ctx)
	all, err := wprest.May(ctx, b.t.caps().ReadPrivatePosts)
	switch {
	case err != nil:
		return err
	case all:
		b.where(wprest.Where("status", StatusPublish, StatusPrivate))
	case user != nil:
		own := []wprest.Condition{wprest.Where("status", StatusPrivate), wprest.Where("author", user.ID)}
		b.where(wprest.Condition{Any: [][]wprest.Condition{{wprest.Where("status", StatusPublish)}, own}})
	default:
		b.where(wprest.Where("status", StatusPublish))
	}
	return nil
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

func (b *postQueryBuilder) ids(name string) []int64 {
	ids := b.r.Ints(name)
	for i := range ids {
		ids[i] = abs(ids[i])
	}
	return ids
}

// exclusive narrows by a list, or else by the list of what to leave out.
func (b *postQueryBuilder) exclusive(field, include, exclude string, excludeWins bool) {
	in, out := b.ids(include), b.ids(exclude)
	switch {
	case len(in) > 0 && (len(out) == 0 || !excludeWins):
		b.where(wprest.Where(field, in...))
	case len(out) > 0:
		c := wprest.Where(field, out...)
		c.Op = wprest.NotIn
		b.where(c)
	}
}

func (b *postQueryBuilder) lists() {
	if b.t.supports("author") {
		b.exclusive("author", "author", "author_exclude", true)
	}
	if b.t.Hierarchical {
		b.exclusive("parent", "parent", "parent_exclude", false)
	}
	if b.t.Name == "post" && b.r.Get("sticky") != nil {
		b.sticky(b.r.Bool("sticky"))
	} else {
		b.exclusive("id", "include", "exclude", false)
	}
	if slugs := b.r.Strings("slug"); len(slugs) > 0 {
		for i := range slugs {
			slugs[i] = text.QuerySlug(slugs[i])
		}
		b.where(wprest.Where("slug", slugs...))
	}
	if b.t.supports("page-attributes") && b.r.Get("menu_order") != nil {
		b.where(wprest.Where("menu_order", abs(b.r.Int("menu_order"))))
	}
}

// sticky narrows to the sticky posts, or to the others.
func (b *postQueryBuilder) sticky(only bool) {
	sticky := slices.Clone(b.options.sticky)
	if !only {
		b.exclusive("id", "include", "exclude", false)
		if len(sticky) > 0 {
			c := wprest.Where("id", sticky...)
			c.Op = wprest.NotIn
			b.where(c)
		}
		return
	}
	if include := b.ids("include"); len(include) > 0 {
		sticky = slices.DeleteFunc(sticky, func(id int64) bool { return !slices.Contains(include, id) })
	}
	b.where(wprest.Where("id", sticky...))
}

func (b *postQueryBuilder) dates() {
	zone := b.options.zone()
	for _, bound := range []struct {
		name, field string
		op          wprest.Op
	}{
		{"after", "date", wprest.Greater}, {"before", "date", wprest.Less},
		{"modified_after", "modified", wprest.Greater}, {"modified_before", "modified", wprest.Less},
	} {
		given, ok := parseDate(b.r.String(bound.name))
		if !ok {
			continue
		}
		local, _ := given.pair(zone)
		b.where(wprest.Condition{Field: bound.field, Op: bound.op, Values: []any{local.Truncate(time.Second)}})
	}
}

func (b *postQueryBuilder) search(ctx context.Context) {
	if b.q.Search == "" {
		return
	}
	b.q.SearchWhole = b.r.String("search_semantics") == "exact"
	for _, column := range b.r.Strings("search_columns") {
		b.q.SearchIn = append(b.q.SearchIn, strings.TrimPrefix(column, "post_"))
	}
	if wprest.UserFrom(ctx) == nil {
		b.where(wprest.Where("password", ""))
	}
}

// order sorts as orderby says.
func (b *postQueryBuilder) order() {
	order := wprest.Order{Field: b.r.String("orderby"), Desc: b.r.String("order") != "asc"}
	switch order.Field {
	case "include":
		order = wprest.Order{Field: "id", Values: anys(b.ids("include"))}
	case "include_slugs":
		order = wprest.Order{Field: "slug", Values: anys(b.r.Strings("slug"))}
		if len(order.Values) == 0 {
			order = wprest.Order{Field: "date"}
		}
	case "relevance":
		b.q.Order = []wprest.Order{{Field: "relevance"}, {Field: "date", Desc: order.Desc}}
		return
	}
	b.q.Order = []wprest.Order{order}
	if order.Values == nil && order.Field != "id" {
		// WordPress leaves ties to the database, which usually reads its index
		// in one direction.
		b.q.Order = append(b.q.Order, wprest.Order{Field: "id", Desc: order.Desc})
	}
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
