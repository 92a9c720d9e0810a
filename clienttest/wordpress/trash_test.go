package wordpress

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// testTrash has one side move posts to the bin and the other take them out.
func testTrash(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		slug := "binned-by-" + writer.name
		id := writer.create(t, "/wp/v2/posts", object{"title": "Binned", "slug": slug, "status": "publish"})
		comment := writer.create(t, "/wp/v2/comments", object{"post": id, "content": "Stays"})
		held := reader.create(t, "/wp/v2/comments", object{"post": id, "content": "Waits", "status": "hold"})
		route := fmt.Sprintf("/wp/v2/posts/%d", id)
		writer.delete(t, route)
		trashed := c.samePost(t, id)
		want(t, reader, trashed, "status", "trash")
		want(t, reader, trashed, "slug", slug+"__trashed")

		// Another post may take the slug, and keeps it.
		taker := reader.create(t, "/wp/v2/posts", object{"title": "Taker", "slug": slug, "status": "publish"})
		want(t, reader, c.samePost(t, taker), "slug", slug)
		reader.delete(t, fmt.Sprintf("/wp/v2/posts/%d?force=true", taker))

		// Quirk: who gives a post another status over REST takes it out of the
		// bin, but not its comments.
		reader.update(t, route, object{"status": "publish"})
		restored := c.samePost(t, id)
		want(t, writer, restored, "status", "publish")
		want(t, writer, restored, "slug", slug)
		for _, comment := range []int{comment, held} {
			want(t, writer, c.same(t, commentRoute(comment)), "status", "post-trashed")
		}
		reader.must(t, http.StatusOK, http.MethodDelete, route, nil)
		writer.must(t, http.StatusGone, http.MethodDelete, route, nil)
	})
	t.Run("restored by an admin page", func(t *testing.T) {
		id := c.php.create(t, "/wp/v2/posts", object{"title": "Restored", "slug": "restored", "status": "publish"})
		comment := c.wprest.create(t, "/wp/v2/comments", object{"post": id, "content": "Stays"})
		held := c.php.create(t, "/wp/v2/comments", object{"post": id, "content": "Waits", "status": "hold"})
		c.wprest.delete(t, fmt.Sprintf("/wp/v2/posts/%d", id))
		browser := c.php.browser(t)
		browser.logIn(t, admin, adminPassword)
		link := regexp.MustCompile(fmt.Sprintf(`post\.php\?post=%d&amp;action=untrash&amp;_wpnonce=([0-9a-f]{10})`, id)).
			FindStringSubmatch(browser.page(t, "/wp-admin/edit.php?post_status=trash&post_type=post"))
		if link == nil {
			t.Fatal("the page has no link to restore the post")
		}
		path := fmt.Sprintf("/wp-admin/post.php?post=%d&action=untrash&_wpnonce=%s", id, link[1])
		if resp, _, err := browser.send(http.MethodGet, path, "", nil); err != nil || resp.StatusCode != http.StatusFound {
			t.Fatalf("restore: %v, %v", resp, err)
		}
		want(t, c.wprest, c.samePost(t, id), "slug", "restored")
		for comment, status := range map[int]string{comment: "approved", held: "hold"} {
			want(t, c.wprest, c.same(t, commentRoute(comment)), "status", status)
		}
		c.commentCount(t, id, 1)
		for key := range c.metaOf(t, id) {
			if strings.HasPrefix(key, "_wp_trash") || key == "_wp_desired_post_slug" {
				t.Errorf("meta %s is left", key)
			}
		}
	})
}

// testDeleting looks for what is left of deleted posts.
func testDeleting(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		id := writer.create(t, "/wp/v2/posts", object{
			"title": "Gone", "status": "publish", "sticky": true,
		})
		route := fmt.Sprintf("/wp/v2/posts/%d", id)
		c.php.update(t, route, object{"meta": object{"coast_depth": 4, "coast_names": []string{"a", "b"}}})
		comment := writer.create(t, "/wp/v2/comments", object{"post": id, "content": "Gone too"})
		writer.update(t, route, object{"content": "One"})
		reader.update(t, route, object{"content": "Two"})
		before := number(reader.get(t, "/wp/v2/categories/1"), "count")
		reader.delete(t, route+"?force=true")
		for _, s := range []*side{writer, reader} {
			s.must(t, http.StatusNotFound, http.MethodGet, route, nil)
			s.must(t, http.StatusNotFound, http.MethodGet, fmt.Sprintf("/wp/v2/comments/%d", comment), nil)
		}
		want(t, writer, c.same(t, "/wp/v2/categories/1"), "count", before-1)
		c.noOrphans(t)
		var sticky string
		if err := c.db.QueryRow("SELECT option_value FROM " + prefix + "options WHERE option_name = 'sticky_posts'").Scan(&sticky); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(sticky, fmt.Sprintf(":%d;", id)) {
			t.Errorf("still sticky: %s", sticky)
		}
	})
}

// noOrphans fails the test where rows belong to what is not there.
func (c *coast) noOrphans(t *testing.T) {
	t.Helper()
	for name, query := range map[string]string{
		"meta of posts":    "postmeta m LEFT JOIN %[1]sposts p ON p.ID = m.post_id WHERE p.ID IS NULL",
		"meta of comments": "commentmeta m LEFT JOIN %[1]scomments c ON c.comment_ID = m.comment_id WHERE c.comment_ID IS NULL",
		"meta of terms":    "termmeta m LEFT JOIN %[1]sterms p ON p.term_id = m.term_id WHERE p.term_id IS NULL",
		"meta of users":    "usermeta m LEFT JOIN %[1]susers p ON p.ID = m.user_id WHERE p.ID IS NULL",
		"comments":         "comments c LEFT JOIN %[1]sposts p ON p.ID = c.comment_post_ID WHERE p.ID IS NULL",
		"terms of posts":   "term_relationships r LEFT JOIN %[1]sposts p ON p.ID = r.object_id WHERE p.ID IS NULL",
		"revisions":        "posts r LEFT JOIN %[1]sposts p ON p.ID = r.post_parent WHERE r.post_type = 'revision' AND p.ID IS NULL",
	} {
		var n int
		if err := c.db.QueryRow(fmt.Sprintf("SELECT COUNT(*) FROM %[1]s"+query, prefix)).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			t.Errorf("%d %s are left behind", n, name)
		}
	}
}
