package wpdb

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/storetest"
	"github.com/wprest/wprest/wp"
)

func hour(n int) time.Time { return time.Date(2025, 1, 1, n, 2, 3, 0, time.UTC) }

func makePost(n int) wp.Post {
	return wp.Post{
		Type: "post", Status: []string{"publish", "draft", "private"}[n%3], Slug: fmt.Sprintf("item-%02d", n),
		Author: int64(n%2 + 1), Title: fmt.Sprintf("Item number %c%d", 'a'+n%26, n), Content: fmt.Sprintf("Contents oak%dx here", n), Excerpt: fmt.Sprint("short", n/2),
		Date: hour(n), DateGMT: hour(n + 1), Modified: hour(50 - n), Parent: int64(n / 3), MenuOrder: int64(-n),
		CommentStatus: "open", PingStatus: "closed", MimeType: "text/plain", GUID: fmt.Sprint("g", n), CommentCount: 2,
		ContentFiltered: "f", ToPing: "a", Pinged: "b", Password: []string{"", "secret"}[n%2],
	}
}

func TestPostStore(t *testing.T) {
	empty := open(t, Options{})
	storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Post] {
		type field = storetest.Field[wp.Post]
		return storetest.Harness[int64, wp.Post]{
			Store: clone(t, empty).Posts(), Make: makePost, Missing: 999999,
			Key: func(p *wp.Post) int64 { return p.ID },
			Edit: func(p *wp.Post, n int) {
				id := p.ID
				*p = makePost(n)
				p.ID = id
			},
			Words: func(n int) []string { return []string{fmt.Sprintf("oak%dx", n), fmt.Sprintf("short%d", n/2), "number"} },
			Fields: []field{
				{Name: "id", Value: func(p wp.Post) any { return p.ID }},
				{Name: "status", Value: func(p wp.Post) any { return p.Status }},
				{Name: "title", Value: func(p wp.Post) any { return p.Title }},
				{Name: "slug", Value: func(p wp.Post) any { return p.Slug }},
				{Name: "author", Value: func(p wp.Post) any { return p.Author }},
				{Name: "date", Value: func(p wp.Post) any { return p.Date }},
				{Name: "modified", Value: func(p wp.Post) any { return p.Modified }},
				{Name: "parent", Value: func(p wp.Post) any { return p.Parent }},
				{Name: "menu_order", Value: func(p wp.Post) any { return p.MenuOrder }},
				{Name: "password", Value: func(p wp.Post) any { return p.Password }, EqualOnly: true},
				{Name: "excerpt", Value: func(p wp.Post) any { return p.Excerpt }},
			},
		}
	})
}

func makeUser(n int) wp.User {
	u := wp.User{
		Login: fmt.Sprintf("login%02d", n), Slug: fmt.Sprintf("slug-%02d", n), Email: fmt.Sprintf("u%d@example.test", n),
		URL: fmt.Sprintf("https://example.test/%d", n/2), Name: fmt.Sprintf("Person %c", 'z'-n%26), Registered: hour(n),
		FirstName: "First", LastName: "", Nickname: fmt.Sprint("nick", n), Description: "Says \"hello\".", Locale: "",
		Roles: []string{"editor"},
	}
	if n%2 == 1 {
		u.Roles, u.Caps = []string{"author", "subscriber"}, map[string]bool{"fly": true, "swim": false}
	}
	return u
}

func TestUserStore(t *testing.T) {
	fresh := open(t, Options{})
	if err := fresh.Install(t.Context(), InstallOptions{SiteURL: "http://x.test", AdminLogin: "admin", AdminEmail: "a@x.test"}); err != nil {
		t.Fatal(err)
	}
	storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.User] {
		type field = storetest.Field[wp.User]
		return storetest.Harness[int64, wp.User]{
			Store: clone(t, fresh).Users(), Make: makeUser, Missing: 999999,
			Scope: []wprest.Condition{{Field: "id", Op: wprest.Greater, Values: []any{int64(1)}}},
			Key:   func(u *wp.User) int64 { return u.ID },
			Edit: func(u *wp.User, n int) {
				id := u.ID
				*u = makeUser(n + 100)
				u.ID = id
			},
			Equal: func(a, b wp.User) bool { return reflect.DeepEqual(a, b) },
			Words: func(n int) []string { return []string{fmt.Sprintf("login%02d", n), fmt.Sprintf("Person %c", 'z'-n%26)} },
			Fields: []field{
				{Name: "id", Value: func(u wp.User) any { return u.ID }},
				{Name: "login", Value: func(u wp.User) any { return u.Login }},
				{Name: "slug", Value: func(u wp.User) any { return u.Slug }},
				{Name: "email", Value: func(u wp.User) any { return u.Email }},
				{Name: "url", Value: func(u wp.User) any { return u.URL }},
				{Name: "name", Value: func(u wp.User) any { return u.Name }},
				{Name: "registered", Value: func(u wp.User) any { return u.Registered }},
			},
		}
	})
}

func makeTerm(n int) wp.Term {
	return wp.Term{
		Taxonomy: []string{"category", "post_tag"}[n%2], Name: fmt.Sprintf("Term %c", 'a'+n%26), Slug: fmt.Sprintf("slug%02d", n),
		Description: fmt.Sprint("About ", n), Parent: int64(n / 4), Count: int64(n % 3),
	}
}

func TestTermStore(t *testing.T) {
	empty := open(t, Options{})
	storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Term] {
		type field = storetest.Field[wp.Term]
		return storetest.Harness[int64, wp.Term]{
			Store: clone(t, empty).Terms(), Make: makeTerm, Missing: 999999,
			Key: func(x *wp.Term) int64 { return x.ID },
			Edit: func(x *wp.Term, n int) {
				id, row := x.ID, x.TaxonomyID
				*x = makeTerm(n)
				x.ID, x.TaxonomyID = id, row
			},
			Words: func(n int) []string { return []string{fmt.Sprintf("Term %c", 'a'+n%26), fmt.Sprintf("slug%02d", n)} },
			Fields: []field{
				{Name: "id", Value: func(x wp.Term) any { return x.ID }},
				{Name: "term_taxonomy_id", Value: func(x wp.Term) any { return x.TaxonomyID }},
				{Name: "taxonomy", Value: func(x wp.Term) any { return x.Taxonomy }},
				{Name: "name", Value: func(x wp.Term) any { return x.Name }},
				{Name: "slug", Value: func(x wp.Term) any { return x.Slug }},
				{Name: "parent", Value: func(x wp.Term) any { return x.Parent }},
				{Name: "count", Value: func(x wp.Term) any { return x.Count }},
			},
		}
	})
}
