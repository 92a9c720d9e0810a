package wprest

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// checkArgs checks and sanitises the arguments of a matched request.
func (s *Server) checkArgs(ctx context.Context, r *Request) error {
	ctx = context.WithValue(ctx, requestKey, r)
	if err := requiredArgs(r); err != nil {
		return err
	}
	if err := s.validateArgs(ctx, r); err != nil {
		return err
	}
	if validate := r.endpoint.Validate; validate != nil {
		if _, err := s.guard(ctx, func() (any, error) { return nil, validate(ctx, r) }); err != nil {
			if e, ok := err.(*Error); ok { //nolint:errorlint // a wrapped one is a cause
				return e
			}
			return NewError(http.StatusBadRequest, "rest_invalid_params", "The parameters do not fit together.")
		}
	}
	return s.sanitizeArgs(ctx, r)
}

func requiredArgs(r *Request) error {
	missing := &Map{}
	var names []string
	for i := range r.endpoint.args {
		if a := &r.endpoint.args[i]; a.Required && r.Get(a.Name) == nil {
			missing.Append(a.Name)
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return NewError(http.StatusBadRequest, "rest_missing_callback_param", "Missing parameters: "+strings.Join(names, ", ")).WithData("params", missing)
}

func (s *Server) validateArgs(ctx context.Context, r *Request) error {
	var bad invalidParams
	for i := range r.endpoint.args {
		a := &r.endpoint.args[i]
		if a.Validate == nil {
			continue
		}
		v := r.Get(a.Name)
		if v == nil {
			continue
		}
		_, err := s.guard(ctx, func() (any, error) { return nil, a.Validate(ctx, r, a, v) })
		bad.add(a.Name, err)
	}
	return bad.err()
}

// sanitizeArgs sanitises every value that was sent, in every source, and the
// defaults: values of sources that lose are looked at too.
func (s *Server) sanitizeArgs(ctx context.Context, r *Request) error {
	var bad invalidParams
	list, n := r.sources()
	for _, source := range append(list[:n:n], r.Defaults) {
		for i := range source.Len() {
			entry := &source.entries[i]
			a := r.endpoint.arg(entry.key)
			if a == nil {
				continue
			}
			sanitize := a.Sanitize
			if sanitize == nil {
				if a.Type == "" {
					continue
				}
				sanitize = parseArg
			}
			v, err := s.guard(ctx, func() (any, error) { return sanitize(ctx, r, a, entry.value) })
			if err != nil {
				bad.add(a.Name, err)
				continue
			}
			entry.value = v
		}
	}
	return bad.err()
}

// Refuse returns an error by which an ArgValidator, an ArgSanitizer or a
// Validator refuses a value, with a message for clients.
func Refuse(message string) error { return refusal(message) }

type refusal string

func (r refusal) Error() string { return string(r) }

// invalidParams gathers what is wrong with the arguments of a request.
type invalidParams struct {
	params, details *Map
}

func (bad *invalidParams) add(name string, err error) {
	if err == nil {
		return
	}
	if bad.params == nil {
		bad.params, bad.details = &Map{}, &Map{}
	}
	var e *Error
	if !errors.As(err, &e) {
		bad.params.Set(name, err.Error())
		return
	}
	messages := []string{e.Message}
	for _, more := range e.More {
		messages = append(messages, more.Message)
	}
	bad.params.Set(name, strings.Join(messages, " "))
	bad.details.Set(name, e.body())
}

func (bad *invalidParams) err() error {
	if bad.params == nil {
		return nil
	}
	var names []string
	for name := range bad.params.All() {
		names = append(names, name)
	}
	return &Error{Code: "rest_invalid_param", Message: "Invalid parameters: " + strings.Join(names, ", "), Status: http.StatusBadRequest,
		Data: MapOf("params", bad.params, "details", bad.details)}
}
