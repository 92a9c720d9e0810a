package wprest

import (
	"errors"
	"net/http"
	"slices"
)

// Errors that stores return. Everything else that they return is answered with
// status 500 and logged.
var (
	// ErrNotExist says that there is no such item.
	ErrNotExist = errors.New("wprest: item does not exist")
	// ErrConflict says that an item is in the way of the change.
	ErrConflict = errors.New("wprest: conflict with another item")
	// ErrUnfit says that a value has no place where it should be kept: it is too
	// long, too large, or has characters that the backend does not know.
	ErrUnfit = errors.New("wprest: the value cannot be kept")
	// ErrUnsupported says that the backend cannot do what was asked.
	ErrUnsupported = errors.New("wprest: not supported by this store")
)

// An Error is an error as clients see it: WP_Error in its JSON form. It is
// immutable once it is returned.
//
// See https://developer.wordpress.org/reference/classes/wp_error/.
type Error struct {
	// Code is the machine-readable name, as "rest_invalid_param".
	Code string
	// Message is for people.
	Message string
	// Status is the HTTP status and data.status; 0 leaves it out of data, and
	// the answer takes that of the first error in More that has one, else 500.
	Status int
	// Data holds further members of data. It may be nil.
	Data *Map
	// Value is data as a whole where it is no object. Status and Data must be
	// empty beside it.
	Value any
	// Earlier is data that Data and Status displaced: additional_data.
	Earlier []any
	// More are further errors: additional_errors.
	More []*Error
	// Err is the cause. It is logged, and never sent.
	Err error
}

// NewError returns an Error with a code, message and HTTP status.
func NewError(status int, code, message string) *Error {
	return &Error{Code: code, Message: message, Status: status}
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Code + ": " + e.Message + ": " + e.Err.Error()
	}
	return e.Code + ": " + e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is an Error of the same Code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// WithData returns a copy of e whose Data has one more member.
func (e *Error) WithData(key string, value any) *Error {
	c := *e
	c.Data = e.Data.Clone()
	c.Data.Set(key, value)
	return &c
}

// WithStatus returns a copy of e with a status, as WordPress adds one to an
// error from elsewhere: what data there was becomes additional data.
func (e *Error) WithStatus(status int) *Error {
	c := *e
	c.Status, c.Data = status, nil
	if old, ok := e.data().(*Map); ok {
		c.Earlier = append(slices.Clip(e.Earlier), old)
	}
	return &c
}

// MergeErrors makes one Error of several, as WordPress adds them to one WP_Error:
// those of one code stand together and share their data, of which the last shows
// as such. It returns nil for none. It mirrors WP_Error::merge_from.
func MergeErrors(list ...*Error) *Error {
	var merged []*Error
	done := map[string]bool{}
	for _, e := range list {
		if !done[e.Code] {
			done[e.Code] = true
			merged = append(merged, sharingData(list, e.Code)...)
		}
	}
	if len(merged) == 0 {
		return nil
	}
	merged[0].More = merged[1:]
	return merged[0]
}

// sharingData returns copies of the errors of one code, each with the data of
// all.
func sharingData(list []*Error, code string) []*Error {
	var same []*Error
	var earlier []any
	last := &Error{}
	for _, e := range list {
		if e.Code != code {
			continue
		}
		c := *e
		same = append(same, &c)
		if e.data() == nil {
			continue
		}
		if old := last.data(); old != nil {
			earlier = append(earlier, old)
		}
		earlier = append(earlier, e.Earlier...)
		last = e
	}
	for _, c := range same {
		c.Status, c.Data, c.Value, c.Earlier, c.More = last.Status, last.Data, last.Value, earlier, nil
	}
	return same
}

// httpStatus returns the status of the answer that e makes: the last one that
// is found in any data, in the order of all codes.
func (e *Error) httpStatus() int {
	status := e.lastStatus()
	if status == 0 {
		status = http.StatusInternalServerError
	}
	return status
}

func (e *Error) lastStatus() (status int) {
	status = e.Status
	if status == 0 {
		for _, earlier := range e.Earlier {
			if m, ok := earlier.(*Map); ok {
				if n, ok := asInt(m.Get("status")); ok {
					status = int(n)
				}
			}
		}
	}
	for _, more := range e.More {
		if s := more.lastStatus(); s != 0 {
			status = s
		}
	}
	return status
}

// data returns the JSON value of the member data.
func (e *Error) data() any {
	if e.Status == 0 && e.Data == nil {
		return e.Value
	}
	m := &Map{}
	if e.Status != 0 {
		m.Set("status", int64(e.Status))
	}
	for k, v := range e.Data.All() {
		m.Set(k, v)
	}
	return m
}

// body returns the JSON value of the error, with its further errors.
func (e *Error) body() *Map {
	m := e.member()
	if len(e.More) > 0 {
		more := &Map{}
		for _, x := range e.More {
			more.Append(x.member())
		}
		m.Set("additional_errors", more)
	}
	return m
}

func (e *Error) member() *Map {
	m := MapOf("code", e.Code, "message", e.Message, "data", e.data())
	if len(e.Earlier) > 0 {
		list := &Map{}
		for _, d := range e.Earlier {
			list.Append(d)
		}
		m.Set("additional_data", list)
	}
	return m
}

// asError makes an Error of any error. Those that say nothing to a client
// become a status 500 with a fixed message.
func asError(err error) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, ErrNotExist):
		return &Error{Code: "rest_not_found", Message: "There is no such item.", Status: http.StatusNotFound, Err: err}
	case errors.Is(err, ErrConflict):
		return &Error{Code: "rest_conflict", Message: "Another item is in the way.", Status: http.StatusConflict, Err: err}
	case errors.Is(err, ErrUnfit):
		return &Error{Code: "db_insert_error", Message: "A value is too long to be stored, or has characters that cannot be.", Status: http.StatusInternalServerError, Err: err}
	case errors.Is(err, ErrUnsupported):
		return &Error{Code: "rest_not_supported", Message: "The storage behind this item cannot do that.", Status: http.StatusNotImplemented, Err: err}
	}
	return &Error{Code: "internal_server_error", Message: "Something went wrong on this site.", Status: http.StatusInternalServerError, Err: err}
}
