package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

func sprint(v any) string { return fmt.Sprint(v) }

// try sends the form of the start page and returns the part of the page that it
// and its answer are in.
func (s *running) try(route, query string) string {
	s.t.Helper()
	resp, text := s.ask("GET", "/?"+url.Values{"try": {route}, "query": {query}}.Encode(), s.password, "")
	if resp.StatusCode != 200 {
		s.t.Errorf("%s: %s", route, resp.Status)
	}
	_, text, _ = strings.Cut(text, `<section id="try"`)
	text, _, _ = strings.Cut(text, `<section id="connect"`)
	return text
}

func testTry(t *testing.T, s *running) {
	for _, test := range []struct {
		route, query string
		want         []string
	}{
		{"/wp/v2/posts", "per_page=1&_fields=id,title", []string{"200 OK", `<span class="key">&#34;id&#34;</span>: <span class="number">1</span>`, "A first post", "X-Wp-Total", `value="per_page=1&amp;_fields=id,title"`}},
		{"wp/v2/types/post", "", []string{"200 OK", `href="?try=%2Fwp%2Fv2%2Fposts#try"`}},
		{"/wp/v2/types/post?context=embed", "", []string{"200 OK", "wp/v2/types/post?context=embed"}},
		{s.base + "/wp-json/wp/v2/types", "", []string{"200 OK"}},
		{"/", "_fields=name", []string{"200 OK", "My site"}},
		{"", "_fields=name", []string{"200 OK", "My site"}},
		{"/nowhere", "", []string{"404 Not Found", "rest_no_route"}},
		{"/wp/v2/posts", "per_page=1000", []string{"400 Bad Request", "rest_invalid_param"}},
		// Asked as nobody, though the page itself is asked for by admin.
		{"/wp/v2/users/me", "", []string{"401 Unauthorized", "rest_not_logged_in"}},
		{`/wp/v2/posts/(?P<id>[\d]+)`, "", []string{`role="alert"`, "becomes /wp/v2/posts/1"}},
		{"https://elsewhere.example/wp-json/", "", []string{`role="alert"`, "Only routes of this site"}},
		{"/wp/v2/posts", "_method=POST", []string{`role="alert"`, "leave out _method"}},
		{"/wp/v2/posts", "%5fmethod=DELETE", []string{`role="alert"`}},
		{"/wp/v2/posts?+_method=DELETE", "", []string{`role="alert"`}},
		{"/wp/v2/posts", "rest_route=/wp/v2/users", []string{`role="alert"`}},
		{"/wp/v2/%zz", "", []string{`role="alert"`, "hexadecimal"}},
		{"/" + strings.Repeat("x", maxTryInput), "", []string{`role="alert"`, "2000 characters"}},
		{"/wp/v2/posts", "_jsonp=call&per_page=1", []string{"200 OK", "/**/call([{"}},
		{"/wp/v2/posts", "search=a b#c", []string{"200 OK", "search=a%20b%23c"}},
	} {
		got := s.try(test.route, test.query)
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s?%s: %s is missing in\n%s", test.route, test.query, want, got)
			}
		}
	}
}

func TestTryIsSafe(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`
	s.object("POST", "/wp-json/wp/v2/posts", s.password, `{"title":"</code></pre><script>alert(1)</script>","status":"publish"}`, 201)
	for _, test := range [][2]string{
		{attack, attack}, {"/wp/v2/posts", attack}, {"/wp/v2/posts", "search=" + attack}, {"/wp/v2/posts", ""}, {"/wp/v2/posts", "_jsonp=" + attack},
		{"javascript:alert(1)", ""}, {"/wp/v2/posts/" + attack, "a=" + attack}, {"/oembed/1.0/embed", "format=xml&url=" + attack},
	} {
		got := s.try(test[0], test[1])
		for _, not := range []string{"<script", "<img", "</pre><", `href="javascript`} {
			text := strings.ReplaceAll(got, "</code></pre>\n", "") // of the page itself
			if strings.Contains(text, not) {
				t.Errorf("%s in the answer to %v:\n%s", not, test, got)
			}
		}
	}
}

func TestPrettyJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`:                                 `{}`,
		`[]`:                                 `[]`,
		`null`:                               `null`,
		`{"b":1,"a":[1.50,true,{"x":[]}]}`:   "{\n  \"b\": 1,\n  \"a\": [\n    1.50,\n    true,\n    {\n      \"x\": []\n    }\n  ]\n}",
		`"http:\/\/a\/\u00fc<"`:              `"http://a/ü<"`,
		`[1,`:                                "[\n  1,\n   CUT",
		`{"a":`:                              "{\n  \"a\":  CUT",
		`<p>`:                                " CUT",
		`"` + strings.Repeat("x", 300) + `"`: " CUT",
	} {
		pieces, cut := prettyJSON([]byte(text), jsonStyle{limit: 200})
		var got strings.Builder
		for _, p := range pieces {
			got.WriteString(p.Text)
		}
		if cut {
			got.WriteString(" CUT")
		}
		if got.String() != want {
			t.Errorf("%s: %s", text, got.String())
		}
	}
	if got := jsonOf(wprest.MapOf("a", wprest.ListOf("x", int64(1)))); got != `{"a": ["x", 1]}` {
		t.Errorf("in one line: %s", got)
	}
}

func FuzzPrettyJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,"\u0000",null]}`))
	f.Add([]byte(`[[[[`))
	f.Fuzz(func(t *testing.T, text []byte) {
		size := 0
		pieces, _ := prettyJSON(text, jsonStyle{limit: 1000})
		for _, p := range pieces {
			size += len(p.Text)
		}
		if size > 1000 {
			t.Errorf("%d bytes of %q", size, text)
		}
	})
}

func TestPiecesOf(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"/wp/v2/posts":                      "/wp/v2/posts",
		`/wp/v2/posts/(?P<id>[\d]+)/x`:      `/wp/v2/posts/|(?P<id>[\d]+)|/x`,
		`/a/(?P<b>(c|d)\)[)]+)(?P<e>[^/]+)`: `/a/|(?P<b>(c|d)\)[)]+)|(?P<e>[^/]+)`,
		"/a/(?P<b>":                         "/a/|(?P<b>",
	} {
		var texts []string
		for _, p := range piecesOf(pattern) {
			texts = append(texts, p.Text)
		}
		if got := strings.Join(texts, "|"); got != want {
			t.Errorf("%s: %s", pattern, got)
		}
	}
}
