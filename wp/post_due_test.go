package wp_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// harborDB loads the conformance site into memory.
func harborDB(t *testing.T) *wpdb.DB {
	t.Helper()
	db, err := wpdb.Open(t.Context(), wpdb.Options{DSN: ":memory:"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.LoadTables(t.Context(), os.DirFS("../conformance/site/tables")); err != nil {
		t.Fatal(err)
	}
	return db
}

// A clock is a time that tests set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func mount(db *wpdb.DB, c *clock) *wp.Site {
	return wp.Mount(wprest.New(wprest.Config{May: wp.Authorizer()}), wp.Config{Stores: db.Stores(), Now: c.now})
}

// schedule adds a scheduled post.
func schedule(t *testing.T, db *wpdb.DB, postType string, at time.Time) int64 {
	t.Helper()
	p := &wp.Post{Type: postType, Status: wp.StatusFuture, Title: "Later", Slug: "later", Author: 3, Date: at, DateGMT: at, Modified: at, ModifiedGMT: at}
	if err := db.Posts().Create(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func TestPublishDue(t *testing.T) {
	db, c := harborDB(t), &clock{}
	site := mount(db, c)
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	seeded := time.Date(2035, 5, 5, 4, 5, 5, 0, time.UTC) // what the site has
	first, second := schedule(t, db, "post", noon), schedule(t, db, "page", noon.Add(time.Hour))
	for _, step := range []struct {
		at        time.Time
		published int
		next      time.Time
	}{
		{noon.Add(-time.Second), 0, noon},
		{noon, 1, noon.Add(time.Hour)},
		{noon, 0, noon.Add(time.Hour)},
		{noon.Add(2 * time.Hour), 1, seeded},
	} {
		c.set(step.at)
		published, next, err := site.PublishDue(t.Context())
		if err != nil || published != step.published || !next.Equal(step.next) {
			t.Fatalf("at %v: published %d, next %v, error %v; want %d, %v", step.at, published, next, err, step.published, step.next)
		}
	}
	for _, id := range []int64{first, second} {
		p, err := db.Posts().Get(t.Context(), id)
		if err != nil || p.Status != wp.StatusPublish || !p.Modified.Equal(p.Date) {
			t.Errorf("post %d: status %s, modified %v, error %v", id, p.Status, p.Modified, err)
		}
	}
	meta, err := db.Meta().Meta(t.Context(), wp.PostMeta, []int64{first, second})
	if err != nil || len(meta[first]["_pingme"]) != 1 || len(meta[first]["_encloseme"]) != 1 || len(meta[second]) != 0 {
		t.Errorf("meta %v, error %v", meta, err)
	}
	terms, err := db.PostTerms().PostTerms(t.Context(), []int64{first}, []string{"category"})
	if err != nil || len(terms[first]) != 1 {
		t.Errorf("terms %v, error %v; want the default category", terms, err)
	}
}

// Several servers over one database publish a post once.
func TestPublishDueOnce(t *testing.T) {
	db, c := harborDB(t), &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	const posts, servers = 20, 4
	for range posts {
		schedule(t, db, "post", c.now().Add(-time.Minute))
	}
	counts := make([]int, servers)
	var wait sync.WaitGroup
	for i := range servers {
		site := mount(db, c)
		wait.Go(func() {
			var err error
			if counts[i], _, err = site.PublishDue(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	if total != posts {
		t.Errorf("published %v, %d in all, want %d", counts, total, posts)
	}
}
