package wp

import (
	"context"

	"github.com/wprest/wprest"
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
	// name, registered, roles, has_published (post types).
	Users wprest.Store[int64, User]
	// Terms holds the terms of all taxonomies. Query fields: id, taxonomy,
	// name, slug, description, parent, count, post (ids of posts that have the
	// term), term_taxonomy_id.
	Terms wprest.Store[int64, Term]
	// PostTerms says which terms posts have.
	PostTerms PostTermStore
	Meta      MetaStore
	Options   OptionStore
	// Atomic runs a change in one transaction, which the calls of the stores
	// that are made with its context join. Nil runs it as it is.
	Atomic func(ctx context.Context, change func(ctx context.Context) error) error
}

// A PostTermStore holds the terms of posts.
type PostTermStore interface {
	// PostTerms returns the terms that each of the posts has in any of the
	// taxonomies, by name; a post without any may be absent.
	PostTerms(ctx context.Context, posts []int64, taxonomies []string) (map[int64][]Term, error)
	// SetPostTerms replaces the terms of one taxonomy and keeps counts right.
	SetPostTerms(ctx context.Context, post int64, taxonomy string, terms []int64) error
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
	// when there are no names. It is called often and should be quick.
	Options(ctx context.Context, names ...string) (map[string]string, error)
	// SetOption adds or replaces an option.
	SetOption(ctx context.Context, name, value string) error
	// DeleteOption removes an option, if it is there.
	DeleteOption(ctx context.Context, name string) error
}
