package text

import "strings"

// MakeClickable mirrors make_clickable as comments are shown: addresses in the
// text become links with rel="nofollow ugc", or rel="ugc" when they lead to
// the site itself, whose address is home. Mail addresses become mail links.
// Nothing changes within code, pre, script, style and links.
func MakeClickable(s, home string) string {
	if strings.IndexByte(s, '.') < 0 && strings.IndexByte(s, '@') < 0 && !strings.Contains(s, "://") {
		return undoNestedLinks(s)
	}
	var k linker
	_, k.host = urlHost(home)
	w := splicer{src: s}
	nested := 0
	for i := 0; i < len(s); {
		start := i
		i = bareTagEnd(s, start)
		piece := s[start:i]
		switch {
		case piece[0] == '<' && isLiteral(piece):
			nested++
		case nested > 0 && endsLiteral(piece):
			nested--
		case nested == 0 && (piece[0] != '<' || looksLikeAddress(piece)):
			k.link(&w, start, i)
		}
	}
	return undoNestedLinks(w.done())
}

// A linker makes links. It has the host of the site, and buffers for a piece
// of text, for what each step makes of it, and for an address.
type linker struct {
	host    string
	piece   []byte
	bufs    [3][]byte
	address []byte
}

// bareTagEnd is the end of the piece at i: a tag without another angle bracket
// inside, or the text up to the next one.
func bareTagEnd(s string, i int) int {
	for at := i; ; {
		n := strings.IndexByte(s[at:], '<')
		if n < 0 {
			return len(s)
		}
		at += n
		n = indexMarkup(s[at+1:])
		if n < 0 {
			return len(s)
		}
		if n > 0 && s[at+1+n] == '>' {
			if at > i {
				return at
			}
			return at + n + 2
		}
		at += n + 1
		if s[at] == '>' {
			at++
		}
	}
}

// isLiteral reports a tag that opens an element whose text stays as it is.
func isLiteral(tag string) bool {
	for _, name := range [...]string{"code", "pre", "script", "style"} {
		if len(tag) > 1 && tag[1]|0x20 == name[0] && len(tag) > len(name)+1 && strings.EqualFold(tag[1:len(name)+1], name) {
			c := tag[len(name)+1]
			return c == '>' || isSpace(c)
		}
	}
	return false
}

// endsLiteral reports a tag that closes such an element.
func endsLiteral(tag string) bool {
	return strings.EqualFold(tag, "</code>") || strings.EqualFold(tag, "</pre>") ||
		strings.EqualFold(tag, "</script>") || strings.EqualFold(tag, "</style>")
}

// looksLikeAddress reports markup such as <http://…>.
func looksLikeAddress(tag string) bool {
	i := skipSpace(tag, 1)
	return schemeEnd(tag, i) > 0
}

// schemeEnd is the end of the scheme at i, :// included, or 0.
func schemeEnd(s string, i int) int {
	const longest = 20
	end := i
	for end < len(s) && end-i < longest && isWord(s[end]) {
		end++
	}
	if end == i || !strings.HasPrefix(s[end:], "://") {
		return 0
	}
	return end + len("://")
}

// link links the addresses of the piece of text w.src[from:to].
func (k *linker) link(w *splicer, from, to int) {
	piece := w.src[from:to]
	web, hosts, mail := strings.Contains(piece, "://"), strings.IndexByte(piece, '.') >= 0, strings.IndexByte(piece, '@') >= 0
	if !web && !hosts && !mail {
		return
	}
	k.piece = append(append(append(k.piece[:0], ' '), piece...), ' ')
	s, changed := view(k.piece), false
	for i, on := range [...]bool{web, hosts, mail} {
		if !on {
			continue
		}
		step := splicer{src: s, dst: k.bufs[i][:0]}
		switch i {
		case 0:
			k.addresses(&step)
		case 1:
			k.hosts(&step)
		default:
			linkMail(&step)
		}
		changed = changed || step.changed()
		s, k.bufs[i] = step.done(), step.dst
	}
	if changed {
		w.replace(from, to, s[1:len(s)-1])
	}
}

// replace puts a link to an address, which is escaped already, in the place of
// w.src[from:to].
func (k *linker) replace(w *splicer, from, to int, address, suffix string) {
	rel := `" rel="ugc">`
	scheme, host := urlHost(address)
	if (host == "" || host != k.host) && (scheme == "http" || scheme == "https") {
		rel = `" rel="nofollow ugc">`
	}
	const open, shut = `<a href="`, "</a>"
	b := w.room(w.dst, from-w.last+len(open)+2*len(address)+len(rel)+len(shut)+len(suffix))
	b = append(b, w.src[w.last:from]...)
	b = append(b, open...)
	b = append(b, address...)
	b = append(b, rel...)
	b = append(b, address...)
	b = append(b, shut...)
	w.dst = append(b, suffix...)
	w.last = to
}

// addresses links addresses with a scheme.
func (k *linker) addresses(w *splicer) {
	s := w.src
	space, done := 0, 0
	for i := 0; ; {
		n := strings.Index(s[i:], "://")
		if n < 0 {
			return
		}
		start := i + n
		for start > i && isWord(s[start-1]) {
			start--
		}
		i += n + len("://")
		if start <= done || schemeEnd(s, start) != i || strings.IndexByte(" \t\n\v\f\r(<.,;:!?", s[start-1]) < 0 {
			continue
		}
		for space = max(space, i); !isSpace(s[space]); {
			space++
		}
		if space == i || space-i > longestAddress {
			continue
		}
		var address, suffix string
		address, suffix, done = closeAddress(s, start, addressEnd(s, i, space))
		i = done
		if address = EscapeURL(address); address != "" {
			k.replace(w, start, done, address, suffix)
		}
	}
}

// longestAddress bounds the addresses that become links.
const longestAddress = 2000

// addressEnd is the end of an address whose scheme ends at i, before the white
// space at space.
func addressEnd(s string, i, space int) int {
	for i < space && isAddressByte(s[i]) {
		i++
	}
	for i+1 < space && strings.IndexByte("'.,;:!?)", s[i]) >= 0 && isAddressByte(s[i+1]) {
		for i++; i < space && isAddressByte(s[i]); {
			i++
		}
	}
	return i
}

// isAddressByte reports what an address may end with.
func isAddressByte(c byte) bool {
	switch c {
	case '#', '%', '~', '/', '@', '[', ']', '*', '(', '+', '=', '&', '$', '-':
		return true
	}
	return c >= 0x80 || isWord(c)
}

// closeAddress sees to the parentheses of the address s[start:end]: a ) and an
// extension behind it may belong to it, and what is not opened within does
// not. suffix goes behind the link; taken is where the address ends in s.
func closeAddress(s string, start, end int) (address, suffix string, taken int) {
	address, taken = s[start:end], end
	if end < len(s) && s[end] == ')' {
		taken++
		if strings.IndexByte(address, '(') > 0 {
			address = s[start:taken]
		} else {
			suffix = ")"
		}
	}
	if n := extensionLen(s[taken:]); n > 0 {
		address += s[taken : taken+n]
		taken += n
	}
	surplus := strings.Count(address, ")") - strings.Count(address, "(")
	cut := len(address)
	for i := cut - 1; surplus > 0; i-- {
		switch address[i] {
		case ')':
			surplus--
			cut = i
		case '(':
			surplus++
		}
	}
	return address[:cut], address[cut:] + suffix, taken
}

// extensionLen is the length of the dot and 2 to 6 letters that s begins with,
// or 0.
func extensionLen(s string) int {
	if s == "" || s[0] != '.' {
		return 0
	}
	n := 1
	for n < len(s) && n <= 6 && isWord(s[n]) {
		n++
	}
	if n < 3 {
		return 0
	}
	return n
}

// hosts links addresses that begin with www. or ftp.
func (k *linker) hosts(w *splicer) {
	s := w.src
	for i := 1; i+4 < len(s); i++ {
		if s[i+3] != '.' || s[i-1] != '>' && !isSpace(s[i-1]) ||
			!strings.EqualFold(s[i:i+3], "www") && !strings.EqualFold(s[i:i+3], "ftp") {
			continue
		}
		end := i + 4
		for end < len(s) && isHostByte(s[end]) {
			end++
		}
		if end == i+4 {
			continue
		}
		suffix := ""
		cut := end
		if strings.IndexByte(".,;:)", s[end-1]) >= 0 {
			cut--
			suffix = s[cut:end]
		}
		k.address = append(append(k.address[:0], "http://"...), s[i:cut]...)
		if address := EscapeURL(view(k.address)); address != "" {
			k.replace(w, i, end, address, suffix)
		}
		i = end - 1
	}
}

// isHostByte reports what an address behind www. may hold.
func isHostByte(c byte) bool {
	switch c {
	case '#', '$', '%', '&', '~', '/', '.', '-', ';', ':', '=', ',', '?', '@', '[', ']', '+':
		return true
	}
	return c >= 0x80 || isWord(c)
}

// linkMail links mail addresses.
func linkMail(w *splicer) {
	s := w.src
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '@')
		if n < 0 {
			return
		}
		at := i + n
		start := at
		for start > i && (isAlnum(s[start-1]) || strings.IndexByte("._+-", s[start-1]) >= 0) {
			start--
		}
		i = at + 1
		end := mailHostEnd(s, i)
		if start == at || start == 0 || end == 0 || s[start-1] != '>' && !isSpace(s[start-1]) {
			continue
		}
		address := s[start:end]
		w.replace(start, end, `<a href="mailto:`+address+`">`+address+"</a>")
		i = end
	}
}

// mailHostEnd is the end of the host of a mail address at i: labels with dots
// between, the last of two or more letters and digits. 0 says there is none.
func mailHostEnd(s string, i int) int {
	best := 0
	for {
		label := i
		for i < len(s) && (isAlnum(s[i]) || s[i] == '-') {
			i++
		}
		if i == label || i == len(s) || s[i] != '.' {
			return best
		}
		i++
		end := i
		for end < len(s) && isAlnum(s[end]) {
			end++
		}
		if end-i >= 2 {
			best = end
		}
	}
}

// undoNestedLinks takes the link off an address that is all that a link holds.
func undoNestedLinks(s string) string {
	w := splicer{src: s}
	ends := findByte(s, '>')
	for i := 0; ; {
		if i = nextByte(s, i, '<'); i < 0 {
			return w.done()
		}
		start := i
		i++
		if i+1 >= len(s) || s[i]|0x20 != 'a' || s[i+1] != '>' && strings.IndexByte(" \r\n\t", s[i+1]) < 0 {
			continue
		}
		inner := ends.from(start+2) + 1
		if inner == start+4 || !hasFold(s, inner, "<a ") {
			continue
		}
		text := tagEnd(s, inner+len("<a ")+1)
		end := tagEnd(s, text)
		if end == 0 || end-len("</a>") <= text || !hasFold(s, end-len("</a>"), "</a></a>") {
			continue
		}
		w.replace(inner, text, "")
		i = end + len("</a>")
		w.replace(end, i, "")
	}
}

// tagEnd is the place behind the first > at or behind i, or 0.
func tagEnd(s string, i int) int {
	if i == 0 || i >= len(s) {
		return 0
	}
	n := strings.IndexByte(s[i:], '>')
	if n < 0 {
		return 0
	}
	return i + n + 1
}

// hasFold reports whether prefix, in any case, stands at i.
func hasFold(s string, i int, prefix string) bool {
	return i+len(prefix) <= len(s) && strings.EqualFold(s[i:i+len(prefix)], prefix)
}
