package main

import (
	"context"
	"maps"
	"net"
	"testing"
)

// options is a wp.OptionStore.
type options map[string]string

func (o options) Options(_ context.Context, names ...string) (map[string]string, error) {
	found := map[string]string{}
	for _, name := range names {
		if v, ok := o[name]; ok {
			found[name] = v
		}
	}
	return found, nil
}

func (o options) SetOption(_ context.Context, name, value string) error {
	o[name] = value
	return nil
}

func (o options) DeleteOption(_ context.Context, name string) error {
	delete(o, name)
	return nil
}

func TestSettleAddress(t *testing.T) {
	t.Parallel()
	const old, now, chosen = "http://127.0.0.1:8080", "http://127.0.0.1:9000", "https://example.org"
	at := func(url, home, derived string) options {
		o := options{"siteurl": url, "home": home}
		if derived != "" {
			o[derivedURLOption] = derived
		}
		return o
	}
	for name, test := range map[string]struct {
		stored options
		chosen string
		want   options
	}{
		"nothing stored":                  {options{}, "", at(now, now, now)},
		"derived before":                  {at(old, old, old), "", at(now, now, now)},
		"derived before, the same":        {at(now, now, now), "", at(now, now, now)},
		"chosen before":                   {at(chosen, chosen, ""), "", at(chosen, chosen, "")},
		"changed by a client since":       {at(chosen, chosen, old), "", at(chosen, chosen, old)},
		"home changed by a client since":  {at(old, chosen, old), "", at(old, chosen, old)},
		"of a WordPress in a folder":      {at("https://a.example/wp", "https://a.example", ""), "", at("https://a.example/wp", "https://a.example", "")},
		"chosen now":                      {at(old, old, old), chosen, at(chosen, chosen, "")},
		"chosen now, against a choice":    {at("https://b.example", "https://b.example", ""), chosen, at(chosen, chosen, "")},
		"chosen now what was derived":     {at(old, old, old), old, at(old, old, "")},
		"chosen now, the same as before":  {at(chosen, chosen, ""), chosen, at(chosen, chosen, "")},
		"chosen now, of one in a folder":  {at("https://a.example/wp", "https://a.example", ""), chosen, at(chosen, chosen, "")},
		"chosen now, nothing stored":      {options{}, chosen, at(chosen, chosen, "")},
		"a choice that happens to be now": {at(now, now, ""), "", at(now, now, "")},
	} {
		if err := settleAddress(t.Context(), test.stored, test.chosen, now); err != nil || !maps.Equal(test.stored, test.want) {
			t.Errorf("%s: %v %v, want %v", name, test.stored, err, test.want)
		}
	}
}

func TestCleanAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://example.org":       "https://example.org",
		"https://example.org/":      "https://example.org",
		"http://[::1]:8080/blog//":  "http://[::1]:8080/blog",
		"example.org":               "",
		"ftp://example.org":         "",
		"https://":                  "",
		"https://:80":               "",
		"https://example.org/?a=b":  "",
		"https://example.org/#a":    "",
		"https://a:b@example.org/":  "",
		"https://example.org:port/": "",
	} {
		if got, err := cleanAddress(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q %v", text, got, err)
		}
	}
}

func TestListeningURL(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080",
		"0.0.0.0:8080":   "http://localhost:8080",
		"[::]:8080":      "http://localhost:8080",
		"[::1]:8080":     "http://[::1]:8080",
		"127.0.0.1:80":   "http://127.0.0.1",
		"[::1]:80":       "http://[::1]",
	} {
		tcp, err := net.ResolveTCPAddr("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := listeningURL(tcp); got != want {
			t.Errorf("%s: %s", addr, got)
		}
	}
}
