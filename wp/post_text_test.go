package wp_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
)

func TestExcerptLength(t *testing.T) {
	site := newSite(t, nil, nil)
	editor := user(1, "editor")
	long := site.create(t, editor, "posts", `{"title":"x","content":"one two three <b>four</b><!--more-->five","status":"publish"}`)
	written := site.create(t, editor, "posts", `{"title":"y","content":"one two","excerpt":"By hand -- so","status":"publish"}`)
	for _, test := range []struct {
		id           int64
		length, want string
	}{
		{long, "", "<p>one two three four</p>\n"},
		{long, "?excerpt_length=2", "<p>one two [&hellip;]</p>\n"},
		{long, "?excerpt_length=0", "<p> [&hellip;]</p>\n"},
		{long, "?excerpt_length=-1", "<p>one two three [&hellip;]</p>\n"},
		{written, "?excerpt_length=1", "<p>By hand &#8212; so</p>\n"},
	} {
		answer := site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/posts/%d%s", test.id, test.length), "", http.StatusOK)
		if got := property(answer, "excerpt.rendered"); got != test.want {
			t.Errorf("%s: %q, want %q", test.length, got, test.want)
		}
	}
}

// A host changes how texts are rendered before the API is built.
func TestHostTexts(t *testing.T) {
	site := newSite(t, nil, func(s *wp.Site) {
		s.Content = s.Content.Append(text.Step{Name: "tide", Func: func(c *text.Context, content string) string {
			return content + fmt.Sprintf("<!-- %s %d -->", c.Post.Type, c.Post.ID)
		}})
		s.Title = s.Title.InsertBefore(text.StepTypography, text.Step{Name: "loud", Func: func(_ *text.Context, s string) string { return strings.ToUpper(s) }})
		if err := s.Shortcodes.Register("tide", func(*text.Context, *text.Shortcode) string { return "ebb" }); err != nil {
			t.Error(err)
		}
	})
	id := site.create(t, user(1, "editor"), "posts", `{"title":"it's","content":"[tide] :-)","status":"publish"}`)
	answer := site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/posts/%d", id), "", http.StatusOK)
	if got, want := property(answer, "content.rendered"), fmt.Sprintf("<p>ebb 🙂</p>\n<!-- post %d -->", id); got != want {
		t.Errorf("content %q, want %q", got, want)
	}
	if got := property(answer, "title.rendered"); got != "IT&#8217;S" {
		t.Errorf("title %q", got)
	}
	if got := property(answer, "excerpt.rendered"); got != "<p>🙂</p>\n" {
		t.Errorf("excerpt %q", got)
	}
	if err := site.stores.Options.SetOption(t.Context(), "use_smilies", ""); err != nil {
		t.Fatal(err)
	}
	answer = site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/posts/%d", id), "", http.StatusOK)
	if got := fmt.Sprint(property(answer, "content.rendered")); !strings.Contains(got, "ebb :-)") {
		t.Errorf("without smilies %q", got)
	}
}

// Editors see the numbers of galleries one round ahead, where a type renders
// twice.
func TestSecondRendering(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Types = []wp.PostType{{Name: "book", Public: true, ShowInREST: true}}
	}, nil)
	editor := user(1, "editor")
	for base, want := range map[string]string{"posts": "audio-ID-2", "pages": "audio-ID-2", "book": "audio-ID-1"} {
		answer := site.call(t, editor, http.MethodPost, "/wp/v2/"+base, `{"title":"x","content":"[audio src=\"/a.mp3\"]","status":"publish"}`, http.StatusCreated)
		want = strings.ReplaceAll(want, "ID", fmt.Sprint(property(answer, "id")))
		if got := fmt.Sprint(property(answer, "content.rendered")); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s in it", base, got, want)
		}
		seen := site.call(t, nil, http.MethodGet, fmt.Sprintf("/wp/v2/%s/%v", base, property(answer, "id")), "", http.StatusOK)
		if got := fmt.Sprint(property(seen, "content.rendered")); !strings.Contains(got, "-1\"") {
			t.Errorf("%s, for readers: %s", base, got)
		}
	}
}

func TestFootnotes(t *testing.T) {
	site := newSite(t, nil, nil)
	for _, test := range []struct{ role, sent, stored string }{
		{"editor", `not json`, `not json`},
		{"author", `not json`, ``},
		{"author", `"text"`, ``},
		{"author", `[]`, `[]`},
		{"author", `[{"id":"A/b","content":"<em>é</em><script>x</script>"},{"id":"","content":"y"},{"id":"c"}]`, `[{"id":"ab","content":"<em>\u00e9<\/em>x"}]`},
		{"author", `[{"id":"a","content":"🚢\t\"q\" \\"}]`, `[{"id":"a","content":"\ud83d\udea2\t\"q\" \\"}]`},
	} {
		body := fmt.Sprintf(`{"title":"x","meta":{"footnotes":%q}}`, test.sent)
		answer := site.call(t, user(7, test.role), http.MethodPost, "/wp/v2/posts", body, http.StatusCreated)
		if got := property(answer, "meta.footnotes"); got != test.stored {
			t.Errorf("%s sends %s: %v, want %s", test.role, test.sent, got, test.stored)
		}
	}
}
