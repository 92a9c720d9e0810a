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
		Permission: wprest.Public, Handler: s.listTypes, Args: []wprest.Arg{context},
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
		property("taxonomies", "array", viewEdit()),
		property("rest_base", "string", everywhere()),
		property("rest_namespace", "string", everywhere()),
		property("visibility", "object", editOnly()),
		property("icon", "string|null", everywhere()),
		property("template", "array", everywhere()),
		property("template_lock", "string|boolean", everywhere()),
	}}
}

func (s *Site) listTypes(ctx context.Context, r *wprest.Request) (any, error) {
	out := wprest.MapOf().AsObject()
	any := false
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
		any = true
		out.Set(t.Name, s.presentType(ctx, r, t))
	}
	if !any && r.Context() == "edit" {
		return nil, wprest.Forbidden(ctx, "rest_cannot_view", "You are not allowed to edit posts of any type.")
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
	values := s.typeValues(t)
	for _, p := range typeSchema().Properties {
		if p.ShowsIn(r.Context()) && r.Wants(p.Name) {
			data.Set(p.Name, values[p.Name]())
		}
	}
	resp := wprest.NewResponse(data)
	if wantsLinks(r) {
		resp.AddLink("collection", wprest.URL(ctx, "wp/v2/types"))
		resp.AddLink(apiRel+"items", wprest.URL(ctx, t.route()))
	}
	return resp
}

// typeValues makes the properties of a post type.
func (s *Site) typeValues(t *PostType) map[string]func() any {
	fixed := func(v any) func() any { return func() any { return v } }
	icon := any(nil)
	if t.Icon != "" {
		icon = t.Icon
	}
	return map[string]func() any{
		"description":    fixed(t.Description),
		"hierarchical":   fixed(t.Hierarchical),
		"viewable":       fixed(t.viewable()),
		"name":           fixed(t.Label),
		"slug":           fixed(t.Name),
		"has_archive":    fixed(t.HasArchive),
		"rest_base":      fixed(t.base()),
		"rest_namespace": fixed(t.namespace()),
		"icon":           fixed(icon),
		"template":       fixed(wprest.ListOf()),
		"template_lock":  fixed(false),
		"visibility":     fixed(wprest.MapOf("show_in_nav_menus", t.Public, "show_ui", true)),
		"labels":         fixed(wprest.MapOf("name", t.Label, "singular_name", t.Label, "menu_name", t.Label)),
		"capabilities":   fixed(capabilityMap(t)),
		"supports": func() any {
			m := wprest.MapOf().AsObject()
			for _, feature := range t.Supports {
				m.Set(feature, true)
			}
			return m
		},
		"taxonomies": func() any {
			names := []string{}
			for _, x := range s.restTaxonomiesOf(t) {
				names = append(names, x.Name)
			}
			return names
		},
	}
}

// capabilityMap lists the capabilities of a type by WordPress's names for them.
func capabilityMap(t *PostType) *wprest.Map {
	c := t.caps()
	return wprest.MapOf(
		"edit_post", c.EditPost, "read_post", c.ReadPost, "delete_post", c.DeletePost,
		"edit_posts", c.EditPosts, "edit_others_posts", c.EditOthersPosts, "delete_posts", c.DeletePosts,
		"publish_posts", c.PublishPosts, "read_private_posts", c.ReadPrivatePosts, "read", "read",
		"delete_private_posts", c.DeletePrivatePosts, "delete_published_posts", c.DeletePublishedPosts,
		"delete_others_posts", c.DeleteOthersPosts, "edit_private_posts", c.EditPrivatePosts,
		"edit_published_posts", c.EditPublishedPosts, "create_posts", c.CreatePosts,
	)
}
