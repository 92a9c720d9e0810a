package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTexturize(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"", ""},
		{"0", "0"},
		{"plain", "plain"},
		// tokens
		{`<!--> "a" -->`, `<!--> &#8220;a&#8221; &#8211;>`},
		{`<!-- "a" "b`, `<!-- "a" "b`},
		{`<a b="&" c="&amp;">"`, `<a b="&#038;" c="&amp;">&#8220;`},
		{`<PRE>"a"</PRE>`, `<PRE>&#8220;a&#8221;</PRE>`},
		{"<pre\nclass>\"a\"</pre>", "<pre\nclass>&#8220;a&#8221;</pre>"},
		{`<code/>"a"</code>`, `<code/>&#8220;a&#8221;</code>`},
		{`<code>"a"</pre>"b"</code>"c"`, `<code>"a"</pre>"b"</code>&#8220;c&#8221;`},
		{`<code>& "a"`, `<code>& "a"`},
		{`a <3 "b"`, `a <3 "b"`},
		// fixed replacements
		{"``a'' ... (tm) (tm)b", "&#8220;a&#8221; &#8230; &#8482; &#8482;b"},
		{"'tain't 'twere 'twas 'tis 'twill 'til 'bout 'nuff 'round 'cause 'em", "&#8217;tain&#8217;t &#8217;twere &#8217;twas &#8217;tis &#8217;twill &#8217;til &#8217;bout &#8217;nuff &#8217;round &#8217;cause &#8217;em"},
		{"x'emy", "x&#8217;emy"},
		// single quotes
		{"'99'.", "&#8217;99&#8217;."},
		{"'99\" '99%", "&#8217;99&#8221; &#8216;99%"},
		{"'9,9'", "&#8216;9,9&#8217;"},
		{"('a') -'b'", "(&#8216;a&#8217;) -&#8216;b&#8217;"},
		{"a'b c' d", "a&#8217;b c&#8217; d"},
		{"a'(", "a'("},
		// primes
		{`6' 5"`, "6&#8242; 5&#8243;"},
		{`"a 6" b 7". c 8" d`, "&#8220;a 6&#8243; b 7&#8221;. c 8&#8243; d"},
		{`"a 6" b 7" d`, "&#8220;a 6&#8243; b 7&#8221; d"},
		// double quotes
		{`"`, "&#8220;"},
		{`" a`, "&#8221; a"},
		{"\u00a0\"a\"&nbsp;\"b\"", "\u00a0&#8220;a&#8221;&nbsp;&#8220;b&#8221;"},
		// dashes
		{"a--b a -- b a---b xn--a ----", "a&#8211;b a &#8212; b a&#8212;b xn--a &#8212;-"},
		{"- a -b - c-", "&#8211; a -b &#8211; c-"},
		// times
		{"9x9 0x9 00x1 1.5x2, a1x2 1x2x3 1x2.5x3", "9&#215;9 0x9 00&#215;1 1.5&#215;2, a1x2 1x2x3 1&#215;2.5&#215;3"},
		// ampersands
		{"& &a; &#1; &#x1f; &; &#; &abcdefgh; &abcdefghi; &a5;", "&#038; &a; &#1; &#x1f; &#038;; &#038;#; &abcdefgh; &#038;abcdefghi; &#038;a5;"},
	} {
		if got := Texturize(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

func TestTypographyShortcodes(t *testing.T) {
	sc := new(Shortcodes)
	for _, name := range []string{"knots", "code"} {
		if err := sc.Register(name, nil); err != nil {
			t.Fatal(err)
		}
	}
	typography := Typography{Shortcodes: sc}
	for _, x := range []struct{ in, want string }{
		{`[knots a="b"]"c"[/knots]`, `[knots a="b"]&#8220;c&#8221;[/knots]`},
		{`[[knots a="b"]] [nosuch a="b"]`, `[[knots a="b"]] [nosuch a=&#8221;b&#8221;]`},
		{`[knots <b c="d">"e"]`, `[knots <b c="d">"e"]`},
		{`[knots "a" [ "b"`, `[knots &#8220;a&#8221; [ &#8220;b&#8221;`},
		{`[code]"a"[/code] "b"`, `[code]"a"[/code] &#8220;b&#8221;`},
		{`[[code]] "a"`, `[[code]] &#8220;a&#8221;`},
	} {
		if got := typography.Texturize(x.in); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

func TestTypographyLocale(t *testing.T) {
	german := Typography{
		OpenDouble: "&#8222;", CloseDouble: "&#8220;", OpenSingle: "&#8218;", CloseSingle: "&#8216;",
		Clipped: []string{"'ne", "'s"},
	}
	const in = `"Ja", 'sagte' er, 'ne "Welle". 'tis 6" -- gut`
	const want = `&#8222;Ja&#8220;, &#8217;sagte&#8216; er, &#8217;ne &#8222;Welle&#8220;. &#8218;tis 6&#8243; &#8212; gut`
	if got := german.Texturize(in); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// A ruleText is a text that rules change one after the other.
type ruleText string

// each replaces what a rule takes, from left to right. The rule says how many
// bytes that is, and by what; 0 is none.
func (s *ruleText) each(rule func(s string, i int) (int, string)) {
	in := string(*s)
	var b strings.Builder
	for i := 0; i < len(in); {
		if n, with := rule(in, i); n > 0 {
			b.WriteString(with)
			i += n
			continue
		}
		b.WriteByte(in[i])
		i++
	}
	*s = ruleText(b.String())
}

const (
	markApos, markOpen, markOpenDouble, markCandidate = "\x01", "\x02", "\x03", "\x04"
	spaceRule                                         = `(?:[\r\n\t ]|\x{A0}|&nbsp;)`
)

// looks reports whether a pattern matches right at i.
func looks(s string, i int, pattern string) bool {
	return compiled(`^(?s:` + pattern + `)`).MatchString(s[i:])
}

// behindOf reports whether a pattern matches right before i.
func behindOf(s string, i int, pattern string) bool {
	return compiled(`(?s:` + pattern + `)$`).MatchString(s[:i])
}

const endRule = `(?:$|[.,:;!?)}\-\]]|&gt;|` + spaceRule + `)`

// pieceByRule is the typography of one piece of text as the specification has
// it: rule after rule over the whole piece.
func pieceByRule(p string) string {
	s := ruleText(p)
	fixed := []string{
		"...", "&#8230;", "``", "&#8220;", "''", "&#8221;", " (tm)", " &#8482;", "'tain't", "&#8217;tain&#8217;t",
		"'twere", "&#8217;twere", "'twas", "&#8217;twas", "'tis", "&#8217;tis", "'twill", "&#8217;twill", "'til", "&#8217;til",
		"'bout", "&#8217;bout", "'nuff", "&#8217;nuff", "'round", "&#8217;round", "'cause", "&#8217;cause", "'em", "&#8217;em",
	}
	for i := 0; i < len(fixed); i += 2 {
		s = ruleText(strings.ReplaceAll(string(s), fixed[i], fixed[i+1]))
	}
	if strings.Contains(string(s), "'") {
		singlesByRule(&s)
	}
	if strings.Contains(string(s), `"`) {
		s.each(func(s string, i int) (int, string) {
			if m := compiled(`^"(\d[.,\d]*)"`).FindStringSubmatch(s[i:]); m != nil && (i == 0 || behindOf(s, i, spaceRule)) {
				return len(m[0]), markOpenDouble + m[1] + "&#8221;"
			}
			return 0, ""
		})
		s.each(func(s string, i int) (int, string) {
			if s[i] == '"' && (i == 0 || behindOf(s, i, `[(\[{\-]|&lt;|`+spaceRule)) && !looks(s, i+1, spaceRule) {
				return 1, markOpenDouble
			}
			return 0, ""
		})
		primesByRule(&s, `"`, "&#8243;", markOpenDouble, "&#8221;")
		s = ruleText(strings.ReplaceAll(string(s), markOpenDouble, "&#8220;"))
	}
	dashesByRule(&s)
	s.each(func(s string, i int) (int, string) {
		left := compiled(`^(?:0[\d.,]+|[1-9][\d.,]*)x`).FindString(s[i:])
		if left == "" || i > 0 && isWord(s[i-1]) {
			return 0, ""
		}
		right := compiled(`^\d[\d.,]*\b`).FindString(s[i+len(left):])
		for right != "" && !isBorder(s, i+len(left)+len(right)) {
			right = right[:len(right)-1]
		}
		if right == "" {
			return 0, ""
		}
		return len(left) + len(right), left[:len(left)-1] + "&#215;" + right
	})
	s.each(func(s string, i int) (int, string) {
		if s[i] == '&' && !looks(s, i, `(?i)&(?:#\d+|#x[\da-f]+|[a-z1-4]{1,8});`) {
			return 1, "&#038;"
		}
		return 0, ""
	})
	return string(s)
}

// isBorder reports the border of a word at i.
func isBorder(s string, i int) bool {
	return (i > 0 && isWord(s[i-1])) != (i < len(s) && isWord(s[i]))
}

func singlesByRule(s *ruleText) {
	s.each(func(s string, i int) (int, string) {
		if m := compiled(`^'(\d\d)'`).FindStringSubmatch(s[i:]); m != nil && looks(s, i+len(m[0]), endRule) {
			return len(m[0]), markApos + m[1] + "&#8217;"
		}
		return 0, ""
	})
	s.each(func(s string, i int) (int, string) {
		if m := compiled(`^'(\d\d)"`).FindStringSubmatch(s[i:]); m != nil && looks(s, i+len(m[0]), endRule) {
			return len(m[0]), markApos + m[1] + "&#8221;"
		}
		return 0, ""
	})
	s.each(func(s string, i int) (int, string) {
		if looks(s, i, `'\d\d`) && !looks(s, i+3, `[%\d]|[.,]\d`) {
			return 1, markApos
		}
		return 0, ""
	})
	s.each(func(s string, i int) (int, string) {
		if m := compiled(`^'(\d[.,\d]*)'`).FindStringSubmatch(s[i:]); m != nil && (i == 0 || behindOf(s, i, spaceRule)) {
			return len(m[0]), markOpen + m[1] + "&#8217;"
		}
		return 0, ""
	})
	s.each(func(s string, i int) (int, string) {
		if s[i] == '\'' && (i == 0 || behindOf(s, i, `[(\[{"\-]|&lt;|`+spaceRule)) {
			return 1, markOpen
		}
		return 0, ""
	})
	s.each(func(s string, i int) (int, string) {
		if s[i] == '\'' && !behindOf(s, i, spaceRule) && !looks(s, i+1, `$|[.,:;!?"'(){}\[\]\-]|&[lg]t;|`+spaceRule) {
			return 1, markApos
		}
		return 0, ""
	})
	primesByRule(s, "'", "&#8242;", markOpen, "&#8217;")
	*s = ruleText(strings.NewReplacer(markApos, "&#8217;", markOpen, "&#8216;").Replace(string(*s)))
}

func primesByRule(s *ruleText, quote, prime, open, closer string) {
	parts := strings.Split(string(*s), open)
	for n, part := range parts {
		p := ruleText(part)
		afterDigit := func(what, with string) {
			p.each(func(s string, i int) (int, string) {
				if strings.HasPrefix(s[i:], what) && i > 0 && isDigit(s[i-1]) {
					return len(what), with
				}
				return 0, ""
			})
		}
		ends := func(with string) {
			p.each(func(s string, i int) (int, string) {
				if strings.HasPrefix(s[i:], quote) && looks(s, i+1, endRule) {
					return 1, with
				}
				return 0, ""
			})
		}
		if !strings.Contains(part, quote) {
			continue
		}
		if n > 0 && !strings.Contains(part, closer) {
			ends(markCandidate)
			if strings.Count(string(p), markCandidate) > 1 {
				before := p
				p.each(func(s string, i int) (int, string) {
					if s[i:i+1] == markCandidate && (i == 0 || !isDigit(s[i-1])) {
						return 1, closer
					}
					return 0, ""
				})
				if p == before {
					at := strings.LastIndex(string(p), markCandidate+".")
					if at < 0 {
						at = strings.LastIndex(string(p), markCandidate)
					}
					p = p[:at] + ruleText(closer) + p[at+1:]
				}
				afterDigit(quote, prime)
				afterDigit(markCandidate, prime)
				p = ruleText(strings.ReplaceAll(string(p), markCandidate, closer))
			} else {
				p = ruleText(strings.ReplaceAll(string(p), markCandidate, closer))
				afterDigit(quote, prime)
			}
		} else {
			afterDigit(quote, prime)
			ends(closer)
		}
		if quote == `"` {
			p = ruleText(strings.ReplaceAll(string(p), quote, closer))
		}
		parts[n] = string(p)
	}
	*s = ruleText(strings.Join(parts, open))
}

func dashesByRule(s *ruleText) {
	*s = ruleText(strings.ReplaceAll(string(*s), "---", "&#8212;"))
	alone := func(dashes, with string) {
		s.each(func(s string, i int) (int, string) {
			if strings.HasPrefix(s[i:], dashes) && (i == 0 || behindOf(s, i, spaceRule)) && looks(s, i+len(dashes), `$|`+spaceRule) {
				return len(dashes), with
			}
			return 0, ""
		})
	}
	alone("--", "&#8212;")
	s.each(func(s string, i int) (int, string) {
		if strings.HasPrefix(s[i:], "--") && !strings.HasSuffix(s[:i], "xn") {
			return 2, "&#8211;"
		}
		return 0, ""
	})
	alone("-", "&#8211;")
}

// texturizeByRule is Texturize as the specification has it.
func texturizeByRule(s string) string {
	if s == "" || s == "0" {
		return s
	}
	var b strings.Builder
	var stack []string
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i != 0 {
			if i < 0 {
				i = len(s)
			}
			if len(stack) == 0 && !isBlank(s[:i]) {
				b.WriteString(pieceByRule(s[:i]))
			} else {
				b.WriteString(s[:i])
			}
			s = s[i:]
			continue
		}
		if strings.HasPrefix(s, "<!--") {
			end := strings.Index(s[2:], "-->") + 5
			if end < 5 {
				end = len(s)
			}
			b.WriteString(s[:end])
			s = s[end:]
			continue
		}
		tag := compiled(`^<[^>]*>?`).FindString(s)
		s = s[len(tag):]
		t := ruleText(tag)
		t.each(func(s string, i int) (int, string) {
			if s[i] == '&' && !looks(s, i, `(?i)&(?:#\d+|#x[\da-f]+|[a-z1-4]{1,8});`) {
				return 1, "&#038;"
			}
			return 0, ""
		})
		b.WriteString(string(t))
		closer := strings.HasPrefix(tag, "</")
		if closer && len(stack) == 0 {
			continue
		}
		name := strings.TrimPrefix(tag[1:], "/")
		if at := strings.IndexByte(name, ' '); at >= 0 {
			name = name[:at]
		} else if name != "" {
			name = name[:len(name)-1]
		}
		if !compiled(`^(?:pre|code|kbd|style|script|tt)$`).MatchString(name) {
			continue
		}
		if !closer {
			stack = append(stack, name)
		} else if stack[len(stack)-1] == name {
			stack = stack[:len(stack)-1]
		}
	}
	return b.String()
}

func typographyPieces() []string {
	return []string{
		"'", `"`, "-", "--", "---", "&", "x", ".", "...", "`", "``", "''", " (tm)", "(tm)", " ", " ", "\n", "\u00a0", "&nbsp;", "&lt;", "&gt;",
		"a", "b", "0", "1", "9", "12", "99", ",", ":", ";", "!", "?", "(", ")", "{", "}", "[", "]", "%", "xn", "<b>", "</b>", "<code>", "</code>",
		"<pre ", ">", "<", "<!--", "-->", "'tain't", "'tis", "'til", "'em", "'twas", "'bout", "&#8217;", "&#8221;", "&#8216;", "&amp", "&#1", ";",
		"é", "—", "1x1", "x1", "00x1", "1.5", "1,0", "_", "/", "=", "'s ", `" `, ` "`, " '", "'99", "6'", `6"`, "\x01",
	}
}

func FuzzTexturize(f *testing.F) {
	f.Add([]byte{0, 21, 0, 1, 22, 1})
	f.Add([]byte{73, 27, 1, 74, 76})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 200 {
			return
		}
		s := alphabetText(data, typographyPieces()[:len(typographyPieces())-1])
		got := Texturize(s)
		if want := texturizeByRule(s); got != want {
			t.Fatalf("%q\n got %q\nwant %q", s, got, want)
		}
		raw := string(data)
		if shown := Texturize(raw); utf8.ValidString(raw) && !utf8.ValidString(shown) {
			t.Fatalf("%q gives %q", raw, shown)
		}
	})
}
