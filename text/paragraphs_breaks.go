package text

import "strings"

// breakTag is what ends a line.
const breakTag = "<br />"

// breaks makes line breaks of line ends, but not within script, style, svg and
// math, and drops breaks behind tags of blocks and before paragraphs, lists
// and the like.
func (a *autop) breaks() {
	switch {
	case !a.seen.br && !a.seen.kept && !a.seen.preserved && a.closesTags():
		a.breakPlain()
	case a.seen.preserved || !a.breakLines(true, true):
		a.breakLines(true, false)
		a.breakLines(false, true)
	}
}

// closesTags reports whether the last tag has an end. Then no line ends within
// one, as hideLines has seen to the others.
func (a *autop) closesTags() bool {
	return strings.IndexByte(a.cur[strings.LastIndexByte(a.cur, '<')+1:], '>') >= 0
}

// breakPlain is breakLines for texts in which nothing but line ends counts.
func (a *autop) breakPlain() {
	a.begin()
	defer a.end()
	s := a.src
	b := breaker{autop: a, drop: true}
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '\n')
		if n < 0 {
			return
		}
		b.loose = -1
		if end := backSpace(s, i, i+n); endsLooseTag(s, i, end) {
			b.loose = end
		}
		i = b.line(i + n)
	}
}

// breakLines makes breaks, drops breaks, or does both at once. It cannot do
// both, and does nothing, if a line ends within a tag: a break would end the
// tag as well.
func (a *autop) breakLines(add, drop bool) (ok bool) {
	a.begin()
	defer a.end()
	s := a.src
	b := breaker{autop: a, loose: -1, drop: drop}
	if !add {
		b.kept = len(s)
	}
	keeps := keptElements{s: s}
	tags, lines, ends := findByte(s, '<'), findByte(s, '\n'), findByte(s, '>')
	loose, within := -1, -1 // behind the < of the last tag of a block, and of any tag
	for i := 0; ; {
		tag, line := tags.from(i), lines.from(max(i, b.kept))
		if tag == len(s) && line == len(s) {
			return true
		}
		if loose >= 0 && (line < tag || brEnd(s, tag) > 0) {
			b.loose, loose = ends.from(loose)+1, -1
		}
		if line < tag {
			if drop && within >= 0 && ends.from(within) >= line {
				a.begin()
				return false
			}
			i = b.line(line)
			continue
		}
		i = tag + 1
		if end := brEnd(s, tag); end > 0 {
			b.br(tag, end)
			i = end
			continue
		}
		within = i
		if tag >= b.kept {
			b.kept = max(b.kept, keeps.end(tag))
		}
		switch {
		case drop && isLooseTag(s, tag):
			loose = i
		case add && strings.HasPrefix(s[tag:], preservedLine):
			i = tag + len(preservedLine)
			a.replace(tag, i, "\n")
		}
	}
}

// preservedLine is what a plugin may leave in the place of a line end.
const preservedLine = "<WPPreserveNewline />"

// A breaker is what breaks remembers.
type breaker struct {
	*autop
	drop  bool
	kept  int // line ends are kept up to here
	loose int // where a tag of a block ended with no break behind it yet
	taken int // end of the tag that a break was last dropped for
}

// brEnd is the end of the line break at i, or 0.
func brEnd(s string, i int) int {
	if i+2 >= len(s) || s[i+1] != 'b' || s[i+2] != 'r' {
		return 0
	}
	switch rest := s[i:]; {
	case strings.HasPrefix(rest, breakTag):
		return i + len(breakTag)
	case strings.HasPrefix(rest, "<br>"):
		return i + len("<br>")
	case strings.HasPrefix(rest, "<br/>"):
		return i + len("<br/>")
	}
	return 0
}

// br deals with a typed break.
func (b *breaker) br(start, end int) {
	s := b.src
	before := backSpace(s, b.last, start)
	behind := skipSpace(s, end)
	// A break is made of the white space behind it?
	broken := b.kept <= end && behind > end && strings.IndexByte(s[end+1:behind], '\n') >= 0
	owned := end == b.loose // it ends the tag of a block, as in <p <br>
	if owned && broken {
		broken = false // that one will be dropped
	} else if next := brEnd(s, behind); owned && next > 0 {
		behind = skipSpace(s, next) // so will that
	}
	switch {
	case before == b.loose: // never if not b.drop
		b.replace(before, end, "")
	case !broken && start >= b.taken && b.joins(behind):
		b.replace(start, end, "")
	case s[start:end] != breakTag:
		b.replace(start, end, breakTag)
	}
	if !owned {
		b.loose = -1
	}
}

// line makes a break of the white space around the line end at i, up to the
// last line end in it, unless it stands behind a break already.
func (b *breaker) line(i int) int {
	s := b.src
	start := backSpace(s, b.last, i)
	end := i + 1
	for k := end; k < len(s) && isSpace(s[k]); k++ {
		if s[k] == '\n' {
			end = k + 1
		}
	}
	from := start // of the break
	if before := s[:start]; start > 0 && s[start-1] == '>' && (strings.HasSuffix(before, breakTag) || strings.HasSuffix(before, "<br>") ||
		strings.HasSuffix(before, "<br/>")) {
		from++
	}
	switch {
	case from >= end:
	case start == b.loose:
		if end-start > 1 {
			b.replace(start, end, "\n")
		}
	case from >= b.taken && b.joins(skipSpace(s, end)):
		if end-from > 1 {
			b.replace(from, end, "\n")
		}
	default:
		b.replace(from, end, breakTag+"\n")
	}
	b.loose = -1
	return end
}

// joins reports whether a tag stands at i before which no line breaks.
func (b *breaker) joins(i int) bool {
	if !b.drop || !unbrokenTag(b.src, i) {
		return false
	}
	n := strings.IndexByte(b.src[i:], '>')
	if n < 0 {
		return false
	}
	b.taken = i + n + 1
	return true
}

// keptElements finds the ends of elements whose line ends are kept.
type keptElements struct {
	s       string
	closers [4]finder
}

// end is the end of the element at i, or 0 if it is none of these or never
// closed.
func (k *keptElements) end(i int) int {
	var kind int
	var closer string
	rest := k.s[i+1:]
	if rest == "" || rest[0] != 's' && rest[0] != 'm' {
		return 0
	}
	switch {
	case strings.HasPrefix(rest, "script"):
		kind, closer = 0, "</script>"
	case strings.HasPrefix(rest, "style"):
		kind, closer = 1, "</style>"
	case strings.HasPrefix(rest, "svg"):
		kind, closer = 2, "</svg>"
	case strings.HasPrefix(rest, "math"):
		kind, closer = 3, "</math>"
	default:
		return 0
	}
	f := &k.closers[kind]
	f.s, f.sep = k.s, closer
	end := f.from(i + len(closer) - 2)
	if end == len(k.s) {
		return 0
	}
	return end + len(closer)
}

// unbrokenTag reports whether a tag stands at i before which no line breaks.
func unbrokenTag(s string, i int) bool {
	if i+1 >= len(s) || s[i] != '<' {
		return false
	}
	i++
	if s[i] == '/' {
		i++
	}
	return hasAnyPrefix(s[i:], "p", "li", "div", "dl", "dd", "dt", "th", "td", "ul", "ol")
}

// lastLine drops the line end before the last paragraph's end.
func (a *autop) lastLine() {
	a.begin()
	defer a.end()
	s := strings.TrimSuffix(a.src, "\n")
	if strings.HasSuffix(s, "\n</p>") {
		i := len(s) - len("\n</p>")
		a.replace(i, i+1, "")
	}
}

// squeezeMedia drops the white space around the tags that may stand within
// select, object, audio, video and figure.
func (a *autop) squeezeMedia() {
	if a.seen.option {
		a.squeeze(startsWith("<option"), before)
		a.squeeze(startsWith("</option>"), behind)
	}
	if a.seen.object {
		a.squeeze(tagOf("<object"), behind)
		a.squeeze(startsWith("</object>"), before)
		a.squeeze(tagOf("<param", "</param", "<embed", "</embed"), before|behind)
	}
	if a.seen.track {
		a.squeeze(playerTag, behind)
		a.squeeze(startsWith("</audio>", "[/audio]", "</video>", "[/video]", "</audio]", "[/audio>", "</video]", "[/video>"), before)
		a.squeeze(tagOf("<source", "<track"), before|behind)
	}
	if a.seen.figure {
		a.squeeze(tagOf("<figcaption"), before)
		a.squeeze(startsWith("</figcaption>"), behind)
	}
}

// side says on which sides of a tag white space is dropped.
type side uint8

const (
	before side = 1 << iota
	behind
)

// A tagMatch is the end of the tag at i if it is one that is looked for, or 0.
// f finds the ends of tags.
type tagMatch func(s string, i int, f *tagEnds) int

// tagEnds finds what ends a tag, at places that only grow.
type tagEnds struct{ angle, square byteFinder }

// squeeze drops the white space around tags.
func (a *autop) squeeze(match tagMatch, sides side) {
	a.begin()
	defer a.end()
	ends := tagEnds{findByte(a.src, '>'), findByte(a.src, ']')}
	for i := 0; i < len(a.src); i++ {
		if a.src[i] != '<' && a.src[i] != '[' {
			continue
		}
		end := match(a.src, i, &ends)
		if end == 0 {
			continue
		}
		if sides&before != 0 {
			a.replace(backSpace(a.src, a.last, i), i, "")
		}
		if sides&behind != 0 {
			a.replace(end, skipSpace(a.src, end), "")
		}
		i = max(end, a.last) - 1
	}
}

// startsWith matches texts as they are.
func startsWith(texts ...string) tagMatch {
	return func(s string, i int, _ *tagEnds) int {
		for _, t := range texts {
			if strings.HasPrefix(s[i:], t) {
				return i + len(t)
			}
		}
		return 0
	}
}

// tagOf matches tags that begin like one of the texts.
func tagOf(texts ...string) tagMatch {
	begins := startsWith(texts...)
	return func(s string, i int, f *tagEnds) int {
		inside := begins(s, i, f)
		if inside == 0 {
			return 0
		}
		if end := f.angle.from(inside); end < len(s) {
			return end + 1
		}
		return 0
	}
}

// playerTag matches audio and video, as elements or shortcodes.
func playerTag(s string, i int, f *tagEnds) int {
	inside := i + len("<audio")
	if !strings.HasPrefix(s[i+1:], "audio") && !strings.HasPrefix(s[i+1:], "video") {
		return 0
	}
	if end := min(f.angle.from(inside), f.square.from(inside)); end < len(s) {
		return end + 1
	}
	return 0
}
