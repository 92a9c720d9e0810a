package wp_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

func TestPermalinkStructures(t *testing.T) {
	for structure, want := range map[string]string{
		"":                                     "/?p=ID",
		"/%year%/%monthnum%/%day%/%postname%/": "/2026/03/04/low-tide/",
		"/archives/%post_id%":                  "/archives/ID",
		"/%author%/%category%/%postname%":      "/master/deep/deeper/low-tide",
		"/%hour%-%minute%-%second%/100%/%nope%-x%/": "/05-06-07/100%/%nope%-x%/",
		"/%postname%": "/low-tide",
		"/%category%/%year%/%postname%/%monthnum%/%": "/deep/deeper/2026/low-tide/03/%",
	} {
		site := newSite(t, func(c *wp.Config) {
			for name, value := range map[string]string{"permalink_structure": structure, "timezone_string": "UTC"} {
				if err := c.Stores.Options.SetOption(t.Context(), name, value); err != nil {
					t.Fatal(err)
				}
			}
		}, nil)
		admin := user(1, "administrator")
		deep := site.create(t, admin, "categories", `{"name":"Deep"}`)
		deeper := site.create(t, admin, "categories", fmt.Sprintf(`{"name":"Deeper","parent":%d}`, deep))
		last := site.create(t, admin, "categories", `{"name":"Aaa"}`)
		body := fmt.Sprintf(`{"title":"Low tide","status":"publish","date":"2026-03-04T05:06:07","categories":[%d,%d]}`, last, deeper)
		id := site.create(t, admin, "posts", body)
		want := "https://quay.example" + strings.ReplaceAll(want, "ID", fmt.Sprint(id))
		if got := site.value(t, "posts", id, "link"); got != want {
			t.Errorf("%s: %s, want %s", structure, got, want)
		}
	}
}

func TestPermalinksOfStatuses(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		if err := c.Stores.Options.SetOption(t.Context(), "permalink_structure", "/%postname%/"); err != nil {
			t.Fatal(err)
		}
		c.Types = []wp.PostType{
			{Name: "book", Public: true, ShowInREST: true, Slug: "books"},
			{Name: "chart", Public: true, ShowInREST: true, NoRewrite: true, QueryVar: "c"},
		}
	}, nil)
	admin := user(1, "administrator")
	for _, test := range []struct{ base, status, link, template string }{
		{"posts", "publish", "/x/", "/%postname%/"},
		{"posts", "private", "/x/", "/%postname%/"},
		{"posts", "draft", "/?p=ID", "/%postname%/"},
		{"posts", "pending", "/?p=ID", "/%postname%/"},
		{"book", "publish", "/books/x/", "/books/%pagename%/"},
		{"book", "draft", "/?post_type=book&p=ID", "/books/%pagename%/"},
		{"chart", "publish", "/?c=x", "/?c=%pagename%"},
	} {
		id := site.create(t, admin, test.base, fmt.Sprintf(`{"title":"X","slug":"x","status":%q}`, test.status))
		answer := site.call(t, admin, http.MethodGet, fmt.Sprintf("/wp/v2/%s/%d?context=edit", test.base, id), "", http.StatusOK)
		for name, want := range map[string]string{"link": test.link, "permalink_template": test.template} {
			want = "https://quay.example" + strings.ReplaceAll(want, "ID", fmt.Sprint(id))
			if got := property(answer, name); got != want {
				t.Errorf("%s %s: %s %v, want %s", test.base, test.status, name, got, want)
			}
		}
		site.call(t, admin, http.MethodDelete, fmt.Sprintf("/wp/v2/%s/%d?force=true", test.base, id), "", http.StatusOK)
	}
}

func TestAttachmentLinks(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		if err := c.Stores.Options.SetOption(t.Context(), "permalink_structure", "/%postname%/"); err != nil {
			t.Fatal(err)
		}
	}, nil)
	admin := user(1, "administrator")
	published := site.create(t, admin, "posts", `{"title":"Quay","status":"publish"}`)
	draft := site.create(t, admin, "posts", `{"title":"Draft"}`)
	page := site.create(t, admin, "pages", `{"title":"Harbor","status":"publish"}`)
	creator := site.stores.Posts.(wprest.Creator[wp.Post])
	for _, test := range []struct {
		parent     int64
		slug, link string
	}{
		{0, "boat", "/boat/"},
		{published, "boat", "/quay/boat/"},
		{published, "17", "/quay/attachment/17/"},
		{page, "boat", "/harbor/boat/"},
		{draft, "boat", "/?attachment_id=ID"},
		{9999, "boat", "/?attachment_id=ID"},
	} {
		p := &wp.Post{Type: "attachment", Status: wp.StatusInherit, Slug: test.slug, Parent: test.parent, MimeType: "image/png", Title: "Boat"}
		if err := creator.Create(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := site.stores.Meta.SetMeta(t.Context(), wp.PostMeta, p.ID, "_wp_attached_file", "2026/boat.png"); err != nil {
			t.Fatal(err)
		}
		shown := site.create(t, admin, "posts", fmt.Sprintf(`{"title":"x","status":"publish","content":"[gallery ids=\"%d\"]"}`, p.ID))
		want := "href='https://quay.example" + strings.ReplaceAll(test.link, "ID", fmt.Sprint(p.ID)) + "'"
		answer := site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/posts/%d", shown), "", http.StatusOK)
		if got := fmt.Sprint(property(answer, "content.rendered")); !strings.Contains(got, want) {
			t.Errorf("below %d: %s, want %s", test.parent, got, want)
		}
	}
}
