package text

import "strings"

// Smilies turn smilies made of letters and signs into pictures. It is safe for
// concurrent use.
type Smilies struct {
	// ImageURL is the folder of the pictures that no character shows, with a
	// slash at its end. WordPress's is wp-includes/images/smilies/ below the
	// address of the site.
	ImageURL string
}

// Convert mirrors convert_smilies: it replaces the smilies that stand between
// spaces or at the edges of lines and tags, outside of code, pre, style,
// script and textarea.
func (m *Smilies) Convert(s string) string {
	t := smileyText{splicer: splicer{src: s}}
	// All begin with a colon, or end in a parenthesis or an O: rarer signs than
	// the ; and 8 that references are made of.
	marks := [...]byteFinder{findByte(s, ':'), findByte(s, ')'), findByte(s, 'O')}
	for i := 0; ; i++ {
		i = min(marks[0].from(i), marks[1].from(i), marks[2].from(i))
		if i == len(s) {
			return t.done()
		}
		start := smileyStart(s, i)
		if start < 0 || start > 0 && s[start-1] != '>' && spaceUnitBefore(s, start) == 0 {
			continue
		}
		end := smileyEnd(s, start)
		smiley := smileyCharacter(s[start:end])
		if smiley == "" || !t.shows(start, end) {
			continue
		}
		if smiley == "mrgreen" {
			smiley = `<img src="` + EscapeURL(m.ImageURL+"mrgreen.png") +
				`" alt=":mrgreen:" class="wp-smiley" style="height: 1em; max-height: 1em;" />`
		}
		t.replace(start, end, smiley)
		i = end - 1
	}
}

// smileyStart is where the smiley begins whose mark stands at i, or -1.
func smileyStart(s string, i int) int {
	if s[i] == ':' {
		return i
	}
	start := i - 1
	if start > 0 && s[start] == '-' {
		start--
	}
	if start < 0 || s[start] != ';' && s[start] != '8' {
		return -1
	}
	return start
}

// A smileyText is a text in which smilies are replaced. It looks at the tags
// up to a smiley when there is one.
type smileyText struct {
	splicer
	from, to int    // the text between two tags that was looked at last
	tagEnd   int    // where the tag at to ends; 0 before the first look
	ignored  string // the tag that ends an element whose text stays as typed
}

// shows reports whether s[start:end] is all of what stands between spaces in a
// text outside of tags and of the elements that stay as typed.
func (t *smileyText) shows(start, end int) bool {
	if t.tagEnd == 0 {
		t.nextTag(0)
	}
	for t.to <= start && t.to < len(t.src) {
		switch tag := t.src[t.to:t.tagEnd]; {
		case t.ignored == "":
			t.ignored = ignoredElement(tag)
		case tag == t.ignored:
			t.ignored = ""
		}
		t.nextTag(t.tagEnd)
	}
	return t.ignored == "" && t.from <= start && end <= t.to &&
		(start == t.from || spaceUnitBefore(t.src[t.from:], start-t.from) > 0) &&
		(end == t.to || spaceUnitAt(t.src[:t.to], end) > 0)
}

// nextTag looks at the text at i and the tag behind it: a < that is closed.
func (t *smileyText) nextTag(i int) {
	t.from, t.to, t.tagEnd = i, len(t.src), len(t.src)
	start := nextByte(t.src, i, '<')
	if start < 0 {
		return
	}
	if end := nextByte(t.src, start+1, '>'); end >= 0 {
		t.to, t.tagEnd = start, end+1
	}
}

// ignoredElement is the closing tag of an element whose text stays as typed,
// or "".
func ignoredElement(tag string) string {
	if len(tag) < len("<pre>") {
		return ""
	}
	switch name := tag[1:]; name[0] {
	case 'c':
		if strings.HasPrefix(name, "code") {
			return "</code>"
		}
	case 'p':
		if strings.HasPrefix(name, "pre") {
			return "</pre>"
		}
	case 's':
		if strings.HasPrefix(name, "style") {
			return "</style>"
		}
		if strings.HasPrefix(name, "script") {
			return "</script>"
		}
	case 't':
		if strings.HasPrefix(name, "textarea") {
			return "</textarea>"
		}
	}
	return ""
}

// smileyEnd is where a smiley at i ends at the latest: before white space or a
// tag.
func smileyEnd(s string, i int) int {
	const longest = len(":mrgreen:")
	end := i
	for end < len(s) && s[end] != '<' && spaceUnitAt(s, end) == 0 && end-i <= longest {
		end++
	}
	return end
}

// smileyCharacter is the character of a smiley, or "".
func smileyCharacter(code string) string {
	switch code {
	case ":)", ":-)", ":smile:":
		return "\U0001F642"
	case ":(", ":-(", ":sad:":
		return "\U0001F641"
	case ";)", ";-)", ":wink:":
		return "\U0001F609"
	case ":D", ":-D", ":grin:":
		return "\U0001F600"
	case ":P", ":-P", ":razz:":
		return "\U0001F61B"
	case ":o", ":-o", ":eek:":
		return "\U0001F62E"
	case "8O", "8-O", ":shock:":
		return "\U0001F62F"
	case ":?", ":-?", ":???:":
		return "\U0001F615"
	case "8-)", ":cool:":
		return "\U0001F60E"
	case ":x", ":-x", ":mad:":
		return "\U0001F621"
	case ":|", ":-|", ":neutral:":
		return "\U0001F610"
	case ":twisted:":
		return "\U0001F608"
	case ":evil:":
		return "\U0001F47F"
	case ":arrow:":
		return "\u27A1"
	case ":idea:":
		return "\U0001F4A1"
	case ":oops:":
		return "\U0001F633"
	case ":roll:":
		return "\U0001F644"
	case ":cry:":
		return "\U0001F625"
	case ":lol:":
		return "\U0001F606"
	case ":!:":
		return "\u2757"
	case ":?:":
		return "\u2753"
	case ":mrgreen:":
		return "mrgreen"
	}
	return ""
}
