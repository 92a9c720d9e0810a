package wprest

import (
	"context"
	"net/http"
	"strconv"
	"strings"
)

// batchRoute is POST /batch/v1.
//
// See https://developer.wordpress.org/rest-api/reference/ and the framework
// notes on batching of WordPress 5.6.
func (s *Server) batchRoute() Route {
	request := &Schema{Type: "object", Properties: []*Schema{
		{Name: "method", Type: "string", Enum: []any{"POST", "PUT", "PATCH", "DELETE"}, Default: "POST"},
		{Name: "path", Type: "string", Required: true},
		{Name: "body", Type: "object", Properties: []*Schema{}, Open: true},
		{Name: "headers", Type: "object", Properties: []*Schema{},
			AdditionalProperties: &Schema{Type: "string|array", Items: &Schema{Type: "string"}}},
	}}
	return Route{Endpoints: []Endpoint{{
		Methods:    http.MethodPost,
		Permission: Public,
		Handler:    s.batch,
		Args: []Arg{
			{Schema: Schema{Name: "validation", Type: "string", Enum: []any{"require-all-validate", "normal"}, Default: "normal"}},
			{Schema: Schema{Name: "requests", Type: "array", Required: true, MaxItems: new(s.config.Limits.MaxBatch), Items: request}},
		},
	}}}
}

// A batched request is one of a batch, matched and checked.
type batched struct {
	request *Request
	err     error // of its path, match or arguments
}

func (s *Server) batch(ctx context.Context, r *Request) (any, error) {
	list, _ := r.Get("requests").(*Map)
	var all []batched
	failed := false
	for _, v := range list.All() {
		entry, _ := v.(*Map)
		b := s.batchRequest(ctx, entry)
		all = append(all, b)
		failed = failed || b.err != nil
	}
	answers := &Map{}
	if failed && r.String("validation") == "require-all-validate" {
		for _, b := range all {
			if b.err == nil {
				answers.Append(nil)
				continue
			}
			answers.Append(envelope(s.answer(ctx, b.request, nil, b.err)))
		}
		return &Response{Status: http.StatusMultiStatus, Data: MapOf("failed", "validation", "responses", answers)}, nil
	}
	for _, b := range all {
		answers.Append(envelope(s.runBatched(ctx, b)))
	}
	return &Response{Status: http.StatusMultiStatus, Data: MapOf("responses", answers)}, nil
}

// batchRequest makes a Request of an entry, and checks it.
func (s *Server) batchRequest(ctx context.Context, entry *Map) batched {
	method := toString(entry.Get("method"))
	if method == "" {
		method = http.MethodPost
	}
	path := toString(entry.Get("path"))
	route, query, ok := splitBatchPath(path)
	r := NewRequest(method, route)
	if !ok {
		return batched{r, NewError(http.StatusBadRequest, "parse_path_failed", "The path cannot be read.")}
	}
	r.parsed = true
	r.HTTP = HTTPRequest(ctx)
	r.Query = s.config.Limits.ParseQuery(query)
	if body, ok := entry.Get("body").(*Map); ok {
		r.Form = body.Clone()
	}
	headers, _ := entry.Get("headers").(*Map)
	for name, v := range headers.All() {
		if values, ok := v.(*Map); ok {
			for _, one := range values.All() {
				r.Header.Add(name, toString(one))
			}
			continue
		}
		r.Header.Set(name, toString(v))
	}
	if !s.match(r) {
		return batched{r, errNoRoute}
	}
	if r.endpoint.batch(r.route) != AllowBatch {
		return batched{r, NewError(http.StatusBadRequest, "rest_batch_not_allowed", "This route cannot be batched.")}
	}
	return batched{r, s.check(ctx, r)}
}

// splitBatchPath takes the path and the query of an address; scheme, host and
// fragment do not matter. It is false where PHP's parse_url is.
func splitBatchPath(address string) (path, query string, ok bool) {
	address, _, _ = strings.Cut(address, "#")
	address, query, _ = strings.Cut(address, "?")
	scheme, rest, hasHost := strings.Cut(address, "//")
	if !hasHost || scheme != "" && (!strings.HasSuffix(scheme, ":") || strings.Contains(scheme, "/")) {
		return address, query, true
	}
	host, path, hasPath := strings.Cut(rest, "/")
	if host == "" {
		return "", "", false
	}
	if _, port, hasPort := strings.Cut(host, ":"); hasPort && port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return "", "", false
		}
	}
	if hasPath {
		path = "/" + path
	}
	return path, query, true
}

// runBatched runs a checked request, which later ones see the effect of.
func (s *Server) runBatched(ctx context.Context, b batched) *Response {
	resp, err := s.preDispatch(ctx, b.request)
	switch {
	case err != nil:
		resp = s.answer(ctx, b.request, nil, err)
	case resp != nil:
	case b.request.route == nil:
		resp = s.answer(ctx, b.request, nil, b.err)
	default:
		resp = s.run(ctx, b.request, b.err)
	}
	resp = s.finish(ctx, b.request, resp)
	resp.Data = s.flatten(ctx, s.withLinks(ctx, resp.Data, resp.Links))
	resp.Links = nil
	return resp
}

// envelope makes the member of a list of answers.
func envelope(resp *Response) *Map {
	return MapOf("body", resp.Data, "status", int64(resp.Status), "headers", resp.headerMap())
}
