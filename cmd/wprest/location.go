package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/storage/wpdb/wpconfig"
)

// A location says where a site is kept.
type location struct{ data, db, prefix, wpRoot string }

func (l *location) declare(flags *flag.FlagSet, env environment) {
	flags.StringVar(&l.data, "data", cmp.Or(env.getenv("WPREST_DATA"), "./data"), "FOLDER|of the site, for its database and uploads|WPREST_DATA")
	flags.StringVar(&l.db, "db", env.getenv("WPREST_DB"), "DSN|of the database, if it is not wprest.db in the data folder: a file,\n        mysql://user:password@host/name, or postgres://user:password@host/name|WPREST_DB")
	flags.Lookup("db").DefValue = shownDSN(l.db) // help shows it
	flags.StringVar(&l.prefix, "prefix", env.getenv("WPREST_PREFIX"), "PREFIX|of the names of the tables, if it is neither wp_ nor in wp-config.php|WPREST_PREFIX")
	flags.StringVar(&l.wpRoot, "wp-root", env.getenv("WPREST_WP_ROOT"), "FOLDER|of a WordPress, which goes on beside wprest; see docs/live-database.md|WPREST_WP_ROOT")
}

func (l *location) uploads() string { return filepath.Join(l.data, "uploads") }

// makeFolders makes the folders of the site. What is in them is for its owner
// alone: the database holds password hashes and keys.
func (l *location) makeFolders() error {
	if err := os.MkdirAll(l.data, 0o700); err != nil {
		return err
	}
	return os.MkdirAll(l.uploads(), 0o755)
}

// shown returns the location as messages name it.
func (l *location) shown() string { return shownDSN(cmp.Or(l.db, l.data)) }

// A place is where a location leads to.
type place struct {
	dsn, prefix string
	config      *wpconfig.Config // of the WordPress that goes on, or nil
}

// tablePrefix is what WordPress allows.
var tablePrefix = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// place finds out where the location leads to.
func (l *location) place(log *slog.Logger) (*place, error) {
	if l.prefix != "" && !tablePrefix.MatchString(l.prefix) {
		return nil, usagef("--prefix %q must be letters, digits and underscores", l.prefix)
	}
	p := &place{dsn: l.db, prefix: l.prefix}
	if l.wpRoot != "" {
		if err := p.follow(l.wpRoot, log); err != nil {
			return nil, err
		}
	}
	p.dsn = cmp.Or(p.dsn, filepath.Join(l.data, "wprest.db"))
	return p, nil
}

// open opens the database; the caller closes it.
func (p *place) open(ctx context.Context, log *slog.Logger) (*wpdb.DB, error) {
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: p.dsn, Prefix: p.prefix, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", shownDSN(p.dsn), err)
	}
	return db, nil
}

// open opens the database of a location; the caller closes it.
func (l *location) open(ctx context.Context, log *slog.Logger) (*wpdb.DB, error) {
	p, err := l.place(log)
	if err != nil {
		return nil, err
	}
	return p.open(ctx, log)
}

// with calls f with the database of a site that is there already.
func (l *location) with(ctx context.Context, f func(db *wpdb.DB) error) (err error) {
	log := slog.New(slog.DiscardHandler)
	p, err := l.place(log)
	if err != nil {
		return err
	}
	if file := strings.TrimPrefix(p.dsn, "sqlite:"); !strings.Contains(file, ":") || filepath.VolumeName(file) != "" {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no site at %s; wprest serve makes one, --data or --db name another", file)
		}
	}
	db, err := p.open(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	there, err := hasSite(ctx, db)
	if err == nil && !there {
		err = p.noSite(db)
	}
	if err != nil {
		return err
	}
	return f(db)
}

// noSite is the error for a database without a site.
func (p *place) noSite(db *wpdb.DB) error {
	return fmt.Errorf("the database %s holds no site whose tables begin with %s", shownDSN(p.dsn), db.Prefix())
}

// hasSite reports whether a database holds a site.
func hasSite(ctx context.Context, db *wpdb.DB) (bool, error) {
	tables, err := db.Tables(ctx)
	if err != nil || !slices.Contains(tables, "options") {
		return false, err
	}
	options, err := db.Options().Options(ctx, "siteurl")
	return options["siteurl"] != "", err
}

// shownDSN returns what names a database without the password.
func shownDSN(dsn string) string {
	scheme, _, isURL := strings.Cut(dsn, "://")
	if !isURL {
		return dsn
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return scheme + "://…"
	}
	shown := scheme + "://" + u.Host + u.Path
	if socket := u.Query().Get("socket"); socket != "" {
		shown += "?socket=" + socket
	}
	return shown
}
