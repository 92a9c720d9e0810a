package wp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// get returns a member of an answer; path is dotted.
func get(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func bodyOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// withGenres adds a taxonomy of pages that is a tree, and one that is flat and
// has a default.
func withGenres(c *wp.Config) {
	c.Taxonomies = []wp.Taxonomy{
		{Name: "genre", Label: "Genres", Types: []string{"page"}, Hierarchical: true, Public: true, ShowInREST: true, RESTBase: "genres"},
		{Name: "mood", Label: "Moods", Types: []string{"post", "page"}, Public: true, ShowInREST: true, DefaultTerm: "calm"},
		{Name: "hidden", Label: "Hidden", Types: []string{"post"}, Public: true},
	}
	c.TermMeta = []wp.MetaField{
		{Key: "depth", Schema: wprest.Schema{Type: "integer"}},
		{Key: "color", Types: []string{"genre"}, Schema: wprest.Schema{Type: "string", Format: "hex-color"}},
	}
}

func TestTermSlugs(t *testing.T) {
	site := newSite(t, withGenres, nil)
	editor := user(2, "editor")
	ids := map[string]int64{}
	for _, test := range []struct {
		base, name, slug, parent string
		want                     string // slug, or code of the error
	}{
		{"categories", "News", "", "", "news"},
		{"categories", "news", "", "", "term_exists"},
		{"categories", "News", "bulletin", "", "bulletin"},
		{"categories", "Old", "news", "", "news-2"},
		{"categories", "Older", "news", "", "news-3"},
		{"tags", "News", "", "", "news"},
		{"tags", "NEWS", "", "", "term_exists"},
		{"tags", "Wires", "news", "", "news-4"}, // the number counts the terms of all taxonomies
		{"categories", "Boats", "", "", "boats"},
		{"categories", "News", "", "boats", "news-boats"},
		{"categories", "Engines", "", "boats", "engines"},
		{"categories", "News", "", "engines", "news-engines"},
		{"categories", "News", "", "engines", "term_exists"},
		{"categories", "Ünï", "", "", "uni"},
		{"categories", "ÜNÏ", "", "", "uni-2"}, // only letters of ASCII are alike
		{"categories", "   ", "", "", "empty_term_name"},
		{"categories", "\x01", "", "", "invalid_term_name"},
		{"categories", strings.Repeat("n", 201), "", "", "db_insert_error"},
		{"categories", "!!!", "", "", ""},
		{"genres", "News", "", "", "news"},
	} {
		body := bodyOf(t, map[string]any{"name": test.name, "slug": test.slug})
		if test.parent != "" {
			body = bodyOf(t, map[string]any{"name": test.name, "slug": test.slug, "parent": ids[test.parent]})
		}
		status := http.StatusCreated
		switch {
		case strings.HasSuffix(test.want, "_exists"):
			status = http.StatusBadRequest
		case strings.Contains(test.want, "_"):
			status = http.StatusInternalServerError
		}
		answer := site.call(t, editor, http.MethodPost, "/wp/v2/"+test.base, body, status)
		got, _ := get(answer, "slug").(string)
		if status != http.StatusCreated {
			got, _ = get(answer, "code").(string)
		} else if id, _ := get(answer, "id").(float64); test.want == "" {
			test.want = fmt.Sprint(id)
		} else if test.base == "categories" {
			ids[got] = int64(id)
		}
		if got != test.want {
			t.Errorf("%s %q below %q with the slug %q: %s, want %s", test.base, test.name, test.parent, test.slug, got, test.want)
		}
	}
}

func TestTermUpdates(t *testing.T) {
	site := newSite(t, withGenres, nil)
	editor := user(2, "editor")
	a := site.create(t, editor, "categories", `{"name":"A"}`)
	b := site.create(t, editor, "categories", fmt.Sprintf(`{"name":"B","parent":%d}`, a))
	c := site.create(t, editor, "categories", fmt.Sprintf(`{"name":"C","parent":%d}`, b))
	path := func(id int64) string { return fmt.Sprintf("/wp/v2/categories/%d", id) }
	change := func(id int64, body string, status int) any {
		return site.call(t, editor, http.MethodPut, path(id), body, status)
	}
	if got := get(change(a, fmt.Sprintf(`{"parent":%d}`, c), http.StatusOK), "parent"); got != 0.0 {
		t.Errorf("below its own descendant a term has the parent %v", got)
	}
	if got := get(change(a, fmt.Sprintf(`{"parent":%d}`, a), http.StatusOK), "parent"); got != 0.0 {
		t.Errorf("below itself a term has the parent %v", got)
	}
	if got := get(change(c, `{"slug":"a"}`, http.StatusInternalServerError), "code"); got != "duplicate_term_slug" {
		t.Errorf("a slug that is taken: %v", got)
	}
	if got := get(change(c, `{"slug":"a","parent":0}`, http.StatusOK), "slug"); got != "a-2" {
		t.Errorf("a slug that is taken, with another parent: %v", got)
	}
	if got := get(change(c, `{"name":"Zed","slug":""}`, http.StatusOK), "slug"); got != "zed" {
		t.Errorf("an empty slug: %v", got)
	}
	if got := get(change(c, `{"name":"Sea & <b>sky</b>"}`, http.StatusOK), "name"); got != "Sea &amp; sky" {
		t.Errorf("a name with markup: %v", got)
	}
	if got := change(c, fmt.Sprintf(`{"name":%q,"description":"kept"}`, strings.Repeat("n", 201)), http.StatusOK); get(got, "name") != "Sea &amp; sky" || get(got, "description") != "kept" {
		t.Errorf("a name that is too long: %v", got)
	}
	if got := get(site.call(t, editor, http.MethodGet, path(b)+"?_fields=link", "", http.StatusOK), "link"); got != "https://quay.example/category/a/b/" {
		t.Errorf("link: %v", got)
	}
	site.call(t, editor, http.MethodDelete, path(a)+"?force=true", "", http.StatusOK)
	if got := get(site.call(t, editor, http.MethodGet, path(b), "", http.StatusOK), "parent"); got != 0.0 {
		t.Errorf("the child of what is gone has the parent %v", got)
	}
}

func TestTermRoles(t *testing.T) {
	site := newSite(t, withGenres, nil)
	admin := user(1, "administrator")
	category := site.create(t, admin, "categories", `{"name":"Given"}`)
	tag := site.create(t, admin, "tags", `{"name":"Given"}`)
	people := []*wprest.User{nil, user(6, "subscriber"), user(5, "contributor"), user(3, "author"), user(2, "editor")}
	for _, test := range []struct {
		method, path, body string
		want               [5]int // of nobody, subscriber, contributor, author, editor
	}{
		{"GET", "/wp/v2/categories", "", [5]int{200, 200, 200, 200, 200}},
		{"GET", "/wp/v2/categories?context=edit", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", fmt.Sprintf("/wp/v2/tags/%d?context=edit", tag), "", [5]int{401, 403, 403, 403, 200}},
		{"GET", fmt.Sprintf("/wp/v2/tags/%d", category), "", [5]int{404, 404, 404, 404, 404}},
		{"POST", "/wp/v2/categories", `{"name":""}`, [5]int{401, 403, 403, 403, 500}},
		{"POST", "/wp/v2/tags", `{"name":""}`, [5]int{401, 403, 500, 500, 500}},
		{"POST", "/wp/v2/tags", `{"name":"x","parent":0}`, [5]int{401, 403, 400, 400, 400}},
		{"POST", fmt.Sprintf("/wp/v2/tags/%d", tag), `{}`, [5]int{401, 403, 403, 403, 200}},
		{"DELETE", fmt.Sprintf("/wp/v2/tags/%d", tag), "", [5]int{401, 403, 403, 403, 501}},
		{"DELETE", "/wp/v2/categories/1?force=true", "", [5]int{401, 403, 403, 403, 403}}, // the default
		{"GET", "/wp/v2/hidden", "", [5]int{404, 404, 404, 404, 404}},
		{"GET", "/wp/v2/taxonomies/genre?context=edit", "", [5]int{401, 403, 200, 200, 200}},
		{"GET", "/wp/v2/taxonomies/hidden", "", [5]int{401, 403, 403, 403, 403}},
		{"GET", "/wp/v2/taxonomies/none", "", [5]int{404, 404, 404, 404, 404}},
		{"GET", "/wp/v2/taxonomies?type=user_request&context=edit", "", [5]int{401, 403, 403, 403, 403}},
	} {
		for i, who := range people {
			site.call(t, who, test.method, test.path, test.body, test.want[i])
		}
	}
}

func TestTermMeta(t *testing.T) {
	site := newSite(t, withGenres, nil)
	editor := user(2, "editor")
	answer := site.call(t, editor, http.MethodPost, "/wp/v2/genres", `{"name":"Sea","meta":{"depth":3,"color":"#0b3c5d"}}`, http.StatusCreated)
	if get(answer, "meta.depth") != 3.0 || get(answer, "meta.color") != "#0b3c5d" {
		t.Errorf("meta: %v", get(answer, "meta"))
	}
	answer = site.call(t, editor, http.MethodPost, "/wp/v2/tags", `{"name":"Flat","meta":{"color":"red"}}`, http.StatusCreated)
	if m, _ := get(answer, "meta").(map[string]any); len(m) != 1 {
		t.Errorf("a tag has the meta of genres: %v", m)
	}
	answer = site.call(t, editor, http.MethodPost, "/wp/v2/genres", `{"name":"Bad","meta":{"depth":"deep","color":12}}`, http.StatusBadRequest)
	if more, _ := get(answer, "additional_errors").([]any); get(answer, "code") != "rest_invalid_type" || len(more) != 1 {
		t.Errorf("two values that do not fit: %v", answer)
	}
	// The term was stored all the same.
	list, _ := site.call(t, nil, http.MethodGet, "/wp/v2/genres?slug=bad&_fields=meta", "", http.StatusOK).([]any)
	if len(list) != 1 || get(list[0], "meta.color") != nil || get(list[0], "meta.depth") != 0.0 {
		t.Errorf("the term with bad meta: %v", list)
	}
}

func TestHideEmpty(t *testing.T) {
	site := newSite(t, withGenres, nil)
	editor := user(2, "editor")
	top := site.create(t, editor, "categories", `{"name":"Top"}`)
	below := site.create(t, editor, "categories", fmt.Sprintf(`{"name":"Below","parent":%d}`, top))
	site.create(t, editor, "categories", `{"name":"Empty"}`)
	site.create(t, editor, "posts", fmt.Sprintf(`{"title":"x","status":"publish","categories":[%d]}`, below))
	list, _ := site.call(t, nil, http.MethodGet, "/wp/v2/categories?hide_empty=true&_fields=name,count", "", http.StatusOK).([]any)
	var names []string
	for _, item := range list {
		names = append(names, fmt.Sprint(get(item, "name"), get(item, "count")))
	}
	if got := strings.Join(names, " "); !strings.Contains(got, "Below1") || !strings.Contains(got, "Top0") || strings.Contains(got, "Empty") {
		t.Errorf("shown: %s", got)
	}
}

// What is the default of a taxonomy is made once, goes to posts without a term,
// and takes the place of a term that is deleted.
func TestDefaultTerms(t *testing.T) {
	var mounted *wp.Site
	site := newSite(t, withGenres, func(s *wp.Site) { mounted = s })
	for range 2 {
		if err := mounted.EnsureDefaultTerms(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	editor := user(2, "editor")
	moods, _ := site.call(t, nil, http.MethodGet, "/wp/v2/mood?_fields=id,slug", "", http.StatusOK).([]any)
	if len(moods) != 1 || get(moods[0], "slug") != "calm" {
		t.Fatalf("moods: %v", moods)
	}
	calm := idOf(t, moods[0])
	stormy := site.create(t, editor, "mood", `{"name":"Stormy"}`)
	moodsOf := func(post int64) string {
		return fmt.Sprint(get(site.call(t, editor, http.MethodGet, fmt.Sprintf("/wp/v2/posts/%d", post), "", http.StatusOK), "mood"))
	}
	plain := site.create(t, editor, "posts", `{"title":"Plain","status":"publish"}`)
	rough := site.create(t, editor, "posts", fmt.Sprintf(`{"title":"Rough","status":"publish","mood":[%d]}`, stormy))
	if a, b := moodsOf(plain), moodsOf(rough); a != fmt.Sprintf("[%d]", calm) || b != fmt.Sprintf("[%d]", stormy) {
		t.Errorf("moods of new posts: %s, %s", a, b)
	}
	site.call(t, editor, http.MethodDelete, fmt.Sprintf("/wp/v2/mood/%d?force=true", stormy), "", http.StatusOK)
	if got := moodsOf(rough); got != fmt.Sprintf("[%d]", calm) {
		t.Errorf("mood of a post whose only one was deleted: %s", got)
	}
	if got := get(site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/mood/%d", calm), "", http.StatusOK), "count"); got != 2.0 {
		t.Errorf("the default counts %v posts", got)
	}
	site.call(t, user(1, "administrator"), http.MethodDelete, fmt.Sprintf("/wp/v2/mood/%d?force=true", calm), "", http.StatusForbidden)
}
