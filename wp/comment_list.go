package wp

import (
	"context"
	"time"

	"github.com/wprest/wprest"
)

// commentParams are the arguments of the list of comments.
//
// See https://developer.wordpress.org/rest-api/reference/comments/#arguments.
func commentParams() []wprest.Param {
	ids := func(name, description string, byDefault any) wprest.Param {
		return ignored(wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: "integer"}, Default: byDefault, Description: description})
	}
	date := func(name string) wprest.Param {
		return ignored(wprest.Schema{Name: name, Type: "string", Format: "date-time", Description: "A bound of the date."})
	}
	key := func(name, byDefault, description string) wprest.Param {
		p := ignored(wprest.Schema{Name: name, Type: "string", Default: byDefault, Description: description})
		p.Validate, p.Sanitize = wprest.ValidateArg, wprest.SanitizeKey
		return p
	}
	none := []any{}
	return []wprest.Param{
		date("after"), date("before"),
		ids("author", "Users.", nil), ids("author_exclude", "Users to leave out.", nil),
		ignored(wprest.Schema{Name: "author_email", Type: "string", Format: "email", Extra: wprest.MapOf("default", nil), Description: "The e-mail address of the author."}),
		ids("exclude", "Comments to leave out.", none), ids("include", "Comments to take.", none),
		ignored(wprest.Schema{Name: "offset", Type: "integer", Description: "How many comments to pass over."}),
		ids("parent", "Comments that are answered.", none), ids("parent_exclude", "Comments whose answers to leave out.", none),
		ids("post", "Posts.", none),
		key("status", "approve", "The status."), key("type", commentType, "The kind of comments."),
		ignored(wprest.Schema{Name: "password", Type: "string", Description: "The password of the post, if it has one."}),
	}
}

// commentQuery turns the arguments of the list into a query.
func (s *Site) commentQuery(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
	o, err := s.options(ctx)
	if err != nil {
		return l, err
	}
	r := l.Request
	l.Query = l.Query.And(commentConditions(o, r)...)
	if withoutOrder(r) {
		l.Query = l.Query.And(wprest.Where[int64]("id"))
	}
	l.Query.Order = commentOrder(r)
	if offset := r.Int("offset"); offset != 0 {
		l.Query.Offset = int(abs(offset))
	}
	return l, nil
}

// withoutOrder reports a list in the order of ids that are not given.
//
// Quirk: it is empty.
func withoutOrder(r *wprest.Request) bool {
	return r.String("orderby") == "include" && len(r.Ints("include")) == 0
}

func commentConditions(o options, r *wprest.Request) []wprest.Condition {
	var where []wprest.Condition
	add := func(c wprest.Condition, op wprest.Op) {
		c.Op = op
		where = append(where, c)
	}
	for _, list := range []struct {
		arg, field string
		op         wprest.Op
	}{
		{"author", "author", wprest.In}, {"author_exclude", "author", wprest.NotIn}, {"include", "id", wprest.In}, {"exclude", "id", wprest.NotIn},
		{"parent", "parent", wprest.In}, {"parent_exclude", "parent", wprest.NotIn}, {"post", "post", wprest.In},
	} {
		if ids := absInts(r, list.arg); len(ids) > 0 {
			add(wprest.Where(list.field, ids...), list.op)
		}
	}
	if email := r.String("author_email"); email != "" {
		add(wprest.Where("author_email", email), wprest.In)
	}
	for _, bound := range []struct {
		arg string
		op  wprest.Op
	}{{"after", wprest.Greater}, {"before", wprest.Less}} {
		if given, ok := parseDate(r.String(bound.arg)); ok {
			local, _ := given.pair(o.zone())
			add(wprest.Where("date", local.Truncate(time.Second)), bound.op)
		}
	}
	return append(where, commentKinds(r)...)
}

// commentKinds are the conditions on status and type.
func commentKinds(r *wprest.Request) []wprest.Condition {
	var where []wprest.Condition
	add := func(c wprest.Condition, op wprest.Op) {
		c.Op = op
		where = append(where, c)
	}
	switch status := r.String("status"); status {
	case "any":
	case "all", "":
		add(wprest.Where("status", CommentApproved, CommentHeld), wprest.In)
	default:
		add(wprest.Where("status", storedStatus(status)), wprest.In)
	}
	switch kind := r.String("type"); kind {
	case "all":
	case "":
		add(wprest.Where("type", NoteType), wprest.NotIn)
	case commentType, "comments":
		add(wprest.Where("type", commentType, ""), wprest.In)
	case "pings":
		add(wprest.Where("type", "pingback", "trackback"), wprest.In)
	default:
		add(wprest.Where("type", kind), wprest.In)
	}
	return where
}

// storedStatus is the status that is stored for one that a list is asked for.
func storedStatus(asked string) string {
	switch asked {
	case "approve":
		return CommentApproved
	case "hold":
		return CommentHeld
	}
	return asked
}

// commentOrder sorts as orderby says. Comments of one date stay in the direction
// of the list; else of what is equal the newest come first.
func commentOrder(r *wprest.Request) []wprest.Order {
	order := wprest.Order{Field: r.String("orderby"), Desc: r.String("order") != "asc"}
	switch order.Field {
	case "include":
		return []wprest.Order{{Field: "id", Values: anys(absInts(r, "include"))}}
	case "id":
		return []wprest.Order{order}
	case "date", "date_gmt":
		return []wprest.Order{order, {Field: "id", Desc: order.Desc}}
	}
	return []wprest.Order{order, {Field: "id", Desc: true}}
}

// commentTotals counts all comments where the list shows none for want of an
// order.
//
// Quirk: totals are strings unless the page was empty.
func (s *Site) commentTotals(ctx context.Context, l wprest.ListQuery, t *wprest.Totals) error {
	if t.Text = l.Query.Offset < t.Items; !withoutOrder(l.Request) {
		return nil
	}
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	_, t.Items, err = s.stores.Comments.List(ctx, wprest.Query{
		Where: commentConditions(o, l.Request), Search: l.Query.Search, SearchIn: l.Query.SearchIn, Limit: 1,
	})
	return err
}
