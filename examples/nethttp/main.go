// Command nethttp puts the API around a net/http application. It goes around the
// ServeMux and not into it, because a ServeMux cleans paths: it would redirect
// /wp-json/wp/v2/templates/theme//home, an ordinary template id.
//
//	go run ./examples/nethttp
//	curl http://127.0.0.1:8080/ http://127.0.0.1:8080/wp-json/acme/v1/hello
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/wprest/wprest"
)

func app() (http.Handler, error) {
	host := http.NewServeMux()
	reg := wprest.New(wprest.Config{BaseURL: "http://127.0.0.1:8080/wp-json"})
	reg.Route("acme/v1", `/hello/(?P<name>[^/]+//[^/]+)`, hello())
	reg.Route("acme/v1", "/hello", hello())
	srv, err := reg.Build()
	if err != nil {
		return nil, err
	}
	host.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Link", srv.DiscoveryLink()) // clients find the API by it
		fmt.Fprintln(w, "The host's own page.")
	})
	return srv.Wrap(host), nil
}

func hello() wprest.Route {
	return wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public,
		Handler: func(_ context.Context, r *wprest.Request) (any, error) {
			return wprest.MapOf("hello", r.String("name")), nil
		},
	}}}
}

func main() {
	handler, err := app()
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", handler))
}
