package clean

import (
	"slices"
	"strings"
)

// Protocols returns the schemes that URL lets pass.
func Protocols() []string {
	return []string{
		"http", "https", "ftp", "ftps", "mailto", "news", "irc", "irc6", "ircs",
		"gopher", "nntp", "feed", "telnet", "mms", "rtsp", "sms", "svn", "tel",
		"fax", "xmpp", "webcal", "urn",
	}
}

// URL makes an address that is safe to store: bytes that no address may have
// go, one without a scheme gets http://, and one with a scheme that is not in
// Protocols becomes "". It mirrors sanitize_url.
func URL(s string) string { return URLWith(s, nil) }

// URLWith is URL with the allowed schemes, in lower case; nil stands for
// Protocols. When the first is https, that is what an address without a scheme
// gets.
func URLWith(s string, protocols []string) string {
	s = strings.ReplaceAll(strings.TrimLeft(s, blank), " ", "%20")
	s = keepURLBytes(s)
	if len(s) < 7 || !strings.EqualFold(s[:7], "mailto:") {
		s = dropEscapes(s, isZero, isLineEnd)
	}
	s = strings.ReplaceAll(s, ";//", "://")
	if s == "" {
		return ""
	}
	if protocols == nil {
		protocols = Protocols()
	}
	if !strings.Contains(s, ":") && !strings.ContainsRune("/#?", rune(s[0])) && !startsWithScript(s) {
		scheme := "http://"
		if len(protocols) > 0 && protocols[0] == "https" {
			scheme = "https://"
		}
		s = scheme + s
	}
	s = escapeBrackets(s)
	if s[0] == '/' {
		return s
	}
	return checkScheme(s, protocols, 0)
}

func isZero(c byte) bool { return c == '0' }

func isLineEnd(c byte) bool { return c == 'd' || c == 'D' || c == 'a' || c == 'A' }

func keepURLBytes(s string) string {
	for i := 0; i < len(s); i++ {
		if isURLByte(s[i]) {
			continue
		}
		b := append(make([]byte, 0, len(s)), s[:i]...)
		for ; i < len(s); i++ {
			if isURLByte(s[i]) {
				b = append(b, s[i])
			}
		}
		return string(b)
	}
	return s
}

// isURLByte reports the bytes that an address may have.
func isURLByte(c byte) bool {
	switch c {
	case '-', '~', '+', '_', '.', '?', '#', '=', '!', '&', ';', ',', '/', ':', '%', '@', '$', '|', '*', '\'', '(', ')', '[', ']':
		return true
	}
	return c >= 0x80 || isAlnum(c)
}

// startsWithScript reports whether s begins like index.php, a relative address.
func startsWithScript(s string) bool {
	i := 0
	for i < len(s) && (isAlnum(s[i]) || s[i] == '-') {
		i++
	}
	return i > 0 && len(s) >= i+4 && strings.EqualFold(s[i:i+4], ".php")
}

// escapeBrackets escapes square brackets, but those of an IPv6 host.
func escapeBrackets(s string) string {
	if !strings.ContainsAny(s, "[]") {
		return s
	}
	host := 0
	if strings.HasPrefix(s, "//") {
		host = 2
	} else if i := strings.Index(s, "://"); i > 0 && !strings.ContainsAny(s[:i], "/?#[]") {
		host = i + 3
	}
	rest := host
	if host > 0 {
		if n := strings.IndexAny(s[host:], "/?#"); n >= 0 {
			rest += n
		} else {
			rest = len(s)
		}
	}
	return s[:rest] + strings.NewReplacer("[", "%5B", "]", "%5D").Replace(s[rest:])
}

// maxFeeds is how many times an address may begin with feed: before another.
const maxFeeds = 2

// checkScheme returns s with its scheme in lower case, or "" when the scheme is
// not allowed. What comes after feed: is an address itself.
func checkScheme(s string, allowed []string, feeds int) string {
	scheme, rest, colon := cutScheme(s)
	if scheme == "" && !colon {
		return s
	}
	scheme = strings.ToLower(scheme)
	if !colon || !slices.Contains(allowed, scheme) {
		return ""
	}
	if scheme == "feed" {
		if feeds == maxFeeds {
			return ""
		}
		if rest = checkScheme(rest, allowed, feeds+1); rest == "" {
			return ""
		}
	}
	return scheme + ":" + rest
}

// cutScheme splits an address at its first colon. Colon is false when a
// character reference stands for it, and when there is none; then scheme is
// empty too. A colon behind "/?" is none.
func cutScheme(s string) (scheme, rest string, colon bool) {
	for i := 0; i < len(s); i++ {
		n := 0
		switch s[i] {
		case ':':
			n = 1
		case '&':
			n = colonReference(s[i:])
		}
		if n > 0 {
			if strings.Contains(s[:i], "/?") {
				break
			}
			if n == 1 {
				return s[:i], s[i+1:], true
			}
			return s[:i+n], s[i+n:], false
		}
	}
	return "", s, false
}

// colonReference returns the length of the character reference to a colon that
// s begins with, or 0.
func colonReference(s string) int {
	for _, form := range [...]struct{ head, tail string }{{"&#", "58;"}, {"&#x", "3a;"}, {"&colon", ";"}} {
		if len(s) < len(form.head) || !strings.EqualFold(s[:len(form.head)], form.head) {
			continue
		}
		i := len(form.head)
		for i < len(s) && s[i] == '0' && form.tail != ";" {
			i++
		}
		if len(s) >= i+len(form.tail) && strings.EqualFold(s[i:i+len(form.tail)], form.tail) {
			return i + len(form.tail)
		}
	}
	return 0
}
