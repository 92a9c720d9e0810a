package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestSingleSignOn(t *testing.T) {
	handler, err := newHost().app()
	if err != nil {
		t.Fatal(err)
	}
	call := func(method, path, body string, header http.Header, from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header, r.RemoteAddr = header, from+":4000"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	const local, far = "127.0.0.1", "192.0.2.1"
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	in := call("POST", "/login", url.Values{"name": {"ada"}}.Encode(), form, local)
	session, _, _ := strings.Cut(in.Header().Get("Set-Cookie"), ";")
	if in.Code != 200 || session == "" {
		t.Fatal(in.Code, in.Body)
	}
	cookie := http.Header{"Cookie": {session}}
	foreign := http.Header{"Cookie": {session}, "Origin": {"https://elsewhere.example"}}
	grace := http.Header{"X-Forwarded-Email": {"grace@example.org"}}
	for _, test := range []struct {
		name, method string
		header       http.Header
		from         string
		status       int
		want         string
	}{
		{"nobody", "GET", http.Header{}, local, 401, `"rest_forbidden"`},
		{"session", "GET", cookie, far, 200, `"name":"ada","via":"acme-session","roles":["administrator"],"edits_others":true`},
		{"session that is not known", "GET", http.Header{"Cookie": {"acme_session=x"}}, far, 401, ""},
		{"session, from another site", "POST", foreign, far, 403, ""},
		{"session, of the site itself", "POST", cookie, far, 200, `"ada"`},
		{"proxy", "GET", grace, local, 200, `"name":"grace","via":"proxy","roles":["author"],"edits_others":false`},
		{"somebody else's header", "GET", grace, far, 401, ""},
		{"proxy, unknown", "GET", http.Header{"X-Forwarded-Email": {"x@example.org"}}, local, 403, `"acme_unknown_person"`},
	} {
		w := call(test.method, "/wp-json/acme/v1/me", "", test.header, test.from)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s: %d %s", test.name, w.Code, w.Body)
		}
	}
	if w := call("POST", "/login", url.Values{"name": {"eve"}}.Encode(), form, local); w.Code != 403 {
		t.Errorf("login of nobody: %d", w.Code)
	}
}
