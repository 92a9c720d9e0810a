package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"sync"
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

// watch finds out whether other processes have written. It keeps a connection
// of its own, since a data version means something on one connection only.
type watch struct {
	mu     sync.Mutex
	conn   *sql.Conn
	stmt   *sql.Stmt
	seen   int64 // data version of conn
	writer int64 // data version of the connection that writes
}

type onceKey struct{ db *DB }

// CheckOnce returns a context within which the DB looks only once, at its first
// use, whether other processes have written. A server that calls it for each
// request saves a few microseconds a store call.
func (db *DB) CheckOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, onceKey{db}, &atomic.Bool{})
}

// CheckOncePerRequest gives every request of a handler such a context.
func (db *DB) CheckOncePerRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(db.CheckOnce(r.Context())))
	})
}

// refresh drops what is kept in memory if another process has written.
func (db *DB) refresh(ctx context.Context) error {
	if db.dialect.dataVersion == "" || db.txFrom(ctx) != nil {
		return nil
	}
	if once, ok := ctx.Value(onceKey{db}).(*atomic.Bool); ok && once.Swap(true) {
		return nil
	}
	w := &db.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	version, err := w.read(ctx, db)
	if err != nil {
		return err
	}
	if version != w.seen {
		w.seen = version
		db.versions.bump(allTables)
	}
	return nil
}

// read returns the data version as the watching connection sees it.
func (w *watch) read(ctx context.Context, db *DB) (version int64, err error) {
	if w.conn == nil {
		// What was kept before now may be old, but nothing was.
		if w.conn, err = db.pool.Read.Conn(ctx); err != nil {
			return 0, err
		}
		if w.stmt, err = w.conn.PrepareContext(ctx, db.dialect.dataVersion); err != nil {
			return 0, errors.Join(err, w.drop())
		}
	}
	if err = w.stmt.QueryRowContext(ctx).Scan(&version); err != nil && ctx.Err() == nil {
		return 0, errors.Join(err, w.drop())
	}
	return version, err
}

// drop gives the connection back; the next read takes another, whose version
// differs.
func (w *watch) drop() error {
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn, w.stmt, w.seen = nil, nil, -1
	return err
}

func (w *watch) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.drop()
}

// commit commits a transaction of the connection conn without taking it for
// another process's, and bumps the versions of the tables that it wrote to.
func (db *DB) commit(ctx context.Context, conn *sql.Conn, tx *sql.Tx, dirty tableSet) error {
	if db.dialect.dataVersion == "" || dirty == 0 {
		if err := tx.Commit(); err != nil {
			return err
		}
		db.versions.bump(dirty)
		return nil
	}
	w := &db.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	// Within the transaction nobody else can write, so this tells of all that
	// others wrote before it.
	var before, after int64
	if err := tx.QueryRowContext(ctx, db.dialect.dataVersion).Scan(&before); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	// The watching connection sees this commit. Has anything come between the
	// commit and its look? Then the writing connection sees that now.
	var err error
	if w.conn != nil {
		w.seen, err = w.read(context.WithoutCancel(ctx), db)
	}
	if e := conn.QueryRowContext(context.WithoutCancel(ctx), db.dialect.dataVersion).Scan(&after); e != nil {
		err = errors.Join(err, e)
	}
	if err != nil || before != w.writer || after != before {
		dirty = allTables
	}
	if err != nil { // the commit stands; only knowledge of others' is lost
		db.log.WarnContext(ctx, "wpdb: data version", "error", err)
		after, w.seen = -1, -1
	}
	w.writer = after
	db.versions.bump(dirty)
	return nil
}
