package wprest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
)

// A Handler answers a request. What it returns is the body: any value that
// AppendJSON takes, or a *Response for one with status, headers or links. A nil
// value is an empty body with status 200. An error that is no *Error is logged
// and answered with status 500.
type Handler func(ctx context.Context, r *Request) (any, error)

// A Permission says whether a request may be made. False is answered with
// rest_forbidden, status 401 for nobody and 403 for a user; an error is the
// answer itself. It is also called to find out what the Allow header lists, and
// must not change anything.
type Permission func(ctx context.Context, r *Request) (bool, error)

// An Endpoint is one way to call a route (register_rest_route).
type Endpoint struct {
	// Methods lists HTTP methods, separated by commas; "" is GET.
	Methods string
	// Args are laid over those of the Route.
	Args []Arg
	// Permission is required; Public lets everybody in.
	Permission Permission
	Handler    Handler
	// Validate, when not nil, checks the request as a whole, after its
	// arguments.
	Validate func(ctx context.Context, r *Request) error
	// Hidden keeps the endpoint out of the indexes (show_in_index false).
	Hidden bool
	// Batch says whether the endpoint may be called in a batch: AllowBatch or
	// DenyBatch; the zero value leaves it to the Route.
	Batch Batch

	err error // of the maker, reported by Build
	// prime, when not nil, loads what several requests to the endpoint will
	// need one after another.
	prime func(ctx context.Context, requests []*Request) error
}

// A Batch says whether something may be called in a batch.
type Batch int

// The values of a Batch.
const (
	_          Batch = iota
	AllowBatch       // allow_batch {"v1":true}
	DenyBatch        // allow_batch {"v1":false}
)

// A Route is what register_rest_route is given for one address.
type Route struct {
	// Endpoints answer; the first that has the request's method.
	Endpoints []Endpoint
	// Args are common to all Endpoints.
	Args []Arg
	// Schema describes an item of the route, for clients. It may be nil.
	Schema *Schema
	// Batch stands for Endpoints that do not say.
	Batch Batch
	// Override replaces what was registered for the address before, in place
	// of being added to it.
	Override bool
}

// A Validator is an argument type of Get, Post, Put, Patch or Delete that checks
// what no schema can say. Its error is answered as rest_invalid_param unless it
// is an *Error.
type Validator interface {
	Validate(ctx context.Context) error
}

// Get returns an Endpoint for GET requests whose arguments are the fields of I:
// names, schema and decoding come from its json, jsonschema and wp tags (see
// SchemaOf). The Endpoint has no Permission when p is nil, which Build refuses.
func Get[I, O any](p Permission, call func(context.Context, *I) (O, error)) Endpoint {
	return typedEndpoint(http.MethodGet, p, call)
}

// Post returns an Endpoint for POST requests; see Get.
func Post[I, O any](p Permission, call func(context.Context, *I) (O, error)) Endpoint {
	return typedEndpoint(http.MethodPost, p, call)
}

// Put returns an Endpoint for PUT requests; see Get.
func Put[I, O any](p Permission, call func(context.Context, *I) (O, error)) Endpoint {
	return typedEndpoint(http.MethodPut, p, call)
}

// Patch returns an Endpoint for PATCH requests; see Get.
func Patch[I, O any](p Permission, call func(context.Context, *I) (O, error)) Endpoint {
	return typedEndpoint(http.MethodPatch, p, call)
}

// Delete returns an Endpoint for DELETE requests; see Get.
func Delete[I, O any](p Permission, call func(context.Context, *I) (O, error)) Endpoint {
	return typedEndpoint(http.MethodDelete, p, call)
}

func typedEndpoint[I, O any](method string, p Permission, call func(context.Context, *I) (O, error)) Endpoint {
	schema := SchemaOf[I]("")
	e := Endpoint{Methods: method, Permission: p, err: schema.err}
	for _, property := range schema.Properties {
		e.Args = append(e.Args, Arg{Schema: *property})
	}
	e.Handler = func(ctx context.Context, r *Request) (any, error) {
		in := new(I)
		if err := r.decodeArgs(in); err != nil {
			return nil, err
		}
		if v, ok := any(in).(Validator); ok {
			if err := v.Validate(ctx); err != nil {
				return nil, invalidAsAWhole(err)
			}
		}
		out, err := call(ctx, in)
		if err != nil {
			return nil, err
		}
		return out, nil
	}
	return e
}

// decodeArgs decodes the declared arguments of a request into a struct.
func (r *Request) decodeArgs(into any) error {
	args := &Map{object: true}
	for i := range r.endpoint.args {
		name := r.endpoint.args[i].Name
		if r.Has(name) {
			args.Set(name, r.Get(name))
		}
	}
	text, err := args.AppendJSON(nil)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return invalidAsAWhole(err)
	}
	return nil
}

func invalidAsAWhole(err error) error {
	if e, ok := err.(*Error); ok { //nolint:errorlint // a wrapped one is a cause
		return e
	}
	return &Error{Code: "rest_invalid_param", Message: err.Error(), Status: http.StatusBadRequest, Err: err}
}

// A route is a registered Route, ready to be matched.
type route struct {
	namespace string
	path      string // /NAMESPACE/PATTERN
	rank      int    // order of registration
	endpoints []*endpoint
	schema    *Schema
	batch     Batch
	groups    []string // names of the captures
	described []byte   // its entry in an index
	help      []byte   // that with the schema
}

type endpoint struct {
	Endpoint
	methods []string
	args    []Arg
}

// forMethod returns the endpoint that answers a method. HEAD falls back to GET.
func (rt *route) forMethod(method string) *endpoint {
	for _, e := range rt.endpoints {
		for _, m := range e.methods {
			if m == method {
				return e
			}
		}
	}
	if method == http.MethodHead {
		return rt.forMethod(http.MethodGet)
	}
	return nil
}

func (e *endpoint) arg(name string) *Arg {
	for i := range e.args {
		if e.args[i].Name == name {
			return &e.args[i]
		}
	}
	return nil
}

// splitMethods reads "POST, put" as POST and PUT.
func splitMethods(methods string) []string {
	if methods == "" {
		methods = http.MethodGet
	}
	list := strings.Split(methods, ",")
	for i := range list {
		list[i] = strings.ToUpper(strings.TrimSpace(list[i]))
	}
	return list
}

// mergeArgs lays the args of an endpoint over those common to its route.
func mergeArgs(common, own []Arg) []Arg {
	merged := append([]Arg(nil), common...)
next:
	for _, a := range own {
		for i := range merged {
			if merged[i].Name == a.Name {
				merged[i] = a
				continue next
			}
		}
		merged = append(merged, a)
	}
	return merged
}
