package text

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// testSite is the address of the recorded site.
const testSite = "http://127.0.0.1:8071"

// recordedAnswer is one answer of a live WordPress, taken from the conformance
// cases: the texts of its items as stored and as shown.
type recordedAnswer struct {
	Case   string          `json:"case"`
	Step   int             `json:"step"`
	Words  *int            `json:"words"`
	Media  []testMedia     `json:"media"`  // other than in media.json
	Closed []int64         `json:"closed"` // posts that the reader may not see
	Plain  bool            `json:"plain"`  // smilies stay as they are
	Items  []*recordedItem `json:"items"`
}

type recordedItem struct {
	Type        string   `json:"type"`
	ID          int64    `json:"id"`
	Two         bool     `json:"two"` // the content was rendered twice
	Title       []string `json:"title"`
	Content     []string `json:"content"`
	Excerpt     []string `json:"excerpt"` // stored, shown, and the content of an automatic one
	Caption     []string `json:"caption"`
	Description []string `json:"description"`
}

type testMedia struct {
	Attachment
	Parent int64
}

// testLibrary is a MediaSource over a list.
type testLibrary struct{ all []testMedia }

func (l *testLibrary) Media(_ context.Context, q MediaQuery) ([]*Attachment, error) {
	var found []*Attachment
	for i := range l.all {
		a := &l.all[i]
		listed := slices.Contains(q.IDs, a.ID)
		if q.IDs == nil {
			listed = a.Parent == q.Parent
		}
		if listed && !slices.Contains(q.Exclude, a.ID) && (q.Kind == "" || a.kind(q.Kind)) {
			found = append(found, &a.Attachment)
		}
	}
	slices.SortFunc(found, func(a, b *Attachment) int {
		n := cmp.Compare(a.ID, b.ID)
		switch q.OrderBy {
		case "title":
			n = cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
		case "post__in":
			return cmp.Compare(slices.Index(q.IDs, a.ID), slices.Index(q.IDs, b.ID))
		}
		if q.Order == "DESC" {
			return -n
		}
		return n
	})
	return found, nil
}

// testJSON reads a file of testdata, with the address of the site filled in.
func testJSON(tb testing.TB, name string, into any) {
	tb.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(b), "{{site}}", testSite)), into); err != nil {
		tb.Fatal(err)
	}
}

// knots is the shortcode of the recorded site.
func knots(_ *Context, sc *Shortcode) string {
	return `<span class="knots">` + itoa(phpInt(sc.Attrs.Or("n", "1"))) + " kn" + EscapeHTML(sc.Content) + "</span>"
}

// testOptions are those of the recorded site.
func testOptions(tb testing.TB, source MediaSource, closed ...int64) Options {
	tb.Helper()
	lib := &Library{
		Source:   source,
		Readable: func(_ *Context, post int64) bool { return !slices.Contains(closed, post) },
	}
	sc := new(Shortcodes)
	lib.Register(sc)
	if err := sc.Register("knots", knots); err != nil {
		tb.Fatal(err)
	}
	return Options{
		Home: testSite, Shortcodes: sc, Library: lib, Embeds: new(Embeds),
		Smilies: &Smilies{ImageURL: testSite + "/wp-includes/images/smilies/"},
	}
}

// recordedSite renders the items of one answer.
type recordedSite struct {
	t                       *testing.T
	title, content, comment Pipeline
	excerpts                *Excerpter
	words                   int
	media                   []testMedia
	counters                *Counters
	match, total            map[string]int
}

func TestRendered(t *testing.T) {
	var answers []recordedAnswer
	var media []testMedia
	testJSON(t, "rendered.json", &answers)
	testJSON(t, "media.json", &media)
	match, total := map[string]int{}, map[string]int{}
	for _, a := range answers {
		all := slices.Clone(media)
		for _, m := range a.Media {
			all = slices.DeleteFunc(all, func(x testMedia) bool { return x.ID == m.ID })
			all = append(all, m)
		}
		o := testOptions(t, &testLibrary{all}, a.Closed...)
		if a.Plain {
			o.Smilies = nil
		}
		s := &recordedSite{
			t: t, media: all, words: ExcerptWords, counters: new(Counters), match: match, total: total,
			title: TitlePipeline(o), content: ContentPipeline(o), comment: CommentPipeline(o), excerpts: NewExcerpter(o, nil),
		}
		if a.Words != nil {
			s.words = *a.Words
		}
		for _, it := range a.Items {
			s.item(a, it)
		}
	}
	for field, n := range total {
		t.Logf("%s: %d of %d", field, match[field], n)
	}
}

func (s *recordedSite) item(a recordedAnswer, it *recordedItem) {
	c := &Context{Post: Post{ID: it.ID, Type: it.Type}, Counters: s.counters}
	kind, revision, _ := strings.Cut(it.Type, ":")
	if kind == "media" {
		for i := range s.media {
			if s.media[i].ID == it.ID {
				c.Post.Attachment = &s.media[i].Attachment
			}
		}
	}
	check := func(field string, pair []string, got string) {
		s.total[field]++
		if got == pair[1] {
			s.match[field]++
			return
		}
		s.t.Errorf("%s step %d %s %d %s\nstored %q\n   got %q\n  want %q", a.Case, a.Step, it.Type, it.ID, field, pair[0], got, pair[1])
	}
	if it.Title != nil {
		check("title", it.Title, s.title.Render(c, it.Title[0]))
	}
	content := s.content
	if kind == "comments" {
		content = s.comment
	}
	var shown string
	if it.Content != nil {
		shown = content.Render(c, it.Content[0])
	}
	if it.Excerpt != nil {
		check("excerpt", it.Excerpt, s.excerpt(c, it.Excerpt, revision == ""))
	}
	if it.Content != nil {
		if it.Two && shown != "" && it.Content[0] != "" {
			shown = content.Render(c, it.Content[0])
		}
		check("content", it.Content, shown)
	}
	if it.Description != nil {
		check("description", it.Description, content.Render(c, it.Description[0]))
	}
	if it.Caption != nil {
		check("caption", it.Caption, s.excerpt(c, it.Caption, revision == ""))
	}
}

func (s *recordedSite) excerpt(c *Context, pair []string, auto bool) string {
	if !auto {
		return s.excerpts.Shown.Render(c, pair[0])
	}
	content := ""
	if len(pair) > 2 {
		content = pair[2]
	}
	return s.excerpts.Excerpt(c, pair[0], content, s.words)
}
