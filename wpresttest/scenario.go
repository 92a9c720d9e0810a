package wpresttest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

// updateEnv is the variable that makes golden files be written.
const updateEnv = "WPRESTTEST_UPDATE"

// A Scenario is a request and what its answer must be.
type Scenario struct {
	Name string
	// As is who makes the request; nil leaves it to the Authenticators.
	As *wprest.User
	// Method is GET by default.
	Method string
	// Path is a route of the API with an optional query, "/acme/v1/books?page=2".
	Path   string
	Header http.Header
	// JSON is a body that is sent as JSON, Form one that is sent urlencoded.
	JSON any
	Form url.Values

	// WantStatus is 200 by default.
	WantStatus int
	// WantHeader lists headers that the answer must have.
	WantHeader map[string]string
	// WantBody is JSON that the body must equal, whatever the order of keys.
	WantBody string
	// Golden is a file that holds such JSON.
	Golden string
}

// Run runs scenarios one after the other, each as a subtest.
func Run(t *testing.T, srv *wprest.Server, scenarios ...Scenario) {
	t.Helper()
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) { s.run(t, srv) })
	}
}

func (s *Scenario) run(t *testing.T, srv *wprest.Server) {
	t.Helper()
	r, err := s.request(srv)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, r)
	want := s.WantStatus
	if want == 0 {
		want = http.StatusOK
	}
	if w.Code != want {
		t.Errorf("status %d, want %d: %s", w.Code, want, w.Body)
	}
	for name, value := range s.WantHeader {
		if got := w.Header().Get(name); got != value {
			t.Errorf("header %s: got %q, want %q", name, got, value)
		}
	}
	if s.WantBody != "" {
		compare(t, w.Body.Bytes(), []byte(s.WantBody))
	}
	if s.Golden != "" {
		compareGolden(t, w.Body.Bytes(), s.Golden)
	}
}

func (s *Scenario) request(srv *wprest.Server) (*http.Request, error) {
	var body io.Reader
	kind := ""
	switch {
	case s.JSON != nil:
		text, err := json.Marshal(s.JSON)
		if err != nil {
			return nil, err
		}
		body, kind = bytes.NewReader(text), "application/json"
	case s.Form != nil:
		body, kind = strings.NewReader(s.Form.Encode()), "application/x-www-form-urlencoded"
	}
	method := s.Method
	if method == "" {
		method = http.MethodGet
	}
	r, err := http.NewRequest(method, srv.URL(s.Path), body)
	if err != nil {
		return nil, err
	}
	for name, values := range s.Header {
		r.Header[name] = values
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if s.As != nil {
		r = r.WithContext(wprest.WithUser(r.Context(), s.As))
	}
	return r, nil
}

func compareGolden(t *testing.T, got []byte, file string) {
	t.Helper()
	if os.Getenv(updateEnv) != "" {
		var laid bytes.Buffer
		if err := json.Indent(&laid, got, "", "\t"); err != nil {
			t.Fatalf("the body is not JSON: %v", err)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(laid.Bytes(), '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; set %s=1 to write it", err, updateEnv)
	}
	compare(t, got, want)
}

func compare(t *testing.T, got, want []byte) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatalf("what is wanted is not JSON: %v", err)
	}
	if err := json.Unmarshal(got, &g); err != nil {
		t.Errorf("the body is not JSON: %v: %s", err, got)
	} else if !reflect.DeepEqual(g, w) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
