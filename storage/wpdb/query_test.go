package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// many fills a site with n posts, and gives terms to some.
func many(t testing.TB, db *DB, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	err := db.change(t.Context(), allTables, func(_ context.Context, g *gorm.DB) error {
		var rows []*postRow
		var places []*termRelationshipRow
		for i := range n {
			rows = append(rows, rowOfPost(&wp.Post{
				ID: int64(i + 1), Type: []string{"post", "post", "post", "page"}[random.IntN(4)],
				Status: []string{"publish", "publish", "publish", "private", "draft"}[random.IntN(5)],
				Date:   start.Add(time.Duration(random.IntN(n)) * time.Hour), Modified: start.Add(time.Duration(random.IntN(n)) * time.Minute),
				Title: fmt.Sprintf("Title %d", random.IntN(n)), Author: int64(random.IntN(5)), Slug: fmt.Sprint("s", i),
				Content: strings.Repeat("Some words of a post. ", 20),
			}))
			for term := range 6 { // term 1 has few posts, term 6 many
				if random.IntN(30) < term*term || i%(n/3) == term {
					places = append(places, &termRelationshipRow{ObjectID: int64(i + 1), TermTaxonomyID: int64(term + 1)})
				}
			}
		}
		if err := g.CreateInBatches(rows, 200).Error; err != nil {
			return err
		}
		return g.CreateInBatches(places, 500).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPages compares the pages of queries, however they are made, with the
// slices of the whole list.
func TestPages(t *testing.T) {
	db := open(t, Options{})
	db.limits = limits{farOffset: 20, fewRows: 20}
	many(t, db, 150)
	in := wprest.Where[string]
	statuses := in("status", "publish", "private")
	mine := wprest.Condition{Any: [][]wprest.Condition{{in("status", "publish")}, {in("status", "private", "publish"), wprest.Where("author", int64(2))}}}
	for name, where := range map[string][]wprest.Condition{
		"type and status": {in("type", "post"), in("status", "publish")},
		"two statuses":    {in("type", "post"), statuses},
		"types, statuses": {in("type", "post", "page"), statuses},
		"many":            {in("type", "post", "page"), in("status", "publish", "private", "draft", "trash"), wprest.Where("author", int64(1), 2, 3)},
		"any":             {in("type", "post"), mine},
		"few":             {in("type", "post"), wprest.Where("term", int64(1))},
		"common":          {in("type", "post"), statuses, wprest.Where("term", int64(6))},
		"two terms":       {wprest.Where("term", int64(6)), wprest.Where("term", int64(1), 2)},
		"not a term":      {{Field: "term", Op: wprest.NotIn, Values: []any{int64(6)}}},
		"no term":         {wprest.Where[int64]("term")},
		"term in any":     {{Any: [][]wprest.Condition{{wprest.Where("term", int64(6))}, {in("type", "page")}}}},
	} {
		for _, order := range [][]wprest.Order{
			nil, {{Field: "date", Desc: true}}, {{Field: "date"}}, {{Field: "modified", Desc: true}}, {{Field: "title"}}, {{Field: "title", Desc: true}, {Field: "date"}}, {{Field: "id", Desc: true}},
			{{Field: "author", Values: []any{int64(3), int64(1)}}, {Field: "menu_order", Desc: true}},
		} {
			testPages(t, db, name, wprest.Query{Where: where, Order: order})
		}
	}
}

func testPages(t *testing.T, db *DB, name string, q wprest.Query) {
	t.Helper()
	ctx := t.Context()
	whole, total, err := db.Posts().List(ctx, q)
	if err != nil || total != len(whole) {
		t.Fatalf("%s: %d of %d, %v", name, len(whole), total, err)
	}
	for _, offset := range []int{0, 7, 19, 20, total/2 + 5, total - 15, total - 3, total, 100000} {
		if offset < 0 {
			continue
		}
		q.Offset, q.Limit = offset, 10
		page, n, err := db.Posts().List(ctx, q)
		if err != nil || n != total {
			t.Errorf("%s, offset %d: total %d, want %d, %v", name, offset, n, total, err)
		}
		want := whole[min(offset, total):min(offset+10, total)]
		if !slices.Equal(page, want) {
			t.Errorf("%s, order %v, offset %d of %d: not that part of the list\n%v\n%v", name, q.Order, offset, total, idsOf(page), idsOf(want))
		}
	}
}

func idsOf(posts []wp.Post) (ids []int64) {
	for _, p := range posts {
		ids = append(ids, p.ID)
	}
	return ids
}

// TestPlans makes sure that indexes serve the usual queries.
func TestPlans(t *testing.T) {
	db := open(t, Options{DSN: ":memory:"})
	in := wprest.Where[string]
	published := []wprest.Condition{in("type", "post"), in("status", "publish")}
	for name, test := range map[string]struct {
		q      wprest.Query
		sorted bool // by SQLite, and not by an index
		index  string
	}{
		"by date":     {q: wprest.Query{Where: published, Order: []wprest.Order{{Field: "date", Desc: true}}}, index: "type_status_date"},
		"by modified": {q: wprest.Query{Where: published, Order: []wprest.Order{{Field: "modified", Desc: true}}}, index: "type_status_modified"},
		"by title":    {q: wprest.Query{Where: published, Order: []wprest.Order{{Field: "title"}}}, index: "type_status_title"},
		"of an author": {
			q:     wprest.Query{Where: append(slices.Clone(published), wprest.Where("author", int64(3))), Order: []wprest.Order{{Field: "date", Desc: true}}},
			index: "type_status_author_date",
		},
		"by ids":  {q: wprest.Query{Where: append(slices.Clone(published), wprest.Where("id", int64(3), 4))}, index: "PRIMARY KEY"},
		"by slug": {q: wprest.Query{Where: append(slices.Clone(published), in("slug", "x"))}, index: "posts_post_name", sorted: true},
		"of a common term": {
			q: wprest.Query{Where: append(slices.Clone(published), wprest.Where("term", int64(3))), Order: []wprest.Order{{Field: "date", Desc: true}}}, index: "type_status_date",
		},
	} {
		s, err := db.selectPage(&db.posts.source, test.q, page{limit: 10}, false, "p.ID, p.post_content")
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		err = db.query(t.Context(), "EXPLAIN QUERY PLAN "+s.String(), s.args, func(rows *sql.Rows) error {
			var id, parent, unused int
			var detail string
			err := rows.Scan(&id, &parent, &unused, &detail)
			plan = append(plan, detail)
			return err
		})
		text := strings.Join(plan, "\n")
		if err != nil || !strings.Contains(text, test.index) || strings.Contains(text, "TEMP B-TREE") && !test.sorted {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

func TestFieldsOfUsers(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	where := func(c ...wprest.Condition) wprest.Query { return wprest.Query{Where: c} }
	search := func(text string, in ...string) wprest.Query { return wprest.Query{Search: text, SearchIn: in} }
	for name, test := range map[string]struct {
		q    wprest.Query
		want string
	}{
		"role":             {where(wprest.Where("roles", "author")), "author author2"},
		"roles":            {where(wprest.Where("roles", "editor", "administrator", "x")), "admin editor"},
		"not a role":       {where(wprest.Condition{Field: "roles", Op: wprest.NotIn, Values: []any{"author"}}), "admin editor contributor subscriber"},
		"published":        {where(wprest.Where("has_published", "book")), ""},
		"level":            {where(wprest.Condition{Field: "level", Op: wprest.NotIn, Values: []any{int64(0)}}), "admin editor author author2 contributor"},
		"slug, other case": {where(wprest.Where("slug", "EDITOR")), "editor"},
		"search":           {search("Person"), "author author2 contributor editor subscriber"},
		"address":          {search("editor@"), "editor"},
		"number":           {search("2"), "author2 editor"},
		"url":              {search("https://example.test/m"), "admin"},
		"in slug":          {search("tor", "slug"), "contributor editor"},
	} {
		if name == "published" {
			n, err := db.queryInt(ctx, "SELECT count(DISTINCT post_author) FROM wp_posts WHERE post_type = 'book' AND post_status = 'publish'", nil)
			users, _, e := db.Users().List(ctx, test.q)
			if err != nil || e != nil || int(n) != len(users) || n == 0 {
				t.Errorf("%s: %d users, want %d", name, len(users), n)
			}
			continue
		}
		users, _, err := db.Users().List(ctx, test.q)
		var got []string
		for _, u := range users {
			got = append(got, u.Login)
		}
		want := strings.Fields(test.want)
		slices.Sort(got)
		slices.Sort(want)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v (%v)", name, got, want, err)
		}
	}
}

func TestTermsByName(t *testing.T) {
	db := harbor(t, Options{})
	terms, _, err := db.Terms().List(t.Context(), wprest.Query{Where: []wprest.Condition{wprest.Where("taxonomy", "post_tag")}, Order: []wprest.Order{{Field: "name"}}})
	var names []string
	for _, term := range terms {
		names = append(names, term.Name)
	}
	if want := []string{"Knots", "Low Tide", "Ünïcode Tåg", "unused", "Wind"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%q, want %q (%v)", names, want, err)
	}
	for search, want := range map[string]int{"unicode": 1, "&": 1, "sail & rope": 0, "ROPE": 3, "_": 0, "%": 0} {
		found, _, err := db.Terms().List(t.Context(), wprest.Query{Search: search})
		if err != nil || len(found) != want {
			t.Errorf("search %q: %d, want %d (%v)", search, len(found), want, err)
		}
	}
	of, _, err := db.Terms().List(t.Context(), wprest.Query{Where: []wprest.Condition{wprest.Where("post", int64(8)), wprest.Where("taxonomy", "category")}})
	if err != nil || len(of) != 1 || of[0].Name != "News" {
		t.Errorf("of a post: %+v, %v", of, err)
	}
}

// TestQueryCount checks that a page costs the same whatever its length.
func TestQueryCount(t *testing.T) {
	c := &counter{}
	db := harbor(t, Options{OnQuery: c.see})
	ctx := t.Context()
	pageOf := func(limit int) int64 {
		return c.during(func() {
			q := listQuery
			q.Limit = limit
			posts, _, err := db.Posts().List(ctx, q)
			if err != nil || len(posts) == 0 {
				t.Fatal(err)
			}
			var authors []int64
			for _, p := range posts {
				authors = append(authors, p.Author)
			}
			if _, err := db.Users().GetMany(ctx, authors); err != nil {
				t.Fatal(err)
			}
			if _, err := db.PostTerms().PostTerms(ctx, idsOf(posts), nil); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Meta().Meta(ctx, wp.PostMeta, idsOf(posts)); err != nil {
				t.Fatal(err)
			}
		})
	}
	anew := int64(0) // where nothing is kept: the total, and the options
	if db.watch == nil {
		anew, db.redo = 1, nil
	}
	pageOf(2) // counts, and reads the options
	if one, ten := pageOf(2), pageOf(3); one != 5+2*anew || ten != 5+2*anew {
		t.Errorf("%d queries for 2, %d for 3, want 5", one, ten)
	}
	users := c.during(func() {
		if _, _, err := db.Users().List(ctx, wprest.Query{}); err != nil {
			t.Fatal(err)
		}
	})
	if users != 2+anew {
		t.Errorf("a list of users took %d queries, want 2", users)
	}
	if err := db.Posts().Delete(ctx, 8); err != nil {
		t.Fatal(err)
	}
	_, before, _ := db.Posts().List(ctx, listQuery)
	if n, err := db.queryInt(ctx, "SELECT count(*) FROM wp_posts WHERE post_type = 'post' AND post_status = 'publish'", nil); err != nil || int(n) != before {
		t.Errorf("after a write the total is %d, want %d", before, n)
	}
}

func TestOddQueries(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	unsupported := []wprest.Query{
		{Offset: -1},
		{Limit: -1},
		{Where: []wprest.Condition{{Field: "term", Op: wprest.Less, Values: []any{int64(1)}}}},
		{Where: []wprest.Condition{{Field: "id", Op: wprest.Less}}},
		{Where: []wprest.Condition{{Field: "id", Op: wprest.Less, Values: []any{"x"}}}},
		{Where: []wprest.Condition{{Field: "id", Op: wprest.Contains, Values: []any{int64(1)}}}},
		{Where: []wprest.Condition{{Field: "title", Op: wprest.Op(99), Values: []any{"x"}}}},
		{Order: []wprest.Order{{Field: "term"}}},
	}
	for _, q := range unsupported {
		if _, _, err := db.Posts().List(ctx, q); !errors.Is(err, wprest.ErrUnsupported) {
			t.Errorf("%+v: %v, want ErrUnsupported", q, err)
		}
	}
	var long []any
	for i := range 3000 {
		long = append(long, int64(i))
	}
	posts, _, err := db.Posts().List(ctx, wprest.Query{Where: []wprest.Condition{{Field: "id", Values: long}}})
	if err != nil || len(posts) != 74 {
		t.Errorf("a long list of ids: %d posts, %v", len(posts), err)
	}
	for _, c := range []wprest.Condition{
		wprest.Where("id", "8"), wprest.Where("id", 8.0), wprest.Where[any]("id", int64(8), "x", 8.5, nil, time.Time{}), wprest.Where("id", 8),
		{Field: "title", Op: wprest.Contains, Values: []any{"xyzzy"}, Any: [][]wprest.Condition{{wprest.Where("id", int64(8))}}},
		wprest.Where("guid", "http://127.0.0.1:8071/2025/01/06/first-light/"),
	} {
		if posts, _, err := db.Posts().List(ctx, wprest.Query{Where: []wprest.Condition{c}}); err != nil || len(posts) != 1 || posts[0].ID != 8 {
			t.Errorf("%+v: %v, %v", c, idsOf(posts), err)
		}
	}
	posts, _, err = db.Posts().List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("id", int64(8))}, Fields: []string{"id", "title"}})
	if err != nil || posts[0].Content != "" || posts[0].Title == "" {
		t.Errorf("with few fields: %+v, %v", posts, err)
	}
}

func TestStatementsAreBounded(t *testing.T) {
	db := open(t, Options{DSN: filepath.Join(t.TempDir(), "x.db")})
	for i := range maxStatements + 50 {
		if _, err := db.queryInt(t.Context(), fmt.Sprintf("SELECT %d", i), nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := db.read.recent.Len(); n != maxStatements || len(db.read.byText) != n {
		t.Errorf("%d statements are kept", n)
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]time.Time{
		nullDate: {}, "": {}, "2025-02-03 04:05:06": time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC), "2025-13-01 00:00:00": {},
		"2025-00-01 00:00:00": {}, "2025-01-01T00:00:00": {}, "2025-01-0x 00:00:00": {}, "2025-01-01 24:00:00": {},
	} {
		if got := parseDate(text); !got.Equal(want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if formatDate(time.Time{}) != nullDate || formatDate(hour(3)) != "2025-01-01 03:02:03" {
		t.Error("dates are not written as they should be")
	}
}
