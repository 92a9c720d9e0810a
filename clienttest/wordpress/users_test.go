package wordpress

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/wprest/wprest/auth"
)

const hardPassword = `it's "quay" & $1 ü`

// testUsers makes, changes and removes users.
func testUsers(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		route := func(id int) string { return fmt.Sprintf("/wp/v2/users/%d?context=edit", id) }
		user := object{
			"username": "ada." + writer.name, "email": "ada@" + writer.name + ".example", "password": hardPassword, "roles": []string{"author"},
			"first_name": `Ad"a`, "last_name": "O'Lo ü", "description": hardTitle, "url": "https://coast.example/?a=1&b=2", "locale": "en_US",
		}
		id := writer.create(t, "/wp/v2/users", user)
		c.same(t, route(id))
		reader.update(t, route(id), object{"name": "Ada & Co", "nickname": "ad", "roles": []string{"editor"}, "description": "Short"})
		want(t, writer, c.same(t, route(id)), "roles.0", "editor")
		user["username"], user["password"] = "other", "x"
		reader.must(t, http.StatusInternalServerError, http.MethodPost, "/wp/v2/users", user) // the address is taken
		post := writer.create(t, "/wp/v2/posts", object{"title": "Of Ada", "author": id, "status": "publish"})
		c.same(t, fmt.Sprintf("/wp/v2/users/%d", id))
		c.same(t, "/wp/v2/users?context=edit&orderby=id&roles=editor")
		reader.delete(t, fmt.Sprintf("/wp/v2/users/%d?force=true&reassign=1", id))
		writer.must(t, http.StatusNotFound, http.MethodGet, route(id), nil)
		want(t, writer, c.samePost(t, post), "author", 1)
		c.noOrphans(t)
	})
}

// testPasswords logs in by one side with passwords that the other has set.
func testPasswords(t *testing.T, c *coast) {
	for name, sides := range map[string][2]*side{"set by php": {c.php, c.host}, "set by wprest": {c.wprest, c.php}} {
		t.Run(name, func(t *testing.T) { testPassword(t, c, sides[0], sides[1]) })
	}
	t.Run("of a newer form", func(t *testing.T) {
		id := c.php.create(t, "/wp/v2/users", object{"username": "newer", "email": "newer@coast.example", "password": "x"})
		hash, err := auth.HashPassword(auth.Slash(hardPassword))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.db.Exec("UPDATE "+prefix+"users SET user_pass = ? WHERE ID = ?", hash, id); err != nil {
			t.Fatal(err)
		}
		c.host.browser(t).logIn(t, "newer", hardPassword) // stores the form that PHP knows
		c.php.browser(t).logIn(t, "newer", hardPassword)
	})
}

func testPassword(t *testing.T, c *coast, writer, reader *side) {
	login := "log." + writer.name
	id := writer.create(t, "/wp/v2/users", object{"username": login, "email": login + "@coast.example", "password": hardPassword})
	inside := reader.browser(t)
	inside.logIn(t, login, hardPassword)
	if reader.browser(t).tryLogIn(t, login, hardPassword+"!") {
		t.Error("a wrong password lets in")
	}
	reader.browser(t).logIn(t, login+"@coast.example", hardPassword) // by the address
	want(t, reader, inside.get(t, "/wp/v2/users/me"), "id", id)

	// A new password ends what the old one has begun.
	reader.update(t, fmt.Sprintf("/wp/v2/users/%d", id), object{"password": "other " + hardPassword})
	for _, s := range []*side{c.php, c.wprest, c.host} {
		inside.at(s).must(t, http.StatusForbidden, http.MethodGet, "/wp/v2/users/me", nil)
	}
	for _, s := range []*side{c.php, c.host} {
		if s.browser(t).tryLogIn(t, login, hardPassword) {
			t.Errorf("%s: the old password lets in", s.name)
		}
		s.browser(t).logIn(t, login, "other "+hardPassword)
	}
}

// testAppPasswords uses application passwords at the other side, and revokes them
// there.
func testAppPasswords(t *testing.T, c *coast) {
	const mine = "/wp/v2/users/me/application-passwords"
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		made := writer.must(t, http.StatusCreated, http.MethodPost, mine, object{"name": `Boat's "phone" of ` + writer.name})
		password := str(made, "password")
		for _, s := range []*side{reader, writer} {
			want(t, s, s.as(admin, password).get(t, "/wp/v2/users/me"), "slug", admin)
			s.as(admin, password+"x").must(t, http.StatusUnauthorized, http.MethodGet, "/wp/v2/users/me", nil)
		}
		c.same(t, mine)
		reader.update(t, mine+"/"+str(made, "uuid"), object{"name": "Renamed " + writer.name})
		c.same(t, mine)
		reader.delete(t, mine+"/"+str(made, "uuid"))
		for _, s := range []*side{reader, writer} {
			s.as(admin, password).must(t, http.StatusUnauthorized, http.MethodGet, "/wp/v2/users/me", nil)
		}
	})
}
