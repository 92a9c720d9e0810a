package wp_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

func TestUserRoles(t *testing.T) {
	site, _, _ := commentSite(t, nil)
	people := []*wprest.User{nil, user(6, "subscriber"), user(3, "author"), user(2, "editor"), user(1, "administrator")}
	const nobody = `{"username":"x","email":"x@quay.example","password":"p","id":7}` // fails after the permission
	for _, test := range []struct {
		method, path, body string
		want               [5]int // of nobody, subscriber, author, editor, administrator
	}{
		{"GET", "/wp/v2/users", "", [5]int{200, 200, 200, 200, 200}},
		{"GET", "/wp/v2/users?context=edit", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", "/wp/v2/users?roles=author", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", "/wp/v2/users?capabilities=read", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", "/wp/v2/users?orderby=email", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", "/wp/v2/users?orderby=registered_date", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", "/wp/v2/users?orderby=slug", "", [5]int{200, 200, 200, 200, 200}},
		{"GET", "/wp/v2/users?who=authors", "", [5]int{401, 403, 200, 200, 200}},
		{"GET", "/wp/v2/users/3", "", [5]int{200, 200, 200, 200, 200}}, // has published
		{"GET", "/wp/v2/users/6", "", [5]int{401, 200, 403, 403, 200}}, // has not
		{"GET", "/wp/v2/users/3?context=edit", "", [5]int{401, 403, 200, 403, 200}},
		{"GET", "/wp/v2/users/99", "", [5]int{404, 404, 404, 404, 404}},
		{"GET", "/wp/v2/users/me", "", [5]int{401, 200, 200, 200, 200}},
		{"POST", "/wp/v2/users", nobody, [5]int{401, 403, 403, 403, 400}},
		{"POST", "/wp/v2/users", `{}`, [5]int{400, 400, 400, 400, 400}},
		{"PUT", "/wp/v2/users/6", `{"description":"Hm."}`, [5]int{401, 200, 403, 403, 200}},
		{"PUT", "/wp/v2/users/6", `{"roles":["author"]}`, [5]int{401, 403, 403, 403, 200}},
		{"PUT", "/wp/v2/users/me", `{"roles":["administrator"]}`, [5]int{404, 403, 403, 403, 200}},
		{"PUT", "/wp/v2/users/me", `{"roles":["pilot"]}`, [5]int{404, 403, 403, 403, 400}},
		{"PUT", "/wp/v2/users/me", `{"roles":["editor"]}`, [5]int{404, 403, 403, 403, 403}}, // cannot edit users
		{"PUT", "/wp/v2/users/99", `{"name":"x"}`, [5]int{404, 404, 404, 404, 404}},
		{"DELETE", "/wp/v2/users/4?reassign=false", "", [5]int{401, 403, 403, 403, 501}},
		{"DELETE", "/wp/v2/users/4?reassign=4&force=true", "", [5]int{401, 403, 403, 403, 400}},
		{"DELETE", "/wp/v2/users/4?reassign=x&force=true", "", [5]int{400, 400, 400, 400, 400}},
		{"DELETE", "/wp/v2/users/4?force=true", "", [5]int{400, 400, 400, 400, 400}},
		{"DELETE", "/wp/v2/users/me?reassign=false", "", [5]int{404, 403, 403, 403, 501}},
	} {
		for i, who := range people {
			site.call(t, who, test.method, test.path, test.body, test.want[i])
		}
	}
}

func TestUserIsStored(t *testing.T) {
	site, _, _ := commentSite(t, nil)
	admin := user(1, "administrator")
	made := site.call(t, admin, "POST", "/wp/v2/users", `{"username":"Bo.Sun the 2nd","email":"Bo@Quay.Example","password":"a\"b",
		"first_name":"<b>Bo</b> & \"co\"","url":"quay.example/?a=1&b=2","description":"<p>Hi <em>you</em></p>"}`, http.StatusCreated)
	u, err := site.stores.Users.Get(t.Context(), idOf(t, made))
	if err != nil {
		t.Fatal(err)
	}
	want := wp.User{
		ID: u.ID, Login: "Bo.Sun the 2nd", Slug: "bo-sun-the-2nd", Email: "Bo@Quay.Example", URL: "http://quay.example/?a=1&amp;b=2",
		Name: `Bo &amp; "co"`, Nickname: "Bo.Sun the 2nd", FirstName: `Bo &amp; "co"`, Description: "Hi <em>you</em>",
		Registered: noon, Roles: []string{"subscriber"},
	}
	if !reflect.DeepEqual(u, want) {
		t.Errorf("stored\n%+v, want\n%+v", u, want)
	}
	path := fmt.Sprintf("/wp/v2/users/%d", u.ID)
	site.call(t, admin, "PUT", path, `{"roles":["author","editor","author"],"name":"","slug":"SUN","locale":""}`, http.StatusOK)
	if u, err = site.stores.Users.Get(t.Context(), u.ID); err != nil {
		t.Fatal(err)
	}
	if u.Name != u.Login || u.Slug != "sun" || !slices.Equal(u.Roles, []string{"author", "editor"}) || u.FirstName == "" {
		t.Errorf("changed to %+v", u)
	}
	for _, test := range []struct {
		body string
		code string
	}{
		{`{"username":"bo.sun the 2ND","email":"x@quay.example","password":"p"}`, "existing_user_login"},
		{`{"username":"x","email":"bo@quay.example","password":"p"}`, "existing_user_email"},
		{`{"username":"` + strings.Repeat("x", 61) + `","email":"x@quay.example","password":"p"}`, "user_login_too_long"},
		{`{"username":"x","email":"x@quay.example","password":"p","slug":"` + strings.Repeat("x", 51) + `"}`, "user_nicename_too_long"},
		{`{"username":"x","email":"x@quay.example","password":"p","slug":"船"}`, "empty_user_nicename"},
		{`{"username":"x","email":"x@quay.example","password":"p","url":"https://quay.example/` + strings.Repeat("x", 90) + `"}`, "user_url_too_long"},
	} {
		if got := get(site.call(t, admin, "POST", "/wp/v2/users", test.body, http.StatusInternalServerError), "code"); got != test.code {
			t.Errorf("%s: %v", test.body, got)
		}
	}
}

func TestUserDeletion(t *testing.T) {
	for _, test := range []struct {
		reassign string
		author   int64  // of the post then
		status   string // of it
	}{
		{"2", 2, "publish"},
		{"0", 0, "publish"},
		{"false", 3, "trash"},
		{"", 3, "trash"},
	} {
		site, open, _ := commentSite(t, nil)
		answer := site.call(t, user(1, "administrator"), "DELETE", "/wp/v2/users/3?force=true&reassign="+test.reassign, "", http.StatusOK)
		if get(answer, "deleted") != true || get(answer, "previous.username") != "author3" {
			t.Errorf("reassign=%s: %v", test.reassign, answer)
		}
		p, err := site.stores.Posts.Get(t.Context(), open)
		if err != nil || p.Author != test.author || p.Status != test.status {
			t.Errorf("reassign=%s: post of %d, %s, %v", test.reassign, p.Author, p.Status, err)
		}
		meta, err := site.stores.Meta.Meta(t.Context(), wp.UserMeta, []int64{3})
		if err != nil || len(meta) > 0 {
			t.Errorf("reassign=%s: meta stays: %v, %v", test.reassign, meta, err)
		}
	}
}

func TestUserNotices(t *testing.T) {
	var told []string
	site, _, _ := commentSite(t, func(c *wp.Config) {
		c.Notify = func(_ context.Context, n wp.Notice) error {
			told = append(told, fmt.Sprintf("%s %v %v", n.To, n.Email, n.Password))
			return nil
		}
	})
	admin := user(1, "administrator")
	for _, body := range []string{`{"description":"x"}`, `{"email":"new@quay.example"}`, `{"password":"tar"}`, `{"email":"last@quay.example","password":"rope"}`} {
		site.call(t, admin, "PUT", "/wp/v2/users/4", body, http.StatusOK)
	}
	want := []string{"author4@quay.example true false", "new@quay.example false true", "new@quay.example true true"}
	if !slices.Equal(told, want) {
		t.Errorf("told %q", told)
	}
}

func TestHiddenUsers(t *testing.T) {
	site, open, _ := commentSite(t, func(c *wp.Config) { c.HideUsers = true })
	ask := func(path string, as *wprest.User) (status int, body string) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		w := httptest.NewRecorder()
		site.srv.ServeHTTP(w, r.WithContext(wprest.WithUser(r.Context(), as)))
		return w.Code, w.Body.String()
	}
	for path, want := range map[string]int{
		"/wp-json/wp/v2/users": 401, "/wp-json/wp/v2/users/3": 401, "/wp-json/wp/v2/users/3?context=embed": 401,
		"/wp-json/wp/v2/users?slug=author3": 401, "/wp-json/wp/v2/users/99": 404,
		"/wp-json/wp/v2/posts?author=3": 401, "/wp-json/wp/v2/posts?author_exclude[]=3": 401, "/wp-json/wp/v2/posts": 200,
	} {
		if got, body := ask(path, nil); got != want {
			t.Errorf("%s: %d %s", path, got, body)
		}
		if got, body := ask(path, user(6, "subscriber")); got == 401 {
			t.Errorf("%s of a subscriber: %s", path, body)
		}
	}
	_, body := ask(fmt.Sprintf("/wp-json/wp/v2/posts/%d?_embed=author", open), nil)
	if _, embedded, ok := strings.Cut(body, `"_embedded":{"author":[`); !ok || !strings.Contains(embedded, `"id":3,"name":"author3"`) || strings.Contains(embedded, "slug") || strings.Contains(embedded, "avatar") {
		t.Errorf("embedded: %s", body)
	}
}
