package wp

import (
	"context"
	"errors"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

func isNotExist(err error) bool { return errors.Is(err, wprest.ErrNotExist) }

// trashStatusKey is the meta that keeps the status from before the bin.
const trashStatusKey = "_wp_trash_meta_status"

// postObject tells the Authorizer about a post.
func (s *Site) postObject(ctx context.Context, p *Post) (*auth.PostObject, error) {
	o := &auth.PostObject{ID: p.ID, Author: p.Author, Status: p.Status}
	if t := s.postType(p.Type); t != nil {
		o.Type = t.caps()
	}
	options, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	if p.ID != 0 {
		o.FrontPage = options.frontPage == p.ID || options.postsPage == p.ID
		o.PrivacyPage = options.privacyPage == p.ID
	}
	if p.Type == revisionType {
		o.Revision = true
		parent, err := s.post(ctx, p.Parent)
		if err == nil && parent != nil {
			o.Parent, err = s.postObject(ctx, parent)
		}
		return o, err
	}
	status, err := s.effectiveStatus(ctx, p)
	if err != nil {
		return nil, err
	}
	if st := s.status(status); st != nil {
		o.StatusPublic, o.StatusPrivate = st.Public, st.Private
	} else {
		o.StatusUnknown = true
	}
	if p.Status == StatusTrash {
		o.TrashedStatus, err = s.statusBefore(ctx, p.ID)
	}
	return o, err
}

type statusBeforeKey int64

// statusBefore is the status that a post in the bin had before, or "".
func (s *Site) statusBefore(ctx context.Context, id int64) (string, error) {
	return wprest.Memo(ctx, statusBeforeKey(id), func() (string, error) {
		all, err := s.stores.Meta.Meta(ctx, PostMeta, []int64{id}, trashStatusKey)
		return firstOf(all[id][trashStatusKey]), err
	})
}

// loadStatusesBefore loads what statusBefore returns for a page of posts.
func (s *Site) loadStatusesBefore(ctx context.Context, page []*Post) error {
	var ids []int64
	for _, p := range page {
		if p.Status == StatusTrash {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	all, err := s.stores.Meta.Meta(ctx, PostMeta, ids, trashStatusKey)
	if err != nil {
		return err
	}
	for _, id := range ids {
		wprest.Memorize(ctx, statusBeforeKey(id), firstOf(all[id][trashStatusKey]))
	}
	return nil
}

// mayPost asks whether the user has a meta capability, as edit_post, on a post.
func (s *Site) mayPost(ctx context.Context, capability string, p *Post) (bool, error) {
	o, err := s.postObject(ctx, p)
	if err != nil {
		return false, err
	}
	return wprest.May(ctx, capability, o)
}

// require turns a verdict into an error with the status for the user.
func require(ctx context.Context, allowed bool, err error, code, message string) (bool, error) {
	if err == nil && !allowed {
		err = wprest.Forbidden(ctx, code, message)
	}
	return allowed, err
}

func errPostID() *wprest.Error {
	return wprest.NewError(http.StatusNotFound, "rest_post_invalid_id", "There is no such post.")
}

// postPermit says who may do what with the posts of a type.
func (s *Site) postPermit(t *PostType) wprest.Permit[Post] {
	caps := t.caps()
	return wprest.Permit[Post]{
		List: func(ctx context.Context, r *wprest.Request) (bool, error) {
			if r.Context() != "edit" {
				return true, nil
			}
			ok, err := wprest.May(ctx, caps.EditPosts)
			return require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to edit posts of this type.")
		},
		Show: func(ctx context.Context, r *wprest.Request, p *Post) (bool, error) {
			if r.Context() == "edit" {
				return s.mayPost(ctx, "edit_post", p)
			}
			return s.readable(ctx, p)
		},
		Read: func(ctx context.Context, r *wprest.Request, p *Post) (bool, error) { return s.mayRead(ctx, r, t, p) },
		Create: func(ctx context.Context, r *wprest.Request) (bool, error) {
			return s.mayCreate(ctx, r, t)
		},
		Update: func(ctx context.Context, r *wprest.Request, p *Post) (bool, error) {
			if err := sameType(t, p); err != nil {
				return false, err
			}
			ok, err := s.mayPost(ctx, "edit_post", p)
			if ok, err = require(ctx, ok, err, "rest_cannot_edit", "You are not allowed to edit this post."); err != nil {
				return ok, err
			}
			return s.mayAssign(ctx, r, t)
		},
		Delete: func(ctx context.Context, _ *wprest.Request, p *Post) (bool, error) {
			if err := sameType(t, p); err != nil {
				return false, err
			}
			ok, err := s.mayPost(ctx, "delete_post", p)
			return require(ctx, ok, err, "rest_cannot_delete", "You are not allowed to delete this post.")
		},
	}
}

// sameType refuses an id that is of another type.
func sameType(t *PostType, p *Post) error {
	if p.Type != t.Name {
		return errPostID()
	}
	return nil
}

func (s *Site) mayRead(ctx context.Context, r *wprest.Request, t *PostType, p *Post) (bool, error) {
	if err := sameType(t, p); err != nil {
		return false, err
	}
	if r.Context() == "edit" {
		ok, err := s.mayPost(ctx, "edit_post", p)
		if ok, err = require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to edit this post."); err != nil {
			return ok, err
		}
	}
	if given := r.Query.Get("password"); wprest.Truthy(given) && wprest.ToString(given) != p.Password {
		return false, wprest.NewError(http.StatusForbidden, "rest_post_incorrect_password", "The password is wrong.")
	}
	return s.readable(ctx, p)
}

// readable reports whether the user may see a post at all.
func (s *Site) readable(ctx context.Context, p *Post) (bool, error) {
	if t := s.postType(p.Type); t != nil && t.builtin && t.caps().Read != "read" {
		return s.mayPost(ctx, "read_post", p) // published for editors alone
	}
	if p.Status == StatusPublish {
		return true, nil
	}
	status, err := s.effectiveStatus(ctx, p)
	if err != nil {
		return false, err
	}
	if st := s.status(status); st != nil && st.Public {
		return true, nil
	}
	return s.mayPost(ctx, "read_post", p)
}

// mayCreate checks what comes before a new post.
func (s *Site) mayCreate(ctx context.Context, r *wprest.Request, t *PostType) (bool, error) {
	if id := r.Get("id"); wprest.Truthy(id) {
		return false, wprest.NewError(http.StatusBadRequest, "rest_post_exists", "An existing post cannot be created.")
	}
	if err := s.mayActFor(ctx, r, t); err != nil {
		return false, err
	}
	if _, err := s.options(ctx); err != nil { // here it costs no query
		return false, err
	}
	ok, err := wprest.May(ctx, t.caps().CreatePosts)
	if ok, err = require(ctx, ok, err, "rest_cannot_create", "You are not allowed to create posts of this type."); err != nil {
		return ok, err
	}
	return true, s.mayAssignTerms(ctx, r, t)
}

// mayAssign checks the author, stickiness and terms of a change.
func (s *Site) mayAssign(ctx context.Context, r *wprest.Request, t *PostType) (bool, error) {
	if err := s.mayActFor(ctx, r, t); err != nil {
		return false, err
	}
	return true, s.mayAssignTerms(ctx, r, t)
}

// mayActFor checks whether the user may write for another author, and on top.
func (s *Site) mayActFor(ctx context.Context, r *wprest.Request, t *PostType) error {
	caps := t.caps()
	others, err := wprest.May(ctx, caps.EditOthersPosts)
	if err != nil {
		return err
	}
	user := wprest.UserFrom(ctx)
	if wprest.Truthy(r.Get("author")) && (user == nil || r.Int("author") != user.ID) && !others {
		return wprest.Forbidden(ctx, "rest_cannot_edit_others", "You are not allowed to write for somebody else.")
	}
	if others || !wprest.Truthy(r.Get("sticky")) {
		return nil
	}
	publish, err := wprest.May(ctx, caps.PublishPosts)
	if err == nil && !publish {
		err = wprest.Forbidden(ctx, "rest_cannot_assign_sticky", "You are not allowed to make posts sticky.")
	}
	return err
}
