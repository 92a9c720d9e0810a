package wordpress

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
)

// A crowd writes to the same places.
type crowd struct {
	category, talk, edited int // a category, and two posts

	mu              sync.Mutex
	posts, comments []int // that were made
}

// write has a side make a post and a comment, and change a post.
func (w *crowd) write(s *side, n int) error {
	body := object{"title": "Busy post", "content": hardText, "categories": []int{w.category}, "status": "publish"}
	if err := w.send(s, http.StatusCreated, "/wp/v2/posts", body, &w.posts); err != nil {
		return err
	}
	body = object{"post": w.talk, "content": fmt.Sprintf("Busy %s %d", s.name, n)}
	if err := w.send(s, http.StatusCreated, "/wp/v2/comments", body, &w.comments); err != nil {
		return err
	}
	body = object{"content": fmt.Sprintf("Busy %s %d", s.name, n)}
	return w.send(s, http.StatusOK, fmt.Sprintf("/wp/v2/posts/%d", w.edited), body, nil)
}

// send sends a request that must be answered with a status, and adds the id of
// what it makes to a list.
func (w *crowd) send(s *side, status int, route string, body object, list *[]int) error {
	a, err := s.ask(http.MethodPost, route, body)
	if err != nil {
		return err
	}
	if a.status != status {
		return fmt.Errorf("%s: POST %s: %d: %s", s.name, route, a.status, asJSON(a.body))
	}
	if list != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		*list = append(*list, number(a.body, "id"))
	}
	return nil
}

// testWritersAtOnce has both sides write at the same time.
func testWritersAtOnce(t *testing.T, c *coast) {
	const writers, each = 3, 8 // of each side
	w := &crowd{
		category: c.php.create(t, "/wp/v2/categories", object{"name": "Busy"}),
		talk:     c.wprest.create(t, "/wp/v2/posts", object{"title": "Busy talk", "status": "publish"}),
		edited:   c.php.create(t, "/wp/v2/posts", object{"title": "Busy edit", "status": "publish"}),
	}
	var group sync.WaitGroup
	for _, s := range []*side{c.php, c.wprest} {
		for i := range writers {
			group.Go(func() {
				for j := range each {
					if err := w.write(s, i*each+j); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	group.Wait()

	const all = 2 * writers * each
	if len(w.posts) != all || len(w.comments) != all || len(slices.Compact(slices.Sorted(slices.Values(w.posts)))) != all {
		t.Fatalf("%d posts and %d comments, want %d", len(w.posts), len(w.comments), all)
	}
	list, _ := c.same(t, fmt.Sprintf("/wp/v2/posts?categories=%d&per_page=100&orderby=id&context=edit", w.category)).([]any)
	if len(list) != all {
		t.Errorf("%d posts of %d are in the list", len(list), all)
	}
	c.same(t, fmt.Sprintf("/wp/v2/comments?post=%d&per_page=100&orderby=id", w.talk))
	c.samePost(t, w.edited)
	c.noOrphans(t)

	// PHP counts and then stores what it counted, so that the last one may be
	// wrong until somebody counts again.
	c.wprest.create(t, "/wp/v2/comments", object{"post": w.talk, "content": "The last one"})
	c.commentCount(t, w.talk, all+1)
	c.php.create(t, "/wp/v2/posts", object{"title": "The last one", "categories": []int{w.category}, "status": "publish"})
	want(t, c.php, c.same(t, fmt.Sprintf("/wp/v2/categories/%d", w.category)), "count", all+1)
}
