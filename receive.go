package wprest

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Limits bound what a client may send. A zero field takes its default.
type Limits struct {
	// MaxBody is the most bytes of a body that is not multipart. Default 8 MB.
	MaxBody int64
	// MaxUpload is the most bytes of a multipart body. Default 64 MB.
	MaxUpload int64
	// MaxParams is how many pairs of a query or form are read. Default 1000.
	MaxParams int
	// MaxDepth is how deep the names of a query or form may nest. Default 64.
	MaxDepth int
	// MaxBatch is how many requests a batch may hold. Default 25.
	MaxBatch int
}

func (limits Limits) withDefaults() Limits {
	set := func(n *int, d int) {
		if *n <= 0 {
			*n = d
		}
	}
	if limits.MaxBody <= 0 {
		limits.MaxBody = 8 << 20
	}
	if limits.MaxUpload <= 0 {
		limits.MaxUpload = 64 << 20
	}
	set(&limits.MaxParams, 1000)
	set(&limits.MaxDepth, 64)
	set(&limits.MaxBatch, 25)
	return limits
}

// A File is one file of a multipart form.
type File struct {
	Field string // name in the form
	Name  string // as the client calls it
	Type  string // as the client says
	Size  int64

	data []byte // of a small one
	path string // of a large one, a temporary file
}

// Open returns the content. The caller closes it.
func (f *File) Open() (io.ReadCloser, error) {
	if f.path != "" {
		return os.Open(f.path)
	}
	return io.NopCloser(bytes.NewReader(f.data)), nil
}

// maxFileInMemory is how much of a file is kept in memory.
const maxFileInMemory = 1 << 20

// receive reads what PHP reads before WordPress runs: the query, and the body of
// a POST request as a form, or else as it is.
func (s *Server) receive(w http.ResponseWriter, hr *http.Request) (*Request, error) {
	limits := s.config.Limits
	r := NewRequest(hr.Method, "")
	r.Header, r.HTTP = hr.Header, hr
	r.Query = limits.ParseQuery(hr.URL.RawQuery)
	kind, params, _ := mime.ParseMediaType(hr.Header.Get("Content-Type"))
	isMultipart := kind == "multipart/form-data" && hr.Method == http.MethodPost
	limit := limits.MaxBody
	if isMultipart {
		limit = limits.MaxUpload
	}
	if hr.Body == nil { // a request that no server read
		hr.Body = http.NoBody
	}
	body := http.MaxBytesReader(w, hr.Body, limit)
	var err error
	if isMultipart {
		err = r.readMultipart(limits, multipart.NewReader(body, params["boundary"]))
	} else if r.Body, err = io.ReadAll(body); err == nil && kind == "application/x-www-form-urlencoded" && hr.Method == http.MethodPost {
		r.Form = limits.ParseQuery(string(r.Body))
	}
	// Handlers that look at the HTTP request itself find the body again.
	hr.Body = io.NopCloser(bytes.NewReader(r.Body))
	hr.Form, hr.PostForm = plainValues(r.Query, r.Form), plainValues(r.Form)
	if err != nil {
		// A reader in between may have taken the limit for the end.
		if _, cause := body.Read(make([]byte, 1)); cause != nil && !errors.Is(cause, io.EOF) {
			err = cause
		}
	}
	return r, receiveError(err)
}

func receiveError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &tooLarge):
		return &Error{Code: "rest_content_too_large", Message: "The request is too large.", Status: http.StatusRequestEntityTooLarge,
			Data: MapOf("limit", tooLarge.Limit), Err: err}
	}
	return &Error{Code: "rest_invalid_body", Message: "The body of the request cannot be read.", Status: http.StatusBadRequest, Err: err}
}

// plainValues lists the string parameters of sources, the last one first.
func plainValues(sources ...*Map) url.Values {
	values := url.Values{}
	for _, m := range sources {
		for k, v := range m.All() {
			if text, ok := v.(string); ok {
				values[k] = append([]string{text}, values[k]...)
			}
		}
	}
	return values
}

func (r *Request) readMultipart(limits Limits, form *multipart.Reader) error {
	for count := 0; ; count++ {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) || err == nil && count >= limits.MaxParams {
			return nil
		}
		if err != nil {
			return err
		}
		disposition, _ := part.Header["Content-Disposition"]
		name := part.FormName()
		switch {
		case name == "" || len(disposition) == 0:
		case hasFileName(disposition[0]):
			err = r.readFile(part, name)
		default:
			var value []byte
			if value, err = io.ReadAll(io.LimitReader(part, limits.MaxBody)); err == nil {
				limits.setParam(r.Form, name, string(value))
			}
		}
		if err != nil {
			return err
		}
	}
}

func hasFileName(disposition string) bool {
	_, params, err := mime.ParseMediaType(disposition)
	_, ok := params["filename"]
	return ok || err != nil && strings.Contains(disposition, "filename=")
}

func (r *Request) readFile(part *multipart.Part, field string) (err error) {
	f := &File{Field: field, Name: part.FileName(), Type: part.Header.Get("Content-Type")}
	if f.data, err = io.ReadAll(io.LimitReader(part, maxFileInMemory)); err != nil {
		return err
	}
	f.Size = int64(len(f.data))
	if f.Size == maxFileInMemory {
		if err := f.spill(part); err != nil {
			return err
		}
	}
	r.Files = append(r.Files, f)
	return nil
}

// spill moves what was read of a large file, and the rest, to a temporary file.
func (f *File) spill(rest io.Reader) error {
	tmp, err := os.CreateTemp("", "wprest-upload-*")
	if err != nil {
		return err
	}
	f.path = tmp.Name()
	f.Size, err = io.Copy(tmp, io.MultiReader(bytes.NewReader(f.data), rest))
	f.data = nil
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		f.discard()
	}
	return err
}

func (f *File) discard() {
	if f.path != "" {
		_ = os.Remove(f.path) // a temporary file; the system clears what stays
	}
}

// discard removes what the request left on disk.
func (r *Request) discard() {
	for _, f := range r.Files {
		f.discard()
	}
}
