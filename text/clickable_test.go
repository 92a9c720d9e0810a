package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMakeClickable(t *testing.T) {
	const a = `<a href="http://a.test" rel="nofollow ugc">http://a.test</a>`
	for _, x := range []struct{ in, want string }{
		{"", ""},
		{"http://a.test", a},
		{"x http://a.test.", "x " + a + "."},
		{"xhttp://a.test", "xhttp://a.test"[:0] + `xhttp://a.test`},
		{"(http://a.test)", "(" + a + ")"},
		{"http://a.test/(b)).c", `<a href="http://a.test/(b)" rel="nofollow ugc">http://a.test/(b)</a>).c`},
		{"http://site.test/x", `<a href="http://site.test/x" rel="ugc">http://site.test/x</a>`},
		{"ftp://a.test", `<a href="ftp://a.test" rel="ugc">ftp://a.test</a>`},
		{"javascript://a", "javascript://a"},
		{"<http://a.test>", "<" + a + ">"},
		{"<b>http://a.test</b>", "<b>" + a + "</b>"},
		{"<code>http://a.test</code> <PRE x>www.a.test</PRE>", "<code>http://a.test</code> <PRE x>www.a.test</PRE>"},
		{"<code><code></code>http://a.test</code>http://a.test", "<code><code></code>http://a.test</code>" + a},
		{`<a href="x">http://a.test</a>`, `<a href="x">http://a.test</a>`},
		{`<a href="x">http://a.test b</a>`, `<a href="x">` + a + ` b</a>`},
		{"www.a.test, ftp.b.test", `<a href="http://www.a.test" rel="nofollow ugc">http://www.a.test</a>, <a href="http://ftp.b.test" rel="nofollow ugc">http://ftp.b.test</a>`},
		{"WWW.a", `<a href="http://WWW.a" rel="nofollow ugc">http://WWW.a</a>`},
		{"www. xwww.a", "www. xwww.a"},
		{"a.b@c-d.test. x@y <b>z@z.zz</b>", `<a href="mailto:a.b@c-d.test">a.b@c-d.test</a>. x@y <b><a href="mailto:z@z.zz">z@z.zz</a></b>`},
		{"http://" + strings.Repeat("a", 2000) + "b", "http://" + strings.Repeat("a", 2000) + "b"},
	} {
		if got := MakeClickable(x.in, "http://site.test:8080/blog"); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

// linkedByRule is the first pass of MakeClickable as the specification has it.
func linkedByRule(s string) string {
	const body = `[\w#%~/@\[\]*(+=&$-]|[^\x00-\x7F]`
	s = " " + s + " "
	var b strings.Builder
	for i := 0; i < len(s); {
		m := compiled(`^([ \t\n\v\f\r(<.,;:!?])(\w{1,20}://(?:` + body + `)*(?:['.,;:!?)](?:` + body + `)+)*)(\)?)(\.\w{2,6})?`).FindStringSubmatch(s[i:])
		if m == nil {
			b.WriteByte(s[i])
			i++
			continue
		}
		rest := s[i+1+strings.Index(m[2], "://")+3:]
		if run := compiled(`^[^ \t\n\v\f\r]*`).FindString(rest); run == "" || len(run) > 2000 {
			b.WriteByte(s[i])
			i++
			continue
		}
		i += len(m[0])
		url, suffix := m[2], m[3]
		if suffix != "" && strings.LastIndexByte(url, '(') > 0 {
			url, suffix = url+")", ""
		}
		url += m[4]
		for strings.Count(url, "(") < strings.Count(url, ")") {
			at := strings.LastIndexByte(url, ')')
			url, suffix = url[:at], url[at:]+suffix
		}
		if url = EscapeURL(url); url == "" {
			b.WriteString(m[0])
			continue
		}
		b.WriteString(m[1] + "[" + url + "]" + suffix)
	}
	s = b.String()
	return s[1 : len(s)-1]
}

func clickablePieces() []string {
	return []string{
		" ", "\n", "(", ")", "<", ">", ".", ",", ";", ":", "!", "?", "http://", "https://", "x://", "://", "a", "bc", "/", "#", "%", "~", "@", "[", "]",
		"*", "+", "=", "&", "$", "-", "_", "'", "\"", "é", "www.", "ftp.", "a@b.cd", "<a href=x>", "</a>", "<a ", "<code>", "</code>", "<pre ", "0", ".jpg",
	}
}

func FuzzMakeClickable(f *testing.F) {
	f.Add([]byte{0, 12, 16, 6, 17, 3})
	f.Add([]byte{38, 12, 16, 6, 17, 39})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 300 {
			return
		}
		for _, s := range []string{string(data), alphabetText(data, clickablePieces())} {
			got := MakeClickable(s, "http://site.test")
			if utf8.ValidString(s) && !utf8.ValidString(got) {
				t.Fatalf("%q gives %q", s, got)
			}
			// Without tags, hosts and mail, only the first pass is left.
			s = strings.NewReplacer("<", "", ">", "", "www.", "", "ftp.", "", "@", "").Replace(s)
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00") || compiled(`(?i)(www|ftp)\.`).MatchString(s) {
				continue
			}
			got = compiled(`<a href="[^"]*" rel="[^"]*">([^<]*)</a>`).ReplaceAllString(MakeClickable(s, ""), "[$1]")
			if want := linkedByRule(s); got != want {
				t.Fatalf("%q\n got %q\nwant %q", s, got, want)
			}
		}
	})
}
