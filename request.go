package wprest

import (
	"context"
	"mime"
	"net/http"
	"strings"
)

// A Request is what a handler answers: a WP_REST_Request. Its parameters come
// from several sources; Get and All look at them in WordPress's order: a JSON
// body, a form, the query, the captures of the route, the defaults of the args.
// A Request belongs to one goroutine.
//
// See https://developer.wordpress.org/rest-api/extending-the-rest-api/routes-and-endpoints/.
type Request struct {
	// Method is in upper case, after any override.
	Method string
	// Route is the address below the root of the API, "/wp/v2/posts/7".
	Route  string
	Header http.Header
	// Query, Form, JSON, URL and Defaults are the sources of parameters. JSON is
	// nil unless the content type says JSON, and until the body was parsed.
	Query, Form, JSON, URL, Defaults *Map
	// Files are the files of a multipart form.
	Files []*File
	// Body is the body as it came, but for multipart forms.
	Body []byte
	// HTTP is the request that this came in by. It is nil for requests made
	// in process that name none.
	HTTP *http.Request

	route    *route
	endpoint *endpoint
	parsed   bool
	fields   *FieldSet
}

// NewRequest returns a Request for Server.Do, with an empty query and form.
func NewRequest(method, route string) *Request {
	return &Request{Method: strings.ToUpper(method), Route: route, Header: http.Header{}, Query: &Map{}, Form: &Map{}, URL: &Map{}, Defaults: &Map{}}
}

// RequestFrom returns the request that a handler was called for, or nil.
func RequestFrom(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey).(*Request)
	return r
}

// isJSON reports whether the content type is a JSON one.
func (r *Request) isJSON() bool {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	kind, isApplication := strings.CutPrefix(kind, "application/")
	kind = strings.TrimSuffix(kind, "+oembed")
	return isApplication && (kind == "json" || strings.HasSuffix(kind, "+json") && len(kind) > len("+json"))
}

// takesForm reports whether a form counts for the method.
func takesForm(method string) bool {
	switch method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	}
	return false
}

// sources lists the sources in the order in which they are looked at, without
// the defaults, and how many they are.
func (r *Request) sources() (list [4]*Map, n int) {
	add := func(m *Map) {
		list[n] = m
		n++
	}
	if r.JSON != nil || r.isJSON() {
		add(r.JSON)
	}
	if takesForm(r.Method) {
		add(r.Form)
	}
	add(r.Query)
	add(r.URL)
	return list, n
}

// Get returns the first value of a parameter that is not nil.
func (r *Request) Get(name string) any {
	list, n := r.sources()
	for _, m := range list[:n] {
		if v := m.Get(name); v != nil {
			return v
		}
	}
	return r.Defaults.Get(name)
}

// Has reports whether any source has the parameter, even with nil.
func (r *Request) Has(name string) bool {
	list, n := r.sources()
	for _, m := range list[:n] {
		if m.Has(name) {
			return true
		}
	}
	return r.Defaults.Has(name)
}

// Sent reports whether the client sent the parameter: whether a source other
// than the defaults has it.
func (r *Request) Sent(name string) bool {
	list, n := r.sources()
	for _, m := range list[:n] {
		if m.Has(name) {
			return true
		}
	}
	return false
}

// All merges the sources, lowest first; a nil in a higher one overwrites.
func (r *Request) All() *Map {
	all := r.Defaults.Clone()
	all.object = false
	list, n := r.sources()
	for i := n - 1; i >= 0; i-- {
		for k, v := range list[i].All() {
			all.Set(k, v)
		}
	}
	return all
}

// Set puts a value in the place of a parameter in every source that has it, or
// else into the source that is looked at first.
func (r *Request) Set(name string, value any) {
	list, n := r.sources()
	found := false
	for _, m := range list[:n] {
		if m.Has(name) {
			m.Set(name, value)
			found = true
		}
	}
	if found {
		return
	}
	if list[0] == nil { // a JSON content type without a body
		r.JSON = &Map{}
		list[0] = r.JSON
	}
	list[0].Set(name, value)
}

// Int returns a parameter as an integer, as PHP casts it.
func (r *Request) Int(name string) int64 { return toInt(r.Get(name)) }

// String returns a parameter as a string, as PHP casts it; "" for a Map.
func (r *Request) String(name string) string {
	if _, isMap := r.Get(name).(*Map); isMap {
		return ""
	}
	return toString(r.Get(name))
}

// Bool returns a parameter as a boolean: "false" and "0" are false.
func (r *Request) Bool(name string) bool { return toBool(r.Get(name)) }

// Strings returns the members of a list parameter as strings.
func (r *Request) Strings(name string) []string {
	list, _ := listFrom(r.Get(name))
	out := make([]string, 0, list.Len())
	for _, v := range list.All() {
		out = append(out, toString(v))
	}
	return out
}

// Ints returns the members of a list parameter as integers.
func (r *Request) Ints(name string) []int64 {
	list, _ := listFrom(r.Get(name))
	out := make([]int64, 0, list.Len())
	for _, v := range list.All() {
		out = append(out, toInt(v))
	}
	return out
}

// Context returns the parameter context, "view" if it is absent.
func (r *Request) Context() string {
	if c := r.String("context"); c != "" {
		return c
	}
	return "view"
}

// RoutePattern returns the pattern of the route that the request matched, or "".
func (r *Request) RoutePattern() string {
	if r.route == nil {
		return ""
	}
	return r.route.path
}

// parseBody fills JSON, or reads a body that the web server did not: forms of
// methods other than POST.
func (r *Request) parseBody(limits Limits) error {
	if r.parsed {
		return nil
	}
	r.parsed = true
	switch {
	case r.isJSON():
		return r.parseJSON()
	case r.Method == http.MethodPost || len(r.Body) == 0:
		return nil
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "" && kind != "application/x-www-form-urlencoded" {
		return nil
	}
	form := limits.ParseQuery(string(r.Body))
	for k, v := range r.Form.All() {
		form.Set(k, v)
	}
	r.Form = form
	return nil
}

func (r *Request) parseJSON() error {
	if len(r.Body) == 0 || string(r.Body) == "0" {
		return nil
	}
	v, err := DecodeJSON(r.Body)
	if err != nil {
		code, _ := err.(jsonError) //nolint:errorlint // DecodeJSON returns no other
		return &Error{Code: "rest_invalid_json", Message: "The body is not valid JSON.", Status: http.StatusBadRequest,
			Data: MapOf("json_error_code", int64(code), "json_error_message", code.Error())}
	}
	switch v := v.(type) {
	case nil:
	case *Map:
		r.JSON = v
	default:
		r.JSON = ListOf(v)
	}
	return nil
}
