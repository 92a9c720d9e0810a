package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// postController serves the posts of a type.
//
//wp:route GET,POST /wp/v2/posts
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/posts/(?P<id>[\d]+)
func (s *Site) postController(t *PostType) *wprest.Controller[int64, Post] {
	w := &postWriter{site: s, t: t}
	c := &wprest.Controller[int64, Post]{
		Namespace: t.namespace(),
		Base:      t.base(),
		Schema:    s.postSchema(t),
		Store:     s.stores.Posts,
		Key:       func(p *Post) int64 { return p.ID },
		Permit:    s.postPermit(t),
		Params:    s.postParams(t),
		Values:    s.postValues(t),
		Load:      s.loadPosts(t),
		Links:     s.postLinks(t),
		Single:    s.alternateLink(t),
		Decode:    w.decode,
		Saved:     w.saved,
		Trash:     w.trash,
		Remove:    w.remove,
		Atomic:    s.stores.Atomic,
		NotFound:  errPostID(),
		PageError: wprest.NewError(http.StatusBadRequest, "rest_post_invalid_page_number", "The page is beyond the last."),
		Batch:     wprest.AllowBatch,

		OrderBy:      postOrders(t),
		DefaultOrder: wprest.Order{Field: "date", Desc: true},
		Searchable:   true,
	}
	if s.noTrash {
		c.Trash = nil
	}
	c.ItemArgs = s.itemArgs(t)
	c.Query.Add(1, s.postQuery(t))
	c.Inserted.Add(lastly, w.keepRevision)
	if t.Name == "post" {
		c.Listed = s.stickyFirst
	}
	c.Found = func(ctx context.Context, _ *wprest.Request, page []*Post) error {
		return s.loadStatusesBefore(ctx, page)
	}
	if renderedTwice(t) {
		c.Prepare.Add(10, s.renderAgain)
	}
	return c
}

// itemArgs are the arguments of a single post.
func (s *Site) itemArgs(t *PostType) []wprest.Arg {
	args := []wprest.Arg{{Schema: wprest.Schema{Name: "password", Type: "string", Description: "The password of the post, if it has one."}}}
	if t.supports("excerpt") {
		args = append(args, wprest.Arg{Schema: wprest.Schema{Name: "excerpt_length", Type: "integer", Description: "How many words an excerpt made of the content has."}})
	}
	return args
}
