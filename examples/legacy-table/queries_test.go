package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm/logger"
)

// A recorder keeps the statements that gorm runs.
type recorder struct {
	logger.Interface
	mu         sync.Mutex
	statements []string
}

// record lets a shop that is not served yet keep its statements.
func record(s *shop) *recorder {
	r := &recorder{Interface: logger.Discard}
	s.db.Logger = r
	return r
}

// Trace implements logger.Interface.
func (r *recorder) Trace(_ context.Context, _ time.Time, statement func() (string, int64), _ error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, _ := statement()
	r.statements = append(r.statements, text)
}

// take returns what was kept since the last time.
func (r *recorder) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.statements
	r.statements = nil
	return list
}

func recorded(t *testing.T) (*client, *recorder) {
	s := copyOf(t, filled)
	r := record(s)
	return serveShop(t, s), r
}

// TestQueriesOfAPage counts them: there are as many for a long page as for a short
// one.
func TestQueriesOfAPage(t *testing.T) {
	c, r := recorded(t)
	for _, path := range []string{"posts?", "posts?_embed&", "posts?categories=3&", "produkte?", "produkte?_embed&", "archiv?", "media?", "categories?", "search?subtype=post,produkt,archiv&"} {
		var counts []int
		for _, size := range []string{"per_page=5", "per_page=9"} {
			r.take()
			c.list(0, path+size)
			counts = append(counts, len(r.take()))
		}
		if counts[0] != counts[1] || counts[0] == 0 || counts[0] > 14 {
			t.Errorf("%s: %v queries", path, counts)
		}
	}
}

// pages are lists of the whole old database.
func pages() []string {
	return []string{
		"posts", "posts?_embed", "posts?page=3000", "posts?categories=3", "posts?author=3", "posts?status=any", "posts?orderby=title&order=asc",
		"posts?orderby=modified", "produkte", "archiv", "categories", "media",
	}
}

// TestAllRows opens the whole old database. A page takes less than 20 ms, see
// BenchmarkPages; the limit leaves room for a machine that is busy.
func TestAllRows(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("takes seconds, or means nothing")
	}
	const limit = 100 * time.Millisecond
	s, err := openShop(t.Context(), "", allRows)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // it is a temporary file
	r := record(s)
	c := serveShop(t, s)
	if n := c.row("SELECT (SELECT count(*) FROM nachrichten) + (SELECT count(*) FROM artikel) + (SELECT count(*) FROM archiv)"); n != "50000" {
		t.Errorf("%s rows", n)
	}
	for _, path := range pages() {
		r.take()
		c.list(1, path)
		for _, statement := range r.take() {
			usesIndexes(c, path, statement)
		}
		best := time.Hour
		for range 10 {
			start := time.Now()
			c.list(1, path)
			best = min(best, time.Since(start))
		}
		if best > limit {
			t.Errorf("%s takes %v", path, best)
		}
	}
}

// usesIndexes asks the database how it finds what a statement selects: it neither
// reads a whole table nor sorts one. What topics, people and pages of pictures are
// sorted by does not matter.
func usesIndexes(c *client, path, statement string) {
	c.Helper()
	if strings.Contains(statement, "themen") || strings.Contains(statement, "redakteure") || strings.Contains(statement, "ORDER BY CASE `bilder`") {
		return
	}
	for _, step := range c.rows("EXPLAIN QUERY PLAN " + statement) {
		if strings.Contains(step, "SCAN") && !strings.Contains(step, "INDEX") || strings.Contains(step, "USE TEMP B-TREE FOR ORDER BY") {
			c.Errorf("%s: %s\n%s", path, step, statement)
		}
	}
}

func BenchmarkPages(b *testing.B) {
	s, err := openShop(b.Context(), "", allRows)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // it is a temporary file
	c := serveShop(b, s)
	for _, path := range append(pages(), "posts?search=Regatta") {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				c.list(1, path)
			}
		})
	}
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		s, err := openShop(b.Context(), "", allRows)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
