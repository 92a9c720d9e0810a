package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/storetest"
	"github.com/wprest/wprest/wp"
)

// postHarness lets storetest check a store of posts.
func postHarness(store wprest.Store[int64, wp.Post], kind string, zone *time.Location) storetest.Harness[int64, wp.Post] {
	item := func(n int) wp.Post {
		local := time.Date(2020, 1+time.Month(n%7), 3, 12, n, 0, 0, time.UTC)
		gmt := time.Date(2020, 1+time.Month(n%7), 3, 12, n, 0, 0, zone).UTC()
		return wp.Post{
			Type: kind, Status: []string{wp.StatusPublish, wp.StatusDraft, wp.StatusPending}[n%3], Slug: fmt.Sprintf("s-%d", n%4),
			Title: fmt.Sprintf("title%dx Öl", n), Content: "c", Date: local, DateGMT: gmt, Modified: local, ModifiedGMT: gmt,
			CommentStatus: "closed", PingStatus: "closed",
		}
	}
	type field = storetest.Field[wp.Post]
	return storetest.Harness[int64, wp.Post]{
		Store: store, Make: item, Missing: 99,
		Key:   func(p *wp.Post) int64 { return p.ID },
		Words: func(n int) []string { return []string{fmt.Sprintf("title%dx", n), "öl"} },
		Scope: []wprest.Condition{wprest.Where("type", kind)},
		Edit: func(p *wp.Post, n int) {
			other := item(n)
			other.ID, other.GUID = p.ID, p.GUID
			*p = other
		},
		Fields: []field{
			{Name: "id", Value: func(p wp.Post) any { return p.ID }},
			{Name: "title", Value: func(p wp.Post) any { return p.Title }},
			{Name: "slug", Value: func(p wp.Post) any { return p.Slug }},
			{Name: "date", Value: func(p wp.Post) any { return p.Date }},
			{Name: "modified", Value: func(p wp.Post) any { return p.Modified }},
			{Name: "status", Value: func(p wp.Post) any { return p.Status }, EqualOnly: true, Unsorted: true}, // sorted by numbers
		},
	}
}

// TestContract runs the rules for stores over those that write.
func TestContract(t *testing.T) {
	zone := berlin(t)
	at := place{zone: zone, home: "http://hafenblatt.example"}
	t.Run("news", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Post] {
			return postHarness(newNews(copyOf(t, empty).db, at), "post", zone)
		})
	})
	t.Run("products", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Post] {
			return postHarness(newProducts(copyOf(t, empty).db, at), productType, zone)
		})
	})
	t.Run("all posts", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Post] {
			db := copyOf(t, empty).db
			return postHarness(posts{{"post", newsIDs, newNews(db, at)}, {productType, productIDs, newProducts(db, at)}}, productType, zone)
		})
	})
	t.Run("topics", func(t *testing.T) {
		type field = storetest.Field[wp.Term]
		item := func(n int) wp.Term {
			return wp.Term{Taxonomy: category, Name: fmt.Sprintf("name%dx", n), Slug: fmt.Sprintf("slug-%d", n), Description: "d", Parent: int64(n % 3)}
		}
		storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Term] {
			s := copyOf(t, empty)
			if err := s.db.Exec("DELETE FROM themen").Error; err != nil {
				t.Fatal(err)
			}
			return storetest.Harness[int64, wp.Term]{
				Store: newTopics(s.db), Make: item, Missing: 99,
				Key:   func(p *wp.Term) int64 { return p.ID },
				Words: func(n int) []string { return []string{fmt.Sprintf("name%dx", n), "slug"} },
				Edit:  func(p *wp.Term, n int) { *p = item(n); p.Slug += "-edited" },
				Fields: []field{
					{Name: "id", Value: func(p wp.Term) any { return p.ID }},
					{Name: "name", Value: func(p wp.Term) any { return p.Name }},
					{Name: "slug", Value: func(p wp.Term) any { return p.Slug }},
					{Name: "parent", Value: func(p wp.Term) any { return p.Parent }},
				},
			}
		})
	})
}
