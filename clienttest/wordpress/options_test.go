package wordpress

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// testOptions changes settings, which the other side must go by at once.
func testOptions(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		before := c.same(t, "/wp/v2/settings")
		for name, value := range map[string]any{
			"title": `Quay & "coast" ` + writer.name, "description": hardTitle, "timezone": "Asia/Kolkata", "date_format": `j. \o\f F`, "time_format": "H:i",
			"start_of_week": 3, "posts_per_page": 7, "use_smilies": false, "default_comment_status": "closed", "default_ping_status": "closed",
			"default_category": 1, "default_post_format": "aside", "email": "other@coast.example", "show_on_front": "posts",
		} {
			writer.update(t, "/wp/v2/settings", object{name: value})
			want(t, reader, reader.get(t, "/wp/v2/settings"), name, part(writer.get(t, "/wp/v2/settings"), name))
		}
		c.same(t, "/wp/v2/settings")
		const index = "/?_fields=name,description,gmt_offset,timezone_string,_links"
		want(t, reader, c.same(t, index), "timezone_string", "Asia/Kolkata")
		id := reader.create(t, "/wp/v2/posts", object{"title": "In another zone", "date": "2024-07-01T12:00:00", "status": "publish"})
		shown := c.samePost(t, id)
		want(t, reader, shown, "date_gmt", "2024-07-01T06:30:00")
		want(t, reader, shown, "comment_status", "closed")
		for name, value := range before.(object) {
			if value != nil {
				reader.update(t, "/wp/v2/settings", object{name: value})
			}
		}
		if found := differ("", before, c.same(t, "/wp/v2/settings")); len(found) > 0 {
			t.Errorf("not as before:\n%s", strings.Join(found, "\n"))
		}
	})
}

// testPermalinks changes the addresses of posts by PHP's own form.
func testPermalinks(t *testing.T, c *coast) {
	browser := c.php.browser(t)
	browser.logIn(t, admin, adminPassword)
	category := c.wprest.create(t, "/wp/v2/categories", object{"name": "Linked"})
	child := c.wprest.create(t, "/wp/v2/categories", object{"name": "Below", "parent": category})
	post := c.wprest.create(t, "/wp/v2/posts", object{"title": "Linked ü", "date": "2020-01-02T03:04:05", "categories": []int{child}, "status": "publish"})
	draft := c.php.create(t, "/wp/v2/posts", object{"title": "Linked draft"})
	page := c.php.create(t, "/wp/v2/pages", object{"title": "Linked page", "status": "publish"})
	for _, structure := range []string{"/%postname%/", "/archives/%post_id%", "/%category%/%author%/%hour%-%minute%-%second%/%postname%.html", "", "/%year%/%monthnum%/%day%/%postname%/"} {
		t.Run(structure, func(t *testing.T) {
			nonce := regexp.MustCompile(`name="_wpnonce" value="([0-9a-f]{10})"`).FindStringSubmatch(browser.page(t, "/wp-admin/options-permalink.php"))
			if nonce == nil {
				t.Fatal("the page has no nonce")
			}
			browser.form(t, "/wp-admin/options-permalink.php", url.Values{
				"_wpnonce": {nonce[1]}, "selection": {"custom"}, "permalink_structure": {structure}, "category_base": {""}, "tag_base": {""},
			})
			c.samePost(t, post)
			c.samePost(t, draft)
			c.same(t, routeOf("pages", page))
			c.same(t, routeOf("categories", child))
			c.same(t, "/wp/v2/users/1")
		})
	}
}
