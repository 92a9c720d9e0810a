package text_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/wprest/wprest/text"
)

func ExampleContentPipeline() {
	sc := new(text.Shortcodes)
	_ = sc.Register("tide", func(_ *text.Context, s *text.Shortcode) string {
		return "<b>" + text.EscapeHTML(s.Attrs.Or("at", "?")) + "</b>"
	})
	lib := new(text.Library)
	lib.Register(sc) // caption, gallery, audio …
	content := text.ContentPipeline(text.Options{Shortcodes: sc, Library: lib, Smilies: new(text.Smilies)})

	c := &text.Context{Post: text.Post{ID: 7}}
	fmt.Print(content.Render(c, "\"High tide\" -- [tide at=\"12:40\"]\n\n<img src=\"/boat.png\"> :)"))
	// Output:
	// <p>&#8220;High tide&#8221; &#8212; <b>12:40</b></p>
	// <p><img decoding="async" src="/boat.png"> 🙂</p>
}

func ExamplePipeline_InsertAfter() {
	p := text.TitlePipeline(text.Options{}).InsertAfter(text.StepTypography, text.Step{
		Name: "shout",
		Func: func(_ *text.Context, s string) string { return strings.ReplaceAll(s, "!", "!!") },
	})
	if p.Err != nil {
		fmt.Println(p.Err)
	}
	fmt.Println(p.Render(nil, "It's high tide!"))
	// Output: It&#8217;s high tide!!
}

func ExampleTexturize() {
	fmt.Println(text.Texturize(`"It's" 9x9 -- 'fine'...`))
	// Output: &#8220;It&#8217;s&#8221; 9&#215;9 &#8212; &#8216;fine&#8217;&#8230;
}

func ExampleTypography_Texturize() {
	german := text.Typography{OpenDouble: "&#8222;", CloseDouble: "&#8220;"}
	fmt.Println(german.Texturize(`Sie rief "Land in Sicht"`))
	// Output: Sie rief &#8222;Land in Sicht&#8220;
}

func ExampleParagraphs() {
	fmt.Print(text.Paragraphs("One\ntwo\n\n<ul><li>three</li></ul>"))
	// Output:
	// <p>One<br />
	// two</p>
	// <ul>
	// <li>three</li>
	// </ul>
}

func ExampleShortcodes_Render() {
	var sc text.Shortcodes
	_ = sc.Register("b", func(c *text.Context, s *text.Shortcode) string {
		return "<b>" + sc.Render(c, s.Content) + "</b>"
	})
	fmt.Println(sc.Render(nil, "[b]bold[/b] [[b]]"))
	// Output: <b>bold</b> [b]
}

func ExampleParseAttributes() {
	a := text.ParseAttributes(`columns="3" link=file wide`)
	fmt.Println(a.Get("columns"), a.Get("link"), a.Positional(), a.Or("size", "thumbnail"))
	// Output: 3 file [wide] thumbnail
}

func ExampleExcerpter() {
	e := text.NewExcerpter(text.Options{}, nil)
	fmt.Print(e.Excerpt(nil, "", "<h2>Log</h2>\nWind from the \"north\", force 5.", 4))
	// Output: <p>Log Wind from the [&hellip;]</p>
}

func ExampleTrimWords() {
	fmt.Println(text.TrimWords("<p>Wind from the north</p>", 2, "…"))
	// Output: Wind from…
}

func ExampleSplitMore() {
	teaser, rest, label, found := text.SplitMore("Above<!--more Read on-->below")
	fmt.Println(teaser, rest, label, found)
	// Output: Above below Read on true
}

func ExampleMakeClickable() {
	fmt.Println(text.MakeClickable("see www.example.test.", "https://site.test"))
	// Output: see <a href="http://www.example.test" rel="nofollow ugc">http://www.example.test</a>.
}

func ExampleBalanceTags() {
	fmt.Println(text.BalanceTags("<b>bold <i>both</b> none"))
	// Output: <b>bold <i>both</i></b> none
}

// pictures is a MediaSource of one image.
type pictures struct{}

func (pictures) Media(_ context.Context, q text.MediaQuery) ([]*text.Attachment, error) {
	return []*text.Attachment{{ID: q.IDs[0], MIME: "image/png", File: "boat.png", URL: "/up/boat.png", Width: 64, Height: 48}}, nil
}

func ExampleLibrary_ContentImages() {
	lib := &text.Library{Source: pictures{}}
	fmt.Println(lib.ContentImages(new(text.Context), `<img class="wp-image-3" src="/up/boat.png">`))
	// Output: <img loading="lazy" decoding="async" width="64" height="48" class="wp-image-3" src="/up/boat.png">
}

func ExampleCache_Group() {
	cache := text.NewCache(16 << 20)
	p := text.ContentPipeline(text.Options{})
	p = cache.Group(p, "content", text.StepTypography, text.StepParagraphs)
	fmt.Print(p.Render(nil, "a -- b"))
	fmt.Println(cache.Len())
	// Output:
	// <p>a &#8212; b</p>
	// 1
}
