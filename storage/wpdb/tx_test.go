package wpdb

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
	"github.com/wprest/wprest/wp"
)

func TestTx(t *testing.T) {
	db := open(t, Options{})
	ctx := t.Context()
	failed := errors.New("failed")
	total := func(ctx context.Context) int {
		t.Helper()
		_, n, err := db.Posts().List(ctx, wprest.Query{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	create := func(ctx context.Context) (id int64) {
		t.Helper()
		p := makePost(1)
		if err := db.Posts().Create(ctx, &p); err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	create(ctx)
	err := db.Tx(ctx, func(inside context.Context) error {
		id := create(inside)
		if _, err := db.Posts().Get(inside, id); err != nil {
			t.Errorf("a read within does not see the write: %v", err)
		}
		if _, err := db.Posts().Get(ctx, id); !errors.Is(err, wprest.ErrNotExist) {
			t.Errorf("a read outside sees it: %v", err)
		}
		err := db.Tx(inside, func(nested context.Context) error {
			create(nested)
			return nil
		})
		if in, out := total(inside), total(ctx); in != 3 || out != 1 {
			t.Errorf("totals %d and %d, want 3 and 1", in, out)
		}
		return errors.Join(err, failed)
	})
	if !errors.Is(err, failed) || total(ctx) != 1 {
		t.Errorf("rolled back: %v, total %d", err, total(ctx))
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_ = db.Tx(ctx, func(inside context.Context) error {
			create(inside)
			panic("oh")
		})
	}()
	if total(ctx) != 1 {
		t.Errorf("after a panic: total %d", total(ctx))
	}
	if err := db.Tx(ctx, func(inside context.Context) error { create(inside); return nil }); err != nil || total(ctx) != 2 {
		t.Errorf("committed: %v, total %d", err, total(ctx))
	}
}

func TestTxEndsWithItsContext(t *testing.T) {
	db := open(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Tx(ctx, func(inside context.Context) error {
		p := makePost(1)
		if err := db.Posts().Create(inside, &p); err != nil {
			return err
		}
		cancel()
		return nil
	})
	if err == nil {
		t.Error("committed after the end")
	}
	if _, n, err := db.Posts().List(t.Context(), wprest.Query{}); err != nil || n != 0 {
		t.Errorf("%d posts, %v", n, err)
	}
	if db.pool.file == nil {
		return // several can write
	}
	// A call with another context waits for itself; it must not wait forever.
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err = db.Tx(t.Context(), func(context.Context) error {
		p := makePost(1)
		return db.Posts().Create(short, &p)
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want a deadline", err)
	}
}

// TestOtherProcess writes through another DB on the same site.
func TestOtherProcess(t *testing.T) { onEach(t, testOtherProcess) }

func testOtherProcess(t *testing.T, o Options) {
	one, two := pair(t, o)
	ctx := t.Context()
	see := func(db *DB, ctx context.Context) (string, int) {
		t.Helper()
		options, err := db.Options().Options(ctx, "blogname")
		if err != nil {
			t.Fatal(err)
		}
		_, total, err := db.Posts().List(ctx, wprest.Query{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return options["blogname"], total
	}
	_, want := see(one, ctx)
	for i := range 20 {
		from, to := one, two
		if i%3 == 1 {
			from, to = two, one
		}
		name := fmt.Sprint("Name ", i)
		if err := from.Options().SetOption(ctx, "blogname", name); err != nil {
			t.Fatal(err)
		}
		p := makePost(i)
		if err := from.Posts().Create(ctx, &p); err != nil {
			t.Fatal(err)
		}
		want++
		for _, db := range []*DB{to, from} {
			if got, total := see(db, ctx); got != name || total != want {
				t.Fatalf("round %d: %q, %d, want %q, %d", i, got, total, name, want)
			}
		}
	}
	if one.watch != nil {
		testOwnWrites(t, one, two, see)
	}
}

// testOwnWrites checks that what a DB writes itself drops only what it touches,
// and that CheckOnce checks once.
func testOwnWrites(t *testing.T, one, two *DB, see func(*DB, context.Context) (string, int)) {
	t.Helper()
	ctx := t.Context()
	c := &counter{}
	one.onQuery = c.see
	p := makePost(1)
	for range 2 { // the first one learns of the writes of the other DB
		see(one, ctx)
		p.ID = 0
		if err := one.Posts().Create(ctx, &p); err != nil {
			t.Fatal(err)
		}
	}
	if n := c.during(func() {
		if _, err := one.Options().Options(ctx, "home"); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("options are read again after a post: %d queries", n)
	}
	once := one.CheckOnce(ctx)
	name, _ := see(one, once)
	if err := two.Options().SetOption(ctx, "blogname", "late"); err != nil {
		t.Fatal(err)
	}
	if got, _ := see(one, once); got != name {
		t.Errorf("CheckOnce checks twice: %q", got)
	}
	if got, _ := see(one, one.CheckOnce(ctx)); got != "late" {
		t.Errorf("another request sees %q", got)
	}
}

// TestConcurrentUpdates changes one post, its meta and an option from two sides.
func TestConcurrentUpdates(t *testing.T) {
	onEach(t, func(t *testing.T, o Options) {
		one, two := pair(t, o)
		testConcurrentUpdates(t, one, two)
	})
}

func testConcurrentUpdates(t *testing.T, dbs ...*DB) {
	t.Helper()
	p := makePost(1)
	if err := dbs[0].Posts().Create(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	const rounds, writers = 15, 2
	add := func(text string) string {
		n, _ := strconv.Atoi(text)
		return strconv.Itoa(n + 1)
	}
	count := func(db *DB, ctx context.Context) error {
		return db.Tx(ctx, func(ctx context.Context) error {
			if _, err := db.Posts().Update(ctx, p.ID, func(p *wp.Post) error { p.MenuOrder++; return nil }); err != nil {
				return err
			}
			meta, err := db.Meta().Meta(ctx, wp.PostMeta, []int64{p.ID}, "turn")
			if err != nil {
				return err
			}
			if err := db.Meta().SetMeta(ctx, wp.PostMeta, p.ID, "turn", add(first(meta[p.ID]["turn"]))); err != nil {
				return err
			}
			options, err := db.Options().Options(ctx, "turn")
			if err != nil {
				return err
			}
			return db.Options().SetOption(ctx, "turn", add(options["turn"]))
		})
	}
	var wg sync.WaitGroup
	for _, db := range dbs {
		for range writers {
			wg.Go(func() {
				for range rounds {
					if err := count(db, t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	last := dbs[len(dbs)-1]
	want := rounds * writers * len(dbs)
	got, err := last.Posts().Get(t.Context(), p.ID)
	if err != nil || got.MenuOrder != p.MenuOrder+int64(want) {
		t.Errorf("counted to %d, want %d, %v", got.MenuOrder, p.MenuOrder+int64(want), err)
	}
	meta, err := last.Meta().Meta(t.Context(), wp.PostMeta, []int64{p.ID}, "turn")
	if turn := meta[p.ID]["turn"]; err != nil || !slices.Equal(turn, []string{strconv.Itoa(want)}) {
		t.Errorf("meta %q, want %d, %v", turn, want, err)
	}
	options, err := last.Options().Options(t.Context(), "turn")
	if err != nil || options["turn"] != strconv.Itoa(want) {
		t.Errorf("option %q, want %d, %v", options["turn"], want, err)
	}
}

// TestBusy makes two pools write to one file at once.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.db")
	var dbs []*DB
	for range 2 {
		pool, err := sqlite.Open(t.Context(), path, sqlite.Options{BusyTimeout: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = pool.Close() })
		dbs = append(dbs, open(t, Options{Pool: pool}))
	}
	p := makePost(1)
	if err := dbs[0].Posts().Create(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	const rounds = 15
	var wg sync.WaitGroup
	for _, db := range dbs {
		for range 2 {
			wg.Go(func() {
				for range rounds {
					_, err := db.Posts().Update(t.Context(), p.ID, func(p *wp.Post) error { p.MenuOrder++; return nil })
					if err != nil {
						t.Errorf("Update: %v", err)
					}
				}
			})
		}
	}
	wg.Wait()
	got, err := dbs[1].Posts().Get(t.Context(), p.ID)
	if want := p.MenuOrder + 4*rounds; err != nil || got.MenuOrder != want {
		t.Errorf("counted to %d, want %d, %v", got.MenuOrder, want, err)
	}
}

// TestConflicts stores what is there already.
func TestConflicts(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	p := makePost(1)
	p.ID = 8
	if err := db.Posts().Create(ctx, &p); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("a post with a taken id: %v", err)
	}
	if err := db.Users().Create(ctx, &wp.User{Login: "EDITOR"}); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("a taken login: %v", err)
	}
	_, err := db.Users().Update(ctx, 3, func(u *wp.User) error { u.Login = "editor"; return nil })
	if !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("the login of another: %v", err)
	}
	u, err := db.Users().Update(ctx, 3, func(u *wp.User) error {
		u.Roles, u.Caps = []string{"contributor"}, map[string]bool{"moor": true}
		return nil
	})
	if err != nil || u.Roles[0] != "contributor" {
		t.Errorf("%+v, %v", u, err)
	}
	account, err := db.Accounts().ByID(ctx, 3)
	if err != nil || account.Caps["publish_posts"] || !account.Caps["moor"] || !account.Caps["edit_posts"] {
		t.Errorf("%+v, %v", account, err)
	}
	if level, err := db.Accounts().meta(ctx, 3, "wp_user_level"); level != "1" || err != nil {
		t.Errorf("level %q, %v", level, err)
	}
	if err := db.Posts().Reassign(ctx, 3, 4); err != nil {
		t.Fatal(err)
	}
	if _, n, err := db.Posts().List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("author", int64(3))}}); err != nil || n != 0 {
		t.Errorf("%d posts are left, %v", n, err)
	}
	if err := db.Users().Delete(ctx, 3); err != nil {
		t.Fatal(err)
	}
	if n, err := db.queryInt(ctx, "SELECT count(*) FROM wp_usermeta WHERE user_id = 3", nil); n != 0 || err != nil {
		t.Errorf("%d rows of meta are left, %v", n, err)
	}
}
