package auth

import (
	"crypto/md5"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
)

const (
	editorHash = "$wp$2y$10$HjL0GX5apwT/jtDXz0nRx.YR0v4C5Liqh24FdCSAcuTNLOJTsAP.G"
	authorHash = "$wp$2y$10$tQybKxdY6gYIKP7VYg29wOZFlSigTymTpDrGG1NQblHKzcrvQBgaS"
)

// The vectors were made by WordPress.
func TestCookieVectors(t *testing.T) {
	t.Parallel()
	end := time.Unix(1800000000, 0)
	tests := []struct {
		name   string
		scheme Scheme
		login  string
		hash   string
		token  string
		end    time.Time
		want   string
	}{
		{"editor", LoggedIn, "editor", editorHash, siteToken, end, "ebf4b7954f7dd46cc854c25cbc89268abd8e355da6275e517e1e368fc200cf92"},
		{"editor, admin pages", Auth, "editor", editorHash, siteToken, end, "0119e7cb5f48ed21d9ce2b1e3576ed6163cc96a8f385d472f6800e2edc5f188c"},
		{"editor, admin pages over https", SecureAuth, "editor", editorHash, siteToken, end, "86092daf09495538050823b9009a3d5d152906af276398d2b627d37687242f4a"},
		{"author", LoggedIn, "author", authorHash, siteToken, end, "2c3dce7abc338f15adeade702d50ab4d134ade79b0a65d8f2852fa8cc505f743"},
		{"author, other session", LoggedIn, "author", authorHash, "tok-1", time.Unix(1900000000, 0), "4e219e41ce12b09de1c364d45fd15361cec3c38fd66ef913b6bc534cd31bfea4"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			value := siteSalts().Cookie(test.scheme, test.login, test.hash, test.token, test.end)
			c, ok := parseCookie(value)
			if !ok || c.mac != test.want || c.login != test.login || c.token != test.token {
				t.Errorf("Cookie = %s, want …|%s", value, test.want)
			}
		})
	}
	s := siteSalts()
	for secret, want := range map[string]string{
		s.LoggedInKey + s.LoggedInSalt: "6ba496c394a9939639c4af84d1f9501f",
		s.AuthKey + s.AuthSalt:         "dc129d818a6f5d1e51503c60172e78d4",
	} {
		if got := hexMAC(md5.New, secret, "editor|AP.G|1800000000|"+siteToken); got != want {
			t.Errorf("key = %s, want %s", got, want)
		}
	}
	if got := (Salts{}).Cookie(LoggedIn, "editor", editorHash, siteToken, end); got != "" {
		t.Errorf("Cookie without salts = %q", got)
	}
	if got := s.Cookie(Scheme(9), "editor", editorHash, siteToken, end); got != "" {
		t.Errorf("Cookie of no scheme = %q", got)
	}
}

func TestPasswordFragment(t *testing.T) {
	t.Parallel()
	for hash, want := range map[string]string{
		"$P$BHarborSax01234567890123456789ab": "orSa", "$2y$10$abcdefghijkl": "bcde", editorHash: "AP.G",
		"605be5befe7c9c3afe88a1ee662fe040": "e040", "$P$": "", "$2y$10$ab": "b", "x": "x", "": "",
	} {
		if got := passwordFragment(hash); got != want {
			t.Errorf("passwordFragment(%q) = %q, want %q", hash, got, want)
		}
	}
}

func TestCookieName(t *testing.T) {
	t.Parallel()
	const hash = "473c880099f4ebba446c4a65430d8811"
	for scheme, want := range map[Scheme]string{LoggedIn: "wordpress_logged_in_" + hash, Auth: "wordpress_" + hash, SecureAuth: "wordpress_sec_" + hash} {
		if got := CookieName(scheme, siteURL); got != want {
			t.Errorf("CookieName(%d) = %q, want %q", scheme, got, want)
		}
	}
}

func newCookies(s *site, now int64) *Cookies {
	return &Cookies{Accounts: s, Sessions: s, Salts: siteSalts(), SiteURL: siteURL, Now: func() time.Time { return time.Unix(now, 0) }}
}

// withCookie returns a request with an author's cookie of a session until end.
func withCookie(method, token string, end int64) *http.Request {
	r := httptest.NewRequest(method, "/wp-json/wp/v2/posts", nil)
	value := siteSalts().Cookie(LoggedIn, "author", authorHash, token, time.Unix(end, 0))
	r.Header.Set("Cookie", CookieName(LoggedIn, siteURL)+"="+url.QueryEscape(value))
	return r
}

func TestCookieHolds(t *testing.T) {
	t.Parallel()
	const now = 1799999999
	tests := []struct {
		name string
		r    *http.Request
		want bool
	}{
		{"holds", withCookie("GET", siteToken, 1800000000), true},
		{"to the second", withCookie("GET", siteToken, now), true},
		{"expired", withCookie("GET", siteToken, now-1), false},
		{"expired, POST", withCookie("POST", siteToken, now-3600), true},
		{"expired long ago, POST", withCookie("POST", siteToken, now-3601), false},
		{"session ended", withCookie("GET", "ended", 1900000000), false},
		{"session unknown", withCookie("GET", "other", 1900000000), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u, err := newCookies(newSite(), now).User(test.r)
			if err != nil || u.Known() != test.want {
				t.Errorf("User = %v, %v, want one: %t", u, err, test.want)
			}
		})
	}
}

// The values are those of case auth-cookie-refused, and some more.
func TestCookieForged(t *testing.T) {
	t.Parallel()
	name := CookieName(LoggedIn, siteURL)
	right := siteSalts().Cookie(LoggedIn, "author", authorHash, "tok-1", time.Unix(1900000000, 0))
	for _, value := range []string{
		"", "|||", "author", "author|9999999999|token", "a|b|c|d|e", "author|9999999999|token|00", "author|1|token|00", "nobody|9999999999|token|00",
		strings.Replace(right, "author|", "editor|", 1), strings.Replace(right, "|19", "|29", 1), right[:len(right)-1], right + "0",
		strings.Replace(right, "1900000000", "99999999999999999999", 1), "%zz", "author%7C9999999999%7Ct%7C%",
		siteSalts().Cookie(Auth, "author", authorHash, "tok-1", time.Unix(1900000000, 0)),
		(Salts{LoggedInKey: "x"}).Cookie(LoggedIn, "author", authorHash, "tok-1", time.Unix(1900000000, 0)),
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Cookie", name+"="+value)
		if u, err := newCookies(newSite(), 1800000000).Authenticate(r); u != nil || err != nil {
			t.Errorf("%q: %v, %v", value, u, err)
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", name+"="+right)
	c := newCookies(newSite(), 1800000000)
	if u, err := c.User(r); err != nil || !u.Known() {
		t.Errorf("not encoded: %v, %v", u, err)
	}
	c.Sessions = nil
	if u, err := c.User(r); err != nil || u != nil {
		t.Errorf("without sessions: %v, %v", u, err)
	}
	c = newCookies(newSite(), 1800000000)
	c.Salts = Salts{}
	if u, err := c.User(r); err != nil || u != nil {
		t.Errorf("without salts: %v, %v", u, err)
	}
}

func TestCookieWithNonce(t *testing.T) {
	t.Parallel()
	const now = 1799999999
	salts := siteSalts()
	at := func(seconds int64) string { return salts.Nonce("wp_rest", 3, siteToken, time.Unix(now-seconds, 0)) }
	tests := []struct {
		name    string
		change  func(*http.Request)
		status  int // 403: refused, 200: the user, 0: nobody
		comment string
	}{
		{"no nonce", func(*http.Request) {}, 0, ""},
		{"header", func(r *http.Request) { r.Header.Set("X-WP-Nonce", at(0)) }, 200, ""},
		{"of the tick before", func(r *http.Request) { r.Header.Set("X-WP-Nonce", at(43200)) }, 200, ""},
		{"too old", func(r *http.Request) { r.Header.Set("X-WP-Nonce", at(86400)) }, 403, ""},
		{"empty header", func(r *http.Request) { r.Header.Set("X-WP-Nonce", "") }, 403, ""},
		{"query", func(r *http.Request) { r.URL.RawQuery = "_wpnonce=" + at(0) }, 200, ""},
		{"empty query", func(r *http.Request) { r.URL.RawQuery = "_wpnonce=" }, 403, ""},
		{"query beats header", func(r *http.Request) {
			r.URL.RawQuery = "_wpnonce=x"
			r.Header.Set("X-WP-Nonce", at(0))
		}, 403, ""},
		{"form", func(r *http.Request) {
			r.Form = url.Values{"_wpnonce": {at(0)}}
			r.PostForm = r.Form
		}, 200, ""},
		{"of nobody", func(r *http.Request) { r.Header.Set("X-WP-Nonce", salts.Nonce("wp_rest", 0, "", time.Unix(now, 0))) }, 403, ""},
		{"of another action", func(r *http.Request) {
			r.Header.Set("X-WP-Nonce", salts.Nonce("log-out", 3, siteToken, time.Unix(now, 0)))
		}, 403, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := withCookie("GET", siteToken, 1800000000)
			test.change(r)
			u, err := newCookies(newSite(), now).Authenticate(r)
			switch test.status {
			case 403:
				wantNonceError(t, u, err)
			case 0:
				if err != nil || u == nil || u.Known() || u.Header != nil {
					t.Errorf("Authenticate = %+v, %v, want nobody", u, err)
				}
			case 200:
				if err != nil || !u.Known() || u.Via != "cookie" || u.Token != siteToken || u.Header.Get("X-WP-Nonce") != at(0) {
					t.Errorf("Authenticate = %+v, %v", u, err)
				}
			}
		})
	}
}

func wantNonceError(t *testing.T, u *wprest.User, err error) {
	t.Helper()
	var e *wprest.Error
	if u != nil || !errors.As(err, &e) || e.Code != "rest_cookie_invalid_nonce" || e.Status != http.StatusForbidden {
		t.Errorf("Authenticate = %+v, %v, want rest_cookie_invalid_nonce", u, err)
	}
}

func TestAdminCookie(t *testing.T) {
	t.Parallel()
	request := func(scheme Scheme) *http.Request {
		r := withCookie("GET", siteToken, 1800000000)
		value := siteSalts().Cookie(scheme, "editor", editorHash, siteToken, time.Unix(1800000000, 0))
		r.AddCookie(&http.Cookie{Name: CookieName(scheme, siteURL), Value: url.QueryEscape(value)})
		return r
	}
	c := newCookies(newSite(), 1799999999)
	for _, test := range []struct {
		name   string
		scheme Scheme
		https  bool
		want   int64
	}{
		{"http", Auth, false, 2}, {"https", SecureAuth, true, 2}, {"wrong one for http", SecureAuth, false, 3}, {"wrong one for https", Auth, true, 3},
	} {
		r := request(test.scheme)
		if test.https {
			r.TLS = &tls.ConnectionState{}
		}
		if u, err := c.User(r); err != nil || u.ID != test.want || u.Token != siteToken {
			t.Errorf("%s: %+v, %v", test.name, u, err)
		}
	}
	c.Secure = func(*http.Request) bool { return true }
	if u, err := c.User(request(SecureAuth)); err != nil || u.ID != 2 {
		t.Errorf("Secure: %+v, %v", u, err)
	}
}

func TestLoggedInCookie(t *testing.T) {
	t.Parallel()
	s := newSite()
	s.accounts[1].Login = "au thor"
	c := newCookies(s, 1799999999)
	c.SiteURL = "https://example.test/blog"
	made := c.LoggedInCookie(&s.accounts[1], siteToken, time.Unix(1800000000, 0))
	if made.Path != "/blog/" || !made.Secure || !made.HttpOnly || strings.ContainsAny(made.Value, "+| ") {
		t.Errorf("LoggedInCookie = %+v", made)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(made)
	if u, err := c.User(r); err != nil || !u.Known() || u.ID != 3 {
		t.Errorf("User = %+v, %v", u, err)
	}
	s.err = errBroken
	if _, err := c.Authenticate(r); !errors.Is(err, errBroken) {
		t.Errorf("Authenticate with a broken store: %v", err)
	}
}

func FuzzCookie(f *testing.F) {
	f.Add(siteSalts().Cookie(LoggedIn, "author", authorHash, siteToken, time.Unix(1800000000, 0)), "x", "POST")
	f.Add("author%7C9999999999%7Ctoken%7C00", "", "GET")
	f.Add("|||", "886beda578", "GET")
	c := newCookies(newSite(), 1799999999)
	right := siteSalts().Cookie(LoggedIn, "author", authorHash, siteToken, time.Unix(1800000000, 0))
	f.Fuzz(func(t *testing.T, value, nonce, method string) {
		r := withCookie("GET", siteToken, 0)
		r.Method = method
		r.Header.Set("Cookie", CookieName(LoggedIn, siteURL)+"="+value)
		u, err := c.User(r)
		if err != nil {
			t.Errorf("User: %v", err)
		}
		if plain, _ := url.QueryUnescape(value); u != nil && plain != right && value != right &&
			!strings.EqualFold(strings.Trim(plain, ` "`), right) && !strings.HasPrefix(plain, right) {
			t.Errorf("%q holds", value)
		}
		r.Header.Set("X-WP-Nonce", nonce)
		for _, a := range []wprest.Authenticator{c, c.Nonces()} {
			if u, err := a.Authenticate(r); err != nil && u != nil {
				t.Errorf("both %v and %v", u, err)
			}
		}
	})
}
