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
	var b []byte
	var closers [2]finder
	gt := findByte(s, '>')
	done := 0
	for i := 0; ; {
		if i = nextByte(s, i, '<'); i < 0 {
			break
		}
		open := i
		i++
		for kind, name := range [...]string{"script", "style"} {
			if i == len(s) || s[i]|0x20 != 's' || !hasFold(s, i, name) {
				continue
			}
			closer := &closers[kind]
			if closer.s == "" {
				closer.s, closer.sep = asciiLower(s), "</"+name+">"
			}
			if end := closer.from(gt.from(i)); end < len(s) {
				b = append(b, s[done:open]...)
				i = end + len(closer.sep)
				done = i
				break
			}
		}
	}
	if done == 0 {
		return s
	}
	return view(append(b, s[done:]...))
}
