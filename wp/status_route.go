package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// mountStatuses registers the routes that tell about post statuses.
//
//wp:route GET /wp/v2/statuses
//wp:route GET /wp/v2/statuses/(?P<status>[\w-]+)
func (s *Site) mountStatuses(reg *wprest.Registry) {
	schema := statusSchema()
	context := schema.ContextParam("view")
	reg.Route(namespace, "/statuses", wprest.Route{Schema: schema, Endpoints: []wprest.Endpoint{{
		Permission: s.mayListStatuses, Handler: s.listStatuses, Args: []wprest.Arg{context},
	}}})
	reg.Route(namespace, `/statuses/(?P<status>[\w-]+)`, wprest.Route{
		Schema: schema,
		Args:   []wprest.Arg{{Schema: wprest.Schema{Name: "status", Type: "string", Description: "The name of the status."}}},
		Endpoints: []wprest.Endpoint{{
			Permission: s.mayReadStatus, Handler: s.readStatus, Args: []wprest.Arg{context},
		}},
	})
}

// statusSchema is the item schema of post statuses.
//
// See https://developer.wordpress.org/rest-api/reference/post-statuses/#schema.
func statusSchema() *wprest.Schema {
	property := func(name, kind string, context ...string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: kind, Context: context, Readonly: true, Description: "The " + name + " of the status."}
	}
	return &wprest.Schema{Title: "status", Type: "object", Properties: []*wprest.Schema{
		property("name", "string", "embed", "view", "edit"),
		property("private", "boolean", "edit"),
		property("protected", "boolean", "edit"),
		property("public", "boolean", "view", "edit"),
		property("queryable", "boolean", "view", "edit"),
		property("show_in_list", "boolean", "edit"),
		property("slug", "string", "embed", "view", "edit"),
		property("date_floating", "boolean", "view", "edit"),
	}}
}

func (s *Site) mayListStatuses(ctx context.Context, r *wprest.Request) (bool, error) {
	if r.Context() != "edit" {
		return true, nil
	}
	ok, err := s.mayEditSome(ctx)
	return require(ctx, ok, err, "rest_cannot_view", "You are not allowed to see the statuses of posts.")
}

func (s *Site) mayReadStatus(ctx context.Context, r *wprest.Request) (bool, error) {
	st := s.status(r.String("status"))
	if st == nil {
		return false, wprest.NewError(http.StatusNotFound, "rest_status_invalid", "There is no such status.")
	}
	ok, err := s.showsStatus(ctx, st)
	return require(ctx, ok, err, "rest_cannot_read_status", "You are not allowed to see this status.")
}

// showsStatus reports whether the user may see a status.
func (s *Site) showsStatus(ctx context.Context, st *Status) (bool, error) {
	switch {
	case st.Public:
		return true, nil
	case st.Internal && st.Name != StatusTrash:
		return false, nil
	}
	return s.mayEditSome(ctx)
}

func (s *Site) listStatuses(ctx context.Context, r *wprest.Request) (any, error) {
	out := wprest.MapOf().AsObject()
	for _, st := range s.statuses {
		ok, err := s.showsStatus(ctx, st)
		if err != nil {
			return nil, err
		}
		if ok {
			out.Set(st.Name, presentStatus(ctx, r, st))
		}
	}
	return out, nil
}

func (s *Site) readStatus(ctx context.Context, r *wprest.Request) (any, error) {
	return presentStatus(ctx, r, s.status(r.String("status"))), nil
}

func presentStatus(ctx context.Context, r *wprest.Request, st *Status) *wprest.Response {
	data := &wprest.Map{}
	for _, p := range statusSchema().Properties {
		if p.ShowsIn(r.Context()) && r.Wants(p.Name) {
			data.Set(p.Name, st.value(p.Name))
		}
	}
	resp := wprest.NewResponse(data)
	archives := "wp/v2/posts"
	if st.Name != StatusPublish {
		archives += "?status=" + st.Name
	}
	resp.AddLink("archives", wprest.URL(ctx, archives))
	return resp
}

// value makes a property of a status.
func (st *Status) value(name string) any {
	switch name {
	case "name":
		return st.Label
	case "private":
		return st.Private
	case "protected":
		return st.Protected
	case "public", "queryable":
		return st.Public
	case "show_in_list":
		return !st.Internal
	case "date_floating":
		return st.Floating
	}
	return st.Name
}
