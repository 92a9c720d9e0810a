package text

import "strings"

// ksesTokens cuts pieces of markup from a text.
type ksesTokens struct {
	s    string
	pos  int
	end  finder // of "-->"
	line finder // of LF
}

// next returns the token at pos, which is a < or >, and moves behind it.
func (t *ksesTokens) next() string {
	start := t.pos
	rest := t.s[start:]
	n := 0
	if strings.HasPrefix(rest, "<!--") {
		n = t.commentEnd(start) - start
	}
	switch {
	case n > 0:
	case rest[0] == '>':
		n = 1
	case len(rest) > 2 && rest[1] == '/' && !isAlpha(rest[2]):
		n = tokenLen(rest, 3)
	default:
		n = tokenLen(rest, 1)
	}
	t.pos += n
	return t.s[start:t.pos]
}

// tokenLen is the length of the token s up to the first > at or behind from.
// A closing tag without a name takes the > right behind its slash as text, but
// only if there is another one.
func tokenLen(s string, from int) int {
	i := strings.IndexByte(s[from:], '>')
	if i < 0 && from > 1 {
		from = 1
		i = strings.IndexByte(s[from:], '>')
	}
	if i < 0 {
		return len(s)
	}
	return from + i + 1
}

// commentEnd is where the comment at start ends: behind the first --> on its
// line, or where the text ends. 0 says it is none.
func (t *ksesTokens) commentEnd(start int) int {
	inside := start + len("<!--")
	end, line := t.end.from(inside), t.line.from(inside)
	switch {
	case end < line:
		return end + len("-->")
	case line >= len(t.s)-1:
		return line
	}
	return 0
}

// appendToken writes what is left of one piece of markup.
func (p *Policy) appendToken(b []byte, token string) []byte {
	token = strings.ReplaceAll(token, `\"`, `"`)
	switch {
	case token == ">":
		return append(b, "&gt;"...)
	case strings.HasPrefix(token, "<!--"):
		return p.appendComment(b, token)
	case isBogusComment(token):
		b = append(b, token[:2]...)
		b = append(b, p.settle(token[2:len(token)-1])...)
		return append(b, '>')
	}
	return p.appendTag(b, token)
}

// isBogusComment reports markup that browsers read as a comment: </ without a
// name, or <! and a name in lower case.
func isBogusComment(token string) bool {
	if len(token) < 4 || token[len(token)-1] != '>' {
		return false
	}
	return token[1] == '/' && !isAlpha(token[2]) || token[1] == '!' && token[2] >= 'a' && token[2] <= 'z'
}

// appendComment writes a comment whose inside was cleaned; an empty one goes.
func (p *Policy) appendComment(b []byte, token string) []byte {
	inside := strings.ReplaceAll(token[len("<!--"):], "<!--", "")
	inside = strings.ReplaceAll(strings.TrimSuffix(inside, "-->"), "-->", "")
	inside = p.settle(inside)
	if inside == "" {
		return b
	}
	b = append(b, "<!--"...)
	for i := 0; i < len(inside); i++ {
		if inside[i] == '-' && (i+1 == len(inside) || inside[i+1] == '-') {
			continue // one dash of a run stays, none at the end
		}
		b = append(b, inside[i])
	}
	return append(b, "-->"...)
}

// settle cleans a text until nothing changes; one that never settles goes.
func (p *Policy) settle(s string) string {
	for range maxRounds {
		next := p.clean(s, maxBlocks)
		if next == s {
			return s
		}
		s = next
	}
	return ""
}

// appendTag writes a tag with the attributes that its policy keeps. A name
// that is not listed, or none at all, leaves nothing.
func (p *Policy) appendTag(b []byte, token string) []byte {
	rest := strings.TrimLeft(token[1:], asciiSpace)
	closer := strings.HasPrefix(rest, "/")
	if closer {
		rest = strings.TrimLeft(rest[1:], asciiSpace)
	}
	n := 0
	for n < len(rest) && (isAlnum(rest[n]) || rest[n] == '-') {
		n++
	}
	name, attrs := rest[:n], strings.TrimSuffix(rest[n:], ">")
	tag := asciiLower(name)
	set, ok := p.tags[tag]
	switch {
	case n == 0 || !ok || strings.IndexByte(attrs, '>') >= 0:
		return b
	case closer:
		b = append(b, "</"...)
		b = append(b, name...)
		return append(b, '>')
	}
	start := len(b)
	b = append(b, '<')
	b = append(b, name...)
	slash := strings.HasSuffix(strings.TrimRight(attrs, asciiSpace), "/")
	if len(set) > 0 {
		kept := len(b)
		var whole bool
		b, whole = p.appendAttrs(b, tag, attrs, set)
		if !whole && slash {
			return b[:start]
		}
		if !whole {
			b = b[:kept]
		}
	}
	if slash {
		b = append(b, " /"...)
	}
	return append(b, '>')
}

// asciiSpace is the white space of HTML and PCRE.
const asciiSpace = " \t\n\v\f\r"
