package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/wprest/wprest"
)

func basic(login, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(login+":"+password))
}

func asking(authorization string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/wp-json/wp/v2/users/me", nil)
	r.Header.Set("Authorization", authorization)
	return r
}

// An appPasswordForm is a header and the password that it names, or "".
type appPasswordForm struct{ name, header, token string }

// appPasswordForms are the cases app-passwords-forms, auth-headers and
// auth-basic-refused.
func appPasswordForms() []appPasswordForm {
	const password = "authorAppPass0001xxxxxxxxx"
	return []appPasswordForm{
		{"plain", basic("author", password), "uuid-1"},
		{"scheme in lower case", "basic YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4", "uuid-1"},
		{"scheme in upper case", "BASIC YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4", "uuid-1"},
		{"needless padding", "Basic YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4==", "uuid-1"},
		{"one digit too much", "Basic YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4A", "uuid-1"},
		{"spaces in the password", basic("author", "auth orAp pPas s000 1xxx xxxx xx"), "uuid-1"},
		{"signs in the password", basic("author", "author-App-Pass-0001-xxxxxxxxx"), "uuid-1"},
		{"address", basic("author@example.test", password), "uuid-1"},
		{"login in upper case", basic("AUTHOR", password), "uuid-1"},
		{"address in any case", basic("Author@Example.Test", password), "uuid-1"},
		{"spaces around the login", basic(" author ", password), "uuid-1"},
		{"older hash", basic("author", "keel"), "uuid-2"},
		{"password in upper case", basic("author", "AUTHORAPPPASS0001XXXXXXXXX"), ""},
		{"one character short", basic("author", "authorAppPass0001xxxxxxxx"), ""},
		{"a colon too much", basic("author", ":"+password), "uuid-1"},
		{"somebody else's", basic("editor", password), ""},
		{"login password", basic("editor", "pw-editor-0001"), ""},
		{"unknown login", basic("nobody", password), ""},
		{"unknown address", basic("nobody@example.test", password), ""},
		{"no password", basic("author", ""), ""},
		{"no letter in the password", basic("author", "---"), ""},
		{"no login", basic("", password), ""},
		{"nothing", basic("", ""), ""},
		{"no colon", "Basic YXV0aG9y", ""},
		{"scheme only", "Basic", ""},
		{"scheme and space", "Basic ", ""},
		{"two spaces", "Basic  YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4", ""},
		{"three pads", "Basic YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4===", ""},
		{"no base64", "Basic ???", ""},
		{"bearer", "Bearer YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4", ""},
		{"bare", "YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4", ""},
		{"none", "", ""},
	}
}

func TestAppPasswordForms(t *testing.T) {
	t.Parallel()
	for _, test := range appPasswordForms() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSite()
			a := &AppPasswordAuth{Accounts: s, Store: s}
			u, err := a.Authenticate(asking(test.header))
			if err != nil {
				t.Fatal(err)
			}
			if test.token == "" {
				if u != nil {
					t.Errorf("Authenticate = %+v, want nobody", u)
				}
				if len(s.touched) > 0 {
					t.Error("noted as used", s.touched)
				}
				return
			}
			if u == nil || u.ID != 3 || u.Token != test.token || u.Via != "application-password" {
				t.Fatalf("Authenticate = %+v", u)
			}
			if s.accounts[1].Via != "" {
				t.Error("the store's account was changed")
			}
		})
	}
}

func TestAppPasswordTouch(t *testing.T) {
	t.Parallel()
	s := newSite()
	now := time.Unix(1800000000, 0)
	a := &AppPasswordAuth{Accounts: s, Store: s, Now: func() time.Time { return now }}
	use := func(after time.Duration) {
		t.Helper()
		now = now.Add(after)
		r := asking(basic("author", "authorAppPass0001xxxxxxxxx"))
		r.RemoteAddr = "[2001:db8::1]:4711"
		if u, err := a.Authenticate(r); err != nil || !u.Known() {
			t.Fatalf("Authenticate = %v, %v", u, err)
		}
	}
	use(0)
	use(time.Second)
	use(24*time.Hour - 2*time.Second)
	use(time.Second)
	want := []string{"3 uuid-1 2001:db8::1 1800000000", "3 uuid-1 2001:db8::1 1800086400"}
	if !slices.Equal(s.touched, want) {
		t.Errorf("touched %q, want %q", s.touched, want)
	}

	now = now.Add(48 * time.Hour)
	s.touchErr = wprest.ErrUnsupported
	use(0)
	now = now.Add(48 * time.Hour)
	s.touchErr = errBroken
	if _, err := a.Authenticate(asking(basic("author", "authorAppPass0001xxxxxxxxx"))); !errors.Is(err, errBroken) {
		t.Errorf("Authenticate with a broken store: %v", err)
	}
}

func TestAppPasswordRefusals(t *testing.T) {
	t.Parallel()
	off := func(*http.Request) bool { return false }
	offFor := func(context.Context, *wprest.User) (bool, error) { return false, nil }
	right := basic("author", "authorAppPass0001xxxxxxxxx")
	tests := []struct {
		name, header, code string
		auth               AppPasswordAuth
	}{
		{"unknown login", basic("nobody", "x"), "invalid_username", AppPasswordAuth{}},
		{"unknown address", basic("nobody@example.test", "x"), "invalid_email", AppPasswordAuth{}},
		{"wrong", basic("author", "x"), "incorrect_password", AppPasswordAuth{}},
		{"off", right, "application_passwords_disabled", AppPasswordAuth{Available: off}},
		{"off for the user", right, "application_passwords_disabled_for_user", AppPasswordAuth{AvailableFor: offFor}},
		{"other scheme", "Bearer x", "", AppPasswordAuth{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSite()
			a := test.auth
			a.Accounts, a.Store = s, s
			if u, err := a.Authenticate(asking(test.header)); u != nil || err != nil {
				t.Errorf("Authenticate = %v, %v, want silence", u, err)
			}
			a.Strict = true
			u, err := a.Authenticate(asking(test.header))
			var e *wprest.Error
			if test.code == "" {
				if err != nil {
					t.Errorf("strict: %v", err)
				}
			} else if u != nil || !errors.As(err, &e) || e.Code != test.code || e.Status != http.StatusUnauthorized {
				t.Errorf("strict: %v, %v, want %s", u, err, test.code)
			}
		})
	}
}

func TestAppPasswordErrors(t *testing.T) {
	t.Parallel()
	s := newSite()
	s.err = errBroken
	a := &AppPasswordAuth{Accounts: s, Store: s}
	if _, err := a.Authenticate(asking(basic("author", "x"))); !errors.Is(err, errBroken) {
		t.Errorf("Authenticate: %v", err)
	}
	if _, _, err := NewAppPassword(t.Context(), s, 2, "phone", ""); !errors.Is(err, errBroken) {
		t.Errorf("NewAppPassword: %v", err)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	name, d := (&AppPasswordAuth{AuthorizeURL: "https://x.test/a"}).Describe(t.Context())
	endpoints, _ := d.Get("endpoints").(*wprest.Map)
	if name != "application-passwords" || endpoints.Get("authorization") != "https://x.test/a" {
		t.Errorf("Describe = %q, %v", name, d)
	}
	if _, d := (&AppPasswordAuth{}).Describe(t.Context()); d != nil {
		t.Errorf("Describe without a page = %v", d)
	}
}

func TestNewAppPassword(t *testing.T) {
	t.Parallel()
	s := newSite()
	plain, p, err := NewAppPassword(t.Context(), s, 2, " phone ", "app")
	if err != nil {
		t.Fatal(err)
	}
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if !uuid.MatchString(p.UUID) || p.Name != "phone" || p.AppID != "app" || p.LastUsed != 0 || p.Created == 0 || !CheckFastHash(plain, p.Hash) {
		t.Errorf("NewAppPassword = %+v", p)
	}
	if len(plain) != 24 || onlyAlphanumerics(plain) != plain {
		t.Errorf("secret %q", plain)
	}
	a := &AppPasswordAuth{Accounts: s, Store: s}
	if u, err := a.Authenticate(asking(basic("editor", ChunkPassword(plain)))); err != nil || !u.Known() || u.Token != p.UUID {
		t.Errorf("Authenticate = %v, %v", u, err)
	}
	for _, name := range []string{"", " ", "0"} {
		if _, _, err := NewAppPassword(t.Context(), s, 2, name, ""); !errors.Is(err, &wprest.Error{Code: "application_password_empty_name"}) {
			t.Errorf("NewAppPassword(%q): %v", name, err)
		}
	}
	if _, _, err := NewAppPassword(t.Context(), s, 2, "second", ""); err != nil || len(s.apps[2]) != 2 || s.apps[2][0].UUID != p.UUID {
		t.Errorf("second: %v, %v", err, s.apps[2])
	}
}

func FuzzBasicHeader(f *testing.F) {
	f.Add("Basic YXV0aG9yOmF1dGhvckFwcFBhc3MwMDAxeHh4eHh4eHh4==")
	f.Add("basic ???")
	f.Add("Basic =")
	f.Add("Basic Og")
	s := newSite()
	a := &AppPasswordAuth{Accounts: s, Store: s}
	f.Fuzz(func(t *testing.T, header string) {
		if _, _, ok := basicCredentials(header); !ok {
			if u, err := a.Authenticate(asking(header)); u != nil || err != nil {
				t.Errorf("Authenticate(%q) = %v, %v", header, u, err)
			}
			return
		}
		if _, err := a.Authenticate(asking(header)); err != nil {
			t.Errorf("Authenticate(%q): %v", header, err)
		}
	})
}
