package text

import (
	"strings"
	"testing"
)

// everyStep is Paragraphs with every step on the whole text, needed or not.
func everyStep(s string) string {
	if isBlank(s) {
		return ""
	}
	a := autop{cur: s + "\n", orig: s, mark: hiddenLine}
	if strings.Contains(s, "<pre") { // else </pre> stays
		a.setAsidePre()
	}
	a.breakPairs()
	a.blockLines(true)
	a.lineEnds()
	a.hideLines()
	a.squeezeMedia()
	a.wrap()
	a.unwrap()
	a.breakLines(true, false)
	a.breakLines(false, true)
	a.lastLine()
	a.restorePre()
	a.showLines()
	return a.cur
}

var partTexts = []string{
	"a\n\nb\nc", "<div>a</div>", "a</div>b", " </div>", "<div>\n\n  a\n\n  </div>", "<li>a\n<li>b", "<li>a\nb</li>",
	"<blockquote>a</blockquote>", "<BLOCKQUOTE a>b", "<blockquote a", "<blockquote> </blockquote>", "<P><BLOCKQUOTE>a",
	"<p>a</p>", "<p>", "a</p>b", "<p class='a'>b", "<h2>a</h2> b", " <hr /> ", "a <br> b <br /> <br> c", "<a\nb>c\n<!-- d\n\n -->",
	"<script>\na\n</script>\nb", "<pre>\na\n</pre>\nb</pre>", "a\r\nb\r<b\r>", "<a <div> b\n", "<form>a</form>\n<option> b </option>",
	"<link a>\n<picture> b", "a<WPPreserveNewline />b", "a > b\nc <", "\n \n", "<ul>\n<li>a</li>\n</ul>", " <!-- wpnl --> ",
	"<p>a</p>\n<p> </p><p></p>b", "<p>a\n\n<p></p>", "<p>a<picture></p>\n\n<p> b", "<div><p></p>c<p></p>", "<p>a <p <p>b", "<p>  <p",
	"<p>a<picture><p></p>", "<a\n\n<!\x01>\n<p>b",
}

func TestParagraphParts(t *testing.T) {
	for _, s := range partTexts {
		if got, want := Paragraphs(s), everyStep(s); got != want {
			t.Errorf("%q gives %q, step by step %q", s, got, want)
		}
	}
}

// FuzzParagraphParts compares the short ways through Paragraphs with the long
// one.
func FuzzParagraphParts(f *testing.F) {
	for _, s := range partTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Paragraphs(s), everyStep(s); got != want {
			t.Fatalf("%q gives %q, step by step %q", s, got, want)
		}
	})
}
