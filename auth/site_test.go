package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/wprest/wprest"
)

const (
	siteURL   = "http://127.0.0.1:8071"
	siteToken = "HarborTokenHarborTokenHarborTokenHarborTok0"
)

var errBroken = errors.New("broken")

// siteSalts are those of the conformance site.
func siteSalts() Salts {
	secret := func(kind, what string) string {
		return fmt.Sprintf("conformance-%s-%s-0123456789abcdef0123456789abcdef", kind, what)
	}
	return Salts{
		AuthKey: secret("AUTH", "key"), AuthSalt: secret("AUTH", "salt"),
		SecureAuthKey: secret("SECURE_AUTH", "key"), SecureAuthSalt: secret("SECURE_AUTH", "salt"),
		LoggedInKey: secret("LOGGED_IN", "key"), LoggedInSalt: secret("LOGGED_IN", "salt"),
		NonceKey: secret("NONCE", "key"), NonceSalt: secret("NONCE", "salt"),
	}
}

// A site is the accounts, application passwords and sessions of a test.
type site struct {
	mu       sync.Mutex
	accounts []Account
	apps     map[int64][]AppPassword
	sessions map[string]time.Time
	touched  []string
	err      error
	touchErr error
}

// newSite has the editor and the author of the conformance site.
func newSite() *site {
	return &site{
		accounts: []Account{
			{User: wprest.User{ID: 2, Login: "editor", Email: "editor@example.test"}, PasswordHash: "$wp$2y$10$HjL0GX5apwT/jtDXz0nRx.YR0v4C5Liqh24FdCSAcuTNLOJTsAP.G"},
			{User: wprest.User{ID: 3, Login: "author", Email: "author@example.test"}, PasswordHash: "$wp$2y$10$tQybKxdY6gYIKP7VYg29wOZFlSigTymTpDrGG1NQblHKzcrvQBgaS"},
		},
		apps: map[int64][]AppPassword{3: {
			{UUID: "uuid-0", Hash: "$generic$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
			{UUID: "uuid-1", Name: "conformance", Hash: "$generic$ANAqPpO-2QkjkB3tiGOR9Zg31uizBjdpeCBABw6I"},
			{UUID: "uuid-2", Name: "old", Hash: "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1"},
		}},
		sessions: map[string]time.Time{
			sessionKey(2, siteToken): time.Unix(1800000000, 0),
			sessionKey(3, siteToken): time.Unix(1800000000, 0),
			sessionKey(3, "tok-1"):   time.Unix(1900000000, 0),
			sessionKey(3, "ended"):   time.Unix(1000, 0),
		},
	}
}

func sessionKey(user int64, token string) string {
	return fmt.Sprint(user, SessionVerifier(token))
}

func (s *site) ByLogin(_ context.Context, name string) (*Account, error) {
	for i := range s.accounts {
		if a := &s.accounts[i]; strings.EqualFold(a.Login, name) || strings.EqualFold(a.Email, name) {
			return a, s.err
		}
	}
	return nil, errors.Join(s.err, wprest.ErrNotExist)
}

func (s *site) ByID(_ context.Context, id int64) (*Account, error) {
	for i := range s.accounts {
		if s.accounts[i].ID == id {
			return &s.accounts[i], nil
		}
	}
	return nil, wprest.ErrNotExist
}

func (s *site) AppPasswords(_ context.Context, user int64) ([]AppPassword, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]AppPassword(nil), s.apps[user]...), nil
}

func (s *site) TouchAppPassword(_ context.Context, user int64, uuid, ip string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touched = append(s.touched, fmt.Sprint(user, " ", uuid, " ", ip, " ", at.Unix()))
	for i := range s.apps[user] {
		if p := &s.apps[user][i]; p.UUID == uuid {
			p.LastUsed, p.LastIP = at.Unix(), ip
		}
	}
	return s.touchErr
}

func (s *site) SetAppPasswords(_ context.Context, user int64, list []AppPassword) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apps[user] = list
	return s.err
}

func (s *site) Session(_ context.Context, user int64, verifier string) (time.Time, error) {
	ends, ok := s.sessions[fmt.Sprint(user, verifier)]
	if !ok {
		return time.Time{}, wprest.ErrNotExist
	}
	return ends, nil
}
