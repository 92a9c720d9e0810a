package harborsite

import (
	"context"
	"fmt"
	"net/http"

	"github.com/wprest/wprest"
)

const namespace = "harbor/v1"

// registerRoutes registers the routes of harbor/v1, which show what a route of
// a host can look like.
func registerRoutes(reg *wprest.Registry) {
	reg.Curie("harbor", "https://api.harbor.test/{rel}")
	reg.Route(namespace, "/echo", echoRoute())
	reg.Route(namespace, `/things/(?P<id>[\d]+)`, thingRoute())
	reg.Route(namespace, "/things", thingsRoute())
	reg.Route(namespace, "/denied", wprest.Route{Endpoints: []wprest.Endpoint{
		{Handler: echo, Permission: nobody},
		{Methods: http.MethodPost, Handler: echo, Permission: closed},
	}})
	reg.Route(namespace, "/errors", get(func(context.Context, *wprest.Request) (any, error) {
		return nil, &wprest.Error{Code: "first", Message: "First.", Status: http.StatusConflict, More: []*wprest.Error{
			{Code: "second", Message: "Second.", Data: wprest.MapOf("x", 1)},
		}}
	}))
	reg.Route(namespace, "/nothing", get(func(context.Context, *wprest.Request) (any, error) { return nil, nil }))
	reg.Route(namespace, "/scalar/(?P<kind>[a-z]+)", get(scalar))
	reg.Route(namespace, "/all", wprest.Route{Endpoints: []wprest.Endpoint{
		{Methods: "GET, POST, PUT, PATCH, DELETE", Handler: echo, Permission: wprest.Public},
	}})
	reg.Route(namespace, "/redirect", get(func(ctx context.Context, _ *wprest.Request) (any, error) {
		resp := &wprest.Response{Status: http.StatusFound}
		resp.SetHeader("Location", wprest.URL(ctx, "harbor/v1/things"))
		return resp, nil
	}))
	reg.Route(namespace, "/hidden", wprest.Route{Endpoints: []wprest.Endpoint{
		{Handler: echo, Permission: wprest.Public, Hidden: true},
	}})
	reg.Route(namespace, `/slug/(?P<slug>[a-z-]+)/(?P<part>\d+)`, wprest.Route{Endpoints: []wprest.Endpoint{{
		Methods: "GET,POST", Handler: echo, Permission: wprest.Public,
		Args: []wprest.Arg{{Schema: wprest.Schema{Name: "slug", Type: "string", MinLength: new(3)}}},
	}}})
}

// get is a route that everybody may read.
func get(h wprest.Handler) wprest.Route {
	return wprest.Route{Endpoints: []wprest.Endpoint{{Handler: h, Permission: wprest.Public}}}
}

// echo answers with what was asked.
func echo(_ context.Context, r *wprest.Request) (any, error) {
	return wprest.MapOf("params", r.All().AsObject(), "method", r.Method, "route", r.Route), nil
}

func nobody(context.Context, *wprest.Request) (bool, error) { return false, nil }

func closed(context.Context, *wprest.Request) (bool, error) {
	return false, wprest.NewError(http.StatusTeapot, "harbor_closed", "Closed.").WithData("why", "fog")
}

func thingRoute() wprest.Route {
	return wprest.Route{
		Args: []wprest.Arg{{Schema: wprest.Schema{Name: "id", Type: "integer", Description: "Thing."}}},
		Schema: &wprest.Schema{Title: "thing", Type: "object", Properties: []*wprest.Schema{
			{Name: "id", Type: "integer", Readonly: true},
			{Name: "name", Type: "string"},
		}},
		Endpoints: []wprest.Endpoint{
			{
				Permission: wprest.Public, Handler: thing,
				Args: []wprest.Arg{{Schema: wprest.Schema{Name: "context", Default: "view"}}},
			},
			{
				Methods: http.MethodDelete, Permission: wprest.Can("delete_posts"),
				Handler: func(context.Context, *wprest.Request) (any, error) {
					return &wprest.Response{Status: http.StatusNoContent}, nil
				},
			},
		},
	}
}

func thing(ctx context.Context, r *wprest.Request) (any, error) {
	id := r.Int("id")
	if id > 50 {
		return nil, wprest.NewError(http.StatusNotFound, "harbor_no_thing", "No such thing.")
	}
	resp := wprest.NewResponse(wprest.MapOf("id", id, "name", fmt.Sprintf("Thing %d", id), "context", r.Get("context")))
	link := func(rel, route string) *wprest.Link { return resp.AddLink(rel, wprest.URL(ctx, route)) }
	link("self", fmt.Sprintf("harbor/v1/things/%d", id))
	link("up", fmt.Sprintf("harbor/v1/things/%d", max(1, id-1))).Embed()
	link("author", "wp/v2/users/1").Embed()
	link("https://rels.example.test/berth", "harbor/v1/things/99").Embed()
	resp.AddLink("https://api.harbor.test/tide", "https://elsewhere.example.test/tide").Embed()
	resp.SetHeader("X-Harbor", "yes")
	return resp, nil
}

func thingsRoute() wprest.Route {
	return wprest.Route{Endpoints: []wprest.Endpoint{
		{
			Permission: wprest.Public, Handler: things,
			Args: []wprest.Arg{{Schema: wprest.Schema{Name: "n", Type: "integer", Default: 2, Maximum: new(5.0)}}},
		},
		{
			Methods: http.MethodPost, Permission: wprest.LoggedIn, Batch: wprest.AllowBatch,
			Args: []wprest.Arg{{Schema: wprest.Schema{Name: "name", Type: "string", Required: true, MinLength: new(1)}}},
			Handler: func(_ context.Context, r *wprest.Request) (any, error) {
				resp := &wprest.Response{Status: http.StatusCreated, Data: wprest.MapOf("name", r.Get("name"))}
				resp.SetHeader("X-Harbor-New", "1")
				return resp, nil
			},
		},
	}}
}

func things(ctx context.Context, r *wprest.Request) (any, error) {
	all := []*wprest.Response{}
	for i := int64(1); i <= r.Int("n"); i++ {
		resp := wprest.NewResponse(wprest.MapOf(
			"id", i,
			"a", wprest.MapOf("b", i, "c", wprest.MapOf("d", i*2, "e", "x")),
			"list", wprest.ListOf(wprest.MapOf("k", 1, "v", 2), wprest.MapOf("k", 3, "v", 4)),
		))
		resp.AddLink("self", wprest.URL(ctx, fmt.Sprintf("harbor/v1/things/%d", i)))
		resp.AddLink("up", wprest.URL(ctx, "harbor/v1/things/1")).Embed()
		all = append(all, resp)
	}
	return all, nil
}

func scalar(_ context.Context, r *wprest.Request) (any, error) {
	switch r.String("kind") {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "int":
		return 5, nil
	case "str":
		return `rope "tied" </b>`, nil
	case "float":
		return 0.1, nil
	case "bigfloat":
		return 1.0, nil
	case "empty":
		return "", nil
	case "list":
		return wprest.ListOf(), nil
	case "obj":
		return wprest.MapOf().AsObject(), nil
	case "uni":
		return "kåt\U0001F6A2/e", nil
	case "null":
		return nil, nil
	}
	return nil, wprest.NewError(http.StatusBadRequest, "harbor_kind", "No.")
}

// even is an ArgValidator that gives no reason.
func even(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) error {
	if wprest.ToInt(value)%2 != 0 {
		return wprest.Refuse("The number is not even.")
	}
	return nil
}

// evenOrOdd is one that does.
func evenOrOdd(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) error {
	if wprest.ToInt(value)%2 != 0 {
		return wprest.NewError(http.StatusUnprocessableEntity, "harbor_odd", "Odd.")
	}
	return nil
}
