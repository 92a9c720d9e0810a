package login_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/login"
)

const authorizePage = "/wp-admin/authorize-application.php"

func TestAuthorize(t *testing.T) {
	f := newFixture(t, nil)
	query := url.Values{"app_name": {`Boat "<b>`}, "app_id": {"0b6a4b4e-26f5-4b8f-8d3c-6d9f0b1c2d3e"}, "success_url": {"https://app.example/cb?x=1"}}.Encode()
	p := f.get(t, authorizePage+"?"+query)
	back := url.QueryEscape(f.URL + authorizePage + "?" + query)
	if p.status != http.StatusFound || p.location != f.URL+"/wp-login.php?redirect_to="+back+"&reauth=1" {
		t.Errorf("nobody: %d %s", p.status, p.location)
	}
	f.logIn(t)
	form := f.get(t, authorizePage+"?"+query)
	if form.status != http.StatusOK || strings.Contains(form.body, "<b>") || !strings.Contains(form.body, "<strong>app.example</strong>") {
		t.Fatalf("the form: %d %s", form.status, form.body)
	}
	fields := func(nonce, button string) []string {
		return []string{
			"action", "authorize_application_password", "_wpnonce", nonce, button, "1", "app_name", "Boat",
			"app_id", "0b6a4b4e-26f5-4b8f-8d3c-6d9f0b1c2d3e", "success_url", "https://app.example/cb?x=1",
		}
	}
	nonce := form.field(t, "_wpnonce")
	if p := f.post(t, authorizePage, fields("0123456789", "approve")...); p.status != http.StatusForbidden {
		t.Errorf("a forged form: %d %s", p.status, p.location)
	}
	if p := f.post(t, authorizePage, fields(nonce, "reject")...); p.location != "https://app.example/cb?x=1&success=false" {
		t.Errorf("no: %d %s", p.status, p.location)
	}
	p = f.post(t, authorizePage, fields(nonce, "approve")...)
	rest, ok := strings.CutPrefix(p.location, "https://app.example/cb?x=1&site_url="+url.QueryEscape(f.URL)+"&user_login=master&password=")
	if p.status != http.StatusFound || !ok || len(rest) != 24 {
		t.Fatalf("yes: %d %s", p.status, p.location)
	}
	list, err := f.accounts.AppPasswords(t.Context(), 1)
	if err != nil || len(list) != 1 || list[0].Name != "Boat" || list[0].AppID == "" {
		t.Errorf("stored: %+v, %v", list, err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+"/wp-json/wp/v2/users/me?context=edit&_fields=username", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("master", rest)
	f.browser = f.newBrowser(t)
	if p := f.send(t, r); p.body != `{"username":"master"}` {
		t.Errorf("the password does not open the API: %d %s", p.status, p.body)
	}
}

func TestAuthorizeWithoutAddress(t *testing.T) {
	f := newFixture(t, nil)
	f.logIn(t)
	nonce := f.get(t, authorizePage).field(t, "_wpnonce")
	p := f.post(t, authorizePage, "action", "authorize_application_password", "_wpnonce", nonce, "approve", "1", "app_name", "Boat")
	if p.status != http.StatusOK || !strings.Contains(p.body, `<code id="new-application-password-value">`) {
		t.Errorf("yes: %d %s", p.status, p.body)
	}
	p = f.post(t, authorizePage, "action", "authorize_application_password", "_wpnonce", nonce, "approve", "1", "app_name", " ")
	if p.status != http.StatusOK || !strings.Contains(p.body, "application_password_empty_name") {
		t.Errorf("without a name: %d %s", p.status, p.body)
	}
	if p := f.post(t, authorizePage, "action", "authorize_application_password", "_wpnonce", nonce, "reject", "1"); p.location != f.URL+"/wp-admin/" {
		t.Errorf("no: %d %s", p.status, p.location)
	}
	nonce = f.get(t, authorizePage).field(t, "_wpnonce")
	p = f.post(t, authorizePage, "action", "authorize_application_password", "_wpnonce", nonce, "approve", "1", "app_name", "Phone", "success_url", "boat://cb")
	if p.status != http.StatusFound || !strings.HasPrefix(p.location, "boat://cb?site_url=") {
		t.Errorf("an app's own scheme: %d %s", p.status, p.location)
	}
}

func TestAuthorizeRefused(t *testing.T) {
	f := newFixture(t, nil)
	f.logIn(t)
	for _, test := range []struct{ query, code string }{
		{"app_id=x", "invalid_app_id"},
		{"success_url=javascript:alert(1)", "invalid_redirect_url_format"},
		{"success_url=data:text/html,x", "invalid_redirect_url_format"},
		{"success_url=JavaScript://x/%250aalert(1)", "invalid_redirect_url_format"},
		{"success_url=/local", "invalid_redirect_url_format"},
		{"success_url=http://app.example/", "invalid_redirect_scheme"},
		{"reject_url=http://app.example/", "invalid_redirect_scheme"},
		{"success_url=http://127.0.0.1:9/", ""},
		{"success_url=http://[::1]:9/", ""},
		{"success_url=https://app.example/", ""},
	} {
		p := f.get(t, authorizePage+"?"+test.query)
		status := http.StatusInternalServerError
		if test.code == "" {
			status = http.StatusOK
		}
		if p.status != status || !strings.Contains(p.body, test.code) {
			t.Errorf("%s: %d %s", test.query, p.status, p.body)
		}
	}
	f.pages.Local = true
	if p := f.get(t, authorizePage+"?success_url=http://app.example/"); p.status != http.StatusOK {
		t.Errorf("on a local site: %d", p.status)
	}
	f.pages.AppPasswords.AvailableFor = func(context.Context, *wprest.User) (bool, error) { return false, nil }
	if p := f.get(t, authorizePage); p.status != http.StatusNotImplemented {
		t.Errorf("off for the user: %d", p.status)
	}
	f.pages.AppPasswords = nil
	if p := f.get(t, authorizePage); p.status != http.StatusNotImplemented {
		t.Errorf("off: %d", p.status)
	}
}

func TestResetPassword(t *testing.T) {
	var mailed string
	f := newFixture(t, func(p *login.Pages) {
		p.Mail = func(_ context.Context, _ *auth.Account, address string) error {
			mailed = address
			return nil
		}
	})
	f.pages.Accounts = f.accounts
	const lost = "/wp-login.php?action=lostpassword"
	if p := f.post(t, lost, "user_login", "nobody"); p.status != http.StatusOK || !strings.Contains(p.body, "invalidcombo") {
		t.Errorf("nobody: %d %s", p.status, p.body)
	}
	if p := f.post(t, lost, "user_login", "deck@quay.example"); p.location != "wp-login.php?checkemail=confirm" || mailed == "" {
		t.Fatalf("asked: %d %s, mailed %q", p.status, p.location, mailed)
	}
	invalid := f.URL + "/wp-login.php?action=lostpassword&error=invalidkey"
	if p := f.get(t, "/wp-login.php?action=rp"); p.location != invalid {
		t.Errorf("without a key: %d %s", p.status, p.location)
	}
	p := f.get(t, strings.TrimPrefix(mailed, f.URL))
	if p.location != "/wp-login.php?action=rp&wp_lang=en_US" {
		t.Fatalf("by the mail: %d %s", p.status, p.location)
	}
	form := f.get(t, p.location)
	key := form.field(t, "rp_key")
	const reset = "/wp-login.php?action=resetpass"
	if p := f.post(t, reset, "rp_key", "other", "pass1", "a", "pass2", "a"); p.location != invalid {
		t.Errorf("another key: %d %s", p.status, p.location)
	}
	f.get(t, strings.TrimPrefix(mailed, f.URL)) // the cookie went with the error
	if p := f.post(t, reset, "rp_key", key, "pass1", "a", "pass2", "b"); !strings.Contains(p.body, "password_reset_mismatch") {
		t.Errorf("two passwords: %d %s", p.status, p.body)
	}
	if p := f.post(t, reset, "rp_key", key, "pass1", "anchor", "pass2", "anchor"); p.status != http.StatusOK {
		t.Errorf("new password: %d %s", p.status, p.body)
	}
	if p := f.post(t, "/wp-login.php", "log", "deck", "pwd", "anchor"); p.status != http.StatusFound {
		t.Errorf("log in: %d", p.status)
	}
	f.get(t, strings.TrimPrefix(mailed, f.URL))
	if p := f.get(t, "/wp-login.php?action=rp"); p.location != invalid {
		t.Errorf("the key holds twice: %d %s", p.status, p.location)
	}
}

// Nothing that lets anybody in is ever logged, whatever goes wrong.
func TestNothingSecretIsLogged(t *testing.T) {
	f := newFixture(t, nil)
	f.logIn(t)
	form := f.get(t, authorizePage+"?app_name=Boat")
	nonce := form.field(t, "_wpnonce")
	made := f.post(t, authorizePage, "action", "authorize_application_password", "_wpnonce", nonce, "approve", "1", "app_name", "Boat", "success_url", "boat://cb")
	_, password, _ := strings.Cut(made.location, "password=")
	rest := f.get(t, "/wp-admin/admin-ajax.php?action=rest-nonce").body
	account, err := f.accounts.ByID(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.accounts.AppPasswords(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{masterPass, nonce, password, rest, account.PasswordHash, list[0].Hash, "not-my-password"}
	site, _ := url.Parse(f.URL + "/wp-admin/")
	for _, cookie := range f.browser.Jar.Cookies(site) {
		secrets = append(secrets, cookie.Value)
	}
	f.breakStore(t, rest, password)
	text := f.log.String()
	if text == "" {
		t.Error("nothing was logged at all")
	}
	for _, secret := range secrets {
		if secret == "" || strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
			t.Errorf("%q is in the log:\n%s", secret, text)
		}
	}
}

// breakStore makes everything fail that has to do with accounts.
func (f *fixture) breakStore(t *testing.T, nonce, password string) {
	t.Helper()
	broken := &brokenAccounts{}
	f.pages.Cookies.Accounts, f.pages.AppPasswords.Accounts = broken, broken
	f.logIn(t)
	f.post(t, "/wp-login.php", "log", "master", "pwd", "not-my-password")
	f.get(t, authorizePage)
	f.get(t, "/wp-admin/admin-ajax.php?action=rest-nonce")
	f.get(t, "/wp-json/wp/v2/users/me?_wpnonce="+nonce)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+"/wp-json/wp/v2/users/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("master", password)
	f.send(t, r)
}

type brokenAccounts struct{}

func (*brokenAccounts) ByLogin(context.Context, string) (*auth.Account, error) {
	return nil, http.ErrServerClosed
}

func (*brokenAccounts) ByID(context.Context, int64) (*auth.Account, error) {
	return nil, http.ErrServerClosed
}
