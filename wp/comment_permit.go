package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// commentPermit says who may do what with comments.
func (s *Site) commentPermit() wprest.Permit[Comment] {
	edit := func(ctx context.Context, c *Comment, code, message string) (bool, error) {
		if _, err := s.postOf(ctx, c); err != nil {
			return false, err
		}
		ok, err := s.mayEditComment(ctx, c, true)
		return require(ctx, ok, err, code, message)
	}
	return wprest.Permit[Comment]{
		List:   s.mayListComments,
		Show:   s.mayReadComment,
		Read:   s.mayShowComment,
		Create: s.mayComment,
		Update: func(ctx context.Context, _ *wprest.Request, c *Comment) (bool, error) {
			return edit(ctx, c, "rest_cannot_edit", "You are not allowed to change this comment.")
		},
		Delete: func(ctx context.Context, _ *wprest.Request, c *Comment) (bool, error) {
			return edit(ctx, c, "rest_cannot_delete", "You are not allowed to delete this comment.")
		},
	}
}

// postOf returns the post of a comment; nil for a comment without one. A post
// that is gone is an error.
func (s *Site) postOf(ctx context.Context, c *Comment) (*Post, error) {
	if c.Post == 0 {
		return nil, nil
	}
	p, err := s.post(ctx, c.Post)
	if err == nil && p == nil {
		err = errPostID()
	}
	return p, err
}

// mayEditComment asks for edit_comment, or where moderators may too for
// moderate_comments.
func (s *Site) mayEditComment(ctx context.Context, c *Comment, moderators bool) (bool, error) {
	if moderators {
		if ok, err := wprest.May(ctx, "moderate_comments"); ok || err != nil {
			return ok, err
		}
	}
	if wprest.UserFrom(ctx) == nil {
		return false, nil
	}
	o, err := s.commentObject(ctx, c)
	if err != nil {
		return false, err
	}
	return wprest.May(ctx, "edit_comment", o)
}

// commentObject tells the Authorizer about a comment.
func (s *Site) commentObject(ctx context.Context, c *Comment) (*auth.CommentObject, error) {
	o := &auth.CommentObject{ID: c.ID}
	if c.Post == 0 {
		return o, nil
	}
	p, err := s.post(ctx, c.Post)
	if p == nil || err != nil {
		return o, err
	}
	o.Post, err = s.postObject(ctx, p)
	return o, err
}

// mayReadPostOf reports whether the user may see a post as one with comments. Its
// password counts where the request is about that post, or about one comment.
func (s *Site) mayReadPostOf(ctx context.Context, r *wprest.Request, p *Post) (bool, error) {
	t := s.postType(p.Type)
	if t == nil || !t.ShowInREST {
		return false, nil
	}
	if p.Password != "" {
		open := false
		if namesOnePost(r) || wprest.Truthy(r.Get("id")) {
			locked, err := s.locked(ctx, r, p)
			if err != nil {
				return false, err
			}
			open = !locked
		}
		if !open {
			return s.mayPost(ctx, "edit_post", p)
		}
	}
	return s.readable(ctx, p)
}

func namesOnePost(r *wprest.Request) bool {
	v := r.Get("post")
	if list, ok := v.(*wprest.Map); ok {
		return list.Len() == 1
	}
	return wprest.Truthy(v)
}

// mayReadComment reports whether the user may see a comment.
func (s *Site) mayReadComment(ctx context.Context, r *wprest.Request, c *Comment) (bool, error) {
	if c.Post != 0 && c.Type != NoteType && c.Status == CommentApproved {
		p, err := s.post(ctx, c.Post)
		if err != nil {
			return false, err
		}
		if p != nil {
			if ok, err := s.mayReadPostOf(ctx, r, p); ok || err != nil {
				return ok, err
			}
		}
	}
	user := wprest.UserFrom(ctx)
	if user == nil {
		return false, nil
	}
	if c.Post == 0 {
		if ok, err := wprest.May(ctx, "moderate_comments"); !ok || err != nil {
			return false, err
		}
	}
	if c.Author == user.ID {
		return true, nil
	}
	return s.mayEditComment(ctx, c, false)
}

// mayShowComment decides about a request for one comment.
func (s *Site) mayShowComment(ctx context.Context, r *wprest.Request, c *Comment) (bool, error) {
	p, err := s.postOf(ctx, c)
	if err != nil {
		return false, err
	}
	if r.Context() == "edit" {
		may := func() (bool, error) { return wprest.May(ctx, "moderate_comments") }
		if c.Type == NoteType {
			may = func() (bool, error) { return s.mayEditComment(ctx, c, false) }
		}
		ok, err := may()
		if ok, err = require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to edit comments."); err != nil {
			return ok, err
		}
	}
	ok, err := s.mayReadComment(ctx, r, c)
	if ok, err = require(ctx, ok, err, "rest_cannot_read", "You are not allowed to see this comment."); err != nil {
		return ok, err
	}
	if p == nil {
		return true, nil
	}
	ok, err = s.mayReadPostOf(ctx, r, p)
	return require(ctx, ok, err, "rest_cannot_read_post", "You are not allowed to see the post of this comment.")
}

// mayListComments decides about a request for the list.
func (s *Site) mayListComments(ctx context.Context, r *wprest.Request) (bool, error) {
	posts := postsAsked(r)
	notes := r.String("type") == NoteType
	if err := s.mayListOfPosts(ctx, r, posts, notes); err != nil {
		return false, err
	}
	if r.Context() == "edit" {
		ok, err := s.mayListForEdit(ctx, posts, notes)
		if ok, err = require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to edit comments."); err != nil {
			return ok, err
		}
	}
	ok, err := wprest.May(ctx, "edit_posts")
	if ok || err != nil {
		return ok, err
	}
	protected := wprest.Truthy(r.Get("author")) || wprest.Truthy(r.Get("author_exclude")) || wprest.Truthy(r.Get("author_email"))
	if protected || r.String("type") != commentType || r.String("status") != "approve" {
		return false, wprest.Forbidden(ctx, "rest_forbidden_param", "You are not allowed to ask for comments in this way.")
	}
	return true, nil
}

// postsAsked lists the posts whose comments are wanted: numbers, unless the
// argument was refused.
func postsAsked(r *wprest.Request) []any {
	switch v := r.Get("post").(type) {
	case nil:
		return nil
	case *wprest.Map:
		return v.Values()
	default:
		return []any{v}
	}
}

// mayListOfPosts checks the posts whose comments are wanted.
func (s *Site) mayListOfPosts(ctx context.Context, r *wprest.Request, asked []any, notes bool) error {
	ids := make([]int64, len(asked))
	for i, v := range asked {
		ids[i] = wprest.ToInt(v)
	}
	posts, err := s.postsByID(ctx, ids)
	if err != nil {
		return err
	}
	for _, v := range asked {
		p := posts[wprest.ToInt(v)]
		if p != nil && notes {
			err = s.mayListNotes(ctx, p)
		}
		var ok bool
		switch {
		case err != nil:
		case p != nil:
			ok, err = s.mayReadPostOf(ctx, r, p)
			_, err = require(ctx, ok, err, "rest_cannot_read_post", "You are not allowed to see this post.")
		case v == int64(0):
			ok, err = wprest.May(ctx, "moderate_comments")
			_, err = require(ctx, ok, err, "rest_cannot_read", "You are not allowed to see comments without a post.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mayListNotes refuses to list notes of posts that have none.
func (s *Site) mayListNotes(ctx context.Context, p *Post) error {
	if s.takesNotes(p) {
		return nil
	}
	ok, err := s.mayPost(ctx, "edit_post", p)
	if err == nil && ok {
		return errNoNotes()
	}
	_, err = require(ctx, ok, err, "rest_forbidden_param", "You are not allowed to ask for notes.")
	return err
}

func errNoNotes() *wprest.Error {
	return wprest.NewError(http.StatusForbidden, "rest_comment_not_supported_post_type", "Posts of this type have no notes.")
}

// mayListForEdit decides about the edit context: editors of posts may have
// their notes in it.
func (s *Site) mayListForEdit(ctx context.Context, posts []any, notes bool) (bool, error) {
	if !notes || len(posts) == 0 {
		return wprest.May(ctx, "moderate_comments")
	}
	for _, v := range posts {
		p, err := s.post(ctx, wprest.ToInt(v))
		if p == nil || err != nil {
			return false, err
		}
		if ok, err := s.mayPost(ctx, "edit_post", p); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// supportsNotes reports whether posts of the type can have notes.
func (t *PostType) supportsNotes() bool {
	return wprest.ToBool(t.SupportArgs["editor"].Get("notes"))
}

// findPostsOf loads the posts of a page of comments, by which it is decided who
// sees them.
func (s *Site) findPostsOf(ctx context.Context, _ *wprest.Request, items []*Comment) error {
	ids := make([]int64, len(items))
	for i, c := range items {
		ids[i] = c.Post
	}
	_, err := s.postsByID(ctx, ids)
	return err
}
