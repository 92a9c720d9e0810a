package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

const harborTables = "../../conformance/site/tables"

// A wordPress is one that goes on: a folder with its wp-config.php, and a database
// as WordPress makes it, though in a file.
type wordPress struct {
	t          *testing.T
	root, file string
	cookie     string // of author, who is logged in
	nonce      string
}

const wpPrefix = "hn_"

func newWordPress(t *testing.T, constants string) *wordPress {
	t.Helper()
	if _, err := os.Stat(harborTables); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the conformance site is not here")
	}
	dir := t.TempDir()
	w := &wordPress{t: t, root: filepath.Join(dir, "wp"), file: filepath.Join(dir, "site.db")}
	w.write("wp-content/uploads/2026/boat.jpg", "boat")
	w.write("wp-content/uploads/2026/evil.php", "<?php")
	w.configure(constants)
	ctx := t.Context()
	pool, err := sqlite.Open(ctx, w.file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	db, err := wpdb.Open(ctx, wpdb.Options{Pool: pool, Prefix: wpPrefix})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := errors.Join(db.Create(ctx), db.LoadTables(ctx, os.DirFS(harborTables))); err != nil {
		t.Fatal(err)
	}
	list, err := db.Indexes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, index := range list {
		if _, err := pool.Write.ExecContext(ctx, "DROP INDEX "+index.Name); err != nil {
			t.Fatal(err)
		}
	}
	w.logIn(db)
	return w
}

// write writes a file below the root.
func (w *wordPress) write(name, text string) {
	w.t.Helper()
	name = filepath.Join(w.root, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// configure writes wp-config.php, with the salts of the recorded site.
func (w *wordPress) configure(constants string) {
	w.t.Helper()
	php := "<?php\n$table_prefix = '" + wpPrefix + "';\n" + constants + "\n"
	for _, kind := range []string{"AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"} {
		for _, part := range []string{"key", "salt"} {
			php += fmt.Sprintf("define( '%s_%s', '%s' );\n", kind, strings.ToUpper(part), harborSecret(kind, part))
		}
	}
	w.write("wp-config.php", php+"require_once ABSPATH . 'wp-settings.php';\n")
}

func harborSecret(kind, part string) string {
	return "conformance-" + kind + "-" + part + "-0123456789abcdef0123456789abcdef"
}

// logIn does what PHP does when author logs in.
func (w *wordPress) logIn(db *wpdb.DB) {
	w.t.Helper()
	salts := auth.Salts{
		LoggedInKey: harborSecret("LOGGED_IN", "key"), LoggedInSalt: harborSecret("LOGGED_IN", "salt"),
		NonceKey: harborSecret("NONCE", "key"), NonceSalt: harborSecret("NONCE", "salt"),
	}
	author, err := db.Accounts().ByLogin(w.t.Context(), "author")
	if err != nil {
		w.t.Fatal(err)
	}
	token, expires := auth.NewSessionToken(), time.Now().Add(time.Hour)
	session := auth.Session{Verifier: auth.SessionVerifier(token), Expires: expires, Login: time.Now()}
	if err := db.Accounts().AddSession(w.t.Context(), author.ID, session); err != nil {
		w.t.Fatal(err)
	}
	w.cookie = url.QueryEscape(salts.Cookie(auth.LoggedIn, author.Login, author.PasswordHash, token, expires))
	w.nonce = salts.Nonce("wp_rest", author.ID, token, time.Now())
}

// state tells of the database what wprest might have altered.
func (w *wordPress) state() string {
	w.t.Helper()
	ctx := w.t.Context()
	pool, err := sqlite.Open(ctx, w.file, sqlite.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer pool.Close()
	var text strings.Builder
	for _, query := range []string{
		"SELECT name || ': ' || COALESCE(sql, '') FROM sqlite_master ORDER BY name",
		"SELECT option_name || '=' || option_value FROM hn_options ORDER BY option_id",
		"SELECT COUNT(*) FROM hn_posts", "SELECT COUNT(*) FROM hn_terms", "SELECT COUNT(*) FROM hn_usermeta",
	} {
		rows, err := pool.Read.QueryContext(ctx, query)
		if err != nil {
			w.t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				w.t.Fatal(err)
			}
			text.WriteString(line + "\n")
		}
		if err := rows.Err(); err != nil {
			w.t.Fatal(err)
		}
	}
	return text.String()
}

// me asks who a cookie and nonce are of.
func (s *running) me(name, cookie, nonce string) int {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+"/wp-json/wp/v2/users/me", http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Close = true
	r.Header.Set("Cookie", name+"="+cookie)
	r.Header.Set("X-WP-Nonce", nonce)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

func TestServeBesidePHP(t *testing.T) {
	t.Parallel()
	w := newWordPress(t, "")
	w.write("wp-content/object-cache.php", "<?php")
	before := w.state()
	data := filepath.Join(t.TempDir(), "data")
	s := start(t, data, "--wp-root", w.root, "--db", w.file)
	const site = "http://127.0.0.1:8071"
	if index := s.object("GET", "/wp-json/", "", "", 200); index["url"] != site || index["home"] != site {
		t.Errorf("the address: %v %v", index["url"], index["home"])
	}
	for path, want := range map[string]int{
		"/wp-json/wp/v2/posts": 200, "/?rest_route=/wp/v2/types": 200, "/wp-content/uploads/2026/boat.jpg": 200,
		"/": 404, "/wp-login.php": 404, "/wp-admin/authorize-application.php": 404, "/_wprest/style.css": 404,
		"/wp-content/uploads/2026/": 404, "/wp-content/uploads/2026/evil.php": 404, "/wp-content/uploads/../../wp-config.php": 404,
	} {
		resp, text := s.get(path)
		if resp.StatusCode != want || strings.Contains(text, "<?php") || path == "/" && !strings.Contains(text, site+"/wp-json/") {
			t.Errorf("%s: %s %s", path, resp.Status, text)
		}
	}
	if resp, _ := s.ask("POST", "/wp-content/uploads/2026/boat.jpg", "", "{}"); resp.StatusCode != 404 {
		t.Errorf("POST of an upload: %s", resp.Status)
	}
	name := auth.CookieName(auth.LoggedIn, site)
	if with, without := s.me(name, w.cookie, w.nonce), s.me(name, w.cookie, "0123456789"); with != 200 || without != 403 {
		t.Errorf("cookie and nonce of PHP: %d, with another nonce %d", with, without)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a data folder was made")
	}
	for _, want := range []string{"object-cache.php", "scheduled posts", "prefix=hn_"} {
		if !strings.Contains(s.stderr.String(), want) {
			t.Errorf("%q is not told:\n%s", want, &s.stderr)
		}
	}
	s.stop()
	if after := w.state(); after != before {
		t.Errorf("altered:\n%s\nwas:\n%s", after, before)
	}
}

func TestServeByTheConfiguredAddress(t *testing.T) {
	t.Parallel()
	w := newWordPress(t, `define( 'WP_HOME', 'https://example.org' ); define( 'WP_SITEURL', WP_HOME . '/wp/' );
define( 'COOKIEHASH', 'c0ffee' ); define( 'UPLOADS', 'files' ); define( 'WP_POST_REVISIONS', false );`)
	w.write("files/a.txt", "a")
	s := start(t, t.TempDir(), "--wp-root", w.root, "--db", w.file)
	if !strings.Contains(s.stdout.String(), "the site is https://example.org\n") {
		t.Errorf("not told:\n%s", &s.stdout)
	}
	index := s.object("GET", "/wp-json/", "", "", 200)
	if index["url"] != "https://example.org/wp" || index["home"] != "https://example.org" {
		t.Errorf("the address: %v %v", index["url"], index["home"])
	}
	if resp, text := s.get("/wp/files/a.txt"); resp.StatusCode != 200 || text != "a" {
		t.Errorf("uploads: %s", resp.Status)
	}
	if code := s.me("wordpress_logged_in_c0ffee", w.cookie, w.nonce); code != 200 {
		t.Errorf("cookie: %d", code)
	}
}

func TestServeAWordPressDatabase(t *testing.T) {
	t.Parallel()
	w := newWordPress(t, "")
	before := w.state()
	s := start(t, t.TempDir(), "--db", w.file, "--prefix", wpPrefix)
	if resp, text := s.get("/"); resp.StatusCode != 200 || !strings.Contains(text, "Harbor Notes") {
		t.Errorf("start page: %s", resp.Status)
	}
	if !strings.Contains(s.stderr.String(), "no keys and salts") {
		t.Errorf("not told:\n%s", &s.stderr)
	}
	s.stop()
	if after := w.state(); after != before {
		t.Errorf("altered:\n%s\nwas:\n%s", after, before)
	}
}

// TestOwnSiteIsKeptUp drops an index that the next start makes again.
func TestOwnSiteIsKeptUp(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start(t, data, "--prefix", "my_").stop()
	l := location{data: data, prefix: "my_"}
	missing := func() (names []string) {
		t.Helper()
		err := l.with(t.Context(), func(db *wpdb.DB) error {
			list, err := db.Indexes(t.Context())
			for _, index := range list {
				if !index.Exists {
					names = append(names, index.Name)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	pool, err := sqlite.Open(t.Context(), filepath.Join(data, "wprest.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Write.ExecContext(t.Context(), "DROP INDEX my_posts_type_status_modified"); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	if got := missing(); len(got) != 1 {
		t.Errorf("missing: %v", got)
	}
	start(t, data, "--prefix", "my_").stop()
	if got := missing(); len(got) != 0 {
		t.Errorf("still missing: %v", got)
	}
}

func TestWPRootErrors(t *testing.T) {
	t.Parallel()
	const database = "define( 'DB_NAME', 'n' ); define( 'DB_USER', 'u' ); define( 'DB_PASSWORD', 'secret' ); "
	for name, test := range map[string]struct{ php, flags, want string }{
		"none":            {"", "", "is no WordPress: wpconfig: no wp-config.php in"},
		"no PHP":          {"<?php $x = 'a", "", "line 1: a string does not end"},
		"no constant":     {"<?php " + database + "define( 'DB_HOST', getenv( 'H' ) );", "", "DB_HOST in ROOT/wp-config.php, line 1, is not a constant; give --db"},
		"no prefix":       {"<?php " + database + "define( 'DB_HOST', 'h' );", "", "$table_prefix is not set in ROOT/wp-config.php; give --prefix"},
		"bad prefix":      {"<?php $table_prefix = 'wp-';", "--db x.db", `is "wp-", and must be letters`},
		"multisite":       {"<?php define( 'MULTISITE', true );", "--db x.db", "serves single sites"},
		"perhaps one":     {"<?php define( 'MULTISITE', $x );", "--db x.db", "MULTISITE in ROOT/wp-config.php, line 1, is not a constant"},
		"tables of users": {"<?php define( 'CUSTOM_USER_TABLE', 'people' );", "--db x.db", "tables of users"},
		"no site":         {"<?php $table_prefix = 'wp_';", "--db :memory:", "holds no site whose tables begin with wp_"},
		"unreachable":     {"<?php " + database + "define( 'DB_HOST', '127.0.0.1:1' ); $table_prefix = 'wp_';", "", "open database mysql://127.0.0.1:1/n: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if test.php != "" {
				if err := os.WriteFile(filepath.Join(root, "wp-config.php"), []byte(test.php), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			args := append([]string{"serve", "--addr", "127.0.0.1:0", "--wp-root", root}, strings.Fields(test.flags)...)
			code, _, stderr := do(t, outside(), args...)
			if code != exitFailure || !strings.Contains(stderr, strings.ReplaceAll(test.want, "ROOT", root)) || strings.Contains(stderr, "secret") {
				t.Errorf("%d %s", code, stderr)
			}
		})
	}
}

func TestAnotherDatabaseIsTold(t *testing.T) {
	t.Parallel()
	w := newWordPress(t, "define( 'DB_NAME', 'n' ); define( 'DB_USER', 'u' ); define( 'DB_PASSWORD', 'secret' ); define( 'DB_HOST', 'h' );")
	s := start(t, t.TempDir(), "--wp-root", w.root, "--db", w.file)
	log := s.stderr.String()
	if !strings.Contains(log, "not the database of wp-config.php") || !strings.Contains(log, "mysql://h/n") || strings.Contains(log, "secret") {
		t.Errorf("log: %s", log)
	}
}
