package wp

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/wprest/wprest"
)

// mayComment checks who may write a new comment where, in WordPress's order.
func (s *Site) mayComment(ctx context.Context, r *wprest.Request) (bool, error) {
	o, err := s.options(ctx)
	if err != nil {
		return false, err
	}
	note := r.String("type") == NoteType
	if wprest.UserFrom(ctx) == nil && (note || o.isOn("comment_registration") || s.anonymous == nil || !s.anonymous(ctx, r)) {
		return false, wprest.NewError(http.StatusUnauthorized, "rest_comment_login_required", "Log in to comment.")
	}
	p, err := s.post(ctx, r.Int("post"))
	if err != nil {
		return false, err
	}
	if err := s.mayGive(ctx, r, p, note); err != nil {
		return false, err
	}
	refuse := func(code, message string) (bool, error) {
		return false, wprest.NewError(http.StatusForbidden, code, message)
	}
	switch {
	case r.Int("post") == 0 || p == nil:
		return refuse("rest_comment_invalid_post_id", "There is no such post.")
	case note && !s.takesNotes(p):
		return false, errNoNotes()
	case p.Status == StatusDraft && !note:
		return refuse("rest_comment_draft_post", "Drafts take no comments.")
	case p.Status == StatusTrash:
		return refuse("rest_comment_trash_post", "Posts in the trash take no comments.")
	}
	ok, err := s.mayReadPostOf(ctx, r, p)
	if ok, err = require(ctx, ok, err, "rest_cannot_read_post", "You are not allowed to see this post."); err != nil {
		return ok, err
	}
	if !note && !s.commentsOpen(o, p) {
		return refuse("rest_comment_closed", "The post takes no more comments.")
	}
	return true, nil
}

// mayGive checks what only some may give for a comment: another author, an
// address, a status.
func (s *Site) mayGive(ctx context.Context, r *wprest.Request, p *Post, note bool) error {
	moderator, err := wprest.May(ctx, "moderate_comments")
	if err != nil {
		return err
	}
	user := wprest.UserFrom(ctx)
	if r.Get("author") != nil && !moderator && (user == nil || r.Int("author") != user.ID) {
		return wprest.Forbidden(ctx, "rest_comment_invalid_author", "You are not allowed to comment for somebody else.")
	}
	if r.Get("author_ip") != nil && !moderator && r.String("author_ip") != s.clientAddress(ctx) {
		return wprest.Forbidden(ctx, "rest_comment_invalid_author_ip", "You are not allowed to set the IP address.")
	}
	mayEdit := false
	if note && p != nil && user != nil {
		if mayEdit, err = s.mayPost(ctx, "edit_post", p); err != nil {
			return err
		}
	}
	if note && r.Int("post") != 0 && !mayEdit {
		return wprest.Forbidden(ctx, "rest_cannot_create_note", "You are not allowed to leave notes on this post.")
	}
	if r.Get("status") != nil && !moderator && !mayEdit {
		return wprest.Forbidden(ctx, "rest_comment_invalid_status", "You are not allowed to set the status.")
	}
	return nil
}

func (s *Site) takesNotes(p *Post) bool {
	t := s.postType(p.Type)
	return t != nil && t.supportsNotes()
}

// commentsOpen reports whether a post takes comments. It mirrors comments_open.
func (s *Site) commentsOpen(o options, p *Post) bool {
	days := o.number("close_comments_days_old")
	if p.CommentStatus != "open" {
		return false
	}
	if p.Type != "post" || !o.isOn("close_comments_for_old_posts") || days <= 0 || p.DateGMT.IsZero() {
		return true
	}
	return s.now().Sub(p.DateGMT) <= time.Duration(days)*24*time.Hour
}

// clientAddress is where a request comes from, as the host has it.
func (s *Site) clientAddress(ctx context.Context) string {
	hr := wprest.HTTPRequest(ctx)
	if hr == nil {
		return ""
	}
	if s.clientIP != nil {
		return s.clientIP(hr)
	}
	if from, err := netip.ParseAddrPort(hr.RemoteAddr); err == nil {
		return from.Addr().Unmap().String()
	}
	return hr.RemoteAddr
}

// create takes in a new comment, and decides whether it shows.
func (c *commentChange) create(ctx context.Context) error {
	if wprest.Truthy(c.r.Get("id")) {
		return wprest.NewError(http.StatusBadRequest, "rest_comment_exists", "An existing comment cannot be created.")
	}
	switch kind := c.r.String("type"); {
	case !wprest.Truthy(c.r.Get("type")):
		c.c.Type = commentType
	case kind == commentType || kind == NoteType:
		c.c.Type = kind
	default:
		return wprest.NewError(http.StatusBadRequest, "rest_invalid_comment_type", "Comments of this type cannot be created.")
	}
	c.c.Post, c.c.Parent = c.r.Int("post"), c.r.Int("parent")
	if err := inTurn(ctx, c.author, c.address, c.text, c.dates); err != nil {
		return err
	}
	c.c.Content = trimSpace(c.c.Content)
	if c.c.Content == "" && !c.isNoteStatus() {
		return errCommentContent()
	}
	if err := inTurn(ctx, c.signed, c.lengths, c.original, c.unhurried, c.moderate, c.clean); err != nil {
		return err
	}
	c.c.Parent = max(0, c.c.Parent)
	return nil
}

func errCommentContent() *wprest.Error {
	return wprest.NewError(http.StatusBadRequest, "rest_comment_content_invalid", "A comment needs a text.")
}

// isNoteStatus reports a note that only says that its thread is resolved or open
// again.
func (c *commentChange) isNoteStatus() bool {
	meta, _ := c.r.Get("meta").(*wprest.Map)
	status := meta.Get(noteStatusKey)
	return c.c.Type == NoteType && (status == "resolved" || status == "reopen")
}

// signed makes the user the author of a comment that names none, and asks for
// what the site wants to know of authors.
func (c *commentChange) signed(ctx context.Context) error {
	unnamed := !wprest.Truthy(c.c.AuthorName) && !wprest.Truthy(c.c.AuthorEmail) && !wprest.Truthy(c.c.AuthorURL)
	if user := wprest.UserFrom(ctx); user != nil && c.c.Author == 0 && unnamed {
		if err := c.signAs(ctx, user.ID); err != nil {
			return err
		}
	}
	if c.options.isOn("require_name_email") && (!wprest.Truthy(c.c.AuthorName) || !wprest.Truthy(c.c.AuthorEmail)) {
		return wprest.NewError(http.StatusBadRequest, "rest_comment_author_data_required", "A comment needs a name and an e-mail address.")
	}
	return nil
}
