package auth

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// A PasswordLogin checks a name and a login password, as forms and those routes
// do that hand out tokens. It is safe for concurrent use while it is not changed.
type PasswordLogin struct {
	// Accounts finds users by name. It must be set.
	Accounts Accounts
	// Store takes the hash of a password that was stored in an older form. Nil:
	// those stay as they are.
	Store PasswordStore
	// Throttle makes those wait who guess; nil: nobody waits.
	Throttle Throttle
}

// A PasswordStore takes new login passwords. Implementations must be safe for
// concurrent use.
type PasswordStore interface {
	// SetPassword stores the hash of a user's login password, and voids the key
	// to choose a new one.
	SetPassword(ctx context.Context, user int64, hash string) error
}

// A WaitError says that too many logins have failed.
type WaitError struct {
	// Wait is how long to wait.
	Wait time.Duration
}

func (e *WaitError) Error() string { return "auth: too many failed logins, wait " + e.Wait.String() }

// unknownHash is a hash that no password fits, and that takes as long to check as
// those of users do.
const unknownHash = "$wp$2y$10$AAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Check returns the account that a login, or an e-mail address, and its password
// stand for. What does not fit is a *wprest.Error, with WordPress's codes:
// empty_username and empty_password, the second perhaps in More of the first,
// invalid_username, invalid_email, incorrect_password. Who has to wait gets a
// *WaitError. Other errors are those of Accounts and Store. The from is the
// address that the request came from.
func (p *PasswordLogin) Check(ctx context.Context, name, password, from string) (*Account, error) {
	name, password = strings.Join(strings.Fields(name), " "), Slash(strings.Trim(password, white))
	if err := emptyLogin(name, password); err != nil {
		return nil, err
	}
	hasFailed := false
	if p.Throttle != nil {
		wait, failed, err := p.Throttle.Wait(ctx, name, from)
		if err != nil {
			return nil, err
		}
		if wait > 0 {
			return nil, &WaitError{wait}
		}
		hasFailed = failed
	}
	account, err := found(p.Accounts.ByLogin(ctx, name))
	if err != nil {
		return nil, err
	}
	hash := unknownHash
	if account != nil {
		hash = account.PasswordHash
	}
	if fits := CheckPassword(password, hash); !fits || account == nil {
		if p.Throttle != nil {
			if err := p.Throttle.Failed(ctx, name, from); err != nil {
				return nil, err
			}
		}
		return nil, wrongLogin(name, account)
	}
	if hasFailed {
		if err := p.Throttle.Succeeded(ctx, name, from); err != nil {
			return nil, err
		}
	}
	return p.rehash(ctx, account, password)
}

func emptyLogin(name, password string) error {
	var missing *wprest.Error
	if password == "" {
		missing = wprest.NewError(http.StatusUnauthorized, "empty_password", "The password is missing.")
	}
	if name == "" {
		e := wprest.NewError(http.StatusUnauthorized, "empty_username", "The username or address is missing.")
		if missing != nil {
			e.More = []*wprest.Error{missing}
		}
		missing = e
	}
	if missing != nil {
		return missing
	}
	return nil
}

func wrongLogin(name string, account *Account) error {
	switch {
	case account != nil:
		return wprest.NewError(http.StatusUnauthorized, "incorrect_password", "The password is wrong.")
	case strings.Contains(name, "@"):
		return wprest.NewError(http.StatusUnauthorized, "invalid_email", "Nobody here has this address.")
	}
	return wprest.NewError(http.StatusUnauthorized, "invalid_username", "Nobody here has this name.")
}

// rehash stores the hash of a password in the form that the store wants.
func (p *PasswordLogin) rehash(ctx context.Context, account *Account, password string) (*Account, error) {
	if p.Store == nil {
		return account, nil
	}
	form, err := HashFormOf(ctx, p.Store)
	if err != nil {
		return nil, err
	}
	if !form.NeedsRehash(account.PasswordHash) {
		return account, nil
	}
	hash, err := form.HashPassword(password)
	if err == nil {
		err = p.Store.SetPassword(ctx, account.ID, hash)
	}
	if err != nil {
		return nil, fmt.Errorf("auth: store password of %d: %w", account.ID, err)
	}
	fresh := *account
	fresh.PasswordHash = hash
	return &fresh, nil
}
