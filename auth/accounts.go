package auth

import (
	"context"
	"time"

	"github.com/wprest/wprest"
)

// An Account is a user with what it takes to check a login.
type Account struct {
	wprest.User
	// PasswordHash is the stored hash of the login password. Login cookies
	// hold a mac over a piece of it, so that a new password ends them.
	PasswordHash string
	// Slug is the user's nicename. It may be empty.
	Slug string
}

// Accounts finds users. What it returns is not changed by this package.
// Implementations must be safe for concurrent use.
type Accounts interface {
	// ByLogin returns the account of a login or else, of an e-mail address,
	// both compared without regard to case; wprest.ErrNotExist when there is
	// none.
	ByLogin(ctx context.Context, loginOrEmail string) (*Account, error)
	// ByID returns the account of a user; wprest.ErrNotExist when there is
	// none.
	ByID(ctx context.Context, id int64) (*Account, error)
}

// An AppPassword is an application password as it is stored.
type AppPassword struct {
	// UUID names the password.
	UUID string
	// AppID is the UUID of the application that it was made for, or "".
	AppID string
	// Name is what its owner calls it.
	Name string
	// Hash is that of the secret, see HashForm.HashSecret.
	Hash string
	// Created is a Unix time.
	Created int64
	// LastUsed is a Unix time; 0 is never.
	LastUsed int64
	// LastIP is where it was used from then; "" before it was used.
	LastIP string
}

// AppPasswords holds the application passwords of users. Implementations must
// be safe for concurrent use.
type AppPasswords interface {
	// AppPasswords returns those of a user, oldest first; none for a user who
	// does not exist.
	AppPasswords(ctx context.Context, user int64) ([]AppPassword, error)
	// TouchAppPassword notes when and from where one was used. It does nothing
	// when that is gone.
	TouchAppPassword(ctx context.Context, user int64, uuid, ip string, at time.Time) error
}

// An AppPasswordGate is a store that knows whether an application password was
// ever made. Until then none are looked for.
type AppPasswordGate interface {
	AppPasswordsInUse(ctx context.Context) (bool, error)
}

// An AppPasswordWriter is a store of application passwords that can change
// them. Implementations must be safe for concurrent use.
type AppPasswordWriter interface {
	// SetAppPasswords replaces the application passwords of a user.
	SetAppPasswords(ctx context.Context, user int64, list []AppPassword) error
}

// An AppPasswordStore can both read and change application passwords.
type AppPasswordStore interface {
	AppPasswords
	AppPasswordWriter
}

// Sessions knows who is logged in. Implementations must be safe for concurrent
// use.
type Sessions interface {
	// Session returns when a login session of a user ends. The verifier is
	// SessionVerifier of its token. wprest.ErrNotExist says that there is no
	// such session.
	Session(ctx context.Context, user int64, verifier string) (expires time.Time, err error)
}
