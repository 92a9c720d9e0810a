package wprest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
)

// A call is what the requests that one HTTP request causes have in common.
type call struct {
	server *Server
	user   *User
	http   *http.Request
	header http.Header // of the HTTP answer
	memo   *memo
}

// callFrom returns the call of a context; an empty one outside of requests.
func callFrom(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey).(*call); ok {
		return c
	}
	return &call{}
}

// enter makes ctx one of a call to s.
func (s *Server) enter(ctx context.Context, hr *http.Request) context.Context {
	c := *callFrom(ctx)
	if c.server == s {
		return ctx
	}
	c.server, c.http, c.memo = s, hr, &memo{}
	return context.WithValue(ctx, callKey, &c)
}

// HTTPRequest returns the HTTP request that ctx belongs to, or nil.
func HTTPRequest(ctx context.Context) *http.Request { return callFrom(ctx).http }

// HTTPHeader returns the header of the HTTP answer to the request that ctx belongs
// to, beside what a Response sets: cookies are added to it. It is nil outside of
// HTTP requests, and no more sent once the handler has returned.
func HTTPHeader(ctx context.Context) http.Header { return callFrom(ctx).header }

// A memo keeps what was loaded while a request runs.
type memo struct {
	mu     sync.Mutex
	values map[any]any
}

// Memo returns what load returned for the key earlier in the same HTTP request,
// or else calls it. Errors are not kept. Keys should be of a type of the
// caller's own. Outside of requests it always calls load.
func Memo[T any](ctx context.Context, key any, load func() (T, error)) (T, error) {
	m := callFrom(ctx).memo
	if m == nil {
		return load()
	}
	m.mu.Lock()
	v, ok := m.values[key].(T)
	m.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := load()
	if err == nil {
		Memorize(ctx, key, v)
	}
	return v, err
}

// Memorize keeps a value for Memo.
func Memorize[T any](ctx context.Context, key any, v T) {
	if m := callFrom(ctx).memo; m != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.values == nil {
			m.values = map[any]any{}
		}
		m.values[key] = v
	}
}

// ForgetMemo drops all that Memo keeps for the request of ctx. Controllers call
// it after every write.
func ForgetMemo(ctx context.Context) {
	if m := callFrom(ctx).memo; m != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		clear(m.values)
	}
}

// Do runs a request in process, as the user of ctx (see WithUser), and returns
// its answer with _fields applied, but without _embed and _envelope. Handlers may
// call it with their own context. It never returns nil; errors are answers.
func (s *Server) Do(ctx context.Context, r *Request) *Response {
	ctx = s.enter(ctx, r.HTTP)
	return s.finish(ctx, r, s.dispatch(ctx, r))
}

// dispatch runs a request up to the answer of its handler.
func (s *Server) dispatch(ctx context.Context, r *Request) (resp *Response) {
	if r.Method == http.MethodOptions {
		return s.options(ctx, r)
	}
	if resp, err := s.preDispatch(ctx, r); resp != nil || err != nil {
		return s.answer(ctx, r, resp, err)
	}
	if !s.match(r) {
		return errorResponse(errNoRoute)
	}
	return s.run(ctx, r, s.check(ctx, r))
}

// errNoRoute also stands for a route without the method: there is no 405.
var errNoRoute = NewError(http.StatusNotFound, "rest_no_route", "No route matches this address and method.")

// match finds the route of a request, and sets what it brings along.
func (s *Server) match(r *Request) bool {
	found, ok := s.tree.find(r.Route, r.Method)
	if !ok {
		return false
	}
	r.route, r.endpoint = found.route, found.endpoint
	r.URL = found.params()
	r.Defaults = &Map{}
	for i := range r.endpoint.args {
		if a := &r.endpoint.args[i]; a.Default != nil {
			r.Defaults.Set(a.Name, copyDefault(a.Default))
		}
	}
	return true
}

// copyDefault keeps a request from changing the default of an argument.
func copyDefault(v any) any {
	if m, ok := v.(*Map); ok {
		return m.Clone()
	}
	return v
}

// check reads the body and checks the arguments.
func (s *Server) check(ctx context.Context, r *Request) error {
	if r.endpoint.Handler == nil {
		return NewError(http.StatusInternalServerError, "rest_invalid_handler", "The route has no handler.")
	}
	if err := r.parseBody(s.config.Limits); err != nil {
		return err
	}
	return s.checkArgs(ctx, r)
}

// run asks for permission and calls the handler, unless the request is refused
// already.
func (s *Server) run(ctx context.Context, r *Request, refused error) (resp *Response) {
	ctx = context.WithValue(ctx, requestKey, r)
	defer func() {
		resp.route = r.route
	}()
	v, err := s.guard(ctx, func() (any, error) {
		if err := s.before(ctx, r, refused); err != nil {
			return nil, err
		}
		return r.endpoint.Handler(ctx, r)
	})
	resp = s.answer(ctx, r, v, err)
	after, err := s.hooks.afterCallback.Apply(ctx, Exchange{Request: r, Response: resp})
	if err != nil {
		return s.answer(ctx, r, nil, err)
	}
	return after.Response
}

// before is what precedes the handler: hooks and the permission.
func (s *Server) before(ctx context.Context, r *Request, refused error) error {
	if refused != nil {
		return refused
	}
	if _, err := s.hooks.beforeCallback.Apply(ctx, r); err != nil {
		return err
	}
	allowed, err := r.endpoint.Permission(ctx, r)
	if err == nil && !allowed {
		err = Forbidden(ctx, "rest_forbidden", "You are not allowed to do that.")
	}
	return err
}

// Forbidden returns an Error with the status that rest_authorization_required_code
// gives: 401 for nobody, 403 for a user.
func Forbidden(ctx context.Context, code, message string) *Error {
	status := http.StatusUnauthorized
	if UserFrom(ctx) != nil {
		status = http.StatusForbidden
	}
	return NewError(status, code, message)
}

// guard calls a function of the host and makes an error of a panic.
func (s *Server) guard(ctx context.Context, call func() (any, error)) (v any, err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // compared by net/http too
				panic(p)
			}
			s.log.ErrorContext(ctx, "wprest: panic in a handler", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			v, err = nil, &Error{Code: "internal_server_error", Message: "Something went wrong on this site.", Status: http.StatusInternalServerError}
		}
	}()
	return call()
}

// answer makes the Response of what a handler returned, and logs the cause of an
// error that is the server's own.
func (s *Server) answer(ctx context.Context, r *Request, v any, err error) *Response {
	if err != nil {
		v = asError(err)
	}
	resp := responseOf(v)
	if e, ok := v.(*Error); ok && resp.Status >= http.StatusInternalServerError && e.Err != nil && !errors.Is(e.Err, context.Canceled) {
		s.log.ErrorContext(ctx, "wprest: request failed", "method", r.Method, "route", r.Route, "error", e.Err)
	}
	return resp
}

// preDispatch lets hooks answer in place of the route.
func (s *Server) preDispatch(ctx context.Context, r *Request) (*Response, error) {
	if s.hooks.preDispatch.Empty() {
		return nil, nil
	}
	x, err := s.hooks.preDispatch.Apply(ctx, Exchange{Request: r})
	return x.Response, err
}

// finish sets Allow, keeps the fields that are wanted, and runs the hooks.
func (s *Server) finish(ctx context.Context, r *Request, resp *Response) *Response {
	ctx = context.WithValue(ctx, requestKey, r)
	if resp.route != nil {
		if allowed := s.allowed(ctx, r); len(allowed) > 0 {
			resp.SetHeader("Allow", strings.Join(allowed, ", "))
		}
	}
	if fields := r.Fields(); !fields.All() && !resp.IsError() {
		resp.Data = fields.filter(unfoldTop(s.flattenLists(ctx, resp.Data)))
	}
	x, err := s.hooks.postDispatch.Apply(ctx, Exchange{Request: r, Response: resp})
	if err != nil {
		return s.answer(ctx, r, nil, err)
	}
	return x.Response
}

// flattenLists flattens data that is a list: its items carry links, which
// _fields looks at. The links of a single answer come after _fields.
func (s *Server) flattenLists(ctx context.Context, data any) any {
	if _, single := data.(*Response); single {
		return data
	}
	return s.flatten(ctx, data)
}

// unfoldTop makes a Map of data that is none yet.
func unfoldTop(data any) any {
	if data == nil {
		return nil
	}
	return unfold(data)
}

// allowed lists the methods of the request's route whose permission is given now.
func (s *Server) allowed(ctx context.Context, r *Request) []string {
	var methods []string
	verdict := map[string]bool{}
	for _, e := range r.route.endpoints {
		v, err := s.guard(ctx, func() (any, error) { return e.Permission(ctx, r) })
		for _, m := range e.methods {
			if !slices.Contains(methods, m) {
				methods = append(methods, m)
			}
			verdict[m] = err == nil && v == true
		}
	}
	return slices.DeleteFunc(methods, func(m string) bool { return !verdict[m] })
}
