package wp_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// found lists "id type/subtype" of what a search finds.
func (s *freshSite) found(t *testing.T, as *wprest.User, query string) []string {
	t.Helper()
	list, _ := s.call(t, as, http.MethodGet, "/wp/v2/search?"+query, "", http.StatusOK).([]any)
	items := []string{}
	for _, item := range list {
		m, _ := item.(map[string]any)
		items = append(items, fmt.Sprintf("%v %v/%v", m["id"], m["type"], m["subtype"]))
	}
	return items
}

func TestSearch(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Types = []wp.PostType{{Name: "book", Label: "Books", Public: true, ShowInREST: true, RESTBase: "books"}, {Name: "ledger", Label: "Ledgers", ShowInREST: true}}
	}, nil)
	admin := user(1, "administrator")
	// The posts and the page that every new site has are 1 and 2.
	site.create(t, admin, "books", `{"title":"Knots","status":"publish","date":"2024-01-01T10:00:00"}`) // 3
	site.create(t, admin, "posts", `{"title":"Ropes and knots","status":"publish","password":"x"}`)     // 4
	site.create(t, admin, "posts", `{"title":"Knots, a draft"}`)                                        // 5
	site.create(t, admin, "categories", `{"name":"Tides","slug":"knotted"}`)
	for _, test := range []struct {
		query string
		as    *wprest.User
		want  []string
	}{
		{"search=knots", nil, []string{"3 post/book"}},
		{"search=knots", admin, []string{"4 post/post", "3 post/book"}},
		{"include=3,4,5", nil, []string{"4 post/post", "3 post/book"}}, // without words passwords do not hide
		{"include=-3", nil, []string{"3 post/book"}},
		{"exclude=1,2,4", nil, []string{"3 post/book"}},
		{"subtype=BOOK", nil, []string{"3 post/book"}},
		{"subtype=category&search=knots", admin, []string{"4 post/post"}}, // none of posts: posts
		{"type=term&search=KNOT", nil, []string{"2 category/<nil>"}},
		{"type=term&subtype=post_tag", nil, []string{}},
		{"type=post-format", nil, []string{}},
		{"page=9", nil, []string{}},
	} {
		if got := site.found(t, test.as, test.query); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", test.query, got, test.want)
		}
	}
	for _, query := range []string{"subtype=ledger", "subtype=attachment", "subtype=bogus", "type=user", "context=edit", "per_page=-1", "type=term&page=9"} {
		site.call(t, admin, http.MethodGet, "/wp/v2/search?"+query, "", http.StatusBadRequest)
	}
	site.call(t, admin, http.MethodPut, "/wp/v2/posts/4", `{"format":"aside"}`, http.StatusOK)
	if got, want := site.found(t, nil, "type=post-format&search=SID"), []string{"aside post-format/<nil>"}; !reflect.DeepEqual(got, want) {
		t.Errorf("formats: %v, want %v", got, want)
	}
}

func TestSearchHandlerOfHost(t *testing.T) {
	boats := []string{"Gull", "Heron", "Tern"}
	site := newSite(t, nil, func(s *wp.Site) {
		s.Search = append(s.Search, wp.SearchHandler{
			Type: "boat", Subtypes: []string{"ketch"},
			Find: func(ctx context.Context, q wp.SearchQuery) ([]wp.SearchItem, int, error) {
				var items []wp.SearchItem
				for i := q.Offset; i < len(boats) && len(items) < q.Limit; i++ {
					items = append(items, wp.SearchItem{
						ID: boats[i], Title: boats[i], Subtype: "ketch",
						Links: []wprest.Link{{Rel: "self", Href: wprest.URL(ctx, "harbor/v1/boats/"+boats[i])}},
					})
				}
				return items, len(boats), nil
			},
		})
	})
	if got, want := site.found(t, nil, "type=boat&per_page=2&page=2"), []string{"Tern boat/ketch"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	site.call(t, nil, http.MethodGet, "/wp/v2/search?type=boat&page=2", "", http.StatusBadRequest)
	site.call(t, nil, http.MethodGet, "/wp/v2/search?type=boat&subtype=sloop", "", http.StatusBadRequest)
	list, _ := site.call(t, nil, http.MethodGet, "/wp/v2/search?type=boat&per_page=1&_fields=_links", "", http.StatusOK).([]any)
	want := []any{map[string]any{"_links": map[string]any{
		"self":       []any{map[string]any{"href": "https://quay.example/wp-json/harbor/v1/boats/Gull"}},
		"collection": []any{map[string]any{"href": "https://quay.example/wp-json/wp/v2/search"}},
	}}}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("got %v", list)
	}
}
