package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wprest/wprest"
)

const (
	maxTryInput = 2000
	maxTryBody  = 1 << 20  // that is kept of an answer
	maxTryShown = 96 << 10 // that is shown of it
	tryTimeout  = 10 * time.Second
)

// tried is a request that was made by the form of the start page, and its
// answer.
type tried struct {
	Route, Query string // as they were typed
	Error        string // why no request was made

	URL        string
	Status     int
	StatusText string
	IsError    bool
	Took, Size string
	Headers    [][2]string
	JSON       []jsonPiece
	Text       string // of an answer that is no JSON
	Cut        bool   // not all is shown
}

// An example is a request to begin with.
type example struct{ Label, Href string }

// examples lists those whose routes the site has.
func (p *pages) examples() (list []example) {
	for _, e := range [][3]string{
		{"Newest posts", "/wp/v2/posts", "per_page=3&_fields=id,date,slug,title,link"},
		{"A page with its author", "/wp/v2/pages", "per_page=1&_embed=author"},
		{"Post types", "/wp/v2/types", ""},
		{"Index", "/", "_fields=name,description,namespaces,authentication"},
	} {
		if slices.Contains(p.facts.Plain, e[1]) {
			list = append(list, example{e[0], tryHref(e[1], e[2])})
		}
	}
	return list
}

// tryHref returns the address that makes a request by the form.
func tryHref(route, query string) string {
	values := url.Values{"try": {route}}
	if query != "" {
		values.Set("query", query)
	}
	return "?" + values.Encode() + "#try"
}

// try makes a request to the API in process: a GET, and as nobody, whoever asks
// for the page. It takes the way of a request from outside, so that the answer
// has all its links, embeds and headers.
func (p *pages) try(r *http.Request, route, query string) *tried {
	t := &tried{Route: route, Query: query}
	target, message := p.target(route, query)
	if message != "" {
		t.Error = message
		return t
	}
	t.URL = target.String()
	ctx, cancel := context.WithTimeout(r.Context(), tryTimeout)
	defer cancel()
	inner := (&http.Request{
		Method: http.MethodGet, URL: target, Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor,
		Header: http.Header{}, Body: http.NoBody, Host: r.Host, RemoteAddr: r.RemoteAddr, RequestURI: target.RequestURI(),
	}).WithContext(ctx)
	answer := &answer{header: http.Header{}, status: http.StatusOK}
	start := time.Now()
	p.api.ServeHTTP(answer, inner)
	t.Took = fmt.Sprintf("%.1f ms", float64(time.Since(start).Microseconds())/1000)
	t.show(answer, p.link)
	return t
}

// target returns the address that the fields of the form mean, or what is wrong
// with them.
func (p *pages) target(route, query string) (target *url.URL, message string) {
	route = strings.TrimSpace(route)
	switch {
	case len(route)+len(query) > maxTryInput:
		return nil, fmt.Sprintf("Route and query may have %d characters at most.", maxTryInput)
	case strings.Contains(route, "(?P<"):
		return nil, "Put a value in the place of each (?P<name>…): /wp/v2/posts/(?P<id>[\\d]+) becomes /wp/v2/posts/1."
	}
	if rest, ok := strings.CutPrefix(route, p.facts.Root); ok {
		route = rest
	}
	if strings.Contains(route, "://") {
		return nil, "Only routes of this site can be tried. Its addresses begin with " + p.facts.Root
	}
	route, more, _ := strings.Cut(route, "?")
	query = strings.Trim(strings.TrimSpace(more+"&"+strings.TrimPrefix(strings.TrimSpace(query), "?")), "&")
	// The same rules as the API's own say which parameters there are.
	params := wprest.Limits{MaxParams: maxTryInput, MaxDepth: maxTryInput}.ParseQuery(query)
	if params.Has("_method") || params.Has("rest_route") {
		return nil, "This form makes GET requests to the route above: leave out _method and rest_route."
	}
	target, err := url.Parse(p.facts.Root)
	if err != nil {
		return nil, "The address of this site is broken: " + err.Error()
	}
	escaped := target.Path + strings.TrimLeft(route, "/")
	if target.Path, err = url.PathUnescape(escaped); err != nil {
		return nil, "The route has a % that no two hexadecimal digits follow."
	}
	target.RawPath = escaped
	target.RawQuery = strings.NewReplacer(" ", "%20", "#", "%23", "\t", "%09", "\r", "%0D", "\n", "%0A").Replace(query)
	return target, ""
}

// link leads from an address of the API within an answer to what the form makes
// of it.
func (p *pages) link(value string) string {
	rest, ok := strings.CutPrefix(value, p.facts.Root)
	if !ok || strings.ContainsAny(rest, "{(") || len(rest) > maxTryInput {
		return ""
	}
	route, query, _ := strings.Cut(rest, "?")
	return tryHref("/"+route, query)
}

// show takes over an answer.
func (t *tried) show(a *answer, link func(string) string) {
	t.Status, t.StatusText, t.IsError = a.status, http.StatusText(a.status), a.status >= http.StatusBadRequest
	t.Size = sizeOf(a.size)
	for name, values := range a.header {
		for _, value := range values {
			t.Headers = append(t.Headers, [2]string{name, value})
		}
	}
	slices.SortFunc(t.Headers, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	body := a.body.Bytes()
	if strings.HasPrefix(a.header.Get("Content-Type"), "application/json") && len(body) > 0 {
		t.JSON, t.Cut = prettyJSON(body, jsonStyle{limit: maxTryShown, link: link})
		return
	}
	if len(body) > maxTryShown {
		body, t.Cut = body[:maxTryShown], true
	}
	t.Text = strings.ToValidUTF8(string(body), string(utf8.RuneError))
}

func sizeOf(bytes int64) string {
	if bytes < 1000 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return fmt.Sprintf("%.1f kB", float64(bytes)/1000)
}

// An answer is a http.ResponseWriter that keeps what is written, up to a limit.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
	size   int64 // of all of it
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	a.size += int64(len(p))
	a.body.Write(p[:min(len(p), maxTryBody-a.body.Len())])
	return len(p), nil
}
