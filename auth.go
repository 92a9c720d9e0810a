package wprest

import (
	"context"
	"net/http"
)

// A User is who makes a request. The zero ID is nobody: such a User stands for
// credentials that hold but name no one.
type User struct {
	ID    int64
	Login string
	Name  string
	Email string
	Roles []string
	// Caps are the primitive capabilities that the user has, from roles and
	// of their own. A capability mapped to false is denied.
	Caps map[string]bool
	// Header is sent with every answer to the request that the user made, as
	// a fresh X-WP-Nonce.
	Header http.Header
	// Via names the means of authentication: "cookie", "application-password" …
	Via string
	// Token identifies the login session or the application password used.
	Token string
}

// Known reports whether u is somebody. It may be called on nil.
func (u *User) Known() bool { return u != nil && u.ID != 0 }

// An Authenticator finds out who makes a request. It returns nil and no error
// when the request carries no credentials of its kind, or none that hold and
// that WordPress passes over in silence; the next Authenticator is asked then.
// A User that is not Known ends the search without a user. An error is the
// answer to the request, with the Header of a User that comes beside it.
// Implementations must be safe for concurrent use.
//
// Before it is called, r.Form and r.PostForm hold the plain string parameters
// of the query and of an urlencoded or multipart body.
type Authenticator interface {
	Authenticate(r *http.Request) (*User, error)
}

// An Authorizer decides what a user may do. The user may be nil. A capability
// is one in WordPress's sense: primitive ("edit_posts") or, with the objects
// that it is about, a meta capability ("edit_post", id). Implementations must
// be safe for concurrent use.
//
// See https://developer.wordpress.org/plugins/users/roles-and-capabilities/.
type Authorizer interface {
	Can(ctx context.Context, u *User, capability string, on ...any) (bool, error)
}

// capsAuthorizer is the Authorizer of a Config without one: a user may do what
// its Caps say, whatever it is about.
type capsAuthorizer struct{}

func (capsAuthorizer) Can(_ context.Context, u *User, capability string, _ ...any) (bool, error) {
	return u != nil && u.Caps[capability], nil
}

// A Describer is an Authenticator that tells clients about itself: its name and
// what the index lists under "authentication" for it. A nil description leaves
// it out.
type Describer interface {
	Describe(ctx context.Context) (name string, description *Map)
}

type contextKey int

const (
	requestKey contextKey = iota
	callKey
)

// WithUser returns a context whose requests, given to Server.Do, are made by u.
// A middleware of the host may put a user into the context of an HTTP request
// too; the Authenticators are not asked then.
func WithUser(ctx context.Context, u *User) context.Context {
	c := *callFrom(ctx)
	c.user = u
	return context.WithValue(ctx, callKey, &c)
}

// UserFrom returns the user on whose behalf a handler, permission, store or
// filter runs, or nil for nobody.
func UserFrom(ctx context.Context) *User {
	if u := callFrom(ctx).user; u.Known() {
		return u
	}
	return nil
}

// LoggedIn is the Permission that lets every known user in.
func LoggedIn(ctx context.Context, _ *Request) (bool, error) {
	return UserFrom(ctx) != nil, nil
}

// Public is the Permission that lets everybody in.
func Public(context.Context, *Request) (bool, error) { return true, nil }

// Can returns a Permission that asks the Config's Authorizer for a capability.
func Can(capability string) Permission {
	return func(ctx context.Context, _ *Request) (bool, error) { return May(ctx, capability) }
}

// May asks the Authorizer of the server that runs the request of ctx whether
// its user has a capability. Outside of a request nobody may do anything.
func May(ctx context.Context, capability string, on ...any) (bool, error) {
	c := callFrom(ctx)
	if c.server == nil {
		return false, nil
	}
	return c.server.config.May.Can(ctx, c.user, capability, on...)
}
