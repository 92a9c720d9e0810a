package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// members is a host's own table of users, here with one row.
type members struct {
	account   auth.Account
	passwords []auth.AppPassword
	sessions  map[string]time.Time
}

func newMembers() *members {
	return &members{
		account: auth.Account{User: wprest.User{
			ID: 7, Login: "ines", Email: "ines@example.test", Caps: auth.DefaultRoles().Caps("author"),
		}},
		sessions: map[string]time.Time{},
	}
}

func (m *members) ByLogin(_ context.Context, name string) (*auth.Account, error) {
	if !strings.EqualFold(name, m.account.Login) && !strings.EqualFold(name, m.account.Email) {
		return nil, wprest.ErrNotExist
	}
	return &m.account, nil
}

func (m *members) ByID(_ context.Context, id int64) (*auth.Account, error) {
	if id != m.account.ID {
		return nil, wprest.ErrNotExist
	}
	return &m.account, nil
}

func (m *members) AppPasswords(context.Context, int64) ([]auth.AppPassword, error) {
	return m.passwords, nil
}

func (m *members) SetAppPasswords(_ context.Context, _ int64, list []auth.AppPassword) error {
	m.passwords = list
	return nil
}

func (m *members) TouchAppPassword(context.Context, int64, string, string, time.Time) error {
	return wprest.ErrUnsupported // this host does not keep track
}

func (m *members) Session(_ context.Context, _ int64, verifier string) (time.Time, error) {
	ends, ok := m.sessions[verifier]
	if !ok {
		return time.Time{}, wprest.ErrNotExist
	}
	return ends, nil
}

func ExampleAppPasswordAuth() {
	m := newMembers()
	secret, _, err := auth.NewAppPassword(context.Background(), m, 7, "phone", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	passwords := &auth.AppPasswordAuth{Accounts: m, Store: m}

	r := httptest.NewRequest(http.MethodGet, "/wp-json/wp/v2/users/me", nil)
	r.SetBasicAuth("Ines@example.test", auth.ChunkPassword(secret))
	u, err := passwords.Authenticate(r)
	fmt.Println(u.Login, u.Via, err)

	r.SetBasicAuth("ines", "wrong")
	u, err = passwords.Authenticate(r)
	fmt.Println(u, err)
	// Output:
	// ines application-password <nil>
	// <nil> <nil>
}

func ExampleCookies() {
	m := newMembers()
	salts := auth.NewSalts()
	cookies := &auth.Cookies{Accounts: m, Sessions: m, Salts: salts, SiteURL: "https://example.test"}

	// At the login.
	token, end := auth.NewSessionToken(), time.Now().Add(48*time.Hour)
	m.sessions[auth.SessionVerifier(token)] = end
	cookie := cookies.LoggedInCookie(&m.account, token, end)
	nonce := salts.Nonce("wp_rest", 7, token, time.Now())

	// At a request.
	r := httptest.NewRequest(http.MethodGet, "/wp-json/wp/v2/users/me", nil)
	r.AddCookie(cookie)
	u, err := cookies.Authenticate(r)
	fmt.Println(u.Known(), err)

	r.Header.Set("X-WP-Nonce", nonce)
	u, err = cookies.Authenticate(r)
	fmt.Println(u.Login, u.Header.Get("X-WP-Nonce") == nonce, err)
	// Output:
	// false <nil>
	// ines true <nil>
}

func ExampleCookies_Nonces() {
	cookies := &auth.Cookies{Accounts: newMembers(), Salts: auth.NewSalts()}
	r := httptest.NewRequest(http.MethodGet, "/wp-json/wp/v2/posts?_wpnonce=0123456789", nil)
	_, err := cookies.Nonces().Authenticate(r)
	fmt.Println(err)
	// Output:
	// rest_cookie_invalid_nonce: The nonce does not hold, or no longer.
}

func ExampleCheckPassword() {
	const hash = "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1" // as of 2010
	fmt.Println(auth.CheckPassword("keel", hash), auth.NeedsRehash(hash))
	fmt.Println(auth.CheckPassword("mast", hash))
	// Output:
	// true true
	// false
}

func ExampleRoles_Resolve() {
	roles, caps := auth.DefaultRoles().Resolve([]auth.Grant{
		{Name: "contributor", Allowed: true},
		{Name: "upload_files", Allowed: true},
	})
	fmt.Println(roles, caps["edit_posts"], caps["upload_files"], caps["publish_posts"])
	// Output:
	// [contributor] true true false
}

func ExampleCapabilities() {
	may := &auth.Capabilities{}
	author := &wprest.User{ID: 7, Caps: auth.DefaultRoles().Caps("author")}
	own := &auth.PostObject{ID: 1, Author: 7, Status: "publish", StatusPublic: true, Type: auth.PostTypeCaps("post", "posts")}
	others := &auth.PostObject{ID: 2, Author: 8, Status: "publish", StatusPublic: true, Type: auth.PostTypeCaps("post", "posts")}

	ctx := context.Background()
	for _, post := range []*auth.PostObject{own, others} {
		edit, _ := may.Can(ctx, author, "edit_post", post)
		read, _ := may.Can(ctx, author, "read_post", post)
		fmt.Println(edit, read)
	}
	needs, _ := may.Needs(ctx, author, "edit_post", others)
	fmt.Println(needs)
	// Output:
	// true true
	// false true
	// [edit_others_posts edit_published_posts]
}
