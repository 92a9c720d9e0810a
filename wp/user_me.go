package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
)

// userMe is the route of the user who asks: that of a single user, with the id
// of the one who is logged in.
//
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/users/me
type userMe struct{ site *Site }

// Routes implements wprest.Resource.
func (me userMe) Routes(add func(namespace, pattern string, r wprest.Route)) error {
	endpoints, err := me.site.Users.ItemEndpoints()
	if err != nil {
		return err
	}
	for i := range endpoints {
		e := &endpoints[i]
		if e.Methods == http.MethodGet {
			e.Permission, e.Handler = wprest.Public, me.read(e.Handler)
			continue
		}
		permission := e.Permission
		e.Permission = func(ctx context.Context, r *wprest.Request) (bool, error) {
			setUserID(ctx, r)
			return permission(ctx, r)
		}
	}
	add(namespace, "/users/me", wprest.Route{Schema: me.site.Users.ItemSchema(), Endpoints: endpoints})
	return nil
}

func (userMe) read(handler wprest.Handler) wprest.Handler {
	return func(ctx context.Context, r *wprest.Request) (any, error) {
		if !setUserID(ctx, r) {
			return nil, errNotLoggedIn()
		}
		return handler(ctx, r)
	}
}

func errNotLoggedIn() *wprest.Error {
	return wprest.NewError(http.StatusUnauthorized, "rest_not_logged_in", "You are not logged in.")
}

// setUserID makes the parameter id that of the user, 0 for nobody.
func setUserID(ctx context.Context, r *wprest.Request) bool {
	user := wprest.UserFrom(ctx)
	if user == nil {
		r.Set("id", int64(0))
		return false
	}
	r.Set("id", user.ID)
	return true
}
