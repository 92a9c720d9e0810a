// Package harborsite is the conformance site "Harbor Notes" as a host of wprest:
// it registers in Go what the site's plugin registers in PHP, through the public
// API alone.
package harborsite

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/login"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// A Site is the conformance site, ready to be served.
type Site struct {
	handler http.Handler
	db      *wpdb.DB
	dir     string
}

// ServeHTTP answers REST requests, and anything else with "not found".
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close closes the database.
func (s *Site) Close() error { return s.db.Close() }

// New loads the site in the folder dir into a fresh database, and returns it. It
// is in memory unless dsn names a database server, where it is made beside the
// database of dsn. It ends with the site.
func New(ctx context.Context, dir, dsn string) (*Site, error) {
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: cmp.Or(dsn, ":memory:"), Temporary: true, ObjectTypes: objectTypes})
	if err != nil {
		return nil, err
	}
	if err := load(ctx, db, dir); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return serve(ctx, db, dir)
}

// load makes the tables of the site and fills them.
func load(ctx context.Context, db *wpdb.DB, dir string) error {
	if err := db.Create(ctx); err != nil {
		return err
	}
	return db.LoadTables(ctx, os.DirFS(filepath.Join(dir, "tables")))
}

// Clone returns a copy of the site with a fresh database of its own: quicker
// than New for tests that each want a fresh site.
func (s *Site) Clone(ctx context.Context) (*Site, error) {
	db, err := s.db.Clone(ctx)
	if err != nil {
		return nil, err
	}
	return serve(ctx, db, s.dir)
}

// serve makes a site of a database, which ends with it.
func serve(ctx context.Context, db *wpdb.DB, dir string) (*Site, error) {
	site, err := build(ctx, db, dir)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return site, nil
}

func build(ctx context.Context, db *wpdb.DB, dir string) (*Site, error) {
	options, err := db.Options().Options(ctx, "siteurl", "home")
	if err != nil {
		return nil, err
	}
	config := siteConfig(db)
	config.Stores.Options = wp.FixOptions(config.Stores.Options, options) // as WP_SITEURL and WP_HOME
	accounts := db.Accounts()
	cookies := &auth.Cookies{Accounts: accounts, Sessions: accounts, Salts: salts(), SiteURL: options["siteurl"], HomeURL: options["home"]}
	appPasswords := &auth.AppPasswordAuth{Accounts: accounts, Store: accounts, AuthorizeURL: options["siteurl"] + "/wp-admin/authorize-application.php"}
	reg := wprest.New(wprest.Config{
		BaseURL: options["home"] + "/wp-json",
		Auth: []wprest.Authenticator{
			cookies,
			appPasswords,
			cookies.Nonces(),
		},
		May:      wp.Authorizer(),
		Describe: wp.Describe(config.Stores.Options),
	})
	reg.Namespace("oembed/1.0")
	registerRoutes(reg)
	config.AppPasswords, config.Cookies = appPasswords, cookies
	config.Text.Home = options["home"]
	if config.Templates, err = themeTemplates(os.DirFS(filepath.Join(dir, "themes", "harbor"))); err != nil {
		return nil, err
	}
	mounted := wp.Mount(reg, config)
	registerFields(mounted, db)
	if err := mounted.Shortcodes.Register("knots", knots); err != nil {
		return nil, err
	}
	srv, err := reg.Build()
	if err != nil {
		return nil, err
	}
	pages := &login.Pages{Cookies: cookies, AppPasswords: appPasswords, Accounts: accounts, Title: "Harbor Notes", Local: true}
	handler := db.CheckOncePerRequest(srv.Wrap(pages.Wrap(http.NotFoundHandler())))
	return &Site{handler: handler, db: db, dir: dir}, nil
}

// salts are those of the recorded site, so that its cookies and nonces hold.
func salts() auth.Salts {
	const digits = "0123456789abcdef0123456789abcdef"
	key := func(kind string) string { return "conformance-" + kind + "-key-" + digits }
	salt := func(kind string) string { return "conformance-" + kind + "-salt-" + digits }
	return auth.Salts{
		AuthKey: key("AUTH"), AuthSalt: salt("AUTH"),
		SecureAuthKey: key("SECURE_AUTH"), SecureAuthSalt: salt("SECURE_AUTH"),
		LoggedInKey: key("LOGGED_IN"), LoggedInSalt: salt("LOGGED_IN"),
		NonceKey: key("NONCE"), NonceSalt: salt("NONCE"),
	}
}
