package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// postGrace is how long a cookie still holds for a POST after it expired. The
// session must not have ended, though.
const postGrace = time.Hour

// Cookies is the Authenticator of WordPress's login cookies. A cookie counts
// for REST only with a nonce of action "wp_rest" beside it, in the query, the
// form or a header:
//
//   - cookie and nonce hold: the user, with a fresh nonce as header of the
//     answer, Via "cookie" and the session's token as Token;
//   - the cookie holds and there is no nonce: nobody, whatever other
//     credentials there are;
//   - the cookie holds and the nonce does not: the *wprest.Error
//     rest_cookie_invalid_nonce, 403;
//   - the cookie does not hold: the next Authenticator is asked.
//
// It goes first in wprest.Config.Auth, and Nonces goes last. Other errors are
// those of Accounts and Sessions. It is safe for concurrent use while it is
// not changed.
type Cookies struct {
	// Accounts finds users by login. It must be set.
	Accounts Accounts
	// Sessions knows the sessions that have not ended; nil: there are none,
	// and no cookie holds.
	Sessions Sessions
	// Salts are the site's secrets; without them no cookie or nonce holds.
	Salts Salts
	// SiteURL is the option siteurl, which names the cookies.
	SiteURL string
	// HomeURL is the option home; "" is SiteURL.
	HomeURL string
	// Names are the names of those cookies that have others than CookieName
	// gives them, as WordPress's constant COOKIEHASH does.
	Names map[Scheme]string
	// Domain is what browsers are told to send cookies to; "": the host that
	// set them.
	Domain string
	// Paths are where those cookies are sent to that go elsewhere than the
	// addresses say.
	Paths map[Scheme][]string
	// Secure says whether a request came over https, and so with the
	// SecureAuth cookie; nil: whether it has TLS, or the SiteURL says https.
	Secure func(r *http.Request) bool
	// Address tells where a request came from; nil is RemoteIP.
	Address func(r *http.Request) string
	// Now tells the time; nil is time.Now.
	Now func() time.Time
}

var _ wprest.Authenticator = (*Cookies)(nil)

// Authenticate implements wprest.Authenticator.
func (c *Cookies) Authenticate(r *http.Request) (*wprest.User, error) {
	u, err := c.User(r)
	if u == nil || err != nil {
		return nil, err
	}
	nonce, given := requestNonce(r)
	if !given {
		return &wprest.User{}, nil
	}
	if u.Header, err = c.answerNonce(nonce, u.ID, u.Token); err != nil {
		return nil, err
	}
	return u, nil
}

// User returns whom the login cookies of a request name, without asking for a
// nonce, or nil when no cookie holds. Pages that only show something may trust
// it, and the page that hands out nonces does. The User's Token is what its
// nonces are made with.
func (c *Cookies) User(r *http.Request) (*wprest.User, error) {
	u, err := c.AdminUser(r)
	if u != nil || err != nil {
		return u, err
	}
	return c.userBy(r, LoggedIn)
}

// AdminUser is User for admin pages, where the cookie that goes with all requests
// to the site does not count.
func (c *Cookies) AdminUser(r *http.Request) (*wprest.User, error) {
	if c.secure(r) {
		return c.userBy(r, SecureAuth)
	}
	return c.userBy(r, Auth)
}

// userBy returns whom the cookie of a scheme names, or nil.
func (c *Cookies) userBy(r *http.Request, scheme Scheme) (*wprest.User, error) {
	account, err := c.account(r, scheme)
	if account == nil || err != nil {
		return nil, err
	}
	u := account.User
	u.Via, u.Token = ViaCookie, c.token(r)
	return &u, nil
}

// LoggedInCookie returns the cookie that logs an account in for REST and the
// pages of the site, until the browser is closed. The session of the token
// must be stored, with the same end. The Path is that of SiteURL.
func (c *Cookies) LoggedInCookie(a *Account, token string, expires time.Time) *http.Cookie {
	cookie := c.cookieOf(LoggedIn, a, token, expires)
	cookie.Path = pathOf(c.SiteURL)
	cookie.Secure = strings.HasPrefix(c.SiteURL, "https:")
	return cookie
}

// account returns whose a request's cookie of a scheme is, or nil.
func (c *Cookies) account(r *http.Request, scheme Scheme) (*Account, error) {
	sent, ok := c.cookie(r, scheme)
	if !ok || c.Sessions == nil {
		return nil, nil
	}
	now := clock(c.Now)
	expires, err := strconv.ParseInt(sent.expiration, 10, 64)
	if err != nil {
		return nil, nil
	}
	oldest := now
	if r.Method == http.MethodPost {
		oldest = now.Add(-postGrace)
	}
	if expires < oldest.Unix() {
		return nil, nil
	}
	account, err := found(c.Accounts.ByLogin(r.Context(), sent.login))
	if account == nil || err != nil {
		return nil, err
	}
	mac, ok := c.Salts.cookieMAC(scheme, sent, account.PasswordHash)
	if !ok || !equal(mac, sent.mac) {
		return nil, nil
	}
	if live, err := c.live(r.Context(), account.ID, sent.token, now); err != nil || !live {
		return nil, err
	}
	return account, nil
}

// live reports whether a session goes on.
func (c *Cookies) live(ctx context.Context, user int64, token string, now time.Time) (bool, error) {
	ends, err := c.Sessions.Session(ctx, user, SessionVerifier(token))
	switch {
	case errors.Is(err, wprest.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("auth: session of %d: %w", user, err)
	}
	return ends.Unix() >= now.Unix(), nil
}

// name returns the name of the cookie of a scheme.
func (c *Cookies) name(scheme Scheme) string {
	if name := c.Names[scheme]; name != "" {
		return name
	}
	return CookieName(scheme, c.SiteURL)
}

// cookie returns a request's cookie of a scheme.
func (c *Cookies) cookie(r *http.Request, scheme Scheme) (cookie, bool) {
	sent, err := r.Cookie(c.name(scheme))
	if err != nil {
		return cookie{}, false
	}
	value, err := url.QueryUnescape(sent.Value)
	if err != nil {
		value = sent.Value
	}
	return parseCookie(value)
}

// token returns the session token of a request's LoggedIn cookie, whether that
// holds or not.
func (c *Cookies) token(r *http.Request) string {
	sent, _ := c.cookie(r, LoggedIn)
	return sent.token
}

func (c *Cookies) secure(r *http.Request) bool {
	if c.Secure != nil {
		return c.Secure(r)
	}
	return r.TLS != nil || strings.HasPrefix(c.SiteURL, "https:")
}
