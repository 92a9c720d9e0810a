package wprest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/memory"
	"github.com/wprest/wprest/wpresttest"
)

type sailorItem struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Boat int64  `json:"boat"`
}

// crew is a fleet of boats with links to captains and crews, which counts how
// often it asks for what.
type crew struct {
	srv                        *wprest.Server
	gets, loads, fields, lists atomic.Int64
}

// countedStore counts the calls that read single sailors, and lists of them.
type countedStore struct {
	*memory.Store[int64, sailorItem]
	c *crew
}

func (s countedStore) Get(ctx context.Context, id int64) (sailorItem, error) {
	s.c.gets.Add(1)
	return s.Store.Get(ctx, id)
}

func (s countedStore) List(ctx context.Context, q wprest.Query) ([]sailorItem, int, error) {
	s.c.lists.Add(1)
	return s.Store.List(ctx, q)
}

func newCrew(t *testing.T, batch bool) *crew {
	t.Helper()
	c := &crew{}
	everybody := func(context.Context, *wprest.Request, *sailorItem) (bool, error) { return true, nil }
	store := countedStore{memory.New(memory.Options[int64, sailorItem]{Items: []sailorItem{
		{ID: 1, Name: "Ann", Boat: 1}, {ID: 2, Name: "Bo", Boat: 2}, {ID: 3, Name: "Cy", Boat: 1},
	}}), c}
	sailors := &wprest.Controller[int64, sailorItem]{
		Namespace: "acme/v1", Base: "sailors", Schema: wprest.SchemaOf[sailorItem]("sailor"), Store: store,
		Permit: wprest.Permit[sailorItem]{List: wprest.Public, Read: everybody},
		Params: []wprest.Param{{Arg: wprest.Arg{Schema: wprest.Schema{Name: "boat", Type: "integer"}}}},
		Load: func(context.Context, *wprest.Request, []*sailorItem) error {
			c.loads.Add(1)
			return nil
		},
	}
	if batch {
		sailors.Lists = func(ctx context.Context, queries []wprest.ListQuery) ([][]sailorItem, error) {
			all, _, err := store.List(ctx, wprest.Query{})
			pages := make([][]sailorItem, len(queries))
			for i, q := range queries {
				pages[i] = slices.DeleteFunc(slices.Clone(all), func(s sailorItem) bool { return s.Boat != q.Request.Int("boat") })
			}
			return pages, err
		}
	}
	wprest.AddField(sailors, wprest.Field[sailorItem, string]{
		Name: "hail", Schema: &wprest.Schema{Type: "string"},
		Load: func(_ context.Context, items []*sailorItem) ([]string, error) {
			c.fields.Add(1)
			hails := make([]string, len(items))
			for i, item := range items {
				hails[i] = "Ahoy " + item.Name
			}
			return hails, nil
		},
	})
	boats := &wprest.Controller[int64, boat]{
		Namespace: "acme/v1", Base: "boats", Schema: wprest.SchemaOf[boat]("boat"),
		Store:  memory.New(memory.Options[int64, boat]{Items: []boat{{ID: 1, Name: "Gull"}, {ID: 2, Name: "Tern"}}}),
		Permit: wprest.Caps[boat]("boat", "boats"),
		Links: func(_ context.Context, l *wprest.Links, b *boat) {
			l.Add("captain", l.To("acme/v1/sailors/%d", b.ID)).Embed()
			l.Add("crew", l.To("acme/v1/sailors?boat=%d", b.ID)).Embed()
		},
	}
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Register(sailors)
	reg.Register(boats)
	var err error
	if c.srv, err = reg.Build(); err != nil {
		t.Fatal(err)
	}
	return c
}

// What the items of a list embed is loaded at once, and reads as it does alone.
func TestEmbedLoadsAtOnce(t *testing.T) {
	const ann, bo, cy = `{"boat":1,"hail":"Ahoy Ann","id":1,"name":"Ann"}`, `{"boat":2,"hail":"Ahoy Bo","id":2,"name":"Bo"}`, `{"boat":1,"hail":"Ahoy Cy","id":3,"name":"Cy"}`
	const want = `[{"captain":[` + ann + `],"crew":[[` + ann + `,` + cy + `]]},{"captain":[` + bo + `],"crew":[[` + bo + `]]}]`
	for _, test := range []struct {
		batch                      bool
		gets, loads, fields, lists int64
	}{
		{true, 0, 2, 2, 1},
		{false, 0, 2, 2, 2}, // each list by itself; one has nobody new
	} {
		c := newCrew(t, test.batch)
		got := embedded(t, c.srv, "/acme/v1/boats?_embed")
		if got != want {
			t.Errorf("batch %v: %s", test.batch, got)
		}
		counts := []int64{c.gets.Load(), c.loads.Load(), c.fields.Load(), c.lists.Load()}
		if fmt.Sprint(counts) != fmt.Sprint([]int64{test.gets, test.loads, test.fields, test.lists}) {
			t.Errorf("batch %v: gets, loads, fields, lists %v", test.batch, counts)
		}
	}
}

// embedded returns what is embedded in the items of a list, without its links.
func embedded(t *testing.T, srv *wprest.Server, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/wp-json"+path, nil))
	var items []map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &items); err != nil {
		t.Fatal(err)
	}
	all := make([]any, len(items))
	for i, item := range items {
		all[i] = withoutLinks(item["_embedded"])
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func withoutLinks(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "_links")
		for _, inner := range v {
			withoutLinks(inner)
		}
	case []any:
		for _, inner := range v {
			withoutLinks(inner)
		}
	}
	return v
}

func TestListed(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.Listed = func(_ context.Context, l wprest.ListQuery, page []boat) ([]boat, error) {
			if l.Query.Limit != 1 {
				t.Errorf("limit %d", l.Query.Limit)
			}
			return append([]boat{{ID: 7, Name: "Heron"}}, page...), nil
		}
	})
	wpresttest.Run(t, srv, wpresttest.Scenario{
		Name: "another item on top", Path: "/acme/v1/boats?per_page=1&_fields=id", WantBody: `[{"id":7},{"id":1}]`,
		WantHeader: map[string]string{"X-WP-Total": "2"},
	})
}

func TestChangeBefore(t *testing.T) {
	var seen string
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.Inserted.Add(10, func(_ context.Context, ch wprest.Change[boat]) (wprest.Change[boat], error) {
			seen = fmt.Sprintln(ch.Before != nil && ch.Before.Name == "Gull", ch.Item.Name, ch.New)
			return ch, nil
		})
	})
	wpresttest.Run(t, srv, wpresttest.Scenario{Name: "update", As: sailor(), Method: "PUT", Path: "/acme/v1/boats/1", JSON: map[string]string{"name": "Skua"}})
	if seen != "true Skua false\n" {
		t.Error(seen)
	}
	wpresttest.Run(t, srv, wpresttest.Scenario{Name: "create", As: sailor(), Method: "POST", Path: "/acme/v1/boats", JSON: map[string]string{"name": "Ruff"}, WantStatus: 201})
	if seen != "false Ruff true\n" {
		t.Error(seen)
	}
}

// Links to pages keep what was asked for; false is written as nothing.
func TestPageLinks(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.Params = []wprest.Param{
			{Arg: wprest.Arg{Schema: wprest.Schema{Name: "afloat", Type: "boolean"}}, Apply: func(q wprest.Query, _ any) (wprest.Query, error) { return q, nil }},
		}
	})
	for given, kept := range map[string]string{"afloat=false": "afloat", "afloat=true": "afloat=1"} {
		wpresttest.Run(t, srv, wpresttest.Scenario{
			Name: given, Path: "/acme/v1/boats?per_page=1&_fields=id&" + given, WantBody: `[{"id":1}]`,
			WantHeader: map[string]string{"Link": `<https://example.org/wp-json/acme/v1/boats?per_page=1&_fields=id&` + kept + `&page=2>; rel="next"`},
		})
	}
}

func TestRegistryURL(t *testing.T) {
	for base, want := range map[string]string{
		"https://a.example/wp-json":                "https://a.example/wp-json/wp/v2/posts?x=1",
		"https://a.example/index.php?rest_route=/": "https://a.example/index.php?rest_route=%2Fwp%2Fv2%2Fposts&x=1",
		"": "/wp-json/wp/v2/posts?x=1",
	} {
		if got := wprest.New(wprest.Config{BaseURL: base}).URL("wp/v2/posts?x=1"); got != want {
			t.Errorf("%q: %s, want %s", base, got, want)
		}
	}
}
