package wprest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/wprest/wprest"
)

// get prints what a server answers to a GET.
func get(h http.Handler, target string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	fmt.Println(w.Code, strings.ReplaceAll(w.Body.String(), `\/`, "/"))
}

type helloArgs struct {
	Name string `json:"name" jsonschema:"minLength=2"`
}

func Example() {
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Route("acme/v1", `/hello/(?P<name>[\w-]+)`, wprest.Route{Endpoints: []wprest.Endpoint{
		wprest.Get(wprest.Public, func(_ context.Context, in *helloArgs) (string, error) {
			return "Hello " + in.Name, nil
		}),
	}})
	srv, err := reg.Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	get(srv, "/wp-json/acme/v1/hello/Jo")
	get(srv, "/?rest_route=/acme/v1/hello/Jo&_envelope")
	get(srv, "/wp-json/acme/v1/nothing")
	// Output:
	// 200 "Hello Jo"
	// 200 {"body":"Hello Jo","status":200,"headers":{"Allow":"GET"}}
	// 404 {"code":"rest_no_route","message":"No route matches this address and method.","data":{"status":404}}
}

func ExampleRegistry_Build() {
	reg := wprest.New(wprest.Config{})
	hello := func(context.Context, *wprest.Request) (any, error) { return "hello", nil }
	reg.Route("acme/v1", "/open", wprest.Route{Endpoints: []wprest.Endpoint{{Handler: hello}}})
	reg.Route("acme/v1", `/bad/(?P<id>[\d+)`, wprest.Route{Endpoints: []wprest.Endpoint{{Handler: hello, Permission: wprest.Public}}})
	_, err := reg.Build()
	fmt.Println(err)
	// Output:
	// wprest: GET /acme/v1/open: the endpoint has no permission; Public lets everybody in
	// wprest: /acme/v1/bad/(?P<id>[\d+): pattern: error parsing regexp: missing closing ]: `[\d+)`
}

func ExampleServer_Do() {
	reg := wprest.New(wprest.Config{})
	reg.Route("acme/v1", "/who", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.LoggedIn,
		Handler: func(ctx context.Context, _ *wprest.Request) (any, error) {
			return wprest.UserFrom(ctx).Login, nil
		},
	}}})
	srv, err := reg.Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := wprest.WithUser(context.Background(), &wprest.User{ID: 7, Login: "jo"})
	resp := srv.Do(ctx, wprest.NewRequest(http.MethodGet, "/acme/v1/who"))
	fmt.Println(resp.Status, resp.Data)
	// Output: 200 jo
}

func ExampleResponse() {
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Curie("acme", "https://acme.example/rel/{rel}")
	reg.Route("acme/v1", "/shelf", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public,
		Handler: func(ctx context.Context, _ *wprest.Request) (any, error) {
			resp := wprest.NewResponse(wprest.MapOf("id", 7))
			resp.AddLink("self", wprest.URL(ctx, "acme/v1/shelf"))
			resp.AddLink("https://acme.example/rel/room", "https://acme.example/rooms/1").With("floor", 2)
			return resp, nil
		},
	}}})
	srv, err := reg.Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	get(srv, "/wp-json/acme/v1/shelf?_fields=id")
	// Output:
	// 200 {"id":7,"_links":{"self":[{"href":"https://example.org/wp-json/acme/v1/shelf","targetHints":{"allow":["GET"]}}],"acme:room":[{"floor":2,"href":"https://acme.example/rooms/1"}],"curies":[{"name":"acme","href":"https://acme.example/rel/{rel}","templated":true}]}}
}
