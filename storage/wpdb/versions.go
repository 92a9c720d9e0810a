package wpdb

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"sync/atomic"
)

// versions counts the commits that touched each table.
type versions struct {
	n [tableCount]atomic.Uint64
}

// of returns a number that differs from an earlier one if any of the tables was
// written to in between.
func (v *versions) of(set tableSet) (sum uint64) {
	for t := range tableCount {
		if set.has(t) {
			sum += v.n[t].Load()
		}
	}
	return sum
}

func (v *versions) bump(set tableSet) {
	for t := range tableCount {
		if set.has(t) {
			v.n[t].Add(1)
		}
	}
}

// A watch finds out whether other processes have written.
type watch interface {
	// look returns the tables that others may have written to since the last
	// look.
	look(ctx context.Context) (tableSet, error)
	// commit commits a transaction of conn that has written to the tables
	// dirty, and returns the tables of which nothing may be kept.
	commit(ctx context.Context, conn *sql.Conn, tx *sql.Tx, dirty tableSet) (tableSet, error)
	close() error
}

// newWatch returns what watches a database, or nil where there is no cheap way:
// MySQL tells of others' writes, but for more than it costs to read the options
// anew; see logWatch.
func newWatch(p *pool, log *slog.Logger) watch {
	switch {
	case p.private():
		return alone{}
	case p.file != nil:
		return &fileWatch{pool: p, log: log}
	case p.dialect.name == "postgres":
		return &snapshotWatch{db: p.read, own: map[uint64]bool{}}
	}
	return nil
}

// alone is the watch of a database that no other process knows.
type alone struct{}

func (alone) look(context.Context) (tableSet, error) { return 0, nil }

func (alone) commit(_ context.Context, _ *sql.Conn, tx *sql.Tx, dirty tableSet) (tableSet, error) {
	return dirty, tx.Commit()
}

func (alone) close() error { return nil }

type onceKey struct{ db *DB }

// once is what a context of CheckOnce has.
type once struct {
	looked      atomic.Bool
	lookedAtLog atomic.Bool
	options     optionCache // where nothing is kept for longer
}

func (db *DB) onceFrom(ctx context.Context) *once {
	o, _ := ctx.Value(onceKey{db}).(*once)
	return o
}

// CheckOnce returns a context within which the DB looks only once, at its first
// use, whether other processes have written. A server should call it for each
// request: it saves a query a store call. On MySQL and MariaDB, where nothing is
// kept for longer, options are read once within it.
func (db *DB) CheckOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, onceKey{db}, &once{})
}

// CheckOncePerRequest gives every request of a handler such a context.
func (db *DB) CheckOncePerRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(db.CheckOnce(r.Context())))
	})
}

// refresh drops what is kept in memory if another process has written.
func (db *DB) refresh(ctx context.Context) error {
	if db.watch == nil || db.txFrom(ctx) != nil {
		return nil
	}
	if once := db.onceFrom(ctx); once != nil && once.looked.Swap(true) {
		return nil
	}
	changed, err := db.watch.look(ctx)
	if err == nil && changed != 0 {
		db.versions.bump(changed)
	}
	return err
}
