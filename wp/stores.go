package wp

import (
	"context"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// Stores are the backends of a Site. A host may replace any of them and keep
// the rest. Each is asked for many things at once: a page of posts costs a
// fixed number of calls, whatever its length.
type Stores struct {
	// Posts holds the posts of all types. Query fields: id, type, status, slug,
	// author, title, date, date_gmt, modified, modified_gmt, parent,
	// menu_order, password (text; "" for none), comment_count, mime_type, and
	// term: the term_taxonomy_ids of a post.
	Posts wprest.Store[int64, Post]
	// Users holds the accounts. Query fields: id, login, slug, email, url,
	// name, registered, roles (names of roles or capabilities, of which the
	// user was given one), has_published (post types), level (of old).
	Users wprest.Store[int64, User]
	// Terms holds the terms of all taxonomies. Query fields: id, taxonomy,
	// name, slug, description, parent, count, post (ids of posts that have the
	// term), term_taxonomy_id.
	Terms wprest.Store[int64, Term]
	// PostTerms says which terms posts have.
	PostTerms PostTermStore
	// Comments holds the comments of all types. Nil: the site has none. Query
	// fields: id, post, parent, author (user), author_name, author_email,
	// author_ip, content, date, date_gmt, status, type.
	Comments CommentStore
	// PostComments moves comments to the bin with their posts. Nil: there are
	// none.
	PostComments PostCommentStore
	Meta         MetaStore
	Options      OptionStore
	// Roles knows the roles of the site. Nil: those of a fresh WordPress.
	Roles RoleStore
	// Passwords keeps login passwords. Nil: they cannot be set.
	Passwords auth.PasswordStore
	// Prefix begins the keys of meta that a user has once for each site; the
	// default is "wp_".
	Prefix string
	// Atomic runs a change in one transaction, which the calls of the stores
	// that are made with its context join. Nil runs it as it is.
	Atomic func(ctx context.Context, change func(ctx context.Context) error) error
}

func (s *Stores) prefix() string {
	if s.Prefix == "" {
		return "wp_"
	}
	return s.Prefix
}

// A PostTermStore holds the terms of posts.
type PostTermStore interface {
	// PostTerms returns the terms that each of the posts has in any of the
	// taxonomies, by name; a post without any may be absent.
	PostTerms(ctx context.Context, posts []int64, taxonomies []string) (map[int64][]Term, error)
	// SetPostTerms replaces the terms of one taxonomy and keeps counts right. If
	// an id is no term of the taxonomy nothing changes, and the error Is
	// wprest.ErrNotExist.
	SetPostTerms(ctx context.Context, post int64, taxonomy string, terms []int64) error
	// DropTerm takes a term from all posts. Those that are left without one of
	// its taxonomy get the term with the id fallback, unless that is 0; counts
	// are kept right.
	DropTerm(ctx context.Context, term Term, fallback int64) error
}

// A CommentStore holds comments. It keeps the CommentCount of posts right: that of
// approved comments but for notes. What more it can do with single comments it
// says as any wprest.Store does.
type CommentStore interface {
	wprest.Store[int64, Comment]
	// WithReplies returns those of the comments that another one with one of
	// the statuses answers.
	WithReplies(ctx context.Context, comments []int64, statuses ...string) ([]int64, error)
}

// A TermTree is a store of terms that follows a tree by itself.
type TermTree interface {
	// TermsUpFrom returns the terms of a taxonomy with these ids and all that
	// are above them, in any order.
	TermsUpFrom(ctx context.Context, taxonomy string, ids []int64) ([]Term, error)
}

// A PostCommentStore changes the comments of a post together.
type PostCommentStore interface {
	// TrashComments gives all comments of a post the state post-trashed, and
	// returns those that they had, by id.
	TrashComments(ctx context.Context, post int64) ([]CommentState, error)
}

// A CommentState is what a comment is: "1" for an approved one, "0", "spam",
// "trash", "post-trashed".
type CommentState struct {
	ID    int64
	State string
}

// A RevisionCounter is a store of posts that counts revisions without reading
// them.
type RevisionCounter interface {
	// CountRevisions tells of the revisions of each of the posts, autosaves
	// among them; a post without any may be absent.
	CountRevisions(ctx context.Context, posts []int64) (map[int64]Revisions, error)
}

// Revisions are those of a post.
type Revisions struct {
	Count  int
	Newest int64 // by date, then id
}

// MetaKind names what a meta value belongs to.
type MetaKind string

// The kinds of objects that have meta.
const (
	PostMeta    MetaKind = "post"
	UserMeta    MetaKind = "user"
	TermMeta    MetaKind = "term"
	CommentMeta MetaKind = "comment"
)

// A MetaStore holds the meta values of objects: texts in the order in which they
// were added, with PHP's serialisation for what is no string.
type MetaStore interface {
	// Meta returns values by object and key. No keys asks for all.
	Meta(ctx context.Context, kind MetaKind, objects []int64, keys ...string) (map[int64]map[string][]string, error)
	// SetMeta makes values the only ones of a key; none removes it.
	SetMeta(ctx context.Context, kind MetaKind, object int64, key string, values ...string) error
}

// An OptionStore holds the options of the site: texts by name, with PHP's
// serialisation for what is no string.
type OptionStore interface {
	// Options returns those that exist among the names, or all autoloaded ones
	// when there are no names. It is called often and should be quick. The map
	// must not be changed.
	Options(ctx context.Context, names ...string) (map[string]string, error)
	// SetOption adds or replaces an option.
	SetOption(ctx context.Context, name, value string) error
	// DeleteOption removes an option, if it is there.
	DeleteOption(ctx context.Context, name string) error
}

// An ApartOptionStore can add an option that is not read with every request.
type ApartOptionStore interface {
	// SetOptionApart is SetOption for an option that shall not be autoloaded if
	// it is new.
	SetOptionApart(ctx context.Context, name, value string) error
}

// A RoleStore knows the roles of a site.
type RoleStore interface {
	// Roles returns the roles by name. They are not changed by who asks.
	Roles(ctx context.Context) (auth.Roles, error)
}

// A Reassigner is a store of posts that can hand on all that a user wrote, of
// any type and status, to another user, or with 0 to nobody.
type Reassigner interface {
	Reassign(ctx context.Context, from, to int64) error
}
