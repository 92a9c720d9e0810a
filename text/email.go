package text

import (
	"strings"

	"github.com/wprest/wprest/internal/clean"
)

// IsEmail mirrors is_email: it reports whether s is an address as it stands.
func IsEmail(s string) bool { return clean.IsEmail(s) }

// Email mirrors sanitize_email: it drops what an address may not hold, and
// gives "" when too little is left.
func Email(s string) string {
	at := strings.IndexByte(s, '@')
	if len(s) < 6 || at < 1 {
		return ""
	}
	local := keepBytes(s[:at], func(c byte) bool {
		return isAlnum(c) || strings.IndexByte("!#$%&'*+/=?^_`{|}~.-", c) >= 0
	})
	domain := strings.Trim(dropDotRuns(s[at+1:]), phpTrim+".")
	if local == "" || strings.IndexByte(domain, '.') < 0 {
		return ""
	}
	b := make([]byte, 0, len(s))
	b = append(append(b, local...), '@')
	labels := 0
	for label := range strings.SplitSeq(domain, ".") {
		label = keepBytes(strings.Trim(label, phpTrim+"-"), func(c byte) bool { return isAlnum(c) || c == '-' })
		if label == "" {
			continue
		}
		if labels > 0 {
			b = append(b, '.')
		}
		b = append(b, label...)
		labels++
	}
	if labels < 2 {
		return ""
	}
	return string(b)
}

// dropDotRuns removes runs of two dots or more.
func dropDotRuns(s string) string {
	if !strings.Contains(s, "..") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		n := i
		for n < len(s) && s[n] == '.' {
			n++
		}
		switch n - i {
		case 0:
			n++
			b = append(b, s[i])
		case 1:
			b = append(b, '.')
		}
		i = n
	}
	return string(b)
}
