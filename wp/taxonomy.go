package wp

import (
	"slices"

	"github.com/wprest/wprest/auth"
)

// A Taxonomy groups posts: what register_taxonomy is given. The zero values of
// its fields are WordPress's defaults for a taxonomy that is not public.
//
// See https://developer.wordpress.org/reference/functions/register_taxonomy/.
type Taxonomy struct {
	Name        string
	Label       string // plural, "Genres"
	Description string
	// Labels replace those that are made of Label, by WordPress's names for
	// them: singular_name, add_new_item …
	Labels       map[string]string
	Types        []string // of the posts that it is for
	Hierarchical bool
	// Public taxonomies have archives on the site, unless NotQueryable.
	Public       bool
	NotQueryable bool
	// ShowInREST gives the terms routes: /NAMESPACE/BASE. The defaults are
	// wp/v2 and the name.
	ShowInREST              bool
	RESTNamespace, RESTBase string
	// DefaultTerm is the slug of the term that posts without one get, and
	// DefaultTermName its name when Site.EnsureDefaultTerms makes it, by
	// default the slug.
	DefaultTerm, DefaultTermName string
	// Slug is the part of pretty addresses before that of a term. The default
	// is the name. In a RewriteHierarchical taxonomy the slugs of the terms
	// above come between; NoRewrite leaves addresses plain.
	Slug                string
	RewriteHierarchical bool
	NoRewrite           bool
	// QueryVar names the term in plain addresses. The default is the name.
	QueryVar string
	// Caps are the capabilities for the terms. The zero value is WordPress's
	// default.
	Caps auth.TermCaps
	// ShowUI and ShowInNavMenus follow Public when they are nil, and
	// ShowInQuickEdit and ShowCloud follow ShowUI.
	ShowUI, ShowInNavMenus, ShowInQuickEdit, ShowCloud *bool
	ShowAdminColumn                                    bool

	ownRoutes bool // the terms are served by a resource of their own
	ownLabels bool // the labels are WordPress's own words for the taxonomy
}

func builtinTaxonomies() []Taxonomy {
	return []Taxonomy{
		{
			Name: categoryTaxonomy, Label: "Categories", Types: []string{"post"}, Hierarchical: true, Public: true, ShowInREST: true, RESTBase: "categories",
			Slug: "category", RewriteHierarchical: true, QueryVar: "category_name", ShowAdminColumn: true, ownLabels: true,
		},
		{
			Name: tagTaxonomy, Label: "Tags", Types: []string{"post"}, Public: true, ShowInREST: true, RESTBase: "tags",
			Slug: "tag", QueryVar: "tag", ShowAdminColumn: true, ownLabels: true,
		},
		{Name: "nav_menu", Label: "Navigation Menus", Types: []string{"nav_menu_item"}, ShowInREST: true, RESTBase: "menus", NoRewrite: true, ownRoutes: true},
		{Name: "link_category", Label: "Link Categories", Types: []string{"link"}, NoRewrite: true},
		{Name: formatTaxonomy, Label: "Formats", Types: []string{"post"}, Public: true, Slug: "type", QueryVar: "post_format"},
		{Name: "wp_theme", Label: "Themes", Types: []string{"wp_template", "wp_template_part", "wp_global_styles"}, NoRewrite: true},
		{Name: "wp_template_part_area", Label: "Template Part Areas", Types: []string{"wp_template_part"}, NoRewrite: true},
		{
			Name: "wp_pattern_category", Label: "Pattern Categories", Types: []string{"wp_block"}, ShowInREST: true, NoRewrite: true,
			ShowUI: new(true), ShowCloud: new(false), ShowAdminColumn: true,
		},
	}
}

const (
	categoryTaxonomy = "category"
	tagTaxonomy      = "post_tag"
	formatTaxonomy   = "post_format"
)

func (x *Taxonomy) namespace() string {
	if x.RESTNamespace != "" {
		return x.RESTNamespace
	}
	return namespace
}

func (x *Taxonomy) base() string {
	if x.RESTBase != "" {
		return x.RESTBase
	}
	return x.Name
}

// route returns the address of the list of terms, without a slash before it.
func (x *Taxonomy) route() string { return x.namespace() + "/" + x.base() }

func (x *Taxonomy) queryable() bool { return x.Public && !x.NotQueryable }

func (x *Taxonomy) showUI() bool { return orElse(x.ShowUI, x.Public) }

// orElse returns what is set, or the default.
func orElse(set *bool, otherwise bool) bool {
	if set != nil {
		return *set
	}
	return otherwise
}

func (x *Taxonomy) caps() auth.TermCaps {
	if x.Caps == (auth.TermCaps{}) {
		return auth.TaxonomyCaps(x.Name)
	}
	return x.Caps
}

// title is what the item schema calls a term.
func (x *Taxonomy) title() string {
	if x.Name == tagTaxonomy {
		return "tag"
	}
	return x.Name
}

// isFor reports whether posts of a type can have terms of the taxonomy.
func (x *Taxonomy) isFor(t *PostType) bool {
	return slices.Contains(x.Types, t.Name) || slices.Contains(t.Taxonomies, x.Name)
}

// typesOf lists the post types of a taxonomy: its own, then those that name it.
func (s *Site) typesOf(x *Taxonomy) []string {
	names := slices.Clone(x.Types)
	for _, t := range s.types {
		if x.isFor(t) && !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}

// defaultOption names the option with the id of the term that posts without one
// get; the categories always have one.
func (x *Taxonomy) defaultOption() string {
	if x.Name == categoryTaxonomy {
		return "default_category"
	}
	return "default_term_" + x.Name
}
