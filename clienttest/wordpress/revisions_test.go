package wordpress

import (
	"fmt"
	"net/http"
	"testing"
)

// testRevisions changes a post by turns, and compares what was kept of it.
func testRevisions(t *testing.T, c *coast) {
	for _, base := range []string{"posts", "pages"} {
		t.Run(base, func(t *testing.T) {
			c.bothWays(t, func(t *testing.T, writer, reader *side) {
				id := writer.create(t, "/wp/v2/"+base, object{"title": "Version 0", "content": hardText, "status": "publish"})
				route := fmt.Sprintf("/wp/v2/%s/%d", base, id)
				turns := []*side{reader, writer, reader, reader, writer}
				for i, s := range turns {
					s.update(t, route, object{"title": fmt.Sprintf("Version %d", i+1), "content": hardText + fmt.Sprint(i)})
				}
				list := c.same(t, route+"/revisions?context=edit")
				kept, _ := list.([]any)
				if len(kept) < len(turns) {
					t.Fatalf("%d revisions of %d changes", len(kept), len(turns))
				}
				for i := range turns {
					want(t, writer, kept[i], "title.raw", fmt.Sprintf("Version %d", len(turns)-i))
				}
				c.same(t, fmt.Sprintf("%s/revisions/%d?context=edit", route, number(kept[1], "id")))
				c.same(t, route+"?context=edit")

				// A change of nothing that is kept makes none.
				reader.update(t, route, object{"comment_status": "closed"})
				if again, _ := c.same(t, route+"/revisions").([]any); len(again) != len(kept) {
					t.Errorf("%d revisions, were %d", len(again), len(kept))
				}
				// Quirk: revisions of what is published stay.
				third := fmt.Sprintf("%s/revisions/%d?force=true", route, number(kept[2], "id"))
				for _, s := range []*side{writer, reader} {
					s.must(t, http.StatusForbidden, http.MethodDelete, third, nil)
				}
			})
		})
	}
}

// testAutosaves keeps what somebody writes who has not saved yet.
func testAutosaves(t *testing.T, c *coast) {
	c.bothWays(t, func(t *testing.T, writer, reader *side) {
		id := writer.create(t, "/wp/v2/posts", object{"title": "Saved", "content": "One", "status": "publish"})
		route := fmt.Sprintf("/wp/v2/posts/%d", id)
		first := writer.update(t, route+"/autosaves", object{"title": hardTitle, "content": hardText, "excerpt": "E"})
		list, _ := c.same(t, route+"/autosaves?context=edit").([]any)
		if len(list) != 1 {
			t.Fatalf("%d autosaves", len(list))
		}
		want(t, reader, list[0], "title.raw", hardTitle)
		second := reader.update(t, route+"/autosaves", object{"title": "Again", "content": hardText + "!", "excerpt": "F"})
		want(t, reader, second, "id", number(first, "id")) // one for each author
		c.same(t, fmt.Sprintf("%s/autosaves/%d?context=edit", route, number(first, "id")))
		want(t, writer, c.samePost(t, id), "title.raw", "Saved")
	})
}
