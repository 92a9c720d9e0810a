package main

import (
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wpresttest"
)

func TestBooks(t *testing.T) {
	srv, err := api()
	if err != nil {
		t.Fatal(err)
	}
	editor := &wprest.User{ID: 7, Login: "ed", Caps: map[string]bool{"edit_books": true, "edit_book": true, "delete_book": true}}
	type body map[string]any
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "list", Path: "/acme/v1/books?_fields=id,title", WantBody: `[{"id":2,"title":"Knots"},{"id":3,"title":"Ropes"},{"id":1,"title":"Tides"}]`,
			WantHeader: map[string]string{"X-WP-Total": "3", "X-WP-TotalPages": "1", "Allow": "GET"}},
		wpresttest.Scenario{Name: "page", Path: "/acme/v1/books?_fields=id&per_page=1&page=2&order=desc", WantBody: `[{"id":3}]`,
			WantHeader: map[string]string{"Link": `<http://127.0.0.1:8080/wp-json/acme/v1/books?_fields=id&per_page=1&page=1&order=desc>; rel="prev", <http://127.0.0.1:8080/wp-json/acme/v1/books?_fields=id&per_page=1&page=3&order=desc>; rel="next"`}},
		wpresttest.Scenario{Name: "filter", Path: "/acme/v1/books?author=4&_fields=id", WantBody: `[{"id":3}]`},
		wpresttest.Scenario{Name: "search", Path: "/acme/v1/books?search=not&_fields=id", WantBody: `[{"id":2}]`},
		wpresttest.Scenario{Name: "beyond", Path: "/acme/v1/books?page=9", WantBody: `[]`},
		wpresttest.Scenario{Name: "item", Path: "/acme/v1/books/1", WantBody: `{"id":1,"title":"Tides","author":3,"meta":{"isbn":"","pages":0},"_links":{"self":[{"href":"http://127.0.0.1:8080/wp-json/acme/v1/books/1","targetHints":{"allow":["GET"]}}],"collection":[{"href":"http://127.0.0.1:8080/wp-json/acme/v1/books"}],"author":[{"embeddable":true,"href":"http://127.0.0.1:8080/wp-json/acme/v1/books?author=3"}]}}`},
		wpresttest.Scenario{Name: "missing", Path: "/acme/v1/books/99", WantStatus: 404},
		wpresttest.Scenario{Name: "edit context", Path: "/acme/v1/books/1?context=edit", WantStatus: 401},
		wpresttest.Scenario{Name: "nobody creates", Method: "POST", Path: "/acme/v1/books", JSON: body{"title": "x"}, WantStatus: 401},
		wpresttest.Scenario{Name: "no title", As: editor, Method: "POST", Path: "/acme/v1/books", JSON: body{"author": 3}, WantStatus: 400},
		wpresttest.Scenario{Name: "create", As: editor, Method: "POST", Path: "/acme/v1/books", JSON: body{"title": "Winds", "author": 5, "cost": 30, "meta": body{"pages": 90}}, WantStatus: 201,
			WantHeader: map[string]string{"Location": "http://127.0.0.1:8080/wp-json/acme/v1/books/4", "Allow": "GET, POST"}},
		wpresttest.Scenario{Name: "update", As: editor, Method: "PATCH", Path: "/acme/v1/books/4", JSON: body{"meta": body{"isbn": "978-3"}}},
		wpresttest.Scenario{Name: "bad isbn", As: editor, Method: "PATCH", Path: "/acme/v1/books/4", JSON: body{"meta": body{"isbn": "x"}}, WantStatus: 400},
		wpresttest.Scenario{Name: "kept", As: editor, Path: "/acme/v1/books?context=edit&author=5&_fields=id,title,meta,cost", WantBody: `[{"id":4,"title":"Winds","meta":{"isbn":"978-3","pages":90},"cost":30}]`},
		wpresttest.Scenario{Name: "no bin", As: editor, Method: "DELETE", Path: "/acme/v1/books/4", WantStatus: 501},
		wpresttest.Scenario{Name: "delete", As: editor, Method: "DELETE", Path: "/acme/v1/books/4?force=true", WantBody: `{"deleted":true,"previous":{"id":4,"title":"Winds","author":5,"meta":{"isbn":"978-3","pages":90},"cost":30}}`},
		wpresttest.Scenario{Name: "gone", Path: "/acme/v1/books/4", WantStatus: 404},
	)
}
