package text

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestKSESRandom checks the properties on texts put together from pieces of
// markup, which reach deeper than random bytes.
func TestKSESRandom(t *testing.T) {
	pieces := []string{
		"<", ">", "</", "/>", "<!--", "-->", "--->", "<!", "<?", "<![CDATA[", "--!>", "-", "--", "/", "=", "\"", "'", " ", "\n", "\t", "\x00", "\\\"",
		"\\0", "&", ";", "#", ":", "x", "a", "b", "p", "img", "math", "title", "textarea", "object", "annotation", "mtext", "script", "style",
		"svg", "iframe", "table", "td", "<p ", "<a ", "<b>", "</b>", "<p>", "<a href=", "<object ", "<script>", "</script>", "<style>", "</style>",
		"<title>", "</title>", "<textarea>", "</textarea>", "<math>", "<mtext>", "<annotation encoding=text/html>", "<table>", "<li>",
		"href=", "href=\"", "src=", "class=", "style=\"", "style='", "onclick=", "data=", "type=application/pdf", "data-x=", "download ", "title=\"",
		"javascript:", "java\tscript:", "java&#x73;cript:", "http://example.test/x.pdf", "feed:", "data:text/html,", "&colon;", "&#58", "&#58;",
		"&#x3a", "&amp;", "&lt;", "&quot;", "&#60;", "&amp;#60;", "&bogus;", "&#0;", "&copy", "color:red;", "background:url(", "url('x')", ")",
		"(", "calc(", "linear-gradient(", "--x:", "expression(", "é", "\xff", "  ;;", "Color:x;", "/*", "\\", "}",
	}
	r := rand.New(rand.NewPCG(1, 2))
	rounds := 20_000
	if testing.Short() {
		rounds = 1000
	}
	for range rounds {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		checkStable(t, PostPolicy().WithUploads("example.test"), b.String())
		checkStable(t, CommentPolicy(), b.String())
	}
}
