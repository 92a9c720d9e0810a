package wpdb

import (
	"context"
	"fmt"
	"sync"

	"github.com/wprest/wprest"
)

// maxTotals is how many totals are kept.
const maxTotals = 4096

// totals keeps how many rows conditions select. The zero value is empty.
type totals struct {
	mu    sync.Mutex
	byKey map[string]total
}

type total struct {
	n       int
	version uint64 // of the tables that it was counted in
}

func (t *totals) get(key []byte, version uint64) (int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.byKey[string(key)]
	return found.n, ok && found.version == version
}

func (t *totals) set(key []byte, n int, version uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byKey == nil || len(t.byKey) >= maxTotals {
		t.byKey = map[string]total{}
	}
	t.byKey[string(key)] = total{n, version}
}

// total counts what q selects, or remembers it.
func (db *DB) total(ctx context.Context, src *source, q wprest.Query) (int, error) {
	q.Order = nil
	c, err := db.compile(src, q, src.lead.find(q.Where) >= 0, false)
	if err != nil {
		return 0, err
	}
	s := &sqlText{}
	s.write("SELECT COUNT(*) FROM ")
	c.writeFrom(s)
	return db.count(ctx, s, c.deps)
}

// count runs a query that counts in the tables of deps.
func (db *DB) count(ctx context.Context, s *sqlText, deps tableSet) (int, error) {
	text := s.String()
	if db.watch == nil || db.txFrom(ctx) != nil { // a transaction may see what nobody else does
		n, err := db.queryInt(ctx, text, s.args)
		return int(n), wrap("count", err)
	}
	if err := db.refresh(ctx); err != nil {
		return 0, wrap("data version", err)
	}
	key := append(make([]byte, 0, len(text)+16*len(s.args)), text...)
	for _, arg := range s.args {
		key = appendKey(key, arg)
	}
	version := db.versions.of(deps)
	if n, ok := db.totals.get(key, version); ok {
		return n, nil
	}
	n, err := db.queryInt(ctx, text, s.args)
	if err != nil {
		return 0, wrap("count", err)
	}
	db.totals.set(key, int(n), version)
	return int(n), nil
}

// wrap adds what was being done to an error.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("wpdb: %s: %w", doing, err)
}
