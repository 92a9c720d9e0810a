package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/wprest/wprest"
)

const (
	maxTries  = 7
	maxAnswer = 256 << 20        // bytes of one answer
	maxDelay  = 30 * time.Second // between tries, unless the site asks for more
	maxAfter  = 10 * time.Minute // that a site may ask for
	tryTime   = 5 * time.Minute  // for one answer
)

// A StatusError is an answer of an API that is no success.
type StatusError struct {
	Status        int
	Code, Message string // of the API, if it was it that answered
}

// Error says what the API said.
func (e *StatusError) Error() string {
	if e.Code == "" {
		return fmt.Sprintf("answered with status %d", e.Status)
	}
	return fmt.Sprintf("answered with status %d: %s (%s)", e.Status, e.Message, e.Code)
}

// An apiAnswer is a successful one.
type apiAnswer struct {
	value any
	total int // X-WP-Total; -1 if it is missing
}

// get reads a route, again and again while the site has trouble.
func (a *API) get(ctx context.Context, route string, params url.Values) (*apiAnswer, error) {
	return a.ask(ctx, http.MethodGet, route, params)
}

// ask is get for any method.
func (a *API) ask(ctx context.Context, method, route string, params url.Values) (*apiAnswer, error) {
	address := a.address(route, params)
	for try := 1; ; try++ {
		answer, after, err := a.try(ctx, method, address)
		var refused *StatusError
		if err != nil && !a.known && !errors.As(err, &refused) {
			after = -1 // the address is wrong, or nobody is there
		}
		if err == nil || after < 0 || try == maxTries || ctx.Err() != nil {
			if err != nil {
				err = fmt.Errorf("%s %s: %w", method, route, err)
			}
			return answer, err
		}
		if err := a.o.Wait(ctx, max(after, backOff(try))); err != nil {
			return nil, err
		}
	}
}

// backOff is how long to wait after a number of tries: longer each time, and not
// as long as others wait.
func backOff(try int) time.Duration {
	d := min(500*time.Millisecond<<(try-1), maxDelay)
	return d/2 + rand.N(d/2)
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// try makes one request. A delay of -1 says that another would be of no use.
func (a *API) try(ctx context.Context, method, address string) (_ *apiAnswer, after time.Duration, err error) {
	select {
	case a.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, -1, ctx.Err()
	}
	defer func() { <-a.slots }()
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, -1, err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", userAgent)
	if a.edit {
		r.SetBasicAuth(a.o.User, a.o.Password)
	}
	answer, err := a.o.Client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, 0, err
	case len(body) > maxAnswer:
		return nil, -1, fmt.Errorf("the answer has more than %d bytes", maxAnswer)
	}
	value, invalid := wprest.DecodeJSON(body)
	if answer.StatusCode != http.StatusOK {
		return refusal(answer, value)
	}
	if invalid != nil {
		return nil, -1, fmt.Errorf("the answer is no JSON: %w", invalid)
	}
	total, err := strconv.Atoi(answer.Header.Get("X-WP-Total"))
	if err != nil {
		total = -1
	}
	return &apiAnswer{value: value, total: total}, 0, nil
}

const userAgent = "wprest-import/1.0"

// refusal makes an error of an answer, and says when to try again.
func refusal(answer *http.Response, value any) (*apiAnswer, time.Duration, error) {
	m := asMap(value)
	err := &StatusError{Status: answer.StatusCode, Code: wprest.ToString(m.Get("code")), Message: plainText(wprest.ToString(m.Get("message")))}
	if answer.StatusCode != http.StatusTooManyRequests && answer.StatusCode < 500 || answer.StatusCode == http.StatusNotImplemented {
		return nil, -1, err
	}
	return nil, retryAfter(answer.Header.Get("Retry-After")), err
}

// retryAfter reads the header: seconds, or a date.
func retryAfter(header string) time.Duration {
	d := time.Duration(0)
	if seconds, err := strconv.Atoi(header); err == nil {
		d = time.Duration(min(seconds, int(maxAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		d = time.Until(at)
	}
	return min(max(d, 0), maxAfter)
}

// asMap returns a value as a Map; an empty one if it is none.
func asMap(v any) *wprest.Map {
	if m, ok := v.(*wprest.Map); ok {
		return m
	}
	return &wprest.Map{}
}

// Open implements FileSource: it reads the address of a file, without
// credentials.
func (a *API) Open(ctx context.Context, f File) (io.ReadCloser, int64, error) {
	return openURL(ctx, a.o.Client, f.URL)
}

type download struct{ client *http.Client }

// Download returns files by their addresses, as a WXR file has them.
func Download(client *http.Client) FileSource { return download{client} }

// Open implements FileSource.
func (d download) Open(ctx context.Context, f File) (io.ReadCloser, int64, error) {
	return openURL(ctx, d.client, f.URL)
}

func openURL(ctx context.Context, client *http.Client, address string) (io.ReadCloser, int64, error) {
	if address == "" {
		return nil, 0, fmt.Errorf("nothing says where it is: %w", fs.ErrNotExist)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("User-Agent", userAgent)
	r.Header.Set("Accept-Encoding", "identity") // the length shall be that of the file
	answer, err := client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return answer.Body, answer.ContentLength, nil
	case http.StatusNotFound, http.StatusGone:
		err = fs.ErrNotExist
	default:
		err = &StatusError{Status: answer.StatusCode}
	}
	return nil, 0, errors.Join(err, answer.Body.Close())
}
