package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wprest/wprest/examples/harbor/harborsite"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// A remote is the conformance site behind HTTP.
type remote struct {
	*httptest.Server
	requests atomic.Int64
	client   *http.Client
	admin    APIOptions
	before   func(w http.ResponseWriter, r *http.Request) (done bool) // if not nil
}

// harborAPI serves the conformance site until the test ends.
func harborAPI(t *testing.T) *remote {
	t.Helper()
	if _, err := os.Stat(harborFolder); err != nil {
		t.Skip("the conformance site is not here")
	}
	site, err := harborsite.New(context.Background(), harborFolder, "")
	if err != nil {
		t.Fatal(err)
	}
	s := &remote{}
	media := mediaRoute(t)
	files := http.StripPrefix("/wp-content/uploads/", http.FileServer(http.Dir(harborFolder+"/uploads")))
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		switch {
		case s.before != nil && s.before(w, r):
		case strings.HasPrefix(r.URL.Path, "/wp-json/wp/v2/media"):
			media(w, r)
		case strings.HasPrefix(r.URL.Path, "/wp-content/uploads/"):
			files.ServeHTTP(w, r)
		default:
			site.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(func() {
		s.Close()
		if err := site.Close(); err != nil {
			t.Error(err)
		}
	})
	// The site believes that it is elsewhere.
	s.client = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Host == "127.0.0.1:8071" {
			r = r.Clone(r.Context())
			r.URL.Host = s.Listener.Addr().String()
		}
		return http.DefaultTransport.RoundTrip(r)
	})}
	s.admin = APIOptions{URL: s.URL + "/wp-json", User: "admin", Password: adminPassword(t), Client: s.client, Wait: noWait}
	return s
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// adminPassword is the application password of the administrator.
func adminPassword(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../conformance/users.json")
	if err != nil {
		t.Fatal(err)
	}
	var users map[string]map[string]any
	if err := json.Unmarshal(data, &users); err != nil {
		t.Fatal(err)
	}
	return users["admin"]["application_password"].(string)
}

// connect connects with the site.
func (s *remote) connect(t *testing.T, o APIOptions) *API {
	t.Helper()
	a, err := Connect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var metaPart = regexp.MustCompile(` meta .*? row `)

var menuOrderPart = regexp.MustCompile(` MenuOrder:\d+ `)

// apiPicture is what of a picture the API of the conformance site can tell: its
// posts, pages, books and attachments, without meta that is not registered.
func apiPicture(t *testing.T, db *wpdb.DB, skip ...string) (lines []string) {
	t.Helper()
	for _, line := range pictureOf(t, db, skip...) {
		kind, rest, _ := strings.Cut(line, " ")
		taxonomy, _, _ := strings.Cut(rest, " ")
		switch {
		case kind == "post" && !regexp.MustCompile(` row \{ID:0 Type:(post|page|book|attachment) `).MatchString(line):
		case kind == "term" && !slices.Contains([]string{"category", "post_tag", "genre", "mood", "post_format"}, taxonomy):
		default:
			line = metaPart.ReplaceAllString(line, " ")
			lines = append(lines, menuOrderPart.ReplaceAllString(line, " ")) // posts do not show it
		}
	}
	return lines
}

func TestFromAPI(t *testing.T) {
	t.Parallel()
	s := harborAPI(t)
	db := fresh(t)
	uploads := t.TempDir()
	for range 2 {
		a := s.connect(t, s.admin)
		im := &Importer{Stores: db.Stores(), KeepRoles: true, Files: a, Uploads: root(t, uploads)}
		result, err := im.Import(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if c := result[Files]; c.Made+c.There != 24 || c.Skipped > 0 {
			t.Errorf("files: %+v", c)
		}
		same(t, apiPicture(t, db, ofFresh()...), apiPicture(t, harbor(t), "uncategorized"))
	}
	sameFolder(t, uploads, harborFolder+"/uploads")
	meta, err := db.Meta().Meta(t.Context(), wp.PostMeta, []int64{3, 18})
	if err != nil {
		t.Fatal(err)
	}
	want, err := harbor(t).Meta().Meta(t.Context(), wp.PostMeta, []int64{3, 18})
	if err != nil {
		t.Fatal(err)
	}
	for id, keys := range map[int64][]string{
		3: {attachedFileKey, attachmentKey}, 18: {"rating", "score", "on_deck", "log", "marks", "cargo", "locked"},
	} {
		for _, key := range keys {
			if !slices.Equal(meta[id][key], want[id][key]) {
				t.Errorf("%s of %d: %q, want %q", key, id, meta[id][key], want[id][key])
			}
		}
	}
	editor, err := db.Accounts().ByLogin(t.Context(), "editor")
	if err != nil || !slices.Equal(editor.Roles, []string{"editor"}) {
		t.Errorf("%v %v", editor, err)
	}
}

// sameFolder compares the files in two folders.
func sameFolder(t *testing.T, got, want string) {
	t.Helper()
	files := func(folder string) map[string]string {
		all := map[string]string{}
		err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join(folder, name))
			all[name] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if a, b := files(got), files(want); !maps.Equal(a, b) {
		t.Errorf("files %v, want %v", slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
	}
}

// TestAPIGoesOn interrupts an import: pages that were read are not read again.
func TestAPIGoesOn(t *testing.T) {
	t.Parallel()
	s := harborAPI(t)
	pagesRead := map[string]int{}
	var mu sync.Mutex
	s.before = func(_ http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		if r.URL.Query().Get("page") == "1" {
			pagesRead[r.URL.Path]++
		}
		return false
	}
	db := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	im := &Importer{Stores: db.Stores(), Report: func(s Step) {
		if s.Kind == Posts && strings.HasPrefix(s.Name, "page ") {
			cancel() // posts and attachments are in
		}
	}}
	if _, err := im.Import(ctx, s.connect(t, s.admin)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	first := maps.Clone(pagesRead)
	clear(pagesRead)
	im.Report = nil
	result, err := im.Import(t.Context(), s.connect(t, s.admin))
	if err != nil {
		t.Fatal(err)
	}
	const route = "/wp-json/wp/v2/"
	if first[route+"posts"] != 1 || pagesRead[route+"posts"] != 0 || pagesRead[route+"media"] != 0 || pagesRead[route+"pages"] != 1 {
		t.Errorf("pages read: first %v, then %v", first, pagesRead)
	}
	if c := result[Posts]; c.Made == 0 || c.There < 40 {
		t.Errorf("posts: %+v", c)
	}
	same(t, apiPicture(t, db, ofFresh()...), apiPicture(t, harbor(t), "uncategorized"))
	// Nothing is left of the interruption.
	clear(pagesRead)
	if _, err := im.Import(t.Context(), s.connect(t, s.admin)); err != nil || pagesRead[route+"posts"] != 1 {
		t.Errorf("%v %v", err, pagesRead)
	}
}

// TestAPITriesAgain imports from a site that is often overloaded.
func TestAPITriesAgain(t *testing.T) {
	t.Parallel()
	s := harborAPI(t)
	var asked atomic.Int64
	s.before = func(w http.ResponseWriter, _ *http.Request) bool {
		switch n := asked.Add(1); {
		case n%3 == 0:
			w.Header().Set("Retry-After", "7")
			http.Error(w, "slow down", http.StatusTooManyRequests)
			return true
		case n%7 == 0:
			http.Error(w, "no", http.StatusBadGateway)
			return true
		}
		return false
	}
	var waits, asTold atomic.Int64
	o := s.admin
	o.Wait = func(ctx context.Context, d time.Duration) error {
		waits.Add(1)
		if d >= 7*time.Second {
			asTold.Add(1)
		}
		return ctx.Err()
	}
	db := fresh(t)
	im := &Importer{Stores: db.Stores()}
	if _, err := im.Import(t.Context(), s.connect(t, o)); err != nil {
		t.Fatal(err)
	}
	if waits.Load() == 0 || asTold.Load() == 0 {
		t.Errorf("waited %d times, %d as told", waits.Load(), asTold.Load())
	}
	same(t, apiPicture(t, db, ofFresh()...), apiPicture(t, harbor(t), "uncategorized"))
}

func TestAPIForEverybody(t *testing.T) {
	t.Parallel()
	s := harborAPI(t)
	db := fresh(t)
	var skipped []string
	im := &Importer{Stores: db.Stores(), Report: func(s Step) {
		if s.Outcome == Skipped {
			skipped = append(skipped, s.Name+": "+s.Reason)
		}
	}}
	if _, err := im.Import(t.Context(), s.connect(t, APIOptions{URL: s.URL + "/?rest_route=/", Client: s.client, Wait: noWait})); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(skipped, func(s string) bool { return strings.Contains(s, "password protects") }) {
		t.Errorf("skipped: %q", skipped)
	}
	p, err := db.Posts().Get(t.Context(), 9)
	if err != nil || p.Title != "Classic &#8220;quotes&#8221; &#8212; &#038; dashes&#8230;" || !strings.Contains(p.Content, "A second line<br />") || p.Excerpt != "" {
		t.Errorf("%v %q %q %q", err, p.Title, p.Content, p.Excerpt)
	}
	author, err := db.Users().Get(t.Context(), p.Author)
	if err != nil || author.Login != "author" || !slices.Equal(author.Roles, []string{"subscriber"}) {
		t.Errorf("%v %+v", err, author)
	}
}

func TestConnect(t *testing.T) {
	t.Parallel()
	s := harborAPI(t)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/" && r.URL.RawQuery == "" {
			w.Header().Add("Link", "<"+s.URL+`/wp-json/>; rel="https://api.w.org/"`)
			_, _ = w.Write([]byte("<!DOCTYPE html>Welcome"))
			return true
		}
		return false
	}
	for name, c := range map[string]struct {
		o    APIOptions
		want string
	}{
		"the site":      {APIOptions{URL: s.URL}, ""},
		"the API":       {APIOptions{URL: s.URL + "/wp-json/"}, ""},
		"no address":    {APIOptions{URL: "example"}, "no address"},
		"another":       {APIOptions{URL: "ftp://example.org"}, "no address"},
		"no API":        {APIOptions{URL: s.URL + "/wp-content"}, "404"},
		"nobody there":  {APIOptions{URL: "http://127.0.0.1:1/wp-json"}, "refused"},
		"bad password":  {APIOptions{URL: s.URL, User: "admin", Password: "x"}, "log in as admin"},
		"good password": {s.admin, ""},
	} {
		c.o.Client, c.o.Wait = s.client, noWait
		a, err := Connect(t.Context(), c.o)
		switch {
		case c.want == "" && (err != nil || !strings.HasPrefix(a.Name(), s.URL+"/wp-json")):
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"": 0, "x": 0, "3": 3 * time.Second, "-3": 0, "999999999": maxAfter, "Wed, 21 Oct 2015 07:28:00 GMT": 0,
		time.Now().Add(time.Hour).UTC().Format(http.TimeFormat): maxAfter,
	} {
		if got := retryAfter(header); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}
