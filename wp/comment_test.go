package wp_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// The clock of a site with comments stands still unless a test moves it.
var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// commentSite is a site with two posts by user 3, the second of them private,
// and accounts of the roles: 2 is an editor, 3 and 4 are authors, 6 is a
// subscriber.
func commentSite(t *testing.T, change func(*wp.Config)) (site *freshSite, open, private int64) {
	t.Helper()
	site = newSite(t, func(c *wp.Config) {
		c.Now = func() time.Time { return noon }
		c.CommentMeta = []wp.MetaField{{Key: "tone", Schema: wprest.Schema{Type: "string"}}}
		if change != nil {
			change(c)
		}
	}, nil)
	accounts, _ := site.stores.Users.(wprest.Creator[wp.User])
	for id, role := range []string{2: "editor", 3: "author", 4: "author", 5: "contributor", 6: "subscriber"} {
		if role == "" {
			continue
		}
		name := fmt.Sprintf("%s%d", role, id)
		u := wp.User{ID: int64(id), Login: name, Slug: name, Name: name, Email: name + "@quay.example", Roles: []string{role}}
		if err := accounts.Create(t.Context(), &u); err != nil {
			t.Fatal(err)
		}
	}
	if bin, ok := site.stores.Comments.(wprest.Deleter[int64]); !ok || bin.Delete(t.Context(), 1) != nil {
		t.Fatal("the first comment of a new site stays")
	}
	site.setOption(t, "comment_previously_approved", "0")
	author := user(3, "author")
	open = site.create(t, author, "posts", `{"title":"Open","status":"publish"}`)
	private = site.create(t, author, "posts", `{"title":"Private","status":"private"}`)
	return site, open, private
}

// comment writes a comment and returns what it answers.
func (s *freshSite) comment(t *testing.T, as *wprest.User, status int, fields map[string]any) any {
	t.Helper()
	if fields["date"] == nil {
		fields["date"] = "2024-05-01T10:00:00" // far from each other's hour
	}
	return s.call(t, as, http.MethodPost, "/wp/v2/comments", bodyOf(t, fields), status)
}

func (s *freshSite) setOption(t *testing.T, name, value string) {
	t.Helper()
	if err := s.stores.Options.SetOption(t.Context(), name, value); err != nil {
		t.Fatal(err)
	}
}

func idOf(t *testing.T, answer any) int64 {
	t.Helper()
	id, ok := get(answer, "id").(float64)
	if !ok {
		t.Fatalf("no id in %v", answer)
	}
	return int64(id)
}

func TestCommentRoles(t *testing.T) {
	site, open, private := commentSite(t, nil)
	editor, author, subscriber := user(2, "editor"), user(3, "author"), user(6, "subscriber")
	seen := idOf(t, site.comment(t, subscriber, http.StatusCreated, map[string]any{"post": open, "content": "Seen."}))
	held := idOf(t, site.comment(t, editor, http.StatusCreated, map[string]any{"post": open, "content": "Held.", "status": "hold", "author": 6}))
	secret := idOf(t, site.comment(t, author, http.StatusCreated, map[string]any{"post": private, "content": "Secret."}))
	note := idOf(t, site.comment(t, author, http.StatusCreated, map[string]any{"post": open, "content": "Note.", "type": "note", "status": "hold"}))
	people := []*wprest.User{nil, subscriber, user(4, "author"), author, editor}
	at := func(id int64, query string) string { return fmt.Sprintf("/wp/v2/comments/%d%s", id, query) }
	for _, test := range []struct {
		method, path, body string
		want               [5]int // of nobody, subscriber, another author, the author, editor
	}{
		{"GET", at(seen, ""), "", [5]int{200, 200, 200, 200, 200}},
		{"GET", at(held, ""), "", [5]int{401, 200, 403, 200, 200}}, // it is the subscriber's own
		{"GET", at(secret, ""), "", [5]int{401, 403, 403, 200, 200}},
		{"GET", at(note, ""), "", [5]int{401, 403, 403, 200, 200}},
		{"GET", at(seen, "?context=edit"), "", [5]int{401, 403, 403, 403, 200}},
		{"GET", at(note, "?context=edit"), "", [5]int{401, 403, 403, 200, 200}},
		{"GET", at(99, ""), "", [5]int{404, 404, 404, 404, 404}},
		{"PUT", at(seen, ""), `{"content":"Changed."}`, [5]int{401, 403, 403, 200, 200}},
		{"DELETE", at(seen, "?force=false"), "", [5]int{401, 403, 403, 200, 410}},
		{"GET", "/wp/v2/comments?status=hold", "", [5]int{401, 403, 200, 200, 200}},
		{"GET", "/wp/v2/comments?author=3", "", [5]int{401, 403, 200, 200, 200}},
		{"GET", "/wp/v2/comments?context=edit", "", [5]int{401, 403, 403, 403, 200}},
		{"GET", fmt.Sprintf("/wp/v2/comments?post=%d", private), "", [5]int{401, 403, 403, 200, 200}},
		{"GET", "/wp/v2/comments?post=0", "", [5]int{401, 403, 403, 403, 200}},
		{"POST", "/wp/v2/comments", fmt.Sprintf(`{"post":%d,"content":""}`, open), [5]int{401, 400, 400, 400, 400}},
		{"POST", "/wp/v2/comments", fmt.Sprintf(`{"post":%d,"content":"","author":5}`, open), [5]int{401, 403, 403, 403, 400}},
		{"POST", "/wp/v2/comments", fmt.Sprintf(`{"post":%d,"content":"","status":"hold"}`, open), [5]int{401, 403, 403, 403, 400}},
		{"POST", "/wp/v2/comments", fmt.Sprintf(`{"post":%d,"content":"","author_ip":"192.0.2.1"}`, open), [5]int{401, 403, 403, 403, 400}},
		{"POST", "/wp/v2/comments", fmt.Sprintf(`{"post":%d,"content":"","type":"note"}`, open), [5]int{401, 403, 403, 400, 400}},
		{"POST", "/wp/v2/comments", fmt.Sprintf(`{"post":%d,"content":""}`, private), [5]int{401, 403, 403, 400, 400}},
	} {
		for i, who := range people {
			site.call(t, who, test.method, test.path, test.body, test.want[i])
		}
	}
}

// Items that the reader may not see are left out after the page was cut.
func TestCommentListHides(t *testing.T) {
	site, open, private := commentSite(t, nil)
	author := user(3, "author")
	site.comment(t, author, http.StatusCreated, map[string]any{"post": open, "content": "Seen."})
	site.comment(t, author, http.StatusCreated, map[string]any{"post": private, "content": "Secret."})
	r := wprest.NewRequest(http.MethodGet, "/wp/v2/comments")
	resp := site.srv.Do(t.Context(), r)
	list, _ := resp.Data.([]*wprest.Response)
	if total := resp.Header("X-WP-Total"); len(list) != 1 || total != "2" {
		t.Errorf("%d comments of %v, want 1 of 2", len(list), total)
	}
}

func TestCommentModeration(t *testing.T) {
	site, open, _ := commentSite(t, func(c *wp.Config) {
		c.AllowAnonymous = func(_ context.Context, r *wprest.Request) bool { return r.Header.Get("X-Guest") == "" }
	})
	site.setOption(t, "moderation_keys", "spam\nCASINO\n\n")
	site.setOption(t, "disallowed_keys", "poison")
	editor, author, subscriber := user(2, "editor"), user(3, "author"), user(6, "subscriber")
	const links = "https://a.example https://b.example"
	for _, test := range []struct {
		as      *wprest.User
		content string
		options [2]string
		want    string
	}{
		{subscriber, "Plain.", [2]string{}, "approved"},
		{nil, "Plain, too.", [2]string{}, "approved"},
		{subscriber, "Two: " + links, [2]string{}, "hold"},
		{subscriber, "One: https://a.example", [2]string{}, "approved"},
		{subscriber, "Three: " + links, [2]string{"comment_max_links", "3"}, "approved"},
		{subscriber, "Unbounded: " + links, [2]string{"comment_max_links", "0"}, "approved"},
		{author, "On my own post: " + links, [2]string{"comment_max_links", "2"}, "approved"},
		{user(4, "author"), "On another's: " + links, [2]string{}, "hold"},
		{editor, "A moderator: " + links, [2]string{}, "approved"},
		{subscriber, "A casino.", [2]string{}, "hold"},
		{subscriber, "Sweet <b>poi</b>son.", [2]string{}, "trash"},
		{author, "Poison of mine.", [2]string{}, "approved"},
		{subscriber, "All wait.", [2]string{"comment_moderation", "1"}, "hold"},
		{editor, "But for some.", [2]string{}, "approved"},
		{user(5, "contributor"), "Never seen.", [2]string{"comment_moderation", "0"}, "approved"},
		{user(4, "author"), "Still unknown.", [2]string{"comment_previously_approved", "1"}, "hold"},
		{user(5, "contributor"), "Known by now.", [2]string{}, "approved"},
	} {
		if test.options[0] != "" {
			site.setOption(t, test.options[0], test.options[1])
		}
		fields := map[string]any{"post": open, "content": test.content}
		if test.as == nil {
			fields["author_name"], fields["author_email"] = "Guest", "guest@example.test"
		}
		if got := get(site.comment(t, test.as, http.StatusCreated, fields), "status"); got != test.want {
			t.Errorf("%q is %v, want %s", test.content, got, test.want)
		}
	}
}

func TestCommentRefusals(t *testing.T) {
	site, open, _ := commentSite(t, func(c *wp.Config) {
		c.AllowAnonymous = func(context.Context, *wprest.Request) bool { return true }
	})
	subscriber := user(6, "subscriber")
	guest := func(more map[string]any) map[string]any {
		fields := map[string]any{"post": open, "content": "Ahoy.", "author_name": "G", "author_email": "g@example.test"}
		for k, v := range more {
			fields[k] = v
		}
		return fields
	}
	site.comment(t, nil, http.StatusCreated, guest(nil))
	for _, test := range []struct {
		as     *wprest.User
		fields map[string]any
		code   string
	}{
		{nil, guest(nil), "comment_duplicate"},
		{nil, guest(map[string]any{"content": "AHOY."}), "comment_duplicate"}, // as the database compares
		{nil, guest(map[string]any{"author_email": ""}), "rest_comment_author_data_required"},
		{nil, guest(map[string]any{"type": "note"}), "rest_comment_login_required"},
		{nil, guest(map[string]any{"author_name": strings.Repeat("n", 246)}), "comment_author_column_length"},
		{nil, guest(map[string]any{"content": strings.Repeat("c", 65526)}), "comment_content_column_length"},
		{nil, guest(map[string]any{"post": 0}), "rest_comment_invalid_post_id"},
		{nil, guest(map[string]any{"id": 7}), "rest_comment_exists"},
		{nil, guest(map[string]any{"type": "review"}), "rest_invalid_comment_type"},
		{nil, guest(map[string]any{"content": " \n"}), "rest_comment_content_invalid"},
		{user(2, "editor"), guest(map[string]any{"author": 99}), "rest_comment_author_invalid"},
		{user(2, "editor"), guest(map[string]any{"content": "By boat.", "author_user_agent": strings.Repeat("a", 256)}), "rest_comment_failed_create"},
	} {
		status := map[string]int{
			"comment_duplicate": http.StatusConflict, "rest_comment_login_required": http.StatusUnauthorized,
			"rest_comment_invalid_post_id": http.StatusForbidden, "rest_comment_failed_create": http.StatusInternalServerError,
		}[test.code]
		if status == 0 {
			status = http.StatusBadRequest
		}
		if got := get(site.comment(t, test.as, status, test.fields), "code"); got != test.code {
			t.Errorf("%v: %v, want %s", test.fields, got, test.code)
		}
	}
	now := noon.Format("2006-01-02T15:04:05")
	site.comment(t, subscriber, http.StatusCreated, map[string]any{"post": open, "content": "First.", "date_gmt": now, "date": nil})
	if got := get(site.call(t, subscriber, http.MethodPost, "/wp/v2/comments", bodyOf(t, map[string]any{"post": open, "content": "At once."}), http.StatusCreated), "status"); got != "approved" {
		t.Errorf("long after another one: %v", got)
	}
	site.setOption(t, "comment_registration", "1")
	site.comment(t, nil, http.StatusUnauthorized, guest(map[string]any{"content": "Late."}))
}

// TestCommentFlood sends comments one after the other.
func TestCommentFlood(t *testing.T) {
	site, open, _ := commentSite(t, nil)
	write := func(as *wprest.User, at string, status int) any {
		return site.comment(t, as, status, map[string]any{"post": open, "content": "At " + at + ".", "date": "2026-05-01T" + at})
	}
	subscriber := user(6, "subscriber")
	write(subscriber, "11:59:00", http.StatusCreated)
	if got := get(write(subscriber, "11:59:14", http.StatusBadRequest), "code"); got != "comment_flood" {
		t.Errorf("14 seconds later: %v", got)
	}
	write(subscriber, "11:58:00", http.StatusBadRequest) // the past is too soon, too
	write(user(4, "author"), "11:59:14", http.StatusCreated)
	write(subscriber, "11:59:15", http.StatusCreated)
	editor := user(2, "editor")
	write(editor, "11:59:16", http.StatusCreated)
	write(editor, "11:59:17", http.StatusCreated)
}

func TestCommentStatuses(t *testing.T) {
	site, open, _ := commentSite(t, nil)
	editor := user(2, "editor")
	id := idOf(t, site.comment(t, editor, http.StatusCreated, map[string]any{"post": open, "content": "x"}))
	path := fmt.Sprintf("/wp/v2/comments/%d", id)
	for _, step := range []struct{ asked, want string }{
		{"hold", "hold"}, {"approve", "approved"}, {"0", "hold"}, {"1", "approved"}, {"nonsense", "approved"}, {"", "approved"},
		{"spam", "spam"}, {"unspam", "approved"}, {"unspam", "hold"}, {"trash", "trash"}, {"untrash", "hold"},
		{"approved", "approved"}, {"trash", "trash"}, {"spam", "spam"}, {"unspam", "trash"}, {"approved", "approved"},
	} {
		got := get(site.call(t, editor, http.MethodPatch, path, bodyOf(t, map[string]any{"status": step.asked}), http.StatusOK), "status")
		if got != step.want {
			t.Fatalf("after %q: %v, want %s", step.asked, got, step.want)
		}
	}
	if got := get(site.call(t, editor, http.MethodDelete, path, "", http.StatusOK), "status"); got != "trash" {
		t.Errorf("deleted: %v", got)
	}
	site.call(t, editor, http.MethodDelete, path, "", http.StatusGone)
	site.call(t, editor, http.MethodDelete, path+"?force=true", "", http.StatusOK)
	site.call(t, editor, http.MethodGet, path, "", http.StatusNotFound)
}

func TestCommentsWithoutTrash(t *testing.T) {
	site, open, _ := commentSite(t, func(c *wp.Config) { c.NoTrash = true })
	site.setOption(t, "disallowed_keys", "poison")
	id := idOf(t, site.comment(t, user(2, "editor"), http.StatusCreated, map[string]any{"post": open, "content": "x"}))
	site.call(t, user(2, "editor"), http.MethodDelete, fmt.Sprintf("/wp/v2/comments/%d", id), "", http.StatusNotImplemented)
	if got := get(site.comment(t, user(6, "subscriber"), http.StatusCreated, map[string]any{"post": open, "content": "poison"}), "status"); got != "spam" {
		t.Errorf("without a trash, what is not allowed is %v", got)
	}
}

func TestCommentsClose(t *testing.T) {
	site, open, _ := commentSite(t, nil)
	site.setOption(t, "close_comments_for_old_posts", "1")
	site.setOption(t, "close_comments_days_old", "14")
	author := user(3, "author")
	write := func(content string, status int) {
		site.comment(t, author, status, map[string]any{"post": open, "content": content})
	}
	write("The post is new.", http.StatusCreated)
	old := bodyOf(t, map[string]any{"date": "2026-04-01T12:00:00"})
	site.call(t, author, http.MethodPut, fmt.Sprintf("/wp/v2/posts/%d", open), old, http.StatusOK)
	write("The post is old.", http.StatusForbidden)
	site.setOption(t, "close_comments_for_old_posts", "0")
	write("That does not matter.", http.StatusCreated)
	site.call(t, author, http.MethodPut, fmt.Sprintf("/wp/v2/posts/%d", open), `{"comment_status":"closed"}`, http.StatusOK)
	write("It is closed.", http.StatusForbidden)
	site.comment(t, author, http.StatusCreated, map[string]any{"post": open, "content": "A note may.", "type": "note"})
}

func TestCommentText(t *testing.T) {
	site, open, _ := commentSite(t, nil)
	const in = `<u>a</u> <a href="https://x.example" rel="me">b</a> <span class="wp-note-mention user-2 x">c</span> &#150;`
	for _, test := range []struct {
		as   *wprest.User
		want string
	}{
		{user(6, "subscriber"), `a <a href="https://x.example" rel="nofollow ugc">b</a> <span class="wp-note-mention user-2">c</span> &#8211;`},
		{user(2, "editor"), `<u>a</u> <a href="https://x.example" rel="me nofollow ugc">b</a> <span class="wp-note-mention user-2 x">c</span> &#8211;`},
	} {
		id := idOf(t, site.comment(t, test.as, http.StatusCreated, map[string]any{"post": open, "content": in}))
		c, err := site.stores.Comments.Get(t.Context(), id)
		if err != nil || c.Content != test.want {
			t.Errorf("stored: %s, want %s (%v)", c.Content, test.want, err)
		}
	}
}

func TestCommentPages(t *testing.T) {
	site, open, _ := commentSite(t, nil)
	editor := user(2, "editor")
	var ids []int64
	for i := range 5 {
		fields := map[string]any{"post": open, "content": fmt.Sprint("No. ", i), "date": fmt.Sprintf("2024-05-01T10:0%d:00", i)}
		if i == 4 {
			fields["parent"] = ids[0]
		}
		ids = append(ids, idOf(t, site.comment(t, editor, http.StatusCreated, fields)))
	}
	link := func(id int64) string {
		s, _ := get(site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/comments/%d", id), "", http.StatusOK), "link").(string)
		return strings.TrimPrefix(s, "https://quay.example")
	}
	plain := link(ids[0])
	base, _, _ := strings.Cut(plain, "#")
	for name, value := range map[string]string{"page_comments": "1", "comments_per_page": "2", "thread_comments": "1", "default_comments_page": "oldest"} {
		site.setOption(t, name, value)
	}
	for i, want := range []string{"", "", "comment-page-2/", "comment-page-2/", ""} {
		if got, want := link(ids[i]), fmt.Sprintf("%s%s#comment-%d", base, want, ids[i]); got != want {
			t.Errorf("comment %d: %s, want %s", i, got, want)
		}
	}
	site.setOption(t, "default_comments_page", "newest")
	if got := link(ids[0]); !strings.Contains(got, "comment-page-1/#") {
		t.Errorf("on the first page: %s", got)
	}
	site.setOption(t, "thread_comments", "0")
	if got := link(ids[4]); !strings.Contains(got, "comment-page-3/#") {
		t.Errorf("without threads: %s", got)
	}
}

func TestCommentClientIP(t *testing.T) {
	site, open, _ := commentSite(t, func(c *wp.Config) {
		c.ClientIP = func(r *http.Request) string { return r.Header.Get("X-Forwarded-For") }
	})
	for from, want := range map[string]string{"192.0.2.9": "192.0.2.9", "2001:db8::1": "2001:db8::1", "junk": "127.0.0.1"} {
		r := wprest.NewRequest(http.MethodPost, "/wp/v2/comments")
		r.HTTP = &http.Request{Header: http.Header{"X-Forwarded-For": {from}}}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("User-Agent", "Boat/1.0")
		r.Body = []byte(bodyOf(t, map[string]any{"post": open, "content": "From " + from}))
		resp := site.srv.Do(wprest.WithUser(t.Context(), user(2, "editor")), r)
		if resp.Status != http.StatusCreated {
			t.Fatalf("status %d: %v", resp.Status, resp.Data)
		}
		list, _, err := site.stores.Comments.List(t.Context(), wprest.Query{Order: []wprest.Order{{Field: "id", Desc: true}}, Limit: 1})
		if err != nil || list[0].AuthorIP != want || list[0].AuthorAgent != "Boat/1.0" {
			t.Errorf("from %s: %q %q, want %q (%v)", from, list[0].AuthorIP, list[0].AuthorAgent, want, err)
		}
	}
}

// The comments of a post go to the trash with it.
func TestTrashedPostComments(t *testing.T) {
	site, open, _ := commentSite(t, nil)
	editor := user(2, "editor")
	a := idOf(t, site.comment(t, editor, http.StatusCreated, map[string]any{"post": open, "content": "a"}))
	b := idOf(t, site.comment(t, editor, http.StatusCreated, map[string]any{"post": open, "content": "b", "status": "spam"}))
	site.call(t, editor, http.MethodDelete, fmt.Sprintf("/wp/v2/posts/%d", open), "", http.StatusOK)
	for _, id := range []int64{a, b} {
		if c, err := site.stores.Comments.Get(t.Context(), id); err != nil || c.Status != wp.CommentPostTrashed {
			t.Errorf("comment %d is %q (%v)", id, c.Status, err)
		}
	}
	const key = "_wp_trash_meta_comments_status"
	meta, err := site.stores.Meta.Meta(t.Context(), wp.PostMeta, []int64{open}, key)
	want := fmt.Sprintf(`a:2:{i:%d;s:1:"1";i:%d;s:4:"spam";}`, a, b)
	if got := strings.Join(meta[open][key], "|"); err != nil || got != want {
		t.Errorf("kept: %s, want %s (%v)", got, want, err)
	}
	site.call(t, editor, http.MethodDelete, fmt.Sprintf("/wp/v2/posts/%d?force=true", open), "", http.StatusOK)
	if _, err := site.stores.Comments.Get(t.Context(), a); err == nil {
		t.Error("the comment of a deleted post is still there")
	}
}
