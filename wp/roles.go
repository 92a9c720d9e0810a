package wp

import (
	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/internal/phpvalue"
)

// rolesFrom reads the option of roles: role → name and capabilities.
func rolesFrom(o options) auth.Roles {
	stored, _ := phpvalue.MaybeDecode(o.text("wp_user_roles")).(*wprest.Map)
	roles := auth.Roles{}
	for name, v := range stored.All() {
		entry, _ := v.(*wprest.Map)
		role := auth.Role{Name: wprest.ToString(entry.Get("name")), Caps: map[string]bool{}}
		capabilities, _ := entry.Get("capabilities").(*wprest.Map)
		for capability, granted := range capabilities.All() {
			role.Caps[capability] = wprest.ToBool(granted)
		}
		roles[name] = role
	}
	return roles
}
