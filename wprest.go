// Package wprest serves WordPress-compatible REST APIs. A host declares routes,
// arguments and schemas as a WordPress plugin does with register_rest_route, and
// clients made for WordPress work unchanged.
//
//	type Args struct {
//		ID int64 `json:"id" jsonschema:"minimum=1"`
//	}
//
//	reg := wprest.New(wprest.Config{BaseURL: "https://example.org/wp-json"})
//	reg.Route("acme/v1", `/books/(?P<id>[\d]+)`, wprest.Route{
//		Endpoints: []wprest.Endpoint{
//			wprest.Get(wprest.Public, func(ctx context.Context, in *Args) (*Book, error) {
//				return library.Book(ctx, in.ID)
//			}),
//		},
//	})
//	srv, err := reg.Build() // reports all mistakes at once
//	…
//	http.ListenAndServe(addr, srv.Wrap(host))
//
// A Registry is filled by one goroutine. Build makes an immutable Server of it
// that is safe for concurrent use. There is no global state: two APIs live side
// by side in one process.
//
// # Hooks
//
// What WordPress does with hooks is done by typed Filters:
//
//	rest_api_init                    Registry.Route, Registry.Register
//	rest_pre_dispatch                Registry.PreDispatch
//	rest_request_before_callbacks    Registry.BeforeCallback
//	rest_request_after_callbacks     Registry.AfterCallback
//	rest_post_dispatch               Registry.PostDispatch
//	rest_pre_serve_request           Registry.PreServe
//	rest_index                       Registry.Index
//	rest_namespace_index             Registry.NamespaceIndex
//	rest_response_link_curies        Registry.Curie
//	rest_authentication_errors       Config.Auth
//	rest_jsonp_enabled               Config.DisableJSONP
//	rest_exposed_cors_headers        Config.ExposeHeaders
//	rest_allowed_cors_headers        Config.AllowHeaders
//	http_origin                      Config.AllowOrigin
//	rest_get_max_batch_size          Config.Limits.MaxBatch
//	register_rest_field              AddField
//	rest_prepare_{type}              Controller.Prepare
//	rest_pre_insert_{type}           Controller.PreInsert
//	rest_insert_{type}               Controller.Inserted
//	rest_delete_{type}               Controller.Deleted
//	rest_{type}_query                Controller.Query
//	rest_{type}_collection_params    Controller.Params
package wprest

import (
	"context"
	"log/slog"
	"net/http"
)

// A Config says how an API answers. Its zero values are the defaults.
type Config struct {
	// BaseURL is the address of the API as clients see it: WordPress's
	// rest_url(). "https://example.org/wp-json" gives pretty addresses,
	// "https://example.org/index.php?rest_route=/" those of a site without.
	// Only its path matters for what is answered. The default is "/wp-json".
	BaseURL string
	// Auth are asked in order who makes a request. None: nobody is known.
	Auth []Authenticator
	// May decides what users may do. The default goes by User.Caps.
	May Authorizer
	// Describe returns the first members of the index: name, description, url,
	// home and what else the site tells. It may be nil.
	Describe func(ctx context.Context) (*Map, error)
	// Limits bound what clients may send.
	Limits Limits
	// DisableJSONP refuses the parameter _jsonp.
	DisableJSONP bool
	// ExposeHeaders and AllowHeaders are added to the CORS headers.
	ExposeHeaders, AllowHeaders []string
	// AllowOrigin says which origins browsers may send requests from. The
	// default allows all, as WordPress does.
	AllowOrigin func(origin string) bool
	// Logger takes what goes wrong on the server's side. The default is
	// slog.Default().
	Logger *slog.Logger
}

// A Registry gathers the routes of an API. It belongs to one goroutine. Mistakes
// are recorded and reported by Build.
type Registry struct {
	// PreDispatch may answer a request before it is matched, by setting the
	// Response of the Exchange.
	PreDispatch Filter[Exchange]
	// BeforeCallback runs before the permission of an endpoint is asked for.
	BeforeCallback Filter[*Request]
	// AfterCallback sees what a handler answered, or the error in its place.
	AfterCallback Filter[Exchange]
	// PostDispatch sees every answer, embedded and batched ones too, after
	// _fields was applied.
	PostDispatch Filter[Exchange]
	// PreServe may send the answer itself.
	PreServe Filter[Serving]
	// Index and NamespaceIndex see the indexes before they are answered.
	Index, NamespaceIndex Filter[Exchange]

	config  Config
	curies  []curie
	entries []func(*builder) // what was registered, in order
}

// An Exchange is a request with its answer, as hooks see them.
type Exchange struct {
	Request  *Request
	Response *Response // nil in PreDispatch
}

// Serving is an answer that is about to be sent. A hook that sends it by itself
// sets Served.
type Serving struct {
	Request  *Request
	Response *Response
	Writer   http.ResponseWriter
	Served   bool
}

// hooks are the filters of a Registry as Build found them.
type hooks struct {
	preDispatch, afterCallback, postDispatch, index, namespaceIndex Filter[Exchange]
	beforeCallback                                                  Filter[*Request]
	preServe                                                        Filter[Serving]
}

func (reg *Registry) hooksCopy() hooks {
	return hooks{
		preDispatch: reg.PreDispatch, beforeCallback: reg.BeforeCallback, afterCallback: reg.AfterCallback,
		postDispatch: reg.PostDispatch, preServe: reg.PreServe, index: reg.Index, namespaceIndex: reg.NamespaceIndex,
	}
}

// New returns an empty Registry.
func New(c Config) *Registry {
	if c.BaseURL == "" {
		c.BaseURL = "/" + defaultPrefix
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return &Registry{config: c}
}

// Route registers a route: a namespace like "acme/v1" and a pattern below it like
// `/books/(?P<id>[\d]+)`, whose named groups become parameters. Patterns match as
// a whole and without regard to letter case. Registering an address again adds
// endpoints to it, of which the earlier one of a method answers.
//
// See https://developer.wordpress.org/reference/functions/register_rest_route/.
func (reg *Registry) Route(namespace, pattern string, r Route) {
	reg.entries = append(reg.entries, func(b *builder) { b.add(namespace, pattern, r) })
}

// Namespace registers a namespace, so that it keeps its place in the index
// before its first route is known.
func (reg *Registry) Namespace(namespace string) {
	reg.entries = append(reg.entries, func(b *builder) { b.namespace(namespace) })
}

// A Resource is a group of routes that is made at Build, as a Controller.
type Resource interface {
	// Routes calls add for each of its routes, or returns what is wrong.
	Routes(add func(namespace, pattern string, r Route)) error
}

// Register notes a resource. Its routes are made by Build, so that fields and
// filters can still be added to it.
func (reg *Registry) Register(r Resource) {
	reg.entries = append(reg.entries, func(b *builder) {
		if err := r.Routes(b.add); err != nil {
			b.errs = append(b.errs, err)
		}
	})
}

// Curie registers a short name for the relations of links that href, with {rel}
// in it, stands for: Curie("acme", "https://acme.example/{rel}").
func (reg *Registry) Curie(name, href string) {
	reg.curies = append(reg.curies, curieOf(name, href))
}

// URL returns the address of a route of the API, as the function URL does while
// a request is answered.
func (reg *Registry) URL(route string) string {
	a, err := parseAddress(reg.config.BaseURL)
	if err != nil {
		return route // Build says what is wrong
	}
	return a.link(route)
}
