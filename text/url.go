package text

import (
	"strings"

	"github.com/wprest/wprest/internal/clean"
)

// URL mirrors sanitize_url: an address to store. Bytes that no address may
// have go; it is "" for schemes that are not allowed.
func URL(s string) string { return clean.URL(s) }

// EscapeURL mirrors esc_url: an address for HTML. It is "" for schemes that
// are not allowed.
func EscapeURL(s string) string {
	if isPlainURL(s) {
		return s
	}
	s = URL(s)
	if !strings.ContainsAny(s, "&'") {
		return s
	}
	s = ksesEntities(s)
	w := splicer{src: s}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\'':
			w.replace(i, i+1, "&#039;")
		case s[i] == '&' && strings.HasPrefix(s[i:], "&amp;"):
			w.replace(i, i+len("&amp;"), "&#038;")
			i += len("&amp;") - 1
		}
	}
	return w.done()
}

// isPlainURL reports an address of the web in which nothing is to be cleaned or
// escaped.
func isPlainURL(s string) bool {
	after, ok := strings.CutPrefix(s, "http")
	if !ok {
		return false
	}
	after = strings.TrimPrefix(after, "s")
	if !strings.HasPrefix(after, "://") {
		return false
	}
	for i := 0; i < len(after); i++ {
		switch c := after[i]; c {
		case '/', '.', '-', '_', '=', '?', '#', ':', '+', ',', '~', '!', '@', '$', '|', '*', '(', ')':
		default:
			if !isAlnum(c) && c < 0x80 {
				return false
			}
		}
	}
	return true
}

// isInternalLink reports whether an address is of the site itself: it has an
// allowed scheme and the host of home, which ports do not count for. An
// address without a host is not.
func isInternalLink(address, home string) bool {
	scheme, host := urlHost(address)
	_, own := urlHost(home)
	return host != "" && host == own && isAllowedScheme(scheme)
}

// urlHost is the scheme and the host, without port and user, of an address, in
// lower case.
func urlHost(address string) (scheme, host string) {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return "", ""
	}
	for i := 0; i < len(rest); i++ {
		if c := rest[i]; c == '/' || c == '?' || c == '#' {
			rest = rest[:i]
			break
		}
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if i := strings.LastIndexByte(rest, ':'); i >= 0 && (i+1 == len(rest) || isDigits(rest[i+1:])) {
		rest = rest[:i]
	}
	return asciiLower(scheme), strings.ToLower(rest)
}
