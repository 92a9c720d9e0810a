package wpresttest_test

import (
	"context"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wpresttest"
)

func server(t *testing.T) *wprest.Server {
	t.Helper()
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	who := func(ctx context.Context, r *wprest.Request) (any, error) {
		return wprest.MapOf("user", wprest.UserFrom(ctx).Login, "title", r.Get("title")), nil
	}
	reg.Route("acme/v1", "/who", wprest.Route{Endpoints: []wprest.Endpoint{{Methods: "GET,POST", Permission: wprest.LoggedIn, Handler: who}}})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func TestRun(t *testing.T) {
	jo := &wprest.User{ID: 7, Login: "jo"}
	wpresttest.Run(t, server(t),
		wpresttest.Scenario{Name: "nobody", Path: "/acme/v1/who", WantStatus: 401, WantHeader: map[string]string{"Vary": "Origin"}},
		wpresttest.Scenario{Name: "jo", As: jo, Path: "/acme/v1/who?title=a", WantBody: `{"title":"a","user":"jo"}`},
		wpresttest.Scenario{Name: "json", As: jo, Method: "POST", Path: "/acme/v1/who", JSON: map[string]any{"title": "b"}, WantBody: `{"user":"jo","title":"b"}`},
		wpresttest.Scenario{Name: "form", As: jo, Method: "POST", Path: "/acme/v1/who", Form: url.Values{"title": {"c"}}, WantBody: `{"user":"jo","title":"c"}`},
	)
}

func TestGolden(t *testing.T) {
	s := wpresttest.Scenario{Name: "golden", As: &wprest.User{ID: 7, Login: "jo"}, Path: "/acme/v1/who", Golden: filepath.Join(t.TempDir(), "who.json")}
	t.Setenv("WPRESTTEST_UPDATE", "1")
	wpresttest.Run(t, server(t), s)
	t.Setenv("WPRESTTEST_UPDATE", "")
	wpresttest.Run(t, server(t), s)
}
