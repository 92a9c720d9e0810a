package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
)

// A transaction that others disturb is tried for maxWait, with longer and longer
// pauses up to maxPause.
const (
	maxWait  = 15 * time.Second
	maxPause = 250 * time.Millisecond
)

type txKey struct{ db *DB }

// txState is a transaction that runs.
type txState struct {
	db    *DB
	tx    *sql.Tx
	gorm  *gorm.DB
	dirty tableSet
	held  []*prepared
}

func (db *DB) txFrom(ctx context.Context) *txState {
	st, _ := ctx.Value(txKey{db}).(*txState)
	return st
}

// outside returns a context that is not in the transaction of ctx.
func (db *DB) outside(ctx context.Context) context.Context {
	return context.WithValue(ctx, txKey{db}, (*txState)(nil))
}

// Tx runs f in a transaction. Stores of db that get the context that f gets read
// and write within it, and so does a Tx within f. If f fails nothing is stored
// and its error is returned. Where transactions of others are in the way f is
// called again, so it must begin anew each time.
func (db *DB) Tx(ctx context.Context, f func(ctx context.Context) error) error {
	if db.txFrom(ctx) != nil {
		return f(ctx)
	}
	return db.dialect.persist(ctx, db.log, func(try int) error {
		return db.takeTurn(try > 1, func() error { return db.tryTx(ctx, f) })
	})
}

// persist runs something until nobody is in its way, for maxWait at most.
func (d *dialect) persist(ctx context.Context, log *slog.Logger, run func(try int) error) error {
	for start, try := time.Now(), 1; ; try++ {
		err := run(try)
		if err == nil || time.Since(start) > maxWait || !d.retry(err) || ctx.Err() != nil {
			return err
		}
		pause := rand.N(min(maxPause, 5*time.Millisecond<<min(try, 8)))
		log.DebugContext(ctx, "wpdb: tried again", "error", err, "pause", pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// takeTurn runs a try of a transaction: the first one beside others, later ones
// alone in this process, so that a crowd on the same rows does not go on
// disturbing itself. A file has one writer anyway.
func (db *DB) takeTurn(alone bool, try func() error) error {
	switch {
	case db.pool.file != nil:
	case alone:
		db.turns.Lock()
		defer db.turns.Unlock()
	default:
		db.turns.RLock()
		defer db.turns.RUnlock()
	}
	return try()
}

func (db *DB) tryTx(ctx context.Context, f func(ctx context.Context) error) (err error) {
	db.write.prepareWanted(ctx)
	conn, err := db.pool.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("wpdb: begin: %w", err)
	}
	defer closing(conn, &err)
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: db.dialect.isolation})
	if err != nil {
		return fmt.Errorf("wpdb: begin: %w", err)
	}
	st := &txState{db: db, tx: tx}
	st.gorm = db.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	st.gorm.Statement.ConnPool = st
	done := false
	defer func() {
		if !done { // f failed or panicked
			if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
				db.log.WarnContext(ctx, "wpdb: rollback", "error", e)
			}
		}
		for _, p := range st.held {
			db.write.put(p)
		}
	}()
	if err := f(context.WithValue(ctx, txKey{db}, st)); err != nil {
		return err
	}
	changed := st.dirty
	if db.watch != nil {
		changed, err = db.watch.commit(ctx, conn, tx, st.dirty)
	} else {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("wpdb: commit: %w", err)
	}
	done = true
	db.versions.bump(changed)
	return nil
}

// change runs f in a transaction that writes to tables, with a gorm of it.
func (db *DB) change(ctx context.Context, tables tableSet, f func(ctx context.Context, g *gorm.DB) error) error {
	return db.Tx(ctx, func(ctx context.Context) error {
		st := db.txFrom(ctx)
		st.dirty |= tables
		return f(ctx, st.gorm.WithContext(ctx))
	})
}

// stmt returns a statement of the transaction, prepared if it is known.
func (st *txState) stmt(ctx context.Context, text string) *sql.Stmt {
	if st.db.onQuery != nil {
		st.db.onQuery(text)
	}
	p := st.db.write.lookup(text)
	if p == nil {
		st.db.write.want(text)
		return nil
	}
	st.held = append(st.held, p)
	return st.tx.StmtContext(ctx, p.stmt)
}

// PrepareContext implements gorm.ConnPool.
func (st *txState) PrepareContext(ctx context.Context, text string) (*sql.Stmt, error) {
	return st.tx.PrepareContext(ctx, st.db.dialect.sql(text))
}

// ExecContext implements gorm.ConnPool.
func (st *txState) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	args = st.db.dialect.arguments(args)
	if stmt := st.stmt(ctx, text); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return st.tx.ExecContext(ctx, st.db.dialect.sql(text), args...)
}

// QueryContext implements gorm.ConnPool.
func (st *txState) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	args = st.db.dialect.arguments(args)
	if stmt := st.stmt(ctx, text); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return st.tx.QueryContext(ctx, st.db.dialect.sql(text), args...)
}

// QueryRowContext implements gorm.ConnPool.
func (st *txState) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	args = st.db.dialect.arguments(args)
	if stmt := st.stmt(ctx, text); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return st.tx.QueryRowContext(ctx, st.db.dialect.sql(text), args...)
}

// query runs a statement that reads, within the transaction of ctx if it has
// one, and calls scan for each row.
func (db *DB) query(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) (err error) {
	var rows *sql.Rows
	if st := db.txFrom(ctx); st != nil {
		rows, err = st.QueryContext(ctx, text, args...)
	} else {
		if db.onQuery != nil {
			db.onQuery(text)
		}
		var p *prepared
		if p, err = db.read.get(ctx, text); err != nil {
			return err
		}
		defer db.read.put(p)
		rows, err = p.stmt.QueryContext(ctx, db.dialect.arguments(args)...)
	}
	if err != nil {
		return err
	}
	defer closing(rows, &err)
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// closing closes c and reports its error if there is no other.
func closing(c io.Closer, err *error) {
	if e := c.Close(); *err == nil {
		*err = e
	}
}

// queryInt runs a statement whose result is one number.
func (db *DB) queryInt(ctx context.Context, text string, args []any) (n int64, err error) {
	err = db.query(ctx, text, args, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}
