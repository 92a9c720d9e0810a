package wp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// A freshSite is a new site in memory.
type freshSite struct {
	*wp.Site
	srv    *wprest.Server
	stores wp.Stores
}

// newSite makes a new site. The change to its Config may be nil, as what is to
// be done with it before it is built.
func newSite(t *testing.T, change func(*wp.Config), mounted func(*wp.Site)) *freshSite {
	t.Helper()
	ctx := t.Context()
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: ":memory:"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	install := wpdb.InstallOptions{SiteURL: "https://quay.example", AdminLogin: "master", AdminEmail: "master@quay.example"}
	if err := db.Install(ctx, install); err != nil {
		t.Fatal(err)
	}
	config := wp.Config{Stores: db.Stores()}
	if change != nil {
		change(&config)
	}
	reg := wprest.New(wprest.Config{BaseURL: "https://quay.example/wp-json", May: wp.Authorizer()})
	site := &freshSite{Site: wp.Mount(reg, config), stores: config.Stores}
	if mounted != nil {
		mounted(site.Site)
	}
	if site.srv, err = reg.Build(); err != nil {
		t.Fatal(err)
	}
	return site
}

// user is an account with a role, which need not be stored.
func user(id int64, role string) *wprest.User {
	return &wprest.User{ID: id, Roles: []string{role}, Caps: auth.DefaultRoles().Caps(role)}
}

// call sends a request of a user, and returns the answer's body decoded.
func (s *freshSite) call(t *testing.T, as *wprest.User, method, path, body string, status int) any {
	t.Helper()
	route, query, _ := strings.Cut(path, "?")
	r := wprest.NewRequest(method, route)
	r.Query = wprest.Limits{}.ParseQuery(query)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
		r.Body = []byte(body)
	}
	resp := s.srv.Do(wprest.WithUser(context.Background(), as), r)
	text, err := wprest.AppendJSON(nil, resp.Data)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Status != status {
		t.Fatalf("%s %s: status %d, want %d: %s", method, path, resp.Status, status, text)
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil && resp.Data != nil {
		t.Fatal(err)
	}
	return v
}

// create makes a post of a type and returns its id.
func (s *freshSite) create(t *testing.T, as *wprest.User, base, body string) int64 {
	t.Helper()
	made, _ := s.call(t, as, http.MethodPost, "/wp/v2/"+base, body, http.StatusCreated).(map[string]any)
	id, _ := made["id"].(float64)
	return int64(id)
}

// slugs lists the names of the revisions of a post, newest first.
func (s *freshSite) slugs(t *testing.T, as *wprest.User, id int64) string {
	t.Helper()
	list, _ := s.call(t, as, http.MethodGet, fmt.Sprintf("/wp/v2/posts/%d/revisions?_fields=slug", id), "", http.StatusOK).([]any)
	var names []string
	for _, item := range list {
		m, _ := item.(map[string]any)
		names = append(names, strings.TrimPrefix(fmt.Sprint(m["slug"]), fmt.Sprint(id)+"-"))
	}
	return strings.Join(names, " ")
}

func TestRevisionsKept(t *testing.T) {
	for most, want := range map[int]string{
		0:  "revision-v1 revision-v1 revision-v1 autosave-v1 revision-v1",
		2:  "revision-v1 revision-v1 autosave-v1",
		1:  "revision-v1 autosave-v1",
		-1: "",
	} {
		// Autosaves count, but stay; so does the clock, to the second.
		now := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
		site := newSite(t, func(c *wp.Config) {
			c.MaxRevisions = most
			c.Now = func() time.Time { now = now.Add(time.Second); return now }
		}, nil)
		editor := user(1, "editor")
		id := site.create(t, editor, "posts", `{"title":"Tides","status":"publish"}`)
		path := fmt.Sprintf("/wp/v2/posts/%d", id)
		site.call(t, editor, http.MethodPost, path, `{"content":"One"}`, http.StatusOK)
		site.call(t, editor, http.MethodPost, path+"/autosaves", `{"content":"Two"}`, http.StatusOK)
		for _, content := range []string{"Three", "Three", "  Three\n", "Four", "Five"} {
			site.call(t, editor, http.MethodPost, path, fmt.Sprintf(`{"content":%q}`, content), http.StatusOK)
		}
		if got := site.slugs(t, editor, id); got != want {
			t.Errorf("keeping %d: %s, want %s", most, got, want)
		}
	}
}

func TestAutosaveOfOwnDraft(t *testing.T) {
	now := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	lock := func(age time.Duration, by int64) string { return fmt.Sprintf("%d:%d", now.Add(-age).Unix(), by) }
	for _, test := range []struct {
		name, lock string
		author     int64
		itself     bool
	}{
		{"no lock", "", 2, true},
		{"somebody else's draft", "", 3, false},
		{"the user's own lock", lock(0, 2), 2, true},
		{"a fresh lock of another", lock(149*time.Second, 1), 2, false},
		{"an old lock of another", lock(150*time.Second, 1), 2, true},
		{"a lock of nobody", lock(0, 99), 2, true},
		{"no lock at all", "x", 2, true},
	} {
		site := newSite(t, func(c *wp.Config) { c.Now = func() time.Time { return now } }, nil)
		site.create(t, user(1, "administrator"), "users", `{"username":"bosun","email":"bosun@quay.example","password":"p"}`)
		editor := user(2, "editor")
		id := site.create(t, user(test.author, "editor"), "posts", `{"title":"Tides"}`)
		if test.lock != "" {
			if err := site.stores.Meta.SetMeta(t.Context(), wp.PostMeta, id, "_edit_lock", test.lock); err != nil {
				t.Fatal(err)
			}
		}
		saved, _ := site.call(t, editor, http.MethodPost, fmt.Sprintf("/wp/v2/posts/%d/autosaves", id), `{"title":"Ebb"}`, http.StatusOK).(map[string]any)
		if got := saved["id"] == float64(id); got != test.itself {
			t.Errorf("%s: written to the draft itself: %v", test.name, got)
		}
	}
}

func TestAutosaveErrors(t *testing.T) {
	site := newSite(t, nil, nil)
	editor := user(1, "editor")
	id := site.create(t, editor, "posts", `{"title":"Tides"}`)
	path := fmt.Sprintf("/wp/v2/posts/%d/autosaves", id)
	emptied, _ := site.call(t, editor, http.MethodPost, path, `{"title":"","content":"","excerpt":""}`, http.StatusInternalServerError).(map[string]any)
	if emptied["code"] != "empty_content" || emptied["data"] != nil {
		t.Errorf("emptied: %v", emptied)
	}
	// What cannot be taken in is dropped, all of it.
	dropped, _ := site.call(t, editor, http.MethodPost, path, `{"title":"Ebb","author":99}`, http.StatusOK).(map[string]any)
	if title, _ := dropped["title"].(map[string]any); title["raw"] != "Tides" {
		t.Errorf("dropped: %v", dropped["title"])
	}
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{http.MethodPost, "/wp/v2/posts/0/autosaves", http.StatusNotFound},
		{http.MethodPost, "/wp/v2/posts/99/autosaves", http.StatusNotFound},
		{http.MethodPost, "/wp/v2/pages/1/autosaves", http.StatusNotFound},
		{http.MethodGet, path + "/1", http.StatusNotFound},
		{http.MethodDelete, path + "/1", http.StatusNotFound},
		{http.MethodGet, "/wp/v2/media/1/autosaves", http.StatusNotFound},
	} {
		site.call(t, editor, test.method, test.path, "", test.status)
	}
}

func TestAutosaveWithoutUnfilteredHTML(t *testing.T) {
	site := newSite(t, nil, nil)
	author := user(2, "author")
	id := site.create(t, author, "posts", `{"title":"Tides","status":"publish"}`)
	path := fmt.Sprintf("/wp/v2/posts/%d/autosaves", id)
	for range 2 { // the second changes the first
		saved, _ := site.call(t, author, http.MethodPost, path, `{"content":"<script>x</script>Ebb"}`, http.StatusOK).(map[string]any)
		if content, _ := saved["content"].(map[string]any); content["raw"] != "xEbb" {
			t.Errorf("content: %v", content)
		}
	}
}

func TestPreviewLink(t *testing.T) {
	salts := auth.NewSalts()
	now := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	site := newSite(t, func(c *wp.Config) { c.Salts, c.Now = salts, func() time.Time { return now } }, nil)
	editor := user(1, "editor")
	editor.Via, editor.Token = "cookie", "session"
	id := site.create(t, editor, "pages", `{"title":"Quay","status":"publish"}`)
	nonce := func(token string) string { return salts.Nonce(fmt.Sprintf("post_preview_%d", id), 1, token, now) }
	path := fmt.Sprintf("/wp/v2/pages/%d/autosaves", id)
	link := func() string {
		saved, _ := site.call(t, editor, http.MethodPost, path+"?_fields=preview_link", `{"title":"Pier"}`, http.StatusOK).(map[string]any)
		return fmt.Sprint(saved["preview_link"])
	}
	page := "https://quay.example/quay/?preview_id=" + fmt.Sprint(id)
	if got, want := link(), page+"&preview_nonce="+nonce("session")+"&preview=true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	editor.Via = "application-password" // which has no session
	if got, want := link(), page+"&preview_nonce="+nonce("")+"&preview=true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	draft := site.create(t, editor, "pages", `{"title":"Draft"}`)
	path = fmt.Sprintf("/wp/v2/pages/%d/autosaves", draft)
	if got, want := link(), fmt.Sprintf("https://quay.example/?page_id=%d&preview=true", draft); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
