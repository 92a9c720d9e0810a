package auth

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/wprest/wprest"
)

// A Throttle makes those wait who guess passwords, as throttle.Logins does.
// Implementations must be safe for concurrent use.
type Throttle interface {
	// Wait returns how long nobody at an address may try to log in with a name,
	// 0 if they may, and whether they have failed lately.
	Wait(ctx context.Context, login, address string) (wait time.Duration, failed bool, err error)
	// Failed notes a try that failed; Succeeded one that did not, after others
	// that have failed.
	Failed(ctx context.Context, login, address string) error
	Succeeded(ctx context.Context, login, address string) error
}

// TooManyTries returns the error for who has to wait, and the header Retry-After
// in a User that is nobody: what an Authenticator returns.
func TooManyTries(wait time.Duration) (*wprest.User, error) {
	header := http.Header{}
	header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return &wprest.User{Header: header}, wprest.NewError(http.StatusTooManyRequests, "too_many_requests", "Too many logins have failed. Try again later.")
}

// address returns the address of a request, which tell may know better.
func address(r *http.Request, tell func(*http.Request) string) string {
	if tell != nil {
		return tell(r)
	}
	return RemoteIP(r)
}
