package wp

import (
	"context"
	"fmt"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// readOnly hides what a store can do besides reading.
type readOnly[K wprest.ID, T any] struct{ wprest.Store[K, T] }

// userController serves users.
//
//wp:route GET /wp/v2/users
//wp:route GET /wp/v2/users/(?P<id>[\d]+)
func (s *Site) userController() *wprest.Controller[int64, User] {
	c := &wprest.Controller[int64, User]{
		Namespace:    namespace,
		Base:         "users",
		Schema:       userSchema(),
		Store:        readOnly[int64, User]{s.stores.Users},
		Key:          func(u *User) int64 { return u.ID },
		Permit:       s.userPermit(),
		Params:       userParams(),
		Values:       s.userValues(),
		NotFound:     wprest.NewError(http.StatusNotFound, "rest_user_invalid_id", "There is no such user."),
		OrderBy:      []string{"id", "include", "name", "registered_date", "slug", "include_slugs", "email", "url"},
		DefaultOrder: wprest.Order{Field: "name"},
		Searchable:   true,
		Batch:        wprest.AllowBatch,
	}
	c.Query.Add(1, s.userQuery)
	return c
}

// userSchema is the item schema of users.
//
// See https://developer.wordpress.org/rest-api/reference/users/#schema.
func userSchema() *wprest.Schema {
	str := func(name, format string, context []string, description string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: "string", Format: format, Context: context, Description: description}
	}
	readonly := func(p *wprest.Schema) *wprest.Schema {
		p.Readonly = true
		return p
	}
	avatars := &wprest.Schema{Name: "avatar_urls", Type: "object", Context: everywhere(), Readonly: true, Description: "Pictures of the user, by size.", Properties: []*wprest.Schema{}}
	for _, size := range avatarSizes() {
		avatars.Properties = append(avatars.Properties, str(fmt.Sprint(size), "uri", everywhere(), "A picture."))
	}
	return &wprest.Schema{Title: "user", Type: "object", Properties: []*wprest.Schema{
		readonly(&wprest.Schema{Name: "id", Type: "integer", Context: everywhere(), Description: "The id."}),
		str("username", "", editOnly(), "The login name."),
		str("name", "", everywhere(), "The name that is shown."),
		str("first_name", "", editOnly(), "The first name."),
		str("last_name", "", editOnly(), "The last name."),
		str("email", "email", editOnly(), "The e-mail address."),
		str("url", "uri", everywhere(), "The address of the user's site."),
		str("description", "", everywhere(), "What the user says of themselves."),
		readonly(str("link", "uri", everywhere(), "The address of the user's archive.")),
		str("locale", "", editOnly(), "The language."),
		str("nickname", "", editOnly(), "The nickname."),
		str("slug", "", everywhere(), "The last part of the archive's address."),
		readonly(str("registered_date", "date-time", editOnly(), "When the user registered.")),
		{Name: "roles", Type: "array", Items: &wprest.Schema{Type: "string"}, Context: editOnly(), Description: "The roles."},
		readonly(&wprest.Schema{Name: "capabilities", Type: "object", Context: editOnly(), Description: "All capabilities."}),
		readonly(&wprest.Schema{Name: "extra_capabilities", Type: "object", Context: editOnly(), Description: "Capabilities as stored."}),
		avatars,
		{Name: "meta", Type: "object", Context: viewEdit(), Description: "Meta values.", Properties: []*wprest.Schema{}},
	}}
}

func avatarSizes() []int { return []int{24, 48, 96} }

func (s *Site) userValues() map[string]wprest.ValueFunc[User] {
	plain := func(value func(u *User) any) wprest.ValueFunc[User] {
		return func(_ context.Context, _ *wprest.Request, u *User) (any, error) { return value(u), nil }
	}
	return map[string]wprest.ValueFunc[User]{
		"id":              plain(func(u *User) any { return u.ID }),
		"username":        plain(func(u *User) any { return u.Login }),
		"name":            plain(func(u *User) any { return u.Name }),
		"first_name":      plain(func(u *User) any { return u.FirstName }),
		"last_name":       plain(func(u *User) any { return u.LastName }),
		"email":           plain(func(u *User) any { return u.Email }),
		"url":             plain(func(u *User) any { return u.URL }),
		"description":     plain(func(u *User) any { return u.Description }),
		"nickname":        plain(func(u *User) any { return u.Nickname }),
		"slug":            plain(func(u *User) any { return u.Slug }),
		"registered_date": plain(func(u *User) any { return u.Registered.Format("2006-01-02T15:04:05+00:00") }),
		"roles":           plain(func(u *User) any { return append([]string{}, u.Roles...) }),
		"locale":          s.userLocale,
		"link":            s.authorLink,
		"avatar_urls":     s.avatarURLs,
		"capabilities":    s.userCapabilities,
		"extra_capabilities": plain(func(u *User) any {
			m := wprest.MapOf().AsObject()
			for _, role := range u.Roles {
				m.Set(role, true)
			}
			for name, granted := range u.Caps {
				m.Set(name, granted)
			}
			return m
		}),
		"meta": plain(func(*User) any { return wprest.ListOf() }),
	}
}

func (s *Site) userLocale(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	if u.Locale != "" {
		return u.Locale, nil
	}
	o, err := s.options(ctx)
	if locale := o.text("WPLANG"); locale != "" {
		return locale, err
	}
	return "en_US", err
}

func (s *Site) authorLink(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	if o.text("permalink_structure") == "" {
		return fmt.Sprintf("%s/?author=%d", o.home(), u.ID), nil
	}
	return o.home() + "/author/" + u.Slug + "/", nil
}

func (s *Site) avatarURLs(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	o, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	avatars := text.Avatars{Default: o.text("avatar_default"), Rating: o.text("avatar_rating")}
	m := &wprest.Map{}
	for _, size := range avatarSizes() {
		m.Set(fmt.Sprint(size), avatars.URL(u.Email, u.Name, size))
	}
	return m, nil
}

// userCapabilities lists all that a user may do, and the roles.
func (s *Site) userCapabilities(ctx context.Context, _ *wprest.Request, u *User) (any, error) {
	m := wprest.MapOf().AsObject()
	roles, err := s.roles(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range u.Roles {
		for capability, granted := range roles[name].Caps {
			m.Set(capability, granted)
		}
	}
	for name, granted := range u.Caps {
		m.Set(name, granted)
	}
	for _, name := range u.Roles {
		m.Set(name, true)
	}
	return m, nil
}

func userParams() []wprest.Param {
	ids := func(name string) wprest.Param {
		return ignored(wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: "integer"}, Default: []any{}, Description: "Ids of users."})
	}
	return []wprest.Param{
		ids("exclude"), ids("include"),
		ignored(wprest.Schema{Name: "offset", Type: "integer", Description: "How many users to pass over."}),
		ignored(wprest.Schema{Name: "slug", Type: "array", Items: &wprest.Schema{Type: "string"}, Description: "Slugs."}),
		ignored(wprest.Schema{Name: "roles", Type: "array", Items: &wprest.Schema{Type: "string"}, Description: "Roles."}),
	}
}

// userQuery turns the arguments of a list into a query. Without list_users only
// authors of published posts are there.
func (s *Site) userQuery(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
	r := l.Request
	all, err := wprest.May(ctx, "list_users")
	if err != nil {
		return l, err
	}
	if !all {
		l.Query = l.Query.And(wprest.Where("has_published", s.restTypes()...))
		l.Query.SearchIn = []string{"id", "login", "slug", "name"}
	}
	if include, exclude := r.Ints("include"), r.Ints("exclude"); len(include) > 0 {
		l.Query = l.Query.And(wprest.Where("id", include...))
	} else if len(exclude) > 0 {
		c := wprest.Where("id", exclude...)
		c.Op = wprest.NotIn
		l.Query = l.Query.And(c)
	}
	if slugs := r.Strings("slug"); len(slugs) > 0 {
		l.Query = l.Query.And(wprest.Where("slug", slugs...))
	}
	if roles := r.Strings("roles"); len(roles) > 0 {
		l.Query = l.Query.And(wprest.Where("roles", roles...))
	}
	if offset := r.Int("offset"); offset != 0 {
		l.Query.Offset = int(offset)
	}
	order := &l.Query.Order[0]
	switch order.Field {
	case "registered_date":
		order.Field = "registered"
	case "include":
		*order = wprest.Order{Field: "id", Values: anys(r.Ints("include"))}
	case "include_slugs":
		*order = wprest.Order{Field: "slug", Values: anys(r.Strings("slug"))}
	}
	return l, nil
}

// restTypes lists the names of the post types that show in REST.
func (s *Site) restTypes() []string {
	var names []string
	for _, t := range s.types {
		if t.ShowInREST {
			names = append(names, t.Name)
		}
	}
	return names
}
