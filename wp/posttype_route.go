package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// mountTypes registers the routes that tell about post types.
//
//wp:route GET /wp/v2/types
//wp:route GET /wp/v2/types/(?P<type>[\w-]+)
func (s *Site) mountTypes(reg *wprest.Registry) {
	schema := typeSchema()
	context := schema.ContextParam("view")
	reg.Route(namespace, "/types", wprest.Route{Schema: schema, Endpoints: []wprest.Endpoint{{
		Permission: s.mayListTypes, Handler: s.listTypes, Args: []wprest.Arg{context},
	}}})
	reg.Route(namespace, `/types/(?P<type>[\w-]+)`, wprest.Route{
		Schema: schema,
		Args:   []wprest.Arg{{Schema: wprest.Schema{Name: "type", Type: "string", Description: "The name of the post type."}}},
		Endpoints: []wprest.Endpoint{{
			Permission: wprest.Public, Handler: s.readType, Args: []wprest.Arg{context},
		}},
	})
}

// typeSchema is the item schema of post types.
//
// See https://developer.wordpress.org/rest-api/reference/post-types/#schema.
func typeSchema() *wprest.Schema {
	property := func(name, kind string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: kind, Context: context, Readonly: true, Description: "The " + name + " of the post type."}
	}
	taxonomies := property("taxonomies", "array", viewEdit())
	taxonomies.Items = &wprest.Schema{Type: "string"}
	visibility := property("visibility", "object", editOnly())
	for _, name := range []string{"show_in_nav_menus", "show_ui"} {
		visibility.Properties = append(visibility.Properties, &wprest.Schema{Name: name, Type: "boolean", Description: "Whether the type is shown there."})
	}
	template := property("template", "", everywhere())
	template.Extra = wprest.MapOf("type", wprest.ListOf("array"))
	lock := property("template_lock", "string|boolean", everywhere())
	lock.Enum = []any{"all", "insert", "contentOnly", false}
	return &wprest.Schema{Title: "type", Type: "object", Properties: []*wprest.Schema{
		property("capabilities", "object", editOnly()),
		property("description", "string", viewEdit()),
		property("hierarchical", "boolean", viewEdit()),
		property("viewable", "boolean", editOnly()),
		property("labels", "object", editOnly()),
		property("name", "string", everywhere()),
		property("slug", "string", everywhere()),
		property("supports", "object", editOnly()),
		property("has_archive", "string|boolean", viewEdit()),
		taxonomies,
		property("rest_base", "string", everywhere()),
		property("rest_namespace", "string", everywhere()),
		visibility,
		property("icon", "string|null", everywhere()),
		template,
		lock,
	}}
}

// mayListTypes lets everybody list types, but editors alone in the edit context.
func (s *Site) mayListTypes(ctx context.Context, r *wprest.Request) (bool, error) {
	if r.Context() != "edit" {
		return true, nil
	}
	ok, err := s.mayEditSome(ctx)
	return require(ctx, ok, err, "rest_cannot_view", "You are not allowed to edit posts of any type.")
}

// mayEditSome reports whether the user may edit posts of any type that shows in
// REST.
func (s *Site) mayEditSome(ctx context.Context) (bool, error) {
	for _, t := range s.types {
		if !t.ShowInREST {
			continue
		}
		if ok, err := wprest.May(ctx, t.caps().EditPosts); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// listTypes answers the types in REST, in the edit context those that the user
// may edit.
func (s *Site) listTypes(ctx context.Context, r *wprest.Request) (any, error) {
	out := wprest.MapOf().AsObject()
	for _, t := range s.types {
		if !t.ShowInREST {
			continue
		}
		if r.Context() == "edit" {
			ok, err := wprest.May(ctx, t.caps().EditPosts)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		out.Set(t.Name, s.presentType(ctx, r, t))
	}
	return out, nil
}

func (s *Site) readType(ctx context.Context, r *wprest.Request) (any, error) {
	t := s.postType(r.String("type"))
	switch {
	case t == nil:
		return nil, wprest.NewError(http.StatusNotFound, "rest_type_invalid", "There is no such post type.")
	case !t.ShowInREST:
		return nil, wprest.Forbidden(ctx, "rest_cannot_read_type", "You are not allowed to see this post type.")
	}
	if r.Context() == "edit" {
		ok, err := wprest.May(ctx, t.caps().EditPosts)
		if _, err = require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to edit posts of this type."); err != nil {
			return nil, err
		}
	}
	return s.presentType(ctx, r, t), nil
}

func (s *Site) presentType(ctx context.Context, r *wprest.Request, t *PostType) *wprest.Response {
	data := &wprest.Map{}
	for _, p := range typeSchema().Properties {
		if p.ShowsIn(r.Context()) && r.Wants(p.Name) {
			data.Set(p.Name, s.typeValue(t, p.Name))
		}
	}
	resp := wprest.NewResponse(data)
	if wantsLinks(r) {
		resp.AddLink("collection", wprest.URL(ctx, "wp/v2/types"))
		resp.AddLink(apiRel+"items", wprest.URL(ctx, t.route()))
	}
	return resp
}

// typeValue makes a property of a post type.
func (s *Site) typeValue(t *PostType, name string) any {
	switch name {
	case "capabilities":
		return capabilityMap(t)
	case "description":
		return t.Description
	case "hierarchical":
		return t.Hierarchical
	case "viewable":
		return t.viewable()
	case "labels":
		return t.labels()
	case "name":
		return t.Label
	case "slug":
		return t.Name
	case "supports":
		return supportMap(t)
	case "has_archive":
		if t.ArchiveSlug != "" {
			return t.ArchiveSlug
		}
		return t.HasArchive
	case "taxonomies":
		return s.taxonomyNames(t)
	case "rest_base":
		return t.base()
	case "rest_namespace":
		return t.namespace()
	case "visibility":
		return wprest.MapOf("show_in_nav_menus", orElse(t.ShowInNavMenus, t.Public), "show_ui", orElse(t.ShowUI, t.Public))
	case "icon":
		return orNil(t.Icon)
	case "template":
		return wprest.ListOf(t.Template...)
	}
	if t.TemplateLock != "" { // template_lock
		return t.TemplateLock
	}
	return false
}

// orNil returns a text, or nil when it is empty.
func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// supportMap lists the features of a type: true, or a list of their arguments.
func supportMap(t *PostType) *wprest.Map {
	m := &wprest.Map{}
	features := t.Supports
	if features == nil {
		features = []string{"title", "editor"}
	}
	for _, feature := range features {
		if args := t.SupportArgs[feature]; args != nil {
			m.Set(feature, wprest.ListOf(args))
		} else {
			m.Set(feature, true)
		}
	}
	if t.has("autosave") {
		m.Set("autosave", true)
	}
	return m
}

func (s *Site) taxonomyNames(t *PostType) []string {
	names := []string{}
	for _, x := range s.restTaxonomiesOf(t) {
		names = append(names, x.Name)
	}
	return names
}

// capabilityMap lists the capabilities of a type by WordPress's names for them.
func capabilityMap(t *PostType) *wprest.Map {
	c := t.caps()
	m := wprest.MapOf(
		"edit_post", c.EditPost, "read_post", c.ReadPost, "delete_post", c.DeletePost,
		"edit_posts", c.EditPosts, "edit_others_posts", c.EditOthersPosts, "delete_posts", c.DeletePosts,
		"publish_posts", c.PublishPosts, "read_private_posts", c.ReadPrivatePosts,
	)
	if c.MapMeta {
		m.Set("read", c.Read)
		m.Set("delete_private_posts", c.DeletePrivatePosts)
		m.Set("delete_published_posts", c.DeletePublishedPosts)
		m.Set("delete_others_posts", c.DeleteOthersPosts)
		m.Set("edit_private_posts", c.EditPrivatePosts)
		m.Set("edit_published_posts", c.EditPublishedPosts)
	}
	m.Set("create_posts", c.CreatePosts)
	return m.AsObject()
}
