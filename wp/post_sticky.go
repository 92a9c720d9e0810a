package wp

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
)

// stickyFirst puts the sticky posts on top of the first page of a list that asks
// for it, those too that the list would not show. The totals do not change.
func (s *Site) stickyFirst(ctx context.Context, l wprest.ListQuery, page []Post) ([]Post, error) {
	r := l.Request
	if r.Bool("ignore_sticky") || r.Int("page") > 1 || len(r.Ints("include")) > 0 || l.Query.Search != "" || s.narrowsByTerm(r) {
		return page, nil
	}
	o, err := s.options(ctx)
	if err != nil || len(o.sticky) == 0 {
		return page, err
	}
	var top, rest []Post
	missing := slices.Clone(o.sticky)
	for _, p := range page {
		if !slices.Contains(o.sticky, p.ID) {
			rest = append(rest, p)
			continue
		}
		top = append(top, p)
		missing = slices.DeleteFunc(missing, func(id int64) bool { return id == p.ID })
	}
	excluded := r.Ints("exclude")
	missing = slices.DeleteFunc(missing, func(id int64) bool {
		return slices.Contains(excluded, id) || slices.Contains(excluded, -id)
	})
	if r.Get("sticky") != nil && !r.Bool("sticky") || len(missing) == 0 {
		return append(top, rest...), nil
	}
	more, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{
			wprest.Where("id", missing...), wprest.Where("type", "post"), wprest.Where("status", StatusPublish),
		},
		Order: []wprest.Order{{Field: "date", Desc: true}}, NoTotal: true, Fields: l.Query.Fields,
	})
	return slices.Concat(top, more, rest), err
}

// narrowsByTerm reports whether a list of posts asks for terms or formats.
func (s *Site) narrowsByTerm(r *wprest.Request) bool {
	if len(r.Strings("format")) > 0 {
		return true
	}
	for _, x := range s.restTaxonomiesOf(s.postType("post")) {
		if len(readTermFilter(r.Get(x.base())).ids) > 0 {
			return true
		}
	}
	return false
}
