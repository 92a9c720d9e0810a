package wordpress

import (
	"fmt"
	"net/http"
	"testing"
)

// testRoles changes what users may do, by PHP, and tries it at wprest.
func testRoles(t *testing.T, c *coast) {
	id := c.php.create(t, "/wp/v2/users", object{"username": "mate", "email": "mate@coast.example", "password": hardPassword, "roles": []string{"subscriber"}})
	made := c.php.must(t, http.StatusCreated, http.MethodPost, fmt.Sprintf("/wp/v2/users/%d/application-passwords", id), object{"name": "Mate"})
	mate := c.wprest.as("mate", str(made, "password"))
	try := func(status int) {
		t.Helper()
		mate.must(t, status, http.MethodPost, "/wp/v2/posts", object{"title": "By the mate", "status": "publish"})
	}
	role := func(names ...string) {
		t.Helper()
		c.php.update(t, fmt.Sprintf("/wp/v2/users/%d", id), object{"roles": names})
	}
	try(http.StatusForbidden)
	role("author")
	try(http.StatusCreated)
	role("contributor")
	try(http.StatusForbidden)

	const berth = "/coast/v1/roles/berth"
	c.php.update(t, berth, object{"caps": []string{"read", "edit_posts"}})
	role("berth")
	want(t, c.wprest, c.same(t, fmt.Sprintf("/wp/v2/users/%d?context=edit", id)), "roles.0", "berth")
	try(http.StatusForbidden)
	c.php.update(t, berth, object{"caps": []string{"read", "edit_posts", "publish_posts"}})
	try(http.StatusCreated)
	c.php.delete(t, berth)
	try(http.StatusForbidden)

	// A role that PHP has made can be given by wprest.
	c.php.update(t, berth, object{"caps": []string{"read", "edit_posts", "publish_posts"}})
	c.wprest.update(t, fmt.Sprintf("/wp/v2/users/%d", id), object{"roles": []string{"berth"}})
	c.same(t, fmt.Sprintf("/wp/v2/users/%d?context=edit", id))
	c.php.as(mate.user, mate.password).create(t, "/wp/v2/posts", object{"title": "By the mate", "status": "publish"})
}
