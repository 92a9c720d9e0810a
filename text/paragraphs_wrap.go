package text

import "strings"

// wrap cuts the text at blank lines and makes a paragraph of each part.
func (a *autop) wrap() {
	a.begin()
	defer a.end()
	s := a.src
	a.upTo(0)
	for i := 0; i < len(s); {
		end, next := blankLine(s, i)
		if end > i {
			part := strings.Trim(s[i:end], "\n")
			start := skipSpace(part, 0)
			a.blank = a.blank || start == len(part)
			a.lone = a.lone || isLooseTag(part, start)
			b := a.room(a.dst, len(part)+len("<p></p>\n"))
			b = append(b, "<p>"...)
			b = append(b, part...)
			a.dst = append(b, "</p>\n"...)
			a.last = end
		}
		i = next
	}
	a.last = len(s)
}

// unwrap takes the paragraphs off blocks. It makes no step that has nothing to
// do.
func (a *autop) unwrap() {
	if a.blank || a.seen.paragraph {
		a.dropEmpty()
	}
	lone := a.lone || a.blank || a.seen.paragraph
	if a.seen.formEnd {
		a.closeBefore()
	}
	if lone {
		a.unwrapLone()
	}
	if a.seen.item {
		a.unwrapItems()
	}
	if a.seen.quote {
		a.quotes()
	}
	if lone || a.seen.quote {
		a.unwrapStart()
	}
	a.unwrapEnd()
}

// blankLine finds the first blank line at or behind i: two line ends with
// nothing but white space between. It returns where the line ends begin and
// where the last of them ends.
func blankLine(s string, i int) (start, end int) {
	for {
		if i = nextByte(s, i, '\n'); i < 0 {
			return len(s), len(s)
		}
		last := i
		k := i + 1
		for ; k < len(s) && isSpace(s[k]); k++ {
			if s[k] == '\n' {
				last = k
			}
		}
		if last > i {
			return i, last + 1
		}
		i = k
	}
}

// nextParagraph is the place of the first <p> at or behind i, or -1.
func nextParagraph(s string, i int) int {
	for {
		if i = nextByte(s, i, '<'); i < 0 {
			return -1
		}
		if i+2 < len(s) && s[i+1] == 'p' && s[i+2] == '>' {
			return i
		}
		i++
	}
}

// dropEmpty drops paragraphs of nothing but white space.
func (a *autop) dropEmpty() {
	a.begin()
	defer a.end()
	for i := nextParagraph(a.src, 0); i >= 0; i = nextParagraph(a.src, i) {
		end := skipSpace(a.src, i+len("<p>"))
		if strings.HasPrefix(a.src[end:], "</p>") {
			end += len("</p>")
			a.replace(i, end, "")
		}
		i = end
	}
}

// closeBefore closes a paragraph of plain text that runs into the end of a
// div, an address or a form.
func (a *autop) closeBefore() {
	a.begin()
	defer a.end()
	for i := nextParagraph(a.src, 0); i >= 0; i = nextParagraph(a.src, i) {
		i += len("<p>")
		n := strings.IndexByte(a.src[i:], '<')
		if n <= 0 {
			continue
		}
		i += n
		switch rest := a.src[i:]; {
		case strings.HasPrefix(rest, "</div>"), strings.HasPrefix(rest, "</address>"), strings.HasPrefix(rest, "</form>"):
			a.replace(i, i, "</p>")
		}
	}
}

// unwrapLone takes the paragraph off a tag of a block that stands in it alone.
func (a *autop) unwrapLone() {
	a.begin()
	defer a.end()
	for i := nextParagraph(a.src, 0); i >= 0; i = nextParagraph(a.src, i) {
		start := i
		tag := skipSpace(a.src, i+len("<p>"))
		i += len("<p>")
		end := looseTagEnd(a.src, tag)
		if end == 0 {
			continue
		}
		closer := skipSpace(a.src, end)
		if !strings.HasPrefix(a.src[closer:], "</p>") {
			continue
		}
		i = closer + len("</p>")
		a.replace(start, tag, "")
		a.replace(end, i, "")
	}
}

// looseTagEnd is the end of the tag at i if its name begins like that of a
// block, or 0.
func looseTagEnd(s string, i int) int {
	if !isLooseTag(s, i) {
		return 0
	}
	if n := strings.IndexByte(s[i:], '>'); n > 0 {
		return i + n + 1
	}
	return 0
}

// isLooseTag reports whether a tag stands at i, opening or closing, whose name
// begins like that of a block: picture, path and track count as well.
func isLooseTag(s string, i int) bool {
	if i+2 >= len(s) || s[i] != '<' {
		return false
	}
	i++
	if s[i] == '/' {
		i++
	}
	rest := s[i:]
	if len(rest) < 2 {
		return rest == "p"
	}
	switch rest[0] {
	case 'p':
		return true
	case 't':
		return rest[1] == 'd' || rest[1] == 'h' || rest[1] == 'r' || strings.HasPrefix(rest, "table") ||
			strings.HasPrefix(rest, "tfoot") || strings.HasPrefix(rest, "tbody")
	case 'd':
		return rest[1] == 'l' || rest[1] == 'd' || rest[1] == 't' || strings.HasPrefix(rest, "div") ||
			strings.HasPrefix(rest, "details")
	case 'u', 'o':
		return rest[1] == 'l'
	case 'l':
		return rest[1] == 'i' || strings.HasPrefix(rest, "legend")
	case 'h':
		return rest[1] >= '1' && rest[1] <= '6' || rest[1] == 'r' || strings.HasPrefix(rest, "header") ||
			strings.HasPrefix(rest, "hgroup")
	case 'c':
		return strings.HasPrefix(rest, "col") || strings.HasPrefix(rest, "caption")
	case 'f':
		return hasAnyPrefix(rest, "form", "figure", "figcaption", "fieldset", "footer")
	case 'a':
		return hasAnyPrefix(rest, "article", "aside", "address", "area")
	case 's':
		return hasAnyPrefix(rest, "style", "section", "summary")
	case 'm':
		return hasAnyPrefix(rest, "map", "menu")
	}
	return rest[0] == 'b' && strings.HasPrefix(rest, "blockquote") || rest[0] == 'n' && strings.HasPrefix(rest, "nav")
}

// hasAnyPrefix reports whether s begins with one of the prefixes.
func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// unwrapItems takes the paragraph off an item of a list that ends on its line.
func (a *autop) unwrapItems() {
	a.begin()
	defer a.end()
	closers, lines := finder{s: a.src, sep: "</p>"}, findByte(a.src, '\n')
	for i := nextParagraph(a.src, 0); i >= 0; i = nextParagraph(a.src, i) {
		start := i
		i += len("<p>")
		inside := i + len("<li")
		if !strings.HasPrefix(a.src[i:], "<li") || inside >= len(a.src) {
			continue
		}
		if end := closers.from(inside + 1); end < lines.from(inside) {
			a.replace(start, i, "")
			i = end + len("</p>")
			a.replace(end, i, "")
		}
	}
}

// quotes moves the beginning of a paragraph into the quotation that begins it,
// and its end into the one that ends it. The opening tag counts in any case
// and is written in lower case.
func (a *autop) quotes() {
	a.begin()
	defer a.end()
	const opener = "<p><blockquote"
	const closer, wanted = "</blockquote></p>", "</p></blockquote>"
	for i := 0; ; {
		if i = nextByte(a.src, i, '<'); i < 0 {
			return
		}
		switch {
		case strings.HasPrefix(a.src[i:], closer):
			i += len(closer)
			a.replace(i-len(closer), i, wanted)
		case hasFold(a.src, i, opener):
			inside := i + len(opener)
			n := strings.IndexByte(a.src[inside:], '>')
			if n < 0 {
				return
			}
			a.replace(i, inside, "<blockquote")
			i = inside + n + 1
			a.replace(i, i, "<p>")
		default:
			i++
		}
	}
}

// unwrapStart drops the beginning of a paragraph before a tag of a block.
func (a *autop) unwrapStart() {
	a.begin()
	defer a.end()
	for i := nextParagraph(a.src, 0); i >= 0; i = nextParagraph(a.src, i) {
		start := i
		tag := skipSpace(a.src, i+len("<p>"))
		i += len("<p>")
		if end := looseTagEnd(a.src, tag); end > 0 {
			a.replace(start, tag, "")
			i = end
		}
	}
}

// unwrapEnd drops the end of a paragraph behind a tag of a block.
func (a *autop) unwrapEnd() {
	a.begin()
	defer a.end()
	s := a.src
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			return
		}
		start := i + n
		i = start + 1
		if !strings.HasPrefix(s[i:], "/p>") {
			continue
		}
		i += len("/p>")
		if end := backSpace(s, a.last, start); endsLooseTag(s, a.last, end) {
			a.replace(end, i, "")
		}
	}
}

// endsLooseTag reports whether a tag of a block, which begins at floor or
// behind it, ends at i.
func endsLooseTag(s string, floor, i int) bool {
	if i <= floor || s[i-1] != '>' {
		return false
	}
	for k := i - 2; k >= floor && s[k] != '>'; k-- {
		if s[k] == '<' && isLooseTag(s, k) {
			return true
		}
	}
	return false
}
