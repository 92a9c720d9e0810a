package wordpress

import (
	"fmt"
	"testing"
)

// testTerms makes, changes and removes terms, and looks at their counts.
func testTerms(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		category := func(id int) string { return fmt.Sprintf("/wp/v2/categories/%d?context=edit", id) }
		count := func(id, n int) {
			t.Helper()
			want(t, reader, c.same(t, category(id)), "count", n)
		}
		parent := writer.create(t, "/wp/v2/categories", object{"name": `Quays & "piers" of ` + writer.name, "description": hardTitle})
		child := reader.create(t, "/wp/v2/categories", object{"name": "Inner " + writer.name, "parent": parent})
		c.same(t, fmt.Sprintf("/wp/v2/categories?parent=%d&context=edit", parent))
		c.same(t, category(parent))

		post := writer.create(t, "/wp/v2/posts", object{"title": "Counted", "categories": []int{parent, child}, "status": "publish"})
		count(parent, 1)
		draft := reader.create(t, "/wp/v2/posts", object{"title": "Not counted", "categories": []int{child}})
		count(child, 1)
		reader.update(t, fmt.Sprintf("/wp/v2/posts/%d", draft), object{"status": "publish"})
		count(child, 2)
		writer.update(t, fmt.Sprintf("/wp/v2/posts/%d", draft), object{"status": "draft"})
		count(child, 1)
		reader.delete(t, fmt.Sprintf("/wp/v2/posts/%d", post)) // to the bin
		count(parent, 0)
		writer.update(t, fmt.Sprintf("/wp/v2/posts/%d", post), object{"status": "publish"})
		count(parent, 1)

		reader.update(t, category(child), object{"name": "Renamed", "slug": "renamed-" + writer.name, "parent": 0})
		want(t, writer, c.same(t, category(child)), "parent", 0)
		writer.update(t, category(child), object{"parent": parent})
		reader.delete(t, category(parent)+"&force=true")
		want(t, writer, c.same(t, category(child)), "parent", 0)
		c.samePost(t, post)

		tag := reader.create(t, "/wp/v2/tags", object{"name": "Rope 🦀 " + writer.name})
		writer.update(t, fmt.Sprintf("/wp/v2/posts/%d", post), object{"tags": []int{tag}})
		want(t, reader, c.same(t, fmt.Sprintf("/wp/v2/tags/%d?context=edit", tag)), "count", 1)
		writer.delete(t, fmt.Sprintf("/wp/v2/tags/%d?force=true", tag))
		if tags, _ := part(c.samePost(t, post), "tags").([]any); len(tags) > 0 {
			t.Errorf("the tag is still there: %v", tags)
		}
	})
}
