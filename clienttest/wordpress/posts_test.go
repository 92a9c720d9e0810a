package wordpress

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The texts that are hard to keep.
const (
	hardTitle = `Keel & "rope" isn't \back\ 🦀 <em>ü</em> %s C:\new\temp`
	hardText  = "<!-- wp:paragraph -->\n<p>It's a \"keel\" \\ 'rope' \\n \\\\ $1 %d 🦀 &amp; é — a &lt;b&gt;</p>\n<!-- /wp:paragraph -->\n\n" +
		"<!-- wp:quay/berth {\"name\":\"A \\u0022B\\u0022 \\\\ C\",\"n\":[1,2]} /-->"
)

// testPosts writes posts by one side, changes them by the other, and compares what
// both show in between.
func testPosts(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		category := writer.create(t, "/wp/v2/categories", object{"name": "Berths of " + writer.name})
		tag := writer.create(t, "/wp/v2/tags", object{"name": "Ropes of " + writer.name})
		for _, test := range []struct {
			name   string
			body   object
			change object
		}{
			{"plain", object{"title": "Plain", "content": "One.\n\nTwo.", "status": "publish"}, object{"title": "Plainer"}},
			{
				"hard texts", object{"title": hardTitle, "content": hardText, "excerpt": hardTitle, "status": "publish"},
				object{"title": hardTitle + "!", "excerpt": hardText, "content": hardText + hardText},
			},
			{"draft", object{"title": "A draft"}, object{"status": "pending", "slug": "chosen"}},
			{"private", object{"title": "Private", "status": "private"}, object{"status": "publish"}},
			{"password", object{"title": "Locked", "content": "Inside", "password": `p"w' \x`, "status": "publish"}, object{"password": ""}},
			{"sticky", object{"title": "Sticky", "sticky": true, "status": "publish"}, object{"sticky": false}},
			{
				"terms", object{"title": "Terms", "categories": []int{category}, "tags": []int{tag}, "status": "publish"},
				object{"categories": []int{1, category}, "tags": []int{}},
			},
			{
				"closed aside", object{"title": "Aside", "format": "aside", "comment_status": "closed", "ping_status": "closed", "status": "publish"},
				object{"format": "standard", "comment_status": "open"},
			},
			{"dated", object{"title": "Old", "date": "2019-02-03T04:05:06", "status": "publish"}, object{"date_gmt": "2018-12-31T23:59:59"}},
			{"scheduled", object{"title": "Later", "date": "2044-02-03T04:05:06", "status": "publish"}, object{"date": "2045-02-03T04:05:06"}},
			{"unscheduled", object{"title": "Later", "date": "2044-02-03T04:05:06", "status": "publish"}, object{"status": "draft", "date": nil}},
			{"no title", object{"content": "Only a text", "status": "publish"}, object{"content": "", "title": "Only a title"}},
		} {
			t.Run(test.name, func(t *testing.T) {
				id := writer.create(t, "/wp/v2/posts", test.body)
				c.samePost(t, id)
				reader.update(t, fmt.Sprintf("/wp/v2/posts/%d", id), test.change)
				changed := c.samePost(t, id)
				for name, value := range test.change {
					if s, ok := value.(string); ok && part(changed, name+".raw") != nil {
						want(t, writer, changed, name+".raw", s)
					}
				}
				writer.update(t, fmt.Sprintf("/wp/v2/posts/%d", id), test.body)
				c.samePost(t, id)
			})
		}
	})
}

// samePost compares what both sides show of a post to its editor and to nobody.
func (c *coast) samePost(t *testing.T, id int) any {
	t.Helper()
	route := fmt.Sprintf("/wp/v2/posts/%d", id)
	php, wprest := both(t, c.php.as("", ""), c.wprest.as("", ""), route)
	switch {
	case php.status != wprest.status:
		t.Errorf("%s for nobody: status %d by php, %d by wprest", route, php.status, wprest.status)
	case php.status == http.StatusOK:
		c.compare(t, route+" for nobody", php.body, wprest.body)
	}
	return c.same(t, route+"?context=edit")
}

// testSlugs has both sides choose slugs that the other one has used.
func testSlugs(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		title := "Light of " + writer.name
		slug := "light-of-" + writer.name
		for i, s := range []*side{writer, reader, writer, reader} {
			id := s.create(t, "/wp/v2/posts", object{"title": title, "status": "publish"})
			expected := slug
			if i > 0 {
				expected = fmt.Sprintf("%s-%d", slug, i+1)
			}
			want(t, s, c.samePost(t, id), "slug", expected)
		}
		page := reader.create(t, "/wp/v2/pages", object{"title": title, "status": "publish"})
		want(t, reader, c.same(t, fmt.Sprintf("/wp/v2/pages/%d?context=edit", page)), "slug", slug)
	})
}

// testPages makes trees of pages, by turns.
func testPages(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		root := writer.create(t, "/wp/v2/pages", object{"title": "Root of " + writer.name, "status": "publish"})
		child := reader.create(t, "/wp/v2/pages", object{"title": "Child", "parent": root, "menu_order": 3, "status": "publish"})
		leaf := writer.create(t, "/wp/v2/pages", object{"title": "Leaf", "parent": child, "status": "publish"})
		other := reader.create(t, "/wp/v2/pages", object{"title": "Child", "parent": root, "status": "publish"})
		c.same(t, fmt.Sprintf("/wp/v2/pages?parent=%d&context=edit&orderby=menu_order&order=asc", root))
		if link := str(c.same(t, fmt.Sprintf("/wp/v2/pages/%d?context=edit", leaf)), "link"); !strings.HasSuffix(link, "/root-of-"+writer.name+"/child/leaf/") {
			t.Errorf("link of a leaf: %s", link)
		}
		want(t, reader, c.same(t, fmt.Sprintf("/wp/v2/pages/%d", other)), "slug", "child-2")
		reader.update(t, fmt.Sprintf("/wp/v2/pages/%d", root), object{"slug": "moved-" + writer.name})
		c.same(t, fmt.Sprintf("/wp/v2/pages/%d", leaf))
		writer.delete(t, fmt.Sprintf("/wp/v2/pages/%d?force=true", child))
		want(t, reader, c.same(t, fmt.Sprintf("/wp/v2/pages/%d", leaf)), "parent", root)
	})
}
