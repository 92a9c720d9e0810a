package login

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// authorizeAction is the action of the form by which an application is let in, and
// what its nonce is for.
const authorizeAction = "authorize_application_password"

var uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// An application asks for a password.
type application struct {
	name, id        string
	success, reject string // where it wants the browser to go
}

// authorize shows the form by which a user lets an application in, or does so.
func (c *call) authorize() error {
	u, err := c.Cookies.AdminUser(c.r)
	if err != nil {
		return err
	}
	if u == nil {
		return c.askLogin()
	}
	if err := c.available(u); err != nil {
		return err
	}
	app := application{
		name: strings.TrimSpace(c.r.FormValue("app_name")), id: c.r.FormValue("app_id"),
		success: c.r.FormValue("success_url"), reject: c.r.FormValue("reject_url"),
	}
	if err := c.checkApplication(app); err != nil {
		return err
	}
	if c.r.Method != http.MethodPost || c.r.PostFormValue("action") != authorizeAction {
		return c.showApplication(u, app, nil)
	}
	if c.Cookies.Salts.VerifyNonce(c.r.PostFormValue("_wpnonce"), authorizeAction, u.ID, u.Token, c.now()) == 0 {
		return &refusal{http.StatusForbidden, "invalid_nonce", "This form has expired. Go back and try again."}
	}
	if c.r.PostForm.Has("approve") {
		return c.approve(u, app)
	}
	if app.rejectURL() != "" {
		return c.redirect(app.rejectURL())
	}
	return c.redirect(c.admin(""))
}

// askLogin sends somebody to the login, and back after it.
func (c *call) askLogin() error {
	site, err := url.Parse(c.Cookies.SiteURL)
	if err != nil {
		return err
	}
	back := site.Scheme + "://" + site.Host + c.r.URL.RequestURI()
	return c.redirect(c.address("wp-login.php") + "?redirect_to=" + url.QueryEscape(back) + "&reauth=1")
}

// available refuses where there are no application passwords, or not for the user.
func (c *call) available(u *wprest.User) error {
	off := &refusal{http.StatusNotImplemented, "application_passwords_disabled", "Application passwords are off on this site."}
	a := c.AppPasswords
	if a == nil || a.Available != nil && !a.Available(c.r) {
		return off
	}
	if a.AvailableFor == nil {
		return nil
	}
	ok, err := a.AvailableFor(c.r.Context(), u)
	if err == nil && !ok {
		off.code, off.message = "application_passwords_disabled_for_user", "Application passwords are off for you."
		err = off
	}
	return err
}

// checkApplication refuses what could lead a password to where it should not go.
func (c *call) checkApplication(app application) error {
	if app.id != "" && !uuidPattern.MatchString(app.id) {
		return &refusal{http.StatusInternalServerError, "invalid_app_id", "The id of the application is no UUID."}
	}
	for _, address := range []string{app.success, app.reject} {
		if err := c.checkAddress(address); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) checkAddress(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" || u.Scheme == "javascript" || u.Scheme == "data" {
		return &refusal{http.StatusInternalServerError, "invalid_redirect_url_format", "The application's address is not valid."}
	}
	if u.Scheme == "http" && !c.Local && u.Hostname() != "127.0.0.1" && u.Hostname() != "::1" {
		return &refusal{http.StatusInternalServerError, "invalid_redirect_scheme", "The application's address must be one of https."}
	}
	return nil
}

// rejectURL is where the browser goes when the user refuses.
func (app application) rejectURL() string {
	if app.reject != "" || app.success == "" {
		return app.reject
	}
	return withQuery(app.success, "success", "false")
}

// withQuery adds parameters to an address.
func withQuery(address string, pairs ...string) string {
	address, fragment, hasFragment := strings.Cut(address, "#")
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		address += separator + pairs[i] + "=" + url.QueryEscape(pairs[i+1])
		separator = "&"
	}
	if hasFragment {
		address += "#" + fragment
	}
	return address
}

func (c *call) showApplication(u *wprest.User, app application, problems []problem) error {
	v := view{
		Title: "Let an application in", Errors: problems, User: u.Login,
		App: app.name, AppID: app.id, Success: app.success, Reject: app.reject,
		Nonce: c.Cookies.Salts.Nonce(authorizeAction, u.ID, u.Token, c.now()),
	}
	if target, err := url.Parse(app.success); err == nil {
		v.Host = target.Host
	}
	return c.write(http.StatusOK, "authorize", v)
}

// approve makes the password, and hands it over.
func (c *call) approve(u *wprest.User, app application) error {
	store, ok := c.AppPasswords.Store.(auth.AppPasswordStore)
	if !ok {
		return &refusal{http.StatusNotImplemented, "application_passwords_disabled", "Application passwords cannot be made on this site."}
	}
	plain, _, err := auth.NewAppPassword(c.r.Context(), store, u.ID, strings.Join(strings.Fields(app.name), " "), app.id)
	var invalid *wprest.Error
	switch {
	case errors.As(err, &invalid):
		return c.showApplication(u, app, []problem{{invalid.Code, invalid.Message}})
	case err != nil:
		return err
	case app.success == "":
		return c.write(http.StatusOK, "password", view{Title: "New application password", App: app.name, Password: auth.ChunkPassword(plain)})
	}
	site := strings.TrimSuffix(c.Cookies.SiteURL, "/")
	return c.redirect(withQuery(app.success, "site_url", site, "user_login", u.Login, "password", plain))
}
