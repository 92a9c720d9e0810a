// Command custom-route adds a route of its own to a WordPress-compatible API.
//
//	go run ./examples/custom-route
//	curl 'http://127.0.0.1:8080/wp-json/acme/v1/books/7/stats?unit=pages'
package main

import (
	"context"
	"log"
	"net/http"

	"github.com/wprest/wprest"
)

// statsArgs are the arguments of the route: names, schema and decoding.
type statsArgs struct {
	ID   int64  `json:"id" jsonschema:"minimum=1,description=The book to count."`
	Unit string `json:"unit" jsonschema:"enum=pages,enum=words,default=words,description=What to count."`
}

type stats struct {
	Book  int64  `json:"book"`
	Unit  string `json:"unit"`
	Count int    `json:"count"`
}

func bookStats(_ context.Context, in *statsArgs) (*stats, error) {
	if in.ID > 100 {
		return nil, wprest.NewError(http.StatusNotFound, "acme_no_book", "There is no such book.")
	}
	count := 300
	if in.Unit == "words" {
		count *= 250
	}
	return &stats{Book: in.ID, Unit: in.Unit, Count: count}, nil
}

func api() (*wprest.Server, error) {
	reg := wprest.New(wprest.Config{BaseURL: "http://127.0.0.1:8080/wp-json"})
	reg.Route("acme/v1", `/books/(?P<id>[\d]+)/stats`, wprest.Route{
		Schema:    wprest.SchemaOf[stats]("book-stats"),
		Endpoints: []wprest.Endpoint{wprest.Get(wprest.Public, bookStats)},
	})
	return reg.Build()
}

func main() {
	srv, err := api()
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", srv))
}
