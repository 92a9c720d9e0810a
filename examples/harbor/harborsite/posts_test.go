package harborsite

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/wprest/wprest/storage/wpdb"
)

const (
	siteFolder = "../../../conformance/site"
	usersFile  = "../../../conformance/users.json"
)

// A queryLog counts the statements of a database.
type queryLog struct {
	mu    sync.Mutex
	texts []string
}

func (l *queryLog) add(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.texts = append(l.texts, text)
}

// take returns what was noted, and forgets it.
func (l *queryLog) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	texts := l.texts
	l.texts = nil
	return texts
}

// newSite loads the site into memory.
func newSite(tb testing.TB, log *queryLog) *Site {
	tb.Helper()
	ctx := context.Background()
	o := wpdb.Options{DSN: ":memory:", ObjectTypes: objectTypes}
	if log != nil {
		o.OnQuery = log.add
	}
	db, err := wpdb.Open(ctx, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := load(ctx, db, siteFolder); err != nil {
		tb.Fatal(err)
	}
	site, err := build(ctx, db, siteFolder)
	if err != nil {
		tb.Fatal(err)
	}
	return site
}

// credentials returns the Authorization header of a user.
func credentials(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile(usersFile)
	if err != nil {
		tb.Fatal(err)
	}
	var users map[string]struct {
		Login    string `json:"login"`
		Password string `json:"application_password"`
	}
	if err := json.Unmarshal(text, &users); err != nil {
		tb.Fatal(err)
	}
	u := users[name]
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(u.Login+":"+u.Password))
}

// call sends a request and fails unless it is answered with the status.
func (s *Site) call(tb testing.TB, method, path, body, authorization string, status int) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequest(method, "/wp-json"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != status {
		tb.Fatalf("%s %s: status %d, want %d: %.300s", method, path, w.Code, status, w.Body)
	}
	return w
}

func BenchmarkPostPage10(b *testing.B) {
	site := newSite(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		site.call(b, http.MethodGet, "/wp/v2/posts", "", "", http.StatusOK)
	}
}

func BenchmarkPostPage10Edit(b *testing.B) {
	site, editor := newSite(b, nil), credentials(b, "editor")
	b.ReportAllocs()
	for b.Loop() {
		site.call(b, http.MethodGet, "/wp/v2/posts?context=edit", "", editor, http.StatusOK)
	}
}

func BenchmarkPostPage10Embed(b *testing.B) {
	site := newSite(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		site.call(b, http.MethodGet, "/wp/v2/posts?_embed", "", "", http.StatusOK)
	}
}

func BenchmarkPostSingle(b *testing.B) {
	site := newSite(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		site.call(b, http.MethodGet, "/wp/v2/posts/8", "", "", http.StatusOK)
	}
}

func BenchmarkPostCreate(b *testing.B) {
	site, author := newSite(b, nil), credentials(b, "author")
	const post = `{"title":"Low water %d","content":"The quay is dry.","status":"publish","tags":[8],"meta":{"rating":4}}`
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		site.call(b, http.MethodPost, "/wp/v2/posts", fmt.Sprintf(post, n), author, http.StatusCreated)
	}
}
