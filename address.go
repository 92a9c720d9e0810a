package wprest

import (
	"net/http"
	"net/url"
	"strings"
)

// An address is where the API lives: what Config.BaseURL says, taken apart.
type address struct {
	root  string // URL of the index: …/wp-json/ or …/index.php?rest_route=/
	home  string // URL of the site, without a slash at the end
	path  string // of the site, "" or "/blog"
	name  string // "wp-json"
	plain bool   // links are made with ?rest_route=
}

const defaultPrefix = "wp-json"

// parseAddress reads a base URL: https://example.org/wp-json, or, for a site
// without pretty addresses, https://example.org/index.php?rest_route=/.
func parseAddress(base string) (a address, err error) {
	u, err := url.Parse(base)
	if err != nil {
		return a, err
	}
	if u.RawQuery != "" {
		a.plain, a.name = true, defaultPrefix
		u.RawQuery = ""
		u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/index.php")
	} else {
		path := strings.TrimRight(u.Path, "/")
		at := strings.LastIndexByte(path, '/')
		if path == "" || at < 0 {
			path, at = path+"/"+defaultPrefix, len(path)
		}
		u.Path, a.name = path[:at], path[at+1:]
	}
	a.path = u.Path
	a.home = strings.TrimRight(u.String(), "/")
	a.root = a.home + "/" + a.name + "/"
	if a.plain {
		a.root = a.home + "/index.php?rest_route=/"
	}
	return a, nil
}

// link returns the URL of a route, which may carry a query.
func (a *address) link(route string) string {
	route = strings.TrimLeft(route, "/")
	if !a.plain {
		return a.root + route
	}
	route, query, hasQuery := strings.Cut(route, "?")
	link := a.home + "/index.php?rest_route=" + encodePercent("/"+route)
	if hasQuery {
		link += "&" + query
	}
	return link
}

// routeOf returns the route that a URL of this API names, and its query.
func (a *address) routeOf(link string) (route, query string, ok bool) {
	if !a.plain {
		rest, ok := strings.CutPrefix(link, strings.TrimSuffix(a.root, "/"))
		route, query, _ := strings.Cut(rest, "?")
		return route, query, ok
	}
	rest, ok := strings.CutPrefix(link, a.home+"/index.php?rest_route=")
	route, query, _ = strings.Cut(rest, "&")
	return decodePercent(route), query, ok
}

// errMixedRoute is the answer when the form and the query name different routes.
var errMixedRoute = NewError(http.StatusBadRequest, "rest_mixed_route", "The form and the query name different routes.")

// routeFor returns the route that an HTTP request asks for. It is false when the
// request is none for the API.
func (a *address) routeFor(hr *http.Request, query, form *Map) (route string, found bool, err error) {
	if inQuery, inForm := query.Get("rest_route"), form.Get("rest_route"); inQuery != nil || inForm != nil {
		if inQuery != nil && inForm != nil && !equalValues(inQuery, inForm) {
			return "", true, errMixedRoute
		}
		if inForm == nil {
			inForm = inQuery
		}
		text, isString := inForm.(string)
		if !isString {
			return "", true, NewError(http.StatusBadRequest, "rest_path_invalid_type", "The parameter rest_route must be a string.")
		}
		if text != "" {
			return trimRoute(text), true, nil
		}
	}
	route, found = a.pathRoute(hr.URL.EscapedPath())
	return trimRoute(route), found, nil
}

// pathRoute returns what follows /wp-json in a path that is still escaped.
func (a *address) pathRoute(path string) (string, bool) {
	path, ok := strings.CutPrefix(path, a.path)
	if !ok {
		return "", false
	}
	path = strings.TrimPrefix(path, "/index.php")
	route, ok := strings.CutPrefix(path, "/"+a.name)
	return route, ok && (route == "" || route[0] == '/')
}

func trimRoute(route string) string {
	route = strings.TrimRight(route, "/")
	if route == "" {
		return "/"
	}
	return route
}
