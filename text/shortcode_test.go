package text

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// testShortcodes are knots, and b, which shows its content in bold.
func testShortcodes(tb testing.TB) *Shortcodes {
	tb.Helper()
	sc := new(Shortcodes)
	for name, f := range map[string]ShortcodeFunc{
		"knots": knots,
		"b":     func(c *Context, s *Shortcode) string { return "<b>" + sc.Render(c, s.Content) + "</b>" },
	} {
		if err := sc.Register(name, f); err != nil {
			tb.Fatal(err)
		}
	}
	return sc
}

func TestShortcodesRegister(t *testing.T) {
	var none *Shortcodes
	if none.Len() != 0 || none.Has("a") || none.Render(nil, "[a]") != "[a]" || none.Strip("[a]") != "[a]" || none.Unautop("<p>[a]</p>") != "<p>[a]</p>" {
		t.Error("nil Shortcodes do something")
	}
	sc := new(Shortcodes)
	for _, name := range []string{"", "a b", "a[b", "a]", "a/b", "a=b", "a&", "<a", "a>", "a\n", "\x00"} {
		if err := sc.Register(name, nil); err == nil {
			t.Errorf("%q: no error", name)
		}
	}
	for _, name := range []string{"a", "a.b", "a-b", "ä", "a\"b", "a"} {
		if err := sc.Register(name, nil); err != nil {
			t.Error(err)
		}
	}
	if sc.Len() != 5 {
		t.Errorf("%d shortcodes", sc.Len())
	}
	c := sc.Clone()
	if err := c.Register("z", nil); err != nil || sc.Has("z") || !c.Has("a.b") {
		t.Error("a clone is not a copy")
	}
}

func TestShortcodesRender(t *testing.T) {
	sc := testShortcodes(t)
	k := func(n, content string) string { return `<span class="knots">` + n + " kn" + content + "</span>" }
	for _, x := range []struct{ in, want string }{
		{"", ""},
		{"[knots]", k("1", "")},
		{"[knots n=2]x[/knots]", k("2", "x")},
		{"[knots/]x[/knots]", k("1", "") + "x[/knots]"},
		{"[knots][knots]x[/knots]", k("1", "[knots]x")},
		{"[[knots]]", "[knots]"},
		{"[[knots]x[/knots]]", "[knots]x[/knots]"},
		{"[[knots]", "[" + k("1", "")},
		{"[knots]]", k("1", "") + "]"},
		{"[[[knots]]]", "[[knots]]"},
		{"[knots-x] [knots_] [knots]", "[knots-x] [knots_] " + k("1", "")},
		{"[knots:]", "[knots:]"}, // its name stands nowhere by itself
		{"[knots:][knots]", k("1", "") + k("1", "")},
		{"[b][knots][/b]", "<b>" + k("1", "") + "</b>"},
		{"[nosuch] &#91;knots&#93;", "[nosuch] &#91;knots&#93;"},
		{"[knots] &#91;knots&#93;", k("1", "") + " &#091;knots&#093;"},
		{"<!-- [knots] -->[knots]", "<!-- [knots] -->" + k("1", "")},
		{`<a title="[knots]">[knots]</a>`, `<a title="` + strings.NewReplacer("<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(k("1", "")) + `">` + k("1", "") + "</a>"},
		{`<a onclick="[knots]">`, `<a onclick="[knots]">`},
		{`<a [knots]>`, `<a ` + k("1", "") + `>`},
		{`</a [knots]>`, `</a [knots]>`},
		{`<[knots]>`, `<` + k("1", "") + `>`},
		{`<a x="[">[knots]<b y="]">`, `<a x="[">` + k("1", "") + `<b y="]">`},
	} {
		if got := sc.Render(nil, x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

func TestShortcodesStrip(t *testing.T) {
	sc := testShortcodes(t)
	for _, x := range []struct{ in, want string }{
		{"a [knots] b", "a  b"},
		{"a [knots]x[/knots] b", "a  b"},
		{"[[knots]] [nosuch]", "[knots] [nosuch]"},
		{`<a title="[knots]">x</a>`, `<a title="[knots]">x</a>`},
		{"[[knots] x", "[ x"},
	} {
		if got := sc.Strip(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

func TestShortcodesUnautop(t *testing.T) {
	sc := testShortcodes(t)
	for _, x := range []struct{ in, want string }{
		{"<p>[knots]</p>", "[knots]"},
		{"<p> &nbsp;[knots a=b]x[/knots]\u00a0</p>\n", "[knots a=b]x[/knots]\n"},
		{"<p>[knots]<br />x</p>\n<p>[/knots]</p>", "[knots]<br />x</p>\n<p>[/knots]"},
		{"<p>[knots]</p><p>[knots]x[/knots]y</p>", "[knots]<p>[knots]x[/knots]y</p>"},
		{"<p>[nosuch]</p><p>[[knots]]</p><p>[knots] x</p>", "<p>[nosuch]</p><p>[[knots]]</p><p>[knots] x</p>"},
		{"<p>[knots/]</p><p>[knots.]</p>", "[knots/][knots.]"},
	} {
		if got := sc.Unautop(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

func TestParseAttributes(t *testing.T) {
	for _, x := range []struct {
		in   string
		want Attributes
	}{
		{"", nil},
		{"  ", nil},
		{` a="1" B='2' c=3`, Attributes{{"a", "1"}, {"b", "2"}, {"c", "3"}}},
		{`a = "1 2" b-c= '3'`, Attributes{{"a", "1 2"}, {"b-c", "3"}}},
		{`a="1"x`, Attributes{{"", `a="1"x`}}},
		{`"x y" 'z' w @v="1"`, Attributes{{"", "x y"}, {"", "z"}, {"", "w"}, {"", `@v="1"`}}},
		{`a= b`, Attributes{{"a", "b"}}},
		{`a=`, Attributes{{"", "a="}}},
		{`a=b"c`, Attributes{{"", `a=b"c`}}},
		{"a=1\u00a0\u200b b=2", Attributes{{"a", "1"}, {"b", "2"}}},
		{`a="\x41\t\101\\\q"`, Attributes{{"a", "A\tA\\q"}}},
		{`a="\xff"`, Attributes{{"a", "\ufffd"}}},
		{`a="<b>" b="<" c="x <y> >"`, Attributes{{"a", "<b>"}, {"b", ""}, {"c", "x <y> >"}}},
	} {
		if got := ParseAttributes(x.in); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
	a := ParseAttributes(`n=1 x n=2 y`)
	if a.Get("n") != "2" || a.Get("m") != "" || a.Or("m", "3") != "3" || !reflect.DeepEqual(a.Positional(), []string{"x", "y"}) {
		t.Errorf("%q", a)
	}
}

func TestShortcodesParse(t *testing.T) {
	sc := testShortcodes(t)
	got := sc.Parse("[knots n=1] [[knots]] [b]x[knots][/b]")
	want := []Shortcode{
		{Name: "knots", Attrs: Attributes{{"n", "1"}}},
		{Name: "b", Content: "x[knots]", Enclosing: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func FuzzShortcodes(f *testing.F) {
	pieces := []string{
		"[", "]", "[[", "]]", "/", "knots", "b", "[knots]", "[/knots]", "[b]", "[/b]", "[knots n=", `"`, "'", "=", " ", "\n", "<", ">",
		"<a ", "<p>", "</p>", "x", "-", "_", ".", "\\", "x41", "<!--", "-->", "&#91;", "&#93;", "&#091;", "é", "\u00a0", "\u200b", "[knots/]",
		"title", "href", "[caption width=9]", "[/caption]", "<img src=x>", "</a>", "[audio src=a.mp3]", "[embed]", "[/embed]", "http://a",
	}
	sc := testShortcodes(f)
	new(Library).Register(sc)
	f.Add([]byte{7, 22, 8})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, s := range []string{string(data), alphabetText(data, pieces)} {
			for _, got := range []string{sc.Render(nil, s), sc.Strip(s), sc.Unautop(s), new(Embeds).RunShortcode(nil, s)} {
				if utf8.ValidString(s) && !utf8.ValidString(got) {
					t.Fatalf("%q gives %q", s, got)
				}
			}
			if strings.IndexByte(s, '[') < 0 && sc.Render(nil, s) != s {
				t.Fatalf("%q changes", s)
			}
			for _, a := range ParseAttributes(s) {
				if utf8.ValidString(s) && !utf8.ValidString(a.Value) || leavesTagOpen(a.Value) {
					t.Fatalf("%q gives %q", s, a)
				}
			}
			sc.Parse(s)
		}
	})
}
