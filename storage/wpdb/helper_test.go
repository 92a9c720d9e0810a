package wpdb

import (
	"cmp"
	"context"
	"os"
	"sync/atomic"
	"testing"
)

// siteTables is where the rows of the conformance site are.
const siteTables = "../../conformance/site/tables"

// open returns an empty site. WPREST_TEST_DSN in the environment names a database
// beside which it is made; otherwise it is in memory.
func open(t testing.TB, o Options) *DB {
	t.Helper()
	if o.DSN == "" && o.Pool == nil {
		o.DSN, o.Temporary = cmp.Or(os.Getenv("WPREST_TEST_DSN"), ":memory:"), true
	}
	db, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Create(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}

// harbor returns the conformance site.
func harbor(t testing.TB, o Options) *DB {
	t.Helper()
	if _, err := os.Stat(siteTables); err != nil {
		t.Skip("the conformance site is not here")
	}
	db := open(t, o)
	if err := db.LoadTables(context.Background(), os.DirFS(siteTables)); err != nil {
		t.Fatal(err)
	}
	return db
}

// clone returns a copy of a site.
func clone(t testing.TB, db *DB) *DB {
	t.Helper()
	c, err := db.Clone(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// counter counts queries.
type counter struct{ n atomic.Int64 }

func (c *counter) see(string) { c.n.Add(1) }

// during returns how many queries f makes.
func (c *counter) during(f func()) int64 {
	before := c.n.Load()
	f()
	return c.n.Load() - before
}
