package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Memory is the path of a database that lives as long as its Pool.
const Memory = ":memory:"

// fileName is that of a temporary database.
const fileName = "site.db"

// Options say how a database is opened. The zero value is what a site wants.
type Options struct {
	Readers     int           // connections that read at the same time; 0: 4
	CacheKB     int           // page cache of each connection; 0: 16384
	BusyTimeout time.Duration // wait for the lock of another process; 0: 5 s
}

// A Pool is one SQLite database: one connection that writes, in transactions
// that take the write lock at once, and several that read beside it.
type Pool struct {
	Write, Read *sql.DB

	temp string // directory to remove on Close
}

// Open opens the database file at path and creates it if it is missing. Path may
// be a "file:" URI with parameters of SQLite and of modernc.org/sqlite, or
// Memory: then the database is a temporary file, since an in-memory database
// could not be written beside its readers.
func Open(ctx context.Context, path string, o Options) (*Pool, error) {
	p := &Pool{}
	if path == Memory {
		dir, err := os.MkdirTemp("", "wprest-")
		if err != nil {
			return nil, fmt.Errorf("sqlite: temporary database: %w", err)
		}
		p.temp, path = dir, filepath.Join(dir, fileName)
	}
	if err := p.open(ctx, path, o); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// open connects the Pool with a file.
func (p *Pool) open(ctx context.Context, path string, o Options) error {
	d, err := NewDriver()
	if err != nil {
		return err
	}
	p.Write = sql.OpenDB(connector{d, dsn(path, o, p.temp != "", "_txlock=immediate")})
	limit(p.Write, 1)
	// The first connection sets the journal mode, before anyone reads.
	if err := p.Write.PingContext(ctx); err != nil {
		return fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	readers := o.Readers
	if readers <= 0 {
		readers = 4
	}
	p.Read = sql.OpenDB(connector{d, dsn(path, o, p.temp != "", "_query_only=1")})
	limit(p.Read, readers)
	return nil
}

// Clone returns a copy of the database that lives as long as its Pool. It takes a
// few milliseconds for a small one, so that each test of a host can have its own.
func (p *Pool) Clone(ctx context.Context, o Options) (*Pool, error) {
	dir, err := os.MkdirTemp("", "wprest-")
	if err != nil {
		return nil, fmt.Errorf("sqlite: clone: %w", err)
	}
	c := &Pool{temp: dir}
	file := filepath.Join(dir, fileName)
	if err := p.copyTo(ctx, file); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: clone: %w", err), c.Close())
	}
	if err := c.open(ctx, file, o); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// copyTo writes the database to a new file.
func (p *Pool) copyTo(ctx context.Context, path string) (err error) {
	if p.temp == "" {
		_, err := p.Write.ExecContext(ctx, "VACUUM INTO ?", path)
		return err
	}
	// Nobody else writes, so the file is whole once the log is empty and the
	// connection is taken.
	conn, err := p.Write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var busy, inLog, moved int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &inLog, &moved); err != nil {
		return err
	}
	if busy != 0 { // a reader is in the way
		_, err := conn.ExecContext(ctx, "VACUUM INTO ?", path)
		return err
	}
	whole, err := os.ReadFile(filepath.Join(p.temp, fileName))
	if err != nil {
		return err
	}
	return os.WriteFile(path, whole, 0o600)
}

// Wrap makes a Pool of a database that the host has opened and will close. Its
// connections read and write alike, so the host sees to the journal mode and
// the busy timeout. They should come from NewDriver; without its additions text
// sorts by code points.
func Wrap(db *sql.DB) *Pool { return &Pool{Write: db, Read: db} }

func limit(db *sql.DB, n int) {
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
}

// dsn returns the data source name of a path, with the settings of Options.
func dsn(path string, o Options, temporary bool, more string) string {
	if !strings.HasPrefix(path, "file:") {
		path = "file:" + (&url.URL{Path: path}).EscapedPath()
	}
	cache, busy := o.CacheKB, o.BusyTimeout
	if cache <= 0 {
		cache = 16384
	}
	if busy <= 0 {
		busy = 5 * time.Second
	}
	sync := "NORMAL"
	if temporary {
		sync = "OFF" // a crash takes the file with it
	}
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	return fmt.Sprintf("%s%s_busy_timeout=%d&_journal_mode=WAL&_synchronous=%s&_foreign_keys=0&_pragma=cache_size(-%d)&_pragma=temp_store(2)&_time_format=sqlite&%s",
		path, join, busy.Milliseconds(), sync, cache, more)
}

// Private reports whether no other process can know the database.
func (p *Pool) Private() bool { return p.temp != "" }

// Close closes the connections of a Pool that Open made, and removes a database
// that lived in Memory.
func (p *Pool) Close() error {
	var errs []error
	for _, db := range []*sql.DB{p.Read, p.Write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if p.temp != "" {
		errs = append(errs, os.RemoveAll(p.temp))
	}
	return errors.Join(errs...)
}
