package wpdb

import (
	"context"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm/schema"
)

func TestIndexes(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, o Options) {
		ctx := context.Background()
		o.Prefix = "My_1_"
		db := open(t, o)
		list, err := db.Indexes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) < 2 {
			t.Fatalf("Indexes: %+v", list)
		}
		for _, index := range list {
			if !index.Exists || index.Table != "My_1_posts" || index.For == "" {
				t.Errorf("after Create: %+v", index)
			}
			drop := "DROP INDEX " + quote(index.Name)
			if db.dialect.indexOfOwn {
				drop += " ON " + quote(index.Table)
			}
			if _, err := db.pool.write.ExecContext(ctx, db.dialect.sql(drop)); err != nil {
				t.Fatal(err)
			}
		}
		dropped, err := db.Indexes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range dropped {
			if index.Exists {
				t.Errorf("after DROP: %+v", index)
			}
			if err := db.AddIndex(ctx, index); err != nil {
				t.Error(err)
			}
		}
		again, err := db.Indexes(ctx)
		if err != nil || !slices.Equal(again, list) {
			t.Errorf("after AddIndex: %+v, %v", again, err)
		}
		if db.dialect.indexOfOwn && db.AddIndex(ctx, list[0]) == nil {
			t.Error("added twice")
		}
	})
}

// TestIndexesBeyondWordPress compares the indexes with those of a WordPress.
func TestIndexesBeyondWordPress(t *testing.T) {
	t.Parallel()
	dump, err := os.ReadFile("../../conformance/site/seed.sql")
	if err != nil {
		t.Skip("the conformance site is not here")
	}
	theirs := map[string]bool{}
	for _, table := range strings.Split(string(dump), "CREATE TABLE `wp_")[1:] {
		name, _, _ := strings.Cut(table, "`")
		definition, _, _ := strings.Cut(table, ";")
		for _, m := range regexp.MustCompile("KEY `(\\w+)`").FindAllStringSubmatch(definition, -1) {
			theirs[name+"."+m[1]] = true
		}
	}
	db := open(t, Options{})
	extra := map[string]bool{"type_status_title": true}
	for _, row := range allRows() {
		parsed, err := schema.Parse(row, db.schemas, namer{indexOfOwn: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range parsed.ParseIndexes() {
			name := strings.TrimPrefix(index.Name, parsed.Table+"_")
			if !theirs[strings.TrimPrefix(parsed.Table, "wp_")+"."+name] {
				extra[name] = true
			}
		}
	}
	if want := beyondWordPress(); !slices.Equal(slices.Sorted(maps.Keys(extra)), slices.Sorted(maps.Keys(want))) {
		t.Errorf("beyond WordPress: %v, want %v", extra, want)
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, o Options) {
		ctx := context.Background()
		if o.DSN == "" {
			o.DSN = ":memory:"
		}
		db, err := Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}()
		if names, err := db.Tables(ctx); err != nil || len(names) != 0 {
			t.Errorf("of an empty database: %v, %v", names, err)
		}
		if _, err := db.Indexes(ctx); err == nil {
			t.Error("Indexes without tables")
		}
		if err := db.Create(ctx); err != nil {
			t.Fatal(err)
		}
		if names, err := db.Tables(ctx); err != nil || len(names) != int(tableCount) || names[0] != "posts" {
			t.Errorf("after Create: %v, %v", names, err)
		}
		other := newDB(Options{Prefix: "other_"})
		other.pool = db.pool
		if err := other.init(); err != nil {
			t.Fatal(err)
		}
		if names, err := other.Tables(ctx); err != nil || len(names) != 0 {
			t.Errorf("of another prefix: %v, %v", names, err)
		}
	})
}
