package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
	"github.com/wprest/wprest/wp"
)

// Accounts is what package auth asks of a site: accounts, application passwords
// and login sessions. It implements auth.Accounts, auth.AppPasswordStore,
// auth.SessionStore, wp.RoleStore and auth.PasswordStore.
type Accounts struct {
	db *DB
}

var (
	_ auth.Accounts         = (*Accounts)(nil)
	_ auth.AppPasswordStore = (*Accounts)(nil)
	_ auth.SessionStore     = (*Accounts)(nil)
	_ auth.HashFormStore    = (*Accounts)(nil)
)

// The meta in which logins are kept.
const (
	appPasswordsKey = "_application_passwords"
	sessionsKey     = "session_tokens"
)

// Accounts returns the accounts of the site.
func (db *DB) Accounts() *Accounts { return &Accounts{db} }

// ByLogin returns the account of a login, or else of an e-mail address; letter
// case and accents do not matter. Without one it returns wprest.ErrNotExist.
func (a *Accounts) ByLogin(ctx context.Context, loginOrEmail string) (*auth.Account, error) {
	// A file compares logins without regard to case alone, and they are
	// hardly ever stored with accents.
	plain := sqlite.Fold(loginOrEmail)
	account, err := a.find(ctx, "user_login", loginOrEmail, plain)
	if err == nil && account == nil && strings.Contains(loginOrEmail, "@") {
		account, err = a.find(ctx, "user_email", loginOrEmail, plain)
	}
	if err == nil && account == nil {
		err = fmt.Errorf("wpdb: account: %w", wprest.ErrNotExist)
	}
	return account, err
}

// ByID returns the account of a user, or wprest.ErrNotExist.
func (a *Accounts) ByID(ctx context.Context, id int64) (*auth.Account, error) {
	account, err := a.find(ctx, "ID", id, id)
	if err == nil && account == nil {
		err = fmt.Errorf("wpdb: account %d: %w", id, wprest.ErrNotExist)
	}
	return account, err
}

// find returns the account of which a column has a value, or the other one; nil
// if there is none.
func (a *Accounts) find(ctx context.Context, column string, value, or any) (*auth.Account, error) {
	var account *auth.Account
	text := "SELECT ID, user_login, user_nicename, display_name, user_email, user_pass FROM " + a.db.tables.users + " WHERE " + column + " IN (?, ?) ORDER BY ID LIMIT 1"
	err := a.db.query(ctx, text, []any{value, or}, func(rows *sql.Rows) error {
		account = &auth.Account{}
		return rows.Scan(&account.ID, &account.Login, &account.Slug, &account.Name, &account.Email, &account.PasswordHash)
	})
	if err != nil || account == nil {
		return nil, wrap("account", err)
	}
	roles, err := a.db.roles(ctx)
	if err != nil {
		return nil, err
	}
	stored, err := a.meta(ctx, account.ID, a.db.prefix+"capabilities")
	if err != nil {
		return nil, err
	}
	account.Roles, account.Caps = roles.Resolve(parseGrants(stored))
	return account, nil
}

// meta returns the first value of a key.
func (a *Accounts) meta(ctx context.Context, user int64, key string) (string, error) {
	meta, err := a.db.Meta().Meta(ctx, wp.UserMeta, []int64{user}, key)
	return first(meta[user][key]), err
}

// newHashesFrom is the db_version of WordPress 6.8, the first that understands
// auth.CurrentHashes.
const newHashesFrom = 60421

// HashForm implements auth.HashFormStore: it goes by the option db_version, which
// tells which WordPress has last used the database.
func (a *Accounts) HashForm(ctx context.Context) (auth.HashForm, error) {
	const name = "db_version"
	options, err := a.db.Options().Options(ctx, name)
	if n := wprest.ToInt(options[name]); n > 0 && n < newHashesFrom {
		return auth.PortableHashes, err
	}
	return auth.CurrentHashes, err
}

// SetPassword stores the hash of a user's login password, which voids a key to
// choose a new one.
func (a *Accounts) SetPassword(ctx context.Context, user int64, hash string) error {
	return a.set(ctx, user, map[string]any{"user_pass": hash, "user_activation_key": ""})
}

// ActivationKey returns the stored key with which a user may choose a new
// password; "" if there is none.
func (a *Accounts) ActivationKey(ctx context.Context, user int64) (key string, err error) {
	text := "SELECT user_activation_key FROM " + a.db.tables.users + " WHERE ID = ?"
	err = a.db.query(ctx, text, []any{user}, func(rows *sql.Rows) error { return rows.Scan(&key) })
	return key, wrap("activation key", err)
}

// SetActivationKey stores such a key.
func (a *Accounts) SetActivationKey(ctx context.Context, user int64, key string) error {
	return a.set(ctx, user, map[string]any{"user_activation_key": key})
}

func (a *Accounts) set(ctx context.Context, user int64, columns map[string]any) error {
	return a.db.change(ctx, tablesOf(usersTable), func(_ context.Context, g *gorm.DB) error {
		result := g.Model(&userRow{}).Where("ID = ?", user).Updates(columns)
		if result.Error == nil && result.RowsAffected == 0 {
			return fmt.Errorf("wpdb: account %d: %w", user, wprest.ErrNotExist)
		}
		return wrap("account", result.Error)
	})
}

// Session returns when a login session of a user ends, or wprest.ErrNotExist.
func (a *Accounts) Session(ctx context.Context, user int64, verifier string) (time.Time, error) {
	sessions, err := a.sessions(ctx, user)
	if err != nil {
		return time.Time{}, err
	}
	if !sessions.Has(verifier) {
		return time.Time{}, fmt.Errorf("wpdb: session of user %d: %w", user, wprest.ErrNotExist)
	}
	return expiry(sessions.Get(verifier)), nil
}

// expiry returns when a stored session ends: the member expiration, or in old
// databases the session itself.
func expiry(session any) time.Time {
	if m, ok := session.(*wprest.Map); ok {
		session = m.Get("expiration")
	}
	n, _ := integer(session)
	seconds, _ := n.(int64)
	return time.Unix(seconds, 0).UTC()
}

func (a *Accounts) sessions(ctx context.Context, user int64) (*wprest.Map, error) {
	text, err := a.meta(ctx, user, sessionsKey)
	if err != nil {
		return nil, err
	}
	sessions, ok := phpvalue.MaybeDecode(text).(*wprest.Map)
	if !ok {
		sessions = &wprest.Map{}
	}
	return sessions, nil
}

// UserSessions returns the login sessions of a user that have not ended.
func (a *Accounts) UserSessions(ctx context.Context, user int64) ([]auth.Session, error) {
	stored, err := a.sessions(ctx, user)
	var list []auth.Session
	for verifier, v := range stored.All() {
		s := auth.Session{Verifier: verifier, Expires: expiry(v)}
		if m, ok := v.(*wprest.Map); ok {
			s.IP, s.UserAgent, s.Login = text1(m, "ip"), text1(m, "ua"), time.Unix(int1(m, "login"), 0).UTC()
		}
		if s.Expires.After(a.db.now()) {
			list = append(list, s)
		}
	}
	return list, err
}

// AddSession stores a login session, and drops those that have ended.
func (a *Accounts) AddSession(ctx context.Context, user int64, s auth.Session) error {
	return a.changeSessions(ctx, user, func(sessions *wprest.Map) {
		sessions.Set(s.Verifier, wprest.MapOf("expiration", s.Expires.Unix(), "ip", s.IP, "ua", s.UserAgent, "login", s.Login.Unix()))
	})
}

// EndSession removes a login session, if it is there; "" stands for all of them.
func (a *Accounts) EndSession(ctx context.Context, user int64, verifier string) error {
	return a.changeSessions(ctx, user, func(sessions *wprest.Map) {
		if verifier == "" {
			*sessions = wprest.Map{}
		}
		sessions.Delete(verifier)
	})
}

func (a *Accounts) changeSessions(ctx context.Context, user int64, change func(*wprest.Map)) error {
	return a.db.Tx(ctx, func(ctx context.Context) error {
		stored, err := a.sessions(ctx, user)
		if err != nil {
			return err
		}
		change(stored)
		kept := &wprest.Map{}
		for verifier, session := range stored.All() {
			if expiry(session).After(a.db.now()) {
				kept.Set(verifier, session)
			}
		}
		var values []string
		if kept.Len() > 0 {
			values = []string{phpvalue.Encode(kept)}
		}
		return a.db.Meta().SetMeta(ctx, wp.UserMeta, user, sessionsKey, values...)
	})
}
