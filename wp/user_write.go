package wp

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/text"
)

// The greatest lengths of what is stored of a user.
const (
	maxLogin    = 60
	maxNicename = 50
	maxUserURL  = 100
)

func cleanUsername(s string) (string, error) {
	if s == "" || s == "0" || text.Username(s, true) != s {
		return "", wprest.NewError(http.StatusBadRequest, "rest_user_invalid_username", "A username may hold letters, digits, spaces and _ . - @ only.")
	}
	return s, nil
}

func cleanPassword(s string) (string, error) {
	if s == "" || s == "0" || strings.Contains(s, `\`) {
		return "", wprest.NewError(http.StatusBadRequest, "rest_user_invalid_password", "A password cannot be empty or hold a backslash.")
	}
	return s, nil
}

// A userWriter takes in and stores users.
type userWriter struct{ site *Site }

type passwordKey struct{}

// atomic runs a change as one transaction. The hash of a password is slow to make,
// so that is done before.
func (w *userWriter) atomic(ctx context.Context, change func(ctx context.Context) error) error {
	if r := wprest.RequestFrom(ctx); r != nil && r.Method != http.MethodDelete && r.String("password") != "" {
		form, err := auth.HashFormOf(ctx, w.site.stores.Passwords)
		if err != nil {
			return err
		}
		hash, err := form.HashPassword(auth.Slash(r.String("password")))
		if err != nil {
			return err
		}
		ctx = context.WithValue(ctx, passwordKey{}, hash)
	}
	if w.site.stores.Atomic == nil {
		return change(ctx)
	}
	return w.site.stores.Atomic(ctx, change)
}

// decode puts a request into a user, who is new without an id.
func (w *userWriter) decode(ctx context.Context, r *wprest.Request, u *User) error {
	c := &userChange{site: w.site, r: r, u: u, isNew: u.ID == 0}
	if c.isNew && wprest.Truthy(r.Get("id")) {
		return wprest.NewError(http.StatusBadRequest, "rest_user_exists", "An existing user cannot be created.")
	}
	steps := []func(context.Context) error{c.keepOthers, c.roles, c.login, c.names, c.slug, c.email, c.url}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// A userChange is one request on its way into a user.
type userChange struct {
	site  *Site
	r     *wprest.Request
	u     *User
	isNew bool
}

// insertError is an error of WordPress's own that has no status.
func insertError(code, message string) error {
	return &wprest.Error{Code: code, Message: message}
}

// keepOthers refuses an address and a slug that another user has, and another
// username.
func (c *userChange) keepOthers(ctx context.Context) error {
	if c.isNew {
		return nil
	}
	refuse := func(code, message string) error { return wprest.NewError(http.StatusBadRequest, code, message) }
	if email := c.r.String("email"); email != "" {
		taken, err := c.taken(ctx, "email", email)
		if err != nil {
			return err
		}
		if taken {
			return refuse("rest_user_invalid_email", "Another user has this address.")
		}
	}
	if login := c.r.String("username"); login != "" && login != c.u.Login {
		return refuse("rest_user_invalid_argument", "The username cannot be changed.")
	}
	if slug := c.r.String("slug"); slug != "" {
		taken, err := c.taken(ctx, "slug", slug)
		if err != nil {
			return err
		}
		if taken {
			return refuse("rest_user_invalid_slug", "Another user has this slug.")
		}
	}
	return nil
}

// taken reports whether another user has a value of a property.
func (c *userChange) taken(ctx context.Context, property, value string) (bool, error) {
	found, _, err := c.site.stores.Users.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where(property, value)}, Fields: []string{"id"}, Limit: 2, NoTotal: true,
	})
	for _, other := range found {
		if other.ID != c.u.ID {
			return true, err
		}
	}
	return false, err
}

// login takes in the name of a new user.
func (c *userChange) login(ctx context.Context) error {
	if !c.isNew {
		return nil
	}
	login := c.r.String("username")
	switch {
	case login == "":
		return insertError("empty_user_login", "A user needs a username.")
	case utf8.RuneCountInString(login) > maxLogin:
		return insertError("user_login_too_long", "The username is too long.")
	}
	taken, err := c.taken(ctx, "login", login)
	if err != nil {
		return err
	}
	if taken {
		return insertError("existing_user_login", "Another user has this username.")
	}
	c.u.Login, c.u.Registered = login, c.site.now().UTC()
	return nil
}

// names takes in what is text.
func (c *userChange) names(context.Context) error {
	for _, f := range []struct {
		name  string
		into  *string
		clean func(string) string
	}{
		{"name", &c.u.Name, text.NameField},
		{"first_name", &c.u.FirstName, text.NameField},
		{"last_name", &c.u.LastName, text.NameField},
		{"nickname", &c.u.Nickname, text.NameField},
		{"description", &c.u.Description, text.DescriptionField},
		{"locale", &c.u.Locale, nil},
	} {
		if !c.r.Has(f.name) {
			continue
		}
		*f.into = c.r.String(f.name)
		if f.clean != nil {
			*f.into = f.clean(*f.into)
		}
	}
	if !wprest.Truthy(c.u.Name) && c.isNew {
		c.u.Name = strings.TrimSpace(c.u.FirstName + " " + c.u.LastName)
	}
	if !wprest.Truthy(c.u.Name) {
		c.u.Name = c.u.Login
	}
	if !wprest.Truthy(c.u.Nickname) {
		c.u.Nickname = c.u.Login
	}
	return nil
}

// slug makes the nicename: that which is asked for, or the login as a slug.
func (c *userChange) slug(ctx context.Context) error {
	if !c.isNew && !c.r.Has("slug") {
		return nil
	}
	nicename := text.Username(c.r.String("slug"), true)
	if !wprest.Truthy(c.r.Get("slug")) {
		nicename = firstRunes(c.u.Login, maxNicename)
	}
	nicename = text.Slug(nicename)
	switch {
	case nicename == "":
		return insertError("empty_user_nicename", "The slug is empty.")
	case utf8.RuneCountInString(nicename) > maxNicename:
		return insertError("user_nicename_too_long", "The slug is too long.")
	}
	unique, err := text.UniqueSlug(nicename, maxNicename, func(slug string) (bool, error) { return c.taken(ctx, "slug", slug) })
	c.u.Slug = unique
	return err
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func (c *userChange) email(ctx context.Context) error {
	if !c.r.Has("email") {
		return nil
	}
	c.u.Email = text.EmailField(c.r.String("email"))
	// Quirk: an address with an apostrophe is looked for in its escaped form,
	// which nobody has.
	if !c.isNew || c.u.Email == "" || strings.Contains(c.u.Email, "'") {
		return nil
	}
	taken, err := c.taken(ctx, "email", c.u.Email)
	if err == nil && taken {
		err = insertError("existing_user_email", "Another user has this address.")
	}
	return err
}

func (c *userChange) url(context.Context) error {
	if !c.r.Has("url") {
		return nil
	}
	c.u.URL = text.URLField(c.r.String("url"))
	if utf8.RuneCountInString(c.u.URL) > maxUserURL {
		return insertError("user_url_too_long", "The address of the site is too long.")
	}
	return nil
}

// saved stores what belongs to a user besides the account.
func (w *userWriter) saved(ctx context.Context, c wprest.Change[User]) error {
	hash, changed := ctx.Value(passwordKey{}).(string)
	if changed {
		if w.site.stores.Passwords == nil {
			return wprest.ErrUnsupported
		}
		if err := w.site.stores.Passwords.SetPassword(ctx, c.Item.ID, hash); err != nil {
			return err
		}
	}
	if err := w.noteChange(ctx, c, changed); err != nil {
		return err
	}
	return w.saveMeta(ctx, c)
}
