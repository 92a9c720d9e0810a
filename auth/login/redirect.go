package login

import (
	"net/url"
	"strings"
)

// safe returns an address that a browser may be sent to: one of this site, or
// else the fallback.
func (p *Pages) safe(target, fallback string) string {
	target = strings.Map(addressRune, target)
	whole := target
	if strings.HasPrefix(whole, "//") {
		whole = "http:" + whole
	}
	u, err := url.Parse(whole)
	switch {
	case err != nil || u.Opaque != "" || u.User != nil:
		return fallback
	case u.Scheme == "" && u.Host == "":
		return target
	case u.Scheme != "http" && u.Scheme != "https":
		return fallback
	}
	home, err := url.Parse(p.home())
	if err != nil || !strings.EqualFold(u.Hostname(), home.Hostname()) {
		return fallback
	}
	return target
}

// addressRune keeps what an address may hold. Of a backslash browsers make a
// slash, so that goes too.
func addressRune(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 0x7f && r != '\uFFFD',
		strings.ContainsRune("-~+_.?#=&;,/:%!*[]()@", r):
		return r
	}
	return -1
}
