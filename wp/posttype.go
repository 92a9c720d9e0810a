package wp

import (
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// A PostType is a kind of post: what register_post_type is given. The zero
// values of its fields are WordPress's defaults for a type that is not public.
//
// See https://developer.wordpress.org/reference/functions/register_post_type/.
type PostType struct {
	Name        string
	Label       string // plural, "Books"
	Description string
	// Public types are viewable on the site, unless NotQueryable.
	Public       bool
	NotQueryable bool
	Hierarchical bool
	HasArchive   bool
	// ShowInREST gives the type routes: /NAMESPACE/BASE. The defaults are wp/v2
	// and the name.
	ShowInREST              bool
	RESTNamespace, RESTBase string
	// Supports lists features: title, editor, author, excerpt, thumbnail,
	// comments, trackbacks, revisions, custom-fields, page-attributes,
	// post-formats. Nil is title and editor.
	Supports   []string
	Taxonomies []string
	// Slug is the part of pretty addresses before the post's own. The default
	// is the name.
	Slug string
	// CapabilityType are the words for one and for many in capabilities. The
	// default is post and posts.
	CapabilityType [2]string
	Icon           string

	builtin bool
}

// Statuses of posts that have a meaning of their own.
const (
	StatusPublish   = "publish"
	StatusFuture    = "future"
	StatusDraft     = "draft"
	StatusPending   = "pending"
	StatusPrivate   = "private"
	StatusTrash     = "trash"
	StatusAutoDraft = "auto-draft"
	StatusInherit   = "inherit"
)

// A Status is a post status: what register_post_status is given.
type Status struct {
	Name  string
	Label string
	// Public posts are there for everybody, Protected ones for their editors,
	// Private ones for those who may read private posts; Internal ones are no
	// statuses that a client may set.
	Public, Protected, Private, Internal bool
	// Floating says that the date is not fixed before publication.
	Floating bool
	// NotSearched leaves the status out of status=any.
	NotSearched bool
}

func builtinStatuses() []Status {
	return []Status{
		{Name: StatusPublish, Label: "Published", Public: true},
		{Name: StatusFuture, Label: "Scheduled", Protected: true},
		{Name: StatusDraft, Label: "Draft", Protected: true, Floating: true},
		{Name: StatusPending, Label: "Pending", Protected: true, Floating: true},
		{Name: StatusPrivate, Label: "Private", Private: true},
		{Name: StatusTrash, Label: "Trash", Internal: true, NotSearched: true},
		{Name: StatusAutoDraft, Label: "Auto draft", Internal: true, Floating: true, NotSearched: true},
		{Name: StatusInherit, Label: "Inherited", Internal: true},
		{Name: "request-pending", Label: "Request pending", Internal: true},
		{Name: "request-confirmed", Label: "Request confirmed", Internal: true},
		{Name: "request-failed", Label: "Request failed", Internal: true},
		{Name: "request-completed", Label: "Request completed", Internal: true},
	}
}

func builtinTypes() []PostType {
	return []PostType{
		{
			Name: "post", Label: "Posts", Public: true, ShowInREST: true, RESTBase: "posts", Taxonomies: []string{"category", "post_tag", "post_format"},
			Supports: []string{"title", "editor", "author", "thumbnail", "excerpt", "trackbacks", "custom-fields", "comments", "revisions", "post-formats"}, builtin: true,
		},
		{
			Name: "page", Label: "Pages", Public: true, NotQueryable: true, ShowInREST: true, RESTBase: "pages", Hierarchical: true,
			Supports: []string{"title", "editor", "author", "thumbnail", "excerpt", "page-attributes", "custom-fields", "comments", "revisions"}, builtin: true,
		},
		{Name: "attachment", Label: "Media", Public: true, Supports: []string{"title", "author", "comments"}, builtin: true},
	}
}

func (t *PostType) namespace() string {
	if t.RESTNamespace != "" {
		return t.RESTNamespace
	}
	return namespace
}

func (t *PostType) base() string {
	if t.RESTBase != "" {
		return t.RESTBase
	}
	return t.Name
}

// route returns the address of the type's list, without a slash before it.
func (t *PostType) route() string { return t.namespace() + "/" + t.base() }

func (t *PostType) supports(feature string) bool {
	if t.Supports == nil {
		return feature == "title" || feature == "editor"
	}
	return slices.Contains(t.Supports, feature)
}

// viewable reports whether posts of the type have pages on the site.
func (t *PostType) viewable() bool { return t.Public && (t.builtin || !t.NotQueryable) }

func (t *PostType) slug() string {
	if t.Slug != "" {
		return t.Slug
	}
	return t.Name
}

func (t *PostType) caps() auth.PostCaps {
	if t.CapabilityType[0] == "" {
		return auth.PostTypeCaps("post", "posts")
	}
	return auth.PostTypeCaps(t.CapabilityType[0], t.CapabilityType[1])
}

// A Taxonomy groups posts: what register_taxonomy is given.
//
// See https://developer.wordpress.org/reference/functions/register_taxonomy/.
type Taxonomy struct {
	Name         string
	Label        string
	Types        []string // of the posts that it is for
	Hierarchical bool
	Public       bool
	ShowInREST   bool
	RESTBase     string
	// DefaultTerm is the slug of the term that posts without one get.
	DefaultTerm string
}

func builtinTaxonomies() []Taxonomy {
	return []Taxonomy{
		{Name: "category", Label: "Categories", Types: []string{"post"}, Hierarchical: true, Public: true, ShowInREST: true, RESTBase: "categories"},
		{Name: "post_tag", Label: "Tags", Types: []string{"post"}, Public: true, ShowInREST: true, RESTBase: "tags"},
		{Name: formatTaxonomy, Label: "Formats", Types: []string{"post"}, Public: true},
	}
}

func (x *Taxonomy) base() string {
	if x.RESTBase != "" {
		return x.RESTBase
	}
	return x.Name
}

const formatTaxonomy = "post_format"

// formats lists the post formats, the usual one first.
func formats() []any {
	return []any{"standard", "aside", "chat", "gallery", "link", "image", "quote", "status", "video", "audio"}
}

// A MetaField is a meta value that shows in REST: what register_meta is given.
//
// See https://developer.wordpress.org/reference/functions/register_meta/.
type MetaField struct {
	Key string
	// Types are the post types or taxonomies that it belongs to; nil for all.
	Types []string
	// Schema describes one value; its Name is that in REST, the Key by default.
	Schema wprest.Schema
	// Many lets an object have several values.
	Many bool
	// Revisioned values are kept with revisions.
	Revisioned bool
	// Capability is what it takes to change the value besides editing the
	// object; "" for nothing more.
	Capability string
}
