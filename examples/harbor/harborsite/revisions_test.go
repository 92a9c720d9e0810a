package harborsite

import (
	"fmt"
	"net/http"
	"testing"
)

// Who may see, delete and make revisions and autosaves of a published post of
// the author's.
func TestRevisionRoles(t *testing.T) {
	site := newSite(t, nil)
	for _, test := range []struct {
		user                string
		read, deletes, save int
	}{
		{"", http.StatusUnauthorized, http.StatusUnauthorized, http.StatusUnauthorized},
		{"subscriber", http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		{"contributor", http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		{"author2", http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		{"author", http.StatusOK, http.StatusForbidden, http.StatusOK},
		{"editor", http.StatusOK, http.StatusForbidden, http.StatusOK},
		{"admin", http.StatusOK, http.StatusForbidden, http.StatusOK},
	} {
		authorization := ""
		if test.user != "" {
			authorization = credentials(t, test.user)
		}
		for _, path := range []string{"/wp/v2/posts/46/revisions", "/wp/v2/posts/46/revisions/47", "/wp/v2/posts/46/autosaves"} {
			site.call(t, http.MethodGet, path, "", authorization, test.read)
		}
		site.call(t, http.MethodDelete, "/wp/v2/posts/46/revisions/47?force=true", "", authorization, test.deletes)
		site.call(t, http.MethodPost, "/wp/v2/posts/46/autosaves", `{"title":"Ebb"}`, authorization, test.save)
	}
}

// Types that may be edited by fewer keep their revisions and autosaves to these.
func TestAutosaveRolesOfTypes(t *testing.T) {
	site := newSite(t, nil)
	for _, test := range []struct {
		path, user string
		status     int
	}{
		{"/wp/v2/pages/49/autosaves", "author", http.StatusForbidden},
		{"/wp/v2/pages/49/autosaves", "editor", http.StatusOK},
		{"/harbor/v1/ledgers/61/autosaves", "editor", http.StatusForbidden},
		{"/harbor/v1/ledgers/61/autosaves", "admin", http.StatusOK},
		{"/wp/v2/section/60/autosaves", "editor", http.StatusOK},
		{"/wp/v2/section/60/revisions", "admin", http.StatusNotFound},
		{"/harbor/v1/ledgers/61/revisions", "admin", http.StatusNotFound},
	} {
		site.call(t, http.MethodGet, test.path, "", credentials(t, test.user), test.status)
	}
}

// Pages of revisions and of what was found cost a fixed number of queries.
func TestRevisionAndSearchQueries(t *testing.T) {
	log := &queryLog{}
	site := newSite(t, log)
	admin := credentials(t, "admin")
	parent := 0
	for i := range 40 {
		body := fmt.Sprintf(`{"title":"Log %d","content":"[gallery ids=\"1,2\"] Rope %d.","signal":"alpha"}`, i, i)
		site.call(t, http.MethodPost, "/wp/v2/posts/46", body, admin, http.StatusOK)
		page := fmt.Sprintf(`{"title":"Rope %d","status":"publish","parent":%d}`, i, parent)
		site.call(t, http.MethodPost, "/wp/v2/pages", page, admin, http.StatusCreated)
		site.call(t, http.MethodPost, "/wp/v2/categories", fmt.Sprintf(`{"name":"Rope %d","parent":4}`, i), admin, http.StatusCreated)
		parent = 49 + i%3
	}
	checkQueries(t, site, log, []queryLimit{
		{"/wp/v2/posts/46/revisions", admin, 8},
		{"/wp/v2/posts/46/revisions?per_page=10&context=edit", admin, 8},
		{"/wp/v2/posts/46/revisions?_fields=id", admin, 6},
		{"/wp/v2/search?search=rope", "", 6},
		{"/wp/v2/search?search=rope&per_page=100", "", 6},
		{"/wp/v2/search?per_page=100&_fields=id,title", "", 2},
		{"/wp/v2/search?type=term&per_page=10", "", 4},
		{"/wp/v2/search?type=term&per_page=100", "", 4},
		{"/wp/v2/types", "", 1},
		{"/wp/v2/statuses", admin, 3},
	})
}
