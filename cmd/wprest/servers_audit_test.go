package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

// An audit looks into the database for what a load must have left there.
type audit struct {
	t    *testing.T
	db   *wpdb.DB
	load *load
}

func (a *audit) all() {
	a.posts()
	a.slugs()
	a.counts()
	a.sticky()
	a.users()
	a.due()
}

func (a *audit) list(where ...wprest.Condition) []wp.Post {
	a.t.Helper()
	posts, _, err := a.db.Posts().List(a.t.Context(), wprest.Query{Where: where, NoTotal: true})
	if err != nil {
		a.t.Fatal(err)
	}
	return posts
}

// posts looks for lost and for half-written posts.
func (a *audit) posts() {
	found := map[int64]*wp.Post{}
	published := a.list(wprest.Where("type", "post"), wprest.Where("status", "publish"))
	for i := range published {
		found[published[i].ID] = &published[i]
	}
	for _, id := range a.load.alive() {
		p, want := found[id], a.load.posts[id]
		switch {
		case a.load.unsure[id] && (p == nil || strings.HasPrefix(p.Content, want)):
		case p == nil:
			a.t.Errorf("post %d is lost", id)
		case p.Content != want || p.Excerpt != "" && p.Excerpt != p.Content:
			a.t.Errorf("post %d has %q and %q, want %q", id, p.Content, p.Excerpt, want)
		}
	}
	for id := range a.load.gone {
		if found[id] != nil {
			a.t.Errorf("post %d is back", id)
		}
	}
	ids := make([]int64, len(published))
	for i := range published {
		ids[i] = published[i].ID
		if published[i].GUID == "" {
			a.t.Errorf("post %d has no guid", ids[i])
		}
	}
	terms, err := a.db.PostTerms().PostTerms(a.t.Context(), ids, []string{"category"})
	if err != nil {
		a.t.Fatal(err)
	}
	for _, id := range ids {
		if len(terms[id]) == 0 {
			a.t.Errorf("post %d has no category: it is half written", id)
		}
	}
}

// slugs looks for two posts with one slug.
func (a *audit) slugs() {
	seen := map[string]int64{}
	for _, p := range a.list(wprest.Where("type", "post"), wprest.Where("status", "publish", "future")) {
		if other := seen[p.Slug]; other != 0 {
			a.t.Errorf("posts %d and %d have the slug %s", other, p.ID, p.Slug)
		}
		seen[p.Slug] = p.ID
	}
}

// counts counts what is counted along.
func (a *audit) counts() {
	ctx := a.t.Context()
	terms, _, err := a.db.Terms().List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("taxonomy", "category")}})
	if err != nil {
		a.t.Fatal(err)
	}
	for _, term := range terms {
		n := len(a.list(wprest.Where("type", "post"), wprest.Where("status", "publish"), wprest.Where("term", term.TaxonomyID)))
		if int64(n) != term.Count {
			a.t.Errorf("%s counts %d posts and has %d", term.Name, term.Count, n)
		}
	}
	children, err := a.db.Options().Options(ctx, "category_children")
	if err != nil {
		a.t.Fatal(err)
	}
	m, _ := phpvalue.MaybeDecode(children["category_children"]).(*wprest.Map)
	below, _ := m.Get(strconv.FormatInt(a.load.category, 10)).(*wprest.Map)
	want := 0
	for _, term := range terms {
		if term.Parent == a.load.category {
			want++
		}
	}
	if below.Len() != want {
		a.t.Errorf("the option knows %d categories below the common one, there are %d", below.Len(), want)
	}
	p, err := a.db.Posts().Get(ctx, a.load.shared)
	if err != nil {
		a.t.Fatal(err)
	}
	_, comments, err := a.db.Comments().List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("post", a.load.shared)}, Limit: 1})
	if err != nil || int64(comments) != p.CommentCount || comments < a.load.comments || comments > a.load.comments+a.load.lost {
		a.t.Errorf("%d comments, of which %d are counted; %d were answered, %d broken off, %v", comments, p.CommentCount, a.load.comments, a.load.lost, err)
	}
}

// sticky looks for the posts on top.
func (a *audit) sticky() {
	options, err := a.db.Options().Options(a.t.Context(), "sticky_posts")
	if err != nil {
		a.t.Fatal(err)
	}
	m, _ := phpvalue.MaybeDecode(options["sticky_posts"]).(*wprest.Map)
	var ids []int64
	for _, v := range m.All() {
		ids = append(ids, wprest.ToInt(v))
	}
	for id := range a.load.sticky {
		if !slices.Contains(ids, id) {
			a.t.Errorf("post %d is not on top any more", id)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) != len(ids) {
		a.t.Errorf("%v are on top", ids)
	}
}

// users looks for two users with one login, and counts them.
func (a *audit) users() {
	users, total, err := a.db.Users().List(a.t.Context(), wprest.Query{})
	if err != nil {
		a.t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, u := range users {
		if seen[u.Login] {
			a.t.Errorf("two users are %s", u.Login)
		}
		seen[u.Login] = true
		if len(u.Roles) == 0 {
			a.t.Errorf("%s has no role: the user is half written", u.Login)
		}
	}
	for login, times := range a.load.logins {
		if times != 1 || !seen[login] {
			a.t.Errorf("%s was made %d times", login, times)
		}
	}
	options, err := a.db.Options().Options(a.t.Context(), "user_count")
	if err != nil || options["user_count"] != strconv.Itoa(total) {
		a.t.Errorf("%s users are counted and %d there, %v", options["user_count"], total, err)
	}
}

// due waits for the scheduled posts, each of which is published once.
func (a *audit) due() {
	deadline := time.Now().Add(30 * time.Second)
	for _, id := range a.load.due {
		for {
			p, err := a.db.Posts().Get(a.t.Context(), id)
			if err != nil {
				a.t.Fatal(err)
			}
			if p.Status == wp.StatusPublish {
				break
			}
			if time.Now().After(deadline) {
				a.t.Fatalf("post %d is still %s", id, p.Status)
			}
			time.Sleep(100 * time.Millisecond)
		}
		meta, err := a.db.Meta().Meta(a.t.Context(), wp.PostMeta, []int64{id})
		if err != nil {
			a.t.Fatal(err)
		}
		for key, values := range meta[id] {
			if len(values) != 1 {
				a.t.Errorf("post %d was published more than once: %s is %q", id, key, values)
			}
		}
	}
}
