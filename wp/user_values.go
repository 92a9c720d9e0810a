package wp

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

func (s *Site) userValues() map[string]wprest.ValueFunc[User] {
	plain := func(value func(u *User) any) wprest.ValueFunc[User] {
		return func(_ context.Context, _ *wprest.Request, u *User) (any, error) { return value(u), nil }
	}
	return map[string]wprest.ValueFunc[User]{
		"id":                 plain(func(u *User) any { return u.ID }),
		"username":           plain(func(u *User) any { return u.Login }),
		"name":               plain(func(u *User) any { return u.Name }),
		"first_name":         plain(func(u *User) any { return u.FirstName }),
		"last_name":          plain(func(u *User) any { return u.LastName }),
		"email":              plain(func(u *User) any { return u.Email }),
		"url":                plain(func(u *User) any { return u.URL }),
		"description":        plain(func(u *User) any { return u.Description }),
		"nickname":           plain(func(u *User) any { return u.Nickname }),
		"slug":               plain(func(u *User) any { return u.Slug }),
		"registered_date":    plain(func(u *User) any { return u.Registered.Format("2006-01-02T15:04:05+00:00") }),
		"extra_capabilities": plain(func(u *User) any { return ownCapabilities(&wprest.Map{}, u).AsObject() }),
		"password":           plain(func(*User) any { return wprest.Absent{} }),
		"meta":               s.userMetaValue(),
		"roles":              s.userRoles,
		"locale":             s.userLocale,
		"link":               s.authorLink,
		"avatar_urls":        s.avatarURLs,
		"capabilities":       s.userCapabilities,
	}
}

// userRoles are for those who may see or edit the accounts of others.
func (s *Site) userRoles(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	ok, err := mayListOrEdit(ctx, u)
	if err != nil || !ok {
		return wprest.Absent{}, err
	}
	return append([]string{}, u.Roles...), nil
}

func (s *Site) userLocale(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	if u.Locale != "" {
		return u.Locale, nil
	}
	o, err := s.options(ctx)
	if locale := o.text("WPLANG"); locale != "" {
		return locale, err
	}
	return defaultLocale, err
}

func (s *Site) authorLink(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	if s.usersHidden && wprest.UserFrom(ctx) == nil {
		return o.home(), nil
	}
	structure := o.text("permalink_structure")
	if structure == "" {
		return fmt.Sprintf("%s/?author=%d", o.home(), u.ID), nil
	}
	return o.home() + front(structure) + "/author/" + u.Slug + o.slash(), nil
}

func (s *Site) avatarURLs(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	o, err := s.options(ctx)
	if err != nil || !o.isOn("show_avatars") {
		return wprest.Absent{}, err
	}
	avatars := text.AvatarOptions{Default: o.text("avatar_default"), Rating: o.text("avatar_rating"), Name: u.Name}
	m := &wprest.Map{}
	for _, size := range avatarSizes() {
		m.Set(fmt.Sprint(size), text.Avatar(u.Email, size, avatars))
	}
	return m, nil
}

// userCapabilities lists all that a user may do, and the roles.
func (s *Site) userCapabilities(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	roles, err := s.roles(ctx)
	if err != nil {
		return nil, err
	}
	all := &wprest.Map{}
	for _, name := range u.Roles {
		setCapabilities(all, roles[name].Caps)
	}
	return ownCapabilities(all, u).AsObject(), nil
}

// ownCapabilities adds to a Map what is stored with the user.
func ownCapabilities(m *wprest.Map, u *User) *wprest.Map {
	for _, name := range u.Roles {
		m.Set(name, true)
	}
	setCapabilities(m, u.Caps)
	return m
}

func setCapabilities(m *wprest.Map, caps map[string]bool) {
	for _, name := range slices.Sorted(maps.Keys(caps)) {
		m.Set(name, caps[name])
	}
}
