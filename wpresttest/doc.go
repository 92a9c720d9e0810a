// Package wpresttest runs request scenarios against a wprest.Server, for the
// tests of hosts.
//
//	func TestBooks(t *testing.T) {
//		wpresttest.Run(t, srv,
//			wpresttest.Scenario{Name: "list", Path: "/acme/v1/books", WantBody: `[{"id":7}]`},
//			wpresttest.Scenario{Name: "nobody may write", Method: "POST", Path: "/acme/v1/books",
//				JSON: map[string]any{"title": "Tides"}, WantStatus: 401},
//			wpresttest.Scenario{Name: "an editor may", As: editor, Method: "POST", Path: "/acme/v1/books",
//				JSON: map[string]any{"title": "Tides"}, WantStatus: 201, Golden: "testdata/created.json"},
//		)
//	}
//
// Golden files are compared as JSON and written anew by
//
//	WPRESTTEST_UPDATE=1 go test ./...
package wpresttest
