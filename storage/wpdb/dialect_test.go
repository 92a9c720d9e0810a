package wpdb

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/testdb"
	"github.com/wprest/wprest/wp"
)

func TestPostgresText(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"SELECT p.ID FROM `wp_posts` p WHERE p.ID = ? AND x IN (?,?)", `SELECT p."ID" FROM "wp_posts" p WHERE p."ID" = $1 AND x IN ($2,$3)`},
		{"SELECT c.comment_ID, comment_post_ID, comment_author_IP, UUID", `SELECT c."comment_ID", "comment_post_ID", "comment_author_IP", UUID`},
		{`UPDATE "wp_posts" SET "ID"=$1 WHERE s = 'a ? ID'`, `UPDATE "wp_posts" SET "ID"=$1 WHERE s = 'a ? ID'`},
		{"a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1"},
		{"`open", `"open`},
		{"'open ?", "'open ?"},
		{"ä = ?", "ä = $1"},
		{"", ""},
	} {
		if got := postgresText(test.in); got != test.want {
			t.Errorf("postgresText(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func FuzzPostgresText(f *testing.F) {
	f.Add("SELECT ID FROM `t` WHERE a = ? AND b = 'x?'")
	f.Fuzz(func(t *testing.T, text string) {
		got := postgresText(text)
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", text, got)
		}
		if !strings.ContainsAny(text, "'\"`") && strings.Contains(got, "?") {
			t.Errorf("%q keeps a placeholder: %q", text, got)
		}
		if again := postgresText(got); !strings.ContainsAny(text, "'\"`?") && again != got {
			t.Errorf("%q becomes %q and then %q", text, got, again)
		}
	})
}

func TestTooOld(t *testing.T) {
	for version, fits := range map[string]bool{
		"10.11.19-MariaDB-0+deb12u1": true, "5.5.5-10.6.1-MariaDB": true, "11.4.2-MariaDB": true, "10.5.23-MariaDB": false,
		"8.0.36": true, "9.1.0-log": true, "5.7.44": false, "": false, "new": false,
	} {
		if err := tooOldMySQL(version); (err == nil) != fits {
			t.Errorf("%s: %v", version, err)
		}
	}
}

func TestArguments(t *testing.T) {
	text, bad := "ok", "a\x00b\xff"
	args := []any{int64(1), text, &text, bad, &bad, nil}
	for _, test := range []struct {
		d    dialect
		want []any
	}{
		{dialect{}, args},
		{mysqlDialect(), []any{int64(1), text, &text, "a\x00b\uFFFD", "a\x00b\uFFFD", nil}},
		{postgresDialect(), []any{int64(1), text, &text, "ab\uFFFD", "ab\uFFFD", nil}},
	} {
		if got := test.d.arguments(args); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.d.name, got, test.want)
		}
	}
	if args[3] != bad {
		t.Error("the caller's arguments have changed")
	}
}

func TestSnapshot(t *testing.T) {
	for _, bad := range []string{"", "1:2", "a:2:", "1:2:x", "1:2:3:4"} {
		if _, err := parseSnapshot(bad); err == nil {
			t.Errorf("%q is a snapshot", bad)
		}
	}
	parse := func(text string) snapshot {
		t.Helper()
		s, err := parseSnapshot(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, test := range []struct {
		before, now string
		ended       []uint64
	}{
		{"10:10:", "10:10:", nil},
		{"10:10:", "11:11:", []uint64{10}},
		{"10:13:10,12", "12:14:12", []uint64{10, 13}},
		{"10:13:10,12", "10:15:10,12,14", []uint64{13}},
	} {
		ended, few := parse(test.now).endedSince(parse(test.before))
		if !few || !slices.Equal(ended, test.ended) {
			t.Errorf("from %s to %s: %v, %v, want %v", test.before, test.now, ended, few, test.ended)
		}
	}
	if _, few := parse("1:99999:").endedSince(parse("1:2:")); few {
		t.Error("many transactions are few")
	}
	if _, few := parse("1:2:").endedSince(snapshot{}); few {
		t.Error("a first snapshot knows what was before")
	}
}

// TestFoldOnServer compares what PostgreSQL folds with what Go does.
func TestFoldOnServer(t *testing.T) {
	dsn := testdb.DSN(t, testdb.Postgres)
	db := open(t, Options{DSN: dsn, Temporary: true})
	for _, text := range []string{
		"", "Plain ASCII", "Ünïcode Tåg", "Straße", "ŁÓDŹ", "Ærø", "ﬁn", "ＡＢ", "e\u0301", "йод", "Ёж", "カ", "한글", "कि", "ΟΔΟΣ", "οδος", "港口 🚢", "ŒUVRE", "a\\b%_",
	} {
		var got string
		if err := db.pool.read.QueryRow("SELECT wp_fold($1)", text).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if want := postgresFold(text); got != want {
			t.Errorf("wp_fold(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestGivenIDs makes things whose ids were chosen, and then others.
func TestGivenIDs(t *testing.T) {
	onEach(t, func(t *testing.T, o Options) {
		db := harbor(t, o)
		ctx := t.Context()
		for i, given := range []int64{5000, 0, 4990, 0, 0} {
			p, c, u, x := makePost(i), makeComment(i), makeUser(i), makeTerm(i)
			p.ID, c.ID, u.ID, x.ID = given, given, given, given
			err := errors.Join(db.Posts().Create(ctx, &p), db.Comments().Create(ctx, &c), db.Users().Create(ctx, &u), db.Terms().Create(ctx, &x))
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range []int64{p.ID, c.ID, u.ID, x.ID} {
				if given != 0 && id != given || given == 0 && id <= 5000 {
					t.Errorf("the id %d became %d", given, id)
				}
			}
		}
	})
}

// TestUnfit stores what a server has no place for.
func TestUnfit(t *testing.T) {
	onEach(t, func(t *testing.T, o Options) {
		db := open(t, o)
		p := makePost(1)
		p.MimeType = strings.Repeat("x", 101)
		err := db.Posts().Create(t.Context(), &p)
		if file := db.pool.file != nil; errors.Is(err, wprest.ErrUnfit) == file || file && err != nil {
			t.Errorf("a long type: %v", err)
		}
		if _, n, err := db.Posts().List(t.Context(), wprest.Query{}); err != nil || n > 0 && db.pool.file == nil {
			t.Errorf("%d posts, %v", n, err)
		}
	})
}

// TestLongLists asks for more values than are written as placeholders.
func TestLongLists(t *testing.T) {
	onEach(t, func(t *testing.T, o Options) {
		db := open(t, o)
		const n = maxPadded + 500
		many(t, db, n)
		ids, slugs := make([]any, n), make([]any, n)
		for i := range n {
			ids[i], slugs[i] = int64(2*i), "S"+strconv.Itoa(2*i)
		}
		for name, c := range map[string]wprest.Condition{
			"numbers": {Field: "id", Values: ids}, "not numbers": {Field: "id", Op: wprest.NotIn, Values: ids},
			"texts": {Field: "slug", Values: slugs},
		} {
			_, got, err := db.Posts().List(t.Context(), wprest.Query{Where: []wprest.Condition{c}, Limit: 1})
			if want := n / 2; err != nil || got < want-1 || got > want {
				t.Errorf("%s: %d of %d, %v", name, got, n, err)
			}
		}
	})
}

// TestOddText stores texts that a server would refuse.
func TestOddText(t *testing.T) {
	onEach(t, func(t *testing.T, o Options) {
		db := open(t, o)
		ctx := context.Background()
		p := makePost(1)
		p.Title, p.Content = "a\x00b\xff", "🚢 \\' \" % _ \u2028"
		if err := db.Posts().Create(ctx, &p); err != nil {
			t.Fatal(err)
		}
		if err := db.Meta().SetMeta(ctx, wp.PostMeta, p.ID, "odd", "x\x00\xfe"); err != nil {
			t.Error(err)
		}
		got, err := db.Posts().Get(ctx, p.ID)
		if err != nil || got.Content != p.Content || !strings.HasPrefix(got.Title, "a") || !strings.Contains(got.Title, "b") {
			t.Errorf("%q, %q, %v", got.Title, got.Content, err)
		}
	})
}
