package wp

import (
	"context"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// termParams are the arguments of a list of terms.
//
// See https://developer.wordpress.org/rest-api/reference/categories/#arguments.
func termParams(x *Taxonomy) []wprest.Param {
	ids := func(name, description string) wprest.Param {
		return ignored(wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: "integer"}, Default: []any{}, Description: description})
	}
	params := []wprest.Param{ids("exclude", "Terms to leave out."), ids("include", "Terms to take.")}
	if !x.Hierarchical {
		params = append(params, ignored(wprest.Schema{Name: "offset", Type: "integer", Description: "How many terms to pass over."}))
	}
	params = append(params, ignored(wprest.Schema{Name: "hide_empty", Type: "boolean", Default: false, Description: "Whether to leave out terms that no post has."}))
	if x.Hierarchical {
		params = append(params, ignored(wprest.Schema{Name: "parent", Type: "integer", Description: "The term above those that are wanted."}))
	}
	return append(params,
		ignored(wprest.Schema{Name: "post", Type: "integer", Extra: wprest.MapOf("default", nil), Description: "The post whose terms are wanted."}),
		ignored(wprest.Schema{Name: "slug", Type: "array", Items: &wprest.Schema{Type: "string"}, Description: "Slugs."}))
}

// termQuery turns the arguments of a list into a query.
func (s *Site) termQuery(x *Taxonomy) func(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
	return func(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
		r := l.Request
		l.Query.Where = append(l.Query.Where, termConditions(x, r)...)
		if l.Query.Search == "0" {
			l.Query.Search = "" // Quirk: PHP takes it for an empty string.
		}
		l.Query.Order = termOrder(r)
		if offset, ok := termOffset(x, r); ok {
			l.Query.Offset = int(offset)
		}
		if !hidesEmpty(r) {
			return l, nil
		}
		if !x.Hierarchical {
			l.Query = l.Query.And(termInUse())
			return l, nil
		}
		shown, err := s.termsInUse(ctx, x)
		if err == nil {
			l.Query = l.Query.And(wprest.Where("id", shown...))
		}
		return l, err
	}
}

func termInUse() wprest.Condition {
	return wprest.Condition{Field: "count", Op: wprest.Greater, Values: []any{int64(0)}}
}

func hidesEmpty(r *wprest.Request) bool { return r.Bool("hide_empty") && r.Int("post") == 0 }

// termConditions are those of a list but for hide_empty.
func termConditions(x *Taxonomy, r *wprest.Request) []wprest.Condition {
	where := []wprest.Condition{wprest.Where("taxonomy", x.Name)}
	if include, exclude := absInts(r, "include"), absInts(r, "exclude"); len(include) > 0 {
		where = append(where, wprest.Where("id", include...))
	} else if len(exclude) > 0 {
		c := wprest.Where("id", exclude...)
		c.Op = wprest.NotIn
		where = append(where, c)
	}
	if x.Hierarchical && r.Get("parent") != nil {
		where = append(where, wprest.Where("parent", r.Int("parent")))
	}
	if post := r.Int("post"); post != 0 {
		where = append(where, wprest.Where("post", post))
	}
	if slugs := termSlugs(r); len(slugs) > 0 {
		where = append(where, wprest.Where("slug", slugs...))
	}
	return where
}

func termSlugs(r *wprest.Request) []string {
	slugs := r.Strings("slug")
	for i := range slugs {
		slugs[i] = text.Slug(slugs[i])
	}
	return slugs
}

// absInts returns a list of ids; a sign counts for nothing.
func absInts(r *wprest.Request, name string) []int64 {
	ids := r.Ints(name)
	for i := range ids {
		ids[i] = abs(ids[i])
	}
	return ids
}

// termOrder sorts as orderby says; the order of a list that is not given is that
// of names.
func termOrder(r *wprest.Request) []wprest.Order {
	order := wprest.Order{Field: r.String("orderby"), Desc: r.String("order") == "desc"}
	switch order.Field {
	case "include":
		order.Field, order.Values = "id", anys(absInts(r, "include"))
	case "include_slugs":
		order.Field, order.Values = "slug", anys(termSlugs(r))
	default:
		return []wprest.Order{order}
	}
	if len(order.Values) == 0 {
		order.Field, order.Values = "name", nil
	}
	return []wprest.Order{order}
}

// termOffset returns the argument offset, which only flat taxonomies have.
func termOffset(x *Taxonomy, r *wprest.Request) (int64, bool) {
	offset := r.Int("offset")
	return abs(offset), !x.Hierarchical && offset != 0
}

// termsInUse lists the terms of a tree that posts have, and all above them.
func (s *Site) termsInUse(ctx context.Context, x *Taxonomy) ([]int64, error) {
	used, _, err := s.stores.Terms.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("taxonomy", x.Name), termInUse()}, NoTotal: true,
	})
	if err != nil {
		return nil, err
	}
	above, err := s.termsAbove(ctx, x, used)
	ids := make([]int64, 0, len(used)+len(above))
	for _, term := range used {
		ids = append(ids, term.ID)
	}
	for id := range above {
		ids = append(ids, id)
	}
	return ids, err
}

// termTotals corrects what the headers say: an offset counts as pages, and what
// a tree shows of terms that only others below them use is not counted.
func (s *Site) termTotals(x *Taxonomy) func(ctx context.Context, l wprest.ListQuery, t *wprest.Totals) error {
	return func(ctx context.Context, l wprest.ListQuery, t *wprest.Totals) error {
		r := l.Request
		if offset, ok := termOffset(x, r); ok {
			size := int64(l.Query.Limit)
			t.Page = (offset+size-1)/size + 1
		}
		if !x.Hierarchical || !hidesEmpty(r) {
			return nil
		}
		_, total, err := s.stores.Terms.List(ctx, wprest.Query{
			Where: append(termConditions(x, r), termInUse()), Search: l.Query.Search, SearchIn: l.Query.SearchIn, Limit: 1,
		})
		t.Items = total
		return err
	}
}
