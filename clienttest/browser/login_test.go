// Package browser tests the pages of a site in a real browser, Chromium. It is a
// module of its own, so that what drives the browser is no requirement of wprest:
//
//	cd clienttest/browser && go test ./...
//
// Without a browser the tests are skipped, but not where CI=true.
package browser

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/login"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

const (
	admin         = "master"
	adminPassword = `keel & "rope"`
	patience      = time.Minute // with a browser that starts
)

// startBrowser returns the context of a tab.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	binary := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			binary = path
			break
		}
	}
	if binary == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no chromium: apt-get install chromium")
		}
		t.Skip("there is no chromium: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(binary), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	perform(t, ctx, chromedp.Navigate("about:blank"))
	ctx, cancel := context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	return ctx
}

// perform does one thing after the other in the browser.
func perform(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, action := range actions {
		if _, err := chromedp.Run(ctx, action); err != nil {
			t.Fatalf("action %d: %v", i+1, err)
		}
	}
}

// look returns what the browser shows.
func look[T any](t *testing.T, ctx context.Context, action chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// startSite serves a new site with the pages to log in.
func startSite(t *testing.T) *httptest.Server {
	t.Helper()
	ctx := t.Context()
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: ":memory:"})
	if err != nil {
		t.Fatal(err)
	}
	handler := http.NewServeMux()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	hash, err := auth.HashPassword(auth.Slash(adminPassword))
	if err != nil {
		t.Fatal(err)
	}
	install := wpdb.InstallOptions{SiteURL: server.URL, AdminLogin: admin, AdminEmail: "master@quay.example", AdminPasswordHash: hash}
	if err := db.Install(ctx, install); err != nil {
		t.Fatal(err)
	}
	accounts := db.Accounts()
	cookies := &auth.Cookies{Accounts: accounts, Sessions: accounts, Salts: auth.NewSalts(), SiteURL: server.URL}
	passwords := &auth.AppPasswordAuth{Accounts: accounts, Store: accounts}
	pages := &login.Pages{Cookies: cookies, AppPasswords: passwords, Accounts: accounts, Title: "Quay"}
	reg := wprest.New(wprest.Config{
		BaseURL: server.URL + "/wp-json", Auth: []wprest.Authenticator{cookies, passwords, cookies.Nonces()}, May: wp.Authorizer(),
	})
	wp.Mount(reg, wp.Config{Stores: db.Stores(), AppPasswords: passwords, Cookies: cookies})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	handler.Handle("/", srv.Wrap(pages.Wrap(http.NotFoundHandler())))
	return server
}

// A user is sent to the log-in by an application, lets it in, and the application
// uses what it got.
func TestLetAnApplicationIn(t *testing.T) {
	ctx, site := startBrowser(t), startSite(t)
	got := make(chan url.Values, 1)
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/callback" {
			got <- r.URL.Query()
		}
		_, _ = w.Write([]byte("<p id=done>Done.</p>"))
	}))
	t.Cleanup(app.Close)
	query := url.Values{"app_name": {"Boat phone"}, "success_url": {app.URL + "/callback"}}
	perform(t, ctx,
		chromedp.Navigate(site.URL+"/wp-admin/authorize-application.php?"+query.Encode()),
		chromedp.WaitVisible("#loginform"),
		chromedp.SendKeys("#user_login", admin),
		chromedp.SendKeys("#user_pass", "wrong"),
		chromedp.Click("#wp-submit"),
		chromedp.WaitVisible("#login_error"),
		chromedp.SendKeys("#user_pass", adminPassword),
		chromedp.Click("#wp-submit"),
		chromedp.WaitVisible("#approve"),
	)
	title, text := look(t, ctx, chromedp.Title()), look(t, ctx, chromedp.Text("main"))
	if !strings.Contains(title, "Quay") || !strings.Contains(text, "Boat phone") || !strings.Contains(text, admin) {
		t.Errorf("title %q, text %q", title, text)
	}
	perform(t, ctx, chromedp.Click("#approve"), chromedp.WaitVisible("#done"))
	answer := <-got
	if answer.Get("site_url") != site.URL || answer.Get("user_login") != admin || answer.Get("password") == "" {
		t.Fatalf("the application got %v", answer)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL+"/wp-json/wp/v2/users/me?context=edit", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(answer.Get("user_login"), answer.Get("password"))
	resp, err := site.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the password opens nothing: %s", resp.Status)
	}
}

// A page of the site uses its cookies, with a nonce that it fetches.
func TestScriptOfTheSite(t *testing.T) {
	ctx, site := startBrowser(t), startSite(t)
	const script = `(async () => {
		const nonce = await (await fetch('/wp-admin/admin-ajax.php?action=rest-nonce')).text();
		const me = await fetch('/wp-json/wp/v2/users/me', {headers: {'X-WP-Nonce': nonce}});
		const without = await fetch('/wp-json/wp/v2/users/me');
		return [nonce.length, me.status, (await me.json()).slug, without.status].join(' ');
	})()`
	perform(t, ctx,
		chromedp.Navigate(site.URL+"/wp-login.php?redirect_to="+url.QueryEscape("/wp-json/")),
		chromedp.SendKeys("#user_login", admin),
		chromedp.SendKeys("#user_pass", adminPassword),
		chromedp.Click("#wp-submit"),
		chromedp.WaitReady("pre"),
	)
	result := look(t, ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if result != "10 200 "+admin+" 401" {
		t.Error(result)
	}
}
