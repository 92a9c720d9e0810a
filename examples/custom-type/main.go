// Command custom-type makes a resource of a Go struct: a list with paging, search
// and filters, single items, and all writes, with schema, meta, links and permissions.
//
//	go run ./examples/custom-type
//	curl 'http://127.0.0.1:8080/wp-json/acme/v1/books?author=3&_embed'
package main

import (
	"context"
	"log"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/memory"
)

// A Book shows in the contexts of its wp tags.
type Book struct {
	ID     int64  `json:"id" wp:"view,edit,embed;readonly" jsonschema:"description=The id of the book."`
	Title  string `json:"title" wp:"view,edit,embed" jsonschema:"required,minLength=1"`
	Author int64  `json:"author" wp:"view,edit" jsonschema:"minimum=1"`
	Meta   struct {
		ISBN  string `json:"isbn" jsonschema:"pattern=^[0-9-]*$"`
		Pages int64  `json:"pages" jsonschema:"minimum=0"`
	} `json:"meta" wp:"view,edit"`
	Cost *int64 `json:"cost" wp:"edit"`
}

func books(store wprest.Store[int64, Book]) *wprest.Controller[int64, Book] {
	return &wprest.Controller[int64, Book]{
		Namespace:  "acme/v1",
		Base:       "books",
		Schema:     wprest.SchemaOf[Book]("book"),
		Store:      store, // writes exist because this store can write
		Permit:     wprest.Caps[Book]("book", "books"),
		Params:     []wprest.Param{{Arg: wprest.Arg{Schema: wprest.Schema{Name: "author", Type: "array", Items: &wprest.Schema{Type: "integer"}}}}},
		OrderBy:    []string{"title", "id"},
		Searchable: true,
		Links: func(_ context.Context, l *wprest.Links, b *Book) {
			l.Add("author", l.To("acme/v1/books?author=%d", b.Author)).Embed()
		},
	}
}

func api() (*wprest.Server, error) {
	reg := wprest.New(wprest.Config{BaseURL: "http://127.0.0.1:8080/wp-json"})
	reg.Register(books(memory.New(memory.Options[int64, Book]{Items: []Book{
		{ID: 1, Title: "Tides", Author: 3}, {ID: 2, Title: "Knots", Author: 3}, {ID: 3, Title: "Ropes", Author: 4},
	}})))
	return reg.Build()
}

func main() {
	srv, err := api()
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", srv))
}
