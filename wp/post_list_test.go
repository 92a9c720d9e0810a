package wp_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

// titles lists the titles of a list of posts.
func (s *freshSite) titles(t *testing.T, as *wprest.User, query string) string {
	t.Helper()
	list, _ := s.call(t, as, http.MethodGet, "/wp/v2/posts?_fields=title&"+query, "", http.StatusOK).([]any)
	var titles []string
	for _, item := range list {
		titles = append(titles, fmt.Sprint(property(item, "title.rendered")))
	}
	return strings.Join(titles, " ")
}

func TestPostLists(t *testing.T) {
	site := newSite(t, nil, nil)
	admin := user(1, "administrator")
	deep := site.create(t, admin, "categories", `{"name":"Deep"}`)
	deeper := site.create(t, admin, "categories", fmt.Sprintf(`{"name":"Deeper","parent":%d}`, deep))
	knot := site.create(t, admin, "tags", `{"name":"Knot"}`)
	create := func(title, more string) int64 {
		return site.create(t, admin, "posts", fmt.Sprintf(`{"title":%q,%s"status":"publish"}`, title, more))
	}
	a := create("A", fmt.Sprintf(`"date":"2026-01-01T08:00:00","categories":[%d],"sticky":true,`, deep))
	b := create("B", fmt.Sprintf(`"date":"2026-01-02T08:00:00","categories":[%d],"tags":[%d],"format":"aside",`, deeper, knot))
	create("C", fmt.Sprintf(`"date":"2026-01-03T08:00:00","tags":[%d],"password":"p","content":"Anchor chain",`, knot))
	d := create("D", `"date":"2026-01-04T08:00:00","format":"quote","content":"anchor",`)
	site.create(t, admin, "posts", `{"title":"P","status":"private","date":"2026-01-05T08:00:00"}`)
	site.create(t, admin, "posts", `{"title":"W","status":"draft","date":"2026-01-06T08:00:00"}`)
	site.call(t, admin, http.MethodDelete, "/wp/v2/posts/1?force=true", "", http.StatusOK) // of the installation
	for _, test := range []struct {
		as          *wprest.User
		query, want string
	}{
		{nil, "", "D C B A"},
		{nil, "order=asc", "A B C D"},
		{nil, "per_page=2&page=2", "B A"},
		{nil, "offset=1&per_page=2", "C B"},
		{nil, "offset=-3", "A"},
		{nil, "after=2026-01-02T08:00:00", "D C"},
		{nil, "before=2026-01-03T07:59:59&order=asc", "A B"},
		{nil, fmt.Sprintf("include=%d,-%d&orderby=include", a, d), "A D"},
		{nil, fmt.Sprintf("include[]=%d&exclude=%d", a, a), "A"},
		{nil, fmt.Sprintf("exclude=%d %d", a, d), "C B"},
		{nil, "author=0", ""},
		{nil, "author=1&author_exclude=2", "D C B A"},
		{nil, "slug=b,a&orderby=include_slugs", "B A"},
		{nil, "orderby=title&order=asc", "A B C D"},
		{nil, "sticky=true", "A"},
		{nil, "sticky=false", "D C B"},
		{nil, fmt.Sprintf("sticky=true&include=%d", b), ""},
		{nil, "ignore_sticky=false&per_page=2", "A D C"},
		{nil, "ignore_sticky=false&per_page=2&page=2", "B A"},
		{nil, fmt.Sprintf("ignore_sticky=false&per_page=1&exclude=%d", a), "D"},
		{nil, "ignore_sticky=false&search=anchor", "D"},
		{nil, "format=aside", "B"},
		{nil, "format=standard,quote", "D C A"},
		{nil, fmt.Sprintf("categories=%d", deep), "A"},
		{nil, fmt.Sprintf("categories[terms]=%d&categories[include_children]=1", deep), "B A"},
		{nil, fmt.Sprintf("categories_exclude=%d", deep), "D C B"},
		{nil, fmt.Sprintf("categories=%d&tags=%d", deeper, knot), "B"},
		{nil, fmt.Sprintf("categories=%d&tags=%d&tax_relation=OR", deeper, knot), "C B"},
		{nil, "categories=9999", ""},
		{nil, "search=anchor", "D"},
		{admin, "search=anchor", "D C"},
		{admin, "search=anchor -chain", "D"},
		{admin, "search=anchor&search_semantics=exact", "D"},
		{admin, `search="anchor chain"&search_semantics=exact`, "C"},
		{admin, "search=anchor&search_columns=post_title", ""},
		{admin, "status=any&order=asc", "A B C D P W"},
		{admin, "status=draft,private", "W P"},
		{admin, "status=", "P D C B A"},
		{user(9, "author"), "status=", "D C B A"},
		{user(9, "author"), "status=any", "D C B A"},
	} {
		if got := site.titles(t, test.as, test.query); got != test.want {
			t.Errorf("%s: %q, want %q", test.query, got, test.want)
		}
	}
}

func TestPostListRefusals(t *testing.T) {
	site := newSite(t, nil, nil)
	for _, test := range []struct {
		as     *wprest.User
		query  string
		status int
		code   string
	}{
		{nil, "context=edit", 401, "rest_forbidden_context"},
		{user(9, "subscriber"), "context=edit", 403, "rest_forbidden_context"},
		{nil, "orderby=relevance", 400, "rest_no_search_term_defined"},
		{nil, "orderby=include", 400, "rest_orderby_include_missing_include"},
		{nil, "page=2", 400, "rest_post_invalid_page_number"},
		{nil, "status=draft", 400, "rest_invalid_param"},
		{user(9, "editor"), "status=nope", 400, "rest_invalid_param"},
		{nil, "per_page=101", 400, "rest_invalid_param"},
		{nil, "categories[operator]=NOR", 400, "rest_invalid_param"},
	} {
		answer := site.call(t, test.as, http.MethodGet, "/wp/v2/posts?"+test.query, "", test.status)
		if got := property(answer, "code"); got != test.code {
			t.Errorf("%s: %v, want %s", test.query, got, test.code)
		}
	}
}
