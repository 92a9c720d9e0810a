package wprest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// ServeHTTP answers a request for the API. A request for another page is not
// found; Wrap and Mount keep those away.
func (s *Server) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	s.serve(w, hr, http.NotFoundHandler())
}

// Wrap returns a handler that answers what is asked of the API, by path or by
// the parameter rest_route, and leaves the rest to next.
func (s *Server) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) { s.serve(w, hr, next) })
}

func (s *Server) serve(w http.ResponseWriter, hr *http.Request, next http.Handler) {
	// Only a POST form can name a route that neither path nor query does.
	_, byPath := s.address.pathRoute(hr.URL.EscapedPath())
	if !byPath && !strings.Contains(hr.URL.RawQuery, "rest_route") && !s.mayNameRoute(hr) {
		next.ServeHTTP(w, hr)
		return
	}
	r, err := s.receive(w, hr)
	defer r.discard()
	route, found, routeErr := s.address.routeFor(hr, r.Query, r.Form)
	switch {
	case routeErr != nil:
		writeErrorPage(w, asError(routeErr))
		return
	case !found:
		next.ServeHTTP(w, hr)
		return
	}
	r.Route = route
	if s.address.plain {
		r.Query.Delete("rest_route")
		r.Form.Delete("rest_route")
	}
	x := &exchange{server: s, w: w, r: r, httpMethod: hr.Method}
	ctx := s.enter(hr.Context(), hr)
	callFrom(ctx).header = w.Header()
	x.serve(ctx, err)
}

// mayNameRoute reports whether a form is posted to the site's own address.
func (s *Server) mayNameRoute(hr *http.Request) bool {
	path := strings.TrimSuffix(strings.TrimPrefix(hr.URL.Path, s.address.path), "index.php")
	kind := hr.Header.Get("Content-Type")
	return hr.Method == http.MethodPost && (path == "/" || path == "") &&
		strings.HasPrefix(kind, "application/x-www-form-urlencoded")
}

// writeErrorPage writes an error that WordPress shows as a page.
func writeErrorPage(w http.ResponseWriter, e *Error) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.WriteHeader(e.httpStatus())
	fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Error</title></head><body><p>%s</p></body></html>\n", e.Message)
}

// An exchange is one HTTP request and its answer.
type exchange struct {
	server     *Server
	w          http.ResponseWriter
	r          *Request
	httpMethod string
	jsonp      string
	override   bool // by the header
	user       *User
}

// serve answers; refused is what was wrong with the body.
func (x *exchange) serve(ctx context.Context, refused error) {
	x.baseHeaders()
	if err := x.checkJSONP(); err != nil {
		x.write(ctx, &Response{Status: err.Status, Data: MapOf("code", err.Code, "message", err.Message)})
		return
	}
	x.corsHeaders()
	x.overrideMethod()
	ctx, err := x.identify(ctx)
	if err == nil {
		err = refused
	}
	if err != nil {
		x.send(ctx, x.server.answer(ctx, x.r, nil, err))
		return
	}
	x.send(ctx, x.server.Do(ctx, x.r))
}

// overrideMethod takes the method that _method or a header names.
func (x *exchange) overrideMethod() {
	if method, ok := x.r.Query.Get("_method").(string); ok {
		x.r.Method = strings.ToUpper(method)
	} else if methods := x.r.Header.Values("X-HTTP-Method-Override"); len(methods) > 0 {
		x.r.Method, x.override = strings.ToUpper(methods[0]), true
	}
}

// identify asks the Authenticators, in order, who makes the request, unless a
// middleware has said so.
func (x *exchange) identify(ctx context.Context) (context.Context, error) {
	if x.user = callFrom(ctx).user; x.user != nil {
		return ctx, nil
	}
	for _, a := range x.server.config.Auth {
		u, err := a.Authenticate(x.r.HTTP)
		if u != nil {
			maps.Copy(x.w.Header(), u.Header)
		}
		if err != nil {
			x.noCache()
			return ctx, err
		}
		if u != nil {
			x.user = u
			return WithUser(ctx, u), nil
		}
	}
	return ctx, nil
}

func (x *exchange) baseHeaders() {
	h := x.w.Header()
	h.Set("Content-Type", "application/json; charset=UTF-8")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Link", "<"+x.server.address.root+`>; rel="https://api.w.org/"`)
}

// checkJSONP looks at the parameter _jsonp.
func (x *exchange) checkJSONP() *Error {
	v := x.r.Query.Get("_jsonp")
	name, isString := v.(string)
	if v == nil || isString && (name == "" || name == "0") {
		return nil
	}
	x.w.Header().Set("Content-Type", "application/javascript; charset=UTF-8")
	if x.server.config.DisableJSONP {
		return NewError(http.StatusBadRequest, "rest_callback_disabled", "JSONP is switched off on this site.")
	}
	for i := range len(name) {
		if c := name[i]; !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '.' {
			isString = false
		}
	}
	if !isString {
		return NewError(http.StatusBadRequest, "rest_callback_invalid", "The name of the JSONP callback is not valid.")
	}
	x.jsonp = name
	return nil
}

func (x *exchange) noCache() {
	h := x.w.Header()
	h.Set("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private")
	h.Set("Expires", "Wed, 11 Jan 1984 05:00:00 GMT")
	h.Del("Last-Modified")
}

// send sends an answer: enveloped and with embeds, as the query asks.
func (x *exchange) send(ctx context.Context, resp *Response) {
	s := x.server
	if x.httpMethod == http.MethodGet && !x.user.Known() && x.r.Header.Get("Origin") == "" {
		x.w.Header().Add("Vary", "Origin")
	}
	if x.user.Known() || x.override && resp.Status >= 400 && resp.Status < 500 {
		x.noCache()
	}
	if serving, err := s.hooks.preServe.Apply(ctx, Serving{Request: x.r, Response: resp, Writer: x.w}); err != nil {
		resp = s.answer(ctx, x.r, nil, err)
	} else if serving.Served {
		return
	}
	data := s.flatten(ctx, s.withLinks(ctx, resp.Data, resp.Links))
	if wanted, ok := parseEmbed(x.r.Query); ok && data != nil {
		data = s.embed(ctx, data, wanted)
	}
	if x.r.Query.Has("_envelope") {
		body := MapOf("body", data, "status", int64(resp.Status), "headers", resp.headerMap())
		resp, data = &Response{Status: http.StatusOK}, body
	}
	x.write(ctx, &Response{Status: resp.Status, Data: data, header: resp.header})
}

// write encodes the answer and sends it.
func (x *exchange) write(ctx context.Context, resp *Response) {
	h := x.w.Header()
	body, err := x.encode(resp)
	if err != nil {
		x.server.log.ErrorContext(ctx, "wprest: answer cannot be encoded", "route", x.r.Route, "error", err)
		resp = errorResponse(NewError(http.StatusInternalServerError, "rest_encode_error", "The answer cannot be written as JSON."))
		body, _ = x.encode(resp)
	}
	for name, value := range resp.Headers() {
		h.Set(name, value)
	}
	if len(body) > 0 || x.httpMethod != http.MethodHead && resp.Status != http.StatusNoContent {
		h.Set("Content-Length", fmt.Sprint(len(body)))
	}
	x.w.WriteHeader(resp.Status)
	if len(body) > 0 {
		_, _ = x.w.Write(body) // the client may be gone
	}
}

// encode returns the body; none for a nil one, status 204 and HEAD.
func (x *exchange) encode(resp *Response) ([]byte, error) {
	if resp.Data == nil || resp.Status == http.StatusNoContent || x.r.Method == http.MethodHead {
		return nil, nil
	}
	body, err := AppendJSON(make([]byte, 0, 4096), resp.Data)
	if err == nil && x.r.Has("_pretty") {
		body = appendPretty(nil, body)
	}
	if err == nil && x.jsonp != "" {
		body = append([]byte("/**/"+x.jsonp+"("), append(body, ')')...)
	}
	return body, err
}
