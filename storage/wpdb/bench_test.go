package wpdb

import (
	"context"
	"os"
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
