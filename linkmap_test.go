package wprest

import (
	"bytes"
	"testing"
)

// Links read the same by way of their JSON and without it.
func TestLinkSetAsMap(t *testing.T) {
	set := &linkSet{
		links: []Link{
			{Rel: "self", Href: "https://a.example/wp-json/x/1", allowed: []string{"GET", "PUT"}},
			*(&Link{Rel: "wp:term", Href: "https://a.example/t?post=1"}).With("taxonomy", "tide").With("count", 3).Embed(),
			{Rel: "about", Href: "https://a.example/\"é\""},
			{Rel: "wp:term", Href: "https://a.example/u"},
		},
		curies: []curie{{name: "wp", href: "https://api.w.org/{rel}"}},
	}
	want, err := set.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := AppendJSON(nil, set.asMap())
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s\nwant %s (%v)", got, want, err)
	}
	if m, ok := unfold(set).(*Map); !ok || m.Len() != 4 {
		t.Errorf("unfold: %v", m)
	}
}
