package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// mountTaxonomies registers the routes that tell about taxonomies.
//
//wp:route GET /wp/v2/taxonomies
//wp:route GET /wp/v2/taxonomies/(?P<taxonomy>[\w-]+)
func (s *Site) mountTaxonomies(reg *wprest.Registry) {
	schema := taxonomySchema()
	s.taxonomySchema = schema
	context := schema.ContextParam("view")
	reg.Route(namespace, "/taxonomies", wprest.Route{Schema: schema, Endpoints: []wprest.Endpoint{{
		Permission: s.mayListTaxonomies, Handler: s.listTaxonomies,
		Args: []wprest.Arg{context, {Schema: wprest.Schema{Name: "type", Type: "string", Description: "The post type whose taxonomies are wanted."}}},
	}}})
	reg.Route(namespace, `/taxonomies/(?P<taxonomy>[\w-]+)`, wprest.Route{
		Schema: schema,
		Args:   []wprest.Arg{{Schema: wprest.Schema{Name: "taxonomy", Type: "string", Description: "The name of the taxonomy."}}},
		Endpoints: []wprest.Endpoint{{
			Permission: s.mayReadTaxonomy, Handler: s.readTaxonomy, Args: []wprest.Arg{context},
		}},
	})
}

// taxonomySchema is the item schema of taxonomies.
//
// See https://developer.wordpress.org/rest-api/reference/taxonomies/#schema.
func taxonomySchema() *wprest.Schema {
	property := func(name, kind string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: kind, Context: context, Readonly: true, Description: "The " + name + " of the taxonomy."}
	}
	types := property("types", "array", viewEdit())
	types.Items = &wprest.Schema{Type: "string"}
	visibility := property("visibility", "object", editOnly())
	for _, name := range []string{"public", "publicly_queryable", "show_ui", "show_admin_column", "show_in_nav_menus", "show_in_quick_edit"} {
		visibility.Properties = append(visibility.Properties, &wprest.Schema{Name: name, Type: "boolean", Description: "Whether the taxonomy is shown there."})
	}
	return &wprest.Schema{Title: "taxonomy", Type: "object", Properties: []*wprest.Schema{
		property("name", "string", everywhere()),
		property("slug", "string", everywhere()),
		property("capabilities", "object", editOnly()),
		property("description", "string", viewEdit()),
		property("labels", "object", editOnly()),
		types,
		property("show_cloud", "boolean", editOnly()),
		property("hierarchical", "boolean", viewEdit()),
		property("rest_base", "string", everywhere()),
		property("rest_namespace", "string", everywhere()),
		visibility,
	}}
}

// taxonomiesAsked lists the taxonomies in REST that a request for the list is
// about: in the edit context those whose terms the user may assign.
func (s *Site) taxonomiesAsked(ctx context.Context, r *wprest.Request) ([]*Taxonomy, error) {
	var list []*Taxonomy
	t := s.postType(r.String("type"))
	for _, x := range s.taxonomies {
		if !x.ShowInREST || r.String("type") != "" && (t == nil || !x.isFor(t)) {
			continue
		}
		if r.Context() == "edit" {
			ok, err := wprest.May(ctx, x.caps().AssignTerms)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		list = append(list, x)
	}
	return list, nil
}

func (s *Site) mayListTaxonomies(ctx context.Context, r *wprest.Request) (bool, error) {
	if r.Context() != "edit" {
		return true, nil
	}
	list, err := s.taxonomiesAsked(ctx, r)
	return require(ctx, len(list) > 0, err, "rest_cannot_view", "You are not allowed to assign terms of any of these taxonomies.")
}

func (s *Site) listTaxonomies(ctx context.Context, r *wprest.Request) (any, error) {
	list, err := s.taxonomiesAsked(ctx, r)
	if err != nil {
		return nil, err
	}
	out := wprest.MapOf().AsObject()
	for _, x := range list {
		out.Set(x.Name, s.presentTaxonomy(ctx, r, x))
	}
	return out, nil
}

// mayReadTaxonomy lets unknown names pass: they are not found.
func (s *Site) mayReadTaxonomy(ctx context.Context, r *wprest.Request) (bool, error) {
	x := s.taxonomy(r.String("taxonomy"))
	switch {
	case x == nil:
		return true, nil
	case !x.ShowInREST:
		return false, nil
	case r.Context() != "edit":
		return true, nil
	}
	ok, err := wprest.May(ctx, x.caps().AssignTerms)
	return require(ctx, ok, err, "rest_forbidden_context", "You are not allowed to assign terms of this taxonomy.")
}

func (s *Site) readTaxonomy(ctx context.Context, r *wprest.Request) (any, error) {
	x := s.taxonomy(r.String("taxonomy"))
	if x == nil {
		return nil, wprest.NewError(http.StatusNotFound, "rest_taxonomy_invalid", "There is no such taxonomy.")
	}
	return s.presentTaxonomy(ctx, r, x), nil
}

func (s *Site) presentTaxonomy(ctx context.Context, r *wprest.Request, x *Taxonomy) *wprest.Response {
	data := &wprest.Map{}
	for _, p := range s.taxonomySchema.Properties {
		if p.ShowsIn(r.Context()) && r.Fields().Names(p.Name) {
			data.Set(p.Name, s.taxonomyValue(x, p.Name))
		}
	}
	resp := wprest.NewResponse(data)
	if wantsLinks(r) {
		resp.AddLink("collection", wprest.URL(ctx, "wp/v2/taxonomies"))
		resp.AddLink(apiRel+"items", wprest.URL(ctx, x.route()))
	}
	return resp
}

// taxonomyValue makes a property of a taxonomy.
func (s *Site) taxonomyValue(x *Taxonomy, name string) any {
	switch name {
	case "name":
		return x.Label
	case "slug":
		return x.Name
	case "capabilities":
		caps := x.caps()
		return wprest.MapOf("manage_terms", caps.ManageTerms, "edit_terms", caps.EditTerms, "delete_terms", caps.DeleteTerms, "assign_terms", caps.AssignTerms)
	case "description":
		return x.Description
	case "labels":
		return x.labels()
	case "types":
		return s.typesOf(x)
	case "show_cloud":
		return orElse(x.ShowCloud, x.showUI())
	case "hierarchical":
		return x.Hierarchical
	case "rest_base":
		return x.base()
	case "rest_namespace":
		return x.namespace()
	}
	return wprest.MapOf(
		"public", x.Public, "publicly_queryable", x.queryable(), "show_admin_column", x.ShowAdminColumn,
		"show_in_nav_menus", orElse(x.ShowInNavMenus, x.Public), "show_in_quick_edit", orElse(x.ShowInQuickEdit, x.showUI()), "show_ui", x.showUI(),
	)
}
