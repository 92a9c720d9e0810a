package text

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Paragraphs mirrors wpautop: blank lines separate paragraphs, single line
// ends become line breaks, and elements that are blocks stay outside of
// paragraphs. A text of nothing but white space is "".
func Paragraphs(s string) string {
	if isBlank(s) {
		return ""
	}
	bufs, ok := autopBufs.Get().(*[2][]byte)
	if !ok {
		bufs = new([2][]byte)
	}
	a := autop{bufs: *bufs, orig: s, mark: hiddenLine}
	for i := range a.bufs {
		a.bufs[i] = slices.Grow(a.bufs[i][:0], len(s)+len(s)/4+64)
	}
	a.bufs[1] = append(append(a.bufs[1], s...), '\n')
	a.cur = view(a.bufs[1])
	a.run()
	if *bufs = a.bufs; cap(bufs[0])+cap(bufs[1]) > mostAutopBufs {
		return a.cur
	}
	done := strings.Clone(a.cur)
	autopBufs.Put(bufs)
	return done
}

// autopBufs keeps the buffers of runs for later ones.
var autopBufs sync.Pool //nolint:gochecknoglobals // no state

// mostAutopBufs is how many bytes of buffers are worth keeping.
const mostAutopBufs = 1 << 18

// run makes the steps, but those that have nothing to do.
func (a *autop) run() {
	if !a.blockLines(false) {
		pre, br := strings.Contains(a.cur, "<pre"), strings.Contains(a.cur, "<br")
		if pre {
			a.setAsidePre()
		}
		if br {
			a.breakPairs()
		}
		a.seen = tagsSeen{br: br}
		a.blockLines(true)
	}
	if strings.IndexByte(a.cur, '\r') >= 0 {
		a.lineEnds()
		a.seen.spread = true
	}
	if a.seen.spread {
		if !a.seen.hidden && len(a.pres) == 0 && strings.IndexByte(a.orig, shortLine[2]) < 0 {
			a.mark = shortLine
		}
		a.hideLines()
	}
	a.squeezeMedia()
	if !a.wrapParts() {
		a.wrap()
		a.unwrap()
	}
	a.breaks()
	a.lastLine()
	if len(a.pres) > 0 {
		a.restorePre()
	}
	if a.seen.hidden || len(a.pres) > 0 {
		a.showLines()
	}
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
	mark  string   // of hidden lines
	seen  tagsSeen
	lone  bool // a paragraph begins with the tag of a block
	blank bool // a paragraph is nothing but white space
	floor int  // where in dst unwrapEnd would have dropped the last end of a paragraph
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
//
// It does nothing and returns false if it meets a pre or br, which come first,
// unless all says that these were dealt with.
func (a *autop) blockLines(all bool) (done bool) {
	a.begin()
	defer a.end()
	s := a.src
	ends, lines := findByte(s, '>'), findByte(s, '\n')
	for start, next := nextByte(s, 0, '<'), 0; start >= 0; start = next {
		i := start + 1
		next = nextByte(s, i, '<')
		closer := i < len(s) && s[i] == '/'
		if closer {
			i++
		}
		end := tagNameEnd(s, i)
		bare := end < len(s) && s[end] == '>'
		if !bare && !a.seen.spread {
			a.seen.spread = spreads(i, next, &ends, &lines)
		}
		switch {
		case !closer:
			a.seen.opener(s[i:])
			if !all && (a.seen.pre || a.seen.br) {
				a.begin()
				return false
			}
			if bare || end < len(s) && (isSpace(s[end]) || s[end] == '/') {
				a.blockOpener(start, end)
			}
		case bare:
			a.blockCloser(s[i:end], end+1)
		}
	}
	return true
}

// blockCloser gives the closing tag of that name, which ends at end, its
// distance if it is that of a block.
func (a *autop) blockCloser(name string, end int) {
	a.seen.closer(name)
	if isBlock(name) {
		a.replace(end, end, "\n\n")
	}
}

// spreads reports whether the markup with its inside at i may hold line ends
// or other markup, the next of which begins at next.
func spreads(i, next int, ends, lines *byteFinder) bool {
	s, end := ends.s, ends.from(i)
	return end == len(s) || lines.from(i) < end || s[i] == '!' || next >= 0 && next < end
}

// blockOpener gives the opening tag at start, whose name ends at end, its
// distance if it is that of a block.
func (a *autop) blockOpener(start, end int) {
	name := a.src[start+1 : end]
	if !isBlock(name) {
		return
	}
	a.replace(start, start, "\n\n")
	if name == "hr" {
		if end = emptyTagEnd(a.src, end); end > 0 {
			a.replace(end, end, "\n\n")
		}
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
		if i = nextByte(a.src, i, '\r'); i < 0 {
			return
		}
		if i+1 < len(a.src) && a.src[i+1] == '\n' {
			a.replace(i, i+1, "")
		} else {
			a.replace(i, i+1, "\n")
		}
		i++
	}
}

// hiddenLine stands for a line end within markup, and shortLine does in texts
// that hold neither: it is no longer than it must be.
const (
	hiddenLine = "<!-- wpnl -->"
	shortLine  = "<!\x01>"
)

// hideLines replaces the line ends within markup.
func (a *autop) hideLines() {
	a.begin()
	defer a.end()
	lines := findByte(a.src, '\n')
	for i := 0; ; {
		if i = nextByte(a.src, i, '<'); i < 0 {
			return
		}
		end := markupEnd(a.src, i)
		for line := lines.from(i); line < end; line = lines.from(line + 1) {
			a.hideLine(line)
			a.seen.hidden = true
		}
		i = end
	}
}

// hideLine puts the mark between spaces in the place of the line end at i.
func (a *autop) hideLine(i int) {
	a.replace(i, i+1, " ")
	a.dst = append(append(a.dst, a.mark...), ' ')
}

// markupEnd is the end of the tag, comment or CDATA section at i.
func markupEnd(s string, i int) int {
	const comment, cdata, cdataEnd = "<!--", "<![CDATA[", "]]>"
	i++
	if i < len(s) && s[i] == '!' {
		switch rest := s[i-1:]; {
		case strings.HasPrefix(rest, comment):
			return commentEnd(s, i-1)
		case strings.HasPrefix(rest, cdata):
			i += len(cdata) - 1
			if n := strings.Index(s[i:], cdataEnd); n >= 0 {
				return i + n + len(cdataEnd)
			}
			return len(s)
		}
	}
	if n := strings.IndexByte(s[i:], '>'); n >= 0 {
		return i + n + 1
	}
	return len(s)
}

// showLines puts the line ends within markup back.
func (a *autop) showLines() {
	a.begin()
	defer a.end()
	for i := 0; ; {
		n := strings.IndexByte(a.src[i:], a.mark[1]) // a rare one
		if n < 0 {
			return
		}
		i += n + 1
		start, end := i-2, i-2+len(a.mark)
		if start < a.last || !strings.HasPrefix(a.src[start:], a.mark) {
			continue
		}
		if start > a.last && a.src[start-1] == ' ' && end < len(a.src) && a.src[end] == ' ' {
			start, end = start-1, end+1
		}
		a.replace(start, end, "\n")
		i = end
	}
}
