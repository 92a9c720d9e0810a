package wp

import "testing"

func TestPlainBlocks(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"no blocks <!-- more -->", "no blocks <!-- more -->"},
		{"<!-- wp:paragraph {\"a\":1} -->\n<p>x</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:latest-posts /-->y", "\n<p>x</p>\n\n\ny"},
		{"<!--more--><!-- wp:a --><!-- note -->z<!-- /wp:a -->", "<!--more--><!-- note -->z"},
		{"x<!-- wp:open", "x<!-- wp:open"},
	} {
		if got := plainBlocks(nil, test.text); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}
