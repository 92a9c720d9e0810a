package wp_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/wprest/wprest/wp"
)

// value returns a property of a post in the edit context.
func (s *freshSite) value(t *testing.T, base string, id int64, property string) string {
	t.Helper()
	path := fmt.Sprintf("/wp/v2/%s/%d?context=edit&_fields=%s", base, id, property)
	m, _ := s.call(t, user(1, "administrator"), http.MethodGet, path, "", http.StatusOK).(map[string]any)
	return fmt.Sprint(m[property])
}

func TestPageAddresses(t *testing.T) {
	site := newSite(t, nil, nil)
	admin := user(1, "administrator")
	about := site.create(t, admin, "pages", `{"title":"About","status":"publish"}`)
	draft := site.create(t, admin, "pages", fmt.Sprintf(`{"title":"A draft","parent":%d}`, about))
	cook := site.create(t, admin, "pages", fmt.Sprintf(`{"title":"Cook","status":"publish","parent":%d}`, draft))
	for _, test := range []struct {
		id             int64
		link, template string
	}{
		{about, "/about/", "/%pagename%/"},
		{draft, fmt.Sprintf("/?page_id=%d", draft), "/about/%pagename%/"},
		{cook, "/about/cook/", "/about/%pagename%/"}, // the draft has no slug yet
	} {
		if got := site.value(t, "pages", test.id, "link"); got != "https://quay.example"+test.link {
			t.Errorf("link %s, want %s", got, test.link)
		}
		if got := site.value(t, "pages", test.id, "permalink_template"); got != "https://quay.example"+test.template {
			t.Errorf("template %s, want %s", got, test.template)
		}
	}
	front := fmt.Sprintf(`{"show_on_front":"page","page_on_front":%d}`, draft)
	site.call(t, admin, http.MethodPost, "/wp/v2/settings", front, http.StatusOK)
	if got := site.value(t, "pages", draft, "link"); got != "https://quay.example/" {
		t.Errorf("front page: %s", got)
	}
	site.call(t, user(1, "editor"), http.MethodDelete, fmt.Sprintf("/wp/v2/pages/%d", draft), "", http.StatusForbidden)
	site.call(t, admin, http.MethodDelete, fmt.Sprintf("/wp/v2/pages/%d", about), "", http.StatusOK)
	if got := site.value(t, "pages", cook, "link"); got != "https://quay.example/about__trashed/cook/" {
		t.Errorf("below the trash: %s", got)
	}
	if got := site.value(t, "pages", about, "permalink_template"); got != "https://quay.example/%pagename%/" {
		t.Errorf("template in the trash: %s", got)
	}
}

func TestPageTree(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Types = []wp.PostType{{Name: "section", Label: "Sections", Public: true, Hierarchical: true, ShowInREST: true}}
	}, nil)
	admin := user(1, "administrator")
	for _, base := range []string{"pages", "section"} {
		top := site.create(t, admin, base, `{"title":"Top","status":"publish"}`)
		middle := site.create(t, admin, base, fmt.Sprintf(`{"title":"Middle","status":"publish","parent":%d}`, top))
		low := site.create(t, admin, base, fmt.Sprintf(`{"title":"Low","status":"publish","parent":%d}`, middle))
		move := func(id, parent int64, status int) string {
			site.call(t, admin, http.MethodPost, fmt.Sprintf("/wp/v2/%s/%d", base, id), fmt.Sprintf(`{"parent":%d}`, parent), status)
			return site.value(t, base, id, "parent")
		}
		if got := move(middle, middle, http.StatusOK); got != "0" {
			t.Errorf("%s: below itself: %s", base, got)
		}
		move(middle, top, http.StatusOK)
		if got := move(top, low, http.StatusOK); got != "0" {
			t.Errorf("%s: below its own: %s", base, got)
		}
		move(low, 9999, http.StatusBadRequest)
		move(low, -1, http.StatusBadRequest)
		if got := move(low, 1, http.StatusOK); got != "1" { // a post
			t.Errorf("%s: below another type: %s", base, got)
		}
		move(low, middle, http.StatusOK)
		site.call(t, admin, http.MethodDelete, fmt.Sprintf("/wp/v2/%s/%d?force=true", base, middle), "", http.StatusOK)
		if got := site.value(t, base, low, "parent"); got != fmt.Sprint(top) {
			t.Errorf("%s: after its parent was deleted: %s", base, got)
		}
	}
}

func TestPageSlugs(t *testing.T) {
	site := newSite(t, nil, nil)
	admin := user(1, "administrator")
	top := site.create(t, admin, "pages", `{"title":"Top","status":"publish"}`)
	for slug, want := range map[string]string{
		"feed": "feed-2", "embed": "embed-2", "2": "2-2", "page2": "page2-2", "2025": "2025-2",
		"page": "page", "page-2": "page-2", "wp-json": "wp-json", "top": "top-2",
	} {
		id := site.create(t, admin, "pages", fmt.Sprintf(`{"title":"x","slug":%q,"status":"publish"}`, slug))
		if got := site.value(t, "pages", id, "slug"); got != want {
			t.Errorf("%s: %s, want %s", slug, got, want)
		}
	}
	below := site.create(t, admin, "pages", fmt.Sprintf(`{"title":"Top","status":"publish","parent":%d}`, top))
	if got := site.value(t, "pages", below, "slug"); got != "top" {
		t.Errorf("below another: %s", got)
	}
	empty := site.create(t, admin, "pages", `{"status":"publish"}`)
	if got, want := site.value(t, "pages", empty, "slug"), fmt.Sprintf("%d-2", empty); got != want {
		t.Errorf("without a title: %s, want %s", got, want)
	}
}
