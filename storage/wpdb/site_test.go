package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
	"github.com/wprest/wprest/wp"
)

func TestOpenDSN(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	for _, dsn := range []string{filepath.Join(dir, "a.db"), "sqlite:" + filepath.Join(dir, "b.db"), "sqlite://" + filepath.Join(dir, "b.db"), "file:" + filepath.Join(dir, "c.db")} {
		db, err := Open(ctx, Options{DSN: dsn, Prefix: "x_"})
		if err != nil {
			t.Errorf("Open(%q): %v", dsn, err)
			continue
		}
		for range 2 { // it changes nothing the second time
			if err := db.Create(ctx); err != nil {
				t.Errorf("Create: %v", err)
			}
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"a.db", "b.db", "c.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	for _, dsn := range []string{"", "sqlite:", "mysql://u@h/db", "postgres://h/db", "postgresql://h/db", filepath.Join(dir, "no", "such", "dir.db")} {
		if _, err := Open(ctx, Options{DSN: dsn}); err == nil {
			t.Errorf("Open(%q) works", dsn)
		}
	}
}

// TestSchema compares the tables with those of the recorded dump.
func TestSchema(t *testing.T) {
	db := harbor(t, Options{DSN: ":memory:"})
	dump, err := os.ReadFile("../../conformance/site/seed.sql")
	if err != nil {
		t.Skip(err)
	}
	for create := range strings.SplitSeq(string(dump), "CREATE TABLE `") {
		name, rest, found := strings.Cut(create, "` (\n")
		body, _, ended := strings.Cut(rest, "\n) ENGINE")
		if !found || !ended {
			continue
		}
		for line := range strings.SplitSeq(body, "\n") {
			line = strings.TrimSpace(line)
			parts := strings.Split(line, "`")
			switch {
			case strings.HasPrefix(line, "`"):
				got, err := db.queryInt(t.Context(), "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?", []any{name, parts[1]})
				if err != nil || got != 1 {
					t.Errorf("%s has no column %s (%v)", name, parts[1], err)
				}
			case strings.Contains(line, "KEY `"):
				got, err := db.queryInt(t.Context(), "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = ?", []any{name + "_" + parts[1]})
				if err != nil || got != 1 {
					t.Errorf("%s has no index %s (%v)", name, parts[1], err)
				}
			}
		}
	}
}

func TestLoadTables(t *testing.T) {
	db := harbor(t, Options{Prefix: "site2_"})
	ctx := t.Context()
	posts, total, err := db.Posts().List(ctx, wprest.Query{Limit: 5})
	if err != nil || len(posts) != 5 || total != 74 {
		t.Fatalf("List: %d of %d, %v", len(posts), total, err)
	}
	if _, err := db.roles(ctx); err != nil {
		t.Error(err)
	}
	u, err := db.Users().Get(ctx, 2)
	if err != nil || !slices.Equal(u.Roles, []string{"editor"}) {
		t.Errorf("with another prefix: %+v, %v", u, err)
	}
	// Loading again replaces all.
	if err := db.LoadTables(ctx, os.DirFS(siteTables)); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"not JSON": "{", "missing column": `{"term_id": 1}`, "odd value": `{"term_id": [], "name": "", "slug": "", "term_group": 0}`,
		"fraction": `{"term_id": 1.5, "name": "", "slug": "", "term_group": 0}`,
	} {
		files := fstest.MapFS{"wp_terms.jsonl": {Data: []byte(content)}}
		if err := db.LoadTables(ctx, files); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
	if terms, _, err := db.Terms().List(ctx, wprest.Query{}); err != nil || len(terms) != 22 {
		t.Errorf("after failed loads: %d terms, %v", len(terms), err)
	}
}

// TestCountsOfTerms counts all terms anew: WordPress's counts are the same.
func TestCountsOfTerms(t *testing.T) {
	db := harbor(t, Options{ObjectTypes: func(taxonomy string) []string {
		return map[string][]string{"category": {"post"}, "post_tag": {"post"}}[taxonomy]
	}})
	ctx := t.Context()
	before, _, err := db.Terms().List(ctx, wprest.Query{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Tx(ctx, func(ctx context.Context) error {
		var ids []int64
		for _, term := range before {
			ids = append(ids, term.TaxonomyID)
		}
		return db.recount(ctx, ids)
	})
	if err != nil {
		t.Fatal(err)
	}
	after, _, err := db.Terms().List(ctx, wprest.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range after {
		if before[i] != after[i] {
			t.Errorf("%+v, was %+v", after[i], before[i])
		}
	}
}

func TestCountsFollowPosts(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	count := func() int64 {
		term, err := db.Terms().Get(ctx, 3)
		if err != nil {
			t.Fatal(err)
		}
		return term.Count
	}
	start := count()
	expect := func(doing string, want int64) {
		t.Helper()
		if got := count(); got != want {
			t.Errorf("after %s: %d, want %d", doing, got, want)
		}
	}
	set := func(status string) {
		if _, err := db.Posts().Update(ctx, 8, func(p *wp.Post) error { p.Status = status; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	set("draft")
	expect("unpublishing", start-1)
	set("publish")
	expect("publishing", start)
	if err := db.PostTerms().SetPostTerms(ctx, 8, "category", []int64{4, 4}); err != nil {
		t.Fatal(err)
	}
	expect("taking it away", start-1)
	if err := db.PostTerms().SetPostTerms(ctx, 8, "category", []int64{3, 4}); err != nil {
		t.Fatal(err)
	}
	expect("giving it", start)
	terms, err := db.PostTerms().PostTerms(ctx, []int64{8, 9, 12345}, []string{"category"})
	if err != nil || len(terms[8]) != 2 || terms[8][0].Name != "Boats" || terms[8][1].Name != "News" {
		t.Errorf("terms: %+v, %v", terms[8], err)
	}
	if err := db.PostTerms().SetPostTerms(ctx, 8, "category", []int64{8}); !errors.Is(err, wprest.ErrNotExist) {
		t.Errorf("a term of another taxonomy: %v", err)
	}
	if err := db.Posts().Delete(ctx, 8); err != nil {
		t.Fatal(err)
	}
	expect("deleting", start-1)
	for _, table := range []string{"wp_postmeta WHERE post_id = 8", "wp_comments WHERE comment_post_ID = 8", "wp_term_relationships WHERE object_id = 8",
		"wp_posts WHERE post_parent = 8 AND post_type IN ('revision', 'post', 'attachment')"} {
		if n, err := db.queryInt(ctx, "SELECT count(*) FROM "+table, nil); err != nil || n != 0 {
			t.Errorf("%d rows left in %s, %v", n, table, err)
		}
	}
}

func TestDeleteTerm(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	if err := db.Terms().Delete(ctx, 13); err != nil {
		t.Fatal(err)
	}
	child, err := db.Terms().Get(ctx, 14)
	if err != nil || child.Parent != 0 {
		t.Errorf("the child is %+v, %v", child, err)
	}
	options, err := db.Options().Options(ctx, "genre_children")
	if err != nil || options["genre_children"] != "a:0:{}" {
		t.Errorf("the tree is kept as %v, %v", options, err)
	}
	if n, err := db.queryInt(ctx, "SELECT (SELECT count(*) FROM wp_terms WHERE term_id = 13) + (SELECT count(*) FROM wp_termmeta WHERE term_id = 13)", nil); n != 0 || err != nil {
		t.Errorf("%d rows left, %v", n, err)
	}
	term := wp.Term{Taxonomy: "category", Name: "!!!"}
	if err := db.Terms().Create(ctx, &term); err != nil || term.Slug != fmt.Sprint(term.ID) {
		t.Errorf("a term without a slug: %+v, %v", term, err)
	}
}

func TestInstall(t *testing.T) {
	ctx := t.Context()
	db := open(t, Options{Prefix: "my_"})
	o := InstallOptions{SiteURL: "https://example.org/", Title: "Quay", AdminLogin: "boss", AdminEmail: "boss@example.org", AdminPasswordHash: "h", TimeZone: "Europe/Lisbon"}
	if err := db.Install(ctx, o); err != nil {
		t.Fatal(err)
	}
	if err := db.Install(ctx, o); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("the second time: %v", err)
	}
	if err := db.Install(ctx, InstallOptions{}); err == nil {
		t.Error("installed without an address")
	}
	options, err := db.Options().Options(ctx)
	if err != nil || options["siteurl"] != "https://example.org" || options["blogname"] != "Quay" || options["posts_per_page"] != "10" {
		t.Errorf("options %q, %v", options, err)
	}
	boss, err := db.Accounts().ByLogin(ctx, "boss")
	if err != nil || !boss.Caps["manage_options"] || boss.PasswordHash != "h" {
		t.Errorf("%+v, %v", boss, err)
	}
	posts, _, err := db.Posts().List(ctx, wprest.Query{})
	if err != nil || len(posts) != 2 || posts[0].CommentCount != 1 || posts[1].Type != "page" {
		t.Errorf("%+v, %v", posts, err)
	}
	if term, err := db.Terms().Get(ctx, 1); err != nil || term.Count != 1 || term.Slug != "uncategorized" {
		t.Errorf("%+v, %v", term, err)
	}
}

// TestDefaultOptions compares the names of options with a recorded site's.
func TestDefaultOptions(t *testing.T) {
	site := harbor(t, Options{})
	fresh := open(t, Options{})
	ctx := t.Context()
	if err := fresh.Install(ctx, InstallOptions{SiteURL: "http://x.test", AdminLogin: "a", AdminEmail: "a@x.test"}); err != nil {
		t.Fatal(err)
	}
	names := func(db *DB) map[string]string {
		all, err := db.Options().load(ctx, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	own := map[string]bool{
		"rewrite_rules": true, "default_term_mood": true, "wp_calendar_block_has_published_posts": true, "theme_mods_twentytwentyfive": true,
		"current_theme": true, "theme_mods_harbor": true, "theme_switched": true, "using_application_passwords": true, "category_children": true,
		"genre_children": true, "harbor_limits": true,
	}
	has := names(fresh)
	for name := range names(site) {
		if _, ok := has[name]; !ok && !own[name] {
			t.Errorf("a fresh site has no option %s", name)
		}
	}
}

func TestWrappedPool(t *testing.T) {
	ctx := t.Context()
	d, err := sqlite.NewDriver()
	if err != nil {
		t.Fatal(err)
	}
	sql.Register("wpdb-test", d)
	host, err := sql.Open("wpdb-test", "file:"+filepath.Join(t.TempDir(), "x.db")+"?_journal_mode=WAL&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = host.Close() }()
	db := harbor(t, Options{Pool: sqlite.Wrap(host)})
	if posts, _, err := db.Posts().List(ctx, wprest.Query{Search: "boat", Limit: 3}); err != nil || len(posts) != 3 {
		t.Errorf("%d posts, %v", len(posts), err)
	}
	if err := db.Options().SetOption(ctx, "blogname", "Wrapped"); err != nil {
		t.Fatal(err)
	}
	if options, err := db.Options().Options(ctx, "blogname"); err != nil || options["blogname"] != "Wrapped" {
		t.Errorf("%q, %v", options, err)
	}
	host.SetMaxOpenConns(1)
	if _, err := Open(ctx, Options{Pool: sqlite.Wrap(host)}); err == nil {
		t.Error("one connection is enough")
	}
}

// TestPlainDriver uses connections without the additions of package sqlite.
func TestPlainDriver(t *testing.T) {
	host, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db")+"?_journal_mode=WAL&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = host.Close() }()
	db := harbor(t, Options{Pool: sqlite.Wrap(host)})
	q := wprest.Query{Search: "BOAT", Order: []wprest.Order{{Field: "relevance"}, {Field: "title"}}, Limit: 3}
	if posts, _, err := db.Posts().List(t.Context(), q); err != nil || len(posts) != 3 {
		t.Errorf("%d posts, %v", len(posts), err)
	}
}

func TestClone(t *testing.T) {
	ctx := t.Context()
	db := harbor(t, Options{})
	onDisk := harbor(t, Options{DSN: filepath.Join(t.TempDir(), "x.db")})
	for _, from := range []*DB{db, onDisk} {
		c, err := from.Clone(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Posts().Delete(ctx, 8); err != nil {
			t.Error(err)
		}
		if _, err := from.Posts().Get(ctx, 8); err != nil {
			t.Error(err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
