package auth

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"
)

// A site may give its cookies names and a reach of its own.
func TestCookieNamesOfTheSite(t *testing.T) {
	t.Parallel()
	c := newCookies(newSite(), 1800000000)
	c.Names = map[Scheme]string{LoggedIn: "wordpress_logged_in_c0ffee"}
	c.Domain = "example.org"
	c.Paths = map[Scheme][]string{LoggedIn: {"/blog/", "/"}}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	value := siteSalts().Cookie(LoggedIn, "author", authorHash, "tok-1", time.Unix(1900000000, 0))
	r.Header.Set("Cookie", "wordpress_logged_in_c0ffee="+url.QueryEscape(value))
	if u, err := c.User(r); err != nil || !u.Known() {
		t.Errorf("by its own name: %v, %v", u, err)
	}
	r.Header.Set("Cookie", CookieName(LoggedIn, siteURL)+"="+url.QueryEscape(value))
	if u, err := c.User(r); err != nil || u != nil {
		t.Errorf("by the usual name: %v, %v", u, err)
	}
	h := http.Header{}
	c.Clear(h)
	var got []string
	for _, cookie := range (&http.Response{Header: h}).Cookies() {
		got = append(got, cookie.Name+" "+cookie.Domain+cookie.Path)
	}
	want := []string{
		CookieName(Auth, siteURL) + " example.org/wp-admin", CookieName(Auth, siteURL) + " example.org/wp-content/plugins",
		CookieName(SecureAuth, siteURL) + " example.org/wp-admin", CookieName(SecureAuth, siteURL) + " example.org/wp-content/plugins",
		"wordpress_logged_in_c0ffee example.org/blog/", "wordpress_logged_in_c0ffee example.org/",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Clear: %q, want %q", got, want)
	}
}
