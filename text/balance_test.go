package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestBalanceTags(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"", ""},
		{"a", "a"},
		{"<b>a", "<b>a</b>"},
		{"<b><i>a</b>c", "<b><i>a</i></b>c"},
		{"a</b>", "a"},
		{"<b>a</i></b>", "<b>a</b>"},
		{"<li>a<li>b", "<li>a</li><li>b</li>"},
		{"<div>a<div>b", "<div>a<div>b</div></div>"},
		{"<br><br/><br />", "<br /><br /><br />"},
		{`<img src="x"><hr class="y" />`, `<img src="x"/><hr class="y" />`},
		{`<b/><div class="x" />`, `<b></b><div class="x"></div>`},
		{"<B>a</B>", "<b>a</b>"},
		{"a <3 b <4", "a &lt;3 b &lt;4"},
		{"a < b > c", "a < b > c"},
		{"<b", "<b"},
		{"<my-tag.x a=b>", "<my-tag.x a=b></my-tag.x>"},
		{"<x:y>", "<x:y></x:y>"},
		{"<b\n class>", "<b\n class></b>"},
		{"<!-- <b> -->", "<!-- <b> --></b>"},
	} {
		if got := BalanceTags(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

// balancedByRule is BalanceTags as the specification has it.
func balancedByRule(s string) string {
	s = compiled(`<(\d)`).ReplaceAllString(s, "&lt;$1")
	out := ""
	var open []string
	for s != "" {
		const space = `[ \t\n\v\f\r]`
		m := compiled(`^<(/?)([a-z][a-z0-9._]*-[a-z0-9._-]+|[\w:]+)(?:` + space + `*(/?)|(` + space + `+)([^>]*))>`).FindStringSubmatch(s)
		if m == nil {
			out += s[:1]
			s = s[1:]
			continue
		}
		s = s[len(m[0]):]
		name, attrs := strings.ToLower(m[2]), strings.Trim(m[3]+m[5], phpTrim)
		void := compiled(`^(area|base|basefont|br|col|command|embed|frame|hr|img|input|isindex|link|meta|param|source|track|wbr)$`).MatchString(name)
		nests := compiled(`^(article|aside|blockquote|details|div|figure|object|q|section|span)$`).MatchString(name)
		at := slices.Index(open, name)
		switch {
		case m[1] != "" && at < 0:
			continue
		case m[1] != "":
			for again := true; again; {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				out += "</" + last + ">"
				again = last != name
			}
			continue
		case void:
			m[4] = " "
			attrs = strings.TrimSuffix(attrs, "/") + "/"
			if m[5] != "" && strings.HasSuffix(strings.Trim(m[5], phpTrim), "/") {
				attrs = strings.Trim(m[5], phpTrim)
			}
		case strings.HasSuffix(attrs, "/"):
			attrs = strings.Trim(strings.TrimSuffix(attrs, "/"), phpTrim) + "></" + name
		default:
			if len(open) > 0 && open[len(open)-1] == name && !nests {
				out += "</" + name + ">"
				open = open[:len(open)-1]
			}
			open = append(open, name)
		}
		out += "<" + name + m[4] + attrs + ">"
	}
	for _, name := range slices.Backward(open) {
		out += "</" + name + ">"
	}
	return out
}

func FuzzBalanceTags(f *testing.F) {
	pieces := []string{"<b>", "</b>", "<i>", "</i>", "<div>", "</div>", "<br>", "<br/>", "<img src=x>", "<li>", "a", " ", "<", ">", "/", "<x-y ", "1", "\n", "é", "<B", "<div/>"}
	f.Add([]byte{0, 2, 10, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 300 {
			return
		}
		for _, s := range []string{string(data), alphabetText(data, pieces)} {
			got := BalanceTags(s)
			if utf8.ValidString(s) && !utf8.ValidString(got) {
				t.Fatalf("%q gives %q", s, got)
			}
			if want := balancedByRule(s); got != want {
				t.Fatalf("%q\n got %q\nwant %q", s, got, want)
			}
		}
	})
}
