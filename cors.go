package wprest

import (
	"slices"
	"strings"

	"github.com/wprest/wprest/internal/clean"
)

// corsHeaders sets what browsers look at before they show an answer to a page of
// another origin.
//
// See https://fetch.spec.whatwg.org/#http-cors-protocol.
func (x *exchange) corsHeaders() {
	c := &x.server.config
	h := x.w.Header()
	h.Set("Access-Control-Expose-Headers", headerList([]string{"X-WP-Total", "X-WP-TotalPages", "Link"}, c.ExposeHeaders))
	h.Set("Access-Control-Allow-Headers", headerList([]string{"Authorization", "X-WP-Nonce", "Content-Disposition", "Content-MD5", "Content-Type"}, c.AllowHeaders))
	origin := x.r.Header.Get("Origin")
	if origin == "" {
		return
	}
	h.Add("Vary", "Origin")
	if c.AllowOrigin != nil && !c.AllowOrigin(origin) {
		return
	}
	if origin != "null" { // which is how browsers call a file's
		origin = clean.URL(origin)
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", "OPTIONS, GET, POST, PUT, PATCH, DELETE")
	h.Set("Access-Control-Allow-Credentials", "true")
}

func headerList(own, more []string) string {
	return strings.Join(append(own[:len(own):len(own)], more...), ", ")
}

// Origins returns an AllowOrigin for a Config that allows these origins alone, as
// "https://app.example.org". The site's own pages need not be among them.
func Origins(allowed ...string) func(origin string) bool {
	list := make([]string, len(allowed))
	for i, origin := range allowed {
		list[i] = strings.ToLower(strings.TrimSuffix(origin, "/"))
	}
	return func(origin string) bool { return slices.Contains(list, strings.ToLower(origin)) }
}
