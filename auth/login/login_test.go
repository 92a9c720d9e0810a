package login_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/login"
	"github.com/wprest/wprest/auth/throttle"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// A fixture is a site with its pages on a server, and a browser.
type fixture struct {
	*httptest.Server
	accounts *wpdb.Accounts
	pages    *login.Pages
	browser  *http.Client
	log      *strings.Builder // of all that is logged
}

const (
	master     = "master"
	masterPass = "keel"
)

// newFixture makes a site with an administrator and a subscriber, "deck", whose
// password is "keel" too and is stored in the form of old.
func newFixture(t *testing.T, change func(*login.Pages)) *fixture {
	t.Helper()
	ctx := t.Context()
	f := &fixture{log: &strings.Builder{}}
	logger := slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: ":memory:", Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	f.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		f.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Install(ctx, wpdb.InstallOptions{SiteURL: f.URL, AdminLogin: master, AdminEmail: "master@quay.example"}); err != nil {
		t.Fatal(err)
	}
	f.accounts = db.Accounts()
	deck := wp.User{ID: 2, Login: "deck", Email: "deck@quay.example", Roles: []string{"subscriber"}}
	if err := db.Users().Create(ctx, &deck); err != nil {
		t.Fatal(err)
	}
	for id, hash := range map[int64]string{
		1: "$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG.", // quick to check
		2: "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1",
	} {
		if err := f.accounts.SetPassword(ctx, id, hash); err != nil {
			t.Fatal(err)
		}
	}
	cookies := &auth.Cookies{Accounts: f.accounts, Sessions: f.accounts, Salts: auth.NewSalts(), SiteURL: f.URL}
	passwords := &auth.AppPasswordAuth{Accounts: f.accounts, Store: f.accounts}
	f.pages = &login.Pages{Cookies: cookies, AppPasswords: passwords, Title: "Quay", Logger: logger}
	if change != nil {
		change(f.pages)
	}
	reg := wprest.New(wprest.Config{
		BaseURL: f.URL + "/wp-json", Auth: []wprest.Authenticator{cookies, passwords, cookies.Nonces()}, May: wp.Authorizer(), Logger: logger,
	})
	wp.Mount(reg, wp.Config{Stores: db.Stores(), AppPasswords: passwords, Cookies: cookies})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/", srv.Wrap(f.pages.Wrap(http.NotFoundHandler())))
	f.browser = f.newBrowser(t)
	return f
}

// newBrowser returns a browser that keeps cookies and follows no redirects.
func (f *fixture) newBrowser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// A page is an answer to the browser.
type page struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (f *fixture) send(t *testing.T, r *http.Request) page {
	t.Helper()
	resp, err := f.browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := resp.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(b.String(), "\r\n\r\n")
	return page{resp.StatusCode, resp.Header.Get("Location"), body, resp.Header}
}

func (f *fixture) get(t *testing.T, path string) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f.send(t, r)
}

// post sends a form of names and values in turn.
func (f *fixture) post(t *testing.T, path string, pairs ...string) page {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return f.send(t, r)
}

func (f *fixture) logIn(t *testing.T, pairs ...string) page {
	t.Helper()
	return f.post(t, "/wp-login.php", append([]string{"log", master, "pwd", masterPass}, pairs...)...)
}

// field returns the value of a hidden field of a page.
func (p page) field(t *testing.T, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("no field %s in %s", name, p.body)
	}
	return m[1]
}

func TestLogIn(t *testing.T) {
	f := newFixture(t, nil)
	site := f.URL
	for _, test := range []struct {
		name, password, redirect string
		location                 string
	}{
		{master, masterPass, "", site + "/wp-admin/"},
		{"MASTER@quay.example", "  " + masterPass + " ", "", site + "/wp-admin/"},
		{master, masterPass, "/wp-admin/post.php?post=1", "/wp-admin/post.php?post=1"},
		{master, masterPass, site + "/about/", site + "/about/"},
		{master, masterPass, "wp-admin/", "wp-admin/"},
		{master, masterPass, "https://elsewhere.example/", site + "/wp-admin/"},
		{master, masterPass, "//elsewhere.example/", site + "/wp-admin/"},
		{master, masterPass, "///elsewhere.example/", site + "/wp-admin/"},
		{master, masterPass, `/\elsewhere.example/`, "/elsewhere.example/"},
		{master, masterPass, "http:elsewhere.example", site + "/wp-admin/"},
		{master, masterPass, "javascript:alert(1)", site + "/wp-admin/"},
		{master, masterPass, "https://127.0.0.1@elsewhere.example/", site + "/wp-admin/"},
		{master, masterPass, "/a\r\nSet-Cookie: x=y", "/aSet-Cookie:x=y"},
		{"deck", "keel", site + "/wp-admin/", site + "/wp-admin/profile.php"},
	} {
		p := f.post(t, "/wp-login.php", "log", test.name, "pwd", test.password, "redirect_to", test.redirect)
		if p.status != http.StatusFound || p.location != test.location {
			t.Errorf("%s to %q: %d %s", test.name, test.redirect, p.status, p.location)
		}
	}
}

func TestLogInRefused(t *testing.T) {
	f := newFixture(t, nil)
	for _, test := range []struct{ name, password, codes string }{
		{master, "wrong", "incorrect_password"},
		{"nobody", "wrong", "invalid_username"},
		{"nobody@quay.example", "wrong", "invalid_email"},
		{master, "", "empty_password"},
		{"", "x", "empty_username"},
		{"", "", "empty_username empty_password"},
		{`"><script>`, "x", "invalid_username"},
	} {
		p := f.post(t, "/wp-login.php", "log", test.name, "pwd", test.password)
		var codes []string
		for _, m := range regexp.MustCompile(`class="problem (\w+)"`).FindAllStringSubmatch(p.body, -1) {
			codes = append(codes, m[1])
		}
		if got := strings.Join(codes, " "); p.status != http.StatusOK || got != test.codes || strings.Contains(p.body, "<script") {
			t.Errorf("%q: %d %q", test.name, p.status, got)
		}
		if len(p.header.Values("Set-Cookie")) > 0 {
			t.Errorf("%q: cookies %v", test.name, p.header.Values("Set-Cookie"))
		}
	}
	if p := f.logIn(t, "testcookie", "1"); p.status != http.StatusOK || !strings.Contains(p.body, "test_cookie") {
		t.Errorf("without the test cookie: %d %s", p.status, p.body)
	}
	if p := f.get(t, "/wp-login.php"); p.status != http.StatusOK || !strings.Contains(p.body, `name="log"`) {
		t.Errorf("the form: %d %s", p.status, p.body)
	}
	if p := f.logIn(t, "testcookie", "1", "interim-login", "1"); p.status != http.StatusOK || !strings.Contains(p.body, "interim-login-success") {
		t.Errorf("interim login: %d %s", p.status, p.body)
	}
}

// The cookies of a login are good for the API with a nonce, until its end.
func TestSession(t *testing.T) {
	f := newFixture(t, nil)
	ctx := context.Background()
	if p := f.get(t, "/wp-admin/admin-ajax.php?action=rest-nonce"); p.status != http.StatusBadRequest || p.body != "0" {
		t.Errorf("nonce for nobody: %d %s", p.status, p.body)
	}
	p := f.logIn(t, "rememberme", "forever")
	for _, cookie := range p.header.Values("Set-Cookie") {
		if !strings.Contains(cookie, "; HttpOnly") || !strings.Contains(cookie, "; Expires=") || strings.Contains(cookie, "; Secure") {
			t.Errorf("cookie %s", cookie)
		}
	}
	if n := len(p.header.Values("Set-Cookie")); n != 3 {
		t.Errorf("%d cookies", n)
	}
	sessions, err := f.accounts.UserSessions(ctx, 1)
	if err != nil || len(sessions) != 1 || sessions[0].IP != "127.0.0.1" || sessions[0].UserAgent == "" || time.Until(sessions[0].Expires) < 13*24*time.Hour {
		t.Errorf("sessions %+v, %v", sessions, err)
	}
	nonce := f.get(t, "/wp-admin/admin-ajax.php?action=rest-nonce")
	if nonce.status != http.StatusOK || len(nonce.body) != 10 {
		t.Fatalf("nonce: %d %s", nonce.status, nonce.body)
	}
	me := "/wp-json/wp/v2/users/me?_fields=slug&_wpnonce=" + nonce.body
	if p := f.get(t, me); p.status != http.StatusOK || p.body != `{"slug":"master"}` {
		t.Errorf("the API: %d %s", p.status, p.body)
	}
	// Who changes their password stays logged in, by fresh cookies.
	if p := f.post(t, me, "password", "anchor"); p.status != http.StatusOK || len(p.header.Values("Set-Cookie")) != 3 {
		t.Errorf("a new password: %d %v %s", p.status, p.header, p.body)
	}
	if p := f.get(t, me); p.status != http.StatusOK {
		t.Errorf("after the new password: %d %s", p.status, p.body)
	}
	if p := f.get(t, "/wp-login.php?action=logout"); p.status != http.StatusForbidden {
		t.Errorf("log out without a nonce: %d", p.status)
	}
	f.logOut(t, me)
}

func (f *fixture) logOut(t *testing.T, me string) {
	t.Helper()
	u, _ := url.Parse(f.URL)
	token := ""
	for _, cookie := range f.browser.Jar.Cookies(u) {
		if strings.HasPrefix(cookie.Name, "wordpress_logged_in_") {
			value, _ := url.QueryUnescape(cookie.Value)
			token = strings.Split(value, "|")[2]
		}
	}
	nonce := f.pages.Cookies.Salts.Nonce("log-out", 1, token, time.Now())
	p := f.get(t, "/wp-login.php?action=logout&_wpnonce="+nonce)
	if p.status != http.StatusFound || p.location != f.URL+"/wp-login.php?loggedout=true&wp_lang=en_US" {
		t.Errorf("log out: %d %s", p.status, p.location)
	}
	if sessions, err := f.accounts.UserSessions(t.Context(), 1); err != nil || len(sessions) != 0 {
		t.Errorf("sessions stay: %v, %v", sessions, err)
	}
	if p := f.get(t, me); p.status != http.StatusForbidden {
		t.Errorf("the old nonce: %d %s", p.status, p.body)
	}
}

func TestRehash(t *testing.T) {
	f := newFixture(t, nil)
	f.pages.Accounts = f.accounts
	if err := f.accounts.SetActivationKey(t.Context(), 2, "1:x"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if p := f.post(t, "/wp-login.php", "log", "deck", "pwd", "keel"); p.status != http.StatusFound {
			t.Fatalf("%d %s", p.status, p.body)
		}
		account, err := f.accounts.ByID(t.Context(), 2)
		if err != nil || auth.NeedsRehash(account.PasswordHash) {
			t.Errorf("the hash stays %.8s…, %v", account.PasswordHash, err)
		}
	}
	if key, err := f.accounts.ActivationKey(t.Context(), 2); key != "" || err != nil {
		t.Errorf("the key stays: %q, %v", key, err)
	}
}

func TestGuessing(t *testing.T) {
	f := newFixture(t, func(p *login.Pages) {
		guard := throttle.NewLogins(throttle.LoginLimits{PerPair: 3})
		p.Throttle, p.AppPasswords.Throttle = guard, guard
	})
	for range 3 {
		if p := f.post(t, "/wp-login.php", "log", master, "pwd", "guess"); p.status != http.StatusOK {
			t.Fatal(p.status)
		}
	}
	if p := f.logIn(t); p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") == "" {
		t.Errorf("after three failures: %d %v", p.status, p.header)
	}
	if p := f.post(t, "/wp-login.php", "log", "deck", "pwd", "keel"); p.status != http.StatusFound {
		t.Errorf("somebody else: %d", p.status)
	}
	if _, _, err := auth.NewAppPassword(t.Context(), f.accounts, 1, "Boat", ""); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+"/wp-json/wp/v2/posts", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(master, "guess")
	f.browser = f.newBrowser(t)
	if p := f.send(t, r); p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") == "" || !strings.Contains(p.body, `"too_many_requests"`) {
		t.Errorf("Basic: %d %v %s", p.status, p.header, p.body)
	}
}
