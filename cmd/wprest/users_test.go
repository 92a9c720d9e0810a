package main

import (
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/wprest/wprest/auth"
)

// hashOf returns the stored hash of a user's password.
func hashOf(t *testing.T, data, login string) string {
	t.Helper()
	l := location{data: data}
	db, err := l.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	account, err := db.Accounts().ByLogin(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return account.PasswordHash
}

func TestUserCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data) // they work beside it
	code, stdout, stderr := do(t, outside(), "user", "create", "--data", data, "--login", "Ada.L", "--email", "ada@example.org", "--role", "editor", "--name", "Ada  Lovelace")
	password := regexp.MustCompile(`\nlogin password for Ada\.L: (\S{20,})\n$`).FindStringSubmatch(stdout)
	if code != exitOK || password == nil || stderr != "" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	if !auth.CheckPassword(password[1], hashOf(t, data, "ada.l")) {
		t.Error("the password does not fit")
	}
	code, stdout, stderr = do(t, outside(), "app-password", "create", "--data", data, "--user", "ada@example.org", "--name", "A script")
	secret := regexp.MustCompile(`^application password for Ada\.L: ((?:\w{4} ){5}\w{4})\n$`).FindStringSubmatch(stdout)
	if code != exitOK || secret == nil || stderr != "" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	me := s.objectAs("Ada.L", secret[1], "/wp-json/wp/v2/users/me?context=edit")
	if me["name"] != "Ada Lovelace" || me["slug"] != "ada-l" || me["email"] != "ada@example.org" || sprint(me["roles"]) != "[editor]" {
		t.Errorf("me: %v", me)
	}
}

func TestUserPassword(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start(t, data).stop()
	code, stdout, stderr := do(t, outside(), "user", "password", "--data", data, "--user", "ADMIN")
	password := regexp.MustCompile(`^login password for admin: (\S{20,})\n$`).FindStringSubmatch(stdout)
	if code != exitOK || password == nil || stderr != "" || !auth.CheckPassword(password[1], hashOf(t, data, "admin")) {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	code, stdout, stderr = do(t, withInput("keel haul\n"), "user", "password", "--data", data, "--user", "admin@example.com", "--password-stdin")
	if code != exitOK || stdout != "set the login password of admin\n" || stderr != "" || !auth.CheckPassword("keel haul", hashOf(t, data, "admin")) {
		t.Errorf("%d %q %q", code, stdout, stderr)
	}
	code, _, stderr = do(t, outside(), "user", "password", "--data", data, "--user", "nobody")
	if code != exitFailure || !strings.Contains(stderr, `there is no user "nobody"`) {
		t.Errorf("%d %q", code, stderr)
	}
	if code, _, _ = do(t, outside(), "user", "password", "--data", data); code != exitUsage {
		t.Errorf("without --user: %d", code)
	}
}

func TestUserWithAPassword(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start(t, data).stop()
	const password = `it's a "pass\word"`
	code, stdout, stderr := do(t, withInput(password+"\r\nmore\n"), "user", "create", "--data", data, "--login", "bot", "--email", "bot@example.org", "--password-stdin")
	if code != exitOK || strings.Contains(stdout, "password") || stdout != "created user bot (id 2, subscriber)\n" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	if !auth.CheckPassword(auth.Slash(password), hashOf(t, data, "bot")) {
		t.Error("the password does not fit")
	}
	for args, want := range map[string]string{
		"user create --login BOT --email new@example.org":              "already",
		"user create --login new --email BOT@example.org":              "already",
		"user create --login new --email new@example.org --role king":  "administrator, author",
		"user create --login x --email x@example.org --password-stdin": "empty",
		"app-password create --user nobody --name x":                   `no user "nobody"`,
	} {
		code, stdout, stderr := do(t, outside(), append(strings.Fields(args), "--data", data)...)
		if code != exitFailure || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: %d %q %q", args, code, stdout, stderr)
		}
	}
	// Its slug would be that of bot.
	if code, _, stderr := do(t, outside(), "user", "create", "--data", data, "--login", "bot.", "--email", "dot@example.org"); code != exitOK {
		t.Errorf("slug: %s", stderr)
	}
}

func TestCommandsNeedASite(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, args := range []string{"user create --login a --email a@example.org", "app-password create --user a --name b"} {
		code, stdout, stderr := do(t, outside(), append(strings.Fields(args), "--data", data)...)
		if code != exitFailure || stdout != "" || !strings.Contains(stderr, "wprest serve makes one") {
			t.Errorf("%s: %d %q %q", args, code, stdout, stderr)
		}
		code, _, stderr = do(t, outside(), append(strings.Fields(args), "--db", ":memory:")...)
		if code != exitFailure || !strings.Contains(stderr, "holds no site") {
			t.Errorf("%s: %d %q", args, code, stderr)
		}
	}
}
