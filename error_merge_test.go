package wprest_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wpresttest"
)

func TestMergeErrors(t *testing.T) {
	param := func(name string) *wprest.Error {
		e := &wprest.Error{Code: "a", Message: "No " + name + ".", Data: wprest.MapOf("param", name)}
		return e.WithStatus(http.StatusBadRequest)
	}
	if e := wprest.MergeErrors(); e != nil {
		t.Errorf("of none: %v", e)
	}
	for name, test := range map[string]struct {
		list   []*wprest.Error
		status int
		want   string
	}{
		"one": {[]*wprest.Error{param("x")}, 400, `{"code":"a","message":"No x.","data":{"status":400},"additional_data":[{"param":"x"}]}`},
		"of one code": {
			[]*wprest.Error{param("x"), param("y")}, 400,
			`{"code":"a","message":"No x.","data":{"status":400},"additional_data":[{"param":"x"},{"status":400},{"param":"y"}],` +
				`"additional_errors":[{"code":"a","message":"No y.","data":{"status":400},"additional_data":[{"param":"x"},{"status":400},{"param":"y"}]}]}`,
		},
		"of several": {
			[]*wprest.Error{wprest.NewError(403, "a", "A."), wprest.NewError(404, "b", "B."), {Code: "a", Message: "C."}}, 404,
			`{"code":"a","message":"A.","data":{"status":403},` +
				`"additional_errors":[{"code":"a","message":"C.","data":{"status":403}},{"code":"b","message":"B.","data":{"status":404}}]}`,
		},
		"with plain data": {[]*wprest.Error{{Code: "a", Message: "A.", Value: "why"}}, 500, `{"code":"a","message":"A.","data":"why"}`},
		"with earlier numbers": {
			[]*wprest.Error{{Code: "a", Message: "A.", Status: 400, Earlier: []any{3, 3}}}, 400,
			`{"code":"a","message":"A.","data":{"status":400},"additional_data":[3,3]}`,
		},
	} {
		reg := wprest.New(wprest.Config{})
		reg.Route("acme/v1", "/fails", wprest.Route{Endpoints: []wprest.Endpoint{{
			Permission: wprest.Public,
			Handler:    func(context.Context, *wprest.Request) (any, error) { return nil, wprest.MergeErrors(test.list...) },
		}}})
		srv, err := reg.Build()
		if err != nil {
			t.Fatal(err)
		}
		wpresttest.Run(t, srv, wpresttest.Scenario{Name: name, Path: "/acme/v1/fails", WantStatus: test.status, WantBody: test.want})
	}
}

func TestControllerTotals(t *testing.T) {
	found := 0
	srv := fleet(t, func(c *wprest.Controller[int64, boat]) {
		c.Found = func(_ context.Context, _ *wprest.Request, items []*boat) error {
			found += len(items)
			return nil
		}
		c.Totals = func(_ context.Context, l wprest.ListQuery, totals *wprest.Totals) error {
			totals.Items, totals.Text = 40, true
			totals.Page = int64(l.Query.Limit)
			return nil
		}
		c.AnswerContext = func(_ context.Context, change wprest.Change[boat]) (string, error) {
			if change.New {
				return "view", nil
			}
			return "edit", nil
		}
	})
	type body map[string]any
	wpresttest.Run(t, srv,
		wpresttest.Scenario{Name: "headers", Path: "/acme/v1/boats?per_page=3", WantHeader: map[string]string{
			"X-WP-Total": "40", "X-WP-TotalPages": "14",
			"Link": `<https://example.org/wp-json/acme/v1/boats?per_page=3&page=2>; rel="prev", <https://example.org/wp-json/acme/v1/boats?per_page=3&page=4>; rel="next"`,
		}},
		wpresttest.Scenario{Name: "created", As: sailor(), Method: "POST", Path: "/acme/v1/boats?_fields=berth", JSON: body{"name": "Auk", "berth": body{"secret": "key"}}, WantStatus: 201, WantBody: `{"berth":{"pier":0}}`},
		wpresttest.Scenario{Name: "changed", As: sailor(), Method: "PUT", Path: "/acme/v1/boats/1?_fields=berth", JSON: body{"name": "Auk"}, WantBody: `{"berth":{"pier":4,"secret":"key"}}`},
	)
	if found != 2 {
		t.Errorf("%d items were found", found)
	}
}
