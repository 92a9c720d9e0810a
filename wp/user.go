package wp

import (
	"context"
	"fmt"
	"net/http"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// userController serves users.
//
//wp:route GET,POST /wp/v2/users
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/users/(?P<id>[\d]+)
func (s *Site) userController() *wprest.Controller[int64, User] {
	w := &userWriter{s}
	c := &wprest.Controller[int64, User]{
		Namespace:    namespace,
		Base:         "users",
		Schema:       s.userSchema(),
		Store:        s.stores.Users,
		Key:          func(u *User) int64 { return u.ID },
		Permit:       s.userPermit(),
		Params:       s.userParams(),
		Values:       s.userValues(),
		Found:        s.findAuthors,
		Load:         s.loadUserMeta,
		Totals:       userTotals,
		Decode:       w.decode,
		Saved:        w.saved,
		Atomic:       w.atomic,
		Remove:       w.remove,
		DeleteArgs:   []wprest.Arg{reassignArg()},
		NotFound:     errUserID(),
		OrderBy:      []string{"id", "include", "name", "registered_date", "slug", "include_slugs", "email", "url"},
		DefaultOrder: wprest.Order{Field: "name"},
		Searchable:   true,
		WholeFields:  true,
		Batch:        wprest.AllowBatch,
	}
	c.Query.Add(1, s.userQuery)
	return c
}

func errUserID() *wprest.Error {
	return wprest.NewError(http.StatusNotFound, "rest_user_invalid_id", "There is no such user.")
}

// userSchema is the item schema of users.
//
// See https://developer.wordpress.org/rest-api/reference/users/#schema.
func (s *Site) userSchema() *wprest.Schema {
	everywhere := []string{"embed", "view", "edit"}
	str := func(name, format string, context []string, description string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: "string", Format: format, Context: context, Description: description}
	}
	readonly := func(p *wprest.Schema) *wprest.Schema {
		p.Readonly = true
		return p
	}
	avatars := &wprest.Schema{Name: "avatar_urls", Type: "object", Context: everywhere, Readonly: true, Description: "Pictures of the user, by size.", Properties: []*wprest.Schema{}}
	for _, size := range avatarSizes() {
		avatars.Properties = append(avatars.Properties, str(fmt.Sprint(size), "uri", everywhere, "A picture."))
	}
	locale := str("locale", "", editOnly(), "The language.")
	locale.Enum = append([]any{""}, s.languages()...)
	return &wprest.Schema{Title: "user", Type: "object", Properties: []*wprest.Schema{
		readonly(&wprest.Schema{Name: "id", Type: "integer", Context: everywhere, Description: "The id."}),
		required(cleaned(str("username", "", editOnly(), "The login name."), cleanUsername)),
		oneLine(str("name", "", everywhere, "The name that is shown.")),
		oneLine(str("first_name", "", editOnly(), "The first name.")),
		oneLine(str("last_name", "", editOnly(), "The last name.")),
		required(str("email", "email", editOnly(), "The e-mail address.")),
		str("url", "uri", everywhere, "The address of the user's site."),
		str("description", "", everywhere, "What the user says of themselves."),
		readonly(str("link", "uri", everywhere, "The address of the user's archive.")),
		locale,
		oneLine(str("nickname", "", editOnly(), "The nickname.")),
		cleaned(str("slug", "", everywhere, "The last part of the archive's address."), func(s string) (string, error) { return text.Slug(s), nil }),
		readonly(str("registered_date", "date-time", editOnly(), "When the user registered.")),
		{Name: "roles", Type: "array", Items: &wprest.Schema{Type: "string"}, Context: editOnly(), Description: "The roles."},
		required(cleaned(str("password", "", []string{}, "The login password, which is never shown."), cleanPassword)),
		readonly(&wprest.Schema{Name: "capabilities", Type: "object", Context: editOnly(), Description: "All capabilities."}),
		readonly(&wprest.Schema{Name: "extra_capabilities", Type: "object", Context: editOnly(), Description: "Capabilities as stored."}),
		avatars,
		metaSchemaOf(s.userMetaFields()),
	}}
}

func avatarSizes() []int { return []int{24, 48, 96} }

func required(p *wprest.Schema) *wprest.Schema {
	p.Required = true
	return p
}

// oneLine makes one line of plain text of what is sent.
func oneLine(p *wprest.Schema) *wprest.Schema {
	p.ArgOptions = &wprest.ArgOptions{Sanitize: wprest.SanitizeText}
	return p
}

// cleaned sanitises a text by a function, which may refuse it.
func cleaned(p *wprest.Schema, clean func(s string) (string, error)) *wprest.Schema {
	p.ArgOptions = &wprest.ArgOptions{Sanitize: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) {
		s, err := clean(wprest.ToString(value))
		if err != nil {
			return nil, err
		}
		return s, nil
	}}
	return p
}

// languages lists the locales that users and the site may have.
func (s *Site) languages() []any {
	list := []any{defaultLocale}
	for _, name := range s.installed {
		list = append(list, name)
	}
	return list
}

const defaultLocale = "en_US"
