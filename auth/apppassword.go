package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// What a User has as Via.
const (
	ViaAppPassword = "application-password"
	ViaCookie      = "cookie"
)

// touchEvery is how long a use of an application password goes unnoted after
// the one before.
const touchEvery = 24 * time.Hour

// AppPasswordAuth is the Authenticator of application passwords in an
// "Authorization: Basic" header. The name is a login or an e-mail address in
// any case; of the password only letters and digits count. Credentials that do
// not fit are passed over: the request goes on as nobody's. The login password
// never fits.
//
// A User that it finds has ViaAppPassword and the password's UUID
// as Token. Errors are those of Accounts and Store, and with Strict also
// *wprest.Error. It is safe for concurrent use while it is not changed.
type AppPasswordAuth struct {
	// Accounts finds users by name. It must be set.
	Accounts Accounts
	// Store has their application passwords. It must be set. One that says
	// wprest.ErrUnsupported when a use is to be noted can be read only.
	Store AppPasswords
	// Available says whether application passwords count for a request; nil:
	// for each. WordPress takes them over https only, or if its environment
	// type is "local".
	Available func(r *http.Request) bool
	// AvailableFor says whether a user may use them; nil: each may.
	AvailableFor func(ctx context.Context, u *wprest.User) (bool, error)
	// AuthorizeURL is the page on which a user grants an application a
	// password. The index names it; "" leaves it out.
	AuthorizeURL string
	// Strict answers credentials that do not fit with status 401, and the code
	// that tells why, instead of passing them over.
	Strict bool
	// Throttle makes those wait who guess, with status 429; nil: nobody waits.
	Throttle Throttle
	// Address tells where a request came from; nil is RemoteIP.
	Address func(r *http.Request) string
	// Now tells the time; nil is time.Now.
	Now func() time.Time
}

var (
	_ wprest.Authenticator = (*AppPasswordAuth)(nil)
	_ wprest.Describer     = (*AppPasswordAuth)(nil)
)

// Describe implements wprest.Describer.
func (a *AppPasswordAuth) Describe(ctx context.Context) (string, *wprest.Map) {
	const name = "application-passwords"
	r := wprest.HTTPRequest(ctx)
	if a.AuthorizeURL == "" || a.Available != nil && r != nil && !a.Available(r) {
		return name, nil
	}
	return name, wprest.MapOf("endpoints", wprest.MapOf("authorization", a.AuthorizeURL))
}

// Authenticate implements wprest.Authenticator.
func (a *AppPasswordAuth) Authenticate(r *http.Request) (*wprest.User, error) {
	login, password, ok := basicCredentials(r.Header.Get("Authorization"))
	if !ok {
		return nil, nil
	}
	ctx := r.Context()
	if used, err := a.inUse(ctx); err != nil || !used || a.Available != nil && !a.Available(r) {
		return a.refuseOr(err, "application_passwords_disabled", "Application passwords are off.")
	}
	from := address(r, a.Address)
	hasFailed := false
	if a.Throttle != nil {
		wait, failed, err := a.Throttle.Wait(ctx, login, from)
		if err != nil {
			return nil, err
		}
		if wait > 0 {
			return TooManyTries(wait)
		}
		hasFailed = failed
	}
	account, err := a.account(ctx, login)
	if err != nil {
		return nil, err
	}
	used, err := a.match(ctx, account, onlyAlphanumerics(password))
	if err == nil && used == nil && a.Throttle != nil {
		err = a.Throttle.Failed(ctx, login, from)
	}
	switch {
	case err != nil:
		return nil, err
	case account == nil && strings.Contains(login, "@"):
		return a.refuse("invalid_email", "Nobody here has this address.")
	case account == nil:
		return a.refuse("invalid_username", "Nobody here has this name.")
	}
	if a.AvailableFor != nil {
		if ok, err := a.AvailableFor(ctx, &account.User); err != nil || !ok {
			return a.refuseOr(err, "application_passwords_disabled_for_user", "Application passwords are off for this user.")
		}
	}
	if used == nil {
		return a.refuse("incorrect_password", "This is no application password of this user.")
	}
	if err := a.touch(ctx, account.ID, used, from); err != nil {
		return nil, err
	}
	if hasFailed {
		if err := a.Throttle.Succeeded(ctx, login, from); err != nil {
			return nil, err
		}
	}
	u := account.User
	u.Via, u.Token = ViaAppPassword, used.UUID
	return &u, nil
}

// inUse reports whether the store may hold any passwords.
func (a *AppPasswordAuth) inUse(ctx context.Context) (bool, error) {
	store, ok := a.Store.(AppPasswordGate)
	if !ok {
		return true, nil
	}
	used, err := store.AppPasswordsInUse(ctx)
	if err != nil {
		err = fmt.Errorf("auth: application passwords in use: %w", err)
	}
	return used, err
}

// account returns the account that a name stands for, or nil.
func (a *AppPasswordAuth) account(ctx context.Context, login string) (*Account, error) {
	name := strings.Join(strings.Fields(login), " ")
	if name == "" {
		return nil, nil
	}
	return found(a.Accounts.ByLogin(ctx, name))
}

// found makes nil of an account that does not exist.
func found(account *Account, err error) (*Account, error) {
	switch {
	case errors.Is(err, wprest.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("auth: find account: %w", err)
	case account == nil || !account.Known():
		return nil, nil
	}
	return account, nil
}

// match returns the first of an account's application passwords that a secret
// fits, or nil. For no account, or one without passwords, it takes as long as
// for one password that does not fit.
func (a *AppPasswordAuth) match(ctx context.Context, account *Account, secret string) (*AppPassword, error) {
	var list []AppPassword
	if account != nil {
		var err error
		if list, err = a.Store.AppPasswords(ctx, account.ID); err != nil {
			return nil, fmt.Errorf("auth: application passwords of %d: %w", account.ID, err)
		}
	}
	if len(list) == 0 {
		CheckFastHash(secret, dummyHash)
	}
	for i := range list {
		if secret != "" && CheckFastHash(secret, list[i].Hash) {
			return &list[i], nil
		}
	}
	return nil, nil
}

// dummyHash looks like a hash of FastHash, and is that of nothing known.
const dummyHash = fastPrefix + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// touch notes that a password was used, unless that was done within a day.
func (a *AppPasswordAuth) touch(ctx context.Context, user int64, used *AppPassword, from string) error {
	now := clock(a.Now)
	if used.LastUsed != 0 && now.Sub(time.Unix(used.LastUsed, 0)) < touchEvery {
		return nil
	}
	err := a.Store.TouchAppPassword(ctx, user, used.UUID, from, now)
	if err == nil || errors.Is(err, wprest.ErrUnsupported) || errors.Is(err, wprest.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("auth: note use of application password: %w", err)
}

func (a *AppPasswordAuth) refuse(code, message string) (*wprest.User, error) {
	return a.refuseOr(nil, code, message)
}

func (a *AppPasswordAuth) refuseOr(err error, code, message string) (*wprest.User, error) {
	if err == nil && a.Strict {
		err = wprest.NewError(http.StatusUnauthorized, code, message)
	}
	return nil, err
}

const base64Digits = alphanumerics + "+/"

// basicCredentials reads a Basic Authorization header as WordPress does: the
// scheme in any case, one space, base64 with up to two "=".
func basicCredentials(header string) (login, password string, ok bool) {
	const scheme = "basic "
	if len(header) <= len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", "", false
	}
	code := header[len(scheme):]
	for range 2 {
		code = strings.TrimSuffix(code, "=")
	}
	if strings.Trim(code, base64Digits) != "" {
		return "", "", false
	}
	if len(code)%4 == 1 {
		code = code[:len(code)-1] // six bits make no byte
	}
	plain, err := base64.RawStdEncoding.DecodeString(code)
	if err != nil {
		return "", "", false
	}
	return strings.Cut(string(plain), ":")
}

// clock returns the time that now tells, which may be nil.
func clock(now func() time.Time) time.Time {
	if now == nil {
		return time.Now()
	}
	return now()
}

// NewAppPassword gives a user one more application password, and returns its
// secret, which is stored nowhere, and what was stored. The name must be one
// line of clean text; one that is empty or "0" is the *wprest.Error
// application_password_empty_name. The appID may be "". Other errors are those
// of the store. Two calls at once for one user may lose one of the passwords,
// unless the store guards against it.
func NewAppPassword(ctx context.Context, store AppPasswordStore, user int64, name, appID string) (plain string, created AppPassword, err error) {
	if name = strings.TrimSpace(name); name == "" || name == "0" {
		return "", AppPassword{}, wprest.NewError(http.StatusBadRequest, "application_password_empty_name", "An application password needs a name.")
	}
	list, err := store.AppPasswords(ctx, user)
	if err != nil {
		return "", AppPassword{}, fmt.Errorf("auth: application passwords of %d: %w", user, err)
	}
	form, err := HashFormOf(ctx, store)
	if err != nil {
		return "", AppPassword{}, err
	}
	plain = randomString(appPasswordLen)
	created = AppPassword{UUID: NewUUID(), AppID: appID, Name: name, Hash: form.HashSecret(plain), Created: time.Now().Unix()}
	// The list is the store's: it is not appended to in place.
	list = append(list[:len(list):len(list)], created)
	if err := store.SetAppPasswords(ctx, user, list); err != nil {
		return "", AppPassword{}, fmt.Errorf("auth: store application passwords of %d: %w", user, err)
	}
	return plain, created, nil
}
