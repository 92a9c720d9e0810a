package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
)

// dataVersion is SQLite's number that changes when another connection has
// written.
const dataVersion = "PRAGMA data_version"

// fileWatch watches a SQLite file. It keeps a connection of its own, since a
// data version means something on one connection only.
type fileWatch struct {
	pool *pool
	log  *slog.Logger

	mu     sync.Mutex
	conn   *sql.Conn
	stmt   *sql.Stmt
	seen   int64 // data version of conn
	writer int64 // data version of the connection that writes
}

func (w *fileWatch) look(ctx context.Context) (tableSet, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	version, err := w.read(ctx)
	if err != nil || version == w.seen {
		return 0, err
	}
	w.seen = version
	return allTables, nil
}

// read returns the data version as the watching connection sees it.
func (w *fileWatch) read(ctx context.Context) (version int64, err error) {
	if w.conn == nil {
		// What was kept before now may be old, but nothing was.
		if w.conn, err = w.pool.read.Conn(ctx); err != nil {
			return 0, err
		}
		if w.stmt, err = w.conn.PrepareContext(ctx, dataVersion); err != nil {
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
func (w *fileWatch) drop() error {
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn, w.stmt, w.seen = nil, nil, -1
	return err
}

func (w *fileWatch) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.drop()
}

// commit does not take its own transaction for another process's.
func (w *fileWatch) commit(ctx context.Context, conn *sql.Conn, tx *sql.Tx, dirty tableSet) (tableSet, error) {
	if dirty == 0 {
		return 0, tx.Commit()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	// Within the transaction nobody else can write, so this tells of all that
	// others wrote before it.
	var before, after int64
	if err := tx.QueryRowContext(ctx, dataVersion).Scan(&before); err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	// The watching connection sees this commit. Has anything come between the
	// commit and its look? Then the writing connection sees that now.
	var err error
	if w.conn != nil {
		w.seen, err = w.read(context.WithoutCancel(ctx))
	}
	if e := conn.QueryRowContext(context.WithoutCancel(ctx), dataVersion).Scan(&after); e != nil {
		err = errors.Join(err, e)
	}
	if err != nil || before != w.writer || after != before {
		dirty = allTables
	}
	if err != nil { // the commit stands; only knowledge of others' is lost
		w.log.WarnContext(ctx, "wpdb: data version", "error", err)
		after, w.seen = -1, -1
	}
	w.writer = after
	return dirty, nil
}
