package wprest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/memory"
	"github.com/wprest/wprest/wpresttest"
)

func TestControllerWholeFieldsAndAbsent(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.WholeFields = true
		c.Values = map[string]wprest.ValueFunc[boat]{"name": func(_ context.Context, _ *wprest.Request, b *boat) (any, error) {
			if b.ID == 2 {
				return wprest.Absent{}, nil
			}
			return b.Name, nil
		}}
	})
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "a whole property", Path: "/acme/v1/boats/1?_fields=berth", WantBody: `{"berth":{"pier":4}}`},
		wpresttest.Scenario{Name: "a part of one", Path: "/acme/v1/boats/1?_fields=berth.pier,id", WantBody: `{"id":1}`},
		wpresttest.Scenario{Name: "absent", Path: "/acme/v1/boats/2?_fields=id,name", WantBody: `{"id":2}`},
		wpresttest.Scenario{Name: "there", Path: "/acme/v1/boats/1?_fields=id,name", WantBody: `{"id":1,"name":"Gull"}`},
	)
}

func TestControllerRemoves(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.DeleteArgs = []wprest.Arg{{Schema: wprest.Schema{Name: "heir", Type: "integer", Required: true}}}
		c.Remove = func(_ context.Context, r *wprest.Request, b *boat) error {
			if r.Int("heir") == b.ID {
				return wprest.NewError(http.StatusBadRequest, "acme_heir", "It cannot inherit from itself.")
			}
			return nil
		}
	})
	del := func(name, path string, status int, body string) wpresttest.Scenario {
		return wpresttest.Scenario{Name: name, Method: "DELETE", As: sailor(), Path: path, WantStatus: status, WantBody: body}
	}
	wpresttest.Run(t, srv,
		del("without the argument", "/acme/v1/boats/1?force=true&_fields=x", 400, ""),
		del("refused", "/acme/v1/boats/1?force=true&heir=1", 400, `{"code":"acme_heir","message":"It cannot inherit from itself.","data":{"status":400}}`),
		del("removed", "/acme/v1/boats/1?force=true&heir=2&_fields=deleted", 200, `{"deleted":true}`),
		wpresttest.Scenario{Name: "not by the store", Path: "/acme/v1/boats/1?_fields=id", WantBody: `{"id":1}`},
	)
}

// flagship is a route for the boat with the id 2, whatever the request says.
type flagship struct {
	boats *wprest.Controller[int64, boat]
}

func (f flagship) Routes(add func(namespace, pattern string, r wprest.Route)) error {
	endpoints, err := f.boats.ItemEndpoints()
	for i := range endpoints {
		permission := endpoints[i].Permission
		endpoints[i].Permission = func(ctx context.Context, r *wprest.Request) (bool, error) {
			r.Set("id", int64(2))
			return permission(ctx, r)
		}
	}
	add("acme/v1", "/flagship", wprest.Route{Schema: f.boats.ItemSchema(), Endpoints: endpoints})
	return err
}

func TestControllerItemEndpoints(t *testing.T) {
	boats := &wprest.Controller[int64, boat]{
		Namespace: "acme/v1", Base: "boats", Schema: wprest.SchemaOf[boat]("boat"), Permit: wprest.Caps[boat]("boat", "boats"),
		Store: memory.New(memory.Options[int64, boat]{Items: []boat{{ID: 1, Name: "Gull"}, {ID: 2, Name: "Tern"}}}),
	}
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Register(boats)
	reg.Register(flagship{boats})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "read", Path: "/acme/v1/flagship?_fields=id,name&id=1", WantBody: `{"id":2,"name":"Tern"}`},
		wpresttest.Scenario{Name: "write", Method: "PUT", As: sailor(), Path: "/acme/v1/flagship?_fields=id,name", JSON: map[string]any{"id": 1, "name": "Skua"}, WantBody: `{"id":2,"name":"Skua"}`},
		wpresttest.Scenario{Name: "nobody writes", Method: "PUT", Path: "/acme/v1/flagship", JSON: map[string]any{"name": "x"}, WantStatus: 401},
	)
	if _, err := (&wprest.Controller[int64, boat]{}).ItemEndpoints(); err == nil {
		t.Error("a Controller without anything makes endpoints")
	}
}

// A handler can add to the HTTP answer what is no header of its Response, and an
// Authenticator can send headers with its error.
func TestHeadersOfTheAnswer(t *testing.T) {
	reg := wprest.New(wprest.Config{Auth: []wprest.Authenticator{denial{}}})
	reg.Route("acme/v1", "/cookies", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public,
		Handler: func(ctx context.Context, _ *wprest.Request) (any, error) {
			h := wprest.HTTPHeader(ctx)
			h.Add("Set-Cookie", "a=1")
			h.Add("Set-Cookie", "b=2")
			return nil, nil
		},
	}}})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/wp-json/acme/v1/cookies", nil))
	if got := w.Header().Values("Set-Cookie"); len(got) != 2 {
		t.Errorf("cookies %q", got)
	}
	w = httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/wp-json/acme/v1/cookies", nil)
	r.Header.Set("Authorization", "x")
	srv.ServeHTTP(w, r)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "9" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if wprest.HTTPHeader(t.Context()) != nil {
		t.Error("there is a header outside of requests")
	}
}

// denial refuses everybody who has credentials.
type denial struct{}

func (denial) Authenticate(r *http.Request) (*wprest.User, error) {
	switch r.Header.Get("Authorization") {
	case "":
		return nil, nil
	case "x":
		return &wprest.User{Header: http.Header{"Retry-After": {"9"}}}, wprest.NewError(http.StatusTooManyRequests, "acme_wait", "Wait.")
	}
	return nil, errors.New("broken")
}

func TestOrigins(t *testing.T) {
	allow := wprest.Origins("https://App.example.org/", "http://127.0.0.1:3000")
	for origin, want := range map[string]bool{
		"https://app.example.org": true, "HTTPS://APP.EXAMPLE.ORG": true, "http://127.0.0.1:3000": true,
		"http://app.example.org": false, "https://app.example.org.evil.example": false, "null": false, "": false, "http://127.0.0.1": false,
	} {
		if allow(origin) != want {
			t.Errorf("%q: %v", origin, !want)
		}
	}
}
