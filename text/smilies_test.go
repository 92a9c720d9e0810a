package text

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestSmilies(t *testing.T) {
	m := Smilies{ImageURL: "http://site.test/s/"}
	for _, x := range []struct{ in, want string }{
		{"", ""},
		{":)", "🙂"},
		{":) :) x:) :)x", "🙂 🙂 x:) :)x"},
		{"&nbsp;:)\u00a0:-(", "&nbsp;🙂\u00a0🙁"},
		{"&#160;:)", "&#160;:)"},
		{"<b>:)</b>", "<b>🙂</b>"},
		{"<b title=\" :) \">", "<b title=\" :) \">"},
		{"<code>:)</code>:)<pre x>:)<b>:)</b></pre> 8-)", "<code>:)</code>🙂<pre x>:)<b>:)</b></pre> 😎"},
		{"<code >:)</code >:)</code>:)", "<code >:)</code >:)</code>🙂"},
		{"<CODE>:)</CODE>", "<CODE>🙂</CODE>"},
		{"a < :)", "a < 🙂"},
		{":) <", "🙂 <"},
		{"8) 8O :mrgreen:", "8) 😯 " + `<img src="http://site.test/s/mrgreen.png" alt=":mrgreen:" class="wp-smiley" style="height: 1em; max-height: 1em;" />`},
		{":!: :?: :???: :|", "❗ ❓ 😕 😐"},
		{"a\n:)\nb", "a\n🙂\nb"},
	} {
		if got := m.Convert(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

// smiliesByRule is Smilies.Convert as the specification has it, for one kind
// of smiley.
func smiliesByRule(s string) string {
	out, ignored := "", ""
	for s != "" {
		tag := compiled(`^<[^>]*>`).FindString(s)
		if tag != "" {
			if m := compiled(`^<(code|pre|style|script|textarea)`).FindStringSubmatch(tag); ignored == "" && m != nil {
				ignored = m[1]
			} else if ignored != "" && tag == "</"+ignored+">" {
				ignored = ""
			}
			out += tag
			s = s[len(tag):]
			continue
		}
		piece := compiled(`^(?:[^<]|<[^>]*$)+`).FindString(s)
		s = s[len(piece):]
		if ignored != "" {
			out += piece
			continue
		}
		for again := ""; piece != again; {
			again = piece
			piece = compiled(`(^|[\r\n\t ]|\x{A0}|&nbsp;):\)($|[\r\n\t ]|\x{A0}|&nbsp;)`).ReplaceAllString(piece, "${1}🙂$2")
		}
		out += piece
	}
	return out
}

func FuzzSmilies(f *testing.F) {
	pieces := []string{":)", ":", ")", " ", "\n", "&nbsp;", "\u00a0", "<", ">", "<code>", "</code>", "<code ", "<pre>", "</pre>", "a", "<b>", "8"}
	f.Add([]byte{0, 3, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		m := Smilies{}
		if got := m.Convert(string(data)); utf8.Valid(data) && !utf8.ValidString(got) {
			t.Fatalf("%q gives %q", data, got)
		}
		data = slices.DeleteFunc(slices.Clone(data), func(c byte) bool { return c >= 0x80 })
		s := alphabetText(data, pieces)
		if got, want := m.Convert(s), smiliesByRule(s); got != want {
			t.Fatalf("%q\n got %q\nwant %q", s, got, want)
		}
	})
}
