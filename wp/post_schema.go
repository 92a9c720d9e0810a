package wp

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
)

// contexts of properties, as the handbook's tables give them.
func everywhere() []string { return []string{"view", "edit", "embed"} }
func viewEdit() []string   { return []string{"view", "edit"} }
func editOnly() []string   { return []string{"edit"} }

// postSchema makes the item schema of a post type: its properties go by what the
// type supports.
//
// See https://developer.wordpress.org/rest-api/reference/posts/#schema.
func (s *Site) postSchema(t *PostType) *wprest.Schema {
	schema := &wprest.Schema{Title: t.Name, Type: "object", Properties: baseProperties()}
	status := schema.Property("status")
	status.Enum, status.ArgOptions = s.settableStatuses(), &wprest.ArgOptions{Validate: s.checkStatus(t)}
	add := func(p *wprest.Schema) { schema.Properties = append(schema.Properties, p) }
	if t.viewable() {
		add(&wprest.Schema{Name: "permalink_template", Type: "string", Context: editOnly(), Readonly: true, Description: "The address with a place for the slug."})
		add(&wprest.Schema{Name: "generated_slug", Type: "string", Context: editOnly(), Readonly: true, Description: "The slug that the title would give."})
		add(&wprest.Schema{Name: "class_list", Type: "array", Context: viewEdit(), Readonly: true, Items: &wprest.Schema{Type: "string"}, Description: "CSS classes for the post's element."})
	}
	if t.Hierarchical {
		add(&wprest.Schema{Name: "parent", Type: "integer", Context: viewEdit(), Description: "The id of the parent."})
	}
	for _, p := range featureProperties() {
		if t.supports(p.feature) {
			add(p.schema())
		}
	}
	if t.supports("comments") {
		for _, name := range []string{"comment_status", "ping_status"} {
			add(&wprest.Schema{Name: name, Type: "string", Enum: []any{"open", "closed"}, Context: viewEdit(), Description: "Whether it is open."})
		}
	}
	if t.supports("custom-fields") {
		add(s.metaSchema(t))
	}
	if t.Name == "post" {
		add(&wprest.Schema{Name: "sticky", Type: "boolean", Context: viewEdit(), Description: "Whether the post stays on top."})
	}
	add(&wprest.Schema{Name: "template", Type: "string", Context: viewEdit(), Description: "The theme's template for the page.", ArgOptions: &wprest.ArgOptions{Validate: s.checkTemplate(t)}})
	for _, x := range s.restTaxonomiesOf(t) {
		add(&wprest.Schema{Name: x.base(), Type: "array", Items: &wprest.Schema{Type: "integer"}, Context: viewEdit(), Description: "The ids of the terms in " + x.Name + "."})
	}
	sortProperties(schema.Properties)
	return schema
}

// sortProperties puts properties into the order in which WordPress sends them.
// Those that are not listed, the terms, come before the last ones.
func sortProperties(list []*wprest.Schema) {
	first := []string{
		"id", "date", "date_gmt", "guid", "modified", "modified_gmt", "slug", "status", "type", "password", "link",
		"title", "content", "excerpt", "author", "featured_media", "parent", "menu_order", "comment_status", "ping_status",
		"sticky", "template", "format", "meta",
	}
	last := []string{"permalink_template", "generated_slug", "class_list"}
	place := func(p *wprest.Schema) int {
		if at := slices.Index(first, p.Name); at >= 0 {
			return at
		}
		return len(first) + 1 + slices.Index(last, p.Name)
	}
	slices.SortStableFunc(list, func(a, b *wprest.Schema) int { return place(a) - place(b) })
}

func baseProperties() []*wprest.Schema {
	textOf := func(name, description string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: "string", Context: context, Description: description}
	}
	readonly := func(s *wprest.Schema) *wprest.Schema {
		s.Readonly = true
		return s
	}
	date := func(name, types, description string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: types, Format: "date-time", Context: context, Description: description}
	}
	link := readonly(textOf("link", "The address of the post.", everywhere()))
	link.Format = "uri"
	status := textOf("status", "The status.", viewEdit())
	return []*wprest.Schema{
		date("date", "string|null", "When the post is dated, in the site's zone.", everywhere()),
		date("date_gmt", "string|null", "When the post is dated, as UTC.", viewEdit()),
		readonly(&wprest.Schema{Name: "guid", Type: "object", Context: viewEdit(), Description: "The global identifier.", Properties: []*wprest.Schema{
			readonly(textOf("raw", "As stored.", editOnly())), readonly(textOf("rendered", "As shown.", viewEdit())),
		}}),
		readonly(&wprest.Schema{Name: "id", Type: "integer", Context: everywhere(), Description: "The id."}),
		link,
		readonly(date("modified", "string", "When the post was last changed, in the site's zone.", viewEdit())),
		readonly(date("modified_gmt", "string", "When the post was last changed, as UTC.", viewEdit())),
		slugProperty(),
		status,
		readonly(textOf("type", "The post type.", everywhere())),
		textOf("password", "What readers have to give to see the text.", editOnly()),
	}
}

// settableStatuses lists the statuses that a client may set.
func (s *Site) settableStatuses() []any {
	var list []any
	for _, st := range s.statuses {
		if !st.Internal {
			list = append(list, st.Name)
		}
	}
	return list
}

// checkStatus lets a post have a status that clients may set, or the one that it
// has already.
func (s *Site) checkStatus(t *PostType) wprest.ArgValidator {
	return func(ctx context.Context, r *wprest.Request, a *wprest.Arg, value any) error {
		if id := r.Int("id"); id != 0 {
			if p, err := s.posts[t.Name].Item(ctx, id); err == nil && p.Status == wprest.ToString(value) {
				return nil
			}
		}
		return a.ValidateValue(value, a.Name)
	}
}

// checkTemplate lets a post have a template that there is for its type, or the
// one that it has already.
func (s *Site) checkTemplate(t *PostType) wprest.ArgValidator {
	return func(ctx context.Context, r *wprest.Request, _ *wprest.Arg, value any) error {
		name := wprest.ToString(value)
		if name == "" {
			return nil
		}
		if id := r.Int("id"); id != 0 {
			all, err := s.stores.Meta.Meta(ctx, PostMeta, []int64{id}, templateKey)
			if err != nil {
				return err
			}
			if templateOf(all[id]) == name {
				return nil
			}
		}
		names, err := s.templateNames(ctx, t)
		if err != nil {
			return err
		}
		if !slices.Contains(names, name) {
			return &wprest.Error{Code: "rest_invalid_param", Message: "There is no such template for this type."}
		}
		return nil
	}
}

// A featureProperty is a property that a type has when it supports a feature.
type featureProperty struct {
	feature string
	schema  func() *wprest.Schema
}

func featureProperties() []featureProperty {
	return []featureProperty{
		{"title", func() *wprest.Schema { return textProperty("title", everywhere(), everywhere(), false) }},
		{"editor", func() *wprest.Schema {
			s := textProperty("content", viewEdit(), viewEdit(), true)
			s.Properties = slices.Insert(s.Properties, 2, &wprest.Schema{Name: "block_version", Type: "integer", Context: editOnly(), Readonly: true, Description: "The version of the block format."})
			return s
		}},
		{"excerpt", func() *wprest.Schema { return textProperty("excerpt", everywhere(), everywhere(), true) }},
		{"author", func() *wprest.Schema {
			return &wprest.Schema{Name: "author", Type: "integer", Context: everywhere(), Description: "The id of the author."}
		}},
		{"thumbnail", func() *wprest.Schema {
			return &wprest.Schema{Name: "featured_media", Type: "integer", Context: everywhere(), Description: "The id of the featured image."}
		}},
		{"page-attributes", func() *wprest.Schema {
			return &wprest.Schema{Name: "menu_order", Type: "integer", Context: viewEdit(), Description: "The place among others."}
		}},
		{"post-formats", func() *wprest.Schema {
			return &wprest.Schema{Name: "format", Type: "string", Enum: formats(), Context: viewEdit(), Description: "The post format."}
		}},
	}
}

// textProperty is a property with a stored and a rendered form. What is sent for
// it is not checked: a string, or an object with "raw".
func textProperty(name string, context, rendered []string, protected bool) *wprest.Schema {
	s := &wprest.Schema{Name: name, Type: "object", Context: context, Description: "The " + name + ".", ArgOptions: unchecked(), Properties: []*wprest.Schema{
		{Name: "raw", Type: "string", Context: editOnly(), Description: "As stored."},
		{Name: "rendered", Type: "string", Context: rendered, Readonly: true, Description: "As shown."},
	}}
	if protected {
		s.Properties = append(s.Properties, &wprest.Schema{Name: "protected", Type: "boolean", Context: everywhere(), Readonly: true, Description: "Whether it takes a password to see it."})
	}
	return s
}
