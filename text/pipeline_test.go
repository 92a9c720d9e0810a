package text

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// stepNames are the names of the steps of a pipeline.
func stepNames(p Pipeline) string {
	var names []string
	for _, s := range p.Steps {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

func TestPipelineSteps(t *testing.T) {
	o := testOptions(t, nil)
	same := func(_ *Context, s string) string { return s }
	o.Blocks, o.HookedBlocks = same, same
	for _, x := range []struct {
		name, want string
		p          Pipeline
	}{
		{"content", "hooked-blocks embed-shortcode embed-lines blocks typography paragraphs lone-shortcodes attachment product-name shortcodes images smilies", ContentPipeline(o)},
		{"plain content", "typography paragraphs product-name", ContentPipeline(Options{})},
		{"excerpt", "typography smilies ampersands paragraphs lone-shortcodes images", ExcerptPipeline(o)},
		{"comment", "links typography ampersands smilies balance paragraphs product-name", CommentPipeline(o)},
		{"title", "typography ampersands trim product-name", TitlePipeline(o)},
	} {
		if got := stepNames(x.p); got != x.want {
			t.Errorf("%s\n got %s\nwant %s", x.name, got, x.want)
		}
	}
}

func TestPipelineChanges(t *testing.T) {
	mark := func(m string) Step {
		return Step{Name: m, Func: func(_ *Context, s string) string { return s + m }}
	}
	p := Pipeline{Steps: []Step{mark("a"), mark("b")}}
	for _, x := range []struct {
		want string
		p    Pipeline
	}{
		{"ab", p},
		{"xab", p.InsertBefore("a", mark("x"))},
		{"axb", p.InsertAfter("a", mark("x"))},
		{"axb", p.InsertBefore("b", mark("x"))},
		{"abx", p.Append(mark("x"))},
		{"b", p.Remove("a", "c")},
		{"cb", p.Replace("a", mark("c").Func)},
		{"ab", p},
	} {
		if got := x.p.Render(nil, ""); got != x.want || x.p.Err != nil {
			t.Errorf("got %s, want %s, %v", got, x.want, x.p.Err)
		}
	}
	if !p.Has("a") || p.Has("c") {
		t.Error("Has is wrong")
	}
	bad := p.InsertBefore("c", mark("x")).InsertAfter("d", mark("x")).Replace("e", mark("x").Func)
	if bad.Render(nil, "") != "ab" || bad.Err == nil || strings.Count(bad.Err.Error(), "no step") != 3 {
		t.Errorf("errors: %v", bad.Err)
	}
}

func TestPipelineBlocks(t *testing.T) {
	o := Options{Blocks: func(_ *Context, s string) string { return strings.ReplaceAll(s, "wp:", "was:") }}
	p := ContentPipeline(o)
	c := new(Context)
	if got := p.Render(c, "<!-- wp:a -->\n\nb"); got != "<!-- was:a -->\n\nb" {
		t.Errorf("got %q", got)
	}
	if got := p.Render(c, "b"); got != "<p>b</p>\n" {
		t.Errorf("got %q", got)
	}
}

func TestTitle(t *testing.T) {
	for in, want := range map[string]string{
		"":                   "",
		" \"a\" ":            "&#8221;a&#8221;"[:0] + "&#8220;a&#8221;",
		"x Wordpress":        "x WordPress",
		"<code>& &</code>":   "<code>&#038; &#038;</code>",
		"R&D; &amp; &#38; &": "R&#038;D; &amp; &#38; &#038;",
	} {
		if got := Title(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestConvertChars(t *testing.T) {
	for in, want := range map[string]string{
		"&": "&", "&&": "&#038;&", "&a": "&#038;a", "&a;": "&#038;a;", "&ab;": "&ab;", "&#": "&#", "&#1;": "&#1;", "&&&x": "&#038;&&#038;x"[:0] + "&#038;&&#038;x",
		"a&é": "a&#038;é",
	} {
		if got := ConvertChars(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestProductName(t *testing.T) {
	const in = "Wordpress Wordpress (Wordpress >Wordpress &#8216;Wordpress &#8220;Wordpress /Wordpress xWordpress"
	const want = "Wordpress WordPress (WordPress >WordPress &#8216;WordPress &#8220;WordPress /Wordpress xWordpress"
	if got := ProductName(in); got != want {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func TestCounters(t *testing.T) {
	var n Counters
	for _, x := range [][2]string{{"a", "a"}, {"a", "a-2"}, {"b", "b"}, {"a", "a-3"}} {
		if got := n.UniqueID(x[0]); got != x[1] {
			t.Errorf("got %s, want %s", got, x[1])
		}
	}
}

// TestConcurrent renders with the same pipelines at once: run it with -race.
func TestConcurrent(t *testing.T) {
	o := testOptions(t, &testLibrary{[]testMedia{{Attachment: *boat()}}})
	cache := NewCache(1 << 20)
	content := cache.Group(ContentPipeline(o), "c", StepTypography, StepLoneShortcodes)
	e, comment := NewExcerpter(o, nil), CommentPipeline(o)
	const s = `"a" [gallery ids="1"] <img class="wp-image-1" src="http://a.test/up/2025/boat.png"> www.a.test :)`
	want := content.Render(nil, s)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := content.Render(new(Context), s); got != want {
					t.Errorf("got %q", got)
				}
				e.Excerpt(nil, "", s, 3)
				comment.Render(nil, s)
			}
		})
	}
	wg.Wait()
}

func FuzzPipelines(f *testing.F) {
	o := testOptions(f, &testLibrary{[]testMedia{{Attachment: *boat(), Parent: 9}}})
	content, comment, title := ContentPipeline(o), CommentPipeline(o), TitlePipeline(o)
	for _, s := range slowTexts(300) {
		f.Add(s)
	}
	f.Add(article(2000))
	f.Fuzz(func(t *testing.T, s string) {
		c := &Context{Post: Post{ID: 9}}
		for _, got := range []string{content.Render(c, s), comment.Render(c, s), title.Render(c, s), Title(s), ProductName(s), ConvertChars(s)} {
			if utf8.ValidString(s) && !utf8.ValidString(got) {
				t.Fatalf("%q gives %q", s, got)
			}
		}
	})
}
