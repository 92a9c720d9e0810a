package wp

import (
	"context"
	"fmt"
	"unicode/utf16"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// footnotesField is the meta in which editors keep the footnotes of a text, for
// types whose posts have texts, revisions and meta. Nil: there are none.
func (s *Site) footnotesField() []MetaField {
	var names []string
	for _, t := range s.types {
		if t.ShowInREST && t.has("editor") && t.has("custom-fields") && t.has("revisions") {
			names = append(names, t.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []MetaField{{
		Key: "footnotes", Types: names, Revisioned: true, Schema: wprest.Schema{Type: "string"}, Sanitize: s.cleanFootnotes,
	}}
}

// cleanFootnotes lets those who may not post any HTML store a list of footnotes,
// cleaned like contents, and nothing else.
func (s *Site) cleanFootnotes(ctx context.Context, value any) (any, error) {
	if ok, err := wprest.May(ctx, "unfiltered_html"); ok || err != nil {
		return value, err
	}
	decoded, err := wprest.DecodeJSON([]byte(wprest.ToString(value)))
	list, ok := decoded.(*wprest.Map)
	if err != nil || !ok {
		return "", nil //nolint:nilerr // what is no JSON is dropped
	}
	out := []byte{'['}
	for _, v := range list.All() {
		note, _ := v.(*wprest.Map)
		id, content := note.Get("id"), note.Get("content")
		if !wprest.Truthy(id) || !wprest.Truthy(content) {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = appendEscaped(append(out, `{"id":`...), text.Key(wprest.ToString(id)))
		out = appendEscaped(append(out, `,"content":`...), text.KSES(s.policy, wprest.ToString(content)))
		out = append(out, '}')
	}
	return string(append(out, ']')), nil
}

// appendEscaped appends a JSON string as PHP writes it: in ASCII, and with
// slashes escaped.
func appendEscaped(dst []byte, s string) []byte {
	const short = "\"\"\\\\//\bb\ff\nn\rr\tt"
	dst = append(dst, '"')
next:
	for _, c := range s {
		for i := 0; i < len(short); i += 2 {
			if c == rune(short[i]) {
				dst = append(dst, '\\', short[i+1])
				continue next
			}
		}
		switch {
		case c >= ' ' && c <= '~' || c == 0x7f:
			dst = append(dst, byte(c))
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			dst = fmt.Appendf(dst, `\u%04x\u%04x`, high, low)
		default:
			dst = fmt.Appendf(dst, `\u%04x`, c)
		}
	}
	return append(dst, '"')
}
