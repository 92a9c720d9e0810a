package text

import (
	"fmt"
	"strings"
	"testing"
)

func TestCache(t *testing.T) {
	var none *Cache
	if none.Do("", "a", strings.ToUpper) != "A" || none.Len() != 0 || NewCache(0) != nil {
		t.Error("no cache does not work")
	}
	c := NewCache(1 << 16)
	calls := 0
	render := func(s string) string { calls++; return strings.ToUpper(s) }
	for range 3 {
		if c.Do("v", "a", render) != "A" || c.Do("w", "a", render) != "A" || c.Do("v", "b", render) != "B" {
			t.Error("wrong text")
		}
	}
	if calls != 3 || c.Len() != 3 {
		t.Errorf("%d calls, %d texts", calls, c.Len())
	}
	for i := range 10000 {
		c.Do("v", fmt.Sprint(i), render)
	}
	if n := c.Len() * cacheOverhead; n > 1<<16 {
		t.Errorf("%d bytes", n)
	}
	c.Do("v", strings.Repeat("x", 1<<17), render)
	if n := c.Len(); n == 0 {
		t.Error("a long text drives all others out")
	}
}

func TestCacheGroup(t *testing.T) {
	o := testOptions(t, nil)
	p := ContentPipeline(o)
	c := NewCache(1 << 20)
	g := c.Group(p, "content", StepTypography, StepLoneShortcodes)
	if got, want := stepNames(g), "embed-shortcode embed-lines typography attachment product-name shortcodes images smilies"; got != want {
		t.Errorf("got %s", got)
	}
	for range 2 {
		if got, want := g.Render(nil, article(3000)), p.Render(nil, article(3000)); got != want || g.Err != nil {
			t.Errorf("%v\n got %q\nwant %q", g.Err, got, want)
		}
	}
	if c.Len() != 1 {
		t.Errorf("%d texts", c.Len())
	}
	for _, bad := range []Pipeline{c.Group(p, "", "x", StepSmilies), c.Group(p, "", StepSmilies, StepTypography)} {
		if bad.Err == nil {
			t.Error("no error")
		}
	}
}

func BenchmarkCache(b *testing.B) {
	for name, n := range map[string]int{"1kB": 1000, "10kB": 10000} {
		p := ContentPipeline(testOptions(b, &testLibrary{}))
		s := article(n)
		for kind, p := range map[string]Pipeline{
			"off": p, "on": NewCache(1<<20).Group(p, "content", StepTypography, StepLoneShortcodes),
		} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					p.Render(nil, s)
				}
			})
		}
	}
}
