package wprest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wpresttest"
)

func TestControllerAllLinks(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.AllLinks = func(_ context.Context, r *wprest.Request, l *wprest.Links, b *boat) {
			if r.Wants("name") {
				l.Add("pier", l.To("acme/v1/piers/%d", b.Berth.Pier))
			}
		}
	})
	const pier = `"_links":{"pier":[{"href":"https://example.org/wp-json/acme/v1/piers/4"}]}`
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "no self", Path: "/acme/v1/boats/1?_fields=name", WantBody: `{"name":"Gull",` + pier + `}`},
		wpresttest.Scenario{Name: "what is not wanted", Path: "/acme/v1/boats/1?_fields=id,_links", WantBody: `{"id":1}`},
		wpresttest.Scenario{Name: "in lists they are asked for", Path: "/acme/v1/boats?_fields=name", WantBody: `[{"name":"Gull"},{"name":"Tern"}]`},
	)
}

func TestControllerRemember(t *testing.T) {
	var boats *wprest.Controller[int64, boat]
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		boats = c
		c.Key = func(b *boat) int64 { return b.ID }
	})
	reg := wprest.New(wprest.Config{})
	reg.Route("acme/v1", "/known", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public,
		Handler: func(ctx context.Context, _ *wprest.Request) (any, error) {
			boats.Remember(ctx, &boat{ID: 9, Name: "Heron"})
			b, err := boats.Item(ctx, 9)
			if err != nil {
				return nil, err
			}
			_, err = boats.Item(ctx, 8)
			return wprest.MapOf("name", b.Name, "missing", errors.Is(err, wprest.ErrNotExist)), nil
		},
	}}})
	known, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	wpresttest.Run(t, known, wpresttest.Scenario{Name: "remembered", Path: "/acme/v1/known", WantBody: `{"name":"Heron","missing":true}`})
	wpresttest.Run(t, srv, wpresttest.Scenario{Name: "in one request alone", Path: "/acme/v1/boats/9", WantStatus: 404})
}

func TestControllerAlwaysMakesIDs(t *testing.T) {
	wpresttest.Run(t, fleet(t, nil),
		wpresttest.Scenario{
			Name: "a part of an answer", As: sailor(), Method: "DELETE", Path: "/acme/v1/boats/1?force=true&_fields=previous.id,previous.name",
			WantBody: `{"previous":{"id":1}}`,
		},
	)
}

func TestResponsesInMaps(t *testing.T) {
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Curie("acme", "https://acme.example/{rel}")
	reg.Route("acme/v1", "/kinds", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.Public,
		Handler: func(ctx context.Context, _ *wprest.Request) (any, error) {
			ketch := wprest.NewResponse(wprest.MapOf("masts", 2))
			ketch.AddLink("https://acme.example/boats", wprest.URL(ctx, "acme/v1/boats"))
			return wprest.MapOf("ketch", ketch), nil
		},
	}}})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	const links = `"_links":{"acme:boats":[{"href":"https://example.org/wp-json/acme/v1/boats"}],"curies":[{"name":"acme","href":"https://acme.example/{rel}","templated":true}]}`
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "whole", Path: "/acme/v1/kinds", WantBody: `{"ketch":{"masts":2,` + links + `}}`},
		wpresttest.Scenario{Name: "fields of a member", Path: "/acme/v1/kinds?_fields=ketch.masts", WantBody: `{"ketch":{"masts":2}}`},
	)
}
