package wp

import (
	"context"
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
	// is the name. NoRewrite leaves them plain: /?NAME=SLUG, with QueryVar in
	// the place of the name if it is set.
	Slug      string
	NoRewrite bool
	QueryVar  string
	// CapabilityType are the words for one and for many in capabilities. The
	// default is post and posts.
	CapabilityType [2]string
	// MapMeta lets what is needed for one post follow from its author and
	// status (map_meta_cap). It is always so for the words of post and page.
	MapMeta bool
	Icon    string
	// SupportArgs are arguments of features, as {"notes":true} of the editor.
	SupportArgs map[string]*wprest.Map
	// Labels replace those that are made of Label, by WordPress's names for
	// them: singular_name, add_new_item …
	Labels map[string]string
	// ArchiveSlug is the part of the archive's address, if it is not Slug.
	ArchiveSlug string
	// ShowUI and ShowInNavMenus follow Public when they are nil.
	ShowUI, ShowInNavMenus *bool
	// Template has the blocks that a new post begins with; TemplateLock is
	// "all", "insert" or "contentOnly" when they are fixed.
	Template     []any
	TemplateLock string

	builtin      bool
	ownRoutes    bool           // the posts are served by a resource of their own
	noAutosave   bool           // the editor brings no autosaves
	ownLabels    bool           // the labels are WordPress's own words for the type
	fields       []string       // features that its posts show without supporting them
	capabilities *auth.PostCaps // what caps returns, once mounted
	// What taxonomiesOf and restTaxonomiesOf return, once mounted.
	taxonomies, restTaxonomies []*Taxonomy
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

// supports reports whether posts of the type show what belongs to a feature.
func (t *PostType) supports(feature string) bool {
	return t.has(feature) || slices.Contains(t.fields, feature)
}

// has reports whether the type is registered with a feature.
func (t *PostType) has(feature string) bool {
	switch {
	case slices.Contains(t.Supports, feature):
		return true
	case feature == "autosave": // comes with the editor
		return t.has("editor") && !t.noAutosave
	}
	return t.Supports == nil && (feature == "title" || feature == "editor")
}

// viewable reports whether posts of the type have pages on the site.
func (t *PostType) viewable() bool { return t.Public && (t.builtin || !t.NotQueryable) }

func (t *PostType) slug() string {
	if t.Slug != "" {
		return t.Slug
	}
	return t.Name
}

// caps returns the capabilities of the type.
func (t *PostType) caps() auth.PostCaps {
	if t.capabilities != nil {
		return *t.capabilities
	}
	if core, ok := auth.CorePostCaps(t.Name); ok && t.builtin {
		return core
	}
	caps := auth.PostTypeCaps(t.CapabilityType[0], t.CapabilityType[1])
	caps.MapMeta = caps.MapMeta || t.MapMeta
	return caps
}

// prepare works out once what is asked for often.
func (t *PostType) prepare(taxonomies []*Taxonomy) {
	caps := t.caps()
	t.capabilities = &caps
	for _, x := range taxonomies {
		if !x.isFor(t) {
			continue
		}
		t.taxonomies = append(t.taxonomies, x)
		if x.ShowInREST {
			t.restTaxonomies = append(t.restTaxonomies, x)
		}
	}
}

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
	// Sanitize, when not nil, cleans a value that fits the Schema before it is
	// stored.
	Sanitize func(ctx context.Context, value any) (any, error)
}
