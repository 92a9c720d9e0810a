package auth

import (
	"context"
	"testing"

	"github.com/wprest/wprest"
)

// post returns one of type post, with the properties of its status.
func post(author int64, status string) *PostObject {
	return &PostObject{ID: 46, Author: author, Type: PostTypeCaps("", ""), Status: status, StatusPublic: status == "publish", StatusPrivate: status == "private"}
}

// The rows are WordPress's table of meta capabilities. The letters are those of
// everybody; the author of a post is the one with id 3, or 5, as the row says.
func TestPostsByStatus(t *testing.T) {
	t.Parallel()
	tests := []struct {
		author             int64
		status, trashed    string
		read, edit, delete string
	}{
		{author: 3, status: "draft", read: "AEU", edit: "AEU", delete: "AEU"},
		{author: 5, status: "draft", read: "AEC", edit: "AEC", delete: "AEC"},
		{author: 6, status: "draft", read: "AES", edit: "AE", delete: "AE"},
		{author: 5, status: "pending", read: "AEC", edit: "AEC", delete: "AEC"},
		{author: 5, status: "archived", read: "AEC", edit: "AEC", delete: "AEC"},
		{author: 5, status: "private", read: "AEC", edit: "AEC", delete: "AEC"},
		{author: 6, status: "private", read: "AES", edit: "AE", delete: "AE"},
		{author: 3, status: "publish", read: "AEUCS", edit: "AEU", delete: "AEU"},
		{author: 5, status: "publish", read: "AEUCS", edit: "AE", delete: "AE"},
		{author: 5, status: "future", read: "AEC", edit: "AE", delete: "AE"},
		{author: 3, status: "future", read: "AEU", edit: "AEU", delete: "AEU"},
		{author: 5, status: "trash", read: "AEC", edit: "AEC", delete: "AEC"},
		{author: 5, status: "trash", trashed: "draft", read: "AEC", edit: "AEC", delete: "AEC"},
		{author: 5, status: "trash", trashed: "publish", read: "AEC", edit: "AE", delete: "AE"},
		{author: 3, status: "trash", trashed: "future", read: "AEU", edit: "AEU", delete: "AEU"},
		{author: 0, status: "draft", read: "AE", edit: "AE", delete: "AE"},
		{author: 3, status: "inherit", read: "AEU", edit: "AEU", delete: "AEU"},
		{author: 9, status: "draft", read: "AE", edit: "AE", delete: "AE"},
	}
	c := &Capabilities{}
	for _, test := range tests {
		p := post(test.author, test.status)
		p.TrashedStatus = test.trashed
		for capability, want := range map[string]string{
			"read_post": test.read, "edit_post": test.edit, "delete_post": test.delete, "publish_post": "AEU",
			"read_page": test.read, "edit_page": test.edit, "delete_page": test.delete,
		} {
			if got := allowed(t, c, capability, p); got != want {
				t.Errorf("%s of %d's %s %s: %q may, want %q", capability, test.author, test.status, test.trashed, got, want)
			}
		}
	}
}

// changed returns the author's published post with a change.
func changed(change func(*PostObject)) *PostObject {
	p := post(3, "publish")
	change(p)
	return p
}

// ofType returns the author's published post as one of another type.
func ofType(caps PostCaps) *PostObject {
	return changed(func(p *PostObject) { p.Type = caps })
}

// A postQuestion is one about a post, and the letters of those who may.
type postQuestion struct {
	name, capability string
	on               any
	who              string
}

func postQuestions() []postQuestion {
	ledger := PostTypeCaps("ledger", "ledgers")
	mapped := ledger
	mapped.MapMeta = true
	block, _ := CorePostCaps("wp_block")
	page := PostTypeCaps("page", "")
	navigation, _ := CorePostCaps("wp_navigation")
	return []postQuestion{
		{"no type", "edit_post", ofType(PostCaps{}), "AE"},
		{"unknown status", "read_post", changed(func(p *PostObject) { p.StatusUnknown = true }), "AE"},
		{"front page", "delete_post", changed(func(p *PostObject) { p.FrontPage = true }), "A"},
		{"front page", "edit_post", changed(func(p *PostObject) { p.FrontPage = true }), "AEU"},
		{"privacy page", "edit_post", changed(func(p *PostObject) { p.PrivacyPage = true }), "A"},
		{"privacy page", "delete_post", changed(func(p *PostObject) { p.PrivacyPage = true }), "A"},
		{"privacy page", "read_post", changed(func(p *PostObject) { p.PrivacyPage = true }), "AEUCS"},
		{"page of an author", "edit_page", ofType(page), "AE"},
		{"revision", "edit_post", &PostObject{Revision: true, Author: 5, Status: "inherit", Parent: post(3, "draft")}, "AEU"},
		{"revision", "read_post", &PostObject{Revision: true, Parent: post(3, "draft")}, "AEU"},
		{"revision", "delete_post", &PostObject{Revision: true, Author: 3, Parent: post(3, "draft")}, ""},
		{"revision of nothing", "edit_post", &PostObject{Revision: true, Author: 3}, ""},
		{"attachment", "edit_post", changed(func(p *PostObject) { p.Status = "inherit" }), "AEU"},
		{"attachment of another's public post", "read_post", &PostObject{Type: PostTypeCaps("", ""), Author: 1, Status: "inherit", StatusPublic: true}, "AEUCS"},
		{"attachment of a private post", "read_post", &PostObject{Type: PostTypeCaps("", ""), Author: 1, Status: "inherit", StatusPrivate: true}, "AE"},
		{"ledger", "edit_post", ofType(mapped), ""},
		{"ledger by its own word", "edit_ledger", ofType(mapped), ""},
		{"type without mapping", "edit_post", ofType(ledger), ""},
		{"pattern", "edit_block", ofType(block), "AEU"},
		{"pattern", "read_block", ofType(block), "AEUC"},
		{"pattern", "delete_block", ofType(block), "AEU"},
		{"pattern, by another name", "edit_thing", ofType(block), ""},
		{"another's private pattern", "edit_block", &PostObject{Type: block, Author: 5, Status: "private"}, "C"},
		{"navigation", "edit_post", ofType(navigation), "A"},
		{"navigation", "read_post", ofType(navigation), "AEUCS"},
		{"value", "edit_post", *post(3, "draft"), "AEU"},
		{"gone", "edit_post", (*PostObject)(nil), ""},
		{"id", "edit_post", int64(46), "AEU"},
		{"id", "delete_post", 46, "AEU"},
		{"id by its own word", "edit_block", int64(47), "AEU"},
		{"no such id", "edit_post", int64(404), ""},
		{"no such id, by its own word", "edit_block", int64(404), ""},
		{"a user", "edit_thing", roleUser('A'), ""},
		{"binding", "edit_block_binding", post(3, "draft"), "AEU"},
		{"binding in the site editor", "edit_block_binding", "core/edit-site", "A"},
		{"binding elsewhere", "edit_block_binding", "core/edit-widgets", ""},
		{"binding on nothing", "edit_block_binding", nil, ""},
	}
}

func TestNeedsOfPosts(t *testing.T) {
	t.Parallel()
	block, _ := CorePostCaps("wp_block")
	c := &Capabilities{Posts: func(_ context.Context, id int64) (*PostObject, error) {
		switch id {
		case 46:
			return post(3, "draft"), nil
		case 47:
			return ofType(block), nil
		}
		return nil, wprest.ErrNotExist
	}}
	for _, test := range postQuestions() {
		if got := allowed(t, c, test.capability, test.on); got != test.who {
			t.Errorf("%s: %s: %q may, want %q", test.name, test.capability, got, test.who)
		}
	}
	if got := allowed(t, &Capabilities{}, "edit_post", int64(46)); got != "" {
		t.Errorf("without Posts no id exists, but %q may", got)
	}
}

func TestTypesWithCapabilitiesOfTheirOwn(t *testing.T) {
	t.Parallel()
	caps := PostTypeCaps("ledger", "ledgers")
	caps.MapMeta = true
	u := &wprest.User{ID: 7, Caps: map[string]bool{"edit_ledgers": true, "edit_others_ledgers": true, "edit_published_ledgers": true, "publish_ledgers": true}}
	on := &PostObject{ID: 1, Author: 1, Type: caps, Status: "publish", StatusPublic: true}
	for capability, want := range map[string]bool{
		"edit_post": true, "edit_ledger": true, "publish_post": true, "delete_post": false, "delete_ledger": false, "read_ledger": false, "edit_ledgers": true,
	} {
		if got, err := (&Capabilities{}).Can(t.Context(), u, capability, on); err != nil || got != want {
			t.Errorf("%s: %t, %v", capability, got, err)
		}
	}
	unmapped := *on
	unmapped.Type.MapMeta = false
	u.Caps = map[string]bool{"edit_ledger": true}
	for capability, want := range map[string]bool{"edit_post": true, "edit_ledger": true, "delete_post": false, "read_post": false} {
		if got, err := (&Capabilities{}).Can(t.Context(), u, capability, unmapped); err != nil || got != want {
			t.Errorf("unmapped: %s: %t, %v", capability, got, err)
		}
	}
}

func BenchmarkEditPost(b *testing.B) {
	c, u, p := &Capabilities{}, roleUser('E'), post(3, "publish")
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := c.Can(b.Context(), u, "edit_post", p); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
