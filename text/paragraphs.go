package text

import (
	"strconv"
	"strings"
)

// Paragraphs mirrors wpautop: blank lines separate paragraphs, single line
// ends become line breaks, and elements that are blocks stay outside of
// paragraphs. A text of nothing but white space is "".
func Paragraphs(s string) string {
	if isBlank(s) {
		return ""
	}
	buf := make([]byte, 0, len(s)+len(s)/4+64)
	buf = append(append(buf, s...), '\n')
	a := autop{cur: view(buf), orig: s}
	a.bufs[1] = buf
	pre, br := hasPreOrBreak(s)
	if pre {
		a.setAsidePre()
	}
	if br {
		a.breakPairs()
	}
	a.blockLines()
	if strings.IndexByte(a.cur, '\r') >= 0 {
		a.lineEnds()
	}
	a.hideLines()
	a.squeezeMedia()
	a.wrap()
	a.unwrap()
	a.breaks()
	a.lastLine()
	if len(a.pres) > 0 {
		a.restorePre()
	}
	if a.seen.hidden || len(a.pres) > 0 {
		a.showLines()
	}
	return a.cur
}

// hasPreOrBreak reports whether <pre and <br are in a text.
func hasPreOrBreak(s string) (pre, br bool) {
	for i := 0; !pre || !br; {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			break
		}
		i += n + 1
		pre = pre || strings.HasPrefix(s[i:], "pre")
		br = br || strings.HasPrefix(s[i:], "br")
	}
	return pre, br
}

// autop is one run of Paragraphs. Each step reads the text of the one before
// and writes into the buffer that is free.
type autop struct {
	splicer
	cur   string
	bufs  [2][]byte
	free  int
	orig  string
	pres  []string // pre elements set aside
	seen  tagsSeen
	lone  bool // a paragraph begins with the tag of a block
	blank bool // a paragraph is nothing but white space
}

// tagsSeen is what a text has that only some steps look for.
type tagsSeen struct {
	paragraph bool // <p> or </p>, as typed
	item      bool // <li
	quote     bool // <blockquote in any case, or </blockquote>
	formEnd   bool // </div>, </address> or </form>
	option    bool // <option
	object    bool // </object>
	track     bool // <source or <track
	figure    bool // <figcaption
	hidden    bool // hiddenLine
	preserved bool // preservedLine
}

// begin begins a step.
func (a *autop) begin() { a.splicer = splicer{src: a.cur, dst: a.bufs[a.free][:0]} }

// end ends a step. One that changed nothing has cost no copy.
func (a *autop) end() {
	if !a.changed() {
		return
	}
	a.cur = a.done()
	a.bufs[a.free] = a.dst
	a.free ^= 1
}

// setAsidePre puts a mark in the place of each pre element, and drops closing
// tags without one.
func (a *autop) setAsidePre() {
	a.begin()
	defer a.end()
	const closer = "</pre>"
	for i := 0; ; {
		n := strings.Index(a.src[i:], closer)
		if n < 0 {
			return
		}
		end := i + n + len(closer)
		if start := strings.Index(a.src[i:i+n], "<pre"); start < 0 {
			a.replace(i+n, end, "")
		} else {
			a.upTo(i + start)
			a.dst = append(a.dst, preMark...)
			a.dst = strconv.AppendInt(a.dst, int64(len(a.pres)), 10)
			a.dst = append(a.dst, "></pre>"...)
			a.last = end
			a.pres = append(a.pres, a.orig[i+start:end])
		}
		i = end
	}
}

const preMark = "<pre wp-pre-tag-"

// restorePre puts the pre elements back.
func (a *autop) restorePre() {
	a.begin()
	defer a.end()
	for i := 0; ; {
		n := strings.Index(a.src[i:], preMark)
		if n < 0 {
			return
		}
		start := i + n
		i = start + len(preMark)
		end := i
		for end < len(a.src) && isDigit(a.src[end]) {
			end++
		}
		k, err := strconv.Atoi(a.src[i:end])
		if err == nil && k < len(a.pres) && strings.HasPrefix(a.src[end:], "></pre>") {
			i = end + len("></pre>")
			a.replace(start, i, a.pres[k])
		}
	}
}

// breakPairs makes blank lines of pairs of br.
func (a *autop) breakPairs() {
	a.begin()
	defer a.end()
	for i := 0; ; {
		n := strings.Index(a.src[i:], "<br")
		if n < 0 {
			return
		}
		i += n
		if end := breakPairEnd(a.src, i); end > 0 {
			a.replace(i, end, "\n\n")
			i = end
		} else {
			i += len("<br")
		}
	}
}

// breakPairEnd is the end of two br with nothing but white space between, the
// first of which begins at i. 0 says there are none.
func breakPairEnd(s string, i int) int {
	i = emptyTagEnd(s, i+len("<br"))
	if i == 0 {
		return 0
	}
	i = skipSpace(s, i)
	if !strings.HasPrefix(s[i:], "<br") {
		return 0
	}
	return emptyTagEnd(s, i+len("<br"))
}

// blockLines gives every block a paragraph's distance: two line ends before
// an opening tag, behind a closing one and behind hr.
func (a *autop) blockLines() {
	a.begin()
	defer a.end()
	s := a.src
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			return
		}
		i += n + 1
		if i < len(s) && s[i] == '/' {
			i++
			if end := tagNameEnd(s, i); end < len(s) && s[end] == '>' {
				a.seen.closer(s[i:end])
				if isBlock(s[i:end]) {
					i = end + 1
					a.replace(i, i, "\n\n")
				}
			}
			continue
		}
		end := tagNameEnd(s, i)
		a.seen.opener(s[i:])
		if end == len(s) || !isSpace(s[end]) && s[end] != '/' && s[end] != '>' || !isBlock(s[i:end]) {
			continue
		}
		a.replace(i-1, i-1, "\n\n")
		if s[i:end] == "hr" {
			if end = emptyTagEnd(s, end); end > 0 {
				a.replace(end, end, "\n\n")
				i = end
			}
		}
	}
}

// opener notes an opening tag, from its name on.
func (t *tagsSeen) opener(tag string) {
	if tag == "" {
		return
	}
	switch tag[0] {
	case 'p':
		t.paragraph = t.paragraph || strings.HasPrefix(tag, "p>")
	case 'l':
		t.item = t.item || strings.HasPrefix(tag, "li")
	case 'b', 'B':
		t.quote = t.quote || hasFold(tag, 0, "blockquote")
	case '!':
		t.hidden = t.hidden || strings.HasPrefix(tag, hiddenLine[1:])
	case 'W':
		t.preserved = t.preserved || strings.HasPrefix(tag, preservedLine[1:])
	case 'o':
		t.option = t.option || strings.HasPrefix(tag, "option")
	case 's':
		t.track = t.track || strings.HasPrefix(tag, "source")
	case 't':
		t.track = t.track || strings.HasPrefix(tag, "track")
	case 'f':
		t.figure = t.figure || strings.HasPrefix(tag, "figcaption")
	}
}

// closer notes a closing tag by its name.
func (t *tagsSeen) closer(name string) {
	switch name {
	case "p":
		t.paragraph = true
	case "blockquote":
		t.quote = true
	case "div", "address", "form":
		t.formEnd = true
	case "object":
		t.object = true
	}
}

// emptyTagEnd is the end of a tag that has nothing but white space and a slash
// behind its name, which ends at i. 0 says it has more.
func emptyTagEnd(s string, i int) int {
	i = skipSpace(s, i)
	if i < len(s) && s[i] == '/' {
		i++
	}
	if i < len(s) && s[i] == '>' {
		return i + 1
	}
	return 0
}

// tagNameEnd is the end of the letters and digits at i, or a place where no
// name of a block can end.
func tagNameEnd(s string, i int) int {
	most := min(len(s), i+len("blockquote")+1)
	for i < most && (s[i] >= 'a' && s[i] <= 'z' || isDigit(s[i])) {
		i++
	}
	return i
}

// isBlock reports whether elements of that name stay outside of paragraphs.
func isBlock(name string) bool {
	switch name {
	case "table", "thead", "tfoot", "caption", "col", "colgroup", "tbody", "tr", "td", "th", "div", "dl",
		"dd", "dt", "ul", "ol", "li", "pre", "form", "map", "area", "blockquote", "address", "style", "p",
		"h1", "h2", "h3", "h4", "h5", "h6", "hr", "fieldset", "legend", "section", "article", "aside",
		"hgroup", "header", "footer", "nav", "figure", "figcaption", "details", "menu", "summary":
		return true
	}
	return false
}

// lineEnds turns every CR LF and CR into LF.
func (a *autop) lineEnds() {
	a.begin()
	defer a.end()
	for i := 0; ; {
		n := strings.IndexByte(a.src[i:], '\r')
		if n < 0 {
			return
		}
		i += n
		if i+1 < len(a.src) && a.src[i+1] == '\n' {
			a.replace(i, i+1, "")
		} else {
			a.replace(i, i+1, "\n")
		}
		i++
	}
}

// hiddenLine stands for a line end within markup.
const hiddenLine = "<!-- wpnl -->"

// hideLines replaces the line ends within markup.
func (a *autop) hideLines() {
	a.begin()
	defer a.end()
	lines := findByte(a.src, '\n')
	for i := 0; ; {
		n := strings.IndexByte(a.src[i:], '<')
		if n < 0 {
			return
		}
		i += n
		end := markupEnd(a.src, i)
		for line := lines.from(i); line < end; line = lines.from(line + 1) {
			a.replace(line, line+1, " "+hiddenLine+" ")
			a.seen.hidden = true
		}
		i = end
	}
}

// markupEnd is the end of the tag, comment or CDATA section at i.
func markupEnd(s string, i int) int {
	ender, from := ">", i+1
	if from < len(s) && s[from] == '!' {
		switch {
		case strings.HasPrefix(s[i:], "<!--"):
			return commentEnd(s, i)
		case strings.HasPrefix(s[i:], "<![CDATA["):
			ender, from = "]]>", i+len("<![CDATA[")
		}
	}
	if n := strings.Index(s[from:], ender); n >= 0 {
		return from + n + len(ender)
	}
	return len(s)
}

// showLines puts the line ends within markup back.
func (a *autop) showLines() {
	a.begin()
	defer a.end()
	for i := 0; ; {
		n := strings.Index(a.src[i:], hiddenLine)
		if n < 0 {
			return
		}
		start, end := i+n, i+n+len(hiddenLine)
		if start > a.last && a.src[start-1] == ' ' && end < len(a.src) && a.src[end] == ' ' {
			start, end = start-1, end+1
		}
		a.replace(start, end, "\n")
		i = end
	}
}
