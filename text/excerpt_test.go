package text

import (
	"reflect"
	"testing"
	"unicode/utf8"
)

func TestTrimWords(t *testing.T) {
	for _, x := range []struct {
		in    string
		words int
		want  string
	}{
		{"", 5, ""},
		{"", 0, ""},
		{"", -1, "…"},
		{"a b  c\n\td", 5, "a b c d"},
		{"a b c d", 4, "a b c d"},
		{"a b c d", 3, "a b c…"},
		{"a b", 0, "…"},
		{"a b c", -1, "a b…"},
		{"a b c", -7, "a b…"},
		{"<b>a</b> <script>x y</script>b\u00a0c", 5, "a b\u00a0c"},
	} {
		if got := TrimWords(x.in, x.words, "…"); got != x.want {
			t.Errorf("%q %d\n got %q\nwant %q", x.in, x.words, got, x.want)
		}
	}
}

func TestPages(t *testing.T) {
	for _, x := range []struct {
		in   string
		want []string
	}{
		{"", []string{""}},
		{"a", []string{"a"}},
		{"a\n<!--nextpage-->\nb<!--nextpage-->\n\nc", []string{"a", "b", "\nc"}},
		{"<!--nextpage-->a", []string{"a"}},
		{"\n<!--nextpage-->a<!--nextpage-->", []string{"a", ""}},
	} {
		if got := SplitPages(x.in); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
	for _, x := range []struct {
		in, teaser, rest, label string
		found                   bool
	}{
		{"a", "a", "", "", false},
		{"a<!--more-->b", "a", "b", "", true},
		{"a<!--more Go on -->b<!--more-->c", "a", "b<!--more-->c", "Go on", true},
		{"a<!--moreover-->b", "a", "b", "over", true},
		{"a<!--more\n--><!--more-->b", "a<!--more\n-->", "b", "", true},
		{"a<!--more", "a<!--more", "", "", false},
	} {
		teaser, rest, label, found := SplitMore(x.in)
		if teaser != x.teaser || rest != x.rest || label != x.label || found != x.found {
			t.Errorf("%q: %q %q %q %v", x.in, teaser, rest, label, found)
		}
	}
	if got := Teaser("<b>a <!--more-->b</b>\n<!--nextpage-->c"); got != "<b>a </b>" {
		t.Errorf("got %q", got)
	}
}

func TestExcerpter(t *testing.T) {
	blocks := func(_ *Context, s string) string { return s + " blocks" }
	e := NewExcerpter(testOptions(t, nil), blocks)
	for _, x := range []struct{ excerpt, content, want string }{
		{"by \"hand\"", "x", "<p>by &#8220;hand&#8221;</p>\n"},
		{" ", "a [knots] ]]> <sup data-fn=\"a\" class=\"fn\"><a href=\"#a\" id=\"b\">1</a></sup>", "<p>a ]]&gt; blocks</p>\n"},
		{"", "<!--more-->a", "<p>blocks</p>\n"},
	} {
		if got := e.Excerpt(nil, x.excerpt, x.content, ExcerptWords); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.content, got, x.want)
		}
	}
	if got := NewExcerpter(Options{}, nil).Excerpt(nil, "", " ", ExcerptWords); got != "" {
		t.Errorf("got %q", got)
	}
}

func FuzzExcerpt(f *testing.F) {
	pieces := []string{
		"a", " ", "\n", "<!--more-->", "<!--more", "-->", "<!--nextpage-->", "<b>", "</b>", "<script>", "</script>", "[knots]", "[[knots]]", "<", ">", "é",
		`<sup data-fn="a" class="b"><a href="c" id="d">1</a></sup>`, `<sup data-fn="`, ` class="`, `">`, "<a href=\"", "1", "</a>", "</sup>", ":)", "]]>", "&",
	}
	e := NewExcerpter(testOptions(f, nil), nil)
	f.Add([]byte{0, 1, 3, 0}, 1)
	f.Fuzz(func(t *testing.T, data []byte, words int) {
		for _, s := range []string{string(data), alphabetText(data, pieces)} {
			for _, got := range []string{e.Excerpt(nil, "", s, words), e.Excerpt(nil, s, "", words), Teaser(s), dropFootnotes(s)} {
				if utf8.ValidString(s) && !utf8.ValidString(got) {
					t.Fatalf("%q gives %q", s, got)
				}
			}
		}
	})
}
