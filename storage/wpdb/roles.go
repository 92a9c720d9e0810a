package wpdb

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wp"
)

// roleCache keeps the roles that an option of this text has.
type roleCache struct {
	now atomic.Pointer[parsedRoles]
}

type parsedRoles struct {
	text  string
	roles auth.Roles
}

// roles returns the roles of the site. They must not be changed.
func (db *DB) roles(ctx context.Context) (auth.Roles, error) {
	name := db.prefix + "user_roles"
	options, err := db.Options().Options(ctx, name)
	if err != nil {
		return nil, err
	}
	text := options[name]
	if p := db.roleCache.now.Load(); p != nil && p.text == text {
		return p.roles, nil
	}
	roles := parseRoles(text)
	db.roleCache.now.Store(&parsedRoles{text, roles})
	return roles, nil
}

// Roles returns the roles of the site. They must not be changed.
func (a *Accounts) Roles(ctx context.Context) (auth.Roles, error) { return a.db.roles(ctx) }

// parseRoles reads the option with the roles. What it does not understand is
// left out.
func parseRoles(text string) auth.Roles {
	roles := auth.Roles{}
	stored, _ := phpvalue.MaybeDecode(text).(*wprest.Map)
	for name, v := range stored.All() {
		role, ok := v.(*wprest.Map)
		if !ok {
			continue
		}
		caps, _ := role.Get("capabilities").(*wprest.Map)
		title, _ := role.Get("name").(string)
		r := auth.Role{Name: title, Caps: map[string]bool{}}
		for c, allowed := range caps.All() {
			r.Caps[c] = wprest.Truthy(allowed)
		}
		roles[name] = r
	}
	return roles
}

// formatRoles writes the option with the roles; those of order come first.
func formatRoles(roles auth.Roles, order []string) string {
	names := slices.Clone(order)
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	stored := &wprest.Map{}
	for _, name := range names {
		role, ok := roles[name]
		if !ok {
			continue
		}
		caps := &wprest.Map{}
		for _, c := range slices.Sorted(maps.Keys(role.Caps)) {
			caps.Set(c, role.Caps[c])
		}
		stored.Set(name, wprest.MapOf("name", role.Name, "capabilities", caps))
	}
	return phpvalue.Encode(stored)
}

// parseGrants reads the stored capabilities of a user.
func parseGrants(text string) (grants []auth.Grant) {
	stored, _ := phpvalue.MaybeDecode(text).(*wprest.Map)
	for name, allowed := range stored.All() {
		grants = append(grants, auth.Grant{Name: name, Allowed: wprest.Truthy(allowed)})
	}
	return grants
}

// splitGrants tells roles from capabilities.
func splitGrants(roles auth.Roles, grants []auth.Grant) (names []string, caps map[string]bool) {
	for _, g := range grants {
		if _, ok := roles[g.Name]; ok {
			names = append(names, g.Name)
			continue
		}
		if caps == nil {
			caps = map[string]bool{}
		}
		caps[g.Name] = g.Allowed
	}
	return names, caps
}

// setGrants stores the roles and capabilities of a user, and the level that
// they make. Capabilities that are stored already keep their place; roles come
// behind them.
func (s *UserStore) setGrants(ctx context.Context, u *wp.User) error {
	roles, err := s.db.roles(ctx)
	if err != nil {
		return err
	}
	key := s.db.prefix + "capabilities"
	meta, err := s.db.Meta().Meta(ctx, wp.UserMeta, []int64{u.ID}, key)
	if err != nil {
		return err
	}
	var grants []auth.Grant
	for _, g := range parseGrants(first(meta[u.ID][key])) {
		if allowed, ok := u.Caps[g.Name]; ok {
			grants = append(grants, auth.Grant{Name: g.Name, Allowed: allowed})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(u.Caps)) {
		if !slices.ContainsFunc(grants, func(g auth.Grant) bool { return g.Name == name }) {
			grants = append(grants, auth.Grant{Name: name, Allowed: u.Caps[name]})
		}
	}
	for _, name := range u.Roles {
		grants = append(grants, auth.Grant{Name: name, Allowed: true})
	}
	stored := &wprest.Map{}
	for _, g := range grants {
		stored.Set(g.Name, g.Allowed)
	}
	if err := s.db.Meta().SetMeta(ctx, wp.UserMeta, u.ID, key, phpvalue.Encode(stored)); err != nil {
		return err
	}
	_, caps := roles.Resolve(grants)
	return s.db.Meta().SetMeta(ctx, wp.UserMeta, u.ID, s.db.prefix+"user_level", strconv.Itoa(auth.Level(caps)))
}
