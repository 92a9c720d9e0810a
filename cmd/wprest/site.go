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
	"strings"

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
	proxied bool   // there is a proxy in front
	log     *slog.Logger
	// announce is given the secrets of a new site as soon as that exists.
	announce func(*secrets)
}

// A site is put together and ready to be served.
type site struct {
	*place
	db      *wpdb.DB
	own     bool     // made by wprest, which may alter the tables
	uploads *os.Root // nil: they cannot be read
	api     *wprest.Server
	handler http.Handler
	siteURL string                     // its address
	home    string                     // the address of its pages
	stop    func()                     // ends what runs beside requests
	address func(*http.Request) string // where a request comes from; nil: the connection says it
}

// openSite opens a site, which it makes if it is not there. A WordPress that goes
// on is left as it is.
func openSite(ctx context.Context, o siteOptions) (_ *site, err error) {
	s := &site{}
	if o.proxied {
		s.address = forwardedFor
	}
	if s.place, err = o.place(o.log); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.config == nil {
		if err := o.makeFolders(); err != nil {
			return nil, err
		}
		if s.uploads, err = os.OpenRoot(o.location.uploads()); err != nil {
			return nil, err
		}
	}
	if s.db, err = s.open(ctx, o.log); err != nil {
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
	switch {
	case err != nil:
		return fmt.Errorf("database %s: %w", shownDSN(s.dsn), err)
	case !there && s.config != nil:
		return s.noSite(s.db)
	case !there:
		made, err := install(ctx, s.db, o)
		if err == nil {
			s.own = true
			o.announce(made)
		}
		if !errors.Is(err, wprest.ErrConflict) { // then another server has made it meanwhile
			return err
		}
	case s.config != nil:
		return nil
	}
	stored, err := s.db.Options().Options(ctx, schemaOption)
	if err != nil {
		return err
	}
	if s.own = stored[schemaOption] != ""; s.own {
		if err := s.db.Create(ctx); err != nil { // tables and indexes that newer versions want
			return err
		}
	}
	return settleAddress(ctx, s.db.Options(), o.chosen, o.derived)
}

// build makes the handler of the site.
func (s *site) build(ctx context.Context, log *slog.Logger) error {
	stores := s.db.Stores()
	stores.Options = optionsOf(s.db, s.config)
	stored, err := stores.Options.Options(ctx, "siteurl", "home", "blogname", "permalink_structure", "upload_path", "upload_url_path")
	if err != nil {
		return err
	}
	s.siteURL, s.home = strings.TrimRight(stored["siteurl"], "/"), strings.TrimRight(stored["home"], "/")
	salts, err := s.salts(ctx, stores.Options, log)
	if err != nil {
		return fmt.Errorf("keys and salts: %w", err)
	}
	cookies, appPasswords := s.authenticators(salts)
	reg := wprest.New(wprest.Config{
		BaseURL:  apiAddress(s.home, stored["permalink_structure"]),
		Auth:     []wprest.Authenticator{cookies, appPasswords, cookies.Nonces()},
		May:      wp.Authorizer(),
		Describe: wp.Describe(stores.Options),
		Logger:   log,
	})
	reg.Namespace("oembed/1.0") // before wp/v2, as WordPress lists it
	mounted := wp.Mount(reg, s.mountConfig(wp.Config{
		Stores: stores, Cookies: cookies, AppPasswords: appPasswords, Salts: salts, Text: text.Options{Home: s.home}, ClientIP: s.address,
	}))
	if s.api, err = reg.Build(); err != nil {
		return err
	}
	if s.own {
		if err := mounted.EnsureDefaultTerms(ctx); err != nil {
			return err
		}
	}
	others, err := s.others(stored, cookies, appPasswords, log)
	if err != nil {
		return err
	}
	s.handler = s.db.CheckOncePerRequest(s.api.Wrap(others))
	s.stop = schedule(context.WithoutCancel(ctx), mounted, log)
	return nil
}

// salts returns the secrets of the site.
func (s *site) salts(ctx context.Context, options wp.OptionStore, log *slog.Logger) (auth.Salts, error) {
	if s.own {
		return loadSalts(ctx, s.db)
	}
	salts, err := readSalts(ctx, options, s.config)
	switch {
	case err != nil:
	case s.config == nil:
		borrowSalts(&salts, log)
	case salts.LoggedInKey == "" || salts.NonceKey == "":
		log.Warn("some keys and salts are neither in wp-config.php nor in the database, so cookies or nonces of PHP's do not count", "file", s.config.File)
	}
	return salts, err
}

// authenticators returns what knows people by cookies and by application
// passwords.
func (s *site) authenticators(salts auth.Salts) (*auth.Cookies, *auth.AppPasswordAuth) {
	accounts := s.db.Accounts()
	limits := throttle.LoginLimits{}
	if s.own && s.db.OnServer() { // all servers count together; others' options are left alone
		limits.Store = s.db.Throttle()
	}
	cookies := &auth.Cookies{Accounts: accounts, Sessions: accounts, Salts: salts, SiteURL: s.siteURL, HomeURL: s.home, Address: s.address}
	appPasswords := &auth.AppPasswordAuth{
		Accounts: accounts, Store: accounts, AuthorizeURL: s.siteURL + authorizePath, Throttle: throttle.NewLogins(limits), Address: s.address,
	}
	if s.config != nil {
		configureCookies(cookies, s.config.Cookies)
		appPasswords.Available = s.overTLS
	}
	return cookies, appPasswords
}

// overTLS reports whether WordPress takes application passwords with a request. A
// proxy has opened what came over https.
func (s *site) overTLS(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(s.siteURL, "https:") || s.config.EnvironmentType == "local" || isLocal(s.home)
}

// mountConfig adds what wp-config.php says.
func (s *site) mountConfig(c wp.Config) wp.Config {
	if s.config == nil {
		return c
	}
	switch n := s.config.PostRevisions; {
	case n > 0:
		c.MaxRevisions = n
	case n == 0:
		c.MaxRevisions = -1
	}
	c.NoTrash = s.config.EmptyTrashDays == 0
	return c
}

// apiAddress returns the address of the API of a site with a structure of
// permalinks. Sites whose permalinks need no rewriting have it below index.php.
func apiAddress(home, structure string) string {
	if structure == "" || strings.HasPrefix(strings.TrimLeft(structure, "/"), "index.php") {
		return home + "/index.php?rest_route=/"
	}
	return home + "/wp-json"
}

// others returns what serves the addresses that are not the API's.
func (s *site) others(stored map[string]string, cookies *auth.Cookies, appPasswords *auth.AppPasswordAuth, log *slog.Logger) (http.Handler, error) {
	if s.config != nil {
		return s.besidePHP(stored, log), nil
	}
	pages, err := newPages(s, s.siteURL, log)
	if err != nil {
		return nil, err
	}
	logins := &login.Pages{
		Cookies: cookies, AppPasswords: appPasswords, Accounts: s.db.Accounts(), Throttle: appPasswords.Throttle,
		Title: stored["blogname"], Local: isLocal(s.home), Logger: log,
	}
	return announce(s.api, logins.Wrap(pages)), nil
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
