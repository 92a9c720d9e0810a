package text

import "strings"

// wrapParts is wrap and unwrap at once, part by part: what unwrap would find
// is known from how a part begins and ends. It does nothing, and returns
// false, if it is not, as paragraphs were typed in other places or a tag runs
// over the end of its part.
func (a *autop) wrapParts() (ok bool) {
	t := &a.seen
	if t.paragraph && (t.hidden || t.quote || t.formEnd || t.option || t.object || t.track || t.figure) {
		return false
	}
	a.floor = 0
	a.begin()
	s := a.src
	a.upTo(0)
	for i := 0; i < len(s); {
		end, next := blankLine(s, i)
		if end > i && !a.wrapPart(trimLines(s[i:end])) {
			a.begin()
			return false
		}
		i = next
		a.last = end
	}
	a.last = len(s)
	a.end()
	return true
}

// trimLines drops the line ends around a part.
func trimLines(s string) string {
	for s != "" && s[0] == '\n' {
		s = s[1:]
	}
	for s != "" && s[len(s)-1] == '\n' {
		s = s[:len(s)-1]
	}
	return s
}

// wrapPart writes a part as the steps of unwrap would leave it.
func (a *autop) wrapPart(part string) (ok bool) {
	a.dst = a.room(a.dst, len(part)+len("<p></p>\n"))
	start := skipSpace(part, 0)
	if start == len(part) { // dropEmpty
		a.dst = append(a.dst, '\n')
		return true
	}
	if part[start] != '<' && !a.seen.paragraph {
		return a.wrapText(part)
	}
	if a.seen.paragraph && (strings.HasPrefix(part, "<p>") || strings.HasSuffix(part, "</p>")) {
		return a.typedPart(part)
	}
	if a.seen.formEnd && start > 0 && closesForm(part[start:]) {
		return false
	}
	if isLooseTag(part, start) { // unwrapLone
		if end := looseTagEnd(part, start); end > 0 && skipSpace(part, end) == len(part) {
			a.dst = append(append(a.dst, part[start:end]...), '\n')
			return true
		}
	}
	const item, quote = "<li", "<blockquote"
	switch {
	case strings.HasPrefix(part, item) && len(part) > len(item) && strings.IndexByte(part[len(item):], '\n') < 0: // unwrapItems
		a.dst = append(append(a.dst, part...), '\n')
		return true
	case hasFold(part, 0, quote): // quotes
		n := strings.IndexByte(part, '>')
		if n < 0 {
			return false
		}
		a.dst = append(append(a.dst, quote...), part[len(quote):n+1]...)
		part = part[n+1:]
		if start = skipSpace(part, 0); start == len(part) {
			a.dst = append(a.dst, '\n')
			return true
		}
	}
	if isLooseTag(part, start) { // unwrapStart
		part = part[start:]
	} else {
		a.dst = append(a.dst, "<p>"...)
	}
	a.endPart(part)
	return true
}

// wrapText writes a part that begins with plain text.
func (a *autop) wrapText(part string) (ok bool) {
	a.dst = append(a.dst, "<p>"...)
	if a.seen.formEnd { // closeBefore
		if n := strings.IndexByte(part, '<'); n > 0 && closesForm(part[n:]) {
			if strings.IndexByte(part[n:], '>') != len(part)-n-1 {
				return false
			}
			a.dst = append(append(a.dst, part[:n]...), "</p>"...)
			a.dst = append(append(a.dst, part[n:]...), '\n')
			return true
		}
	}
	a.endPart(part)
	return true
}

// typedPart writes a part that is a paragraph as typed, which may lack its end.
// blockLines has seen to it that none begins or ends within a part.
func (a *autop) typedPart(part string) (ok bool) {
	body, opened := strings.CutPrefix(part, "<p>")
	body, closed := strings.CutSuffix(body, "</p>")
	start := skipSpace(body, 0)
	blank := start == len(body)
	switch {
	case !opened, blank && !closed, !blank && body[start] == '<' && start+len("</p") >= len(body), isLooseTag(body, start):
		return false
	case blank: // dropEmpty and unwrapStart leave its end
		b := a.dst
		end := backSpace(view(b), a.floor, len(b))
		if endsLooseTag(view(b), a.floor, end) {
			b, a.floor = b[:end], end
		} else {
			b = append(b, "</p>"...)
		}
		a.dst = append(b, '\n')
	case !closed:
		a.dst = append(a.dst, "<p>"...)
		a.endPart(body)
	case endsLooseTag(body, 0, backSpace(body, 0, len(body))):
		return false
	default:
		a.dst = append(a.dst, part...)
		a.floor = len(a.dst)
		a.dst = append(a.dst, '\n')
	}
	return true
}

// endPart writes a part with the end of its paragraph: within the quotation
// that ends it, and none behind the tag of a block.
func (a *autop) endPart(part string) {
	const closer = "</blockquote>"
	inside, shut := part, "\n"
	if strings.HasSuffix(part, closer) {
		inside, shut = part[:len(part)-len(closer)], closer+"\n"
	}
	b := a.dst
	end := backSpace(inside, 0, len(inside))
	if end == 0 || endsLooseTag(inside, 0, end) { // unwrapEnd
		b = append(b, inside[:end]...)
		a.floor = len(b)
	} else {
		b = append(append(b, inside...), "</p>"...)
	}
	a.dst = append(b, shut...)
}

// closesForm reports whether a tag that closeBefore looks for stands there.
func closesForm(s string) bool { return hasAnyPrefix(s, "</div>", "</address>", "</form>") }
