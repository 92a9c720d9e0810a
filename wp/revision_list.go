package wp

import (
	"context"
	"fmt"
	"net/http"

	"github.com/wprest/wprest"
)

// list answers the revisions of a post.
func (v *revisionRoutes) list(ctx context.Context, r *wprest.Request) (any, error) {
	if err := checkOrder(r); err != nil {
		return nil, err
	}
	q := v.query(r)
	items, total, err := v.page(ctx, q)
	if err != nil {
		return nil, err
	}
	pages := int64(1)
	switch {
	case total == 0:
		pages = 0
	case q.Limit > 0:
		pages = (int64(total) + int64(q.Limit) - 1) / int64(q.Limit)
	}
	if err := checkPage(r, int64(total), pages); err != nil {
		return nil, err
	}
	resp := wprest.NewResponse(nil)
	if r.Method != http.MethodHead { // whose answer has no body
		shown := make([]*Post, len(items))
		for i := range items {
			shown[i] = &items[i]
		}
		if resp.Data, err = v.view.Present(ctx, r, shown); err != nil {
			return nil, err
		}
	}
	wprest.Paginate(resp, r, wprest.URL(ctx, fmt.Sprintf("%s/%d/revisions", v.t.route(), r.Int("parent"))), total, pages)
	return resp, nil
}

// checkPage refuses what lies beyond the end of a list that is not empty.
func checkPage(r *wprest.Request, total, pages int64) error {
	switch offset := r.Int("offset"); {
	case total == 0:
	case offset >= total: // Quirk: without a page size the offset skips nothing, but may be too high.
		return wprest.NewError(http.StatusBadRequest, "rest_revision_invalid_offset_number", "The offset is beyond the last revision.")
	case offset == 0 && r.Int("page") > pages:
		return wprest.NewError(http.StatusBadRequest, "rest_revision_invalid_page_number", "The page is beyond the last.")
	}
	return nil
}

// page runs a query; a site that keeps no revisions has none.
func (v *revisionRoutes) page(ctx context.Context, q wprest.Query) ([]Post, int, error) {
	if v.site.maxRevisions < 0 {
		return nil, 0, nil
	}
	return v.site.stores.Posts.List(ctx, q)
}

// query makes a Query of the arguments of a list.
func (v *revisionRoutes) query(r *wprest.Request) wprest.Query {
	b := &postQueryBuilder{r: r, q: wprest.Query{
		Where:  []wprest.Condition{wprest.Where("type", revisionType), wprest.Where("parent", r.Int("parent"))},
		Search: r.String("search"), Limit: int(r.Int("per_page")), Fields: v.wanted(r),
	}}
	b.exclusive("id", "include", "exclude", false)
	b.order()
	if field := r.String("orderby"); field == "date" || field == "slug" {
		desc := r.String("order") != "asc"
		b.q.Order = []wprest.Order{{Field: field, Desc: desc}, {Field: "id", Desc: desc}}
	}
	switch {
	case b.q.Limit == 0:
	case r.Get("offset") != nil:
		b.q.Offset = int(abs(r.Int("offset")))
	default:
		b.q.Offset = (int(r.Int("page")) - 1) * b.q.Limit
	}
	return b.q
}

// wanted names the properties that an answer shows, and the parent, which it
// links to.
func (v *revisionRoutes) wanted(r *wprest.Request) []string {
	fields := []string{"id", "parent"}
	if r.Method == http.MethodHead {
		return fields
	}
	for _, p := range v.view.Schema.Properties {
		if p.ShowsIn(r.Context()) && r.Wants(p.Name) {
			fields = append(fields, p.Name)
		}
	}
	return fields
}
