package text

import "testing"

// TestRelUGC has rows that no recording shows.
func TestRelUGC(t *testing.T) {
	const home = "https://own.test/sub"
	tests := []struct{ in, want string }{
		{"no link", "no link"},
		{`<A HREF=x>`, `<a HREF=x rel="nofollow ugc">`},
		{`<a>x</a><abbr title="y">`, `<a>x</a><abbr title="y">`},
		{`<a href="HTTPS://OWN.TEST:8071/x" />`, `<a href="HTTPS://OWN.TEST:8071/x" / rel="ugc">`},
		{`<a href="//own.test/x">`, `<a href="//own.test/x" rel="nofollow ugc">`},
		{`<a rel=" ugc  me " href='x"y' hidden REL=z>`, `<a href="x&quot;y" hidden rel="ugc me nofollow">`},
		{`<a rel="" href="x">`, `<a href="x" rel="nofollow ugc">`},
		{`<a rel="x" href="javascript:y&#38;z" title="a&amp;lt;">`, `<a href="y&amp;z" title="a&lt;" rel="x nofollow ugc">`},
		{`<a rel="x>`, `<a rel="x rel="nofollow ugc">`},
		{"<a href=x\n><a href=y", "<a href=x\n><a href=y"},
	}
	for _, tt := range tests {
		if got := RelUGC(tt.in, home); got != tt.want {
			t.Errorf("RelUGC(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

// FuzzRelUGC checks that links stay as safe as KSES left them.
func FuzzRelUGC(f *testing.F) {
	for _, s := range append(attackStrings(), `<a href="x" rel="me">`, `<a href='https://own.test'>`, "<a\nhref=x>") {
		f.Add(s)
	}
	withRel := CommentPolicy().With(map[string][]string{"a": {"rel"}})
	f.Fuzz(func(t *testing.T, s string) {
		checkSafe(t, withRel, RelUGC(KSES(CommentPolicy(), s), "https://own.test"))
		checkSafe(t, withRel, RelUGC(KSES(withRel, s), "https://own.test"))
		RelUGC(s, s)
	})
}
