package text

import "strings"

// EscapeHTML mirrors esc_html: text for HTML. References that HTML 4 knows are
// not escaped twice. Invalid UTF-8 gives "".
func EscapeHTML(s string) string {
	if !strings.ContainsAny(s, `&<>"'`) {
		return checkUTF8(s)
	}
	return string(appendEscAttr(make([]byte, 0, len(s)+32), checkUTF8(s)))
}

// EscapeAttr mirrors esc_attr: text for the value of an attribute, in quotes
// of either kind. It works as [EscapeHTML].
func EscapeAttr(s string) string { return EscapeHTML(s) }

// EscapeTextarea mirrors esc_textarea: text that a form field shows as it is.
// References are escaped too.
func EscapeTextarea(s string) string {
	return string(appendEscaped(nil, strings.ReplaceAll(checkUTF8(s), "&", "&amp;")))
}

// checkUTF8 mirrors wp_check_invalid_utf8: it gives "" for what is not UTF-8.
func checkUTF8(s string) string {
	if validUTF8(s) != s {
		return ""
	}
	return s
}

// WindowsEntities mirrors convert_invalid_entities: numbers of characters that
// only Windows had become those of Unicode, and &#129; and the other four
// without a character go.
func WindowsEntities(s string) string {
	i := strings.Index(s, "&#1")
	if i < 0 {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	for ; i >= 0; i = strings.Index(s, "&#1") {
		b = append(b, s[:i]...)
		s = s[i:]
		if len(s) < len("&#128;") || s[len("&#128")] != ';' || s[3:5] < "28" || s[3:5] > "59" ||
			!isDigit(s[3]) || !isDigit(s[4]) {
			b = append(b, s[:3]...)
			s = s[3:]
			continue
		}
		if code := windowsCode(int(s[3]-'0')*10 + int(s[4]-'0')); code != "" {
			b = append(b, "&#"...)
			b = append(b, code...)
			b = append(b, ';')
		}
		s = s[len("&#128;"):]
	}
	return string(append(b, s...))
}

// windowsCode is the code point, in decimal, of the byte 100+n in
// Windows-1252, or "".
func windowsCode(n int) string {
	codes := [...]string{
		"8364", "", "8218", "402", "8222", "8230", "8224", "8225", "710", "8240", "352", "8249", "338", "", "381", "",
		"", "8216", "8217", "8220", "8221", "8226", "8211", "8212", "732", "8482", "353", "8250", "339", "", "382", "376",
	}
	return codes[n-28]
}
