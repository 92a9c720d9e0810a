package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// logWatch watches a MySQL or MariaDB server by how long its redo log is: no
// commit leaves that as it was. To ask costs more than to read the options, so
// this is for what is dearer: the totals of big lists.
type logWatch struct {
	db     *sql.DB
	tables string // a LIKE pattern of their names

	mu     sync.Mutex
	known  bool   // whether the server tells
	off    bool   // it does not
	seen   uint64 // length of the log
	since  time.Time
	atRest bool // at the last look

	changed atomic.Uint64
}

// logRest is for how long the log must have been at rest before what is read can
// be kept: a transaction is in the log a little before others see it.
const logRest = time.Second

// changes returns a number that differs from an earlier one if a look between them
// has found that something may have changed.
func (w *logWatch) changes() uint64 {
	if w == nil {
		return 0
	}
	return w.changed.Load()
}

// look looks whether anything may have changed since the last look; ok is false if
// there is no telling.
func (w *logWatch) look(ctx context.Context) (ok bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.known {
		// Other engines than InnoDB do not write to its log.
		others := 0
		err := w.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE ? AND ENGINE <> 'InnoDB'", w.tables).Scan(&others)
		if err != nil {
			return false, err
		}
		w.known, w.off = true, others > 0
	}
	if w.off {
		return false, nil
	}
	now := time.Now()
	length, err := w.length(ctx)
	if err != nil || w.off {
		return false, err
	}
	rested := w.atRest
	if length != w.seen {
		w.seen, w.since = length, now
	}
	w.atRest = now.Sub(w.since) >= logRest
	if !rested || !w.atRest {
		w.changed.Add(1)
	}
	return true, nil
}

// length returns how long the log is. MariaDB and MySQL have names of their own
// for that.
func (w *logWatch) length(ctx context.Context) (uint64, error) {
	var name, value string
	err := w.db.QueryRowContext(ctx, "SHOW GLOBAL STATUS WHERE Variable_name IN ('Innodb_lsn_current', 'Innodb_redo_log_current_lsn')").Scan(&name, &value)
	if errors.Is(err, sql.ErrNoRows) {
		w.off = true
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(value, 10, 64)
}
