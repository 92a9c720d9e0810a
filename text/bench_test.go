package text

import (
	"maps"
	"runtime"
	"strings"
	"testing"
	"time"
)

// article is about n bytes of a classic post.
func article(n int) string {
	const part = `He said "the tide's out" -- and it was. The harbor, at that hour, lies in a <em>silver</em> light
that nobody, not even the pilots, can describe; they don't try.

A second paragraph with <a href="https://example.test/a?b=1&c=2" title="A 'title'">a link</a>, 12" planks & 9x9 boards...
It goes on for a while so that there is some text between the marks, as there is in most articles.

<h2>The 'quay'</h2>
After the heading the text goes on. Nothing much happens (as always), 'til the boats of '99 come in.

<ul>
<li>one rope</li>
<li>two ropes</li>
</ul>

<img src="https://example.test/boat.png" alt="A boat" width="300" height="200" />

<blockquote>Fair winds make no sailors, and so on and so forth. :)</blockquote>

`
	s := strings.Repeat(part, n/len(part)+1)[:n]
	return strings.ToValidUTF8(s, "")
}

// slowTexts are texts of that size that slow careless matchers down.
func slowTexts(n int) map[string]string {
	rep := func(s string) string { return strings.Repeat(s, n/len(s)) }
	all := slowMarks(rep)
	maps.Copy(all, slowTags(rep, n))
	maps.Copy(all, slowWords(rep))
	return all
}

func slowMarks(rep func(string) string) map[string]string {
	return map[string]string{
		"single quotes":     rep("'"),
		"double quotes":     rep(`"`),
		"spaced quotes":     rep(` "`),
		"quoted digits":     rep(`"1'2`),
		"open quotes":       rep(`"a `),
		"primes":            rep(`"6" '5'. `),
		"dashes":            rep("-"),
		"spaced dashes":     rep(" -"),
		"dots":              rep("."),
		"numbers":           rep("1.1,1"),
		"times":             rep("1x1"),
		"times dots":        rep("1.x1."),
		"ampersands":        rep("&"),
		"references":        rep("&#1"),
		"long reference":    "&#" + rep("1"),
		"brackets":          rep("["),
		"double brackets":   rep("[["),
		"closing brackets":  rep("]"),
		"open shortcodes":   rep("[knots "),
		"shortcodes":        rep("[knots]"),
		"closed shortcodes": rep("[knots][/knots]"),
		"nested captions":   rep("[caption width=1][wp_caption width=1]"),
		"closers":           rep("[/knots]"),
		"shortcode tags":    rep("[knots <b>"),
		"tag shortcodes":    rep("<a [knots]>"),
		"tag attributes":    "<a " + rep("[knots] ") + ">",
		"values":            "<a " + rep(`a="[knots]" `) + ">",
		"attributes":        "[knots " + rep(`a="b" `) + "]",
		"open values":       "[knots " + rep(`a="b `) + "]",
	}
}

func slowTags(rep func(string) string, n int) map[string]string {
	return map[string]string{
		"less":             rep("<"),
		"less p":           rep("<p"),
		"p":                rep("<p>"),
		"p spaces":         rep("<p>  "),
		"slash p":          rep("</p>"),
		"nested p":         rep("<p<p") + ">" + strings.Repeat(" ", n/10),
		"divs":             rep("<div>"),
		"close divs":       rep("</div>"),
		"div div":          rep("<div><div "),
		"br":               rep("<br>"),
		"br spaces":        rep("<br   "),
		"breaks":           rep("<br />\n"),
		"lines":            rep("\n"),
		"spaced lines":     rep(" \n"),
		"spaces":           rep(" "),
		"cr":               rep("\r"),
		"a lines":          rep("a\n"),
		"pre":              rep("<pre>"),
		"pre pairs":        rep("<pre></pre>"),
		"close pre":        "<pre" + rep("</pre>"),
		"pre marks":        rep("<pre wp-pre-tag-1></pre>"),
		"script":           rep("<script"),
		"script lines":     rep("<script>\n"),
		"comments":         rep("<!--"),
		"more":             rep("<!--more"),
		"more lines":       rep("<!--more\n"),
		"cdata":            rep("<![CDATA["),
		"li":               rep("<p><li x"),
		"blockquote":       rep("<p><blockquote "),
		"quotes":           rep("<blockquote>"),
		"option":           rep("<option "),
		"object":           rep("<object ") + "</object>",
		"param":            rep(" <param") + "</object>",
		"audio":            rep("[audio") + "<source",
		"figcaption":       rep("<figcaption "),
		"code":             rep("<code>"),
		"img":              rep("<img "),
		"img x":            rep("<img x"),
		"imgs":             rep(`<img src="/a" width="1" height="1">`),
		"img ids":          rep(`<img class="wp-image-1" src="/a">`),
		"img dashes":       "<img " + rep("-") + ">",
		"a img":            "[caption width=1]" + rep("<a x") + "[/caption]",
		"open elements":    rep("<b>"),
		"mixed elements":   rep("<b><i>") + strings.Repeat("</u>", n/4),
		"crossed elements": rep("<b><i></b></i>"),
	}
}

func slowWords(rep func(string) string) map[string]string {
	return map[string]string{
		"addresses":        rep(".a://"),
		"spaced addresses": rep(" a://b"),
		"long address":     " http://" + rep("a"),
		"parentheses":      " http://a" + rep("(") + rep(")"),
		"www":              rep(" www.a"),
		"mails":            rep(" a@b.c"),
		"mail labels":      " a@" + rep("b."),
		"links":            rep("<a href=x><a href=y>z</a></a>"),
		"open links":       rep("<a "),
		"link starts":      rep("<a><a x"),
		"smilies":          rep(" :)"),
		"colons":           rep(":"),
		"footnotes":        rep(`<sup data-fn="`),
		"footnote spaces":  rep(`<sup data-fn="a" class="b"> `),
		"pages":            rep("<!--nextpage-->"),
		"words":            rep("a "),
		"lines of urls":    rep("http://a\n"),
		"p urls":           rep("<p>http://a"),
		"embeds":           rep("[embed]http://a[/embed]"),
		"letters":          rep("a"),
		"high bytes":       rep("é\u00a0"),
		"names":            rep("Wordpress "),
		"galleries":        rep("[gallery ids=1]"),
	}
}

// TestLinearTime finds texts that take much more than four times as long when
// they are four times as long.
func TestLinearTime(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("takes seconds, and compares times")
	}
	const size = 1 << 19
	o := testOptions(t, &testLibrary{})
	e := NewExcerpter(o, nil)
	content, comment := ContentPipeline(o), CommentPipeline(o)
	short := slowTexts(size / 4)
	for name, s := range slowTexts(size) {
		for kind, f := range map[string]func(string){
			"content": func(s string) { content.Render(nil, s) },
			"comment": func(s string) { comment.Render(nil, s) },
			"excerpt": func(s string) { e.Excerpt(nil, "", s, ExcerptWords) },
		} {
			if long, quarter := grows(func() { f(s) }, func() { f(short[name]) }); long > 0 {
				t.Errorf("%s of %s: %v, a quarter %v", kind, name, long, quarter)
			}
		}
	}
}

// grows returns how long two functions take if the first is much slower than
// four times the second, and zeros if it is not. It asks several times: others
// may want the processor.
func grows(whole, part func()) (long, quarter time.Duration) {
	const negligible, rounds = 100 * time.Millisecond, 8
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	timed := func(f func()) time.Duration {
		start := cpuTime()
		f()
		return cpuTime() - start
	}
	long, quarter = time.Hour, time.Hour
	for range rounds {
		if long = min(long, timed(whole)); long < negligible {
			return 0, 0
		}
		if quarter = min(quarter, timed(part)); long < 10*quarter {
			return 0, 0
		}
	}
	return long, quarter
}

// BenchmarkSlow renders a megabyte of what slows matchers down.
func BenchmarkSlow(b *testing.B) {
	o := testOptions(b, &testLibrary{})
	e := NewExcerpter(o, nil)
	content, comment := ContentPipeline(o), CommentPipeline(o)
	for name, s := range slowTexts(1 << 20) {
		for kind, f := range map[string]func(){
			"content": func() { content.Render(nil, s) },
			"comment": func() { comment.Render(nil, s) },
			"excerpt": func() { e.Excerpt(nil, "", s, ExcerptWords) },
		} {
			b.Run(kind+"/"+name, func(b *testing.B) {
				for b.Loop() {
					f()
				}
			})
		}
	}
}

// BenchmarkGalleries renders a megabyte of galleries: each of 15 bytes becomes
// some 400.
func BenchmarkGalleries(b *testing.B) {
	const gallery = "[gallery ids=1]"
	s := strings.Repeat(gallery, 1<<20/len(gallery))
	p := ContentPipeline(testOptions(b, &testLibrary{[]testMedia{{Attachment: *boat()}}}))
	for b.Loop() {
		b.SetBytes(int64(len(p.Render(nil, s))))
	}
}

func BenchmarkContent(b *testing.B) {
	for name, n := range map[string]int{"1kB": 1000, "10kB": 10000, "100kB": 100000} {
		b.Run(name, func(b *testing.B) {
			s := article(n)
			p := ContentPipeline(testOptions(b, &testLibrary{}))
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				p.Render(nil, s)
			}
		})
	}
}

func BenchmarkSteps(b *testing.B) {
	s := article(10000)
	p := ContentPipeline(testOptions(b, &testLibrary{}))
	for _, step := range p.Steps {
		b.Run(step.Name, func(b *testing.B) {
			c := new(Context)
			b.ReportAllocs()
			for b.Loop() {
				step.Func(c, s)
			}
		})
		s = step.Func(new(Context), s)
	}
}
