package harborsite

import (
	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// siteConfig is what the site has besides WordPress's own types.
func siteConfig(db *wpdb.DB) wp.Config {
	return wp.Config{
		Stores:     db.Stores(),
		Types:      postTypes(),
		Taxonomies: taxonomies(),
		Statuses:   []wp.Status{{Name: "archived", Label: "Archived", Protected: true}},
		PostMeta:   postMeta(),
		TermMeta: []wp.MetaField{
			{Key: "color", Types: []string{"genre"}, Schema: wprest.Schema{Type: "string", Format: "hex-color"}},
			{Key: "depth", Schema: wprest.Schema{Type: "integer"}},
		},
		CommentMeta: []wp.MetaField{{Key: "tone", Schema: wprest.Schema{Type: "string"}}},
		UserMeta:    []wp.MetaField{{Key: "berth", Schema: wprest.Schema{Type: "string"}}},
		Settings:    settings(),
		Salts:       salts(),
	}
}

func postTypes() []wp.PostType {
	return []wp.PostType{
		{
			Name: "book", Label: "Books", Description: "Printed matter.", Public: true, ShowInREST: true, RESTBase: "books",
			HasArchive: true, Icon: "dashicons-book", Slug: "books", Taxonomies: []string{"genre", "mood"},
			Supports: []string{"title", "editor", "author", "excerpt", "thumbnail", "comments", "revisions", "custom-fields", "page-attributes"},
			Template: []any{wprest.ListOf("core/paragraph", wprest.MapOf("placeholder", "Blurb"))},
		},
		{
			Name: "section", Label: "Sections", Public: true, Hierarchical: true, ShowInREST: true,
			Supports: []string{"title", "editor", "page-attributes"},
		},
		{
			Name: "ledger", Label: "Ledgers", ShowUI: new(true), ShowInREST: true, RESTBase: "ledgers", RESTNamespace: namespace,
			CapabilityType: [2]string{"ledger", "ledgers"}, MapMeta: true, Supports: []string{"title", "editor", "author"},
		},
		{Name: "secret", Label: "Secrets", Public: true},
	}
}

func taxonomies() []wp.Taxonomy {
	return []wp.Taxonomy{
		{Name: "genre", Label: "Genres", Types: []string{"book"}, Hierarchical: true, Public: true, ShowInREST: true, RESTBase: "genres", ShowAdminColumn: true},
		{Name: "mood", Label: "Moods", Types: []string{"book", "post"}, Public: true, ShowInREST: true, DefaultTerm: "calm"},
		{Name: "hidden_tax", Label: "Hidden", Types: []string{"post"}, Public: true},
	}
}

// objectTypes returns the types whose posts a term of a taxonomy counts.
func objectTypes(taxonomy string) []string {
	for _, x := range taxonomies() {
		if x.Name == taxonomy {
			return x.Types
		}
	}
	return nil
}

func postMeta() []wp.MetaField {
	post := []string{"post"}
	return []wp.MetaField{
		{Key: "rating", Types: post, Schema: wprest.Schema{Type: "integer", Default: 3, Minimum: new(0.0), Maximum: new(10.0)}},
		{Key: "score", Types: post, Schema: wprest.Schema{Type: "number"}},
		{Key: "on_deck", Types: post, Schema: wprest.Schema{Type: "boolean"}},
		{
			Key: "signal", Types: post, Revisioned: true,
			Schema: wprest.Schema{Name: "flag_signal", Type: "string", Enum: []any{"alpha", "bravo", "charlie", ""}},
		},
		{Key: "log", Types: post, Many: true, Schema: wprest.Schema{Type: "string"}},
		{Key: "marks", Types: post, Schema: wprest.Schema{Type: "array", Items: &wprest.Schema{Type: "integer"}}},
		{Key: "cargo", Types: post, Schema: wprest.Schema{Type: "object", Closed: true, Properties: []*wprest.Schema{
			{Name: "crates", Type: "integer"},
			{Name: "label", Type: "string"},
		}}},
		{Key: "locked", Types: post, Capability: "manage_options", Schema: wprest.Schema{Type: "string"}},
		{Key: "isbn", Types: []string{"book"}, Schema: wprest.Schema{Type: "string"}},
	}
}

func settings() []wp.Setting {
	return []wp.Setting{
		{Option: "harbor_slogan", Schema: wprest.Schema{Type: "string", Default: "Safe mooring"}},
		{Option: "harbor_limits", Schema: wprest.Schema{
			Type: "object", Closed: true, Default: wprest.MapOf("boats", 10),
			Properties: []*wprest.Schema{
				{Name: "boats", Type: "integer"},
				{Name: "names", Type: "array", Items: &wprest.Schema{Type: "string"}},
			},
		}},
		{Option: "harbor_ratio", Schema: wprest.Schema{Name: "ratio", Type: "number", Default: 0.5}},
	}
}
