package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// logAccess logs each request once it was answered. Of headers it logs nothing.
func logAccess(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &recorder{ResponseWriter: w, status: http.StatusInternalServerError} // unless the handler returns
		attrs := []slog.Attr{slog.String("method", r.Method), slog.String("path", shorten(r.URL.EscapedPath()))}
		if query := loggedQuery(r.URL.RawQuery); query != "" {
			attrs = append(attrs, slog.String("query", query))
		}
		defer func() {
			took := time.Since(start).Round(10 * time.Microsecond)
			attrs = append(attrs, slog.Int("status", seen.status), slog.Int64("bytes", seen.bytes), slog.Duration("took", took))
			log.LogAttrs(r.Context(), slog.LevelInfo, "request", attrs...)
		}()
		next.ServeHTTP(seen, r)
		seen.header(http.StatusOK)
	})
}

// isLogged reports whether the value of a query parameter is logged. Of others
// only the name is: they may hold passwords, nonces, tokens or what people
// search for.
func isLogged(name string) bool {
	return slices.Contains([]string{
		"rest_route", "context", "page", "per_page", "offset", "order", "orderby", "status", "type",
		"_fields", "_embed", "_envelope", "_locale", "_method", "include", "exclude", "parent",
	}, name)
}

// loggedQuery returns a query as it may be logged.
func loggedQuery(raw string) string {
	if raw == "" {
		return ""
	}
	pairs := strings.Split(shorten(raw), "&")
	for i, pair := range pairs {
		name, value, hasValue := strings.Cut(pair, "=")
		decoded, err := url.QueryUnescape(value)
		// A route with a query of its own hides another set of parameters.
		if hasValue && (!isLogged(name) || err != nil || strings.ContainsAny(decoded, "?&=")) {
			pairs[i] = name + "=***"
		}
	}
	return strings.Join(pairs, "&")
}

// shorten cuts what is too long for a log.
func shorten(s string) string {
	const most = 500
	if len(s) > most {
		return s[:most] + "..."
	}
	return s
}

// A recorder notes what is answered.
type recorder struct {
	http.ResponseWriter
	wrote  bool
	status int
	bytes  int64
}

// header notes the status, of which the first counts.
func (r *recorder) header(status int) {
	if !r.wrote {
		r.wrote, r.status = true, status
	}
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if status >= http.StatusOK { // 1xx precede the answer
		r.header(status)
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) {
	r.header(http.StatusOK)
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// ReadFrom implements io.ReaderFrom, by which the system sends files itself.
func (r *recorder) ReadFrom(src io.Reader) (int64, error) {
	r.header(http.StatusOK)
	n, err := io.Copy(r.ResponseWriter, src)
	r.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
