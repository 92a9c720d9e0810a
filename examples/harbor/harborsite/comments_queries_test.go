package harborsite

import (
	"fmt"
	"net/http"
	"testing"
)

// A page of terms or of comments costs a fixed number of queries, whatever its
// length.
func TestTermAndCommentQueries(t *testing.T) {
	log := &queryLog{}
	site := newSite(t, log)
	editor, subscriber := credentials(t, "editor"), credentials(t, "subscriber")
	for i := range 60 {
		body := fmt.Sprintf(`{"name":"Knot %d","parent":%d,"meta":{"depth":%d}}`, i, 4+i%3, i)
		site.call(t, http.MethodPost, "/wp/v2/categories", body, editor, http.StatusCreated)
		body = fmt.Sprintf(`{"post":%d,"content":"Ahoy %d.","parent":%d,"author":%d,"meta":{"tone":"warm"}}`, 8+i%7, i, i%9, 1+i%6)
		site.call(t, http.MethodPost, "/wp/v2/comments", body, editor, http.StatusCreated)
	}
	checkQueries(t, site, log, []queryLimit{
		{"/wp/v2/categories?per_page=10", "", 4},
		{"/wp/v2/categories?per_page=60", "", 4},
		{"/wp/v2/categories?per_page=60&_fields=id,name", "", 2},
		{"/wp/v2/categories?per_page=60&hide_empty=true", "", 6},
		{"/wp/v2/tags?per_page=5", "", 4},
		{"/wp/v2/categories/5", "", 3},
		{"/wp/v2/comments?per_page=10", "", 6},
		{"/wp/v2/comments?per_page=60", "", 6},
		{"/wp/v2/comments?per_page=60&_fields=id,content", "", 3},
		{"/wp/v2/comments/2", "", 5},
		// Who asks costs some more, the same whatever the page.
		{"/wp/v2/categories?per_page=60&context=edit", editor, 7},
		{"/wp/v2/comments?per_page=10&context=edit&status=any", editor, 9},
		{"/wp/v2/comments?per_page=60&context=edit&status=any", editor, 9},
		{"/wp/v2/comments?per_page=60", subscriber, 9},
	})
}
