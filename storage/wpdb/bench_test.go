package wpdb

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

func BenchmarkOpenLoad(b *testing.B) {
	for b.Loop() {
		db, err := Open(context.Background(), Options{DSN: ":memory:"})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Create(context.Background()); err != nil {
			b.Fatal(err)
		}
		if err := db.LoadTables(context.Background(), os.DirFS(siteTables)); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		db, err := Open(context.Background(), Options{DSN: ":memory:"})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCreate(b *testing.B) {
	for b.Loop() {
		db, err := Open(context.Background(), Options{DSN: ":memory:"})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Create(context.Background()); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkClone(b *testing.B) {
	db := harbor(b, Options{})
	for b.Loop() {
		c, err := db.Clone(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

var listQuery = wprest.Query{
	Where: []wprest.Condition{wprest.Where("type", "post"), wprest.Where("status", "publish")},
	Order: []wprest.Order{{Field: "date", Desc: true}}, Limit: 10,
}

func BenchmarkListPosts(b *testing.B) {
	db := harbor(b, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for b.Loop() {
		if _, _, err := db.Posts().List(ctx, listQuery); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOptions(b *testing.B) {
	db := harbor(b, Options{DSN: b.TempDir() + "/x.db"})
	ctx := context.Background()
	for b.Loop() {
		if _, err := db.Options().Options(ctx, "siteurl", "home"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAccount(b *testing.B) {
	db := harbor(b, Options{})
	ctx := context.Background()
	for b.Loop() {
		if _, err := db.Accounts().ByLogin(ctx, "EDITOR"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBig lists posts of a big site. WPREST_TEST_DSN names a database server
// to do it on.
func BenchmarkBig(b *testing.B) {
	db := open(b, Options{})
	const n = 30000
	many(b, db, n)
	if db.dialect.name == "postgres" {
		if _, err := db.pool.write.Exec("ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
	with := func(change func(*wprest.Query)) wprest.Query {
		q := listQuery
		q.Where = slices.Clone(q.Where)
		change(&q)
		return q
	}
	where := func(field string, values ...any) func(*wprest.Query) {
		return func(q *wprest.Query) {
			q.Where = append(q.Where, wprest.Condition{Field: field, Values: values})
		}
	}
	for _, test := range []struct {
		name string
		q    wprest.Query
	}{
		{"first page", listQuery},
		{"page 500", with(func(q *wprest.Query) { q.Offset = 5000 })},
		{"last page", with(func(q *wprest.Query) { q.Offset = 13000 })},
		{"common term", with(where("term", int64(6)))},
		{"rare term", with(where("term", int64(1)))},
		{"author", with(where("author", int64(3)))},
		{"two statuses", with(func(q *wprest.Query) { q.Where[1] = wprest.Where("status", "publish", "private") })},
		{"modified", with(func(q *wprest.Query) { q.Order = []wprest.Order{{Field: "modified", Desc: true}} })},
		{"title", with(func(q *wprest.Query) { q.Order = []wprest.Order{{Field: "title"}} })},
		{"search", with(func(q *wprest.Query) { q.Search = "title 77" })},
		{"search without hits", with(func(q *wprest.Query) { q.Search = "nowhere" })},
	} {
		b.Run(strings.ReplaceAll(test.name, " ", "-"), func(b *testing.B) {
			for _, total := range []bool{false, true} {
				test.q.NoTotal = !total
				b.Run(map[bool]string{false: "page", true: "total"}[total], func(b *testing.B) {
					for b.Loop() {
						if _, _, err := db.Posts().List(db.CheckOnce(context.Background()), test.q); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
