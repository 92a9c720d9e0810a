package text

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

func TestParagraphs(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"", ""},
		{" \t\n\r\x00\v", ""},
		{"a", "<p>a</p>\n"},
		{"\f", "<br />\n"}, // not trimmed, but white space: the paragraph is empty
		{"a\n\nb", "<p>a</p>\n<p>b</p>\n"},
		{"a\n \t\nb", "<p>a</p>\n<p>b</p>\n"},
		{"a  \nb", "<p>a<br />\nb</p>\n"},
		{"a<br />\nb", "<p>a<br />\nb</p>\n"},
		{"a<br><br />b", "<p>a</p>\n<p>b</p>\n"},
		{"a\r\r\nb\r\nc", "<p>a</p>\n<p>b<br />\nc</p>\n"},
		{"<div>a</div>b", "<div>a</div>\n<p>b</p>\n"},
		{"<div\n>a</div>", "<div\n>a</div>\n"},
		{"<DIV>a</DIV>", "<p><DIV>a</DIV></p>\n"},
		{"<hr>a<hr / >b", "<hr>\n<p>a</p>\n<hr / >b</p>\n"},
		{"<pre>a\n\nb</pre>c", "<pre>a\n\nb</pre>\n<p>c</p>\n"},
		{"x</pre>y<pre>z</pre>", "<p>xy</p>\n<pre>z</pre>\n"},
		{"<pre>a\n\nb", "<pre>a</p>\n<p>b</p>\n"},
		{"<p>a</p>", "<p>a</p>\n"},
		{"<p></p>\n<p> </p>", "</p>\n"},
		{"<link><param><picture>", "<link><param><picture>\n"},
		{"<ul><li>a\n</li></ul>", "<ul>\n<li>a\n</li>\n</ul>\n"},
		{"<!-- a\n\nb -->c", "<p><!-- a\n\nb -->c</p>\n"},
		{"<![CDATA[>\n\n]]>c", "<p><![CDATA[>\n\n]]>c</p>\n"},
		{"a <b\n\nc", "<p>a <b\n\nc\n</p>\n"},
		{"<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p>\n<p>b</p></blockquote>\n"},
		{"<BlockQuote x>a", "<blockquote x><p>a</p>\n"},
		{"<svg>\n<g>\n</svg>\n<math>\n", "<p><svg>\n<g>\n</svg><br />\n<math></p>\n"},
		{"<select>\n<option>a</option>\n</select>", "<p><select><option>a</option></select></p>\n"},
		{"a/<p <![CDATA[<p><p>\r<link</p>", "<p>a/</p>\n<p <![CDATA[\n \n\n<link<br />\n"},
		{"<div>a\n\nb</div>", "<div>a</p>\n<p>b</p></div>\n"},
	} {
		if got := Paragraphs(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

// paragraphsByRule is Paragraphs as the specification has it: a chain of
// regular expressions.
func paragraphsByRule(s string) string {
	const block = `(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|summary)`
	const ws = `[ \t\n\v\f\r]*`
	re := func(pattern, with string) {
		s = compiled(pattern).ReplaceAllString(s, with)
	}
	if isBlank(s) {
		return ""
	}
	s += "\n"
	var pres []string
	if strings.Contains(s, "<pre") {
		parts := strings.Split(s, "</pre>")
		s = ""
		for _, part := range parts[:len(parts)-1] {
			head, pre, ok := strings.Cut(part, "<pre")
			s += head
			if ok {
				s += fmt.Sprintf("<pre wp-pre-tag-%d></pre>", len(pres))
				pres = append(pres, "<pre"+pre+"</pre>")
			}
		}
		s += parts[len(parts)-1]
	}
	re(`<br`+ws+`/?>`+ws+`<br`+ws+`/?>`, "\n\n")
	re(`(<`+block+`[ \t\n\v\f\r/>])`, "\n\n$1")
	re(`(</`+block+`>)`, "$1\n\n")
	re(`(<hr`+ws+`/?>)`, "$1\n\n")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = hideByRule(s)
	if strings.Contains(s, "<option") {
		re(ws+`<option`, "<option")
		re(`</option>`+ws, "</option>")
	}
	if strings.Contains(s, "</object>") {
		re(`(<object[^>]*>)`+ws, "$1")
		re(ws+`</object>`, "</object>")
		re(ws+`(</?(?:param|embed)[^>]*>)`+ws, "$1")
	}
	if strings.Contains(s, "<source") || strings.Contains(s, "<track") {
		re(`([<\[](?:audio|video)[^>\]]*[>\]])`+ws, "$1")
		re(ws+`([<\[]/(?:audio|video)[>\]])`, "$1")
		re(ws+`(<(?:source|track)[^>]*>)`+ws, "$1")
	}
	if strings.Contains(s, "<figcaption") {
		re(ws+`(<figcaption[^>]*>)`, "$1")
		re(`</figcaption>`+ws, "</figcaption>")
	}
	s = wrapByRule(s, block, ws)
	for i, pre := range pres {
		s = strings.ReplaceAll(s, fmt.Sprintf("<pre wp-pre-tag-%d></pre>", i), pre)
	}
	s = strings.ReplaceAll(s, " <!-- wpnl --> ", "\n")
	return strings.ReplaceAll(s, "<!-- wpnl -->", "\n")
}

// wrapByRule makes paragraphs, from the blank lines on.
func wrapByRule(s, block, ws string) string {
	re := func(pattern, with string) {
		s = compiled(pattern).ReplaceAllString(s, with)
	}
	re("\n\n+", "\n\n")
	parts := compiled("\n"+ws+"\n").Split(s, -1)
	s = ""
	for _, part := range parts {
		if part != "" {
			s += "<p>" + strings.Trim(part, "\n") + "</p>\n"
		}
	}
	loose := `</?` + block + `[^>]*>`
	re(`<p>`+ws+`</p>`, "")
	re(`<p>([^<]+)</(div|address|form)>`, "<p>$1</p></$2>")
	re(`<p>`+ws+`(`+loose+`)`+ws+`</p>`, "$1")
	re(`<p>(<li.+?)</p>`, "$1")
	re(`(?i)<p><blockquote([^>]*)>`, "<blockquote$1><p>")
	s = strings.ReplaceAll(s, "</blockquote></p>", "</p></blockquote>")
	re(`<p>`+ws+`(`+loose+`)`, "$1")
	re(`(`+loose+`)`+ws+`</p>`, "$1")
	s = breaksByRule(s)
	re(`(`+loose+`)`+ws+`<br />`, "$1")
	re(`<br />(`+ws+`</?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)[^>]*>)`, "$1")
	re("\n</p>(\n?)$", "</p>$1")
	return s
}

// compiled is regexp.MustCompile that remembers.
func compiled(pattern string) *regexp.Regexp {
	if re, ok := patterns.Load(pattern); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(pattern)
	patterns.Store(pattern, re)
	return re
}

var patterns sync.Map

func hideByRule(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		b.WriteString(s[:i])
		s = s[i:]
		pattern := `^<[^>]*>?`
		switch {
		case strings.HasPrefix(s, "<!-->"), strings.HasPrefix(s, "<!--->"):
		case strings.HasPrefix(s, "<!--"):
			pattern = `(?s)^(?:<!--.*?-->|.*)`
		case strings.HasPrefix(s, "<![CDATA["):
			pattern = `(?s)^(?:<!\[CDATA\[.*?]]>|.*)`
		}
		tag := compiled(pattern).FindString(s)
		b.WriteString(strings.ReplaceAll(tag, "\n", " <!-- wpnl --> "))
		s = s[len(tag):]
	}
	return b.String()
}

func breaksByRule(s string) string {
	s = compiled(`(?s)<script.*?</script>|<style.*?</style>|<svg.*?</svg>|<math.*?</math>`).ReplaceAllStringFunc(s, func(tag string) string {
		return strings.ReplaceAll(tag, "\n", "<WPPreserveNewline />")
	})
	s = strings.ReplaceAll(strings.ReplaceAll(s, "<br>", "<br />"), "<br/>", "<br />")
	var b strings.Builder
	for i := 0; i < len(s); {
		if !isSpace(s[i]) || strings.HasSuffix(s[:i], "<br />") {
			b.WriteByte(s[i])
			i++
			continue
		}
		end := i
		for end < len(s) && isSpace(s[end]) {
			end++
		}
		last := strings.LastIndexByte(s[i:end], '\n')
		if last < 0 {
			b.WriteString(s[i:end])
			i = end
			continue
		}
		b.WriteString("<br />\n")
		i += last + 1
	}
	return strings.ReplaceAll(b.String(), "<WPPreserveNewline />", "\n")
}

// alphabetText spells a text from the bytes of a fuzzer: each stands for one
// of the pieces, or for itself.
func alphabetText(data []byte, pieces []string) string {
	var b strings.Builder
	for _, c := range data {
		if int(c) < len(pieces) {
			b.WriteString(pieces[c])
		} else if c >= 0x80 {
			b.WriteByte('a' + c%26)
		}
	}
	return b.String()
}

func paragraphPieces() []string {
	return []string{
		"\n", "\n\n", " ", "\t", "\r", "\r\n", "a", "<p>", "</p>", "<p ", "<div>", "</div>", "<div", "<br>", "<br/>", "<br />",
		"<hr>", "<hr />", "<li>", "</li>", "<ul>", "</ul>", "<blockquote>", "</blockquote>", "<BLOCKQUOTE>", "<pre>", "</pre>",
		"<!--", "-->", "<![CDATA[", "]]>", "<", ">", "/", "<script>", "</script>", "<style>", "</style>", "<svg", "</svg>",
		"<math>", "</math>", "<option>", "</option>", "<object>", "</object>", "<param>", "<embed ", "<audio>", "[audio]", "[/audio]",
		"</video>", "<source>", "<track", "<figcaption>", "</figcaption>", "<figure>", "</form>", "</address>", "<td>", "<link",
		"<WPPreserveNewline />", "<!-- wpnl -->", "<P>", "<h1>", "</h1>", "<table>", "</table>", "<a>", "</a>", "\f", "\v", "&nbsp;",
		"<dt>", "<section ", "'", "\"", "=", "[", "]", "x\ny",
	}
}

func FuzzParagraphs(f *testing.F) {
	f.Add([]byte("\x07\x06\x08\x00\x06"))
	f.Add([]byte{10, 6, 0, 1, 22, 6, 23})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 200 {
			return
		}
		s := alphabetText(data, paragraphPieces())
		got := Paragraphs(s)
		if want := paragraphsByRule(s); got != want {
			t.Fatalf("%q\n got %q\nwant %q", s, got, want)
		}
		raw := string(data)
		if shown := Paragraphs(raw); utf8.ValidString(raw) && !utf8.ValidString(shown) {
			t.Fatalf("%q gives %q", raw, shown)
		}
	})
}
