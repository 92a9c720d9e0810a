package wprest

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// A Server answers the requests of an API. Registry.Build makes it; it does not
// change and is safe for concurrent use. It is an http.Handler, but net/http's
// ServeMux and gorilla/mux clean paths, which breaks addresses that hold "//":
// put it around a ServeMux with Wrap, and into a gorilla router with Mount.
type Server struct {
	config     Config
	hooks      hooks
	log        *slog.Logger
	address    address
	namespaces []string
	routes     []*route // in the order of registration
	tree       *routeTree
	indexes    map[string]*indexText // by namespace; "" is that of all
	curies     []curie
}

// Mount puts the API into a gorilla/mux router: its path, and rest_route in the
// query of any path or in a form posted to the site's address. The router must
// have been made with SkipClean(true).
func (s *Server) Mount(r *mux.Router) {
	r.MatcherFunc(func(hr *http.Request, _ *mux.RouteMatch) bool {
		if _, ok := s.address.pathRoute(hr.URL.EscapedPath()); ok {
			return true
		}
		return strings.Contains(hr.URL.RawQuery, "rest_route") && s.config.Limits.ParseQuery(hr.URL.RawQuery).Get("rest_route") != "" ||
			s.mayNameRoute(hr)
	}).Handler(s)
}

// Root returns the address of the index, which pages announce with
//
//	Link: <ROOT>; rel="https://api.w.org/"
func (s *Server) Root() string { return s.address.root }

// URL returns the address of a route, such as "/wp/v2/posts/7".
func (s *Server) URL(route string) string { return s.address.link(route) }

// DiscoveryLink returns the value of the Link header by which pages of the site
// announce the API.
//
// See https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/.
func (s *Server) DiscoveryLink() string { return "<" + s.address.root + `>; rel="https://api.w.org/"` }
