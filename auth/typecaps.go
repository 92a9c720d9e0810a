package auth

// PostCaps names the capabilities of a post type, as "capabilities" of
// /wp/v2/types does. The zero value is that of a type which is not registered.
type PostCaps struct {
	// EditPost, ReadPost and DeletePost are asked about one post.
	EditPost, ReadPost, DeletePost string
	// The others are what users have.
	EditPosts, EditOthersPosts, PublishPosts, ReadPrivatePosts, DeletePosts string
	// CreatePosts is needed to make a post.
	CreatePosts string
	// Those from Read on count only with MapMeta.
	Read                                                        string
	DeletePrivatePosts, DeletePublishedPosts, DeleteOthersPosts string
	EditPrivatePosts, EditPublishedPosts                        string
	// MapMeta says that what is needed for one post follows from its author
	// and status. Without it EditPost, ReadPost and DeletePost are themselves
	// what a user must have.
	MapMeta bool
}

// PostTypeCaps returns the capabilities of a post type from a singular and a
// plural word, as "book" and "books". An empty singular is "post", and an empty
// plural the singular with an s. MapMeta is on for the words "post" and "page",
// as WordPress has it; for others set it.
func PostTypeCaps(singular, plural string) PostCaps {
	if singular == "" {
		singular = "post"
	}
	if plural == "" {
		plural = singular + "s"
	}
	return PostCaps{
		EditPost: "edit_" + singular, ReadPost: "read_" + singular, DeletePost: "delete_" + singular,
		EditPosts: "edit_" + plural, EditOthersPosts: "edit_others_" + plural, PublishPosts: "publish_" + plural,
		ReadPrivatePosts: "read_private_" + plural, DeletePosts: "delete_" + plural, CreatePosts: "edit_" + plural,
		Read:               "read",
		DeletePrivatePosts: "delete_private_" + plural, DeletePublishedPosts: "delete_published_" + plural,
		DeleteOthersPosts: "delete_others_" + plural,
		EditPrivatePosts:  "edit_private_" + plural, EditPublishedPosts: "edit_published_" + plural,
		MapMeta: singular == "post" || singular == "page",
	}
}

// themeOptions is what most of the site editor needs.
const themeOptions = "edit_theme_options"

// CorePostCaps returns the capabilities of one of WordPress's own post types,
// and whether there is such a type.
func CorePostCaps(postType string) (PostCaps, bool) {
	c := PostTypeCaps("post", "posts")
	switch postType {
	case "post", "revision":
	case "page":
		c = PostTypeCaps("page", "pages")
	case "attachment":
		c.CreatePosts = "upload_files"
	case "wp_block":
		c = blockCaps()
	case "nav_menu_item", "wp_template_part":
		c = allThemeOptions(c)
	case "wp_navigation":
		c = allThemeOptions(c)
	case "wp_template":
		c = allThemeOptions(PostTypeCaps("template", "templates"))
	case "wp_font_family", "wp_font_face":
		private := c
		c = allThemeOptions(c)
		c.EditPrivatePosts, c.DeletePrivatePosts = private.EditPrivatePosts, private.DeletePrivatePosts
	case "wp_global_styles":
		c.EditPosts, c.EditOthersPosts, c.EditPublishedPosts = themeOptions, themeOptions, themeOptions
		c.CreatePosts, c.DeleteOthersPosts, c.DeletePublishedPosts = themeOptions, themeOptions, themeOptions
		c.Read = "edit_posts"
	default:
		return PostCaps{}, false
	}
	switch postType {
	case "wp_template", "wp_template_part", "wp_font_family", "wp_font_face":
		c.Read = themeOptions
	}
	return c, true
}

// blockCaps are those of patterns: partly of posts, partly of their own word.
func blockCaps() PostCaps {
	c, post := PostTypeCaps("block", "blocks"), PostTypeCaps("post", "posts")
	c.Read, c.CreatePosts, c.MapMeta = "edit_posts", "publish_posts", true
	c.EditPosts, c.EditOthersPosts, c.EditPublishedPosts = post.EditPosts, post.EditOthersPosts, post.EditPublishedPosts
	c.DeletePosts, c.DeleteOthersPosts, c.DeletePublishedPosts = post.DeletePosts, post.DeleteOthersPosts, post.DeletePublishedPosts
	return c
}

// allThemeOptions replaces all but Read and what is asked about one post.
func allThemeOptions(c PostCaps) PostCaps {
	return PostCaps{
		EditPost: c.EditPost, ReadPost: c.ReadPost, DeletePost: c.DeletePost, Read: c.Read, MapMeta: true,
		EditPosts: themeOptions, EditOthersPosts: themeOptions, PublishPosts: themeOptions,
		ReadPrivatePosts: themeOptions, DeletePosts: themeOptions, CreatePosts: themeOptions,
		DeletePrivatePosts: themeOptions, DeletePublishedPosts: themeOptions, DeleteOthersPosts: themeOptions,
		EditPrivatePosts: themeOptions, EditPublishedPosts: themeOptions,
	}
}

// TermCaps names the capabilities of a taxonomy, as "capabilities" of
// /wp/v2/taxonomies does. The zero value is that of a taxonomy which is not
// registered: nobody may do anything with its terms.
type TermCaps struct {
	ManageTerms, EditTerms, DeleteTerms, AssignTerms string
}

// TaxonomyCaps returns the capabilities of one of WordPress's own taxonomies,
// or for any other name those that a taxonomy has by default.
func TaxonomyCaps(taxonomy string) TermCaps {
	switch taxonomy {
	case "category":
		return TermCaps{"manage_categories", "edit_categories", "delete_categories", "assign_categories"}
	case "post_tag":
		return TermCaps{"manage_post_tags", "edit_post_tags", "delete_post_tags", "assign_post_tags"}
	case "nav_menu":
		return TermCaps{themeOptions, themeOptions, themeOptions, themeOptions}
	}
	return TermCaps{"manage_categories", "manage_categories", "manage_categories", "edit_posts"}
}
