package text

import "strings"

// Embeds turns addresses that stand alone into what they lead to. The zero
// value knows sounds and films. It is safe for concurrent use if its Lookup
// is.
type Embeds struct {
	// Lookup returns HTML for an address, such as that of an oEmbed provider,
	// and whether there is any. Nil: there never is. Attributes are those of
	// the shortcode.
	Lookup func(c *Context, address string, attrs Attributes) (html string, ok bool)
}

// RunShortcode runs the shortcode embed, and no other. An address that is not
// known becomes a link.
func (e *Embeds) RunShortcode(c *Context, s string) string {
	if !strings.Contains(s, "[embed") {
		return s
	}
	var only Shortcodes
	_ = only.Register("embed", e.shortcode) // this is a name
	r := shortcodeRun{c: c, sc: &only, used: only.used(s), plain: true}
	if r.used == nil {
		return s
	}
	return r.all(s)
}

// shortcode is what stands in the place of one [embed].
func (e *Embeds) shortcode(c *Context, sc *Shortcode) string {
	address := sc.Content
	if address == "" {
		address = sc.Attrs.Get("src")
	}
	if address == "" {
		return ""
	}
	if shown, ok := e.embed(c, address, sc.Attrs); ok {
		return shown
	}
	return `<a href="` + EscapeURL(address) + `">` + EscapeHTML(address) + "</a>"
}

// embed is what an address leads to.
func (e *Embeds) embed(c *Context, address string, attrs Attributes) (shown string, ok bool) {
	scheme, rest, _ := strings.Cut(address, "://")
	if web := strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"); web && rest != "" {
		switch ext := extension(address); {
		case contains(audioTypes(), ext):
			return `[audio src="` + EscapeURL(address) + `" /]`, true
		case contains(videoTypes(), ext):
			measures := ""
			if w, h := attrs.Get("width"), attrs.Get("height"); w != "" && w != "0" && h != "" && h != "0" {
				measures = `width="` + itoa(phpInt(w)) + `" height="` + itoa(phpInt(h)) + `" `
			}
			return "[video " + measures + `src="` + EscapeURL(address) + `" /]`, true
		}
		if id := youTubeID(rest); id != "" {
			address = "https://youtube.com/watch?v=" + id
			if shown, ok = e.lookup(c, address, attrs); !ok {
				shown = address
			}
			return shown, true
		}
	}
	return e.lookup(c, address, attrs)
}

func (e *Embeds) lookup(c *Context, address string, attrs Attributes) (shown string, ok bool) {
	if e.Lookup == nil {
		return "", false
	}
	return e.Lookup(c, address, attrs)
}

// youTubeID is the film that an address without its scheme shows in one of the
// forms for frames, or "".
func youTubeID(rest string) string {
	rest, _ = cutFold(rest, "www.")
	rest, ok := cutFold(rest, "youtube.com/")
	if !ok {
		return ""
	}
	id, ok := cutFold(rest, "v/")
	if !ok {
		if id, ok = cutFold(rest, "embed/"); !ok {
			return ""
		}
	}
	id, _, _ = strings.Cut(id, "/")
	return string(appendRawURL(nil, id))
}

// cutFold is strings.CutPrefix in any case.
func cutFold(s, prefix string) (rest string, ok bool) {
	if hasFold(s, 0, prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// EmbedLines mirrors autoembed: addresses that stand alone on a line, or in a
// paragraph, become what they lead to.
func (e *Embeds) EmbedLines(c *Context, s string) string {
	if strings.IndexByte(s, ':') < 0 {
		return s
	}
	s = e.lines(c, s)
	if followsTag(s) {
		s = e.paragraphs(c, s)
	}
	return s
}

// followsTag reports whether an address stands right behind a tag, but for
// white space.
func followsTag(s string) bool {
	for i := nextAddress(s, 0); i < len(s); i = nextAddress(s, i+1) {
		if k := backSpace(s, 0, i); k > 0 && s[k-1] == '>' {
			return true
		}
	}
	return false
}

// nextAddress is where the first http:// or https:// at or behind i begins, or
// the end of the text.
func nextAddress(s string, i int) int {
	for at := i; ; at++ {
		n := strings.IndexByte(s[at:], ':')
		if n < 0 {
			return len(s)
		}
		at += n
		if !strings.HasPrefix(s[at:], "://") {
			continue
		}
		for _, scheme := range [...]string{"https", "http"} {
			if start := at - len(scheme); start >= i && hasFold(s, start, scheme) {
				return start
			}
		}
	}
}

// lines embeds addresses on lines of their own. Line ends within markup do not
// count.
func (e *Embeds) lines(c *Context, s string) string {
	w := splicer{src: s}
	markup := 0 // end of the markup before the line
	for start := nextAddress(s, 0); start < len(s); start = nextAddress(s, start+1) {
		line := start
		for line > 0 && isSpace(s[line-1]) && s[line-1] != '\n' {
			line--
		}
		if line > 0 && s[line-1] != '\n' {
			continue
		}
		end := len(s)
		if n := strings.IndexByte(s[start:], '\n'); n >= 0 {
			end = start + n
		}
		stop := backSpace(s, start, end)
		if isAddress(s[start:stop]) {
			if markup = markupBefore(s, markup, line); markup <= line {
				if shown, ok := e.embed(c, s[start:stop], nil); ok {
					w.replace(start, stop, shown)
				}
			}
		}
	}
	return w.done()
}

// markupBefore is the end of the last markup that begins before i, looked for
// from the end of earlier markup.
func markupBefore(s string, from, i int) int {
	for from < i {
		n := strings.IndexByte(s[from:i], '<')
		if n < 0 {
			return i
		}
		from = markupEnd(s, from+n)
	}
	return from
}

// isAddress reports an address of the web without white space, angle brackets
// and quotation marks.
func isAddress(s string) bool {
	scheme, rest, _ := strings.Cut(s, "://")
	if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") || rest == "" {
		return false
	}
	for i := 0; i < len(rest); i++ {
		if isSpace(rest[i]) || rest[i] == '<' || rest[i] == '>' || rest[i] == '"' {
			return false
		}
	}
	return true
}

// paragraphs embeds addresses that are all of a paragraph.
func (e *Embeds) paragraphs(c *Context, s string) string {
	w := splicer{src: s}
	for i := 0; ; {
		if i = nextByte(s, i, '<'); i < 0 {
			return w.done()
		}
		i++
		if i+1 >= len(s) || s[i]|0x20 != 'p' || s[i+1] != '>' && s[i+1] != ' ' {
			continue
		}
		open := tagEnd(s, i)
		if open == 0 {
			return w.done()
		}
		start := skipSpace(s, open)
		n := strings.IndexByte(s[start:], '<')
		if n < 0 {
			return w.done()
		}
		stop := backSpace(s, start, start+n)
		i = start + n
		if hasFold(s, i, "</p>") && isAddress(s[start:stop]) {
			if shown, ok := e.embed(c, s[start:stop], nil); ok {
				w.replace(start, stop, shown)
			}
		}
	}
}
