package wp

import (
	"context"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// userPermit says who may see which users.
func (s *Site) userPermit() wprest.Permit[User] {
	return wprest.Permit[User]{List: mayListUsers, Read: s.mayReadUser}
}

func mayListUsers(ctx context.Context, r *wprest.Request) (bool, error) {
	all, err := wprest.May(ctx, "list_users")
	if err != nil || all {
		return all, err
	}
	orderby := r.String("orderby")
	switch {
	case len(r.Strings("roles")) > 0:
		return require(ctx, false, nil, "rest_user_cannot_view", "You are not allowed to filter users by role.")
	case r.Context() == "edit":
		return require(ctx, false, nil, "rest_forbidden_context", "You are not allowed to edit users.")
	case orderby == "email" || orderby == "registered_date":
		return require(ctx, false, nil, "rest_forbidden_orderby", "You are not allowed to sort users by this.")
	}
	return true, nil
}

func (s *Site) mayReadUser(ctx context.Context, r *wprest.Request, u *User) (bool, error) {
	if self := wprest.UserFrom(ctx); self != nil && self.ID == u.ID {
		return true, nil
	}
	edit, err := wprest.May(ctx, "edit_user", u.ID)
	if err != nil {
		return false, err
	}
	if r.Context() == "edit" && !edit {
		return require(ctx, false, nil, "rest_forbidden_context", "You are not allowed to edit this user.")
	}
	list, err := wprest.May(ctx, "list_users")
	if err != nil || edit || list {
		return err == nil, err
	}
	found, _, err := s.stores.Users.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("id", u.ID), wprest.Where("has_published", s.restTypes()...)}, Limit: 1, NoTotal: true,
	})
	if err != nil {
		return false, err
	}
	return require(ctx, len(found) > 0, nil, "rest_user_cannot_view", "You are not allowed to see this user.")
}

// mountUserMe registers the route of the user who asks.
//
//wp:route GET /wp/v2/users/me
func (s *Site) mountUserMe(reg *wprest.Registry) {
	reg.Route(namespace, "/users/me", wprest.Route{
		Schema: s.Users.Schema,
		Endpoints: []wprest.Endpoint{{
			Permission: wprest.Public,
			Args:       []wprest.Arg{s.Users.Schema.ContextParam("view")},
			Handler: func(ctx context.Context, r *wprest.Request) (any, error) {
				user := wprest.UserFrom(ctx)
				if user == nil {
					return nil, wprest.NewError(http.StatusUnauthorized, "rest_not_logged_in", "You are not logged in.")
				}
				item, err := s.Users.Item(ctx, user.ID)
				if err != nil {
					return nil, err
				}
				list, err := s.Users.Present(ctx, r, []*User{item})
				if err != nil {
					return nil, err
				}
				return list[0], nil
			},
		}},
	})
}

// roles returns the roles that the site's option defines.
func (s *Site) roles(ctx context.Context) (auth.Roles, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	return rolesFrom(o), nil
}
