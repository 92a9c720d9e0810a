package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// testSessions logs in on one server and is logged in on all, until the password
// is changed on another; and guesses passwords on all in turn.
func testSessions(t *testing.T, f *fleet) {
	cookies := f.logIn(0, f.loginPassword, http.StatusFound)
	for i := range f.servers {
		nonce := f.page(i, "/wp-admin/admin-ajax.php?action=rest-nonce", cookies, "")
		if me := f.page(i, "/wp-json/wp/v2/users/me", cookies, nonce); !strings.Contains(me, `"slug":"admin"`) {
			t.Errorf("server %d does not know the session: %s", i, me)
		}
	}
	if status, answer, err := f.ask(t.Context(), "POST", "/wp/v2/users/1", map[string]any{"password": "another one"}); err != nil || status != http.StatusOK {
		t.Errorf("%d %v %v", status, answer, err)
	}
	for i := range f.servers {
		if me := f.page(i, "/wp-json/wp/v2/users/me", cookies, ""); !strings.Contains(me, "rest_not_logged_in") {
			t.Errorf("server %d knows a session that has ended: %s", i, me)
		}
	}
	const allowed = 10 // the default of throttle.LoginLimits
	for i := range allowed {
		f.logIn(i%len(f.servers), "guess", http.StatusOK)
	}
	for i := range f.servers {
		f.logIn(i, "another one", http.StatusTooManyRequests)
	}
}

// logIn sends the login form to a server and returns the cookies.
func (f *fleet) logIn(i int, password string, want int) []*http.Cookie {
	f.t.Helper()
	form := url.Values{"log": {"admin"}, "pwd": {password}, "testcookie": {"1"}}
	r, err := http.NewRequestWithContext(f.t.Context(), http.MethodPost, f.servers[i].base+"/wp-login.php", strings.NewReader(form.Encode()))
	if err != nil {
		f.t.Fatal(err)
	}
	r.Host = "fleet.example"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "wordpress_test_cookie", Value: "WP%20Cookie%20check"})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != want {
		f.t.Errorf("log in on server %d: %d, want %d, %v\n%.500s", i, answer.StatusCode, want, err, body)
	}
	return answer.Cookies()
}

// page gets a page of a server with cookies and a nonce.
func (f *fleet) page(i int, path string, cookies []*http.Cookie, nonce string) string {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), http.MethodGet, f.servers[i].base+path, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	r.Host = "fleet.example"
	for _, c := range cookies {
		r.AddCookie(c)
	}
	if nonce != "" {
		r.Header.Set("X-WP-Nonce", nonce)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return string(body)
}
