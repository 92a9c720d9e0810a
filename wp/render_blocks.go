package wp

import (
	"strings"

	"github.com/wprest/wprest/text"
)

// plainBlocks shows a text with blocks as what stands between their delimiters:
// what a static block is. A host that renders blocks replaces it.
func plainBlocks(_ *text.Context, s string) string {
	if !strings.Contains(s, blockOpener) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		at := nextDelimiter(s)
		if at < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:at])
		end := strings.Index(s[at:], "-->")
		if end < 0 { // no delimiter after all
			b.WriteString(s[at:])
			return b.String()
		}
		s = s[at+end+len("-->"):]
	}
}

// nextDelimiter finds the first delimiter of a block, opening or closing; -1 if
// there is none.
func nextDelimiter(s string) int {
	for from := 0; ; {
		at := strings.Index(s[from:], "<!-- ")
		if at < 0 {
			return -1
		}
		at += from
		rest := strings.TrimPrefix(s[at+len("<!-- "):], "/")
		if strings.HasPrefix(rest, "wp:") {
			return at
		}
		from = at + len("<!-- ")
	}
}
