package wpdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/wprest/wprest/storage/wpdb/sqlite"
	"github.com/wprest/wprest/wp"
)

// Options say which database a DB uses. Either DSN or Pool must be set.
type Options struct {
	// DSN is the name of a SQLite file, "sqlite:FILE", or ":memory:" for a
	// database that ends with the DB. Files are created if they are missing.
	//
	// A server's is mysql://user:password@host:port/database for MariaDB and
	// MySQL, with ?socket=/path for a Unix socket, or
	// postgres://user:password@host:port/database.
	DSN string
	// Temporary makes a database of its own beside the one of DSN, which ends
	// with the DB. It is meant for tests.
	Temporary bool
	// Pool is a SQLite database that the host has opened, and will close.
	Pool *sqlite.Pool
	// Prefix begins the names of all tables; "" stands for "wp_".
	Prefix string
	// Logger is told of what goes on beside the calls; nil: nobody is.
	Logger *slog.Logger
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// ObjectTypes returns the post types of a taxonomy, whose published posts
	// a term counts. Nil, and an empty list, stand for all types.
	ObjectTypes func(taxonomy string) []string
	// OnQuery, if not nil, sees every statement before it runs. It must be
	// safe for concurrent use.
	OnQuery func(sql string)
}

// DB is a site in WordPress's tables. It is safe for concurrent use.
type DB struct {
	opts    Options
	pool    *pool
	owned   bool // Close closes the pool
	gorm    *gorm.DB
	dialect dialect
	prefix  string
	tables  tableNames
	log     *slog.Logger
	now     func() time.Time
	onQuery func(string)
	types   func(taxonomy string) []string
	schemas *sync.Map // of gorm's
	limits  limits

	read, write *statements
	turns       sync.RWMutex // see takeTurn
	versions    versions
	watch       watch     // nil: nothing is kept but dear totals
	redo        *logWatch // of those; nil: not even they
	totals      totals
	options     optionCache
	roleCache   roleCache

	posts *PostStore
	users *UserStore
	terms *TermStore

	comments *CommentStore
}

// Open opens the database of a site. It makes no tables: see DB.Create.
func Open(ctx context.Context, o Options) (*DB, error) {
	db := newDB(o)
	var err error
	if o.Pool != nil {
		db.pool, err = filePool(ctx, o.Pool)
	} else {
		db.pool, err = openPool(ctx, o.DSN, o.Temporary)
	}
	if err != nil {
		return nil, err
	}
	db.owned = o.Pool == nil
	if err := db.init(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// newDB returns a DB without its database.
func newDB(o Options) *DB {
	db := &DB{
		opts:    o,
		prefix:  o.Prefix,
		log:     o.Logger,
		now:     o.Now,
		onQuery: o.OnQuery,
		types:   o.ObjectTypes,
		schemas: &sync.Map{},
		limits:  limits{farOffset: 1000, fewRows: 1000, dearCount: 2 * time.Millisecond},
	}
	if db.prefix == "" {
		db.prefix = "wp_"
	}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	if db.now == nil {
		db.now = time.Now
	}
	return db
}

// Clone returns a copy of the site in a database of its own that ends with it, for
// a test that writes. It is quicker than Create and LoadTables.
func (db *DB) Clone(ctx context.Context) (*DB, error) {
	pool, full, err := db.pool.clone(ctx)
	if err != nil {
		return nil, err
	}
	clone := newDB(db.opts)
	clone.pool, clone.owned = pool, true
	if err = clone.init(); err == nil && !full {
		err = clone.copyFrom(ctx, db)
	}
	if err != nil {
		return nil, errors.Join(err, clone.Close())
	}
	return clone, nil
}

// init fills what Open derives from the options.
func (db *DB) init() (err error) {
	db.dialect = db.pool.dialect
	db.tables = namesOf(db.prefix)
	db.gorm, err = gorm.Open(db.dialect.gorm(db.pool.write), &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		NamingStrategy:         namer{prefix: db.prefix, indexOfOwn: db.dialect.indexOfOwn},
		Logger:                 logger.Discard,
	})
	if err != nil {
		return fmt.Errorf("wpdb: gorm: %w", err)
	}
	db.write = &statements{db: db.pool.write, sql: db.dialect.sql}
	db.read = db.write
	if db.pool.read != db.pool.write {
		db.read = &statements{db: db.pool.read, sql: db.dialect.sql}
	}
	db.watch = newWatch(db.pool, db.log)
	if db.watch == nil {
		db.redo = &logWatch{db: db.pool.read, tables: strings.NewReplacer(`\`, `\\`, "_", `\_`, "%", `\%`).Replace(db.prefix) + "%"}
	}
	db.posts = newPostStore(db)
	db.users = newUserStore(db)
	db.terms = newTermStore(db)
	db.comments = newCommentStore(db)
	return nil
}

// Close ends the use of the database, and closes it if Open has opened it.
func (db *DB) Close() error {
	var errs []error
	if db.write != nil {
		if db.watch != nil {
			errs = append(errs, db.watch.close())
		}
		errs = append(errs, db.write.close())
		if db.read != db.write {
			errs = append(errs, db.read.close())
		}
	}
	if db.owned {
		errs = append(errs, db.pool.close())
	}
	return errors.Join(errs...)
}

// DSN returns a DSN with which other processes can open the same database; of a
// Temporary one on a server too.
func (db *DB) DSN() string {
	if db.pool.file != nil {
		return db.opts.DSN
	}
	return db.pool.shared()
}

// OnServer reports whether the database is on a server, where several processes
// can be expected to use it.
func (db *DB) OnServer() bool { return db.pool.file == nil }

// Prefix returns the prefix of the names of tables, with which the names of some
// options and of some user meta begin too.
func (db *DB) Prefix() string { return db.prefix }

// Posts returns the store of posts of all types.
func (db *DB) Posts() *PostStore { return db.posts }

// Users returns the store of accounts.
func (db *DB) Users() *UserStore { return db.users }

// Terms returns the store of terms of all taxonomies.
func (db *DB) Terms() *TermStore { return db.terms }

// Comments returns the store of comments of all types.
func (db *DB) Comments() *CommentStore { return db.comments }

// PostTerms returns the store that says which terms posts have.
func (db *DB) PostTerms() *PostTermStore { return &PostTermStore{db} }

// Meta returns the store of meta values.
func (db *DB) Meta() *MetaStore { return &MetaStore{db} }

// Options returns the store of options.
func (db *DB) Options() *OptionStore { return &OptionStore{db} }

// Stores returns all stores of a site.
func (db *DB) Stores() wp.Stores {
	return wp.Stores{
		Posts:     db.Posts(),
		Users:     db.Users(),
		Terms:     db.Terms(),
		PostTerms: db.PostTerms(),

		Comments:     db.Comments(),
		PostComments: db.Posts(),

		Meta:    db.Meta(),
		Options: db.Options(),
		Atomic:  db.Tx,

		Roles:     db.Accounts(),
		Passwords: db.Accounts(),
		Prefix:    db.prefix,
	}
}
