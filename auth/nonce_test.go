package auth

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// The vectors were made by WordPress.
func TestNonceVectors(t *testing.T) {
	t.Parallel()
	at := time.Unix(1800000000, 0)
	if got := tick(at); got != 41667 {
		t.Errorf("tick = %d", got)
	}
	if tick(time.Unix(43200, 0)) != 1 || tick(time.Unix(43201, 0)) != 2 {
		t.Error("ticks are to be rounded up")
	}
	before := at.Add(-12 * time.Hour)
	s := siteSalts()
	for _, test := range []struct {
		action string
		uid    int64
		token  string
		at     time.Time
		want   string
	}{
		{"wp_rest", 2, siteToken, at, "f24f3aa7e7"},
		{"wp_rest", 2, siteToken, before, "98973563f1"},
		{"wp_rest", 0, "", at, "32c64d84cc"},
		{"wp_rest", 0, "", before, "d1cfd2d82a"},
		{"authorize_application_password", 2, siteToken, at, "97cb276b61"},
		{"wp_rest", 3, "tok-1", at, "886beda578"},
	} {
		if got := s.Nonce(test.action, test.uid, test.token, test.at); got != test.want {
			t.Errorf("Nonce(%q, %d, %q) = %s, want %s", test.action, test.uid, test.token, got, test.want)
		}
		age := 1
		if test.at.Equal(before) {
			age = 2
		}
		if got := s.VerifyNonce(test.want, test.action, test.uid, test.token, at); got != age {
			t.Errorf("VerifyNonce(%q) = %d, want %d", test.want, got, age)
		}
		if got := s.VerifyNonce(test.want, test.action, test.uid, test.token, test.at.Add(24*time.Hour)); got != 0 {
			t.Errorf("VerifyNonce(%q) a day after = %d", test.want, got)
		}
	}
	if (Salts{}).Nonce("wp_rest", 0, "", at) != "" || (Salts{}).VerifyNonce("", "wp_rest", 0, "", at) != 0 {
		t.Error("without salts no nonce is to hold")
	}
	if a, b := NewSalts(), NewSalts(); a == b || len(a.NonceKey) != 64 {
		t.Errorf("NewSalts = %+v", a)
	}
}

func TestNonces(t *testing.T) {
	t.Parallel()
	const now = 1800000000
	forged := CookieName(LoggedIn, siteURL) + "=author%7C1%7Ctok-x%7C0"
	ofForged := siteSalts().Nonce("wp_rest", 0, "tok-x", time.Unix(now, 0))
	tests := []struct {
		name   string
		change func(*http.Request)
		want   string // the nonce answered, "refused" or ""
	}{
		{"none", func(*http.Request) {}, ""},
		{"of nobody", func(r *http.Request) { r.Header.Set("X-WP-Nonce", "32c64d84cc") }, "32c64d84cc"},
		{"of the tick before", func(r *http.Request) { r.Header.Set("X-WP-Nonce", "d1cfd2d82a") }, "32c64d84cc"},
		{"query", func(r *http.Request) { r.URL.RawQuery = "_wpnonce=32c64d84cc" }, "32c64d84cc"},
		{"query, read already", func(r *http.Request) { r.Form = url.Values{"_wpnonce": {"32c64d84cc"}} }, "32c64d84cc"},
		{"wrong", func(r *http.Request) { r.Header.Set("X-WP-Nonce", "0123456789") }, "refused"},
		{"empty", func(r *http.Request) { r.Header.Set("X-WP-Nonce", "") }, "refused"},
		{"empty query", func(r *http.Request) { r.URL.RawQuery = "_wpnonce=" }, "refused"},
		{"of a user whose cookie ended", func(r *http.Request) {
			r.Header.Set("Cookie", forged)
			r.Header.Set("X-WP-Nonce", siteSalts().Nonce("wp_rest", 3, "tok-x", time.Unix(now, 0)))
		}, "refused"},
		{"of nobody, beside a cookie", func(r *http.Request) {
			r.Header.Set("Cookie", forged)
			r.Header.Set("X-WP-Nonce", "32c64d84cc")
		}, "refused"},
		{"of the token of a cookie that does not hold", func(r *http.Request) {
			r.Header.Set("Cookie", forged)
			r.Header.Set("X-WP-Nonce", ofForged)
		}, ofForged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/wp-json/wp/v2/posts", nil)
			test.change(r)
			u, err := newCookies(newSite(), now).Nonces().Authenticate(r)
			switch test.want {
			case "refused":
				wantNonceError(t, u, err)
			case "":
				if u != nil || err != nil {
					t.Errorf("Authenticate = %+v, %v", u, err)
				}
			default:
				if err != nil || u == nil || u.Known() || u.Header.Get("X-WP-Nonce") != test.want {
					t.Errorf("Authenticate = %+v, %v, want nobody with %s", u, err, test.want)
				}
			}
		})
	}
}

// Whatever is sent, only the two nonces that the site makes hold.
func FuzzNonce(f *testing.F) {
	salts, now := siteSalts(), time.Unix(1800000000, 0)
	good := []string{salts.Nonce("wp_rest", 2, siteToken, now), salts.Nonce("wp_rest", 2, siteToken, now.Add(-nonceTick*time.Second))}
	for _, seed := range append([]string{"", "0123456789", "f24f3aa7e", "f24f3aa7e7 "}, good...) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, nonce string) {
		if age := salts.VerifyNonce(nonce, "wp_rest", 2, siteToken, now); age != 0 && nonce != good[age-1] {
			t.Errorf("%q holds", nonce)
		}
	})
}
