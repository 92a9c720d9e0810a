package wprest

import (
	"fmt"
	"testing"
)

// treeOf makes a tree of patterns, whose ranks are their order.
func treeOf(t testing.TB, patterns ...string) *routeTree {
	t.Helper()
	tree := &routeTree{}
	for rank, path := range patterns {
		p, err := parsePattern(path)
		if err != nil {
			t.Fatal(err)
		}
		tree.add(p, &route{path: path, rank: rank, groups: p.names, endpoints: []*endpoint{{methods: []string{"GET"}}}})
	}
	return tree
}

const templateID = `(?P<id>([^\/:<>\*\?"\|]+(?:\/[^\/:<>\*\?"\|]+)?)[\/\w%-]+)`

func TestMatch(t *testing.T) {
	tree := treeOf(t,
		"/", "/wp/v2", "/wp/v2/posts", `/wp/v2/posts/(?P<id>[\d]+)`, `/wp/v2/posts/(?P<id>[\d]+)/autosaves`,
		`/wp/v2/posts/(?P<parent>[\d]+)/autosaves/(?P<id>[\d]+)`, "/wp/v2/users/me", `/wp/v2/users/(?P<id>[\d]+)`,
		`/wp/v2/users/(?P<user_id>(?:[\d]+|me))/application-passwords`,
		`/wp/v2/types/(?P<type>[\w-]+)`, "/wp/v2/templates/lookup", "/wp/v2/templates/"+templateID, "/wp/v2/templates/"+templateID+"/autosaves",
		`/x/v1/abilities/(?P<name>[a-zA-Z0-9\-\/]+?)/run`, `/x/v1/slug/(?P<slug>[a-z-]+)/(?P<part>\d+)`,
	)
	for _, test := range []struct{ path, want, params string }{
		{"/", "/", "[]"},
		{"/wp/v2/posts", "/wp/v2/posts", "[]"},
		{"/WP/v2/Posts", "/wp/v2/posts", "[]"},
		{"/wp/v2/posts\n", "/wp/v2/posts", "[]"},
		{"/wp/v2/posts/7", `/wp/v2/posts/(?P<id>[\d]+)`, `{"id":"7"}`},
		{"/wp/v2/posts/7x", "", ""},
		{"/wp/v2//posts", "", ""},
		{"/wp/v2/posts/7/autosaves", `/wp/v2/posts/(?P<id>[\d]+)/autosaves`, `{"id":"7"}`},
		{"/wp/v2/posts/7/autosaves/8", `/wp/v2/posts/(?P<parent>[\d]+)/autosaves/(?P<id>[\d]+)`, `{"parent":"7","id":"8"}`},
		{"/wp/v2/users/ME", "/wp/v2/users/me", "[]"},
		{"/wp/v2/users/me/application-passwords", `/wp/v2/users/(?P<user_id>(?:[\d]+|me))/application-passwords`, `{"user_id":"me"}`},
		{"/wp/v2/types/wp_block", `/wp/v2/types/(?P<type>[\w-]+)`, `{"type":"wp_block"}`},
		{"/wp/v2/templates/lookup", "/wp/v2/templates/lookup", "[]"},
		{"/wp/v2/templates/theme//home", "/wp/v2/templates/" + templateID, `{"id":"theme//home"}`},
		{"/wp/v2/templates/theme%2F%2Fhome", "/wp/v2/templates/" + templateID, `{"id":"theme%2F%2Fhome"}`},
		{"/x/v1/abilities/a/b/run", `/x/v1/abilities/(?P<name>[a-zA-Z0-9\-\/]+?)/run`, `{"name":"a/b"}`},
		{"/x/v1/slug/AbC-d/5", `/x/v1/slug/(?P<slug>[a-z-]+)/(?P<part>\d+)`, `{"slug":"AbC-d","part":"5"}`},
	} {
		m, ok := tree.find(test.path, "GET")
		if !ok {
			if test.want != "" {
				t.Errorf("%q: not found", test.path)
			}
			continue
		}
		if m.route.path != test.want || jsonOf(t, m.params()) != test.params {
			t.Errorf("%q: got %s %s, want %s %s", test.path, m.route.path, jsonOf(t, m.params()), test.want, test.params)
		}
	}
	if _, ok := tree.find("/wp/v2/posts", "PUT"); ok {
		t.Error("PUT was found")
	}
	if m, ok := tree.findAny("/wp/v2/posts/7"); !ok || m.endpoint != nil {
		t.Error("findAny")
	}
}

// TestFirstRegisteredWins: a later route of the same shape is tried only when the
// earlier one has not the method.
func TestFirstRegisteredWins(t *testing.T) {
	tree := treeOf(t, `/a/(?P<x>[\d]+)`, `/a/(?P<y>[\w]+)`, `/a/7`)
	m, _ := tree.find("/a/7", "GET")
	if m.route.path != `/a/(?P<x>[\d]+)` {
		t.Errorf("got %s", m.route.path)
	}
}

func TestBadPattern(t *testing.T) {
	for _, path := range []string{`/a/(?P<id>[`, `/a/(?=x)`, `/a/(?P<id>\d+`} {
		if _, err := parsePattern(path); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add(`/wp/v2/posts/(?P<id>[\d]+)/x`, "/wp/v2/posts/7/x")
	f.Add("/t/"+templateID, "/t/a//b")
	f.Add(`/a/(?P<x>[^/]+)`, "/A/é")
	f.Fuzz(func(_ *testing.T, pattern, path string) {
		p, err := parsePattern(pattern)
		if err != nil || len(p.names) > maxCaptures {
			return
		}
		tree := &routeTree{}
		tree.add(p, &route{groups: p.names, endpoints: []*endpoint{{methods: []string{"GET"}}}})
		if m, ok := tree.find(path, "GET"); ok {
			_ = m.params()
		}
	})
}

// routesOf makes n routes in the manner of WordPress's.
func routesOf(n int) []string {
	var paths []string
	for i := 0; len(paths) < n; i++ {
		base := fmt.Sprintf("/wp/v2/type%d", i)
		paths = append(paths, base, base+`/(?P<id>[\d]+)`, base+`/(?P<parent>[\d]+)/revisions`, base+`/(?P<parent>[\d]+)/revisions/(?P<id>[\d]+)`)
	}
	return paths[:n]
}

func BenchmarkFindRoute(b *testing.B) {
	for _, n := range []int{133, 1330} {
		tree := treeOf(b, routesOf(n)...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, ok := tree.find("/wp/v2/type20/1234567", "GET")
				if !ok || m.params().Len() != 1 {
					b.Fatal("not found")
				}
			}
		})
	}
}
