package login

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// testCookie tells whether a browser keeps cookies.
const testCookie = "wordpress_test_cookie"

// login shows the form, or logs in by it.
func (c *call) login() error {
	form := view{Title: "Log in", Redirect: c.r.FormValue("redirect_to"), Interim: c.r.FormValue("interim-login") != "", CanReset: c.canReset()}
	if c.r.Method != http.MethodPost {
		if c.r.FormValue("reauth") != "" {
			c.Cookies.Clear(c.w.Header())
		}
		c.setTestCookie()
		form.Notice = notices(c.r.FormValue("loggedout"), c.r.FormValue("checkemail"))
		return c.write(http.StatusOK, "login", form)
	}
	form.Login = c.r.PostFormValue("log")
	form.Remember = c.r.PostFormValue("rememberme") != ""
	account, problems, err := c.check(form.Login, c.r.PostFormValue("pwd"))
	if err != nil {
		return err
	}
	if account == nil {
		form.Errors = problems
		return c.write(http.StatusOK, "login", form)
	}
	if err := c.Cookies.LogIn(c.w.Header(), c.r, account, form.Remember); err != nil {
		return err
	}
	if _, err := c.r.Cookie(testCookie); err != nil && c.r.PostFormValue("testcookie") != "" {
		c.setTestCookie()
		form.Errors = []problem{{"test_cookie", "The browser does not keep cookies, without which nobody can log in."}}
		return c.write(http.StatusOK, "login", form)
	}
	if form.Interim {
		return c.write(http.StatusOK, "message", view{Title: "Logged in", Notice: "You are logged in.", Class: "interim-login-success"})
	}
	return c.redirect(c.afterLogin(account, form.Redirect))
}

func notices(loggedOut, checkMail string) string {
	switch {
	case loggedOut != "":
		return "You are logged out."
	case checkMail == "confirm":
		return "A mail with the way to a new password is on its way."
	}
	return ""
}

func (c *call) setTestCookie() {
	cookie := &http.Cookie{Name: testCookie, Value: "WP%20Cookie%20check", Path: c.path(""), HttpOnly: true, Secure: c.r.TLS != nil}
	c.w.Header().Add("Set-Cookie", cookie.String())
}

// check returns the account of a name and password, or what is wrong with them.
func (c *call) check(name, password string) (*auth.Account, []problem, error) {
	login := &auth.PasswordLogin{Accounts: c.Cookies.Accounts, Throttle: c.Throttle}
	if c.Accounts != nil {
		login.Store = c.Accounts
	}
	account, err := login.Check(c.r.Context(), name, password, c.from())
	var tooMany *auth.WaitError
	var wrong *wprest.Error
	switch {
	case errors.As(err, &tooMany):
		c.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(tooMany.Wait.Seconds()))))
		return nil, nil, &refusal{http.StatusTooManyRequests, "too_many_requests", "Too many logins have failed. Try again later."}
	case errors.As(err, &wrong):
		problems := []problem{{wrong.Code, wrong.Message}}
		for _, more := range wrong.More {
			problems = append(problems, problem{more.Code, more.Message})
		}
		return nil, problems, nil
	case err != nil:
		return nil, nil, err
	}
	return account, nil, c.voidKey(account)
}

// voidKey voids a key to choose a new password: the old one is still known.
func (c *call) voidKey(account *auth.Account) error {
	if c.Accounts == nil {
		return nil
	}
	key, err := c.Accounts.ActivationKey(c.r.Context(), account.ID)
	if err == nil && key != "" {
		err = c.Accounts.SetActivationKey(c.r.Context(), account.ID, "")
	}
	if err != nil {
		return fmt.Errorf("login: key of %d: %w", account.ID, err)
	}
	return nil
}

// afterLogin returns where somebody goes who has logged in.
func (c *call) afterLogin(account *auth.Account, wanted string) string {
	admin := c.admin("")
	if wanted != "" && wanted != "wp-admin/" && wanted != admin {
		return c.safe(wanted, admin)
	}
	switch {
	case account.Caps["edit_posts"] && wanted == "wp-admin/":
		return wanted
	case account.Caps["edit_posts"]:
		return admin
	case account.Caps["read"]:
		return c.admin("profile.php")
	}
	return c.home()
}

// logout ends the session. It takes a nonce, so that no other page can do it.
func (c *call) logout() error {
	u, err := c.Cookies.User(c.r)
	if err != nil {
		return err
	}
	var id int64
	var token, locale string
	if u != nil {
		id, token = u.ID, u.Token
	}
	if c.Cookies.Salts.VerifyNonce(c.r.FormValue("_wpnonce"), "log-out", id, token, c.now()) == 0 {
		return &refusal{http.StatusForbidden, "invalid_nonce", "This link to log out has expired."}
	}
	if err := c.Cookies.LogOut(c.w.Header(), c.r); err != nil {
		return err
	}
	locale = c.locale()
	landing := c.address("wp-login.php") + "?loggedout=true&wp_lang=" + locale
	if to := c.r.FormValue("redirect_to"); to != "" {
		return c.redirect(c.safe(to, landing))
	}
	return c.redirect(landing)
}
