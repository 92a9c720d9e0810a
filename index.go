package wprest

import (
	"context"
	"net/http"
	"slices"
)

// rawJSON is JSON text that was made before.
type rawJSON []byte

// AppendJSON appends the text.
func (raw rawJSON) AppendJSON(dst []byte) ([]byte, error) { return append(dst, raw...), nil }

// describe makes the entry of a route in an index.
func (s *Server) describe(rt *route, withSchema bool) *Map {
	methods, endpoints := &Map{}, &Map{}
	for _, e := range rt.endpoints {
		if e.Hidden {
			continue
		}
		own := &Map{}
		for _, m := range e.methods {
			methods.Append(m)
			own.Append(m)
		}
		entry := MapOf("methods", own)
		if batch := e.batch(rt); batch != 0 {
			entry.Set("allow_batch", MapOf("v1", batch == AllowBatch))
		}
		args := &Map{}
		for i := range e.args {
			args.Set(e.args[i].Name, e.args[i].argMap())
		}
		entry.Set("args", args)
		endpoints.Append(entry)
	}
	if endpoints.Len() == 0 {
		return nil
	}
	m := MapOf("namespace", rt.namespace, "methods", methods, "endpoints", endpoints)
	if withSchema && rt.schema != nil {
		m.Set("schema", rt.schema.Document())
	}
	if len(rt.groups) == 0 {
		m.Set("_links", MapOf("self", ListOf(MapOf("href", s.address.link(rt.path)))))
	}
	return m
}

// batch returns whether the endpoint of a route may be batched.
func (e *endpoint) batch(rt *route) Batch {
	if e.Batch != 0 {
		return e.Batch
	}
	return rt.batch
}

// describeRoutes makes the texts of the indexes, once.
func (s *Server) describeRoutes() error {
	s.indexes = map[string]*indexText{"": {}}
	for _, ns := range s.namespaces {
		s.indexes[ns] = &indexText{}
	}
	for _, rt := range s.routes {
		short := s.describe(rt, false)
		if short == nil {
			continue
		}
		var err error
		if rt.described, err = short.AppendJSON(nil); err != nil {
			return err
		}
		if rt.help, err = s.describe(rt, true).AppendJSON(nil); err != nil {
			return err
		}
		s.indexes[""].add(rt)
		if rt.namespace != "" {
			s.indexes[rt.namespace].add(rt)
		}
	}
	for _, text := range s.indexes {
		text.view = append(text.view, '}')
		text.help = append(text.help, '}')
	}
	return nil
}

// An indexText is the value of routes in an index, in both contexts.
type indexText struct{ view, help rawJSON }

func (t *indexText) add(rt *route) {
	t.view = appendMember(t.view, rt.path, rt.described)
	t.help = appendMember(t.help, rt.path, rt.help)
}

func appendMember(object rawJSON, key string, value []byte) rawJSON {
	if len(object) == 0 {
		object = append(object, '{')
	} else {
		object = append(object, ',')
	}
	return append(append(appendJSONString(object, key), ':'), value...)
}

func (t *indexText) in(context string) any {
	text := t.view
	if context == "help" {
		text = t.help
	}
	if len(text) < 2 {
		return &Map{}
	}
	return text
}

// index answers GET /.
func (s *Server) index(ctx context.Context, r *Request) (any, error) {
	data := &Map{}
	if describe := s.config.Describe; describe != nil {
		m, err := describe(ctx)
		if err != nil {
			return nil, err
		}
		data = m.Clone()
	}
	data.Set("namespaces", s.namespaces)
	data.Set("authentication", s.authentication(ctx))
	data.Set("routes", s.indexes[""].in(r.Context()))
	resp := NewResponse(data)
	if r.Wants("_links") || r.Wants("_embedded") || r.Query.Has("_embed") {
		resp.AddLink("help", "https://developer.wordpress.org/rest-api/")
	}
	x, err := s.hooks.index.Apply(ctx, Exchange{Request: r, Response: resp})
	return x.Response, err
}

func (s *Server) authentication(ctx context.Context) *Map {
	all := &Map{}
	for _, a := range s.config.Auth {
		if d, ok := a.(Describer); ok {
			if name, description := d.Describe(ctx); description != nil {
				all.Set(name, description)
			}
		}
	}
	return all
}

// namespaceIndex answers GET /NAMESPACE.
func (s *Server) namespaceIndex(ctx context.Context, r *Request) (any, error) {
	ns := r.String("namespace")
	text := s.indexes[ns]
	if text == nil || ns == "" {
		return nil, NewError(http.StatusNotFound, "rest_invalid_namespace", "There is no such namespace.")
	}
	resp := NewResponse(MapOf("namespace", ns, "routes", text.in(r.Context())))
	resp.AddLink("up", s.address.root)
	x, err := s.hooks.namespaceIndex.Apply(ctx, Exchange{Request: r, Response: resp})
	return x.Response, err
}

// options answers OPTIONS for any route whose pattern matches.
func (s *Server) options(_ context.Context, r *Request) *Response {
	found, ok := s.tree.findAny(r.Route)
	if !ok {
		return &Response{Status: http.StatusOK, Data: &Map{}}
	}
	r.route, r.URL = found.route, found.params()
	resp := &Response{Status: http.StatusOK, route: found.route}
	if len(found.route.help) > 0 {
		resp.Data = rawJSON(found.route.help)
	}
	return resp
}

// A RouteInfo tells about a registered route.
type RouteInfo struct {
	Namespace string
	Path      string         // the pattern, /wp/v2/posts/(?P<id>[\d]+)
	Endpoints []EndpointInfo // those that show in the index
}

// An EndpointInfo tells about an endpoint of a route.
type EndpointInfo struct {
	Methods []string
	Args    []Arg
}

// Namespaces lists the namespaces in the order of registration.
func (s *Server) Namespaces() []string { return append([]string(nil), s.namespaces...) }

// Routes lists the routes that show in the index, in the order of registration.
func (s *Server) Routes() []RouteInfo {
	var list []RouteInfo
	for _, rt := range s.routes {
		info := RouteInfo{Namespace: rt.namespace, Path: rt.path}
		for _, e := range rt.endpoints {
			if !e.Hidden {
				info.Endpoints = append(info.Endpoints, EndpointInfo{Methods: slices.Clone(e.methods), Args: slices.Clone(e.args)})
			}
		}
		if len(info.Endpoints) > 0 {
			list = append(list, info)
		}
	}
	return list
}
