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
		p.temp, path = dir, filepath.Join(dir, "site.db")
	}
	d, err := NewDriver()
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.Write = sql.OpenDB(connector{d, dsn(path, o, p.temp != "", "_txlock=immediate")})
	limit(p.Write, 1)
	// The first connection sets the journal mode, before anyone reads.
	if err := p.Write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open %s: %w", path, err), p.Close())
	}
	readers := o.Readers
	if readers <= 0 {
		readers = 4
	}
	p.Read = sql.OpenDB(connector{d, dsn(path, o, p.temp != "", "_query_only=1")})
	limit(p.Read, readers)
	return p, nil
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
	return fmt.Sprintf("%s%s_busy_timeout=%d&_journal_mode=WAL&_synchronous=%s&_foreign_keys=0&_pragma=cache_size(-%d)&_pragma=temp_store(2)&%s",
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
