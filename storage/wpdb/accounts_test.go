package wpdb

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

func TestAccounts(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	db := harbor(t, Options{Now: func() time.Time { return now }})
	ctx := t.Context()
	a := db.Accounts()
	for _, name := range []string{"editor", "EDITOR", "editor@example.test", "Editor@Example.TEST", "édïtor"} {
		account, err := a.ByLogin(ctx, name)
		if err != nil {
			t.Errorf("ByLogin(%q): %v", name, err)
			continue
		}
		if account.ID != 2 || account.Login != "editor" || account.Name != "Editor Person" || !slices.Equal(account.Roles, []string{"editor"}) ||
			!account.Caps["edit_others_posts"] || account.Caps["manage_options"] || !account.Caps["editor"] || !strings.HasSuffix(account.PasswordHash, "AP.G") {
			t.Errorf("ByLogin(%q) = %+v", name, account)
		}
	}
	for _, name := range []string{"", "nobody", "x@y.z"} {
		if _, err := a.ByLogin(ctx, name); !errors.Is(err, wprest.ErrNotExist) {
			t.Errorf("ByLogin(%q): %v", name, err)
		}
	}
	if _, err := a.ByID(ctx, 99); !errors.Is(err, wprest.ErrNotExist) {
		t.Errorf("ByID: %v", err)
	}
	testAppPasswords(t, a)
	expires := now.Add(48 * time.Hour)
	for user, verifier := range map[int64]string{2: "aa", 3: "bb"} {
		if err := a.AddSession(ctx, user, auth.Session{Verifier: verifier, Expires: expires, Login: now, IP: "192.0.2.1", UserAgent: "Boat/1.0"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.AddSession(ctx, 2, auth.Session{Verifier: "old", Expires: now.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if got, err := a.Session(ctx, 2, "aa"); err != nil || !got.Equal(expires) {
		t.Errorf("Session: %v, %v", got, err)
	}
	if list, err := a.UserSessions(ctx, 2); err != nil || len(list) != 1 || list[0].UserAgent != "Boat/1.0" || !list[0].Login.Equal(now) {
		t.Errorf("UserSessions: %+v, %v", list, err)
	}
	if err := a.EndSession(ctx, 3, ""); err != nil {
		t.Fatal(err)
	}
	for user, verifier := range map[int64]string{2: "old", 3: "bb", 4: "aa"} {
		if _, err := a.Session(ctx, user, verifier); !errors.Is(err, wprest.ErrNotExist) {
			t.Errorf("session %s of %d: %v", verifier, user, err)
		}
	}
	if err := a.SetActivationKey(ctx, 2, "k"); err != nil {
		t.Fatal(err)
	}
	if key, err := a.ActivationKey(ctx, 2); key != "k" || err != nil {
		t.Errorf("key %q, %v", key, err)
	}
	if err := a.SetPassword(ctx, 2, "hash"); err != nil {
		t.Fatal(err)
	}
	if account, err := a.ByID(ctx, 2); err != nil || account.PasswordHash != "hash" {
		t.Errorf("%+v, %v", account, err)
	}
	if err := a.SetPassword(ctx, 99, "hash"); !errors.Is(err, wprest.ErrNotExist) {
		t.Errorf("SetPassword of nobody: %v", err)
	}
}

func testAppPasswords(t *testing.T, a *Accounts) {
	t.Helper()
	ctx := t.Context()
	list, err := a.AppPasswords(ctx, 2)
	if err != nil || len(list) != 1 || list[0].Name != "conformance" || list[0].Created != 1704100000 || list[0].LastUsed != 0 || len(list[0].Hash) != 49 {
		t.Fatalf("%+v, %v", list, err)
	}
	used := time.Unix(1750000000, 0)
	if err := a.TouchAppPassword(ctx, 2, list[0].UUID, "192.0.2.9", used); err != nil {
		t.Fatal(err)
	}
	if err := a.TouchAppPassword(ctx, 2, "other", "192.0.2.9", used); err != nil {
		t.Fatal(err)
	}
	list[0].LastUsed, list[0].LastIP = used.Unix(), "192.0.2.9"
	list = append(list, auth.AppPassword{UUID: "u", Name: "n", Hash: "h", Created: 5})
	if err := a.SetAppPasswords(ctx, 3, list); err != nil {
		t.Fatal(err)
	}
	if got, err := a.AppPasswords(ctx, 3); err != nil || !reflect.DeepEqual(got, list) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := a.SetAppPasswords(ctx, 3, nil); err != nil {
		t.Fatal(err)
	}
	stored, err := a.meta(ctx, 3, appPasswordsKey)
	if err != nil || stored != "a:0:{}" {
		t.Errorf("none is stored as %q, %v", stored, err)
	}
}

func TestHashForm(t *testing.T) {
	db := open(t, Options{})
	for version, want := range map[string]auth.HashForm{
		"":      auth.CurrentHashes, // no WordPress has seen it
		"53496": auth.PortableHashes,
		"60420": auth.PortableHashes,
		"60421": auth.CurrentHashes,
		"61833": auth.CurrentHashes,
	} {
		if err := db.Options().SetOption(t.Context(), "db_version", version); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Accounts().HashForm(t.Context()); err != nil || got != want {
			t.Errorf("db_version %q: %v, %v", version, got, err)
		}
	}
}
