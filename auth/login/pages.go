package login

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// Accounts is what the pages change in accounts. Implementations must be safe for
// concurrent use.
type Accounts interface {
	auth.PasswordStore
	// ActivationKey returns what is stored of the key to choose a new password,
	// "" for none.
	ActivationKey(ctx context.Context, user int64) (string, error)
	SetActivationKey(ctx context.Context, user int64, stored string) error
}

// Pages are the pages of one site. They are safe for concurrent use while they
// are not changed.
type Pages struct {
	// Cookies logs people in. It must be set, with Sessions that are an
	// auth.SessionStore.
	Cookies *auth.Cookies
	// AppPasswords are what applications are let in with; its Store should be
	// an auth.AppPasswordStore. Nil: they are not let in.
	AppPasswords *auth.AppPasswordAuth
	// Accounts takes new passwords. Nil: hashes of older forms stay as they
	// are, and nobody can choose a new password.
	Accounts Accounts
	// Title is the name of the site, for the titles of the pages.
	Title string
	// Locale is the language of the site, for addresses; "" is en_US.
	Locale string
	// Local says that applications may be reached over plain http.
	Local bool
	// Throttle makes those wait who guess passwords, with status 429; nil:
	// nobody waits.
	Throttle auth.Throttle
	// Mail sends who forgot the password the address of a page to choose
	// another; nil: the site does not offer it.
	Mail func(ctx context.Context, to *auth.Account, address string) error
	// Logger takes what goes wrong on the server's side. The default is
	// slog.Default().
	Logger *slog.Logger
}

// Wrap returns a handler that serves all pages at their addresses, and leaves the
// rest to next.
func (p *Pages) Wrap(next http.Handler) http.Handler {
	pages := map[string]http.Handler{
		p.path("wp-login.php"):                       p.Login(),
		p.path("wp-admin/authorize-application.php"): p.Authorize(),
		p.path("wp-admin/admin-ajax.php"):            p.Ajax(),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if page, ok := pages[r.URL.Path]; ok {
			page.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Login returns the page wp-login.php: the form, and what its parameter action
// names.
func (p *Pages) Login() http.Handler {
	return p.page(func(c *call) error {
		switch action := c.r.FormValue("action"); {
		case action == "logout":
			return c.logout()
		case action == "lostpassword" || action == "retrievepassword":
			return c.lostPassword()
		case action == "rp" || action == "resetpass" || c.r.URL.Query().Has("key"):
			return c.resetPassword()
		}
		return c.login()
	})
}

// Authorize returns the page wp-admin/authorize-application.php, on which a user
// gives an application a password.
func (p *Pages) Authorize() http.Handler { return p.page((*call).authorize) }

// Ajax returns the page wp-admin/admin-ajax.php, which knows the action rest-nonce
// alone.
func (p *Pages) Ajax() http.Handler { return p.page((*call).ajax) }

// A call is one request for a page.
type call struct {
	*Pages
	w http.ResponseWriter
	r *http.Request
}

// maxForm is the most bytes of a form.
const maxForm = 64 << 10

func (p *Pages) page(serve func(*call) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=UTF-8")
		h.Set("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private")
		h.Set("Expires", "Wed, 11 Jan 1984 05:00:00 GMT")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'")
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		c := &call{p, w, r}
		err := r.ParseForm()
		if err != nil {
			err = &refusal{http.StatusBadRequest, "invalid_form", "The form could not be read."}
		} else {
			err = serve(c)
		}
		if err != nil {
			c.fail(err)
		}
	})
}

// A refusal is an error that is shown on a page of its own.
type refusal struct {
	status        int
	code, message string
}

func (e *refusal) Error() string { return e.code + ": " + e.message }

// fail shows an error. One that is the server's own is logged.
func (c *call) fail(err error) {
	var refused *refusal
	if !errors.As(err, &refused) {
		log := c.Logger
		if log == nil {
			log = slog.Default()
		}
		if !errors.Is(err, context.Canceled) {
			log.ErrorContext(c.r.Context(), "login: page failed", "path", c.r.URL.Path, "error", err)
		}
		refused = &refusal{http.StatusInternalServerError, "internal_server_error", "Something went wrong on this site."}
	}
	c.write(refused.status, "message", view{Title: "Error", Errors: []problem{{refused.code, refused.message}}})
}

// path returns the path of a page of the site.
func (p *Pages) path(page string) string {
	u, err := url.Parse(p.Cookies.SiteURL)
	if err != nil {
		return "/" + page
	}
	return strings.TrimSuffix(u.Path, "/") + "/" + page
}

// address returns the whole address of a page of the site.
func (p *Pages) address(page string) string {
	return strings.TrimSuffix(p.Cookies.SiteURL, "/") + "/" + page
}

func (p *Pages) admin(page string) string { return p.address("wp-admin/" + page) }

func (p *Pages) home() string {
	if p.Cookies.HomeURL == "" {
		return strings.TrimSuffix(p.Cookies.SiteURL, "/") + "/"
	}
	return strings.TrimSuffix(p.Cookies.HomeURL, "/") + "/"
}

func (p *Pages) locale() string {
	if p.Locale == "" {
		return "en_US"
	}
	return p.Locale
}

func (p *Pages) now() time.Time {
	if p.Cookies.Now != nil {
		return p.Cookies.Now()
	}
	return time.Now()
}

// from returns the address of who asks.
func (c *call) from() string {
	if c.Cookies.Address != nil {
		return c.Cookies.Address(c.r)
	}
	return auth.RemoteIP(c.r)
}

// find returns the account of a login or an address, or nil.
func (c *call) find(name string) (*auth.Account, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return nil, nil
	}
	account, err := c.Cookies.Accounts.ByLogin(c.r.Context(), name)
	switch {
	case errors.Is(err, wprest.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("login: find account: %w", err)
	}
	return account, nil
}

// redirect sends the browser on.
func (c *call) redirect(to string) error {
	var b strings.Builder
	for i := range len(to) {
		if to[i] > ' ' && to[i] < 0x7f {
			b.WriteByte(to[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", to[i])
		}
	}
	c.w.Header().Set("Location", b.String())
	c.w.WriteHeader(http.StatusFound)
	return nil
}
