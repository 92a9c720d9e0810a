// Command gorilla mounts the API on a gorilla/mux router. The router must not
// clean paths, or it would redirect /wp-json/wp/v2/templates/theme//home, an
// ordinary template id.
//
//	go run ./examples/gorilla
//	curl http://127.0.0.1:8080/ http://127.0.0.1:8080/wp-json/acme/v1/hello
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/wprest/wprest"
)

func app() (http.Handler, error) {
	reg := wprest.New(wprest.Config{BaseURL: "http://127.0.0.1:8080/wp-json"})
	hello := wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public,
		Handler: func(_ context.Context, r *wprest.Request) (any, error) {
			return wprest.MapOf("hello", r.String("name")), nil
		},
	}}}
	reg.Route("acme/v1", "/hello", hello)
	reg.Route("acme/v1", `/hello/(?P<name>[^/]+//[^/]+)`, hello)
	srv, err := reg.Build()
	if err != nil {
		return nil, err
	}
	r := mux.NewRouter().SkipClean(true)
	srv.Mount(r)
	r.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Link", srv.DiscoveryLink()) // clients find the API by it
		fmt.Fprintln(w, "The host's own page.")
	})
	return r, nil
}

func main() {
	handler, err := app()
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", handler))
}
