package harborsite

import (
	"fmt"
	"net/http"
	"testing"
)

// A page of posts costs a fixed number of queries, whatever its length.
func TestPostQueries(t *testing.T) {
	log := &queryLog{}
	site := newSite(t, log)
	author, editor := credentials(t, "author"), credentials(t, "editor")
	for i := range 100 {
		body := fmt.Sprintf(`{"title":"Buoy %d","content":"[gallery ids=\"1,2\"] One.","status":"publish","categories":[3,4],"tags":[8],"featured_media":%d}`, i, 1+i%5)
		site.call(t, http.MethodPost, "/wp/v2/posts", body, author, http.StatusCreated)
	}
	checkQueries(t, site, log, []queryLimit{
		{"/wp/v2/posts?per_page=10", "", 6},
		{"/wp/v2/posts?per_page=100", "", 6},
		{"/wp/v2/posts?per_page=100&_fields=id,title", "", 2},
		{"/wp/v2/posts?per_page=100&context=embed", "", 6},
		{"/wp/v2/section?per_page=100", "", 6},
		{"/wp/v2/books?per_page=100", "", 6},
		{"/wp/v2/posts/8", "", 4},
		{"/wp/v2/posts/14", "", 5},
		{"/wp/v2/posts/8?_fields=id", "", 1},
		{"/wp/v2/posts?per_page=10&_embed", "", 12},
		{"/wp/v2/posts?per_page=100&_embed", "", 12},
		// Who asks costs some more, the same whatever the page.
		{"/wp/v2/posts?per_page=10&context=edit", editor, 9},
		{"/wp/v2/posts?per_page=100&context=edit", editor, 9},
	})
}
