package auth

import (
	"context"
	"fmt"
	"strings"

	"github.com/wprest/wprest"
)

// DoNotAllow is the capability that nobody has.
const DoNotAllow = "do_not_allow"

// Capabilities is the Authorizer with WordPress's rules: a meta capability, as
// edit_post on a post, is mapped to the primitive ones that it needs, and the
// user's Caps must have all of them. Objects are given to Can by id or, which
// costs no query, as a PostObject, TermObject, CommentObject or *wprest.User;
// a question about an object that does not exist is answered no.
//
//	Can(ctx, u, "edit_posts")
//	Can(ctx, u, "edit_post", post)             also edit_page, delete_, read_ and publish_post
//	Can(ctx, u, "edit_term", term)             also delete_term, assign_term
//	Can(ctx, u, "edit_comment", comment)
//	Can(ctx, u, "edit_user", id)               also promote_, remove_, delete_user, create_app_password …
//	Can(ctx, u, "edit_post_meta", post, "key") also add_, delete_; term, user, comment
//
// There are no networks of sites, and so no super administrators. The zero
// value is ready to use with objects. It is safe for concurrent use while it is
// not changed.
type Capabilities struct {
	// Posts, Terms and Comments find what is given by id; they return
	// wprest.ErrNotExist when there is none. Where one is nil, no id exists.
	Posts    func(ctx context.Context, id int64) (*PostObject, error)
	Terms    func(ctx context.Context, id int64) (*TermObject, error)
	Comments func(ctx context.Context, id int64) (*CommentObject, error)
	// MetaAuth is asked whether a user may write a meta key; it says not to
	// be decided about keys that have no callback. Those, and all where
	// MetaAuth is nil, are allowed unless they begin with "_".
	MetaAuth func(ctx context.Context, u *wprest.User, key MetaKey) (allowed, decided bool, err error)
	// Filter has the last word on what a question needs; nil changes nothing.
	// Its u, like that of MetaAuth, is nil or not Known for nobody.
	// It must not change the slices that it is given.
	Filter func(ctx context.Context, u *wprest.User, capability string, on []any, needs []string) ([]string, error)

	// NoUnfilteredHTML takes unfiltered_html and edit_css from everybody.
	NoUnfilteredHTML bool
	// UnfilteredUpload lets who has unfiltered_upload use it.
	UnfilteredUpload bool
	// NoFileEdit forbids to edit the files of plugins and themes.
	NoFileEdit bool
	// NoFileChange forbids that, and to install, update and delete code.
	NoFileChange bool
	// LinkManager says that the links of old are in use.
	LinkManager bool
}

var _ wprest.Authorizer = (*Capabilities)(nil)

// Can implements wprest.Authorizer. It returns the errors of the functions that
// c has, and one for an object of a type that it does not know.
func (c *Capabilities) Can(ctx context.Context, u *wprest.User, capability string, on ...any) (bool, error) {
	needs, err := c.Needs(ctx, u, capability, on...)
	if err != nil {
		return false, err
	}
	for _, need := range needs {
		if !holds(u, need) {
			return false, nil
		}
	}
	return true, nil
}

// Needs mirrors map_meta_cap: it returns the primitive capabilities that a user
// must have, all of them, for what is asked. None lets the user; DoNotAllow
// among them refuses everybody. Its errors are those of Can.
func (c *Capabilities) Needs(ctx context.Context, u *wprest.User, capability string, on ...any) ([]string, error) {
	needs, err := c.needs(ctx, u, capability, on)
	if err != nil || c.Filter == nil {
		return needs, err
	}
	return c.Filter(ctx, u, capability, on, needs)
}

func (c *Capabilities) needs(ctx context.Context, u *wprest.User, capability string, on []any) ([]string, error) {
	switch capability {
	case "edit_post", "edit_page":
		return c.onPost(ctx, u, editing, on)
	case "delete_post", "delete_page":
		return c.onPost(ctx, u, deleting, on)
	case "read_post", "read_page":
		return c.onPost(ctx, u, reading, on)
	case "publish_post":
		return c.onPost(ctx, u, publishing, on)
	case "edit_block_binding":
		return c.onBinding(ctx, u, on)
	case "edit_term", "delete_term", "assign_term":
		return c.onTerm(ctx, u, capability, on)
	case "edit_comment":
		return c.onComment(ctx, u, on)
	case "edit_user", "list_app_passwords", "create_app_password", "read_app_password",
		"edit_app_password", "delete_app_password", "delete_app_passwords":
		return onUser(u, on)
	case "remove_user":
		if isSelf(u, on) {
			return never(), nil
		}
		return []string{"remove_users"}, nil
	}
	if object, ok := metaOf(capability); ok {
		return c.onMeta(ctx, u, capability, object, on)
	}
	if needs, ok := c.onSite(capability); ok {
		return needs, nil
	}
	if len(on) > 0 {
		return c.onTypedPost(ctx, u, capability, on)
	}
	return []string{capability}, nil
}

func never() []string { return []string{DoNotAllow} }

// holds reports whether a user has a primitive capability. Some come with
// others, and are not listed anywhere.
func holds(u *wprest.User, capability string) bool {
	if capability == DoNotAllow {
		return false
	}
	if capability == "exist" {
		return true
	}
	if !u.Known() {
		return false
	}
	if u.Caps[capability] {
		return true
	}
	switch capability {
	case "install_languages":
		return u.Caps["update_core"] || u.Caps["install_plugins"] || u.Caps["install_themes"]
	case "resume_plugins":
		return u.Caps["activate_plugins"]
	case "resume_themes":
		return u.Caps["switch_themes"]
	case "view_site_health_checks":
		return u.Caps["install_plugins"]
	}
	return false
}

// isSelf reports whether a question about a user is one about who asks.
func isSelf(u *wprest.User, on []any) bool {
	if !u.Known() || len(on) == 0 {
		return false
	}
	id, ok := userID(on[0])
	return ok && id == u.ID
}

// onUser maps edit_user: everybody may edit oneself.
func onUser(u *wprest.User, on []any) ([]string, error) {
	if len(on) > 0 {
		if _, ok := userID(on[0]); !ok {
			return nil, fmt.Errorf("auth: edit_user is not about a %T", on[0])
		}
	}
	switch {
	case !u.Known():
		return never(), nil
	case isSelf(u, on):
		return nil, nil
	}
	return []string{"edit_users"}, nil
}

// onTerm maps what is asked about a term to what its taxonomy asks for, which
// may itself be mapped, as edit_categories is.
func (c *Capabilities) onTerm(ctx context.Context, u *wprest.User, capability string, on []any) ([]string, error) {
	if len(on) == 0 {
		return never(), nil
	}
	term, err := lookup(ctx, on[0], c.Terms)
	if term == nil || err != nil {
		return never(), err
	}
	var asked string
	switch capability {
	case "edit_term":
		asked = term.Caps.EditTerms
	case "assign_term":
		asked = term.Caps.AssignTerms
	case "delete_term":
		if !term.Default {
			asked = term.Caps.DeleteTerms
		}
	}
	if asked == "" || asked == capability {
		return never(), nil
	}
	return c.Needs(ctx, u, asked)
}

// onComment maps edit_comment to editing the post that the comment is on.
func (c *Capabilities) onComment(ctx context.Context, u *wprest.User, on []any) ([]string, error) {
	if len(on) == 0 {
		return never(), nil
	}
	comment, err := lookup(ctx, on[0], c.Comments)
	if comment == nil || err != nil {
		return never(), err
	}
	post := comment.Post
	if post == nil {
		if post, err = lookup(ctx, comment.PostID, c.Posts); err != nil {
			return nil, err
		}
	}
	if post == nil {
		return []string{"edit_posts"}, nil
	}
	return c.Needs(ctx, u, "edit_post", post)
}

// metaOf reads the object out of the name of a capability about meta, such as
// "edit_post_meta".
func metaOf(capability string) (object string, ok bool) {
	name, ok := strings.CutSuffix(capability, "_meta")
	if !ok {
		return "", false
	}
	verb, object, _ := strings.Cut(name, "_")
	switch verb {
	case "add", "edit", "delete":
	default:
		return "", false
	}
	switch object {
	case "post", "term", "user", "comment":
		return object, true
	}
	return "", false
}

// onMeta maps the writing of a meta key to editing its object, and to what
// nobody has where the key is not to be written.
func (c *Capabilities) onMeta(ctx context.Context, u *wprest.User, capability, object string, on []any) ([]string, error) {
	if len(on) == 0 {
		return never(), nil
	}
	needs, err := c.Needs(ctx, u, "edit_"+object, on[0])
	if err != nil || len(on) == 1 {
		return needs, err
	}
	key, ok := on[1].(string)
	if !ok {
		return nil, fmt.Errorf("auth: %s of a key that is a %T", capability, on[1])
	}
	allowed := !strings.HasPrefix(key, "_")
	if c.MetaAuth != nil {
		says, decided, err := c.MetaAuth(ctx, u, MetaKey{Capability: capability, Object: object, On: on[0], Key: key})
		if err != nil {
			return nil, fmt.Errorf("auth: %s %q: %w", capability, key, err)
		}
		if decided {
			allowed = says
		}
	}
	if allowed {
		return needs, nil
	}
	return append(needs[:len(needs):len(needs)], capability), nil
}
