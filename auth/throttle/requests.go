package throttle

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// RequestLimits say how many requests a client may send. Zero fields take their
// defaults.
type RequestLimits struct {
	// Number is how many requests a client may send Within a time, all at once
	// if it likes. The defaults are 600 and a minute.
	Number int
	Within time.Duration
	// Client tells clients apart, "" is one that may send what it likes. The
	// default goes by auth.RemoteIP.
	Client func(r *http.Request) string
	// Remembered is the most clients that are remembered. Default 65536.
	Remembered int
	// Now tells the time; nil is time.Now.
	Now func() time.Time
}

// Requests is a middleware that answers clients who send too many requests with
// status 429. It is safe for concurrent use.
type Requests struct {
	clients *buckets
	client  func(r *http.Request) string
	now     func() time.Time
}

// NewRequests returns a Requests that has seen nobody yet.
func NewRequests(l RequestLimits) *Requests {
	t := &Requests{
		clients: newBuckets(orElse(l.Number, 600), orElse(l.Within, time.Minute), orElse(l.Remembered, 1<<16)),
		client:  l.Client, now: l.Now,
	}
	if t.client == nil {
		t.client = auth.RemoteIP
	}
	if t.now == nil {
		t.now = time.Now
	}
	return t
}

// Wrap returns a handler that lets through to next what is not too much.
func (t *Requests) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		client := t.client(r)
		if client == "" {
			next.ServeHTTP(w, r)
			return
		}
		wait := t.clients.allow(client, t.now())
		if wait == 0 {
			next.ServeHTTP(w, r)
			return
		}
		refuse(w, wait)
	})
}

// refuse writes the error as clients of the API know errors.
func refuse(w http.ResponseWriter, wait time.Duration) {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	body, err := wprest.AppendJSON(nil, wprest.MapOf(
		"code", "too_many_requests", "message", "Too many requests. Try again in "+seconds+" seconds.",
		"data", wprest.MapOf("status", http.StatusTooManyRequests),
	))
	if err != nil {
		body = nil
	}
	w.Header().Set("Retry-After", seconds)
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write(body) // the client may have gone
}
