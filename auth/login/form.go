package login

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

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

// noHash is a hash that nothing fits, of the form that takes longest.
const noHash = "$wp$2y$10$AAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// check returns the account of a name and password, or what is wrong with them.
func (c *call) check(name, password string) (*auth.Account, []problem, error) {
	password = auth.Slash(strings.Trim(password, " \t\n\r\x00\x0b"))
	var empty []problem
	if strings.TrimSpace(name) == "" {
		empty = append(empty, problem{"empty_username", "Enter your username or address."})
	}
	if password == "" {
		empty = append(empty, problem{"empty_password", "Enter your password."})
	}
	if empty != nil {
		return nil, empty, nil
	}
	if c.Throttle != nil {
		if wait := c.Throttle.Wait(name, c.from()); wait > 0 {
			return nil, nil, c.tooMany(wait)
		}
	}
	account, err := c.find(name)
	if err != nil {
		return nil, nil, err
	}
	hash := noHash
	if account != nil {
		hash = account.PasswordHash
	}
	if fits := auth.CheckPassword(password, hash); !fits || account == nil {
		if c.Throttle != nil {
			c.Throttle.Failed(name, c.from())
		}
		return nil, []problem{wrong(name, account)}, nil
	}
	if c.Throttle != nil {
		c.Throttle.Succeeded(name, c.from())
	}
	account, err = c.refresh(account, password)
	return account, nil, err
}

func wrong(name string, account *auth.Account) problem {
	switch {
	case account != nil:
		return problem{"incorrect_password", "The password is wrong."}
	case strings.Contains(name, "@"):
		return problem{"invalid_email", "Nobody here has this address."}
	}
	return problem{"invalid_username", "Nobody here has this name."}
}

func (c *call) tooMany(wait time.Duration) error {
	c.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return &refusal{http.StatusTooManyRequests, "too_many_requests", "Too many logins have failed. Try again later."}
}

// refresh stores a hash of an older form anew, and voids a key to choose a new
// password: the old one is still known.
func (c *call) refresh(account *auth.Account, password string) (*auth.Account, error) {
	if c.Accounts == nil {
		return account, nil
	}
	ctx := c.r.Context()
	if auth.NeedsRehash(account.PasswordHash) {
		hash, err := auth.HashPassword(password)
		if err == nil {
			err = c.Accounts.SetPassword(ctx, account.ID, hash)
		}
		if err != nil {
			return nil, fmt.Errorf("login: store password of %d: %w", account.ID, err)
		}
		fresh := *account
		fresh.PasswordHash = hash
		return &fresh, nil
	}
	key, err := c.Accounts.ActivationKey(ctx, account.ID)
	if err == nil && key != "" {
		err = c.Accounts.SetActivationKey(ctx, account.ID, "")
	}
	if err != nil {
		return nil, fmt.Errorf("login: key of %d: %w", account.ID, err)
	}
	return account, nil
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
