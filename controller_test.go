package wprest_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/memory"
	"github.com/wprest/wprest/wpresttest"
)

type boat struct {
	ID    int64  `json:"id" wp:"view,edit;readonly"`
	Name  string `json:"name" wp:"view,edit"`
	Berth struct {
		Pier   int    `json:"pier" wp:"view,edit"`
		Secret string `json:"secret" wp:"edit"`
	} `json:"berth" wp:"view,edit"`
}

// readOnly hides what a store can do besides reading.
type readOnly struct {
	wprest.Store[int64, boat]
}

func sailor() *wprest.User {
	return &wprest.User{ID: 7, Caps: map[string]bool{"edit_boats": true, "edit_boat": true, "delete_boat": true}}
}

// fleet makes a server of a controller of boats that change may change.
func fleet(t *testing.T, change func(c *wprest.Controller[int64, boat])) *wprest.Server {
	t.Helper()
	first := boat{ID: 1, Name: "Gull"}
	first.Berth.Pier, first.Berth.Secret = 4, "key"
	c := &wprest.Controller[int64, boat]{
		Namespace: "acme/v1", Base: "boats",
		Schema: wprest.SchemaOf[boat]("boat"),
		Store:  memory.New(memory.Options[int64, boat]{Items: []boat{first, {ID: 2, Name: "Tern"}}}),
		Permit: wprest.Caps[boat]("boat", "boats"),
	}
	if change != nil {
		change(c)
	}
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Register(c)
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func TestControllerHasTheVerbsOfItsStore(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) { c.Store = readOnly{c.Store} })
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "list", Path: "/acme/v1/boats", As: sailor(), WantHeader: map[string]string{"Allow": "GET"}},
		wpresttest.Scenario{Name: "create", Method: "POST", Path: "/acme/v1/boats", As: sailor(), WantStatus: 404},
		wpresttest.Scenario{Name: "delete", Method: "DELETE", Path: "/acme/v1/boats/1", As: sailor(), WantStatus: 404},
	)
}

func TestControllerDeniesWhatItsPermitDoesNotSay(t *testing.T) {
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) { c.Permit = wprest.Permit[boat]{} })
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "list", Path: "/acme/v1/boats", As: sailor(), WantStatus: 403},
		wpresttest.Scenario{Name: "read", Path: "/acme/v1/boats/1", As: sailor(), WantStatus: 403},
		wpresttest.Scenario{Name: "create", Method: "POST", Path: "/acme/v1/boats", As: sailor(), WantStatus: 403},
	)
}

func TestControllerContextsReachWithin(t *testing.T) {
	wpresttest.Run(t, fleet(t, nil),
		wpresttest.Scenario{Name: "view", Path: "/acme/v1/boats/1?_fields=berth", WantBody: `{"berth":{"pier":4}}`},
		wpresttest.Scenario{Name: "edit", As: sailor(), Path: "/acme/v1/boats/1?_fields=berth&context=edit", WantBody: `{"berth":{"pier":4,"secret":"key"}}`},
	)
}

func TestControllerHooks(t *testing.T) {
	var events []string
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.PreInsert.Add(10, func(_ context.Context, ch wprest.Change[boat]) (wprest.Change[boat], error) {
			if ch.Item.Name == "Sinker" {
				return ch, wprest.NewError(http.StatusConflict, "acme_sinks", "It sinks.")
			}
			ch.Item.Name += "!"
			return ch, nil
		})
		c.Inserted.Add(10, func(_ context.Context, ch wprest.Change[boat]) (wprest.Change[boat], error) {
			events = append(events, "stored "+ch.Item.Name)
			return ch, nil
		})
		c.Deleted.Add(10, func(_ context.Context, ch wprest.Change[boat]) (wprest.Change[boat], error) {
			events = append(events, "deleted "+ch.Item.Name)
			return ch, nil
		})
		c.Query.Add(10, func(_ context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
			l.Query = l.Query.And(wprest.Where("name", "Tern"))
			return l, nil
		})
		c.Prepare.Add(10, func(_ context.Context, p wprest.Prepared[boat]) (wprest.Prepared[boat], error) {
			p.Data.Set("length", len(p.Item.Name))
			return p, nil
		})
	})
	type body map[string]any
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "query and prepare", Path: "/acme/v1/boats?_fields=id,length", WantBody: `[{"id":2,"length":4}]`},
		wpresttest.Scenario{Name: "refused", As: sailor(), Method: "POST", Path: "/acme/v1/boats", JSON: body{"name": "Sinker"}, WantStatus: 409},
		wpresttest.Scenario{Name: "created", As: sailor(), Method: "POST", Path: "/acme/v1/boats", JSON: body{"name": "Auk"}, WantStatus: 201},
		wpresttest.Scenario{Name: "deleted", As: sailor(), Method: "DELETE", Path: "/acme/v1/boats/2?force=1"},
	)
	if len(events) != 2 || events[0] != "stored Auk!" || events[1] != "deleted Tern" {
		t.Errorf("events: %q", events)
	}
}

func TestAddedFields(t *testing.T) {
	ratings := map[int64]float64{1: 4.5}
	loads := 0
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		wprest.AddField(c, wprest.Field[boat, float64]{
			Name:   "rating",
			Schema: &wprest.Schema{Type: "number", Maximum: new(5.0), Context: []string{"view", "edit"}},
			Load: func(_ context.Context, boats []*boat) ([]float64, error) {
				loads++
				values := make([]float64, len(boats))
				for i, b := range boats {
					values[i] = ratings[b.ID]
				}
				return values, nil
			},
			Save: func(_ context.Context, b *boat, v float64) error {
				if v == 0 {
					return wprest.NewError(http.StatusBadRequest, "acme_zero", "Zero is no rating.")
				}
				ratings[b.ID] = v
				return nil
			},
		})
	})
	type body map[string]any
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "list", Path: "/acme/v1/boats?_fields=id,rating", WantBody: `[{"id":1,"rating":4.5},{"id":2,"rating":0}]`},
		wpresttest.Scenario{Name: "not wanted", Path: "/acme/v1/boats?_fields=id", WantBody: `[{"id":1},{"id":2}]`},
		wpresttest.Scenario{Name: "checked", As: sailor(), Method: "PUT", Path: "/acme/v1/boats/2", JSON: body{"rating": 6}, WantStatus: 400},
		wpresttest.Scenario{Name: "refused, but the item is kept", As: sailor(), Method: "PUT", Path: "/acme/v1/boats/2", JSON: body{"rating": 0, "name": "Kept"}, WantStatus: 400},
		wpresttest.Scenario{Name: "saved", As: sailor(), Method: "PUT", Path: "/acme/v1/boats/2", JSON: body{"rating": 3}},
		wpresttest.Scenario{Name: "read back", Path: "/acme/v1/boats/2?_fields=name,rating", WantBody: `{"name":"Kept","rating":3}`},
	)
	if loads != 3 {
		t.Errorf("the field was loaded %d times", loads)
	}
}

func TestControllerIsAtomic(t *testing.T) {
	late := error(wprest.NewError(http.StatusBadRequest, "acme_late", "Not this part."))
	runs, undone := 0, 0
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.Atomic = func(ctx context.Context, change func(context.Context) error) error {
			runs++
			err := change(ctx)
			if err != nil {
				undone++
			}
			return err
		}
		c.Saved = func(context.Context, wprest.Change[boat]) error { return late }
	})
	create := func(name string, status int) wpresttest.Scenario {
		return wpresttest.Scenario{Name: name, As: sailor(), Method: "POST", Path: "/acme/v1/boats", JSON: map[string]any{"name": "Auk"}, WantStatus: status}
	}
	wpresttest.Run(t, srv, create("refused late", 400), wpresttest.Scenario{Name: "kept", Path: "/acme/v1/boats/3?_fields=name", WantBody: `{"name":"Auk"}`})
	if runs != 1 || undone != 0 {
		t.Errorf("%d transactions, %d undone", runs, undone)
	}
	late = errors.New("full")
	wpresttest.Run(t, srv, create("failed late", 500))
	if runs != 2 || undone != 1 {
		t.Errorf("%d transactions, %d undone", runs, undone)
	}
}

func ExampleController() {
	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
	reg.Register(&wprest.Controller[int64, boat]{
		Namespace: "acme/v1", Base: "boats",
		Schema: wprest.SchemaOf[boat]("boat"),
		Store:  memory.New(memory.Options[int64, boat]{Items: []boat{{ID: 1, Name: "Gull"}}}),
		Permit: wprest.Caps[boat]("boat", "boats"),
	})
	srv, err := reg.Build()
	if err != nil {
		panic(err)
	}
	get(srv, "/wp-json/acme/v1/boats?_fields=id,name")
	// Output: 200 [{"id":1,"name":"Gull"}]
}
