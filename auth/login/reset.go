package login

import (
	"crypto/md5" //nolint:gosec // the name of a cookie
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/wprest/wprest/auth"
)

func (p *Pages) canReset() bool { return p.Mail != nil && p.Accounts != nil }

// lostPassword sends who forgot the password a mail.
func (c *call) lostPassword() error {
	if !c.canReset() {
		return &refusal{http.StatusNotImplemented, "no_password_reset", "This site does not send new passwords."}
	}
	form := view{Title: "Lost password", Login: c.r.PostFormValue("user_login")}
	switch c.r.FormValue("error") {
	case "invalidkey":
		form.Errors = []problem{{"invalid_key", "This link does not hold. Ask for another one."}}
	case "expiredkey":
		form.Errors = []problem{{"expired_key", "This link has expired. Ask for another one."}}
	}
	if c.r.Method != http.MethodPost {
		return c.write(http.StatusOK, "lost", form)
	}
	account, err := c.find(form.Login)
	if err != nil {
		return err
	}
	if account == nil {
		form.Errors = []problem{{"invalidcombo", "Nobody here has this name or address."}}
		return c.write(http.StatusOK, "lost", form)
	}
	hashes, err := auth.HashFormOf(c.r.Context(), c.Accounts)
	if err != nil {
		return err
	}
	key, stored := auth.NewResetKey(c.now(), hashes)
	if err := c.Accounts.SetActivationKey(c.r.Context(), account.ID, stored); err != nil {
		return fmt.Errorf("login: store key of %d: %w", account.ID, err)
	}
	page := withQuery(c.address("wp-login.php"), "login", account.Login, "key", key, "action", "rp", "wp_lang", c.locale())
	if err := c.Mail(c.r.Context(), account, page); err != nil {
		return fmt.Errorf("login: mail to user %d: %w", account.ID, err)
	}
	return c.redirect("wp-login.php?checkemail=confirm")
}

// resetCookie is the cookie that holds the key while the form is shown, so that it
// is not in the address.
func (p *Pages) resetCookie() string {
	sum := md5.Sum([]byte(p.Cookies.SiteURL)) //nolint:gosec // as WordPress names it
	return "wp-resetpass-" + hex.EncodeToString(sum[:])
}

func (c *call) setResetCookie(value string) {
	cookie := &http.Cookie{Name: c.resetCookie(), Value: url.QueryEscape(value), Path: c.r.URL.Path, HttpOnly: true, Secure: c.r.TLS != nil}
	if value == "" {
		cookie.MaxAge = -1
	}
	c.w.Header().Add("Set-Cookie", cookie.String())
}

// resetPassword lets who has a key choose a new password.
func (c *call) resetPassword() error {
	if q := c.r.URL.Query(); q.Has("key") && q.Has("login") {
		c.setResetCookie(q.Get("login") + ":" + q.Get("key"))
		q.Del("key")
		q.Del("login")
		return c.redirect(c.r.URL.Path + "?" + q.Encode())
	}
	account, key, problem, err := c.resetKey()
	if err != nil {
		return err
	}
	if account == nil {
		c.setResetCookie("")
		return c.redirect(c.address("wp-login.php") + "?action=lostpassword&error=" + problem)
	}
	form := view{Title: "New password", Key: key}
	if c.r.Method != http.MethodPost {
		return c.write(http.StatusOK, "reset", form)
	}
	password := c.r.PostFormValue("pass1")
	switch {
	case strings.TrimSpace(password) == "":
		form.Errors = append(form.Errors, newProblem("password_reset_empty_space", "The password is empty."))
	case password != c.r.PostFormValue("pass2"):
		form.Errors = append(form.Errors, newProblem("password_reset_mismatch", "The two passwords differ."))
	}
	if form.Errors != nil {
		return c.write(http.StatusOK, "reset", form)
	}
	if err := c.setPassword(account, password); err != nil {
		return err
	}
	c.setResetCookie("")
	return c.write(http.StatusOK, "message", view{Title: "New password", Notice: "Your password has been changed.", LogIn: true})
}

// resetKey returns whose key a request has, or what is wrong with it.
func (c *call) resetKey() (account *auth.Account, key, problem string, err error) {
	cookie, err := c.r.Cookie(c.resetCookie())
	if err != nil || c.Accounts == nil {
		return nil, "", "invalidkey", nil
	}
	value, err := url.QueryUnescape(cookie.Value)
	login, key, found := strings.Cut(value, ":")
	if err != nil || !found {
		return nil, "", "invalidkey", nil
	}
	sent := c.r.PostFormValue("rp_key")
	if c.r.Method == http.MethodPost && subtle.ConstantTimeCompare([]byte(sent), []byte(key)) != 1 {
		return nil, "", "invalidkey", nil
	}
	account, err = c.find(login)
	if account == nil || err != nil {
		return nil, "", "invalidkey", err
	}
	stored, err := c.Accounts.ActivationKey(c.r.Context(), account.ID)
	if err != nil {
		return nil, "", "", fmt.Errorf("login: key of %d: %w", account.ID, err)
	}
	switch fits, expired := auth.CheckResetKey(key, stored, c.now()); {
	case !fits:
		return nil, "", "invalidkey", nil
	case expired:
		return nil, "", "expiredkey", nil
	}
	return account, key, "", nil
}

// setPassword stores a new password, and ends all sessions.
func (c *call) setPassword(account *auth.Account, password string) error {
	form, err := auth.HashFormOf(c.r.Context(), c.Accounts)
	if err != nil {
		return err
	}
	hash, err := form.HashPassword(auth.Slash(password))
	if err == nil {
		err = c.Accounts.SetPassword(c.r.Context(), account.ID, hash)
	}
	if sessions, ok := c.Cookies.Sessions.(auth.SessionStore); ok && err == nil {
		err = sessions.EndSession(c.r.Context(), account.ID, "")
	}
	if err != nil {
		return fmt.Errorf("login: store password of %d: %w", account.ID, err)
	}
	return nil
}
