package wprest

import (
	"strings"
	"unicode/utf8"
)

// A routeTree finds routes by their addresses. It branches on literal segments
// and on captures, so that what a look-up costs does not grow with the number of
// routes; only patterns that cannot be cut into segments are tried one by one,
// below the literal segments that they begin with.
//
// Matching ignores letter case, as WordPress's does, and the route that was
// registered first wins.
type routeTree struct {
	literals map[string]*routeTree
	captures []captureBranch
	rests    []restBranch // in order of rank
	route    *route       // that ends here
}

type captureBranch struct {
	class *byteClass
	next  *routeTree
}

type restBranch struct {
	pattern *pattern
	route   *route
}

// add puts a route into the tree. Routes are added in the order of their ranks.
func (t *routeTree) add(p *pattern, rt *route) {
	for _, part := range p.parts {
		t = t.branch(part)
	}
	if p.rest != nil {
		t.rests = append(t.rests, restBranch{p, rt})
		return
	}
	if t.route == nil {
		t.route = rt
		return
	}
	// Another pattern of the same shape, such as (?P<parent>[\d]+) beside
	// (?P<id>[\d]+), is tried after the first.
	t.rests = append(t.rests, restBranch{p, rt})
}

func (t *routeTree) branch(part patternPart) *routeTree {
	if part.class == nil {
		if t.literals == nil {
			t.literals = map[string]*routeTree{}
		}
		next := t.literals[part.literal]
		if next == nil {
			next = &routeTree{}
			t.literals[part.literal] = next
		}
		return next
	}
	for i := range t.captures {
		if *t.captures[i].class == *part.class {
			return t.captures[i].next
		}
	}
	next := &routeTree{}
	t.captures = append(t.captures, captureBranch{part.class, next})
	return next
}

// maxCaptures bounds the captures of one address.
const maxCaptures = 8

// A match is a route, its endpoint and what its captures hold.
type match struct {
	route    *route
	endpoint *endpoint
	values   [maxCaptures]string
	restVals []string // in place of values
}

// A search is one look-up in a routeTree.
type search struct {
	method string
	any    bool // takes any method
	best   match
	values [maxCaptures]string // of the captures on the way
}

// find returns the first registered route whose pattern matches the path and
// which has an endpoint for the method.
func (t *routeTree) find(path, method string) (match, bool) {
	s := search{method: method}
	return s.run(t, path)
}

// findAny is find for any method; the match has no endpoint.
func (t *routeTree) findAny(path string) (match, bool) {
	s := search{any: true}
	return s.run(t, path)
}

func (s *search) run(t *routeTree, path string) (match, bool) {
	s.walk(t, path, 0)
	if s.best.route == nil && strings.HasSuffix(path, "\n") {
		// Quirk: $ also matches before a final line feed.
		s.walk(t, path[:len(path)-1], 0)
	}
	return s.best, s.best.route != nil
}

func (s *search) walk(t *routeTree, path string, captured int) {
	if path == "" && t.route != nil {
		s.offer(t.route, captured)
	}
	for i := range t.rests {
		s.tryRest(&t.rests[i], path, captured)
	}
	if path == "" || path[0] != '/' {
		return
	}
	segment, rest := path[1:], ""
	if end := strings.IndexByte(segment, '/'); end >= 0 {
		segment, rest = segment[:end], segment[end:]
	}
	if t.literals != nil {
		if next := t.literals[segment]; next != nil {
			s.walk(next, rest, captured)
		} else if lower := lowerASCII(segment); lower != segment {
			if next := t.literals[lower]; next != nil {
				s.walk(next, rest, captured)
			}
		}
	}
	for i := range t.captures {
		if captured < maxCaptures && t.captures[i].class.holds(segment) {
			s.values[captured] = segment
			s.walk(t.captures[i].next, rest, captured+1)
		}
	}
}

func (s *search) tryRest(b *restBranch, path string, captured int) {
	if s.best.route != nil && s.best.route.rank < b.route.rank {
		return
	}
	if b.pattern.rest == nil {
		if path == "" {
			s.offer(b.route, captured)
		}
		return
	}
	found := b.pattern.rest.FindStringSubmatch(path)
	if found == nil || !s.offer(b.route, captured) {
		return
	}
	values := append([]string(nil), s.values[:captured]...)
	for i, name := range b.pattern.rest.SubexpNames() {
		if name != "" {
			values = append(values, found[i])
		}
	}
	s.best.restVals = values
}

// offer takes a route that matches if it has the method and no better one was
// found.
func (s *search) offer(rt *route, captured int) bool {
	if s.best.route != nil && s.best.route.rank <= rt.rank {
		return false
	}
	var e *endpoint
	if !s.any {
		if e = rt.forMethod(s.method); e == nil {
			return false
		}
	}
	s.best = match{route: rt, endpoint: e, values: s.values}
	clear(s.best.values[captured:])
	return true
}

// params returns the captures by name.
func (m *match) params() *Map {
	p := &Map{}
	if len(m.route.groups) > 0 {
		p.entries = make([]mapEntry, 0, len(m.route.groups))
	}
	for i, name := range m.route.groups {
		if m.restVals != nil {
			p.Set(name, m.restVals[i])
		} else {
			p.Set(name, m.values[i])
		}
	}
	return p
}

// lowerASCII lower-cases ASCII letters, and leaves the rest of a string alone.
func lowerASCII(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf {
			return strings.ToLower(s)
		}
	}
	return s
}
