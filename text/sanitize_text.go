package text

import (
	"strings"

	"github.com/wprest/wprest/internal/clean"
)

// TextField mirrors sanitize_text_field: one line of plain text, without tags,
// percent-encoded bytes and runs of white space. It is "" for what is not UTF-8.
//
//nolint:revive // the word is WordPress's
func TextField(s string) string { return clean.TextField(s) }

// TextareaField mirrors sanitize_textarea_field: [TextField] of several lines.
func TextareaField(s string) string { return clean.TextareaField(s) }

// StripTags mirrors PHP's strip_tags: tags, comments and processing
// instructions go, their text stays.
func StripTags(s string) string { return clean.StripTags(s) }

// StripAllTags mirrors wp_strip_all_tags: as [StripTags], but scripts and
// styles go with their text, and so does white space around the rest.
func StripAllTags(s string) string {
	return strings.Trim(StripTags(dropScripts(s)), phpTrim)
}

// dropScripts removes script and style elements that are closed.
func dropScripts(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return s
	}
	lower := asciiLower(s)
	gt := finder{s: s, sep: ">"}
	closers := map[string]*finder{"script": {s: lower, sep: "</script>"}, "style": {s: lower, sep: "</style>"}}
	var b []byte
	done := 0
	for pos := 0; ; {
		i := strings.Index(lower[pos:], "<s")
		if i < 0 {
			break
		}
		open := pos + i
		pos = open + 1
		for name, closer := range closers {
			if !strings.HasPrefix(lower[pos:], name) {
				continue
			}
			if end := closer.from(gt.from(pos)); end < len(s) {
				b = append(b, s[done:open]...)
				pos = end + len(closer.sep)
				done = pos
				break
			}
		}
	}
	if done == 0 {
		return s
	}
	return view(append(b, s[done:]...))
}
