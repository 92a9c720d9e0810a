package text

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// boat is an image of the recorded site.
func boat() *Attachment {
	return &Attachment{
		ID: 1, Title: "A boat", Alt: "<b>Striped</b> boat", MIME: "image/png", Width: 640, Height: 480,
		URL: "http://a.test/up/2025/boat.png", Link: "http://a.test/a-boat/", File: "2025/boat.png",
		Sizes: []AttachmentSize{
			{Name: "medium", File: "boat-300x225.png", Width: 300, Height: 225, MIME: "image/png"},
			{Name: "thumbnail", File: "boat-150x150.png", Width: 150, Height: 150, MIME: "image/png"},
		},
	}
}

func TestLibraryImage(t *testing.T) {
	l := new(Library)
	for _, x := range []struct{ size, want string }{
		{"thumbnail", `<img width="150" height="150" src="http://a.test/up/2025/boat-150x150.png" class="attachment-thumbnail size-thumbnail" alt="Striped boat" />`},
		{"medium", `<img width="300" height="225" src="http://a.test/up/2025/boat-300x225.png" class="attachment-medium size-medium" alt="Striped boat" srcset="http://a.test/up/2025/boat-300x225.png 300w, http://a.test/up/2025/boat.png 640w" sizes="(max-width: 300px) 100vw, 300px" />`},
		{"large", `<img width="640" height="480" src="http://a.test/up/2025/boat.png" class="attachment-large size-large" alt="Striped boat" srcset="http://a.test/up/2025/boat.png 640w, http://a.test/up/2025/boat-300x225.png 300w" sizes="(max-width: 640px) 100vw, 640px" />`},
	} {
		if got := l.Image(boat(), x.size); got != x.want {
			t.Errorf("%s\n got %s\nwant %s", x.size, got, x.want)
		}
	}
	small := &Library{Sizes: map[string]ImageSize{"large": {Width: 100, Height: 100}}}
	if got := small.Image(boat(), "large"); !strings.HasPrefix(got, `<img width="100" height="75" `) {
		t.Errorf("got %s", got)
	}
	unknown := &Attachment{MIME: "image/png", URL: "/x.png"}
	if got := l.Image(unknown, "medium"); !strings.HasPrefix(got, `<img width="1" height="1" src="/x.png"`) {
		t.Errorf("got %s", got)
	}
	if got := l.Image(&Attachment{MIME: "text/plain"}, "full"); got != "" {
		t.Errorf("got %s", got)
	}
}

func TestSrcset(t *testing.T) {
	a := boat()
	for _, x := range []struct {
		src           string
		width, height int
		want          string
	}{
		{a.URL, 640, 480, "http://a.test/up/2025/boat.png 640w, http://a.test/up/2025/boat-300x225.png 300w"},
		{a.URL, 640, 100, ""},                    // another shape
		{"http://a.test/else.png", 640, 480, ""}, // none of them
		{a.URL, 0, 480, ""},
		{"/up/2025/boat-150x150.png", 150, 150, ""}, // no choice
	} {
		if got := a.Srcset(x.src, x.width, x.height); got != x.want {
			t.Errorf("%s\n got %q\nwant %q", x.src, got, x.want)
		}
	}
	gif := boat()
	gif.Sizes[1].MIME = "image/gif"
	if got := gif.Srcset(gif.URL, 640, 480); got != "" {
		t.Errorf("full GIF: %s", got)
	}
	edited := boat()
	edited.File = "2025/boat-e1735689600123.png"
	edited.URL = "http://a.test/up/2025/boat-e1735689600123.png"
	edited.Sizes = append(edited.Sizes, AttachmentSize{Name: "small", File: "boat-e1735689600123-320x240.png", Width: 320, Height: 240})
	if got, want := edited.Srcset(edited.URL, 640, 480), edited.URL+" 640w, http://a.test/up/2025/boat-e1735689600123-320x240.png 320w"; got != want {
		t.Errorf("edited\n got %q\nwant %q", got, want)
	}
	wide := boat()
	wide.Sizes = append(wide.Sizes, AttachmentSize{File: "boat-4000x3000.png", Width: 4000, Height: 3000}, AttachmentSize{File: "boat x.png", Width: 300, Height: 225})
	if got, want := wide.Srcset(a.URL, 640, 480), "http://a.test/up/2025/boat.png 640w, http://a.test/up/2025/boat%20x.png 300w"; got != want {
		t.Errorf("wide\n got %q\nwant %q", got, want)
	}
}

func TestImageTag(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{`<img src="/a.png">`, `<img decoding="async" src="/a.png">`},
		{`<img src="/a.png" decoding='sync'>`, `<img src="/a.png" decoding='sync'>`},
		{`<img src='/a.png'>`, `<img src='/a.png'>`},
		{`<img src="/a.png" width="1" height="1" loading="eager">`, `<img decoding="async" src="/a.png" width="1" height="1" loading="eager">`},
		{`<img src="/a.png" width="1" height="1" fetchpriority="high">`, `<img decoding="async" src="/a.png" width="1" height="1" fetchpriority="high">`},
		{`<img src="/a.png" width="1" height="1" sizes='5px'>`, `<img loading="lazy" decoding="async" src="/a.png" width="1" height="1" sizes="auto, 5px">`},
		{`<img src="/a.png" width="1" height="1" sizes="AUTO , 5px">`, `<img loading="lazy" decoding="async" src="/a.png" width="1" height="1" sizes="AUTO , 5px">`},
		{`<img src="/boat-300x225.png" />`, `<img decoding="async" src="/boat-300x225.png" />`},
	} {
		if got := ImageTag(x.in, nil); got != x.want {
			t.Errorf("%s\n got %s\nwant %s", x.in, got, x.want)
		}
	}
	const in = `<img style="width: 150px;" src="http://a.test/up/2025/boat-300x225.png?x" />`
	const want = `<img loading="lazy" decoding="async" width="150" height="113" style="width: 150px;" src="http://a.test/up/2025/boat-300x225.png?x"` +
		` srcset="http://a.test/up/2025/boat-300x225.png 300w, http://a.test/up/2025/boat.png 640w" sizes="auto, (max-width: 150px) 100vw, 150px" />`
	if got := ImageTag(in, boat()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got := FrameTag(`<iframe src="/a" width="1" height="1">`); got != `<iframe loading="lazy" src="/a" width="1" height="1">` {
		t.Errorf("got %s", got)
	}
}

func TestMediaIDs(t *testing.T) {
	got := MediaIDs(`<img class="WP-image-3 x-image-4 wp-image-"> [gallery ids="5, 6 5"] [playlist include=7] wp-image-8 [gallery`)
	if want := []int64{3, 8, 5, 6, 7}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPHPInt(t *testing.T) {
	for in, want := range map[string]int64{
		"": 0, "x": 0, "12": 12, " 7x": 7, "-3": -3, "+4": 4, "1.9": 1, "1e3": 1000, "1e": 1, "1e+": 1, ".5e1": 5, "-1.5e2x": -150, ".": 0, "1.e2": 100,
	} {
		if got := phpInt(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}

// failingMedia is a source that does not work.
type failingMedia struct{}

func (failingMedia) Media(context.Context, MediaQuery) ([]*Attachment, error) {
	return nil, errors.New("down")
}

func TestLookupErrors(t *testing.T) {
	p := ContentPipeline(testOptions(t, failingMedia{}))
	c := new(Context)
	if got := p.Render(c, `[gallery ids="1"]<img class="wp-image-1" src="/a.png">`); got != "<p><img decoding=\"async\" class=\"wp-image-1\" src=\"/a.png\"></p>\n" {
		t.Errorf("got %q", got)
	}
	if c.Err == nil || strings.Count(c.Err.Error(), "down") != 2 {
		t.Errorf("error %v", c.Err)
	}
}

func TestGalleryTags(t *testing.T) {
	l := &Library{Source: &testLibrary{[]testMedia{{Attachment: *boat(), Parent: 9}}}}
	got := l.Gallery(&Context{Post: Post{ID: 9}}, &Shortcode{Attrs: Attributes{{"itemtag", "DIV!"}, {"icontag", "script"}, {"link", "none"}}})
	const want = "<div id='gallery-1' class='gallery galleryid-9 gallery-columns-3 gallery-size-thumbnail'><div class='gallery-item'>\n" +
		"\t\t\t<dt class='gallery-icon landscape'>\n\t\t\t\t" +
		`<img width="150" height="150" src="http://a.test/up/2025/boat-150x150.png" class="attachment-thumbnail size-thumbnail" alt="Striped boat" />` +
		"\n\t\t\t</dt></div>\n\t\t</div>\n"
	if got != want {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func TestPlayers(t *testing.T) {
	tide := testMedia{Attachment: Attachment{ID: 4, MIME: "audio/mpeg", URL: "/tide.mp3", Title: "</script>"}, Parent: 9}
	l := &Library{Source: &testLibrary{[]testMedia{tide}}}
	c := &Context{Post: Post{ID: 9}}
	const want = `<audio class="wp-audio-shortcode" id="audio-9-1" preload="none" style="width: 100%;" controls="controls">` +
		`<source type="audio/mpeg" src="/tide.mp3?_=1" /><a href="/tide.mp3">/tide.mp3</a></audio>`
	if got := l.Audio(c, new(Shortcode)); got != want {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	if got := l.Video(c, new(Shortcode)); got != "" {
		t.Errorf("got %q", got)
	}
	if got := l.Playlist(c, new(Shortcode)); !strings.Contains(got, `"src":"/tide.mp3"`) || strings.Contains(got, "</script>\"") {
		t.Errorf("got %q", got)
	}
	for _, x := range []struct{ src, want string }{
		{"http://youtu.be/x?feature=y&t=1#z", `src="https://youtu.be/x?t=1&#038;_=2#z"`},
		{"/a.mp4?b=c", `<a class="wp-embedded-video" href="/a.mp4?b=c">/a.mp4?b=c</a>`},
		{"/x?f=a.mp4", `src="/x?f=a.mp4&#038;_=4"`},
	} {
		if got := l.Video(c, &Shortcode{Attrs: Attributes{{"src", x.src}}}); !strings.Contains(got, x.want) {
			t.Errorf("%s: %q", x.src, got)
		}
	}
}

func TestEmbeds(t *testing.T) {
	known := &Embeds{Lookup: func(_ *Context, address string, _ Attributes) (string, bool) {
		return "<b>" + address + "</b>", strings.HasPrefix(address, "https://known.test/")
	}}
	for _, x := range []struct{ in, want string }{
		{"https://known.test/a", "<b>https://known.test/a</b>"},
		{" https://known.test/a \r\nx https://known.test/b", " <b>https://known.test/a</b> \r\nx https://known.test/b"},
		{"https://other.test/a", "https://other.test/a"},
		{"<p class=x> https://known.test/a </p>", "<p class=x> <b>https://known.test/a</b> </p>"},
		{"<P>https://known.test/a</P><pre>https://known.test/a</pre>", "<P><b>https://known.test/a</b></P><pre>https://known.test/a</pre>"},
		{"<a\nhttps://known.test/a\n>\nhttps://known.test/b", "<a\nhttps://known.test/a\n>\n<b>https://known.test/b</b>"},
		{"<!--\nhttps://known.test/a\n-->", "<!--\nhttps://known.test/a\n-->"},
		{"http://a.test/x.MP3", `[audio src="http://a.test/x.MP3" /]`},
		{"http://www.youtube.com/embed/abc/d", "https://youtube.com/watch?v=abc"},
	} {
		if got := known.EmbedLines(nil, x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
	const in = `[embed width=2 height=3]http://a.test/x.mp4[/embed][embed]x[/embed][embed/]`
	const want = `[video width="2" height="3" src="http://a.test/x.mp4" /]<a href="http://x">x</a>`
	if got := known.RunShortcode(nil, in); got != want {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func FuzzMedia(f *testing.F) {
	pieces := []string{
		"<img ", "<iframe ", ">", "/>", `src="`, `src="/up/2025/boat.png"`, `"`, "'", "=", " ", "\n", `width="`, `height="1"`, "9", "wp-image-1", "wp-image-",
		`class="`, ` srcset="`, ` sizes="`, "auto, ", `loading="lazy"`, `decoding="`, `style="width:9px;"`, "<", "http://a.test", "/x.mp4", "<p>", "</p>", "é",
		"[gallery ids=1]", "[audio src=/a.mp3]", "[video]", "[caption width=9 id=a]", "[/caption]", "<a href=x>", "</a>", "[playlist ids=1]",
	}
	all := []testMedia{{Attachment: *boat(), Parent: 9}}
	o := testOptions(f, &testLibrary{all})
	f.Add([]byte{0, 5, 9, 14, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, s := range []string{string(data), alphabetText(data, pieces)} {
			c := &Context{Post: Post{ID: 9, Attachment: &all[0].Attachment}}
			MediaIDs(s)
			for _, got := range []string{
				o.Library.ContentImages(c, s), o.Shortcodes.Render(c, s), o.Embeds.EmbedLines(c, s), o.Library.Prepend(c, s),
				ImageTag("<img "+s, boat()), ImageAutoSizes("<img " + s),
			} {
				if utf8.ValidString(s) && !utf8.ValidString(got) {
					t.Fatalf("%q gives %q", s, got)
				}
			}
		}
	})
}
