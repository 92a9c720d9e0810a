package wp

import (
	"context"
	"net/http"
	"slices"

	"github.com/wprest/wprest"
)

// roles takes in the roles: all that are sent, or for a new user that of the
// site's option. No roles are all right, for everybody.
func (c *userChange) roles(ctx context.Context) error {
	if !c.r.Has("roles") {
		if c.isNew {
			return c.defaultRole(ctx)
		}
		return nil
	}
	names := c.r.Strings("roles")
	known, err := c.site.roles(ctx)
	if err != nil {
		return err
	}
	self := wprest.UserFrom(ctx)
	for _, name := range names {
		role, ok := known[name]
		switch {
		case !ok:
			return wprest.NewError(http.StatusBadRequest, "rest_user_invalid_role", "There is no such role.")
		case self != nil && self.ID == c.u.ID && !role.Caps["edit_users"]:
			return wprest.Forbidden(ctx, "rest_user_invalid_role", "You cannot take from yourself the right to edit users.")
		}
	}
	c.u.Roles = nil
	for _, name := range names {
		if !slices.Contains(c.u.Roles, name) {
			c.u.Roles = append(c.u.Roles, name)
		}
	}
	return nil
}

func (c *userChange) defaultRole(ctx context.Context) error {
	o, err := c.site.options(ctx)
	if role := o.text("default_role"); role != "" {
		c.u.Roles = []string{role}
	}
	return err
}
