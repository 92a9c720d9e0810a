package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/wprest/wprest/storage/wpdb"
)

// A location says where a site is kept.
type location struct{ data, db string }

func (l *location) declare(flags *flag.FlagSet, env environment) {
	flags.StringVar(&l.data, "data", cmp.Or(env.getenv("WPREST_DATA"), "./data"), "FOLDER|of the site, for its database and uploads|WPREST_DATA")
	flags.StringVar(&l.db, "db", env.getenv("WPREST_DB"), "FILE|of the database, if it is not wprest.db in the data folder|WPREST_DB")
}

// dsn returns what names the database.
func (l *location) dsn() string { return cmp.Or(l.db, filepath.Join(l.data, "wprest.db")) }

func (l *location) uploads() string { return filepath.Join(l.data, "uploads") }

// makeFolders makes the folders of the site. What is in them is for its owner
// alone: the database holds password hashes and keys.
func (l *location) makeFolders() error {
	if err := os.MkdirAll(l.data, 0o700); err != nil {
		return err
	}
	return os.MkdirAll(l.uploads(), 0o755)
}

// open opens the database; the caller closes it.
func (l *location) open(ctx context.Context, log *slog.Logger) (*wpdb.DB, error) {
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: l.dsn(), Logger: log})
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", l.dsn(), err)
	}
	return db, nil
}

// with calls f with the database of a site that is there already.
func (l *location) with(ctx context.Context, f func(db *wpdb.DB) error) (err error) {
	if file := strings.TrimPrefix(l.dsn(), "sqlite:"); !strings.Contains(file, ":") || filepath.VolumeName(file) != "" {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no site at %s; wprest serve makes one, --data or --db name another", file)
		}
	}
	db, err := l.open(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	switch there, err := hasSite(ctx, db); {
	case err != nil:
		return fmt.Errorf("the database %s holds no site: %w", l.dsn(), err)
	case !there:
		return fmt.Errorf("the database %s holds no site", l.dsn())
	}
	return f(db)
}

// hasSite reports whether a database holds a site. It fails for one without
// tables.
func hasSite(ctx context.Context, db *wpdb.DB) (bool, error) {
	options, err := db.Options().Options(ctx, "siteurl")
	return options["siteurl"] != "", err
}
