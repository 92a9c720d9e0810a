package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMount(t *testing.T) {
	handler, err := app()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/":                                     "The host's own page.",
		"/wp-json/acme/v1/hello":                `{"hello":""}`,
		"/?rest_route=/acme/v1/hello":           `{"hello":""}`,
		"/index.php?rest_route=/acme/v1/hello/": `{"hello":""}`,
		"/index.php/wp-json/acme/v1/hello":      `{"hello":""}`,
		"/wp-json/acme/v1/hello/theme//home":    `{"hello":"theme//home"}`,
		"/wp-json/acme/v1/hello/a%2Fb//c%20d":   `{"hello":"a%2Fb//c%20d"}`,
	} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if body := strings.ReplaceAll(w.Body.String(), `\/`, "/"); w.Code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, w.Code, body)
		}
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/nothing", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("a page that neither has: %d", w.Code)
	}
}
