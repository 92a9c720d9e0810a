package auth

import (
	"context"
	"strings"

	"github.com/wprest/wprest"
)

// A postAct is what somebody wants to do with a post.
type postAct int

const (
	editing postAct = iota
	deleting
	reading
	publishing
)

// onPost maps what is asked about a post.
func (c *Capabilities) onPost(ctx context.Context, u *wprest.User, act postAct, on []any) ([]string, error) {
	if len(on) == 0 {
		return never(), nil
	}
	post, err := lookup(ctx, on[0], c.Posts)
	if post == nil || err != nil {
		return never(), err
	}
	return postNeeds(u, act, post), nil
}

// onTypedPost maps what a post's own type calls editing, reading or deleting
// it, as edit_ledger. Whatever is no such name is needed itself.
func (c *Capabilities) onTypedPost(ctx context.Context, u *wprest.User, capability string, on []any) ([]string, error) {
	itself := []string{capability}
	switch verb, _, _ := strings.Cut(capability, "_"); verb {
	case "edit", "read", "delete":
	default:
		return itself, nil
	}
	switch on[0].(type) {
	case *PostObject, PostObject, int64, int:
	default:
		return itself, nil
	}
	post, err := lookup(ctx, on[0], c.Posts)
	if post == nil || err != nil || !post.Type.MapMeta {
		return itself, err
	}
	switch capability {
	case post.Type.EditPost:
		return postNeeds(u, editing, post), nil
	case post.Type.ReadPost:
		return postNeeds(u, reading, post), nil
	case post.Type.DeletePost:
		return postNeeds(u, deleting, post), nil
	}
	return itself, nil
}

// onBinding maps edit_block_binding: on a post, on "core/edit-site" for the
// site editor, or on nothing that is known.
func (c *Capabilities) onBinding(ctx context.Context, u *wprest.User, on []any) ([]string, error) {
	if len(on) == 0 || on[0] == nil {
		return never(), nil
	}
	if editor, ok := on[0].(string); ok {
		if editor == "core/edit-site" {
			return []string{themeOptions}, nil
		}
		return never(), nil
	}
	return c.Needs(ctx, u, "edit_post", on[0])
}

// postNeeds is what an act needs. Only the user's id counts.
func postNeeds(u *wprest.User, act postAct, p *PostObject) []string {
	if p.Revision {
		if act == deleting || p.Parent == nil || p.Parent.Revision {
			return never()
		}
		return postNeeds(u, act, p.Parent)
	}
	if act == deleting && p.FrontPage {
		return []string{"manage_options"}
	}
	if p.Type == (PostCaps{}) {
		return []string{"edit_others_posts"}
	}
	if act == publishing {
		return []string{p.Type.PublishPosts}
	}
	if !p.Type.MapMeta {
		return []string{[...]string{editing: p.Type.EditPost, deleting: p.Type.DeletePost, reading: p.Type.ReadPost}[act]}
	}
	switch act {
	case reading:
		return readNeeds(u, p)
	case deleting:
		return changeNeeds(u, p, changeCaps{
			own: p.Type.DeletePosts, others: p.Type.DeleteOthersPosts,
			published: p.Type.DeletePublishedPosts, private: p.Type.DeletePrivatePosts,
		})
	}
	return changeNeeds(u, p, changeCaps{
		own: p.Type.EditPosts, others: p.Type.EditOthersPosts,
		published: p.Type.EditPublishedPosts, private: p.Type.EditPrivatePosts,
	})
}

// readNeeds is what it takes to read a post.
func readNeeds(u *wprest.User, p *PostObject) []string {
	switch {
	case p.StatusUnknown:
		return []string{"edit_others_posts"}
	case p.StatusPublic, isAuthor(u, p):
		return []string{p.Type.Read}
	case p.StatusPrivate:
		return []string{p.Type.ReadPrivatePosts}
	}
	return postNeeds(u, editing, p)
}

// changeCaps are a type's capabilities for either editing or deleting.
type changeCaps struct{ own, others, published, private string }

// changeNeeds is what it takes to edit or delete a post.
func changeNeeds(u *wprest.User, p *PostObject, caps changeCaps) []string {
	needs := make([]string, 0, 3)
	published := p.Status == "publish" || p.Status == "future"
	if isAuthor(u, p) {
		if p.Status == "trash" {
			published = p.TrashedStatus == "publish" || p.TrashedStatus == "future"
		}
		if published {
			needs = append(needs, caps.published)
		} else {
			needs = append(needs, caps.own)
		}
	} else {
		needs = append(needs, caps.others)
		if published {
			needs = append(needs, caps.published)
		} else if p.Status == "private" {
			needs = append(needs, caps.private)
		}
	}
	if p.PrivacyPage {
		needs = append(needs, "manage_options")
	}
	return needs
}

// isAuthor reports whether a post is a user's own.
func isAuthor(u *wprest.User, p *PostObject) bool {
	return u.Known() && p.Author == u.ID
}
