package text

import "strings"

// ExcerptWords is how many words WordPress's automatic excerpts have at most.
const ExcerptWords = 55

// excerptMore follows an excerpt that was cut.
const excerptMore = " [&hellip;]"

// An Excerpter makes the excerpts of posts. It is safe for concurrent use.
type Excerpter struct {
	// Content renders what an automatic excerpt is made of: the content's
	// pipeline without blocks and image tags.
	Content Pipeline
	// Shown renders an excerpt, whoever made it.
	Shown Pipeline
	// Shortcodes go before that, with what they enclose.
	Shortcodes *Shortcodes
	// Blocks drops the blocks that no excerpt shows, and renders the others.
	// It may be nil.
	Blocks StepFunc
}

// NewExcerpter returns the Excerpter of a site. blocks drops and renders
// blocks; it may be nil.
func NewExcerpter(o Options, blocks StepFunc) *Excerpter {
	o.Blocks = nil
	return &Excerpter{
		Content:    ContentPipeline(o).Remove(StepImages),
		Shown:      ExcerptPipeline(o),
		Shortcodes: o.Shortcodes,
		Blocks:     blocks,
	}
}

// Excerpt renders the excerpt of a post: the one written by hand, or else the
// first words of its content, [ExcerptWords] as a rule. c may be nil.
func (e *Excerpter) Excerpt(c *Context, excerpt, content string, words int) string {
	if isBlank(excerpt) {
		excerpt = e.Auto(c, content, words)
	}
	if excerpt == "" {
		return ""
	}
	return e.Shown.Render(c, excerpt)
}

// Auto mirrors wp_trim_excerpt: the first words of the content as plain text,
// still to be rendered by Shown. c may be nil.
func (e *Excerpter) Auto(c *Context, content string, words int) string {
	if c == nil {
		c = new(Context)
	}
	s := e.Shortcodes.Strip(Teaser(content))
	if e.Blocks != nil {
		s = e.Blocks(c, s)
	}
	s = dropFootnotes(s)
	s = e.Content.Render(c, s)
	s = strings.ReplaceAll(s, "]]>", "]]&gt;")
	return TrimWords(s, words, excerptMore)
}

// TrimWords mirrors wp_trim_words: the first words of a text without its tags,
// with one space between, and more behind them if there were others. A
// negative number drops the last word and adds more.
func TrimWords(s string, words int, more string) string {
	s = StripAllTags(s) // no white space stands around it
	w := splicer{src: s}
	if words < 0 {
		w.src = dropLastWord(s)
	}
	for count, end := 0, 0; ; count++ {
		i := skipWordSpace(w.src, end)
		if i == len(w.src) {
			break
		}
		if count == words {
			w.src = s[:end]
			break
		}
		if count > 0 && (i > end+1 || s[end] != ' ') {
			w.replace(end, i, " ")
		}
		for end = i; end < len(w.src) && !isWordSpace(s[end]); {
			end++
		}
	}
	if words < 0 || len(w.src) < len(s) {
		return w.done() + more
	}
	return w.done()
}

// dropLastWord drops the last word and the white space before it.
func dropLastWord(s string) string {
	for s != "" && !isWordSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	for s != "" && isWordSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// isWordSpace reports what stands between words.
func isWordSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipWordSpace(s string, i int) int {
	for i < len(s) && isWordSpace(s[i]) {
		i++
	}
	return i
}

// dropFootnotes drops the marks of footnotes.
func dropFootnotes(s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		n := strings.Index(s[i:], `<sup data-fn="`)
		if n < 0 {
			return w.done()
		}
		i += n
		if end := footnoteEnd(s, i); end > 0 {
			w.replace(i, end, "")
			i = end
		} else {
			i++
		}
	}
}

// footnoteEnd is the end of the mark of a footnote at i, or 0.
func footnoteEnd(s string, i int) int {
	i = afterAttr(s, i, `<sup data-fn="`)
	i = afterAttr(s, i, ` class="`)
	i = after(s, i, ">")
	if i == 0 {
		return 0
	}
	i = afterAttr(s, skipSpace(s, i), `<a href="`)
	i = afterAttr(s, i, ` id="`)
	i = after(s, i, ">")
	if i == 0 {
		return 0
	}
	digits := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == digits {
		return 0
	}
	if i = after(s, i, "</a>"); i == 0 {
		return 0
	}
	return after(s, skipSpace(s, i), "</sup>")
}

// after is the place behind text at i, or 0.
func after(s string, i int, text string) int {
	if i == 0 && text[0] != '<' || !strings.HasPrefix(s[i:], text) {
		return 0
	}
	return i + len(text)
}

// afterAttr is the place behind the attribute that begins with text at i, or
// 0. The attribute must have a value.
func afterAttr(s string, i int, text string) int {
	const longest = 4096 // as long as no footnote's
	start := after(s, i, text)
	if start == 0 {
		return 0
	}
	n := strings.IndexByte(s[start:min(len(s), start+longest)], '"')
	if n <= 0 {
		return 0
	}
	return start + n + 1
}
