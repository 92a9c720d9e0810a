package wp

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// The functions of this file are the Sanitize of core settings. They mirror
// sanitize_option.

func escaped(_ context.Context, v any) (any, bool) {
	return text.EscapeHTML(wprest.ToString(v)), true
}

var webAddressPattern = regexp.MustCompile(`(?i)https?://.`)

func webAddress(_ context.Context, v any) (any, bool) {
	return v, webAddressPattern.MatchString(wprest.ToString(v))
}

func mailAddress(_ context.Context, v any) (any, bool) {
	email := text.Email(wprest.ToString(v))
	return email, text.IsEmail(email)
}

// timeZone takes the name of a time zone as the database of zones spells it.
func timeZone(_ context.Context, v any) (any, bool) {
	name := wprest.ToString(v)
	if name == "" {
		return name, true
	}
	if name == "Local" || strings.HasPrefix(name, "posix/") || strings.HasPrefix(name, "right/") {
		return nil, false
	}
	_, err := time.LoadLocation(name)
	return name, err == nil
}

func dateFormat(_ context.Context, v any) (any, bool) {
	return text.KSES(text.DataPolicy(), text.StripTags(wprest.ToString(v))), true
}

func absolute(_ context.Context, v any) (any, bool) { return abs(wprest.ToInt(v)), true }

// pageSize takes -1 for all.
func pageSize(_ context.Context, v any) (any, bool) {
	switch n := wprest.ToInt(v); {
	case n == 0:
		return int64(1), true
	case n < -1:
		return -n, true
	default:
		return n, true
	}
}

// oneOfLocales takes an installed locale, or "" for the one that WordPress is
// written in, whose own name is not among them.
func oneOfLocales(installed []string) func(context.Context, any) (any, bool) {
	return func(_ context.Context, v any) (any, bool) {
		locale := wprest.ToString(v)
		return locale, locale == "" || slices.Contains(installed, locale)
	}
}
