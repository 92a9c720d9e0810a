package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

const (
	// sessionLife is how long a login session lasts, and longSessionLife that
	// of people who want to be remembered.
	sessionLife     = 2 * 24 * time.Hour
	longSessionLife = 14 * 24 * time.Hour
	// cookieGrace is how much longer than its session a cookie is kept by the
	// browser, so that a POST of the last hours is not lost in silence.
	cookieGrace = 12 * time.Hour
)

// A Session is a login as it is stored.
type Session struct {
	// Verifier stands for the token, see SessionVerifier.
	Verifier string
	// Expires is when it ends, Login when it began.
	Expires, Login time.Time
	// IP and UserAgent tell where it began.
	IP, UserAgent string
}

// A SessionStore can begin and end sessions too. Implementations must be safe for
// concurrent use.
type SessionStore interface {
	Sessions
	// UserSessions returns the sessions of a user that have not ended.
	UserSessions(ctx context.Context, user int64) ([]Session, error)
	// AddSession stores a session, and drops those that have ended.
	AddSession(ctx context.Context, user int64, s Session) error
	// EndSession removes a session, if it is there; "" stands for all of them.
	EndSession(ctx context.Context, user int64, verifier string) error
}

// LogIn begins a session of an account and adds its cookies to the header of an
// answer. With remember the browser keeps them when it is closed. Sessions must
// be a SessionStore. The error is that of the store.
func (c *Cookies) LogIn(h http.Header, r *http.Request, a *Account, remember bool) error {
	store, ok := c.Sessions.(SessionStore)
	if !ok {
		return fmt.Errorf("auth: begin session: %w", wprest.ErrUnsupported)
	}
	now := clock(c.Now)
	s := Session{Expires: now.Add(sessionLife), Login: now, IP: address(r, c.Address), UserAgent: r.UserAgent()}
	if remember {
		s.Expires = now.Add(longSessionLife)
	}
	token := NewSessionToken()
	s.Verifier = SessionVerifier(token)
	if err := store.AddSession(r.Context(), a.ID, s); err != nil {
		return fmt.Errorf("auth: begin session of %d: %w", a.ID, err)
	}
	c.setCookies(h, r, a, token, s.Expires, remember)
	return nil
}

// Renew adds fresh cookies for the session of a request to the header of its
// answer, as the password that the old ones hold a piece of was changed. It does
// nothing for a request without a session. Errors are those of Accounts.
func (c *Cookies) Renew(h http.Header, r *http.Request, user int64) error {
	sent, ok := c.cookie(r, LoggedIn)
	if !ok {
		return nil
	}
	account, err := found(c.Accounts.ByID(r.Context(), user))
	if err != nil || account == nil {
		return err
	}
	expires, err := c.Sessions.Session(r.Context(), user, SessionVerifier(sent.token))
	if errors.Is(err, wprest.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("auth: session of %d: %w", user, err)
	}
	// What the browser was told is not known: a long session was to be kept.
	c.setCookies(h, r, account, sent.token, expires, expires.Sub(clock(c.Now)) > sessionLife)
	return nil
}

// LogOut ends the session of a request and takes its cookies back. Errors are
// those of Accounts and Sessions.
func (c *Cookies) LogOut(h http.Header, r *http.Request) error {
	c.Clear(h)
	u, err := c.User(r)
	store, ok := c.Sessions.(SessionStore)
	if err != nil || u == nil || !ok {
		return err
	}
	if err := store.EndSession(r.Context(), u.ID, SessionVerifier(u.Token)); err != nil {
		return fmt.Errorf("auth: end session of %d: %w", u.ID, err)
	}
	return nil
}

// Clear takes the cookies of a login back.
func (c *Cookies) Clear(h http.Header) {
	for _, scheme := range []Scheme{Auth, SecureAuth, LoggedIn} {
		for _, path := range c.paths(scheme) {
			addCookie(h, &http.Cookie{Name: c.name(scheme), Value: "%20", Path: path, Domain: c.Domain, MaxAge: -1, Expires: time.Unix(1, 0)})
		}
	}
}

func (c *Cookies) setCookies(h http.Header, r *http.Request, a *Account, token string, expires time.Time, remember bool) {
	secure := c.secure(r)
	admin := Auth
	if secure {
		admin = SecureAuth
	}
	for _, scheme := range []Scheme{admin, LoggedIn} {
		cookie := c.cookieOf(scheme, a, token, expires)
		cookie.Secure = secure && (scheme != LoggedIn || strings.HasPrefix(c.home(), "https:"))
		if remember {
			cookie.Expires = expires.Add(cookieGrace)
		}
		for _, path := range c.paths(scheme) {
			cookie.Path = path
			addCookie(h, cookie)
		}
	}
}

// cookieOf returns the cookie of a scheme, without its path.
func (c *Cookies) cookieOf(scheme Scheme, a *Account, token string, expires time.Time) *http.Cookie {
	value := c.Salts.Cookie(scheme, a.Login, a.PasswordHash, token, expires)
	return &http.Cookie{
		Name:     c.name(scheme),
		Value:    strings.ReplaceAll(url.QueryEscape(value), "+", "%20"),
		Domain:   c.Domain,
		HttpOnly: true,
	}
}

// paths lists where a cookie of a scheme is sent to.
func (c *Cookies) paths(scheme Scheme) []string {
	if paths := c.Paths[scheme]; len(paths) > 0 {
		return paths
	}
	site := pathOf(c.SiteURL)
	if scheme != LoggedIn {
		return []string{site + "wp-admin", site + "wp-content/plugins"}
	}
	if home := pathOf(c.home()); home != site {
		return []string{home, site}
	}
	return []string{site}
}

func (c *Cookies) home() string {
	if c.HomeURL == "" {
		return c.SiteURL
	}
	return c.HomeURL
}

// pathOf returns the path of an address, with a slash at its end.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	return strings.TrimSuffix(u.Path, "/") + "/"
}

func addCookie(h http.Header, cookie *http.Cookie) {
	if text := cookie.String(); text != "" {
		h.Add("Set-Cookie", text)
	}
}

// RemoteIP returns the address that a request came from, without port. It is that
// of a proxy, if there is one.
func RemoteIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
