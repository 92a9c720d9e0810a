package auth

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/wprest/wprest"
)

// A countingThrottle waits from the second failure on.
type countingThrottle struct{ failed, succeeded int }

func (c *countingThrottle) Wait(context.Context, string, string) (time.Duration, bool, error) {
	if c.failed > 1 {
		return time.Minute, true, nil
	}
	return 0, c.failed > 0, nil
}

func (c *countingThrottle) Failed(context.Context, string, string) error {
	c.failed++
	return nil
}

func (c *countingThrottle) Succeeded(context.Context, string, string) error {
	c.succeeded++
	return nil
}

// storedPasswords notes the hashes that are stored.
type storedPasswords map[int64]string

func (s storedPasswords) SetPassword(_ context.Context, user int64, hash string) error {
	s[user] = hash
	return nil
}

func TestPasswordLogin(t *testing.T) {
	s := newSite()
	s.accounts[0].PasswordHash = "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1" // of "keel"
	s.accounts[1].PasswordHash = "$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG."
	throttle, store := &countingThrottle{}, storedPasswords{}
	login := &PasswordLogin{Accounts: s}
	for _, test := range []struct{ name, password, code, more string }{
		{"editor", "keel", "", ""},
		{" EDITOR ", " keel\n", "", ""},
		{"author@example.test", "keel", "", ""},
		{"editor", "mast", "incorrect_password", ""},
		{"nobody", "keel", "invalid_username", ""},
		{"nobody@example.test", "keel", "invalid_email", ""},
		{"", "", "empty_username", "empty_password"},
		{"", "keel", "empty_username", ""},
		{"editor", " ", "empty_password", ""},
	} {
		account, err := login.Check(t.Context(), test.name, test.password, "192.0.2.1")
		var e *wprest.Error
		switch {
		case test.code == "" && (err != nil || account == nil):
			t.Errorf("%q: %v", test.name, err)
		case test.code != "" && (!errors.As(err, &e) || e.Code != test.code || account != nil):
			t.Errorf("%q: %v, %v", test.name, account, err)
		case test.more != "" && (len(e.More) != 1 || e.More[0].Code != test.more):
			t.Errorf("%q: more is %v", test.name, e.More)
		}
	}
	login.Throttle, login.Store = throttle, store
	if account, err := login.Check(t.Context(), "author", "keel", ""); err != nil || NeedsRehash(account.PasswordHash) || store[3] != account.PasswordHash {
		t.Errorf("rehash: %+v, %v, stored %v", account, err, store)
	}
	for _, password := range []string{"x", "keel", "x"} {
		_, _ = login.Check(t.Context(), "author", password, "")
	}
	var wait *WaitError
	if _, err := login.Check(t.Context(), "author", "keel", ""); !errors.As(err, &wait) || wait.Wait != time.Minute || throttle.succeeded != 1 {
		t.Errorf("after two failures: %v", err)
	}
	s.err = errBroken
	if _, err := login.Check(t.Context(), "editor", "keel", ""); err == nil {
		t.Error("a broken store is no error")
	}
}

func TestResetKey(t *testing.T) {
	now := time.Unix(1800000000, 0)
	const key, stored = "AbCdEfGhIjKlMnOpQrSt", "1800000000:$generic$pvX-Yy2kSLSbshBCts2EtZc5VQvx2IKjWQP3hCMI"
	for _, test := range []struct {
		key, stored   string
		at            time.Time
		fits, expired bool
	}{
		{key, stored, now, true, false},
		{"AbCd EfGh-IjKl MnOp QrSt", stored, now, true, false},
		{key, stored, now.Add(24*time.Hour - time.Second), true, false},
		{key, stored, now.Add(24 * time.Hour), true, true},
		{key, stored[len("1800000000:"):], now, true, true},
		{"other", stored, now, false, false},
		{"", stored, now, false, false},
		{key, "", now, false, false},
	} {
		if fits, expired := CheckResetKey(test.key, test.stored, test.at); fits != test.fits || expired != test.expired {
			t.Errorf("%q, %.20q…: %v, %v", test.key, test.stored, fits, expired)
		}
	}
	if key, stored := NewResetKey(now, CurrentHashes); len(key) != resetKeyLen {
		t.Errorf("key %q", key)
	} else if fits, expired := CheckResetKey(key, stored, now); !fits || expired {
		t.Errorf("a new key: %v, %v", fits, expired)
	}
}
