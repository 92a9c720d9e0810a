package wprest

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Build makes a Server of what was registered so far. When something is wrong
// with it, the error joins all that is, each with its route. The registry may be
// filled further; that shows in the next Build.
func (reg *Registry) Build() (*Server, error) {
	b := &builder{byPath: map[string]*route{}}
	b.server = &Server{config: reg.config, hooks: reg.hooksCopy(), log: reg.config.Logger}
	b.server.config.Limits = reg.config.Limits.withDefaults()
	if reg.config.May == nil {
		b.server.config.May = capsAuthorizer{}
	}
	var err error
	if b.server.address, err = parseAddress(reg.config.BaseURL); err != nil {
		b.fail("BaseURL", err)
	}
	b.core()
	for _, r := range reg.entries {
		r(b)
	}
	b.server.curies = append(slices.Clone(reg.curies), curieOf("wp", "https://api.w.org/{rel}"))
	b.finish()
	if err := errors.Join(b.errs...); err != nil {
		return nil, err
	}
	return b.server, nil
}

// A builder gathers the routes of a Server.
type builder struct {
	server *Server
	byPath map[string]*route
	order  []*route
	errs   []error
}

func (b *builder) fail(where string, err error) {
	b.errs = append(b.errs, fmt.Errorf("wprest: %s: %w", where, err))
}

// core registers the routes that every API has.
func (b *builder) core() {
	s := b.server
	b.put("", "/", Route{Endpoints: []Endpoint{{
		Permission: Public, Handler: s.index, Args: []Arg{{Schema: Schema{Name: "context", Default: "view"}}},
	}}})
	b.put("", "/batch/v1", s.batchRoute())
}

// add registers a route of a host.
func (b *builder) add(namespace, pattern string, r Route) {
	namespace, path := strings.Trim(namespace, "/"), strings.Trim(pattern, "/")
	switch {
	case namespace == "":
		b.fail(pattern, errors.New("a route needs a namespace"))
		return
	case path == "":
		b.fail(namespace, errors.New("a route needs an address below its namespace"))
		return
	}
	b.namespace(namespace)
	b.put(namespace, "/"+namespace+"/"+path, r)
}

// namespace registers a namespace, with its index, when it is new.
func (b *builder) namespace(namespace string) {
	if slices.Contains(b.server.namespaces, namespace) {
		return
	}
	b.server.namespaces = append(b.server.namespaces, namespace)
	b.put(namespace, "/"+namespace, Route{Endpoints: []Endpoint{{
		Permission: Public, Handler: b.server.namespaceIndex,
		Args: []Arg{{Schema: Schema{Name: "namespace", Default: namespace}}, {Schema: Schema{Name: "context", Default: "view"}}},
	}}})
}

// put adds endpoints to the route of a path.
func (b *builder) put(namespace, path string, r Route) {
	rt := b.byPath[path]
	if rt == nil {
		rt = &route{namespace: namespace, path: path}
		b.byPath[path] = rt
		b.order = append(b.order, rt)
	}
	if r.Override {
		rt.endpoints, rt.schema, rt.batch = nil, nil, 0
	}
	if r.Schema != nil {
		rt.schema = r.Schema
	}
	if r.Batch != 0 {
		rt.batch = r.Batch
	}
	if len(r.Endpoints) == 0 {
		b.fail(path, errors.New("the route has no endpoints"))
	}
	for i := range r.Endpoints {
		e := &endpoint{Endpoint: r.Endpoints[i], methods: splitMethods(r.Endpoints[i].Methods)}
		e.args = mergeArgs(r.Args, e.Endpoint.Args)
		b.checkEndpoint(path, e)
		rt.endpoints = append(rt.endpoints, e)
	}
}

func (b *builder) checkEndpoint(path string, e *endpoint) {
	where := strings.Join(e.methods, ",") + " " + path
	if e.err != nil {
		b.fail(where, e.err)
	}
	if e.Permission == nil {
		b.fail(where, errors.New("the endpoint has no permission; Public lets everybody in"))
	}
	if e.Handler == nil {
		b.fail(where, errors.New("the endpoint has no handler"))
	}
	for _, m := range e.methods {
		if m == "" || strings.ContainsAny(m, " \t/") {
			b.fail(where, fmt.Errorf("%q is no HTTP method", m))
		}
	}
	for i := range e.args {
		a := &e.args[i]
		if a.Name == "" {
			b.fail(where, fmt.Errorf("argument %d has no name", i+1))
		}
		a.Default = normalize(a.Default)
		for _, err := range a.Schema.prepare(a.Name) {
			b.fail(where, fmt.Errorf("argument %w", err))
		}
	}
}

// finish ranks the routes and puts them into the tree and the indexes.
func (b *builder) finish() {
	s := b.server
	s.routes = b.order
	ranked := slices.Clone(b.order)
	// Routes are tried namespace by namespace.
	sort.SliceStable(ranked, func(i, j int) bool {
		return slices.Index(s.namespaces, ranked[i].namespace) < slices.Index(s.namespaces, ranked[j].namespace)
	})
	s.tree = &routeTree{}
	for rank, rt := range ranked {
		p, err := parsePattern(rt.path)
		if err == nil && len(p.names) > maxCaptures {
			err = fmt.Errorf("pattern: more than %d captures", maxCaptures)
		}
		if err != nil {
			b.fail(rt.path, err)
			continue
		}
		rt.rank, rt.groups = rank, p.names
		s.tree.add(p, rt)
		if rt.schema != nil {
			for _, err := range rt.schema.prepare("schema") {
				b.fail(rt.path, err)
			}
		}
	}
	if err := s.describeRoutes(); err != nil {
		b.fail("index", err)
	}
}

func curieOf(name, href string) curie {
	prefix, suffix, _ := strings.Cut(href, "{rel}")
	return curie{name: name, prefix: prefix, suffix: suffix, href: href}
}
