package wp_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// property returns one of the properties of an answer.
func property(answer any, path string) any {
	for _, name := range strings.Split(path, ".") {
		m, _ := answer.(map[string]any)
		answer = m[name]
	}
	return answer
}

// inZone sets the time zone of the site.
func inZone(t *testing.T, zone string) func(*wp.Config) {
	return func(c *wp.Config) {
		if err := c.Stores.Options.SetOption(t.Context(), "timezone_string", zone); err != nil {
			t.Fatal(err)
		}
	}
}

// ticking sets a clock that tests move.
func ticking(c *wp.Config, now *time.Time) { c.Now = func() time.Time { return *now } }

func TestPostDates(t *testing.T) {
	now := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	site := newSite(t, func(c *wp.Config) {
		inZone(t, "Europe/Lisbon")(c) // an hour ahead in summer
		ticking(c, &now)
	}, nil)
	editor := user(1, "editor")
	for _, test := range []struct {
		name, create, update      string
		status, date, gmt, stored string
	}{
		{"draft floats", `{"title":"x"}`, `{"title":"y"}`, "draft", "2026-07-01T12:00:00", "2026-07-01T11:00:00", "0001-01-01T00:00:00"},
		{"draft keeps a date", `{"title":"x","date":"2026-06-01T08:00:00"}`, `{"title":"y"}`, "draft", "2026-06-01T08:00:00", "2026-06-01T07:00:00", "2026-06-01T07:00:00"},
		{"same date floats on", `{"title":"x"}`, `{"date":"2026-07-01T11:00:00"}`, "draft", "2026-07-01T12:00:00", "2026-07-01T11:00:00", "0001-01-01T00:00:00"},
		{"published at once", `{"title":"x"}`, `{"status":"publish"}`, "publish", "2026-07-01T12:00:00", "2026-07-01T11:00:00", "2026-07-01T11:00:00"},
		{"null lets it float", `{"title":"x","date":"2026-06-01T08:00:00"}`, `{"date":null}`, "draft", "2026-07-01T12:00:00", "2026-07-01T11:00:00", "0001-01-01T00:00:00"},
		{"null is now", `{"title":"x","status":"publish","date":"2026-06-01T08:00:00"}`, `{"date_gmt":null}`, "publish", "2026-07-01T12:00:00", "2026-07-01T11:00:00", "2026-07-01T11:00:00"},
		{"zoned", `{"title":"x","date":"2026-06-01T08:00:00+05:00"}`, `{}`, "draft", "2026-06-01T04:00:00", "2026-06-01T03:00:00", "2026-06-01T03:00:00"},
		{"gmt", `{"title":"x","date_gmt":"2026-01-01T08:00:00"}`, `{}`, "draft", "2026-01-01T08:00:00", "2026-01-01T08:00:00", "2026-01-01T08:00:00"},
		{"date wins", `{"title":"x","date":"2026-06-01T08:00:00","date_gmt":"2025-06-01T08:00:00"}`, `{}`, "draft", "2026-06-01T08:00:00", "2026-06-01T07:00:00", "2026-06-01T07:00:00"},
		{"scheduled", `{"title":"x","status":"publish","date":"2027-01-01T08:00:00"}`, `{}`, "future", "2027-01-01T08:00:00", "2027-01-01T08:00:00", "2027-01-01T08:00:00"},
		{"moved into the past", `{"title":"x","status":"future","date":"2027-01-01T08:00:00"}`, `{"date":"2026-01-01T08:00:00"}`, "publish", "2026-01-01T08:00:00", "2026-01-01T08:00:00", "2026-01-01T08:00:00"},
		{"future without a date", `{"title":"x","status":"future"}`, `{}`, "publish", "2026-07-01T11:00:00", "2026-07-01T10:00:00", "2026-07-01T10:00:00"},
		{"back to draft", `{"title":"x","status":"publish"}`, `{"status":"draft"}`, "draft", "2026-07-01T11:00:00", "2026-07-01T10:00:00", "2026-07-01T10:00:00"},
		{"rolls over", `{"title":"x","date":"2026-02-30T24:00:00"}`, `{}`, "draft", "2026-03-03T00:00:00", "2026-03-03T00:00:00", "2026-03-03T00:00:00"},
		{"an hour that was skipped", `{"title":"x","date":"2026-03-29T01:30:00"}`, `{}`, "draft", "2026-03-29T02:30:00", "2026-03-29T02:30:00", "2026-03-29T01:30:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			now = time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
			id := site.create(t, editor, "posts", test.create)
			now = now.Add(time.Hour)
			answer := site.call(t, editor, http.MethodPost, fmt.Sprintf("/wp/v2/posts/%d", id), test.update, http.StatusOK)
			stored, err := site.stores.Posts.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			got := []any{property(answer, "status"), property(answer, "date"), property(answer, "date_gmt"), stored.DateGMT.Format("2006-01-02T15:04:05")}
			if want := []any{test.status, test.date, test.gmt, test.stored}; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if modified := property(answer, "modified_gmt"); modified != "2026-07-01T11:00:00" {
				t.Errorf("modified %v", modified)
			}
		})
	}
}

func TestPostSlugs(t *testing.T) {
	site := newSite(t, nil, nil)
	editor, contributor := user(1, "editor"), user(1, "contributor")
	for _, test := range []struct {
		as         *wprest.User
		body, slug string
	}{
		{editor, `{"title":"Low Tide","status":"publish"}`, "low-tide"},
		{editor, `{"title":"Low Tide","status":"publish"}`, "low-tide-2"},
		{editor, `{"title":"Low Tide"}`, ""},
		{editor, `{"title":"x","slug":"low-tide"}`, "low-tide"},
		{editor, `{"title":"x","slug":"low-tide","status":"draft"}`, "low-tide-3"},
		{editor, `{"title":"x","slug":"low-tide","status":"pending"}`, "low-tide-4"},
		{contributor, `{"title":"x","slug":"mine","status":"pending"}`, ""},
		{contributor, `{"title":"x","slug":"mine","status":"draft"}`, "mine"},
		{editor, `{"title":"feed","status":"publish"}`, "feed-2"},
		{editor, `{"title":"Ærø № 5","status":"private"}`, "aero-%e2%84%96-5"},
		{editor, `{"title":"2026","status":"publish"}`, "2026"},
		{editor, `{"title":"x","slug":"0","status":"publish"}`, "x"},
	} {
		answer := site.call(t, test.as, http.MethodPost, "/wp/v2/posts", test.body, http.StatusCreated)
		if got := property(answer, "slug"); got != test.slug {
			t.Errorf("%s: slug %v, want %s", test.body, got, test.slug)
		}
	}
	untitled := site.create(t, editor, "posts", `{"content":"x","status":"publish"}`)
	if got := site.value(t, "posts", untitled, "slug"); got != fmt.Sprint(untitled) {
		t.Errorf("without a title: %s", got)
	}
}

// However many posts want the same slug, few queries find a free one.
func TestManySlugs(t *testing.T) {
	site := newSite(t, nil, nil)
	editor := user(1, "editor")
	for n := 1; n <= 30; n++ {
		want := "buoy"
		if n > 1 {
			want = fmt.Sprintf("buoy-%d", n)
		}
		answer := site.call(t, editor, http.MethodPost, "/wp/v2/posts", `{"title":"Buoy","status":"publish"}`, http.StatusCreated)
		if got := property(answer, "slug"); got != want {
			t.Fatalf("post %d: %v", n, got)
		}
	}
}

func TestPostTrash(t *testing.T) {
	now := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	site := newSite(t, func(c *wp.Config) { ticking(c, &now) }, nil)
	editor := user(1, "editor")
	id := site.create(t, editor, "posts", `{"title":"Low Tide","status":"publish","sticky":true}`)
	path := fmt.Sprintf("/wp/v2/posts/%d", id)
	change := func(method, body, status, slug string) {
		t.Helper()
		answer := site.call(t, editor, method, path, body, http.StatusOK)
		if property(answer, "status") != status || property(answer, "slug") != slug {
			t.Errorf("%s %s: %v %v, want %s %s", method, body, property(answer, "status"), property(answer, "slug"), status, slug)
		}
	}
	change(http.MethodDelete, "", "trash", "low-tide__trashed")
	site.call(t, editor, http.MethodDelete, path, "", http.StatusGone)
	change(http.MethodPost, `{"title":"Lower Tide"}`, "trash", "low-tide__trashed")
	change(http.MethodPost, `{"status":"trash","slug":"away"}`, "trash", "away")
	change(http.MethodPost, `{"status":"publish","slug":"elsewhere"}`, "publish", "low-tide")
	if got := site.value(t, "posts", id, "sticky"); got != "false" {
		t.Error("it is sticky again")
	}
	change(http.MethodPost, `{"status":"draft"}`, "draft", "low-tide")
	change(http.MethodDelete, "", "trash", "low-tide__trashed")
	other := site.create(t, editor, "posts", `{"title":"x","slug":"low-tide","status":"publish"}`)
	change(http.MethodPost, `{"status":"publish"}`, "publish", "low-tide-2")
	if got := site.value(t, "posts", other, "slug"); got != "low-tide" {
		t.Errorf("the other one: %s", got)
	}
	meta, err := site.stores.Meta.Meta(t.Context(), wp.PostMeta, []int64{id})
	if err != nil {
		t.Fatal(err)
	}
	// Both times stay known; the first one counts.
	if got := strings.Join(meta[id]["_wp_trash_meta_status"], " "); got != "publish draft" {
		t.Errorf("statuses before the bin: %s", got)
	}
	site.call(t, editor, http.MethodDelete, path+"?force=true", "", http.StatusOK)
	site.call(t, editor, http.MethodGet, path, "", http.StatusNotFound)
}

// A draft in the bin that had no slug comes back with the one it got there.
func TestTrashWithoutSlug(t *testing.T) {
	site := newSite(t, nil, nil)
	editor := user(1, "editor")
	id := site.create(t, editor, "posts", `{"title":"A draft"}`)
	path := fmt.Sprintf("/wp/v2/posts/%d", id)
	for _, step := range []struct{ method, body, slug string }{
		{http.MethodDelete, "", "__trashed"},
		{http.MethodPost, `{"status":"draft"}`, "__trashed"},
	} {
		answer := site.call(t, editor, step.method, path, step.body, http.StatusOK)
		if got := property(answer, "slug"); got != step.slug {
			t.Errorf("%s: slug %v", step.method, got)
		}
	}
}

func TestNoTrash(t *testing.T) {
	site := newSite(t, func(c *wp.Config) { c.NoTrash = true }, nil)
	editor := user(1, "editor")
	id := site.create(t, editor, "posts", `{"title":"Low Tide"}`)
	site.call(t, editor, http.MethodDelete, fmt.Sprintf("/wp/v2/posts/%d", id), "", http.StatusNotImplemented)
	site.call(t, editor, http.MethodDelete, fmt.Sprintf("/wp/v2/posts/%d?force=true", id), "", http.StatusOK)
}

// Old slugs and days of published posts are kept once, and forgotten when they
// are in use again.
func TestOldAddresses(t *testing.T) {
	site := newSite(t, nil, nil)
	editor := user(1, "editor")
	id := site.create(t, editor, "posts", `{"title":"One","status":"publish","date":"2026-01-01T08:00:00"}`)
	for _, step := range []struct{ body, slugs, dates string }{
		{`{"slug":"two"}`, "one", ""},
		{`{"slug":"three","date":"2026-01-02T08:00:00"}`, "one two", "2026-01-01"},
		{`{"slug":"one","date":"2026-01-02T09:00:00"}`, "two three", "2026-01-01"},
		{`{"status":"draft","slug":"four"}`, "two three", "2026-01-01"},
	} {
		site.call(t, editor, http.MethodPost, fmt.Sprintf("/wp/v2/posts/%d", id), step.body, http.StatusOK)
		meta, err := site.stores.Meta.Meta(t.Context(), wp.PostMeta, []int64{id}, "_wp_old_slug", "_wp_old_date")
		if err != nil {
			t.Fatal(err)
		}
		slugs, dates := strings.Join(meta[id]["_wp_old_slug"], " "), strings.Join(meta[id]["_wp_old_date"], " ")
		if slugs != step.slugs || dates != step.dates {
			t.Errorf("%s: slugs %q, dates %q; want %q, %q", step.body, slugs, dates, step.slugs, step.dates)
		}
	}
}

// A WordPress beside the site knows of scheduled posts by its events.
func TestScheduledEvents(t *testing.T) {
	now := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	site := newSite(t, func(c *wp.Config) { ticking(c, &now) }, nil)
	editor := user(1, "editor")
	events := func() string {
		t.Helper()
		options, err := site.stores.Options.Options(t.Context(), "cron")
		if err != nil {
			t.Fatal(err)
		}
		return options["cron"]
	}
	id := site.create(t, editor, "posts", `{"title":"x","status":"future","date":"2026-08-01T00:00:00"}`)
	path := fmt.Sprintf("/wp/v2/posts/%d", id)
	first := fmt.Sprintf(`i:%d;a:1:{s:19:"publish_future_post"`, time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC).Unix())
	if got := events(); !strings.Contains(got, first) || !strings.HasSuffix(got, `s:7:"version";i:2;}`) {
		t.Errorf("scheduled: %s", got)
	}
	site.call(t, editor, http.MethodPost, path, `{"date":"2026-09-01T00:00:00"}`, http.StatusOK)
	if got := events(); strings.Contains(got, first) || strings.Count(got, "publish_future_post") != 1 {
		t.Errorf("moved: %s", got)
	}
	site.call(t, editor, http.MethodPost, path, `{"status":"publish","date":"2026-06-01T00:00:00"}`, http.StatusOK)
	if got := events(); strings.Contains(got, "publish_future_post") || strings.Count(got, "do_pings") != 1 {
		t.Errorf("published: %s", got)
	}
}
