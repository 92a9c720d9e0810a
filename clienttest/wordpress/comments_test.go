package wordpress

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
)

func commentRoute(id int) string { return fmt.Sprintf("/wp/v2/comments/%d?context=edit", id) }

// commentCount fails the test unless a post has this many approved comments.
func (c *coast) commentCount(t *testing.T, post, n int) {
	t.Helper()
	var got int
	if err := c.db.QueryRow("SELECT comment_count FROM "+prefix+"posts WHERE ID = ?", post).Scan(&got); err != nil {
		t.Fatal(err)
	}
	if got != n {
		t.Errorf("post %d has comment_count %d, want %d", post, got, n)
	}
}

// testComments answers comments by turns.
func testComments(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		post := writer.create(t, "/wp/v2/posts", object{"title": "Talk", "status": "publish"})
		first := writer.create(t, "/wp/v2/comments", object{"post": post, "content": `It's "so" \ <b>x</b> 🦀 <script>y</script>`})
		c.commentCount(t, post, 1)
		c.same(t, commentRoute(first))
		reply := reader.create(t, "/wp/v2/comments", object{"post": post, "parent": first, "content": "Answer", "author_name": `O'Neil "Q"`, "author_email": "o@coast.example", "status": "approved"})
		c.commentCount(t, post, 2)
		c.same(t, commentRoute(reply))
		writer.update(t, commentRoute(reply), object{"content": "Another answer \\ it's", "author_url": "https://coast.example/?a=1&b=2"})
		c.same(t, commentRoute(reply))
		c.same(t, fmt.Sprintf("/wp/v2/comments?post=%d&order=asc", post))
		reader.delete(t, commentRoute(first)+"&force=true")
		c.commentCount(t, post, 1)
		want(t, writer, c.same(t, commentRoute(reply)), "parent", 0)
		writer.must(t, http.StatusNotFound, http.MethodGet, commentRoute(first), nil)
		c.samePost(t, post)
	})
}

// testModeration moves comments through all states by turns.
func testModeration(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		post := writer.create(t, "/wp/v2/posts", object{"title": "Moderated", "status": "publish"})
		id := reader.create(t, "/wp/v2/comments", object{"post": post, "content": "Moderated by " + writer.name})
		for i, step := range []struct {
			status string
			count  int
		}{{"hold", 0}, {"approved", 1}, {"spam", 0}, {"unspam", 1}, {"trash", 0}, {"untrash", 1}, {"hold", 0}, {"trash", 0}, {"untrash", 0}, {"approved", 1}} {
			by := []*side{writer, reader}[i%2]
			by.update(t, commentRoute(id), object{"status": step.status})
			c.commentCount(t, post, step.count)
			c.same(t, commentRoute(id))
		}
	})
	t.Run("of a visitor", func(t *testing.T) {
		post := c.wprest.create(t, "/wp/v2/posts", object{"title": "Visited", "status": "publish"})
		c.php.browser(t).form(t, "/wp-comments-post.php", url.Values{
			"comment": {`A visitor's "word" \ 🦀`}, "author": {"Vis O'Tor"}, "email": {"vis@coast.example"}, "url": {"coast.example"},
			"comment_post_ID": {fmt.Sprint(post)}, "comment_parent": {"0"},
		})
		c.commentCount(t, post, 0)
		list, _ := c.same(t, fmt.Sprintf("/wp/v2/comments?post=%d&status=hold&context=edit", post)).([]any)
		if len(list) != 1 {
			t.Fatalf("%d comments wait", len(list))
		}
		c.wprest.update(t, commentRoute(number(list[0], "id")), object{"status": "approved"})
		c.commentCount(t, post, 1)
		c.same(t, commentRoute(number(list[0], "id")))
	})
}
