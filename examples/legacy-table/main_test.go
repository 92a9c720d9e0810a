package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// small is how many rows most tests work with; among them are some of each kind.
const small = 1_000

// Databases that are copied for each test.
var filled, empty *shop

func TestMain(m *testing.M) {
	os.Exit(func() int {
		for rows, s := range map[int]**shop{small: &filled, 0: &empty} {
			var err error
			if *s, err = openShop(context.Background(), "", rows); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
			defer (*s).Close() //nolint:errcheck // it is a temporary file
		}
		return m.Run()
	}())
}

// copyOf returns a copy of a shop, which ends with the test.
func copyOf(t *testing.T, s *shop) *shop {
	t.Helper()
	pool, err := s.pool.Clone(t.Context(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	copied, err := newShop(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

// A client talks to a host over HTTP.
type client struct {
	testing.TB
	shop      *shop
	host      *host
	home      string
	passwords map[int64]string
}

// newClient serves a copy of the filled shop.
func newClient(t *testing.T) *client { return serveShop(t, copyOf(t, filled)) }

// serveShop serves a shop.
func serveShop(t testing.TB, s *shop) *client {
	server := httptest.NewUnstartedServer(nil)
	home := "http://" + server.Listener.Addr().String()
	h, err := newHost(s.db, home)
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = h
	server.Start()
	t.Cleanup(server.Close)
	c := &client{TB: t, shop: s, host: h, home: home, passwords: map[int64]string{}}
	for i := range people {
		id := int64(i + 1)
		if c.passwords[id], _, err = auth.NewAppPassword(t.Context(), h.passwords, id, "test", ""); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	text   []byte
}

// call makes a request as a user, 0 for nobody, with a body in JSON unless that is
// nil.
func (c *client) call(as int64, method, path string, body any) answer {
	c.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			c.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(c.Context(), method, c.home+"/wp-json/wp/v2/"+path, content)
	if err != nil {
		c.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if as != 0 {
		r.SetBasicAuth(people[as-1].short, c.passwords[as])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, text}
}

type object = map[string]any

// item makes a request that must be answered with a status and an object.
func (c *client) item(as int64, method, path string, body any, status int) object {
	c.Helper()
	return decoded[object](c, c.call(as, method, path, body), method+" "+path, status)
}

// list makes a GET that must be answered with a list.
func (c *client) list(as int64, path string) ([]object, http.Header) {
	c.Helper()
	a := c.call(as, http.MethodGet, path, nil)
	return decoded[[]object](c, a, path, http.StatusOK), a.header
}

func decoded[V any](c *client, a answer, what string, status int) (v V) {
	c.Helper()
	if a.status != status {
		c.Fatalf("%s: status %d, want %d: %s", what, a.status, status, a.text)
	}
	if err := json.Unmarshal(a.text, &v); err != nil {
		c.Fatalf("%s: %v in %s", what, err, a.text)
	}
	return v
}

// refused makes a request that must be answered with an error.
func (c *client) refused(as int64, method, path string, body any, status int, code string) {
	c.Helper()
	if got := c.item(as, method, path, body, status)["code"]; got != code {
		c.Errorf("%s %s: code %v, want %s", method, path, got, code)
	}
}

// row returns the columns of the row that a query finds, as text.
func (c *client) row(query string, args ...any) string {
	c.Helper()
	rows := c.rows(query, args...)
	if len(rows) != 1 {
		c.Fatalf("%s: %d rows", query, len(rows))
	}
	return rows[0]
}

func (c *client) rows(query string, args ...any) (list []string) {
	c.Helper()
	rows, err := c.shop.pool.Read.QueryContext(c.Context(), query, args...)
	if err != nil {
		c.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	names, err := rows.Columns()
	if err != nil {
		c.Fatal(err)
	}
	for rows.Next() {
		values, targets := make([]sql.RawBytes, len(names)), make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			c.Fatal(err)
		}
		var parts []string
		for _, v := range values {
			if v == nil {
				parts = append(parts, "NULL")
			} else {
				parts = append(parts, string(v))
			}
		}
		list = append(list, strings.Join(parts, "|"))
	}
	if err := rows.Err(); err != nil {
		c.Fatal(err)
	}
	return list
}

// all returns every row of the old tables.
func (c *client) all() map[string][]string {
	tables := map[string][]string{}
	for _, name := range []string{"nachrichten", "artikel", "archiv", "themen", "nachricht_thema", "bilder", "redakteure"} {
		tables[name] = c.rows("SELECT * FROM " + name + " ORDER BY 1, 2")
	}
	return tables
}

// at follows names and numbers into a decoded value.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(object)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}
