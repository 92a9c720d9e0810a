package harborsite

import (
	"fmt"
	"net/http"
	"testing"
)

// A page of users costs a fixed number of queries, whatever its length.
func TestUserQueries(t *testing.T) {
	log := &queryLog{}
	site := newSite(t, log)
	admin, author := credentials(t, "admin"), credentials(t, "author")
	for i := range 60 {
		body := fmt.Sprintf(`{"username":"deckhand%d","email":"deckhand%d@example.test","password":"tar","roles":["author"],"meta":{"berth":"Dock %d"}}`, i, i, i)
		site.call(t, http.MethodPost, "/wp/v2/users", body, admin, http.StatusCreated)
		body = fmt.Sprintf(`{"title":"By %d","status":"publish","author":%d}`, i, 7+i)
		site.call(t, http.MethodPost, "/wp/v2/posts", body, admin, http.StatusCreated)
	}
	const asking = 4 // queries to find out who asks: account, roles, password
	checkQueries(t, site, log, []queryLimit{
		{"/wp/v2/users?per_page=10", "", 4},
		{"/wp/v2/users?per_page=60", "", 4},
		{"/wp/v2/users?per_page=60&_fields=id,name", "", 2},
		{"/wp/v2/users?per_page=60&search=deck", "", 4},
		{"/wp/v2/users?per_page=60&orderby=slug&order=desc", author, 4 + asking},
		{"/wp/v2/users?per_page=60&context=edit", admin, 4 + asking},
		{"/wp/v2/users?per_page=60&context=edit&roles=author&capabilities=edit_posts", admin, 4 + asking},
		{"/wp/v2/users/3", "", 5},
		{"/wp/v2/users/me?context=edit", author, 3 + asking},
		{"/wp/v2/users/me/application-passwords", author, 2 + asking},
		{"/wp/v2/settings", admin, 1 + asking},
	})
}
