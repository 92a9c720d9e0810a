package text

import (
	"strings"
	"unicode/utf8"
)

const (
	maxRounds = 6 // how often a comment or an address is cleaned anew
	maxBlocks = 4 // how deep blocks in the attributes of blocks are looked at
)

// KSES mirrors wp_kses: it keeps the tags and attributes of the policy, mends
// ampersands and stray less-than signs, and drops all other markup but not the
// text in it. Invalid UTF-8 is replaced by U+FFFD. The result holds no
// element, attribute or address that the policy does not allow. A nil policy
// keeps no tags.
func KSES(policy *Policy, s string) string {
	if policy == nil {
		policy = new(Policy)
	}
	return policy.clean(validUTF8(s), 0)
}

// validUTF8 replaces what is not UTF-8 by U+FFFD.
func validUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// clean is KSES without the look at the encoding, for a text that stands in
// the attributes of depth blocks.
func (p *Policy) clean(s string, depth int) string {
	s = ksesEntities(dropControls(s))
	if strings.IndexByte(s, '<') < 0 && strings.IndexByte(s, '>') < 0 {
		return s
	}
	s = escapeUnclosed(s)
	s = trimCommentDashes(s)
	if p.blocks != nil && depth < maxBlocks && strings.Contains(s, "<!--") {
		s = p.blocks(s, func(value string) string { return p.clean(value, depth+1) })
	}
	t := ksesTokens{s: s, end: finder{s: s, sep: "-->"}, line: finder{s: s, sep: "\n"}}
	b := make([]byte, 0, len(s))
	for {
		i := indexMarkup(s[t.pos:])
		if i < 0 {
			return view(append(b, s[t.pos:]...))
		}
		b = append(b, s[t.pos:t.pos+i]...)
		t.pos += i
		b = p.appendToken(b, t.next())
	}
}

// isControl reports the control characters that no text keeps.
func isControl(c byte) bool {
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r'
}

// dropControls mirrors wp_kses_no_null: it removes control characters.
func dropControls(s string) string {
	for i := 0; i < len(s); i++ {
		if isControl(s[i]) {
			b := append(make([]byte, 0, len(s)), s[:i]...)
			for ; i < len(s); i++ {
				if !isControl(s[i]) {
					b = append(b, s[i])
				}
			}
			return string(b)
		}
	}
	return s
}

// escapeUnclosed mirrors wp_pre_kses_less_than: a less-than sign that runs
// into another one or into the end is escaped, and so is what follows it.
func escapeUnclosed(s string) string {
	var b []byte
	done := 0
	for i := strings.IndexByte(s, '<'); i >= 0; {
		end := i + 1
		if n := indexMarkup(s[end:]); n >= 0 {
			end += n
		} else {
			end = len(s)
		}
		if end == len(s) || s[end] == '<' {
			if b == nil {
				b = make([]byte, 0, len(s)+len(s)/8+24)
			}
			b = append(b, s[done:i]...)
			b = appendEscaped(b, s[i:end])
			done = end
		}
		n := strings.IndexByte(s[end:], '<')
		if n < 0 {
			break
		}
		i = end + n
	}
	if b == nil {
		return s
	}
	return view(append(b, s[done:]...))
}

// indexMarkup is the place of the first < or >, or -1.
func indexMarkup(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '<' || s[i] == '>' {
			return i
		}
	}
	return -1
}

// appendEscaped writes text for HTML whose references are in order already.
func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&quot;"...)
		case '\'':
			b = append(b, "&#039;"...)
		default:
			b = append(b, s[i])
		}
	}
	return b
}

// trimCommentDashes turns <!--…---> on one line into <!--…-->.
func trimCommentDashes(s string) string {
	if !strings.Contains(s, "--->") {
		return s
	}
	b := make([]byte, 0, len(s))
	dashes, line := finder{s: s, sep: "--->"}, finder{s: s, sep: "\n"}
	for done := 0; ; {
		i := strings.Index(s[done:], "<!--")
		if i < 0 {
			return view(append(b, s[done:]...))
		}
		open := done + i + len("<!--")
		b = append(b, s[done:open]...)
		done = open
		if end := dashes.from(open); end < len(s) && end < line.from(open) {
			b = append(b, strings.TrimRight(s[open:end], "-")...)
			b = append(b, "-->"...)
			done = end + len("--->")
		}
	}
}

// A finder looks for a text at positions that only grow, and so looks at each
// byte once.
type finder struct {
	s, sep string
	at     int // where sep was found, if known
	known  bool
}

// from is the first place of sep at or behind pos, or len(s).
func (f *finder) from(pos int) int {
	if f.known && f.at >= pos {
		return f.at
	}
	f.known = true
	f.at = len(f.s)
	if pos < len(f.s) {
		if i := strings.Index(f.s[pos:], f.sep); i >= 0 {
			f.at = pos + i
		}
	}
	return f.at
}
