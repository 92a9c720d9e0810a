package wordpress

import (
	"fmt"
	"testing"
)

func routeOf(base string, id int) string { return fmt.Sprintf("/wp/v2/%s/%d?context=edit", base, id) }

// testLists compares lists of what the other tests have made.
func testLists(t *testing.T, c *coast) {
	for _, route := range []string{
		"/wp/v2/posts?per_page=100&orderby=id&context=edit&status=any",
		"/wp/v2/posts?per_page=7&page=2&orderby=title&order=asc",
		"/wp/v2/posts?orderby=slug&sticky=false",
		"/wp/v2/posts?search=keel&orderby=id",
		"/wp/v2/posts?categories=1&orderby=id&_embed=author,wp:term",
		"/wp/v2/pages?orderby=id",
		"/wp/v2/categories?orderby=id&hide_empty=true&context=edit",
		"/wp/v2/tags?orderby=name&hide_empty=true",
		"/wp/v2/comments?per_page=100&context=edit&orderby=id",
		"/wp/v2/users?context=edit&orderby=id",
		"/wp/v2/search?search=plain&orderby=id",
		"/wp/v2/types/post?context=edit",
		"/wp/v2/taxonomies/category?context=edit",
		"/wp/v2/statuses",
	} {
		t.Run(route, func(t *testing.T) { c.same(t, route) })
	}
}

// testTotals counts by one side what the other has just changed.
func testTotals(t *testing.T, c *coast) {
	routes := []string{
		"posts?status=any&per_page=1&orderby=id", "posts?search=total&per_page=1&orderby=id", "categories?per_page=1&orderby=id",
		"comments?per_page=1&orderby=id", "users?context=edit&per_page=1&orderby=id", "pages?per_page=1&orderby=id",
	}
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		for i := range 3 {
			post := writer.create(t, "/wp/v2/posts", object{"title": "Total", "status": "publish"})
			name := fmt.Sprintf("total%d.%s", i, writer.name)
			writer.create(t, "/wp/v2/comments", object{"post": post, "content": name})
			writer.create(t, "/wp/v2/categories", object{"name": name})
			writer.create(t, "/wp/v2/users", object{"username": name, "email": name + "@coast.example", "password": "x"})
			page := reader.create(t, "/wp/v2/pages", object{"title": "Total", "status": "publish"})
			for _, route := range routes {
				c.same(t, "/wp/v2/"+route)
			}
			writer.delete(t, fmt.Sprintf("/wp/v2/pages/%d?force=true", page))
			c.same(t, "/wp/v2/pages?per_page=1&orderby=id")
		}
	})
}
