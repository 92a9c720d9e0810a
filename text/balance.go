package text

import "strings"

// BalanceTags mirrors force_balance_tags: elements that are left open are
// closed, closing tags without their element go, and void elements get a
// slash.
func BalanceTags(s string) string {
	t := balancer{w: splicer{src: s}, tags: findByte(s, '<'), ends: findByte(s, '>')}
	for i := t.tags.from(0); i < len(s); i = t.tags.from(i) {
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

// A balancer keeps track of open elements. What stands as it should is not
// written anew.
type balancer struct {
	w      splicer
	tags   byteFinder
	ends   byteFinder
	open   []string
	count  map[string]*int // of the names in open, once that is asked for
	recent [8]nameCount    // of count
}

// A nameCount is how many elements of a name are open.
type nameCount struct {
	name string
	n    *int
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
		t.closer(start, end, name)
	default:
		if t.tags.from(nameEnd) < end {
			attrs = escapeDigitTags(attrs)
		}
		t.opener(start, end, name, space, attrs)
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
	space = s[i:start]
	inside := end
	for inside > start && isTrimmed(s[inside-1]) {
		inside--
	}
	for inside > start && isTrimmed(s[start]) { // a NUL is no white space
		start++
	}
	return space, s[start:inside], end + 1
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

// opener writes the opening tag at src[start:end], and closes what cannot hold
// it.
func (t *balancer) opener(start, end int, name, space, attrs string) {
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
			t.w.upTo(start)
			t.closeTo(top)
		}
		t.push(name)
	}
	if isTag(t.w.src[start:end], name, space, attrs) {
		return
	}
	t.w.upTo(start)
	b := append(t.w.dst, '<')
	b = append(b, name...)
	b = append(b, space...)
	b = append(b, attrs...)
	t.w.dst = append(b, '>')
	t.w.last = end
}

// isTag reports whether a tag is made of these.
func isTag(tag, name, space, attrs string) bool {
	n := len("<") + len(name)
	return len(tag) == n+len(space)+len(attrs)+len(">") && tag[1:n] == name &&
		tag[n:n+len(space)] == space && tag[n+len(space):len(tag)-1] == attrs
}

// push notes that an element is open.
func (t *balancer) push(name string) {
	t.open = append(t.open, name)
	if t.count != nil {
		*t.counter(name)++
	}
}

// counter is how many elements of a name are open. Most of the time it is one
// of few names.
func (t *balancer) counter(name string) *int {
	recent := &t.recent[(len(name)+int(name[0]))%len(t.recent)]
	if recent.name != name {
		n := t.count[name]
		if n == nil {
			n = new(int)
			t.count[name] = n
		}
		*recent = nameCount{name, n}
	}
	return recent.n
}

// closer deals with the closing tag at src[start:end]: all that is open within
// its element is closed, and so is that, if it is open.
func (t *balancer) closer(start, end int, name string) {
	top := len(t.open) - 1
	if top >= 0 && t.open[top] == name && isTag(t.w.src[start:end], "/", name, "") {
		t.pop()
		return
	}
	t.w.replace(start, end, "")
	if top >= 0 && t.open[top] != name && t.count == nil {
		t.count = make(map[string]*int)
		for _, name := range t.open {
			*t.counter(name)++
		}
	}
	if top < 0 || t.open[top] != name && *t.counter(name) == 0 {
		return
	}
	for t.open[top] != name {
		top--
	}
	t.closeTo(top)
}

// pop notes that the innermost element is closed.
func (t *balancer) pop() {
	top := len(t.open) - 1
	if t.count != nil {
		*t.counter(t.open[top])--
	}
	t.open = t.open[:top]
}

// closeTo closes the open elements down to the one at depth.
func (t *balancer) closeTo(depth int) {
	for len(t.open) > depth {
		name := t.open[len(t.open)-1]
		b := append(t.w.dst, "</"...)
		b = append(b, name...)
		t.w.dst = append(b, '>')
		t.pop()
	}
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
