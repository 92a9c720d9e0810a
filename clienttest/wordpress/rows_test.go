package wordpress

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// own are the columns that differ between two things of the same kind.
func own() []string {
	return []string{
		"ID", "post_name", "guid", "post_date", "post_date_gmt", "post_modified", "post_modified_gmt", "post_parent",
		"meta_id", "umeta_id", "post_id", "comment_ID", "comment_id", "comment_post_ID", "comment_date", "comment_date_gmt", "comment_agent",
		"term_id", "term_taxonomy_id", "object_id", "user_id", "slug", "user_login", "user_nicename", "user_email", "user_pass", "user_registered", "display_name",
	}
}

// stored lists the rows that a query selects, without what is their own.
func (c *coast) stored(t *testing.T, query string, id int) (list []string) {
	t.Helper()
	rows, err := c.db.Query(fmt.Sprintf(query, prefix), id)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // Err tells
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var row []string
		for i, column := range columns {
			if !slices.Contains(own(), column) {
				row = append(row, fmt.Sprintf("%s=%q", column, values[i].String))
			}
		}
		list = append(list, strings.Join(row, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// A rowCase is a request and a change of what it has made, with the queries for
// the rows of that.
type rowCase struct {
	name, base   string
	body, change object
	queries      []string
}

func rowCases(category, tag int) []rowCase {
	post := []string{
		"SELECT * FROM %[1]sposts WHERE ID = ?",
		// PHP notes what it has found no embed for when it shows a post.
		"SELECT meta_key, REGEXP_REPLACE(meta_value, '-[0-9]+$', '') AS value FROM %[1]spostmeta WHERE post_id = ? AND meta_key NOT LIKE '\\_oembed%%' AND meta_key <> '_wp_trash_meta_time' ORDER BY 1, 2",
		"SELECT term_taxonomy_id AS term, term_order FROM %[1]sterm_relationships WHERE object_id = ? ORDER BY 1",
		"SELECT * FROM %[1]sposts WHERE post_parent = ? ORDER BY ID",
	}
	comment := []string{
		"SELECT * FROM %[1]scomments WHERE comment_ID = ?",
		"SELECT meta_key, REGEXP_REPLACE(meta_value, '^[0-9]{10}$', 'time') AS value FROM %[1]scommentmeta WHERE comment_id = ? ORDER BY 1",
	}
	return []rowCase{
		{"post", "posts", object{"title": hardTitle, "content": hardText, "excerpt": hardTitle, "status": "publish", "categories": []int{category}, "tags": []int{tag}}, object{"title": "New", "tags": []int{}}, post},
		{"draft", "posts", object{"title": "Draft"}, object{"status": "publish", "content": "https://coast.example/"}, post},
		{"draft with slug", "posts", object{"title": "Draft", "status": "pending", "format": "quote"}, object{"excerpt": "x", "format": "standard"}, post},
		{"private", "posts", object{"title": "Private", "status": "private", "comment_status": "closed", "ping_status": "closed"}, object{"author": 1, "status": "publish"}, post},
		{"scheduled", "posts", object{"title": "Later", "status": "future", "date": "2044-01-02T03:04:05"}, object{"status": "draft"}, post},
		{"locked", "posts", object{"title": "Locked", "password": "p", "status": "publish"}, object{"slug": "locked-by-rows"}, post},
		{"page", "pages", object{"title": "Page", "content": hardText, "menu_order": 4, "status": "publish"}, object{"menu_order": 0, "comment_status": "open", "title": "Changed"}, post},
		{
			"comment", "comments", object{"content": hardText, "author_name": `O'Neil "Q"`, "author_email": "o@coast.example", "author_url": "coast.example"}, object{"content": hardTitle, "status": "hold"},
			comment,
		},
		{
			"trashed comment", "comments", object{"content": "Trashed"}, object{"status": "spam"},
			comment,
		},
		{
			"category", "categories", object{"name": `A "b" & <i>c</i> \ '`, "description": hardTitle, "parent": category}, object{"name": "Changed", "parent": 0},
			[]string{"SELECT * FROM %[1]sterms WHERE term_id = ?", "SELECT * FROM %[1]sterm_taxonomy WHERE term_id = ?", "SELECT * FROM %[1]stermmeta WHERE term_id = ?"},
		},
		{
			"user", "users", object{"first_name": `Ad"a`, "last_name": "O'Lo", "description": hardTitle, "url": "coast.example", "roles": []string{"author", "editor"}, "password": "x"},
			object{"nickname": "ad", "roles": []string{"subscriber"}},
			[]string{
				"SELECT * FROM %[1]susers WHERE ID = ?",
				// Newer ones have another colour and another setting.
				"SELECT meta_key, REGEXP_REPLACE(meta_value, '^rows[01]$', '') AS value FROM %[1]susermeta WHERE user_id = ? AND meta_key NOT IN ('admin_color', 'infinite_scrolling') ORDER BY 1, 2",
			},
		},
	}
}

// testRows compares what both sides store for the same request.
func testRows(t *testing.T, c *coast) {
	category := c.php.create(t, "/wp/v2/categories", object{"name": "For rows"})
	tag := c.php.create(t, "/wp/v2/tags", object{"name": "For rows"})
	for _, test := range rowCases(category, tag) {
		t.Run(test.name, func(t *testing.T) {
			var ids []int
			for i, s := range []*side{c.php, c.wprest} {
				body := maps.Clone(test.body)
				switch test.base {
				case "users":
					body["username"], body["email"] = fmt.Sprintf("rows%d", i), fmt.Sprintf("rows%d@coast.example", i)
				case "comments": // nobody says the same twice on one post
					body["post"] = c.php.create(t, "/wp/v2/posts", object{"title": "For rows", "status": "publish"})
				case "categories":
					body["slug"] = fmt.Sprintf("rows-%d", i)
				}
				ids = append(ids, s.create(t, "/wp/v2/"+test.base, body))
			}
			c.sameRows(t, test.queries, ids)
			for i, s := range []*side{c.php, c.wprest} {
				s.update(t, fmt.Sprintf("/wp/v2/%s/%d", test.base, ids[i]), test.change)
			}
			c.sameRows(t, test.queries, ids)
			if test.base == "users" || test.base == "categories" {
				return // they have no bin
			}
			for i, s := range []*side{c.php, c.wprest} {
				s.delete(t, fmt.Sprintf("/wp/v2/%s/%d", test.base, ids[i]))
			}
			c.sameRows(t, test.queries, ids)
		})
	}
}

// sameRows fails the test where the rows of the first thing, by PHP, and of the
// second, by wprest, differ.
func (c *coast) sameRows(t *testing.T, queries []string, ids []int) {
	t.Helper()
	for _, query := range queries {
		php, wprest := c.stored(t, query, ids[0]), c.stored(t, query, ids[1])
		for i := range max(len(php), len(wprest)) {
			var a, b string
			if i < len(php) {
				a = php[i]
			}
			if i < len(wprest) {
				b = wprest[i]
			}
			if a != b {
				t.Errorf("%s: row %d\n   php: %s\nwprest: %s", query, i, a, b)
			}
		}
	}
}
