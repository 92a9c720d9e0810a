package wp_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// Who may see (V), edit (E) and delete (D) posts of a status, their own and those
// of others.
func TestPostPermissions(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Statuses = []wp.Status{{Name: "archived", Label: "Archived", Protected: true}}
	}, nil)
	const self, other = 7, 8
	for _, test := range []struct {
		role     string
		own      bool
		statuses []string
		want     string
	}{
		{"", false, []string{"publish"}, "V"},
		{"", false, []string{"draft", "pending", "future", "archived", "private", "trash"}, ""},
		{"subscriber", false, []string{"publish"}, "V"},
		{"subscriber", true, []string{"draft", "pending", "future", "archived", "private", "trash"}, "V"},
		{"subscriber", false, []string{"draft", "pending", "future", "archived", "private", "trash"}, ""},
		{"contributor", true, []string{"draft", "pending", "archived", "private", "trash"}, "VED"},
		{"contributor", true, []string{"publish", "future"}, "V"},
		{"contributor", false, []string{"publish"}, "V"},
		{"contributor", false, []string{"draft", "private", "trash"}, ""},
		{"author", true, []string{"draft", "pending", "archived", "private", "publish", "future", "trash"}, "VED"},
		{"author", false, []string{"publish"}, "V"},
		{"author", false, []string{"draft", "private", "future", "trash"}, ""},
		{"editor", false, []string{"draft", "pending", "archived", "private", "publish", "future", "trash"}, "VED"},
		{"administrator", false, []string{"draft", "private", "publish", "trash"}, "VED"},
	} {
		var as *wprest.User
		if test.role != "" {
			as = user(self, test.role)
		}
		for _, status := range test.statuses {
			p := &wp.Post{Type: "post", Status: status, Title: "x", Slug: "x", Author: other}
			if test.own {
				p.Author = self
			}
			creator := site.stores.Posts.(wprest.Creator[wp.Post])
			if err := creator.Create(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			if got := site.allows(as, p.ID, status == "trash"); got != test.want {
				t.Errorf("%q on a %s post (own: %v): %q, want %q", test.role, status, test.own, got, test.want)
			}
		}
	}
}

// allows tells what a user may do with a post, and does it.
func (s *freshSite) allows(as *wprest.User, id int64, forGood bool) (can string) {
	do := func(method, query, body string) bool {
		r := wprest.NewRequest(method, fmt.Sprintf("/wp/v2/posts/%d", id))
		r.Query = wprest.Limits{}.ParseQuery(query)
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
			r.Body = []byte(body)
		}
		return s.srv.Do(wprest.WithUser(context.Background(), as), r).Status == http.StatusOK
	}
	if do(http.MethodGet, "", "") {
		can += "V"
	}
	if do(http.MethodGet, "context=edit", "") && do(http.MethodPost, "", `{"title":"y"}`) {
		can += "E"
	}
	if forGood && do(http.MethodDelete, "force=true", "") || !forGood && do(http.MethodDelete, "", "") {
		can += "D"
	}
	return can
}

// Who may give a post a status.
func TestPostStatuses(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Statuses = []wp.Status{{Name: "archived", Label: "Archived", Protected: true}}
	}, nil)
	for role, refused := range map[string]map[string]int{
		"":            {"draft": 401, "publish": 401},
		"subscriber":  {"draft": 403, "pending": 403},
		"contributor": {"draft": 201, "pending": 201, "archived": 201, "publish": 403, "future": 403, "private": 403, "trash": 400, "auto-draft": 400, "nope": 400},
		"author":      {"draft": 201, "publish": 201, "future": 201, "private": 201, "inherit": 400},
	} {
		for status, want := range refused {
			r := wprest.NewRequest(http.MethodPost, "/wp/v2/posts")
			r.Form = wprest.MapOf("title", "x", "status", status)
			ctx := t.Context()
			if role != "" {
				ctx = wprest.WithUser(ctx, user(7, role))
			}
			if got := site.srv.Do(ctx, r).Status; got != want {
				t.Errorf("%q creates a %s post: %d, want %d", role, status, got, want)
			}
		}
	}
}

// What else takes a capability, in the order of the checks.
func TestPostRefusals(t *testing.T) {
	site := newSite(t, nil, nil)
	published := site.create(t, user(1, "editor"), "posts", `{"title":"x","status":"publish","password":"p"}`)
	path := fmt.Sprintf("/wp/v2/posts/%d", published)
	for _, test := range []struct {
		role, path, body string
		status           int
		code             string
	}{
		{"subscriber", "/wp/v2/posts", `{"id":1}`, 400, "rest_post_exists"},
		{"subscriber", "/wp/v2/posts", `{"author":1}`, 403, "rest_cannot_edit_others"},
		{"subscriber", "/wp/v2/posts", `{"sticky":true}`, 403, "rest_cannot_assign_sticky"},
		{"subscriber", "/wp/v2/posts", `{"categories":[1]}`, 403, "rest_cannot_create"},
		{"author", "/wp/v2/posts", `{"categories":[0]}`, 403, "rest_cannot_assign_term"},
		{"contributor", "/wp/v2/posts", `{"status":"publish","author":0}`, 403, "rest_cannot_publish"},
		{"editor", "/wp/v2/posts", `{"author":999}`, 400, "rest_invalid_author"},
		{"editor", "/wp/v2/posts", `{"title":"x","sticky":true,"password":"p"}`, 400, "rest_invalid_field"},
		{"editor", "/wp/v2/posts", `{"title":"0","content":"","excerpt":""}`, 400, "empty_content"},
		{"editor", "/wp/v2/posts", `{"title":"x","date":"2026-13-01T00:00:00"}`, 400, "rest_invalid_param"},
		{"editor", "/wp/v2/posts", `{"title":"x","template":"nope"}`, 400, "rest_invalid_param"},
		{"editor", path, `{"sticky":true}`, 400, "rest_invalid_field"},
		{"editor", path, `{"sticky":true,"password":""}`, 400, "rest_invalid_field"},
		{"author", path, `{"title":"y"}`, 403, "rest_cannot_edit"},
		{"author", "/wp/v2/posts/999", `{}`, 404, "rest_post_invalid_id"},
		{"author", "/wp/v2/pages", `{"title":"x"}`, 403, "rest_cannot_create"},
	} {
		answer := site.call(t, user(7, test.role), http.MethodPost, test.path, test.body, test.status)
		if got := property(answer, "code"); got != test.code {
			t.Errorf("%s %s: %v, want %s", test.path, test.body, got, test.code)
		}
	}
}

func TestPostPassword(t *testing.T) {
	site := newSite(t, nil, nil)
	editor := user(1, "editor")
	id := site.create(t, editor, "posts", `{"title":"x","content":"The code.","status":"publish","password":"anchor"}`)
	path := fmt.Sprintf("/wp/v2/posts/%d", id)
	for _, test := range []struct {
		as     *wprest.User
		query  string
		status int
		shows  any
	}{
		{nil, "", 200, ""},
		{nil, "?password=anchor", 200, "<p>The code.</p>\n"},
		{nil, "?password=chain", 403, nil},
		{nil, "?password=", 200, ""},
		{editor, "", 200, ""},
		{editor, "?context=edit", 200, "<p>The code.</p>\n"},
		{editor, "?context=edit&password=chain", 403, nil},
		{user(9, "author"), "?context=edit&password=chain", 403, nil},
	} {
		answer := site.call(t, test.as, http.MethodGet, path+test.query, "", test.status)
		if got := property(answer, "content.rendered"); got != test.shows {
			t.Errorf("%s: %v, want %v", test.query, got, test.shows)
		}
		if test.status == 200 && property(answer, "content.protected") != true {
			t.Errorf("%s: it is not protected", test.query)
		}
	}
	list, _ := site.call(t, nil, http.MethodGet, "/wp/v2/posts?password=anchor&include="+fmt.Sprint(id), "", 200).([]any)
	if got := property(list[0], "content.rendered"); got != "<p>The code.</p>\n" {
		t.Errorf("in a list: %v", got)
	}
	private := site.call(t, editor, http.MethodPost, path, `{"status":"private"}`, 200)
	if got := property(private, "password"); got != "" {
		t.Errorf("a private post keeps its password: %v", got)
	}
}
