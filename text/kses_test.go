package text

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func ExampleKSES() {
	fmt.Println(KSES(PostPolicy(), `<p onclick="x()">Tom & <a href="javascript:x()">Jerry</a><script>y()</script></p>`))
	// Output: <p>Tom &amp; <a href="x()">Jerry</a>y()</p>
}

func ExamplePolicy_With() {
	p := DataPolicy().With(map[string][]string{"abbr": {"class"}, "kbd": nil})
	fmt.Println(KSES(p, `<abbr title="t" class="c">a</abbr> <kbd id="k">b</kbd> <u>c</u>`))
	// Output: <abbr title="t" class="c">a</abbr> <kbd>b</kbd> c
}

func ExampleSafeCSS() {
	fmt.Println(SafeCSS("color: red; behavior: url(x); width: calc(1px + 2px); background: url(javascript:x)"))
	// Output: color: red;width: calc(1px + 2px)
}

func ExampleRelUGC() {
	fmt.Println(RelUGC(`<a href="https://example.test/">x</a> <a href="https://own.test/y" rel="me">y</a>`, "https://own.test"))
	// Output: <a href="https://example.test/" rel="nofollow ugc">x</a> <a href="https://own.test/y" rel="me ugc">y</a>
}

// TestKSES has rows that no recording shows.
func TestKSES(t *testing.T) {
	post := PostPolicy().WithUploads("example.test")
	tests := []struct {
		name, in, want string
	}{
		{"empty", "", ""},
		{"text", "plain", "plain"},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"double escaped", "&amp;#60; &amp;lt;", "&amp;#60; &amp;lt;"},
		{"hex digits", "&#x0000041; &#x1234567; &#x;", "&#x41; &amp;#x1234567; &amp;#x;"},
		{"decimal digits", "&#12345678; &#000000000000065; &#;", "&amp;#12345678; &#065; &amp;#;"},
		{"apostrophe", "&apos; &APOS;", "&apos; &amp;APOS;"},
		{"comment over lines", "<!-- a\nb --> c", "<!-- a\nb --> c"},
		{"comment with > over lines", "<!-- a\n> b -->", "<!-- a\n&gt;--> b --&gt;"},
		{"short comment", "<!--> x", "<!--&gt; x-->"},
		{"short comment at the end", "<!-->\n", "<!--&gt;-->\n"},
		{"dashes", "<!--- a ---- b --->", "<!--- a - b -->"},
		{"empty comment", "a<!---->b", "ab"},
		{"five dashes", "a<!----->b", "ab"},
		{"slash alone", "<br / ><br x/><b/>", "<br /><br /><b />"},
		{"unquoted slash", `<a href=/x/>y</a>`, `<a href="/x/" />y</a>`},
		{"blank before a name", "< b>x< / b>", "<b>x</b>"},
		{"nameless closer", "x</>", "x"},
		{"first href wins", `<a href="/a" HREF="/b">x</a>`, `<a href="/a">x</a>`},
		{"first download wins", `<a download="x" download>x</a>`, `<a>x</a>`},
		{"equals sign", `<p class==x =id=y>z</p>`, `<p class="=x">z</p>`},
		{"empty value", `<p class= >z</p>`, `<p class="">z</p>`},
		{"data", `<p data-é="1" data-x:y="2" data-1="3">z</p>`, `<p data-1="3">z</p>`},
		{"style in a value", `<p style="color:red;Color:red;font-family:'x'">z</p>`, `<p style="color:red;font-family:&#039;x&#039;">z</p>`},
		{"pdf", `<object type="application/pdf" data="https://example.test/a.pdf"/>`, `<object type="application/pdf" data="https://example.test/a.pdf" />`},
		{"no pdf", `<object type="application/pdf" data="https://example.test.evil/a.pdf">o</object>`, `<object>o</object>`},
		{"self-closed object", `a<object id="x"/>b`, `ab`},
		{"six schemes", `<a href="a:b:c:d:e:f">x</a>`, `<a href="f">x</a>`},
		{"seven schemes", `<a href="a:b:c:d:e:f:g">x</a>`, `<a href="">x</a>`},
		{"no scheme behind a query", `<a href="x/?a:b">x</a>`, `<a href="x/?a:b">x</a>`},
		{"feeds", `<a href="feed:feed:http://x">x</a>`, `<a href="feed:feed:http://x">x</a>`},
		{"colons", `<a href="javascript&#x3ax">1</a><a href="javascript&#x3ax;">2</a><a href="a&#581b">3</a>`,
			`<a href="x">1</a><a href="x;">2</a><a href="a&amp;#581b">3</a>`},
		{"spaces in a scheme", "<a href=\"h t\ttp:// x \">1</a>", `<a href="http:// x">1</a>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := KSES(post, tt.in); got != tt.want {
				t.Errorf("KSES(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestPolicies(t *testing.T) {
	const in = `<a href="/x" rel="r" target="t" class="c"><span class="user-3 x wp-note-mention user-03" id="i">s</span></a><p>p</p>`
	tests := map[string]struct {
		policy *Policy
		want   string
	}{
		"data":        {DataPolicy(), `<a href="/x">s</a>p`},
		"comment":     {CommentPolicy(), `<a href="/x"><span class="user-3 wp-note-mention">s</span></a>p`},
		"description": {DescriptionPolicy(), `<a href="/x" rel="r" target="t">s</a>p`},
		"strip":       {StripPolicy(), `sp`},
		"nil":         {nil, `sp`},
		"zero":        {&Policy{}, `sp`},
	}
	for name, tt := range tests {
		if got := KSES(tt.policy, in); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
	if DataPolicy().AllowsAttr("a", "rel") || !DescriptionPolicy().AllowsAttr("A", "REL") || DataPolicy().Allows("span") {
		t.Error("a policy that was made of another changed it")
	}
}

func TestWithBlocks(t *testing.T) {
	p := PostPolicy().WithBlocks(func(s string, clean func(string) string) string {
		return strings.ReplaceAll(s, "BLOCK", clean("<script>a</script><b>&</b>"))
	})
	if got, want := KSES(p, "<!-- BLOCK --> x <3"), "<!-- a<b>&amp;</b> --> x &lt;3"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEntityNames(t *testing.T) {
	for _, name := range strings.Fields("nbsp copy frac14 sup2 thetasym alefsym there4 euro apos quot hearts fnof Omega piv yuml") {
		if !isHTML4Entity(name) || html.UnescapeString("&"+name+";") == "&"+name+";" {
			t.Errorf("%s is not known", name)
		}
	}
	for _, name := range strings.Fields("bogus Amp AMP COPY nGt hookrightarrow x") {
		if isHTML4Entity(name) {
			t.Errorf("%s is known", name)
		}
	}
}

// checkSafe fails if s, as a browser reads it, holds what the policy does not
// allow.
func checkSafe(t *testing.T, p *Policy, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("not UTF-8: %q", s)
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), body)
	if err != nil {
		t.Skip("not to be parsed:", err)
	}
	for _, root := range nodes {
		checkNode(t, p, s, root)
		for n := range root.Descendants() {
			checkNode(t, p, s, n)
		}
	}
}

// checkNode is checkSafe for one node.
func checkNode(t *testing.T, p *Policy, s string, n *html.Node) {
	t.Helper()
	if n.Type == html.DoctypeNode {
		t.Fatalf("doctype in %q", s)
	}
	if n.Type != html.ElementNode {
		return
	}
	implied := strings.Contains(" tbody colgroup tr p ", " "+n.Data+" ") && len(n.Attr) == 0
	if !p.Allows(n.Data) && !implied || n.Data == "script" {
		t.Fatalf("element %s in %q", n.Data, s)
	}
	for _, a := range n.Attr {
		name := a.Key
		if a.Namespace != "" {
			name = a.Namespace + ":" + a.Key
		}
		if strings.HasPrefix(name, "on") || !p.AllowsAttr(n.Data, name) {
			t.Fatalf("attribute %s of %s in %q", name, n.Data, s)
		}
		if isURLAttr(name) {
			checkAddress(t, s, a.Val)
		}
		if name == "style" && SafeCSS(a.Val) != a.Val {
			t.Fatalf("style %q in %q", a.Val, s)
		}
	}
}

// checkAddress fails if a browser sees a scheme in an address that is not allowed.
func checkAddress(t *testing.T, s, address string) {
	t.Helper()
	address = strings.TrimLeft(address, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\v\f\r\x0e\x0f\x1b ")
	address = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(address)
	for i := 0; i < len(address); i++ {
		c := address[i]
		if c == ':' {
			if i > 0 && !isAllowedScheme(strings.ToLower(address[:i])) {
				t.Fatalf("address %q in %q", address, s)
			}
			return
		}
		if !isAlpha(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.') {
			return
		}
	}
}

// unstable finds what WordPress itself changes when it cleans its own result:
// a comment with a tag in it, three dashes at the end of something else than a
// comment, an escaped quote, an empty declaration, and a quote in a style of
// which something was dropped.
var unstable = regexp.MustCompile(`<!--[^>]*<|<!--.*--->|\\"|style="[^"]*(;;|;"|&#039;)|<span >`)

// checkStable fails if the result is not safe, or changes when it is cleaned
// again.
func checkStable(t *testing.T, p *Policy, s string) {
	t.Helper()
	once := KSES(p, s)
	checkSafe(t, p, once)
	last := once
	for range 2 + strings.Count(once, `\`) { // Quirk: each time a quote loses one backslash
		next := KSES(p, last)
		if next == last {
			return
		}
		if !unstable.MatchString(last) {
			t.Fatalf("not stable: %q\n once %q\n last %q\n then %q", s, once, last, next)
		}
		checkSafe(t, p, next)
		last = next
	}
	t.Fatalf("never stable: %q\n once %q\n last %q", s, once, last)
}

// ksesPolicies are those that the properties are tested with.
func ksesPolicies() []*Policy {
	return []*Policy{PostPolicy().WithUploads("example.test"), DataPolicy(), CommentPolicy(), DescriptionPolicy(), StripPolicy()}
}

func FuzzKSES(f *testing.F) {
	for _, s := range attackStrings() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range ksesPolicies() {
			checkStable(t, p, s)
		}
	})
}

// attackStrings are texts that filters have let through, and odd markup.
func attackStrings() []string {
	return []string{
		`<script>alert(1)</script>`, `<scr<script>ipt>x</scr</script>ipt>`, `<img src=x onerror=alert(1)//`,
		`<a href="java&#x73;cript:x">`, `<a href="&#1;javascript:x">`, "<a href=\"java\tscript:x\">", `<a href="feed:javascript:x">`,
		`<a href='x' title='"><script>y</script>'>`, `<p style="background:url(javascript:x)">`, `<p style="width:expression(x)">`,
		`<!--><img src=x onerror=y>-->`, `<!--a--!><script>x</script>-->`, `</><script>x</script>`, `<!x <b> y>`, `</1 onclick=x>`,
		`<svg><script>x</script></svg>`, `<math><mtext><style><img onerror=x></style></mtext></math>`,
		`<textarea><b></textarea>`, `<title><!-- </title><b>x</b> --></title>`, `<object data="https://example.test/x.pdf" type="application/pdf">`,
		`&#58; &colon; &lt;script&gt; &#x3c;`, `<a href=x/><p class=a/ id=b>`, `<p data-x='{"a":"<b>"}'>`, "<p a\x00b=c>", `<b\"x\">`,
		`<!-- a --> <!---> <!----> <!-- a -- b --->`, `<?php x ?><![CDATA[y]]>`, "<!-- a\n> b -->", `<a href="a:b:c:d:e:f:g:h">`,
	}
}

// TestKSESProperties runs what is fuzzed on the recorded texts.
func TestKSESProperties(t *testing.T) {
	for _, s := range append(recordedTexts(t), attackStrings()...) {
		for _, p := range ksesPolicies() {
			checkStable(t, p, s)
		}
	}
}

// pathological are texts of that size that cost a careless filter quadratic
// time.
func pathological(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"less":       fill("<"),
		"greater":    fill(">"),
		"open":       fill("<a "),
		"comments":   fill("<!--"),
		"openings":   fill("<!-->\n") + "x",
		"dashes":     "<!--" + fill("-"),
		"closers":    fill("</>"),
		"ampersands": fill("&"),
		"semicolons": fill("&a"),
		"zeros":      "&#" + fill("0"),
		"attributes": "<p " + fill("a=b ") + ">",
		"data":       "<p " + dataAttrs(size) + ">",
		"quotes":     "<p " + fill(`"'`) + ">",
		"css":        `<p style="` + fill("a:b;") + `">`,
		"calls":      `<p style="width:` + fill("calc(") + `">`,
		"urls":       `<p style="background:` + fill("url(") + `">`,
		"gradients":  `<p style="background:` + fill("linear-gradient(()") + `">`,
		"schemes":    `<a href="` + fill("&#58") + `">`,
		"feeds":      `<a href="` + fill("feed:") + `">`,
		"backslash":  `<a href="` + fill(`\`) + `">`,
		"bogus":      fill("</1 &>"),
		"tags":       fill("<b>x</b>"),
		"links":      fill("<a x"),
		"link":       "<a " + fill("a1 ") + ">",
		"percents":   fill("%4"),
		"octets":     fill("%41"),
		"nested":     strings.Repeat("%4", size/3) + strings.Repeat("1", size/3),
		"accents":    fill("é"),
		"marks":      fill("e\u0301\u0301\u0301"),
		"dots":       fill("..a"),
		"ats":        fill("a@b."),
		"spaces":     fill(" \n"),
	}
}

func dataAttrs(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "data-%d ", i)
	}
	return b.String()
}

// benchmarkPost is a megabyte of an ordinary post.
func benchmarkPost() string {
	const p = `<p class="x">Tom &amp; <a href="https://example.test/?a=1&b=2" style="color:red">Jerry</a>, it's 5 < 6.</p>` + "\n"
	return strings.Repeat(p, 1<<20/len(p))
}

func BenchmarkKSES(b *testing.B) {
	benchmarks := pathological(1 << 20)
	benchmarks["post"] = benchmarkPost()
	benchmarks["prose"] = strings.Repeat("The tide is out, and so are we: nothing to filter here.\n", 1<<20/56)
	for name, s := range benchmarks {
		b.Run(name, func(b *testing.B) {
			p := PostPolicy()
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				KSES(p, s)
			}
		})
	}
}
