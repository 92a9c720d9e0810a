package wpdb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/wprest/wprest/internal/testdb"
	"github.com/wprest/wprest/wp"
)

// dumpOf returns the site as SQL, and what had to be changed.
func dumpOf(t *testing.T, db *DB) (dump string, changed []string) {
	t.Helper()
	var text bytes.Buffer
	err := db.Dump(t.Context(), &text, DumpOptions{Changed: func(table, column string, row int64, why string) {
		changed = append(changed, fmt.Sprintf("%s %d %s: %s", table, row, column, why))
	}})
	if err != nil {
		t.Fatal(err)
	}
	return text.String(), changed
}

// statementsOf splits a dump as the mysql program does.
func statementsOf(dump string) (list []string) {
	start, quoted := 0, byte(0)
	for i := 0; i < len(dump); i++ {
		switch c := dump[i]; {
		case quoted != 0 && c == '\\':
			i++
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '\'' || c == '`':
			quoted = c
		case c == '-' && strings.HasPrefix(dump[i:], "-- "):
			i += strings.IndexByte(dump[i:], '\n')
			start = i + 1
		case c == ';':
			list = append(list, strings.TrimSpace(dump[start:i]))
			start = i + 1
		}
	}
	return list
}

// odd fills a site with values that need care.
func odd(t *testing.T, db *DB) {
	t.Helper()
	ctx := t.Context()
	p := wp.Post{ID: 900, Type: "post", Title: `It's "a" \ title; -- x`, Content: "tab\t nul? \x1a \r\n `q` 🚢 \\'", Slug: "odd"}
	if err := db.Posts().Create(ctx, &p); err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{"", "\\", `a:1:{s:1:"'";s:2:"\n";}`, strings.Repeat("x;'\n", 300_000)} {
		if err := db.Meta().SetMeta(ctx, wp.PostMeta, p.ID, fmt.Sprint("k", len(v)), v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.pool.write.ExecContext(ctx, db.dialect.sql("INSERT INTO `wp_postmeta` (post_id, meta_key, meta_value) VALUES (900, NULL, NULL)")); err != nil {
		t.Fatal(err)
	}
}

// TestDumpIsTheSameFromAll dumps a site from each database.
func TestDumpIsTheSameFromAll(t *testing.T) {
	want := harbor(t, Options{})
	odd(t, want)
	expected, _ := dumpOf(t, want)
	onEach(t, func(t *testing.T, o Options) {
		db := harbor(t, o)
		odd(t, db)
		got, changed := dumpOf(t, db)
		if len(changed) > 0 {
			t.Errorf("changed: %q", changed)
		}
		if got != expected {
			at := 0
			for at < min(len(got), len(expected)) && got[at] == expected[at] {
				at++
			}
			t.Errorf("it differs at byte %d: %.200q, want %.200q", at, got[max(0, at-50):], expected[max(0, at-50):])
		}
	})
}

// TestDumpHasAllRows reads the rows of a dump back.
func TestDumpHasAllRows(t *testing.T) {
	db := harbor(t, Options{})
	dump, _ := dumpOf(t, db)
	tables := 0
	for _, s := range statementsOf(dump) {
		if strings.HasPrefix(s, "CREATE TABLE") {
			tables++
		}
	}
	if tables != int(tableCount) {
		t.Errorf("%d tables", tables)
	}
	for table := range tableCount {
		file, err := os.ReadFile(siteTables + "/wp_" + table.name() + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, s := range statementsOf(dump) {
			if strings.HasPrefix(s, "INSERT INTO `wp_"+table.name()+"` ") {
				rows += strings.Count(s, "\n(")
			}
		}
		if want := bytes.Count(file, []byte("\n")); rows != want {
			t.Errorf("%s: %d rows, want %d", table.name(), rows, want)
		}
	}
}

// TestDumpLoadsIntoMariaDB gives a site to MariaDB and dumps it from there.
func TestDumpLoadsIntoMariaDB(t *testing.T) {
	dsn := testdb.DSN(t, testdb.MariaDB)
	site := harbor(t, Options{})
	odd(t, site)
	dump, _ := dumpOf(t, site)
	db, err := Open(t.Context(), Options{DSN: dsn, Temporary: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	load(t, db, dump)
	load(t, db, dump) // it replaces what is there
	again, changed := dumpOf(t, db)
	if again != dump || len(changed) > 0 {
		t.Errorf("the dump differs: %d bytes, want %d; %q", len(again), len(dump), changed)
	}
	options, err := db.Options().Options(t.Context(), "blogname")
	if err != nil || options["blogname"] != "Harbor Notes" {
		t.Errorf("%v %v", options, err)
	}
}

func load(t *testing.T, db *DB, dump string) {
	t.Helper()
	conn, err := db.pool.write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for _, s := range statementsOf(dump) {
		if _, err := conn.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%.200s: %v", s, err)
		}
	}
}

// TestDumpChangesWhatDoesNotFit has SQLite hold what MySQL cannot.
func TestDumpChangesWhatDoesNotFit(t *testing.T) {
	db := open(t, Options{DSN: ":memory:"})
	p := wp.Post{Type: "post", Title: strings.Repeat("é", 40000), GUID: strings.Repeat("ü", 300), Slug: "bad\xffbytes", MenuOrder: math.MaxInt64, Parent: -5}
	if err := db.Posts().Create(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	if _, err := db.pool.write.ExecContext(t.Context(), "UPDATE wp_posts SET post_date = '2024-02-31 00:00:00'"); err != nil {
		t.Fatal(err)
	}
	dump, changed := dumpOf(t, db)
	want := []string{
		`wp_posts 1 post_date: "2024-02-31 00:00:00" is no date`, "wp_posts 1 post_title: it is too long", "wp_posts 1 post_name: it is no UTF-8",
		"wp_posts 1 post_parent: -5 is out of range", "wp_posts 1 guid: it is too long", "wp_posts 1 menu_order: 9223372036854775807 is out of range",
	}
	if fmt.Sprint(changed) != fmt.Sprint(want) {
		t.Errorf("%q", changed)
	}
	for _, part := range []string{
		"'" + strings.Repeat("é", 32767) + "'", "'" + strings.Repeat("ü", 255) + "'", "'bad\uFFFDbytes'", ",2147483647,", "(1,0,'0000-00-00 00:00:00',",
	} {
		if !strings.Contains(dump, part) {
			t.Errorf("%.40s… is missing", part)
		}
	}
}

func TestDumpFit(t *testing.T) {
	text := func(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }
	for name, c := range map[string]struct {
		definition string
		in         sql.NullString
		want, why  string
	}{
		"null of a text":    {dumpLong, sql.NullString{}, "''", ""},
		"null of a number":  {dumpRef, sql.NullString{}, "0", ""},
		"null of a status":  {dumpVarchar(20, "open"), sql.NullString{}, "'open'", ""},
		"null":              {"longtext", sql.NullString{}, "NULL", ""},
		"no number":         {dumpInt, text("x"), "0", "x is out of range"},
		"unsigned":          {dumpRef, text("18446744073709551615"), "18446744073709551615", ""},
		"too large":         {dumpRef, text("18446744073709551616"), "9223372036854775807", "18446744073709551616 is out of range"},
		"negative":          {dumpCount, text("-3"), "-3", ""},
		"no date":           {dumpDate, text(nullDate), "'" + nullDate + "'", ""},
		"a date":            {dumpDate, text("2024-02-29 23:59:59"), "'2024-02-29 23:59:59'", ""},
		"just long enough":  {dumpVarchar(3, ""), text("äöü"), "'äöü'", ""},
		"half a character":  {"tinytext NOT NULL", text(strings.Repeat("x", 254) + "ü"), "'" + strings.Repeat("x", 254) + "'", "it is too long"},
		"what needs escape": {dumpText, text("\x00\n\r\x1a'\\\""), `'\0\n\r\Z\'\\"'`, ""},
	} {
		column := dumpColumn{"x", c.definition}
		fitting, why := column.fit(c.in)
		if got := string(column.append(nil, fitting)); got != c.want || why != c.why {
			t.Errorf("%s: %s %q, want %s %q", name, got, why, c.want, c.why)
		}
	}
}

// TestDumpIsOfOneMoment changes the site while it is dumped.
func TestDumpIsOfOneMoment(t *testing.T) {
	db := harbor(t, Options{})
	want, _ := dumpOf(t, db)
	var text bytes.Buffer
	err := db.Dump(t.Context(), &text, DumpOptions{Rows: func(table string, _ int) {
		if err := db.Options().SetOption(context.WithoutCancel(t.Context()), "blogname", "after "+table); err != nil {
			t.Error(err)
		}
	}})
	if err != nil || text.String() != want {
		t.Errorf("%v: %d bytes, want %d", err, text.Len(), len(want))
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestDumpTellsOfErrors(t *testing.T) {
	db := harbor(t, Options{})
	if err := db.Dump(t.Context(), brokenWriter{}, DumpOptions{}); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Dump(ctx, io.Discard, DumpOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
