package text

import (
	"html"
	"strings"
)

// RelUGC mirrors wp_rel_ugc on the way in: links in a comment get
// rel="nofollow ugc", and those to the site itself, whose address is home,
// rel="ugc". The words of a rel that is there already stay.
func RelUGC(s, home string) string {
	var b []byte
	end, line := finder{s: s, sep: ">"}, finder{s: s, sep: "\n"}
	done := 0
	for pos := 0; ; {
		i := strings.IndexByte(s[pos:], '<')
		if i < 0 {
			break
		}
		pos += i + 1
		if len(s)-pos < 3 || s[pos]|0x20 != 'a' || s[pos+1] != ' ' {
			continue
		}
		attrs := pos + 2
		last := end.from(attrs + 1)
		if last == len(s) || line.from(attrs) < last {
			continue
		}
		b = append(b, s[done:pos-1]...)
		b = appendRelUGC(b, s[attrs:last], home)
		done, pos = last+1, last+1
	}
	if done == 0 {
		return s
	}
	return view(append(b, s[done:]...))
}

// appendRelUGC writes the opening tag of a link.
func appendRelUGC(b []byte, attrs, home string) []byte {
	b = append(b, "<a "...)
	href, old, ok := linkAttrs(attrs)
	words := []string{"nofollow", "ugc"}
	if isInternalLink(href, home) {
		words = words[1:]
	}
	if ok {
		words = mergeWords(strings.Fields(old), words)
		b = appendOtherAttrs(b, attrs, "rel")
	} else {
		b = append(b, attrs...)
		b = append(b, ' ')
	}
	b = append(b, `rel="`...)
	b = appendEscAttr(b, strings.Join(words, " "))
	return append(b, `">`...)
}

// linkAttrs are the href and the rel of a link; ok says that it has a rel.
func linkAttrs(attrs string) (href, rel string, ok bool) {
	if hasOpenQuote(attrs) {
		return "", "", false
	}
	found := false
	for {
		a, rest, more, _ := nextAttr(attrs)
		if !more {
			return href, rel, ok
		}
		attrs = rest
		switch {
		case a.name == "href" && !found:
			href, found = html.UnescapeString(a.value), true
		case a.name == "rel" && !ok:
			rel, ok = html.UnescapeString(a.value), true
		}
	}
}

// appendOtherAttrs writes all attributes but one anew, each with a space
// behind it.
func appendOtherAttrs(b []byte, attrs, but string) []byte {
	seen := map[string]bool{but: true}
	for {
		a, rest, ok, _ := nextAttr(attrs)
		if !ok {
			return b
		}
		attrs = rest
		if seen[a.name] {
			continue
		}
		seen[a.name] = true
		b = append(b, a.name...)
		if !a.bare {
			a.value = html.UnescapeString(a.value)
			if isURLAttr(a.name) {
				a.value = safeScheme(a.value)
			}
			b = append(b, `="`...)
			b = appendEscAttr(b, a.value)
			b = append(b, '"')
		}
		b = append(b, ' ')
	}
}

// mergeWords adds to a list the words that it lacks.
func mergeWords(list, words []string) []string {
	for _, word := range words {
		if !contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}
