package text

import "strings"

// BalanceTags mirrors force_balance_tags: elements that are left open are
// closed, closing tags without their element go, and void elements get a
// slash.
func BalanceTags(s string) string {
	t := balancer{w: splicer{src: s}, ends: findByte(s, '>')}
	for i := 0; ; {
		if i = nextByte(s, i, '<'); i < 0 {
			break
		}
		i = t.tagAt(i)
	}
	if len(t.open) > 0 {
		t.w.upTo(len(s))
		t.closeTo(0)
	}
	return t.w.done()
}

// escapeDigitTags escapes each < before a digit.
func escapeDigitTags(s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		if i = nextByte(s, i, '<'); i < 0 || i+1 == len(s) {
			return w.done()
		}
		i++
		if isDigit(s[i]) {
			w.replace(i-1, i, "&lt;")
		}
	}
}

// A balancer keeps track of open elements.
type balancer struct {
	w     splicer
	ends  byteFinder
	open  []string
	count map[string]int // of the names in open, once that is asked for
}

// tagAt deals with the < at i, and returns where to look on.
func (t *balancer) tagAt(i int) int {
	s, start := t.w.src, i
	i++
	if i < len(s) && isDigit(s[i]) {
		t.w.replace(start, i, "&lt;")
		return i
	}
	closer := i < len(s) && s[i] == '/'
	if closer {
		i++
	}
	nameEnd := balancedNameEnd(s, i)
	if nameEnd == i {
		return start + 1
	}
	name := asciiLower(s[i:nameEnd])
	space, attrs, end := t.attrs(nameEnd)
	switch {
	case end == 0:
		return start + 1
	case closer:
		t.w.replace(start, end, "")
		t.closer(name)
	default:
		t.w.upTo(start)
		t.w.last = end
		t.opener(name, space, escapeDigitTags(attrs))
	}
	return end
}

// attrs reads the attributes behind the name that ends at i, and the white
// space before them. end is 0 if that is no tag.
func (t *balancer) attrs(i int) (space, attrs string, end int) {
	s := t.w.src
	if i < len(s) && s[i] == '>' {
		return "", "", i + 1
	}
	if end = emptyTagEnd(s, i); end > 0 {
		return "", strings.TrimLeft(s[i:end-1], asciiSpace), end
	}
	start := skipSpace(s, i)
	if start == i {
		return "", "", 0
	}
	if end = t.ends.from(start); end == len(s) {
		return "", "", 0
	}
	return s[i:start], strings.Trim(s[start:end], phpTrim), end + 1
}

// balancedNameEnd is the end of the name of a tag at i: that of a custom
// element with a dash in it, or word characters and colons.
func balancedNameEnd(s string, i int) int {
	if i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
		end, dash := i, 0
		for end < len(s) && (s[end] >= 'a' && s[end] <= 'z' || isDigit(s[end]) || s[end] == '-' || s[end] == '.' || s[end] == '_') {
			if s[end] == '-' && dash == 0 {
				dash = end
			}
			end++
		}
		if dash > 0 && end > dash+1 {
			return end
		}
	}
	for i < len(s) && (isWord(s[i]) || s[i] == ':') {
		i++
	}
	return i
}

// opener writes an opening tag, and closes what cannot hold it.
func (t *balancer) opener(name, space, attrs string) {
	slash := strings.HasSuffix(attrs, "/")
	switch {
	case isVoid(name):
		space = " "
		if !slash {
			attrs += "/"
		}
	case slash:
		attrs = strings.TrimRight(attrs[:len(attrs)-1], phpTrim) + "></" + name
	default:
		if top := len(t.open) - 1; top >= 0 && t.open[top] == name && !nests(name) {
			t.closeTo(top)
		}
		t.push(name)
	}
	b := append(t.w.dst, '<')
	b = append(b, name...)
	b = append(b, space...)
	b = append(b, attrs...)
	t.w.dst = append(b, '>')
}

// push notes that an element is open.
func (t *balancer) push(name string) {
	t.open = append(t.open, name)
	if t.count != nil {
		t.count[name]++
	}
}

// closer deals with a closing tag, which is gone: all that is open within its
// element is closed, and so is that, if it is open.
func (t *balancer) closer(name string) {
	top := len(t.open) - 1
	if top >= 0 && t.open[top] != name && t.count == nil {
		t.count = make(map[string]int)
		for _, name := range t.open {
			t.count[name]++
		}
	}
	if top < 0 || t.open[top] != name && t.count[name] == 0 {
		return
	}
	for t.open[top] != name {
		top--
	}
	t.closeTo(top)
}

// closeTo closes the open elements down to the one at depth.
func (t *balancer) closeTo(depth int) {
	for k := len(t.open) - 1; k >= depth; k-- {
		name := t.open[k]
		if t.count != nil {
			t.count[name]--
		}
		b := append(t.w.dst, "</"...)
		b = append(b, name...)
		t.w.dst = append(b, '>')
	}
	t.open = t.open[:depth]
}

// isVoid reports elements that have no content.
func isVoid(name string) bool {
	switch name {
	case "area", "base", "basefont", "br", "col", "command", "embed", "frame", "hr", "img", "input",
		"isindex", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// nests reports elements that may hold one of their own kind.
func nests(name string) bool {
	switch name {
	case "article", "aside", "blockquote", "details", "div", "figure", "object", "q", "section", "span":
		return true
	}
	return false
}
