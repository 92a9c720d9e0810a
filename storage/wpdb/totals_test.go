package wpdb

import (
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/testdb"
)

// TestDearTotals keeps totals where only the redo log tells of others' writes.
func TestDearTotals(t *testing.T) {
	dsn := testdb.DSN(t, testdb.MariaDB)
	c := &counter{}
	one, two := pair(t, Options{DSN: dsn, Temporary: true, OnQuery: c.see})
	one.limits.dearCount, two.onQuery = 0, nil
	total := func() (n int) {
		t.Helper()
		_, n, err := one.Posts().List(one.CheckOnce(t.Context()), wprest.Query{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	want := total()
	for i := range 10 {
		p := makePost(i)
		if err := two.Posts().Create(t.Context(), &p); err != nil {
			t.Fatal(err)
		}
		want++
		for range i % 3 {
			if n := total(); n != want {
				t.Fatalf("total %d, want %d", n, want)
			}
		}
	}
	// Once the server is at rest a page is one query.
	atRest := awaitRest(t, one.redo)
	for deadline := time.Now().Add(10 * time.Second); c.during(func() { total() }) > 1; time.Sleep(logRest) {
		if time.Now().After(deadline) && awaitRest(t, one.redo) == atRest {
			t.Fatal("the total is counted again and again")
		}
	}
	p := makePost(11)
	if err := two.Posts().Create(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	if n := total(); n != want+1 {
		t.Errorf("total %d, want %d", n, want+1)
	}
}

// awaitRest waits until nobody writes to a server, and returns how long its log is.
// Others may be testing on it too: then there is nothing to see here.
func awaitRest(t *testing.T, w *logWatch) uint64 {
	t.Helper()
	length := func() uint64 {
		n, err := w.length(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	last, since := length(), time.Now()
	for deadline := time.Now().Add(time.Minute); time.Since(since) < 2*logRest; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			testdb.Missing(t, "others write to the server all the time")
		}
		if now := length(); now != last {
			last, since = now, time.Now()
		}
	}
	return last
}
