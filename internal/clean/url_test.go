package clean

import (
	"slices"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	tests := []struct{ about, in, want string }{
		{"validate-uri", "https://a.example.test/x?y=1&z=2#f", "https://a.example.test/x?y=1&z=2#f"},
		{"validate-uri", "a.example.test", "http://a.example.test"},
		{"validate-uri", "javascript:alert(1)", ""},
		{"validate-uri", "not a url", "http://not%20a%20url"},
		{"validate-uri", "http://x.test/[a]?b[]=1", "http://x.test/%5Ba%5D?b%5B%5D=1"},
		{"validate-uri", "http://x.test/<b>\"'`", "http://x.test/b'"},
		{"validate-uri", "file.php", "file.php"},
		{"validate-uri", "HTTP://X.test", "http://X.test"},
		{"validate-uri", "  https://x.test  ", "https://x.test%20%20"},
		{"validate-uri", "mailto:a@b.co", "mailto:a@b.co"},
		{": nothing is left", " \x01<>", ""},
		{": bytes above ASCII stay", "http://x.test/\xff", "http://x.test/\xff"},
		{": line ends", "http://x.test/%0%0da%0Ay", "http://x.test/y"},
		{": but those of mail", "MAILTO:a@b.co?body=%0A", "mailto:a@b.co?body=%0A"},
		{": nothing else", "%0a", ""},
		{": ;//", "http;//x.test", "http://x.test"},
		{": a path of scripts", "a-b.PHP?x", "a-b.PHP?x"},
		{": is no path", "a/b.php", "http://a/b.php"},
		{": an IPv6 host", "http://[::1]/[a]", "http://[::1]/%5Ba%5D"},
		{": without a scheme", "//[::1]/[a]", "//[::1]/%5Ba%5D"},
		{": without a host", "/[a]", "/%5Ba%5D"},
		{": in mail", "mailto:[a]@b", "mailto:%5Ba%5D@b"},
		{": references to a colon", "javascript&#58;x:y", ""},
		{": references to a colon", "javascript&#0058;x:y", ""},
		{": references to a colon", "javascript&#X3A;x:y", ""},
		{": references to a colon", "javascript&Colon;x:y", ""},
		{": even behind a good scheme", "tel&colon;x:y", ""},
		{": but a reference is no : there", "x&#58;y", "http://x&#58;y"},
		{": no scheme behind /?", "x/?a:b", "x/?a:b"},
		{": nor behind / at the start", "/a:b", "/a:b"},
		{": but behind ?", "?a:b", ""},
		{": a feed", "feed:HTTP://x.test", "feed:http://x.test"},
		{": a bad feed", "feed:javascript:x", ""},
		{": feeds of feeds", "feed:feed:feed:x", ""},
	}
	for _, test := range tests {
		if got := URL(test.in); got != test.want {
			t.Errorf("%s: URL(%q) = %q, want %q", test.about, test.in, got, test.want)
		}
	}
}

func TestURLWith(t *testing.T) {
	tests := []struct {
		in        string
		protocols []string
		want      string
	}{
		{"x.test", []string{"https", "http"}, "https://x.test"},
		{"x.test", []string{"ftp"}, ""},
		{"http://x.test", []string{"https"}, ""},
		{"data:x", []string{"data"}, "data:x"},
		{"/x", []string{}, "/x"},
		{"tel:1", nil, "tel:1"},
	}
	for _, test := range tests {
		if got := URLWith(test.in, test.protocols); got != test.want {
			t.Errorf("URLWith(%q, %v) = %q, want %q", test.in, test.protocols, got, test.want)
		}
	}
}

func FuzzCleanURL(f *testing.F) {
	for _, s := range []string{"http://x.test/[a]", "a b", "feed:HTTP://x", "mailto:%0a", "x&#58;y", "//[::1]/[", ";//", "%0%0dd", "a.php?[", "x/?a:b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := URL(s)
		if again := URL(got); again != got {
			t.Fatalf("URL(%q) = %q, and again %q", s, got, again)
		}
		if strings.ContainsAny(got, " \t\r\n\"<>`\\^{}\x00") {
			t.Fatalf("URL(%q) = %q has a bad byte", s, got)
		}
		scheme, _, found := strings.Cut(got, ":")
		if found && got[0] != '/' && !strings.Contains(scheme, "/?") && !slices.Contains(Protocols(), scheme) {
			t.Fatalf("URL(%q) = %q has a bad scheme", s, got)
		}
	})
}
