package text

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func ExampleKey() {
	fmt.Println(Key("COMMENT Type!"))
	// Output: commenttype
}

func ExampleHTMLClass() {
	fmt.Println(HTMLClass("%e6%b8%af-Ab c", ""), HTMLClass("港", "term-7"))
	// Output: -Abc term-7
}

func ExampleUsername() {
	fmt.Println(Username(" Bo'Sun  the <b>2nd</b> %41", true))
	fmt.Println(Username("Déck händ &amp; 甲板", false))
	// Output:
	// BoSun the 2nd
	// Deck hand 甲板
}

func ExampleFileName() {
	uploads := func(ext string) bool { return ext == "jpg" || ext == "png" }
	fmt.Println(FileName("Harbor Plan (final).php.jpg", uploads))
	// Output: Harbor-Plan-final.php_.jpg
}

func ExampleEscapeHTML() {
	fmt.Println(EscapeHTML(`<b> "Tom" & 'Jerry' &amp; &bogus;`))
	// Output: &lt;b&gt; &quot;Tom&quot; &amp; &#039;Jerry&#039; &amp; &amp;bogus;
}

func ExampleNameField() {
	fmt.Println(NameField(" <b>Cap</b>  & \"Mate\" %20 5 < 6"))
	// Output: Cap &amp; "Mate" 5 &lt; 6
}

func TestClassToken(t *testing.T) {
	for slug, want := range map[string]string{
		"news": "news", "42": "id", "-42": "id", "4e2": "id", "4e-2": "id", "4e": "4e", "e2": "e2", "--": "id",
		"%e6%b8%af": "id", "": "id", "a%41b": "ab", "4-2": "4-2", "1_000": "1_000",
	} {
		if got := ClassToken(slug, "id"); got != want {
			t.Errorf("ClassToken(%q) = %q, want %q", slug, got, want)
		}
	}
}

func TestUsername(t *testing.T) {
	tests := []struct{ in, strict, loose string }{
		{"deck.hand_1-x@y", "deck.hand_1-x@y", "deck.hand_1-x@y"},
		{"deck\thand", "deckhand", "deck hand"},
		{"de  ck ", "de ck", "de ck"},
		{"déckhand", "deckhand", "deckhand"},
		{"甲板", "", "甲板"},
		{"deck&amp;hand", "deckhand", "deckhand"},
		{"a<script>b</script>c", "ac", "ac"},
	}
	for _, tt := range tests {
		if got := Username(tt.in, true); got != tt.strict {
			t.Errorf("strict %q = %q, want %q", tt.in, got, tt.strict)
		}
		if got := Username(tt.in, false); got != tt.loose {
			t.Errorf("loose %q = %q, want %q", tt.in, got, tt.loose)
		}
	}
}

func TestFileName(t *testing.T) {
	known := func(ext string) bool { return strings.Contains(" jpg png tar gz ", " "+ext+" ") }
	tests := []struct{ in, want string }{
		{"jpg", "unnamed-file.jpg"},
		{"JPG", "unnamed-file.JPG"},
		{"two.dots.jpg", "two.dots_.jpg"},
		{"x.tar.GZ.jpg", "x.tar.GZ.jpg"},
		{"x.mp3.abc12.jpg", "x.mp3_.abc12.jpg"},
		{"a\u00a0b\u2003c.jpg", "a-b-c.jpg"},
		{"a - - b.jpg", "a-b.jpg"},
		{"\xff\xfe é.jpg", "e.jpg"},
		{"_.-", ""},
		{"’«»”“<>:x", "x"},
		{"a\x00b\x7f", "ab\x7f"},
	}
	for _, tt := range tests {
		if got := FileName(tt.in, known); got != tt.want {
			t.Errorf("FileName(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := FileName("a.png.jpg", nil); got != "a.png_.jpg" {
		t.Errorf("nothing known: %q", got)
	}
}

func TestWindowsEntities(t *testing.T) {
	tests := []struct{ in, want string }{
		{"&#128;&#159;&#129;x&#141;", "&#8364;&#376;x"},
		{"&#127;&#160;&#1;&#15&#150", "&#127;&#160;&#1;&#15&#150"},
		{"&#0150; &#x96; &#1500;", "&#0150; &#x96; &#1500;"},
		{"&#1&#150;", "&#1&#8211;"},
		{"&#13x; &#1x0;", "&#13x; &#1x0;"},
	}
	for _, tt := range tests {
		if got := WindowsEntities(tt.in); got != tt.want {
			t.Errorf("WindowsEntities(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestEscapes(t *testing.T) {
	if got := EscapeHTML("a\xff<"); got != "" {
		t.Errorf("not UTF-8: %q", got)
	}
	if got, want := EscapeTextarea(`&amp; <b>"'`), "&amp;amp; &lt;b&gt;&quot;&#039;"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := EscapeAttr("&#60; &amp;lt;"), "&#060; &amp;lt;"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := TitleField(" <u>a</u> & b ", false), "a &amp; b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := TitleField(" <u>a</u> & b ", true), "<u>a</u> & b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzCleaners runs what every cleaner keeps to: UTF-8 stays UTF-8, and a
// second run finds nothing to do.
func FuzzCleaners(f *testing.F) {
	for _, s := range []string{"", "a é 港 \xff", "<b>x</b> & %41 %4%411", "&#150;&nbsp;&x;", "..a--b__.jpg", " \t\n\v", "'\"<>&"} {
		f.Add(s)
	}
	changes := map[string]bool{
		"KSES": true, "NumberedSlug": true, "EscapeTextarea": true, "EscapeURL": true, "RelUGC": true, "FileName": true,
		"QuerySlug": true, "WindowsEntities": true, "avatar": true, "StripTags": true, "StripAllTags": true, "SafeCSS": true,
		"Username": true, "strict Username": true, "URLField": true, "EmailField": true, "NameField": true,
		"TextField": true, "TextareaField": true, "URL": true, "HTMLClass": true, "ClassToken": true, "Email": true, "RemoveAccents": true,
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, clean := range cleaners() {
			once := clean(s)
			if utf8.ValidString(s) && !utf8.ValidString(once) {
				t.Fatalf("%s of %q is not UTF-8: %q", name, s, once)
			}
			if twice := clean(once); twice != once && !changes[name] {
				t.Fatalf("%s of %q is not stable: %q, %q", name, s, once, twice)
			}
		}
	})
}

func FuzzEscapeHTML(f *testing.F) {
	f.Add(`<b> & "x" 'y' &amp; &#60; &x;`)
	f.Fuzz(func(t *testing.T, s string) {
		if got := EscapeHTML(s); strings.ContainsAny(got, `<>"'`) || !utf8.ValidString(got) {
			t.Fatalf("%q gives %q", s, got)
		}
	})
}

func FuzzFileName(f *testing.F) {
	f.Add("../../a b.php.jpg")
	f.Fuzz(func(t *testing.T, s string) {
		name := FileName(s, func(ext string) bool { return ext == "jpg" })
		if strings.ContainsAny(name, "/\\\x00<>:\"|?* ") || name == ".." || name == "." || !utf8.ValidString(name) {
			t.Fatalf("%q gives %q", s, name)
		}
	})
}
