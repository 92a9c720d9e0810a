package wp

import (
	"context"

	"github.com/wprest/wprest/auth"
)

// roles returns the roles of the site.
func (s *Site) roles(ctx context.Context) (auth.Roles, error) {
	if s.stores.Roles == nil {
		return auth.DefaultRoles(), nil
	}
	return s.stores.Roles.Roles(ctx)
}
