package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestHashForm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		form           HashForm
		login, secret  string // how hashes begin
		stays, renewed []string
	}{
		{
			"current", CurrentHashes, "$wp$2y$10$", "$generic$",
			[]string{"$wp$2y$10$HjL0GX5apwT/jtDXz0nRx.YR0v4C5Liqh24FdCSAcuTNLOJTsAP.G"},
			[]string{"$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1", "605be5befe7c9c3afe88a1ee662fe040"},
		},
		{
			"portable", PortableHashes, "$P$B", "$P$B",
			[]string{"$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1", "$2y$04$SGFyYm9yU2FsdDEyMzQ1Neaso6UQspGLLPWLvonbLHBcDsYWH2bFi"},
			[]string{"$wp$2y$10$HjL0GX5apwT/jtDXz0nRx.YR0v4C5Liqh24FdCSAcuTNLOJTsAP.G", "605be5befe7c9c3afe88a1ee662fe040"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			login, err := test.form.HashPassword(" keel\n")
			if err != nil || !strings.HasPrefix(login, test.login) || !CheckPassword("keel", login) || CheckPassword("keels", login) {
				t.Errorf("login password: %q, %v", login, err)
			}
			if again, _ := test.form.HashPassword("keel"); again == login {
				t.Error("two hashes with one salt")
			}
			if tooLong, err := test.form.HashPassword(strings.Repeat("x", maxPassword+1)); tooLong != "*" || err != nil {
				t.Errorf("too long: %q, %v", tooLong, err)
			}
			secret := test.form.HashSecret("abcdEFGH1234ijklMNOP5678")
			if !strings.HasPrefix(secret, test.secret) || !CheckFastHash("abcdEFGH1234ijklMNOP5678", secret) || CheckFastHash("abcd", secret) {
				t.Errorf("secret: %q", secret)
			}
			now := time.Now()
			key, stored := NewResetKey(now, test.form)
			if fits, expired := CheckResetKey(key, stored, now); !fits || expired {
				t.Errorf("reset key: %q, %q", key, stored)
			}
			for _, hash := range append(test.stays, login) {
				if test.form.NeedsRehash(hash) {
					t.Errorf("%q is to be hashed anew", hash)
				}
			}
			for _, hash := range test.renewed {
				if !test.form.NeedsRehash(hash) {
					t.Errorf("%q is not to be hashed anew", hash)
				}
			}
		})
	}
}

// formStore is a store beside another program.
type formStore struct {
	AppPasswordStore
	form HashForm
	err  error
	got  []AppPassword
}

func (s *formStore) HashForm(context.Context) (HashForm, error) { return s.form, s.err }

func (s *formStore) AppPasswords(context.Context, int64) ([]AppPassword, error) { return nil, nil }

func (s *formStore) SetAppPasswords(_ context.Context, _ int64, list []AppPassword) error {
	s.got = list
	return nil
}

func TestNewAppPasswordInTheFormOfTheStore(t *testing.T) {
	t.Parallel()
	store := &formStore{form: PortableHashes}
	plain, _, err := NewAppPassword(t.Context(), store, 1, "Boat", "")
	if err != nil {
		t.Fatal(err)
	}
	if hash := store.got[0].Hash; !strings.HasPrefix(hash, "$P$") || !CheckFastHash(plain, hash) {
		t.Errorf("stored %q", hash)
	}
	store.err = errors.New("no database")
	if _, _, err := NewAppPassword(t.Context(), store, 1, "Boat", ""); !errors.Is(err, store.err) {
		t.Errorf("error %v", err)
	}
}
