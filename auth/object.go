package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/wprest/wprest"
)

// A PostObject is what of a post its capabilities depend on. It is given to
// Can as a pointer or a value.
type PostObject struct {
	ID int64
	// Author is a user, or 0.
	Author int64
	// Type names the capabilities of the post's type; the zero value stands
	// for a type that is not registered.
	Type PostCaps
	// Status is the stored one, "inherit" for an attachment.
	Status string
	// StatusPublic and StatusPrivate are the properties of the status by
	// which the post is read: for an attachment that of what it belongs to,
	// and public where it belongs to nothing.
	StatusPublic, StatusPrivate bool
	// StatusUnknown says that nobody registered that status.
	StatusUnknown bool
	// TrashedStatus is the status that a post in the trash had before.
	TrashedStatus string
	// Revision says that the post is a revision or an autosave, of Parent.
	Revision bool
	// Parent is the post that a revision is of, or nil if that is gone.
	Parent *PostObject
	// FrontPage says that it is the page in option page_on_front or
	// page_for_posts, whatever show_on_front says.
	FrontPage bool
	// PrivacyPage says that it is the one in wp_page_for_privacy_policy.
	PrivacyPage bool
}

// A TermObject is what of a term its capabilities depend on. It is given to
// Can as a pointer or a value.
type TermObject struct {
	ID int64
	// Caps are those of the taxonomy.
	Caps TermCaps
	// Default says that posts without a term of the taxonomy get this one: it
	// is that of option default_category or default_term_TAXONOMY.
	Default bool
}

// A CommentObject is what of a comment its capabilities depend on. It is given
// to Can as a pointer or a value.
type CommentObject struct {
	ID int64
	// Post is the post that the comment is on. Where it is nil, PostID is
	// looked up.
	Post *PostObject
	// PostID is the post that the comment is on, or 0 for none.
	PostID int64
}

// A MetaKey is what a callback decides about: may this user write this key?
type MetaKey struct {
	// Capability is what was asked for: "edit_post_meta", "add_user_meta" …
	Capability string
	// Object is "post", "term", "user" or "comment".
	Object string
	// On is the object as it was given to Can: an id or one of this package's
	// objects.
	On any
	// Key is the name of the meta.
	Key string
}

// lookup finds the object of a question: itself, or by its id. It returns nil
// when there is none.
func lookup[T any](ctx context.Context, on any, find func(context.Context, int64) (*T, error)) (*T, error) {
	switch o := on.(type) {
	case *T:
		return o, nil
	case T:
		return &o, nil
	}
	id, ok := asID(on)
	switch {
	case !ok:
		return nil, fmt.Errorf("auth: no capability is about a %T", on)
	case id == 0 || find == nil:
		return nil, nil
	}
	o, err := find(ctx, id)
	switch {
	case errors.Is(err, wprest.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("auth: find object %d: %w", id, err)
	}
	return o, nil
}

// asID reads an id.
func asID(on any) (int64, bool) {
	switch id := on.(type) {
	case int64:
		return id, true
	case int:
		return int64(id), true
	}
	return 0, false
}

// userID reads the id of a user, given by it or as a whole.
func userID(on any) (int64, bool) {
	switch u := on.(type) {
	case *wprest.User:
		if u == nil {
			return 0, true
		}
		return u.ID, true
	case wprest.User:
		return u.ID, true
	case *Account:
		if u == nil {
			return 0, true
		}
		return u.ID, true
	}
	return asID(on)
}
