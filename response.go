package wprest

import (
	"iter"
	"net/http"
	"strings"
)

// A Response is an answer with more than a body: a WP_REST_Response. A handler
// may return one, and put others into a list or Map that it returns; there each is
// written as its data with its links.
type Response struct {
	Status int // 0 is 200
	// Data is the body: anything that AppendJSON takes. Nil is an empty body.
	Data  any
	Links []Link

	header []headerField
	route  *route // that was matched
}

type headerField struct {
	name  string
	value any
}

// NewResponse returns a Response with status 200 and a body.
func NewResponse(data any) *Response { return &Response{Status: http.StatusOK, Data: data} }

// AddLink adds a link to href. Use URL to make one to a route of this API.
func (r *Response) AddLink(rel, href string) *Link {
	r.Links = append(r.Links, Link{Rel: rel, Href: href})
	return &r.Links[len(r.Links)-1]
}

// SetHeader sets a header of the answer. The value is a string, or a number,
// which stays one within an envelope.
func (r *Response) SetHeader(name string, value any) {
	name = http.CanonicalHeaderKey(name)
	for i := range r.header {
		if http.CanonicalHeaderKey(r.header[i].name) == name {
			r.header[i].value = value
			return
		}
	}
	r.header = append(r.header, headerField{wireName(name), value})
}

// Header returns the value of a header that was set, or nil.
func (r *Response) Header(name string) any {
	for _, h := range r.header {
		if strings.EqualFold(h.name, name) {
			return h.value
		}
	}
	return nil
}

// Headers ranges over the headers that were set, as they are sent.
func (r *Response) Headers() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, h := range r.header {
			if !yield(h.name, strings.Join(strings.Fields(toString(h.value)), " ")) {
				return
			}
		}
	}
}

// wireName writes WordPress's own header names as WordPress does.
func wireName(canonical string) string {
	if rest, ok := strings.CutPrefix(canonical, "X-Wp-"); ok {
		rest = strings.Replace(rest, "Totalpages", "TotalPages", 1)
		return "X-WP-" + rest
	}
	return canonical
}

// IsError reports whether the status is 400 or more.
func (r *Response) IsError() bool { return r.Status >= http.StatusBadRequest }

// errorResponse makes the answer of an error.
func errorResponse(err error) *Response {
	e := asError(err)
	return &Response{Status: e.httpStatus(), Data: e.body()}
}

// responseOf makes a Response of what a handler returned.
func responseOf(v any) *Response {
	switch v := v.(type) {
	case *Response:
		if v == nil {
			return NewResponse(nil)
		}
		if v.Status == 0 {
			v.Status = http.StatusOK
		}
		return v
	case *Error:
		return errorResponse(v)
	}
	if isNilPointer(v) {
		v = nil
	}
	return NewResponse(v)
}

// flat returns the data with the links in it, uncompacted: the form of a
// Response that is deep within other data.
func (r *Response) flat() any {
	if len(r.Links) == 0 {
		return r.Data
	}
	data, ok := unfold(r.Data).(*Map)
	if !ok {
		return r.Data
	}
	data = data.Clone()
	data.Set("_links", &linkSet{links: r.Links})
	return data
}

// headerMap returns the headers as a Map, for an envelope.
func (r *Response) headerMap() *Map {
	m := &Map{}
	for _, h := range r.header {
		m.Set(h.name, h.value)
	}
	return m
}
