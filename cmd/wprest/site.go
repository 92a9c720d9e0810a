package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"os"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/login"
	"github.com/wprest/wprest/auth/throttle"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
)

// siteOptions say which site is opened, and how a new one is made.
type siteOptions struct {
	location
	title   string // of a new site
	chosen  string // address by flag, or ""
	derived string // address where nobody has chosen one
	log     *slog.Logger
	// announce is given the secrets of a new site as soon as that exists.
	announce func(*secrets)
}

// A site is put together and ready to be served.
type site struct {
	db      *wpdb.DB
	uploads *os.Root
	api     *wprest.Server
	handler http.Handler
	home    string // its address
	stop    func() // ends what runs beside requests
}

// openSite opens a site, which it makes if it is not there.
func openSite(ctx context.Context, o siteOptions) (_ *site, err error) {
	if err := o.makeFolders(); err != nil {
		return nil, err
	}
	s := &site{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.uploads, err = os.OpenRoot(o.location.uploads()); err != nil {
		return nil, err
	}
	if s.db, err = o.open(ctx, o.log); err != nil {
		return nil, err
	}
	if err := s.settle(ctx, o); err != nil {
		return nil, err
	}
	if err := s.build(ctx, o.log); err != nil {
		return nil, err
	}
	return s, nil
}

// settle makes the database what it should be before it is served.
func (s *site) settle(ctx context.Context, o siteOptions) error {
	there, err := hasSite(ctx, s.db)
	if err != nil || !there { // no tables, or empty ones
		made, err := install(ctx, s.db, o)
		if err == nil {
			o.announce(made)
		}
		return err
	}
	if err := s.db.Create(ctx); err != nil { // tables and indexes that newer versions want
		return err
	}
	return settleAddress(ctx, s.db.Options(), o.chosen, o.derived)
}

// build makes the handler of the site.
func (s *site) build(ctx context.Context, log *slog.Logger) error {
	stored, err := s.db.Options().Options(ctx, "siteurl", "home", "blogname")
	if err != nil {
		return err
	}
	salts, err := loadSalts(ctx, s.db)
	if err != nil {
		return fmt.Errorf("keys and salts: %w", err)
	}
	siteURL := stored["siteurl"]
	s.home = stored["home"]
	accounts := s.db.Accounts()
	cookies := &auth.Cookies{Accounts: accounts, Sessions: accounts, Salts: salts, SiteURL: siteURL}
	guard := throttle.NewLogins(throttle.LoginLimits{})
	appPasswords := &auth.AppPasswordAuth{Accounts: accounts, Store: accounts, AuthorizeURL: siteURL + authorizePath, Throttle: guard}
	reg := wprest.New(wprest.Config{
		BaseURL:  s.home + "/wp-json",
		Auth:     []wprest.Authenticator{cookies, appPasswords, cookies.Nonces()},
		May:      wp.Authorizer(),
		Describe: wp.Describe(s.db.Options()),
		Logger:   log,
	})
	reg.Namespace("oembed/1.0") // before wp/v2, as WordPress lists it
	site := wp.Mount(reg, wp.Config{
		Stores:       s.db.Stores(),
		AppPasswords: appPasswords,
		Salts:        salts,
		Text:         text.Options{Home: s.home},
	})
	if s.api, err = reg.Build(); err != nil {
		return err
	}
	if err := site.EnsureDefaultTerms(ctx); err != nil {
		return err
	}
	pages, err := newPages(s, siteURL, log)
	if err != nil {
		return err
	}
	logins := &login.Pages{
		Cookies: cookies, AppPasswords: appPasswords, Accounts: accounts, Throttle: guard,
		Title: stored["blogname"], Local: isLocal(s.home), Logger: log,
	}
	s.handler = s.db.CheckOncePerRequest(s.api.Wrap(announce(s.api, logins.Wrap(pages))))
	s.stop = schedule(context.WithoutCancel(ctx), site, log)
	return nil
}

// announce tells clients on every page where the API is.
func announce(api *wprest.Server, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", api.DiscoveryLink())
		next.ServeHTTP(w, r)
	})
}

// isLocal reports whether the site is on this machine, where applications may be
// let in over plain http.
func isLocal(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// Close closes what the site has open.
func (s *site) Close() error {
	var errs []error
	if s.stop != nil {
		s.stop()
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.uploads != nil {
		errs = append(errs, s.uploads.Close())
	}
	return errors.Join(errs...)
}
