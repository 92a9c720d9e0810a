package wprest

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// build makes a server of what fill registers.
func build(t testing.TB, c Config, fill func(reg *Registry)) *Server {
	t.Helper()
	reg := New(c)
	fill(reg)
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

// public is a route with one endpoint for everybody.
func public(h Handler, args ...Arg) Route {
	return Route{Endpoints: []Endpoint{{Permission: Public, Handler: h, Args: args}}}
}

func serve(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestBuildReportsEveryMistake(t *testing.T) {
	reg := New(Config{})
	hello := func(context.Context, *Request) (any, error) { return "hello", nil }
	reg.Route("a/v1", "/open", Route{Endpoints: []Endpoint{{Handler: hello}}})
	reg.Route("a/v1", "/empty", Route{})
	reg.Route("a/v1", `/bad/(?P<id>[`, public(hello))
	reg.Route("a/v1", "/arg", public(hello, Arg{Schema: Schema{Name: "x", Type: "string", Pattern: "("}}))
	reg.Route("", "/none", public(hello))
	reg.Route("a/v1", "/typed", Route{Endpoints: []Endpoint{Get(nil, func(context.Context, *struct {
		X int `json:"x" wp:"nowhere"`
	}) (int, error) {
		return 0, nil
	})}})
	reg.Register(&Controller[int64, struct{}]{})
	_, err := reg.Build()
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"/a/v1/open: the endpoint has no permission", "/a/v1/empty", "/a/v1/bad/", "GET /a/v1/arg: argument x", "/none", "nowhere", "/a/v1/typed: the endpoint has no permission", "controller /"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not speak of %q:\n%v", want, err)
		}
	}
}

func TestBuildCopies(t *testing.T) {
	reg := New(Config{})
	first, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	reg.Route("a/v1", "/x", public(func(context.Context, *Request) (any, error) { return 1, nil }))
	second, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	if w := serve(first, "GET", "/wp-json/a/v1/x", ""); w.Code != 404 {
		t.Errorf("the first server changed: %d", w.Code)
	}
	if w := serve(second, "GET", "/wp-json/a/v1/x", ""); w.Code != 200 {
		t.Errorf("the second server: %d", w.Code)
	}
}

func TestPanicIsAnError(t *testing.T) {
	var log bytes.Buffer
	boom := func(context.Context, *Request) (any, error) { panic("boom") }
	srv := build(t, Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(reg *Registry) {
		reg.Route("a/v1", "/handler", public(boom))
		reg.Route("a/v1", "/permission", Route{Endpoints: []Endpoint{{Handler: boom, Permission: func(context.Context, *Request) (bool, error) { panic("boom") }}}})
		reg.Route("a/v1", "/check", public(boom, Arg{Schema: Schema{Name: "x"}, Validate: func(context.Context, *Request, *Arg, any) error { panic("boom") }}))
	})
	for path, status := range map[string]int{"handler": 500, "permission": 500, "check?x=1": 400} {
		w := serve(srv, "GET", "/wp-json/a/v1/"+path, "")
		if w.Code != status || !strings.Contains(w.Body.String(), `"code":`) || strings.Contains(w.Body.String(), "boom") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if !strings.Contains(log.String(), "boom") || !strings.Contains(log.String(), "server_test.go") {
		t.Errorf("the log has no stack: %.300s", log.String())
	}
}

func TestUnknownErrorsStayInside(t *testing.T) {
	var log bytes.Buffer
	srv := build(t, Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(reg *Registry) {
		reg.Route("a/v1", "/x", public(func(context.Context, *Request) (any, error) { return nil, errors.New("password is 1234") }))
	})
	w := serve(srv, "GET", "/wp-json/a/v1/x", "")
	if w.Code != 500 || strings.Contains(w.Body.String(), "1234") || !strings.Contains(log.String(), "1234") {
		t.Errorf("%d %s, log %s", w.Code, w.Body, log.String())
	}
}

func TestCancelledClientCancelsTheContext(t *testing.T) {
	srv := build(t, Config{}, func(reg *Registry) {
		reg.Route("a/v1", "/wait", public(func(ctx context.Context, _ *Request) (any, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}))
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest("GET", "/wp-json/a/v1/wait", nil).WithContext(ctx))
	if w.Code != 500 {
		t.Errorf("%d", w.Code)
	}
}

func TestBodyLimit(t *testing.T) {
	srv := build(t, Config{Limits: Limits{MaxBody: 10, MaxUpload: 20}}, func(reg *Registry) {
		reg.Route("a/v1", "/x", Route{Endpoints: []Endpoint{{Methods: "POST", Permission: Public, Handler: func(context.Context, *Request) (any, error) { return 1, nil }}}})
	})
	for body, status := range map[string]int{`{"a":1}`: 200, `{"a":"0123456789"}`: 413} {
		w := serve(srv, "POST", "/wp-json/a/v1/x", body, "Content-Type", "application/json")
		if w.Code != status {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	w := serve(srv, "POST", "/wp-json/a/v1/x", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nxxxxxxxxxxxxxxxxxxx\r\n--b--", "Content-Type", "multipart/form-data; boundary=b")
	if w.Code != 413 {
		t.Errorf("multipart: %d %s", w.Code, w.Body)
	}
}

func TestMultipartFiles(t *testing.T) {
	srv := build(t, Config{}, func(reg *Registry) {
		reg.Route("a/v1", "/x", Route{Endpoints: []Endpoint{{Methods: "POST", Permission: Public, Handler: func(_ context.Context, r *Request) (any, error) {
			f := r.Files[0]
			return MapOf("field", f.Field, "name", f.Name, "size", f.Size, "title", r.Get("title")), nil
		}}}})
	})
	large := strings.Repeat("x", maxFileInMemory+7)
	body := "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nBoat\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.txt\"\r\n\r\n" + large + "\r\n--b--"
	w := serve(srv, "POST", "/wp-json/a/v1/x", body, "Content-Type", "multipart/form-data; boundary=b")
	if want := `{"field":"file","name":"b.txt","size":1048583,"title":"Boat"}`; w.Body.String() != want {
		t.Errorf("got %s", w.Body)
	}
}

func TestDoRunsAsTheUserOfItsContext(t *testing.T) {
	srv := build(t, Config{}, func(reg *Registry) {
		reg.Route("a/v1", "/me", Route{Endpoints: []Endpoint{{Permission: LoggedIn, Handler: func(ctx context.Context, _ *Request) (any, error) {
			return UserFrom(ctx).Login, nil
		}}}})
	})
	resp := srv.Do(t.Context(), NewRequest("get", "/a/v1/me"))
	if resp.Status != 401 {
		t.Errorf("nobody: %d", resp.Status)
	}
	resp = srv.Do(WithUser(t.Context(), &User{ID: 7, Login: "jo"}), NewRequest("get", "/a/v1/me"))
	if resp.Status != 200 || resp.Data != "jo" || resp.Header("Allow") != "GET" {
		t.Errorf("jo: %+v", resp)
	}
}

type span struct {
	From int `json:"from" jsonschema:"default=1"`
	To   int `json:"to" jsonschema:"required"`
}

func (s *span) Validate(context.Context) error {
	if s.To < s.From {
		return Refuse("The span is empty.")
	}
	return nil
}

func TestTypedEndpoint(t *testing.T) {
	srv := build(t, Config{}, func(reg *Registry) {
		reg.Route("a/v1", "/span", Route{Endpoints: []Endpoint{Get(Public, func(_ context.Context, s *span) (int, error) { return s.To - s.From, nil })}})
	})
	for query, want := range map[string]string{"to=5": "4", "to=5&from=2": "3", "to=0": "The span is empty.", "": "rest_missing_callback_param", "to=x": "rest_invalid_type"} {
		if w := serve(srv, "GET", "/wp-json/a/v1/span?"+query, ""); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %s", query, w.Body)
		}
	}
}

func TestPlainAddresses(t *testing.T) {
	srv := build(t, Config{BaseURL: "https://example.org/blog/index.php?rest_route=/"}, func(reg *Registry) {
		reg.Route("a/v1", "/x", public(func(ctx context.Context, r *Request) (any, error) {
			return []any{URL(ctx, "a/v1/y?z=1"), r.Has("rest_route")}, nil
		}))
	})
	want := `["https://example.org/blog/index.php?rest_route=%2Fa%2Fv1%2Fy&z=1",false]`
	for _, target := range []string{"/blog/?rest_route=/a/v1/x", "/blog/wp-json/a/v1/x", "/blog/index.php/wp-json/a/v1/x/"} {
		if got := strings.ReplaceAll(serve(srv, "GET", target, "").Body.String(), `\/`, "/"); got != want {
			t.Errorf("%s: %s", target, got)
		}
	}
}

func TestTwoRegistriesInOneProcess(t *testing.T) {
	for _, name := range []string{"one", "two"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := build(t, Config{}, func(reg *Registry) {
				reg.Curie(name, "https://"+name+".example/{rel}")
				reg.Route(name+"/v1", "/name", public(func(context.Context, *Request) (any, error) {
					resp := NewResponse(MapOf("name", name))
					resp.AddLink("https://"+name+".example/rel", "https://example.org/")
					return resp, nil
				}))
			})
			for range 100 {
				w := serve(srv, "GET", "/wp-json/"+name+"/v1/name", "")
				if !strings.Contains(w.Body.String(), `"`+name+`:rel"`) {
					t.Fatal(w.Body)
				}
			}
		})
	}
}

func TestOrigins(t *testing.T) {
	srv := build(t, Config{AllowOrigin: func(origin string) bool { return origin == "https://good.example" }}, func(*Registry) {})
	for origin, want := range map[string]string{"https://good.example": "https://good.example", "https://bad.example": ""} {
		w := serve(srv, "GET", "/wp-json/", "", "Origin", origin)
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s: got %q", origin, got)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	srv := build(b, Config{}, func(reg *Registry) {
		for _, path := range routesOf(133) {
			reg.Route("wp/v2", strings.TrimPrefix(path, "/wp/v2/"), public(func(context.Context, *Request) (any, error) { return nil, nil }, ListArgs()...))
		}
	})
	b.ReportAllocs()
	for b.Loop() {
		if w := serve(srv, "GET", "/wp-json/", ""); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

func TestSplitBatchPath(t *testing.T) {
	for _, test := range []struct {
		address, path, query string
		ok                   bool
	}{
		{"/a/v1/x?y=1#z", "/a/v1/x", "y=1", true},
		{"a/v1/x", "a/v1/x", "", true},
		{"https://example.org/a/v1/x?y=1", "/a/v1/x", "y=1", true},
		{"//example.org/a", "/a", "", true},
		{"/a//b", "/a//b", "", true},
		{"/a/%zz", "/a/%zz", "", true},
		{"?x=1", "", "x=1", true},
		{"http:///x", "", "", false},
		{"///x", "", "", false},
		{"http://example.org:99999/x", "", "", false},
	} {
		path, query, ok := splitBatchPath(test.address)
		if path != test.path || query != test.query || ok != test.ok {
			t.Errorf("%s: got %q %q %v", test.address, path, query, ok)
		}
	}
}
