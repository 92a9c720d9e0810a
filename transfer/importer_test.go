package transfer

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

// wxrOf writes entries as a file.
func wxrOf(t testing.TB, entries ...wxr.Entry) []byte {
	t.Helper()
	var file bytes.Buffer
	w := wxr.NewWriter(&file, wxr.Site{})
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// item is a published page with the GUID of its id.
func item(id int64, more func(i *wxr.Item)) *wxr.Item {
	i := &wxr.Item{
		ID: id, Type: "page", Status: "publish", Title: fmt.Sprint("Item ", id), Slug: fmt.Sprint("item-", id), GUID: fmt.Sprint("https://old.example/?p=", id),
		Date: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), DateGMT: time.Date(2024, 1, 2, 2, 4, 5, 0, time.UTC), CommentStatus: "open",
	}
	if more != nil {
		more(i)
	}
	return i
}

// bySlug returns the post with a slug.
func bySlug(t testing.TB, db *wpdb.DB, slug string) wp.Post {
	t.Helper()
	found, _, err := db.Posts().List(t.Context(), wprest.Query{Where: []wprest.Condition{wprest.Where("slug", slug)}})
	if err != nil || len(found) != 1 {
		t.Fatalf("posts %q: %v %+v", slug, err, found)
	}
	return found[0]
}

func metaOf(t testing.TB, db *wpdb.DB, id int64, key string) []string {
	t.Helper()
	meta, err := db.Meta().Meta(t.Context(), wp.PostMeta, []int64{id}, key)
	if err != nil {
		t.Fatal(err)
	}
	return meta[id][key]
}

// TestParentsComeLater has posts refer to those behind them, with ids that are
// taken on the site.
func TestParentsComeLater(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	taken := wp.Post{ID: 10, Type: "page", Status: "publish", Slug: "taken", GUID: "x"}
	if err := db.Posts().Create(t.Context(), &taken); err != nil {
		t.Fatal(err)
	}
	file := wxrOf(t,
		item(7, func(i *wxr.Item) {
			i.Parent, i.Meta = 10, []wxr.Meta{{Key: "_thumbnail_id", Value: "9"}, {Key: "x", Value: "1"}, {Key: "_edit_lock", Value: "1:1"}}
		}),
		item(8, func(i *wxr.Item) { i.Parent, i.Meta = 99, []wxr.Meta{{Key: "_thumbnail_id", Value: "98"}} }),
		item(9, func(i *wxr.Item) { i.Type, i.Status = "attachment", "inherit" }),
		item(10, nil),
		item(11, func(i *wxr.Item) {
			i.Type, i.Slug, i.Status, i.Parent = "revision", "10-revision-v1", "inherit", 10
		}),
		item(12, func(i *wxr.Item) { i.Type, i.Slug, i.Status, i.Parent = "revision", "13-revision-v1", "inherit", 13 }),
		item(13, nil),
	)
	var skipped []string
	im := &Importer{Stores: db.Stores(), Report: func(s Step) {
		if s.Outcome == Skipped {
			skipped = append(skipped, s.Name+": "+s.Reason)
		}
	}}
	if _, err := im.Import(t.Context(), fileSource(file)); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`parent 99 of page 8 "Item 8": there is no such post`, `_thumbnail_id 98 of page 8 "Item 8": there is no such post`,
		"of 1 attachments: no files were to be copied",
	}
	if !slices.Equal(skipped, want) {
		t.Errorf("skipped: %q", skipped)
	}
	parent := bySlug(t, db, "item-10")
	child := bySlug(t, db, "item-7")
	if parent.ID <= 10+spareGap-1 || child.ID != 7 || child.Parent != parent.ID {
		t.Errorf("parent %d, child %d below %d", parent.ID, child.ID, child.Parent)
	}
	if got := metaOf(t, db, 7, "_thumbnail_id"); !slices.Equal(got, []string{"9"}) {
		t.Errorf("thumbnail: %q", got)
	}
	for id, key := range map[int64]string{7: "_edit_lock", 8: "_thumbnail_id"} {
		if got := metaOf(t, db, id, key); len(got) > 0 {
			t.Errorf("%s of %d: %q", key, id, got)
		}
	}
	for _, id := range []int64{7, 8, 9, parent.ID, 11, 12, 13} {
		if got := metaOf(t, db, id, PendingKey); len(got) > 0 {
			t.Errorf("%d waits still", id)
		}
	}
	if p := bySlug(t, db, "13-revision-v1"); p.Parent != 13 {
		t.Errorf("revision below %d", p.Parent)
	}
}

// TestCutFile imports what there is of a file, and the rest when it is whole.
func TestCutFile(t *testing.T) {
	t.Parallel()
	whole := exportOf(t, harbor(t))
	db := fresh(t)
	im := &Importer{Stores: db.Stores()}
	result, err := im.Import(t.Context(), fileSource(whole[:len(whole)/2]))
	var e *wxr.Error
	if !errors.As(err, &e) || !errors.Is(err, wxr.ErrTruncated) && !strings.Contains(err.Error(), "EOF") || result[Posts].Made == 0 {
		t.Fatalf("%v %v", err, result)
	}
	importInto(t, db, whole)
	same(t, pictureOf(t, db, ofFresh()...), pictureOf(t, harbor(t), "uncategorized"))
}

func TestUsersOfASite(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	ctx := t.Context()
	for _, u := range []wp.User{{Login: "grace", Email: "grace@example.org", Slug: "grace"}, {Login: "other", Email: "ALAN@example.org", Slug: "alan"}} {
		if err := db.Users().Create(ctx, &u); err != nil {
			t.Fatal(err)
		}
	}
	by := func(id int64, login string) *wxr.Item {
		return item(id, func(i *wxr.Item) { i.Creator = login })
	}
	file := wxrOf(t,
		&wxr.Author{ID: 1, Login: "ada", Email: "ada@example.org"}, &wxr.Author{ID: 2, Login: "Grace", Email: "elsewhere@example.org"},
		&wxr.Author{ID: 3, Login: "alan", Email: "alan@example.org"}, &wxr.Author{ID: 4, Login: "mapped"}, &wxr.Author{ID: 5},
		by(11, "ada"), by(12, "grace"), by(13, "alan"), by(14, "mapped"), by(15, "nowhere else"), by(16, ""),
	)
	im := &Importer{Stores: db.Stores(), Role: "author", Authors: map[string]string{"mapped": "root"}}
	result, err := im.Import(ctx, fileSource(file))
	if err != nil {
		t.Fatal(err)
	}
	if c := result[Users]; c != (Counts{Made: 2, There: 4, Skipped: 1}) {
		t.Errorf("%+v", c)
	}
	for slug, want := range map[string]string{"item-11": "ada", "item-12": "grace", "item-13": "other", "item-14": "root", "item-15": "nowhere else", "item-16": ""} {
		p := bySlug(t, db, slug)
		if p.Author == 0 {
			if want != "" {
				t.Errorf("%s: nobody", slug)
			}
			continue
		}
		u, err := db.Users().Get(ctx, p.Author)
		if err != nil || u.Login != want {
			t.Errorf("%s: %v %s", slug, err, u.Login)
		}
		if u.Login == "ada" && (u.Slug != "ada" || !slices.Equal(u.Roles, []string{"author"})) {
			t.Errorf("%+v", u)
		}
	}
	im.Authors = map[string]string{"mapped": "nobody"}
	if _, err := im.Import(ctx, fileSource(file)); err == nil || !strings.Contains(err.Error(), `no user "nobody"`) {
		t.Error(err)
	}
}

// TestClashes has the site use slugs and ids, and the source a GUID twice.
func TestClashes(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	file := wxrOf(t,
		&wxr.Term{ID: 1, Taxonomy: "genre", Slug: "child", Parent: "parent", Name: "Child"},
		&wxr.Term{ID: 2, Taxonomy: "genre", Slug: "parent", Name: "Parent"},
		item(1, func(i *wxr.Item) { i.Type, i.Slug = "post", "a-first-post" }),
		item(3, func(i *wxr.Item) { i.GUID = "same"; i.Title = "One" }),
		item(4, func(i *wxr.Item) { i.GUID = "same"; i.Title = "Two" }),
		item(5, func(i *wxr.Item) { i.GUID = ""; i.ID = 0; i.Slug = ""; i.Title = "Ünïcode ☂" }),
		item(6, func(i *wxr.Item) { i.GUID = "a?x=1&#038;y=2" }),
		item(maxKeptID+1, nil),
	)
	first := importInto(t, db, file)
	if c := first[Posts]; c.Made != 6 || c.Skipped > 0 {
		t.Errorf("%+v", c)
	}
	again := importInto(t, db, bytes.ReplaceAll(file, []byte("&amp;#038;"), []byte("&amp;")))
	if c := again[Posts]; c.There != 6 || c.Made > 0 {
		t.Errorf("again: %+v", c)
	}
	if p := bySlug(t, db, "a-first-post-2"); p.ID == 1 || p.Title != "Item 1" {
		t.Errorf("%+v", p)
	}
	if p := bySlug(t, db, "unicode-%e2%98%82"); p.Title != "Ünïcode ☂" {
		t.Errorf("%+v", p)
	}
	if p := bySlug(t, db, fmt.Sprint("item-", maxKeptID+1)); p.ID > maxKeptID {
		t.Errorf("id %d", p.ID)
	}
	terms, _, err := db.Terms().List(t.Context(), wprest.Query{Where: []wprest.Condition{wprest.Where("taxonomy", "genre")}, Order: []wprest.Order{{Field: "slug"}}})
	if err != nil || len(terms) != 2 || terms[0].Parent != terms[1].ID || terms[1].ID != 2 {
		t.Errorf("%v %+v", err, terms)
	}
}

// TestNewComments adds comments to a post that is there.
func TestNewComments(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	comment := func(id, parent int64) wxr.Comment {
		return wxr.Comment{
			ID: id, Parent: parent, Author: "B", Content: fmt.Sprint("No. ", id), Approved: "1", Date: time.Date(2024, 1, 1, 0, 0, int(id), 0, time.UTC),
		}
	}
	with := func(list ...wxr.Comment) []byte {
		return wxrOf(t, item(9, func(i *wxr.Item) { i.Comments = list }))
	}
	// Two are alike, one answers what comes later, one what is nowhere.
	twin := comment(3, 0)
	twin.ID = 4
	importInto(t, db, with(comment(2, 5), comment(3, 0), twin, comment(5, 0), comment(6, 77)))
	result := importInto(t, db, with(comment(2, 5), comment(3, 0), twin, comment(5, 0), comment(6, 77), comment(7, 2)))
	if c := result[Comments]; c.Made != 1 || c.There != 5 {
		t.Errorf("%+v", c)
	}
	list, _, err := db.Comments().List(t.Context(), wprest.Query{Where: []wprest.Condition{wprest.Where("post", int64(9))}, Order: []wprest.Order{{Field: "id"}}})
	if err != nil || len(list) != 6 {
		t.Fatalf("%v %+v", err, list)
	}
	ids := map[string]int64{}
	for _, c := range list {
		ids[c.Content] = c.ID
	}
	for _, c := range list {
		want := map[string]int64{"No. 2": ids["No. 5"], "No. 7": ids["No. 2"]}[c.Content]
		if c.Parent != want {
			t.Errorf("%s: below %d, want %d", c.Content, c.Parent, want)
		}
	}
	if p := bySlug(t, db, "item-9"); p.CommentCount != 6 {
		t.Errorf("%d comments", p.CommentCount)
	}
}

func TestCopyFiles(t *testing.T) {
	t.Parallel()
	from, to := t.TempDir(), t.TempDir()
	put := func(folder, name, text string) {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	put(from, "2024/01/a.png", "AAA")
	put(from, "2024/01/a-150x150.png", "small")
	put(from, "2024/01/taken.png", "mine")
	put(to, "2024/01/taken.png", "another")
	put(from, "shell.php", "<?php")
	put(from, "large.png", strings.Repeat("x", 1001))
	attachment := func(id int64, file string, more ...wxr.Meta) *wxr.Item {
		return item(id, func(i *wxr.Item) {
			i.Type, i.Status, i.Meta = "attachment", "inherit", append(more, wxr.Meta{Key: attachedFileKey, Value: file})
		})
	}
	file := wxrOf(t,
		attachment(11, "2024/01/a.png", wxr.Meta{Key: attachmentKey, Value: `a:2:{s:14:"original_image";s:12:"../secret.ph";s:5:"sizes";a:2:{s:1:"t";a:1:{s:4:"file";s:13:"a-150x150.png";}s:1:"m";a:1:{s:4:"file";s:11:"missing.png";}}}`}),
		attachment(12, "2024/01/taken.png"), attachment(13, "shell.php"), attachment(14, "../../etc/passwd.png"), attachment(15, "large.png"),
		attachment(16, "/srv/www/wp-content/uploads/2024/01/a.png"),
		item(17, func(i *wxr.Item) {
			i.Type, i.AttachmentURL = "attachment", "https://old.example/wp-content/uploads/2024/01/a.png?x=1"
		}),
		item(18, func(i *wxr.Item) { i.Type = "attachment" }),
	)
	db := fresh(t)
	var steps []string
	im := &Importer{Stores: db.Stores(), Files: Folder(os.DirFS(from)), Uploads: root(t, to), MaxFile: 1000, Report: func(s Step) {
		if s.Kind == Files && s.Outcome != There {
			steps = append(steps, strings.TrimSpace(s.Name+" "+s.Reason))
		}
	}}
	if _, err := im.Import(t.Context(), fileSource(file)); err != nil {
		t.Fatal(err)
	}
	slices.Sort(steps)
	want := []string{
		"file ../../etc/passwd.png a file of this name is not taken into uploads", "file 2024/01/a-150x150.png", "file 2024/01/a.png",
		"file 2024/01/missing.png the source does not have it", "file 2024/01/taken.png another file has this name",
		"file large.png the file is too large: 1001 bytes", `file of attachment 18 "Item 18" nothing names it`,
		"file shell.php a file of this name is not taken into uploads",
	}
	if a := slices.Compact(steps); !slices.Equal(a, want) {
		t.Errorf("%q", a)
	}
	put(from, "2024/01/taken.png", "another") // else the folders differ by intent
	for _, name := range []string{"shell.php", "large.png"} {
		if err := os.Remove(filepath.Join(from, name)); err != nil {
			t.Fatal(err)
		}
	}
	sameFolder(t, to, from)
	if got := metaOf(t, db, 17, attachedFileKey); !slices.Equal(got, []string{"2024/01/a.png"}) || bySlug(t, db, "item-17").MimeType != "image/png" {
		t.Errorf("%q", got)
	}
}

func TestIsUpload(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"a.png": true, "2024/01/a b.PDF": true, "a.tar.gz": true, "a.php": false, "a.PHP": false, "a.php.jpg": false, "a.phtml": false, "php.png": true,
		".htaccess": false, "x/.hidden.png": false, ".git/a.png": false, "noext": false, `a\b.png`: false, "a.png:x.txt": false, "a.php .png": false,
	} {
		if got := isUpload(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestParentsFirst(t *testing.T) {
	t.Parallel()
	// Each names its parent: 0 ← 3 ← 1, and 2 ⇄ 4.
	parents := []int{3, 9, 4, 1, 2}
	order := parentsFirst(len(parents), func(i int) any { return i }, func(i int) any { return parents[i] })
	if !slices.Equal(order, []int{1, 3, 0, 4, 2}) {
		t.Error(order)
	}
}

// An unableStore can only be read.
type unableStore struct{ wprest.Store[int64, wp.Post] }

func TestStoreThatCannotCreate(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	im := &Importer{Stores: db.Stores()}
	im.Stores.Posts = unableStore{db.Posts()}
	if _, err := im.Import(t.Context(), fileSource(wxrOf(t, item(1, nil)))); !errors.Is(err, wprest.ErrUnsupported) {
		t.Error(err)
	}
}
