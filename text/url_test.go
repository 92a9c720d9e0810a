package text

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func ExampleEscapeURL() {
	fmt.Println(EscapeURL("example.test/a b?x='1'&y=2"))
	fmt.Println(EscapeURL("javascript:x()"))
	// Output:
	// http://example.test/a%20b?x=&#039;1&#039;&#038;y=2
	//
}

func TestEscapeURL(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"https://example.test/b?x=1&y=2", "https://example.test/b?x=1&#038;y=2"},
		{"https://example.test/?a&amp;b&copy;c&#38;d&bogus;", "https://example.test/?a&#038;b&copy;c&#038;d&#038;bogus;"},
		{"http://example.test/?q=[a]", "http://example.test/?q=%5Ba%5D"},
		{"/x?a=b&c", "/x?a=b&#038;c"},
		{"mailto:o'neil@example.test", "mailto:o&#039;neil@example.test"},
	}
	for _, tt := range tests {
		if got := EscapeURL(tt.in); got != tt.want {
			t.Errorf("EscapeURL(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestIsInternalLink(t *testing.T) {
	const home = "https://Example.test:8071/sub"
	for address, want := range map[string]bool{
		"https://example.test/x": true, "HTTP://EXAMPLE.TEST": true, "http://u:p@example.test:99?x": true,
		"/x": false, "//example.test/x": false, "https://example.test.evil/": false, "https://evil/@example.test": false,
		"javascript://example.test/": false, "": false, "https://": false, "https://evil\\@example.test": true,
	} {
		if got := isInternalLink(address, home); got != want {
			t.Errorf("isInternalLink(%q) = %v", address, got)
		}
	}
	if isInternalLink("https:///x", "") {
		t.Error("no host is no host of the site")
	}
}

func FuzzEscapeURL(f *testing.F) {
	for _, s := range []string{"example.test", "http://[::1]/[x]", "a:b", "feed:javascript:x", "&#58;", ";//", "%0%0dd", "x'&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, u := range []string{URL(s), EscapeURL(s)} {
			if utf8.ValidString(s) && !utf8.ValidString(u) || strings.ContainsAny(u, "<>\"\\ \n") {
				t.Fatalf("%q gives %q", s, u)
			}
			checkAddress(t, s, u)
		}
		if strings.Contains(EscapeURL(s), "'") {
			t.Fatalf("%q keeps a quote", s)
		}
		isInternalLink(s, s)
	})
}

// FuzzPlainURL finds addresses that are taken for plain and are not.
func FuzzPlainURL(f *testing.F) {
	for _, s := range []string{"http://a.b/c?d=e#f", "https://[::1]/", "http://a/%0d", "http:// a", "https://a;//b", "http", "http://é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if isPlainURL(s) && (URL(s) != s || strings.ContainsAny(s, "&'")) {
			t.Fatalf("%q gives %q", s, URL(s))
		}
	})
}
