package wp

import "github.com/wprest/wprest"

// builtinTypes are WordPress's own post types, in its order.
//
// See https://developer.wordpress.org/themes/basics/post-types/.
func builtinTypes() []PostType {
	types := append(contentTypes(), editorTypes()...)
	types = append(types,
		PostType{Name: revisionType, Label: "Revisions"},
		PostType{Name: "custom_css", Label: "Custom CSS"},
		PostType{Name: "customize_changeset", Label: "Changesets"},
		PostType{Name: "oembed_cache", Label: "oEmbed Responses"},
		PostType{Name: "user_request", Label: "User Requests"},
	)
	for i := range types {
		types[i].builtin = true
	}
	return types
}

// contentTypes are the types that readers see.
func contentTypes() []PostType {
	return []PostType{
		{
			Name: "post", Label: "Posts", Public: true, ShowInREST: true, RESTBase: "posts", Taxonomies: []string{"category", "post_tag", "post_format"},
			Supports:    []string{"title", "editor", "author", "thumbnail", "excerpt", "trackbacks", "custom-fields", "comments", "revisions", "post-formats"},
			SupportArgs: withNotes(), Icon: "dashicons-admin-post", ownLabels: true,
		},
		{
			Name: "page", Label: "Pages", Public: true, NotQueryable: true, ShowInREST: true, RESTBase: "pages", Hierarchical: true,
			Supports: []string{"title", "editor", "author", "thumbnail", "page-attributes", "custom-fields", "comments", "revisions"},
			fields:   []string{"excerpt"}, SupportArgs: withNotes(), Icon: "dashicons-admin-page", ownLabels: true,
		},
		{
			Name: "attachment", Label: "Media", Public: true, ShowInNavMenus: new(false), ShowInREST: true, RESTBase: "media",
			Supports: []string{"title", "author", "comments"}, Icon: "dashicons-admin-media", ownRoutes: true,
		},
	}
}

// withNotes lets editors leave notes beside the text.
func withNotes() map[string]*wprest.Map {
	return map[string]*wprest.Map{"editor": wprest.MapOf("notes", true)}
}

// editorTypes are the types that editors and themes work with.
func editorTypes() []PostType {
	types := []PostType{
		{Name: "nav_menu_item", Label: "Navigation Menu Items", RESTBase: "menu-items"},
		{
			Name: "wp_block", Label: "Patterns", RESTBase: "blocks", ShowUI: new(true),
			Supports: []string{"title", "excerpt", "editor", "revisions", "custom-fields"},
		},
		{
			Name: "wp_template", Label: "Templates", Description: "Templates of the theme, as they were changed.", RESTBase: "templates",
			Supports: []string{"title", "slug", "excerpt", "editor", "revisions", "author"}, Labels: map[string]string{"parent_item_colon": "Parent Template:"},
		},
		{
			Name: "wp_template_part", Label: "Template Parts", Description: "Parts that templates have in common.", RESTBase: "template-parts",
			Supports: []string{"title", "slug", "excerpt", "editor", "revisions", "author"}, Labels: map[string]string{"parent_item_colon": "Parent Template Part:"},
		},
		{
			Name: "wp_global_styles", Label: "Global Styles", Description: "Styles of the whole site.", RESTBase: "global-styles",
			Supports: []string{"title", "editor", "revisions"}, noAutosave: true,
		},
		{
			Name: "wp_navigation", Label: "Navigation Menus", Description: "Menus made of blocks.", RESTBase: "navigation", ShowUI: new(true),
			Supports: []string{"title", "editor", "revisions"}, Labels: map[string]string{"parent_item_colon": "Parent Menu:"},
		},
		{Name: "wp_font_family", Label: "Font Families", RESTBase: "font-families", Supports: []string{"title"}},
		{Name: "wp_font_face", Label: "Font Faces", RESTBase: `font-families/(?P<font_family_id>[\d]+)/font-faces`, Supports: []string{"title"}},
	}
	for i := range types {
		types[i].ShowInREST, types[i].ownRoutes = true, true
	}
	return types
}
