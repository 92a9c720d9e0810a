package wpdb

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/storetest"
	"github.com/wprest/wprest/wp"
)

func makeComment(n int) wp.Comment {
	return wp.Comment{
		Post: int64(n/2 + 1), Parent: int64(n / 3), Author: int64(n % 2), AuthorName: fmt.Sprintf("Sailor %c", 'a'+n%26),
		AuthorEmail: fmt.Sprintf("s%d@example.test", n), AuthorURL: fmt.Sprintf("https://example.test/%d", n), AuthorIP: fmt.Sprintf("192.0.2.%d", n),
		AuthorAgent: "Boat/1.0", Date: hour(n), DateGMT: hour(n + 1), Content: fmt.Sprintf("Says oak%dx.", n), Karma: int64(n % 4),
		Status: []string{"1", "0", "spam"}[n%3], Type: []string{"comment", "note"}[n%2],
	}
}

func TestCommentStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Harness[int64, wp.Comment] {
		type field = storetest.Field[wp.Comment]
		return storetest.Harness[int64, wp.Comment]{
			Store: open(t, Options{}).Comments(), Make: makeComment, Missing: 999999,
			Key: func(c *wp.Comment) int64 { return c.ID },
			Edit: func(c *wp.Comment, n int) {
				id := c.ID
				*c = makeComment(n)
				c.ID = id
			},
			Words: func(n int) []string {
				return []string{fmt.Sprintf("oak%dx", n), fmt.Sprintf("Sailor %c", 'a'+n%26), fmt.Sprintf("s%d@example.test", n)}
			},
			Fields: []field{
				{Name: "id", Value: func(c wp.Comment) any { return c.ID }},
				{Name: "post", Value: func(c wp.Comment) any { return c.Post }},
				{Name: "parent", Value: func(c wp.Comment) any { return c.Parent }},
				{Name: "author", Value: func(c wp.Comment) any { return c.Author }},
				{Name: "author_name", Value: func(c wp.Comment) any { return c.AuthorName }},
				{Name: "author_email", Value: func(c wp.Comment) any { return c.AuthorEmail }},
				{Name: "date_gmt", Value: func(c wp.Comment) any { return c.DateGMT }},
				{Name: "status", Value: func(c wp.Comment) any { return c.Status }},
				{Name: "type", Value: func(c wp.Comment) any { return c.Type }},
			},
		}
	})
}

// countOf reads the column comment_count.
func countOf(t *testing.T, db *DB, post int64) int64 {
	t.Helper()
	p, err := db.Posts().Get(t.Context(), post)
	if err != nil {
		t.Fatal(err)
	}
	return p.CommentCount
}

func TestCommentCounts(t *testing.T) {
	db := open(t, Options{})
	ctx := t.Context()
	for _, title := range []string{"One", "Two"} {
		if err := db.Posts().Create(ctx, &wp.Post{Type: "post", Status: "publish", Title: title}); err != nil {
			t.Fatal(err)
		}
	}
	add := func(status, kind string, parent int64) int64 {
		c := wp.Comment{Post: 1, Status: status, Type: kind, Parent: parent, Content: "x"}
		if err := db.Comments().Create(ctx, &c); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	set := func(id int64, change func(*wp.Comment)) {
		if _, err := db.Comments().Update(ctx, id, func(c *wp.Comment) error { change(c); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	want := func(doing string, one, two int64) {
		t.Helper()
		if a, b := countOf(t, db, 1), countOf(t, db, 2); a != one || b != two {
			t.Errorf("%s: counts %d and %d, want %d and %d", doing, a, b, one, two)
		}
	}
	first := add(wp.CommentApproved, "comment", 0)
	answer := add(wp.CommentApproved, "pingback", first)
	add(wp.CommentApproved, wp.NoteType, 0)
	held := add(wp.CommentHeld, "comment", answer)
	want("notes and what is held do not count", 2, 0)
	set(held, func(c *wp.Comment) { c.Status = wp.CommentApproved })
	want("approved", 3, 0)
	set(held, func(c *wp.Comment) { c.Post = 2 })
	want("moved: the old post keeps its number", 3, 1)
	set(first, func(c *wp.Comment) { c.Content = "y" })
	want("any change counts", 2, 1)
	if err := db.Comments().Delete(ctx, answer); err != nil {
		t.Fatal(err)
	}
	want("deleted", 1, 1)
	if c, err := db.Comments().Get(ctx, held); err != nil || c.Parent != first {
		t.Errorf("the answer to what is gone has parent %d, want %d (%v)", c.Parent, first, err)
	}
}

func TestWithReplies(t *testing.T) {
	db := harbor(t, Options{})
	for _, test := range []struct {
		ids      []int64
		statuses []string
		want     []int64
	}{
		{[]int64{1, 2, 3}, []string{wp.CommentApproved, wp.CommentHeld}, []int64{1, 2}},
		{[]int64{1, 2, 3}, nil, []int64{1, 2}},
		{[]int64{1, 2, 3}, []string{wp.CommentSpam}, nil},
		{nil, nil, nil},
	} {
		got, err := db.Comments().WithReplies(t.Context(), test.ids, test.statuses...)
		slices.Sort(got)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("WithReplies(%v, %v) = %v, %v; want %v", test.ids, test.statuses, got, err, test.want)
		}
	}
}

// option reads an option; absent ones are "-".
func option(t *testing.T, db *DB, name string) string {
	t.Helper()
	all, err := db.Options().Options(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := all[name]; ok {
		return v
	}
	return "-"
}

func TestTermTree(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	const children = "category_children"
	deep := wp.Term{Taxonomy: "category", Name: "Keel", Slug: "keel", Parent: 6}
	if err := db.Terms().Create(ctx, &deep); err != nil {
		t.Fatal(err)
	}
	if got, want := option(t, db, children), fmt.Sprintf("a:2:{i:4;a:2:{i:0;i:5;i:1;i:6;}i:6;a:1:{i:0;i:%d;}}", deep.ID); got != want {
		t.Errorf("%s = %s, want %s", children, got, want)
	}
	above, err := db.Terms().TermsUpFrom(ctx, "category", []int64{deep.ID, 3, 8})
	var ids []int64
	for _, term := range above {
		ids = append(ids, term.ID)
	}
	slices.Sort(ids)
	if want := []int64{3, 4, 6, deep.ID}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("terms up: %v, %v; want %v", ids, err, want)
	}
	// A circle ends.
	set := func(id, parent int64) {
		if _, err := db.Terms().Update(ctx, id, func(x *wp.Term) error { x.Parent = parent; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	set(4, deep.ID)
	if above, err := db.Terms().TermsUpFrom(ctx, "category", []int64{4}); err != nil || len(above) != 3 {
		t.Errorf("terms of a circle: %v, %v", above, err)
	}
	set(4, 0)
	if err := db.Terms().Delete(ctx, 6); err != nil {
		t.Fatal(err)
	}
	if got, want := option(t, db, children), fmt.Sprintf("a:1:{i:4;a:2:{i:0;i:5;i:1;i:%d;}}", deep.ID); got != want {
		t.Errorf("after the deletion %s = %s, want %s", children, got, want)
	}
	tag := wp.Term{Taxonomy: "post_tag", Name: "Oar", Slug: "oar"}
	if err := db.Terms().Create(ctx, &tag); err != nil {
		t.Fatal(err)
	}
	if got := option(t, db, "post_tag_children"); got != "-" {
		t.Errorf("a flat taxonomy has children: %s", got)
	}
}

func TestDropTerm(t *testing.T) {
	db := harbor(t, Options{})
	ctx := t.Context()
	termsOf := func(post int64) (ids []int64) {
		all, err := db.PostTerms().PostTerms(ctx, []int64{post}, []string{"category"})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range all[post] {
			ids = append(ids, x.ID)
		}
		return ids
	}
	set := func(post int64, terms ...int64) {
		if err := db.PostTerms().SetPostTerms(ctx, post, "category", terms); err != nil {
			t.Fatal(err)
		}
	}
	set(8, 7)
	set(9, 7, 3)
	set(10, 7, 1)
	before, err := db.Terms().Get(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	gone, err := db.Terms().Get(ctx, 7)
	if err != nil {
		t.Fatal(err)
	}
	var seen counter
	db.onQuery = seen.see
	cost := seen.during(func() { err = db.PostTerms().DropTerm(ctx, gone, 1) })
	db.onQuery = nil
	if err != nil || cost > 8 {
		t.Errorf("DropTerm: %v, %d queries", err, cost)
	}
	for post, want := range map[int64][]int64{8: {1}, 9: {3}, 10: {1}} {
		if got := termsOf(post); !slices.Equal(got, want) {
			t.Errorf("post %d has the terms %v, want %v", post, got, want)
		}
	}
	if after, err := db.Terms().Get(ctx, 1); err != nil || after.Count != before.Count+1 {
		t.Errorf("the fallback counts %d, want %d (%v)", after.Count, before.Count+1, err)
	}
	if gone, err = db.Terms().Get(ctx, 7); err != nil || gone.Count != 0 {
		t.Errorf("the dropped term counts %d (%v)", gone.Count, err)
	}
	set(8, 3)
	only, err := db.Terms().Get(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.PostTerms().DropTerm(ctx, only, 0); err != nil || len(termsOf(8)) != 0 {
		t.Errorf("without a fallback: %v, %v", termsOf(8), err)
	}
}

// BenchmarkCommentList measures a page of comments of one post.
func BenchmarkCommentList(b *testing.B) {
	db := open(b, Options{})
	err := db.Tx(context.Background(), func(ctx context.Context) error {
		for n := range 2000 {
			c := makeComment(n)
			c.Status, c.Type = wp.CommentApproved, "comment"
			if err := db.Comments().Create(ctx, &c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	q := wprest.Query{
		Where: []wprest.Condition{wprest.Where("status", wp.CommentApproved), wprest.Where("type", "comment", "")},
		Order: []wprest.Order{{Field: "date_gmt", Desc: true}, {Field: "id", Desc: true}}, Limit: 10,
	}
	for b.Loop() {
		if _, _, err := db.Comments().List(context.Background(), q); err != nil {
			b.Fatal(err)
		}
	}
}
