package wp_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// passwordSite is a commentSite with application passwords, of which user 6 has
// one.
func passwordSite(t *testing.T, change func(*auth.AppPasswordAuth)) (site *freshSite, accounts *wpdb.Accounts, made auth.AppPassword) {
	t.Helper()
	site, _, _ = commentSite(t, func(c *wp.Config) {
		accounts, _ = c.Stores.Passwords.(*wpdb.Accounts)
		c.AppPasswords = &auth.AppPasswordAuth{Accounts: accounts, Store: accounts}
		if change != nil {
			change(c.AppPasswords)
		}
	})
	_, made, err := auth.NewAppPassword(t.Context(), accounts, 6, "Boat", "")
	if err != nil {
		t.Fatal(err)
	}
	return site, accounts, made
}

func TestAppPasswordRoles(t *testing.T) {
	site, _, made := passwordSite(t, nil)
	people := []*wprest.User{nil, user(6, "subscriber"), user(2, "editor"), user(1, "administrator")}
	const base = "/wp/v2/users/6/application-passwords"
	one := base + "/" + made.UUID
	for _, test := range []struct {
		method, path, body string
		want               [4]int // of nobody, the owner, an editor, the administrator
	}{
		{"GET", base, "", [4]int{401, 200, 403, 200}},
		{"GET", one, "", [4]int{401, 200, 403, 200}},
		{"GET", base + "/none", "", [4]int{401, 404, 403, 404}},
		{"GET", base + "/introspect", "", [4]int{401, 404, 403, 403}}, // the owner has come without one
		{"PUT", one, `{"name":"Ship"}`, [4]int{401, 200, 403, 200}},
		{"PUT", one, `{"name":" "}`, [4]int{400, 400, 400, 400}},
		{"POST", base, `{"name":"New"}`, [4]int{401, 201, 403, 201}},
		{"POST", base, `{"name":"<b></b>"}`, [4]int{401, 400, 403, 400}},
		{"POST", base, `{"name":"New","app_id":"x"}`, [4]int{400, 400, 400, 400}},
		{"GET", "/wp/v2/users/99/application-passwords", "", [4]int{404, 404, 404, 404}},
		{"GET", "/wp/v2/users/ME/application-passwords", "", [4]int{404, 404, 404, 404}},
		{"GET", "/wp/v2/users/me/application-passwords", "", [4]int{401, 200, 200, 200}},
	} {
		for i, who := range people {
			site.call(t, who, test.method, test.path, test.body, test.want[i])
		}
	}
	if n := get(site.call(t, people[3], "DELETE", base, "", http.StatusOK), "count"); n != 3.0 {
		t.Errorf("%v deleted", n)
	}
}

func TestAppPasswordIsShownOnce(t *testing.T) {
	site, accounts, _ := passwordSite(t, nil)
	owner := user(6, "subscriber")
	const base = "/wp/v2/users/me/application-passwords"
	answer := site.call(t, owner, "POST", base, `{"name":"Phone \\ one"}`, http.StatusCreated)
	plain, _ := get(answer, "password").(string)
	uuid, _ := get(answer, "uuid").(string)
	if len(plain) != 29 || get(answer, "last_used") != nil {
		t.Errorf("made %v", answer)
	}
	if shown := fmt.Sprint(site.call(t, owner, "GET", base+"?context=edit", "", http.StatusOK)); strings.Contains(shown, "password:") || strings.Contains(shown, "$generic$") {
		t.Errorf("listed %s", shown)
	}
	list, err := accounts.AppPasswords(t.Context(), 6)
	if err != nil || len(list) != 2 || list[1].Name != `Phone \ one` || !auth.CheckFastHash(strings.ReplaceAll(plain, " ", ""), list[1].Hash) {
		t.Errorf("stored %+v, %v", list, err)
	}
	owner.Via, owner.Token = auth.ViaAppPassword, uuid
	if got := get(site.call(t, owner, "GET", base+"/introspect", "", http.StatusOK), "uuid"); got != uuid {
		t.Errorf("introspect: %v", got)
	}
	previous := site.call(t, owner, "DELETE", base+"/"+uuid, "", http.StatusOK)
	if get(previous, "deleted") != true || get(previous, "previous.uuid") != uuid || get(previous, "previous._links") != nil {
		t.Errorf("deleted %v", previous)
	}
	site.call(t, owner, "GET", base+"/introspect", "", http.StatusInternalServerError)
}

func TestAppPasswordsOff(t *testing.T) {
	site, _, _ := passwordSite(t, func(a *auth.AppPasswordAuth) {
		a.AvailableFor = func(_ context.Context, u *wprest.User) (bool, error) { return u.ID != 6, nil }
	})
	admin := user(1, "administrator")
	code := get(site.call(t, admin, "GET", "/wp/v2/users/6/application-passwords", "", http.StatusNotImplemented), "code")
	if code != "application_passwords_disabled_for_user" {
		t.Error(code)
	}
	site.call(t, admin, "GET", "/wp/v2/users/2/application-passwords", "", http.StatusOK)
	plain, _, _ := commentSite(t, nil)
	plain.call(t, admin, "GET", "/wp/v2/users/2/application-passwords", "", http.StatusNotFound)
}
