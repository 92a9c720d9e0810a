package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRoute(t *testing.T) {
	srv, err := api()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path   string
		status int
		want   string
	}{
		{"/wp-json/acme/v1/books/7/stats", 200, `{"book":7,"unit":"words","count":75000}`},
		{"/wp-json/acme/v1/books/7/stats?unit=pages", 200, `{"book":7,"unit":"pages","count":300}`},
		{"/wp-json/acme/v1/books/7/stats?unit=lines", 400, `"code":"rest_not_in_enum"`},
		{"/wp-json/acme/v1/books/0/stats", 400, `"code":"rest_out_of_bounds"`},
		{"/wp-json/acme/v1/books/101/stats", 404, `"code":"acme_no_book"`},
		{"/wp-json/acme/v1", 200, `"/acme/v1/books/(?P<id>[\\d]+)/stats"`},
	} {
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, test.path, nil))
		body := strings.ReplaceAll(w.Body.String(), `\/`, "/")
		if w.Code != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d %s", test.path, w.Code, body)
		}
	}
}
