package wp

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/text"
)

// appPasswords serves the application passwords of users.
//
//wp:route GET,POST,DELETE /wp/v2/users/(?P<user_id>(?:[\d]+|me))/application-passwords
//wp:route GET /wp/v2/users/(?P<user_id>(?:[\d]+|me))/application-passwords/introspect
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/users/(?P<user_id>(?:[\d]+|me))/application-passwords/(?P<uuid>[\w\-]+)
type appPasswords struct {
	site   *Site
	auth   *auth.AppPasswordAuth
	schema *wprest.Schema
}

// mountAppPasswords registers the routes of application passwords.
func (s *Site) mountAppPasswords(reg *wprest.Registry, a *auth.AppPasswordAuth) {
	c := &appPasswords{site: s, auth: a, schema: appPasswordSchema()}
	const base = `/users/(?P<user_id>(?:[\d]+|me))/application-passwords`
	view := c.schema.ContextParam("view")
	get := func(p wprest.Permission, h wprest.Handler) wprest.Endpoint {
		return wprest.Endpoint{Permission: p, Handler: h, Args: []wprest.Arg{view}}
	}
	reg.Route(namespace, base, wprest.Route{Schema: c.schema, Endpoints: []wprest.Endpoint{
		get(c.may("list_app_passwords", "rest_cannot_list_application_passwords"), c.list),
		{Methods: http.MethodPost, Permission: c.may("create_app_password", "rest_cannot_create_application_passwords"), Handler: c.create, Args: c.schema.Args(true)},
		{Methods: http.MethodDelete, Permission: c.may("delete_app_passwords", "rest_cannot_delete_application_passwords"), Handler: c.deleteAll},
	}})
	reg.Route(namespace, base+"/introspect", wprest.Route{Schema: c.schema, Endpoints: []wprest.Endpoint{
		get(c.isSelf, c.introspect),
	}})
	reg.Route(namespace, base+`/(?P<uuid>[\w\-]+)`, wprest.Route{Schema: c.schema, Endpoints: []wprest.Endpoint{
		get(c.may("read_app_password", "rest_cannot_read_application_password"), c.read),
		{Methods: "POST,PUT,PATCH", Permission: c.may("edit_app_password", "rest_cannot_edit_application_password"), Handler: c.update, Args: c.schema.Args(false)},
		{Methods: http.MethodDelete, Permission: c.may("delete_app_password", "rest_cannot_delete_application_password"), Handler: c.delete},
	}})
}

// appPasswordSchema is the item schema of application passwords.
//
// See https://developer.wordpress.org/rest-api/reference/application-passwords/#schema.
func appPasswordSchema() *wprest.Schema {
	everywhere := everywhere()
	return &wprest.Schema{Title: "application-password", Type: "object", Properties: []*wprest.Schema{
		{Name: "uuid", Type: "string", Format: "uuid", Context: everywhere, Readonly: true, Description: "What the password is known by."},
		{Name: "app_id", Type: "string", Context: everywhere, Description: "The UUID of the application that the password is for.", OneOf: []*wprest.Schema{
			{Type: "string", Format: "uuid"}, {Type: "string", Enum: []any{""}},
		}},
		{Name: "name", Type: "string", Context: everywhere, Required: true, MinLength: new(1), Pattern: `.*\S.*`, Description: "What the owner calls the password."},
		{Name: "password", Type: "string", Context: editOnly(), Readonly: true, Description: "The password itself, when it was just made."},
		{Name: "created", Type: "string", Format: "date-time", Context: viewEdit(), Readonly: true, Description: "When the password was made, in UTC."},
		{Name: "last_used", Type: "string|null", Format: "date-time", Context: viewEdit(), Readonly: true, Description: "When the password was last used, in UTC."},
		{Name: "last_ip", Type: "string|null", Format: "ip", Context: viewEdit(), Readonly: true, Description: "Where the password was last used from."},
	}}
}

// owner returns the user whose passwords a request is about.
func (c *appPasswords) owner(ctx context.Context, r *wprest.Request) (*User, error) {
	if hr := wprest.HTTPRequest(ctx); c.auth.Available != nil && hr != nil && !c.auth.Available(hr) {
		return nil, wprest.NewError(http.StatusNotImplemented, "application_passwords_disabled", "Application passwords are off on this site.")
	}
	id := r.Int("user_id")
	if r.String("user_id") == "me" {
		self := wprest.UserFrom(ctx)
		if self == nil {
			return nil, errNotLoggedIn()
		}
		id = self.ID
	}
	u, err := c.site.Users.Item(ctx, id)
	if err != nil || c.auth.AvailableFor == nil {
		return u, err
	}
	ok, err := c.auth.AvailableFor(ctx, &wprest.User{ID: u.ID, Login: u.Login, Name: u.Name, Email: u.Email, Roles: u.Roles})
	if err == nil && !ok {
		err = wprest.NewError(http.StatusNotImplemented, "application_passwords_disabled_for_user", "Application passwords are off for this user.")
	}
	return u, err
}

// may asks for a capability on the owner.
func (c *appPasswords) may(capability, code string) wprest.Permission {
	return func(ctx context.Context, r *wprest.Request) (bool, error) {
		u, err := c.owner(ctx, r)
		if err != nil {
			return false, err
		}
		ok, err := wprest.May(ctx, capability, u.ID)
		return require(ctx, ok, err, code, "You are not allowed to do this with the application passwords of this user.")
	}
}

func (c *appPasswords) isSelf(ctx context.Context, r *wprest.Request) (bool, error) {
	u, err := c.owner(ctx, r)
	if err != nil {
		return false, err
	}
	self := wprest.UserFrom(ctx)
	return require(ctx, self != nil && self.ID == u.ID, nil, "rest_cannot_introspect_app_password_for_non_authenticated_user",
		"You can look at your own application password only.")
}

// show makes the answer of a password; plain is its secret when it is new.
func (c *appPasswords) show(ctx context.Context, r *wprest.Request, owner int64, p *auth.AppPassword, plain string) *wprest.Response {
	data := wprest.MapOf("uuid", p.UUID, "app_id", p.AppID, "name", p.Name)
	if plain != "" {
		data.Set("password", auth.ChunkPassword(plain))
	}
	data.Set("created", unixDate(p.Created))
	data.Set("last_used", nil)
	data.Set("last_ip", nil)
	if p.LastUsed != 0 {
		data.Set("last_used", unixDate(p.LastUsed))
	}
	if p.LastIP != "" {
		data.Set("last_ip", p.LastIP)
	}
	for _, property := range c.schema.Properties {
		if !property.ShowsIn(r.Context()) {
			data.Delete(property.Name)
		}
	}
	resp := wprest.NewResponse(data)
	if r.Wants("_links") || r.Wants("_embedded") {
		resp.AddLink("self", c.address(ctx, owner, p))
	}
	return resp
}

func unixDate(at int64) string { return time.Unix(at, 0).UTC().Format(dateLayout) }

func (c *appPasswords) address(ctx context.Context, owner int64, p *auth.AppPassword) string {
	return wprest.URL(ctx, fmt.Sprintf("%s/users/%d/application-passwords/%s", namespace, owner, p.UUID))
}

func (c *appPasswords) list(ctx context.Context, r *wprest.Request) (any, error) {
	u, err := c.owner(ctx, r)
	if err != nil {
		return nil, err
	}
	stored, err := c.auth.Store.AppPasswords(ctx, u.ID)
	if err != nil || r.Method == http.MethodHead {
		return wprest.NewResponse(nil), err
	}
	shown := make([]*wprest.Response, len(stored))
	for i := range stored {
		shown[i] = c.show(ctx, r, u.ID, &stored[i], "")
	}
	return shown, nil
}

// find returns the password that a request names, among all of the owner.
func (c *appPasswords) find(ctx context.Context, owner int64, uuid string) (list []auth.AppPassword, at int, err error) {
	if list, err = c.auth.Store.AppPasswords(ctx, owner); err != nil {
		return nil, 0, err
	}
	at = slices.IndexFunc(list, func(p auth.AppPassword) bool { return p.UUID == uuid })
	if at < 0 {
		return nil, 0, wprest.NewError(http.StatusNotFound, "rest_application_password_not_found", "There is no such application password.")
	}
	return list, at, nil
}

func (c *appPasswords) read(ctx context.Context, r *wprest.Request) (any, error) {
	u, err := c.owner(ctx, r)
	if err != nil {
		return nil, err
	}
	list, i, err := c.find(ctx, u.ID, r.String("uuid"))
	if err != nil {
		return nil, err
	}
	return c.show(ctx, r, u.ID, &list[i], ""), nil
}

func (c *appPasswords) introspect(ctx context.Context, r *wprest.Request) (any, error) {
	self := wprest.UserFrom(ctx)
	if self.Via != auth.ViaAppPassword || self.Token == "" {
		return nil, wprest.NewError(http.StatusNotFound, "rest_no_authenticated_app_password", "The request was not made with an application password.")
	}
	list, i, err := c.find(ctx, self.ID, self.Token)
	if err != nil {
		var gone *wprest.Error
		if errors.As(err, &gone) {
			err = wprest.NewError(http.StatusInternalServerError, gone.Code, gone.Message)
		}
		return nil, err
	}
	return c.show(ctx, r, self.ID, &list[i], ""), nil
}

// write runs a change of the owner's passwords in one transaction.
func (c *appPasswords) write(ctx context.Context, r *wprest.Request, change func(ctx context.Context, u *User, store auth.AppPasswordStore) error) error {
	u, err := c.owner(ctx, r)
	if err != nil {
		return err
	}
	store, ok := c.auth.Store.(auth.AppPasswordStore)
	if !ok {
		return wprest.ErrUnsupported
	}
	if c.site.stores.Atomic == nil {
		return change(ctx, u, store)
	}
	return c.site.stores.Atomic(ctx, func(ctx context.Context) error { return change(ctx, u, store) })
}

func (c *appPasswords) create(ctx context.Context, r *wprest.Request) (any, error) {
	var resp *wprest.Response
	err := c.write(ctx, r, func(ctx context.Context, u *User, store auth.AppPasswordStore) error {
		plain, made, err := auth.NewAppPassword(ctx, store, u.ID, text.TextField(r.String("name")), r.String("app_id"))
		if err != nil {
			return err
		}
		r.Set("context", "edit")
		resp = c.show(ctx, r, u.ID, &made, plain)
		resp.Status = http.StatusCreated
		resp.SetHeader("Location", c.address(ctx, u.ID, &made))
		return nil
	})
	return resp, err
}

func (c *appPasswords) update(ctx context.Context, r *wprest.Request) (any, error) {
	var resp *wprest.Response
	err := c.write(ctx, r, func(ctx context.Context, u *User, store auth.AppPasswordStore) error {
		list, i, err := c.find(ctx, u.ID, r.String("uuid"))
		if err != nil {
			return err
		}
		if name := text.TextField(r.String("name")); wprest.Truthy(name) && name != list[i].Name {
			list = slices.Clone(list)
			list[i].Name = name
			if err := store.SetAppPasswords(ctx, u.ID, list); err != nil {
				return err
			}
		}
		r.Set("context", "edit")
		resp = c.show(ctx, r, u.ID, &list[i], "")
		return nil
	})
	return resp, err
}

func (c *appPasswords) delete(ctx context.Context, r *wprest.Request) (any, error) {
	var previous any
	err := c.write(ctx, r, func(ctx context.Context, u *User, store auth.AppPasswordStore) error {
		list, i, err := c.find(ctx, u.ID, r.String("uuid"))
		if err != nil {
			return err
		}
		r.Set("context", "edit")
		previous = c.show(ctx, r, u.ID, &list[i], "").Data
		return store.SetAppPasswords(ctx, u.ID, slices.Delete(slices.Clone(list), i, i+1))
	})
	if err != nil {
		return nil, err
	}
	return wprest.MapOf("deleted", true, "previous", previous), nil
}

func (c *appPasswords) deleteAll(ctx context.Context, r *wprest.Request) (any, error) {
	count := 0
	err := c.write(ctx, r, func(ctx context.Context, u *User, store auth.AppPasswordStore) error {
		list, err := store.AppPasswords(ctx, u.ID)
		if count = len(list); err != nil || count == 0 {
			return err
		}
		return store.SetAppPasswords(ctx, u.ID, nil)
	})
	if err != nil {
		return nil, err
	}
	return wprest.MapOf("deleted", true, "count", count), nil
}
