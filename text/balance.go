package text

import "strings"

// BalanceTags mirrors force_balance_tags: elements that are left open are
// closed, closing tags without their element go, and void elements get a
// slash.
func BalanceTags(s string) string {
	s = escapeDigitTags(s)
	t := balancer{w: splicer{src: s}, ends: findByte(s, '>')}
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			break
		}
		i += n
		tag, end := t.parse(i)
		if end == 0 {
			i++
			continue
		}
		t.tag(tag, i, end)
		i = end
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
		n := strings.IndexByte(s[i:], '<')
		if n < 0 || i+n+1 == len(s) {
			return w.done()
		}
		i += n + 1
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

// A balancedTag is a tag, taken apart.
type balancedTag struct {
	name   string // in lower case
	closer bool
	space  string // between name and attributes
	attrs  string // trimmed
}

// parse reads the tag at i. end is 0 if there is none.
func (t *balancer) parse(i int) (tag balancedTag, end int) {
	s := t.w.src
	i++
	if i < len(s) && s[i] == '/' {
		tag.closer = true
		i++
	}
	name := balancedNameEnd(s, i)
	if name == i {
		return tag, 0
	}
	tag.name = asciiLower(s[i:name])
	if end = emptyTagEnd(s, name); end > 0 {
		tag.attrs = strings.TrimLeft(s[name:end-1], asciiSpace)
		return tag, end
	}
	attrs := skipSpace(s, name)
	if attrs == name {
		return tag, 0
	}
	if end = t.ends.from(attrs); end == len(s) {
		return tag, 0
	}
	tag.space, tag.attrs = s[name:attrs], strings.Trim(s[attrs:end], phpTrim)
	return tag, end + 1
}

// balancedNameEnd is the end of the name of a tag at i: that of a custom
// element with a dash in it, or word characters and colons.
func balancedNameEnd(s string, i int) int {
	if i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
		end, dash := i, 0
		for end < len(s) && (s[end] >= 'a' && s[end] <= 'z' || isDigit(s[end]) || strings.IndexByte("._-", s[end]) >= 0) {
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

// tag deals with the tag at i.
func (t *balancer) tag(tag balancedTag, i, end int) {
	if tag.closer {
		t.closer(tag.name, i, end)
		return
	}
	t.w.upTo(i)
	t.w.last = end
	slash := strings.HasSuffix(tag.attrs, "/")
	void := isVoid(tag.name)
	switch {
	case void:
		tag.space = " "
		if !slash {
			tag.attrs += "/"
		}
	case slash:
		tag.attrs = strings.TrimRight(tag.attrs[:len(tag.attrs)-1], phpTrim) + "></" + tag.name
	default:
		if top := len(t.open) - 1; top >= 0 && t.open[top] == tag.name && !nests(tag.name) {
			t.closeTo(top)
		}
		t.push(tag.name)
	}
	b := append(t.w.dst, '<')
	b = append(b, tag.name...)
	b = append(b, tag.space...)
	b = append(b, tag.attrs...)
	t.w.dst = append(b, '>')
}

// push notes that an element is open.
func (t *balancer) push(name string) {
	t.open = append(t.open, name)
	if t.count != nil {
		t.count[name]++
	}
}

// closer deals with a closing tag: all that is open within its element is
// closed, and the tag goes if its element is not open.
func (t *balancer) closer(name string, i, end int) {
	t.w.upTo(i)
	t.w.last = end
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
		t.w.dst = append(t.w.dst, "</"...)
		t.w.dst = append(t.w.dst, name...)
		t.w.dst = append(t.w.dst, '>')
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
