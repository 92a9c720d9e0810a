package wpdb

import (
	"context"
	"fmt"
	"sync"
	"time"

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
	dear    bool   // it took long
}

func (t *totals) get(key []byte) (total, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.byKey[string(key)]
	return found, ok
}

func (t *totals) set(key []byte, kept total) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byKey == nil || len(t.byKey) >= maxTotals {
		t.byKey = map[string]total{}
	}
	t.byKey[string(key)] = kept
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
	if db.txFrom(ctx) != nil { // it may see what nobody else does
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
	kept, known := db.totals.get(key)
	lasting := true
	if db.watch == nil {
		var err error
		if lasting, err = db.lookForTotal(ctx, kept.dear); err != nil {
			return 0, wrap("count", err)
		}
	}
	version := db.versions.of(deps) + db.redo.changes()
	if known && lasting && kept.version == version {
		return kept.n, nil
	}
	start := time.Now()
	n, err := db.queryInt(ctx, text, s.args)
	if err != nil {
		return 0, wrap("count", err)
	}
	dear := time.Since(start) > db.limits.dearCount
	switch {
	case lasting:
		db.totals.set(key, total{int(n), version, dear})
	case dear: // there will be a look before it the next time
		db.totals.set(key, total{dear: true})
	}
	return int(n), nil
}

// lookForTotal reports whether totals can be kept and are still good, where only
// the log tells. It looks once in a context of CheckOnce.
func (db *DB) lookForTotal(ctx context.Context, dear bool) (lasting bool, err error) {
	if !dear || db.redo == nil {
		return false, nil
	}
	once := db.onceFrom(ctx)
	if once != nil && once.lookedAtLog.Load() {
		return true, nil
	}
	ok, err := db.redo.look(ctx)
	if err != nil || !ok {
		return false, err
	}
	if once != nil {
		once.lookedAtLog.Store(true)
	}
	return true, nil
}

// wrap adds what was being done to an error.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("wpdb: %s: %w", doing, err)
}
