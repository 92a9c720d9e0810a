package transfer

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

const harborFolder = "../conformance/site"

// open returns a database for a site.
func open(t testing.TB, o wpdb.Options) *wpdb.DB {
	t.Helper()
	db, err := wpdb.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// harbor returns the conformance site.
func harbor(t testing.TB) *wpdb.DB {
	t.Helper()
	if _, err := os.Stat(harborFolder); err != nil {
		t.Skip("the conformance site is not here")
	}
	db := open(t, wpdb.Options{DSN: ":memory:"})
	if err := db.Create(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := db.LoadTables(context.Background(), os.DirFS(harborFolder+"/tables")); err != nil {
		t.Fatal(err)
	}
	return db
}

// fresh returns a new site, as wprest serve makes it.
func fresh(t testing.TB) *wpdb.DB { return freshOn(t, wpdb.Options{DSN: ":memory:"}) }

// freshOn is fresh in a database of the options.
func freshOn(t testing.TB, o wpdb.Options) *wpdb.DB {
	t.Helper()
	db := open(t, o)
	err := db.Install(context.Background(), wpdb.InstallOptions{SiteURL: "https://new.example", AdminLogin: "root", AdminEmail: "root@new.example"})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// exportOf returns the site as WXR.
func exportOf(t testing.TB, db *wpdb.DB) []byte {
	t.Helper()
	var file bytes.Buffer
	ex := &Exporter{Stores: db.Stores()}
	if _, err := ex.Export(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func fileSource(file []byte) Source {
	return FromWXR(wxr.NewReader(bytes.NewReader(file), wxr.Limits{}))
}

// importInto takes a file in.
func importInto(t testing.TB, db *wpdb.DB, file []byte) Result {
	t.Helper()
	im := &Importer{Stores: db.Stores()}
	result, err := im.Import(t.Context(), fileSource(file))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// A picture of a site says what is on it by names, without ids.
type picture struct {
	t     testing.TB
	s     wp.Stores
	lines []string
	posts map[int64]wp.Post
	users map[int64]string
}

// pictureOf describes users, terms, posts and comments but those that skip names
// by GUID, login or slug.
func pictureOf(t testing.TB, db *wpdb.DB, skip ...string) []string {
	t.Helper()
	p := &picture{t: t, s: db.Stores(), posts: map[int64]wp.Post{}, users: map[int64]string{}}
	p.draw(skip)
	slices.Sort(p.lines)
	return p.lines
}

func (p *picture) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *picture) line(format string, args ...any) {
	p.lines = append(p.lines, fmt.Sprintf(format, args...))
}

func (p *picture) meta(kind wp.MetaKind, id int64) string {
	all, err := p.s.Meta.Meta(p.t.Context(), kind, []int64{id})
	p.check(err)
	var list []string
	for key, values := range all[id] {
		for i, v := range values {
			switch key {
			case thumbnailKey, menuParentKey, menuObjectKey: // ids
				v = p.object(v, key, all[id])
			case editorKey:
				v = p.users[wprest.ToInt(v)]
			case editLockKey:
				continue
			}
			list = append(list, fmt.Sprintf("%s/%d=%q", key, i, v))
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func (p *picture) object(v, key string, meta map[string][]string) string {
	id := wprest.ToInt(v)
	if key == menuObjectKey && meta[menuTypeKey][0] == "taxonomy" {
		term, err := p.s.Terms.(wprest.Getter[int64, wp.Term]).GetMany(p.t.Context(), []int64{id})
		p.check(err)
		return fmt.Sprint("term ", term[0].Slug)
	}
	return cmp.Or(p.posts[id].GUID, v)
}

func (p *picture) draw(skip []string) {
	ctx := p.t.Context()
	byID := []wprest.Order{{Field: "id"}}
	users, _, err := p.s.Users.List(ctx, wprest.Query{Order: byID})
	p.check(err)
	for _, u := range users {
		p.users[u.ID] = u.Login
		if !slices.Contains(skip, u.Login) {
			p.line("user %s %s %q %q %q", u.Login, u.Email, u.Name, u.FirstName, u.LastName)
		}
	}
	terms, _, err := p.s.Terms.List(ctx, wprest.Query{Order: byID})
	p.check(err)
	slugs := map[int64]string{}
	for _, t := range terms {
		slugs[t.ID] = t.Slug
	}
	for _, t := range terms {
		if !slices.Contains(skip, t.Slug) {
			p.line("term %s %s %q %q parent %q count %d meta %s", t.Taxonomy, t.Slug, t.Name, t.Description, slugs[t.Parent], t.Count, p.meta(wp.TermMeta, t.ID))
		}
	}
	posts, _, err := p.s.Posts.List(ctx, wprest.Query{Order: byID})
	p.check(err)
	for _, post := range posts {
		p.posts[post.ID] = post
	}
	stored, err := p.s.Options.Options(ctx, "sticky_posts")
	p.check(err)
	for _, post := range posts {
		if slices.Contains(skip, post.GUID) || !isExported(&post) {
			continue
		}
		p.post(post)
		if strings.Contains(stored["sticky_posts"], fmt.Sprintf("i:%d;", post.ID)) {
			p.line("sticky %s", post.GUID)
		}
	}
}

func (p *picture) post(post wp.Post) {
	ctx := p.t.Context()
	terms, err := p.s.PostTerms.PostTerms(ctx, []int64{post.ID}, nil)
	p.check(err)
	var names []string
	for _, t := range terms[post.ID] {
		names = append(names, t.Taxonomy+":"+t.Slug)
	}
	slices.Sort(names)
	plain := post
	plain.ID, plain.Author, plain.Parent = 0, 0, 0
	plain.ToPing, plain.Pinged, plain.ContentFiltered = "", "", "" // WXR does not have them
	p.line("post %s by %q parent %q terms %v meta %s row %+v", post.GUID, p.users[post.Author], p.posts[post.Parent].GUID, names, p.meta(wp.PostMeta, post.ID), plain)
	comments, _, err := p.s.Comments.List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where("post", post.ID)}})
	p.check(err)
	texts := map[int64]string{0: ""}
	for _, c := range comments {
		texts[c.ID] = c.Content
	}
	for _, c := range comments {
		parent, author := texts[c.Parent], p.users[c.Author]
		meta := p.meta(wp.CommentMeta, c.ID)
		c.ID, c.Post, c.Parent, c.Author = 0, 0, 0, 0
		c.AuthorAgent, c.Karma = "", 0 // WXR does not have them
		p.line("comment on %s by %q under %q meta %s row %+v", post.GUID, author, parent, meta, c)
	}
}

// same fails for what two pictures do not share.
func same(t testing.TB, got, want []string) {
	t.Helper()
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("only now: %.1500s", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing:  %.1500s", line)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
}

// ofFresh is what a new site has by itself.
func ofFresh() []string {
	return []string{"root", "uncategorized", "https://new.example/?p=1", "https://new.example/?page_id=2"}
}

// root opens a folder until the test ends.
func root(t testing.TB, folder string) *os.Root {
	t.Helper()
	r, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func decoded(text string) any { return phpvalue.MaybeDecode(text) }
