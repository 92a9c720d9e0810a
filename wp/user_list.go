package wp

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// userParams are the arguments of the list; userQuery reads most of them.
func (s *Site) userParams() []wprest.Param {
	list := func(name, kind, description string) wprest.Schema {
		return wprest.Schema{Name: name, Type: "array", Items: &wprest.Schema{Type: kind}, Description: description}
	}
	exclude, include := list("exclude", "integer", "Ids of users to leave out."), list("include", "integer", "Ids of users to choose from.")
	exclude.Default, include.Default = &wprest.Map{}, &wprest.Map{}
	columns := list("search_columns", "string", "Where to search.")
	columns.Default = &wprest.Map{}
	columns.Items.Enum = []any{"email", "name", "id", "username", "slug"}
	types := &wprest.Map{}
	published := wprest.Schema{Name: "has_published_posts", Type: "boolean|array", Description: "Whether, or of which types, users have published something."}
	published.Items = &wprest.Schema{Type: "string", Extra: wprest.MapOf("enum", types)}
	for _, name := range s.restTypes() {
		types.Set(name, name)
		published.Items.Enum = append(published.Items.Enum, name)
	}
	schemas := []wprest.Schema{
		exclude, include,
		{Name: "offset", Type: "integer", Description: "How many users to pass over."},
		list("slug", "string", "Slugs of users."),
		list("roles", "string", "Roles, of which users have one."),
		list("capabilities", "string", "Capabilities, of which users have one."),
		{Name: "who", Type: "string", Enum: []any{"authors"}, Description: "Only users who may write."},
		published, columns,
	}
	params := make([]wprest.Param, len(schemas))
	for i, schema := range schemas {
		params[i] = ignored(schema)
	}
	return params
}

// userQuery turns the arguments of a list into a query.
func (s *Site) userQuery(ctx context.Context, l wprest.ListQuery) (wprest.ListQuery, error) {
	all, err := wprest.May(ctx, "list_users")
	if err != nil {
		return l, err
	}
	r, q := l.Request, l.Query
	if include, exclude := r.Ints("include"), r.Ints("exclude"); len(include) > 0 {
		q = q.And(wprest.Where("id", include...))
	} else if len(exclude) > 0 {
		c := wprest.Where("id", exclude...)
		c.Op = wprest.NotIn
		q = q.And(c)
	}
	if slugs := r.Strings("slug"); len(slugs) > 0 {
		q = q.And(wprest.Where("slug", slugs...))
	}
	if offset := r.Int("offset"); offset != 0 {
		q.Offset = int(offset)
	}
	if types := s.publishedIn(r, all); len(types) > 0 {
		q = q.And(wprest.Where("has_published", types...))
	}
	if q, err = s.whereGranted(ctx, r, q); err != nil {
		return l, err
	}
	q.Search = strings.Trim(q.Search, "*")
	if q.Search == "0" {
		q.Search = ""
	}
	q.SearchIn = userSearchIn(r.Strings("search_columns"), all)
	q.Order = []wprest.Order{userOrder(r)}
	l.Query = q
	return l, nil
}

// userTotals counts an offset as pages.
func userTotals(_ context.Context, l wprest.ListQuery, t *wprest.Totals) error {
	size := int64(l.Query.Limit)
	t.Page = (int64(l.Query.Offset)+size-1)/size + 1
	return nil
}

// publishedIn lists the types of which users must have published something.
// Those who may not list users see authors alone, unless they ask who they are.
func (s *Site) publishedIn(r *wprest.Request, all bool) []string {
	var types []string
	if !all && r.String("who") != "authors" {
		types = s.restTypes()
	}
	switch v := r.Get("has_published_posts").(type) {
	case bool:
		if v {
			types = s.restTypes()
		}
	case *wprest.Map:
		if v.Len() > 0 {
			types = r.Strings("has_published_posts")
		}
	}
	return types
}

// whereGranted narrows a query by roles and capabilities, or by the level of old.
func (s *Site) whereGranted(ctx context.Context, r *wprest.Request, q wprest.Query) (wprest.Query, error) {
	if r.String("who") == "authors" {
		level := wprest.Where("level", 0)
		level.Op = wprest.NotIn
		return q.And(level), nil
	}
	names, capabilities := r.Strings("roles"), r.Strings("capabilities")
	if len(capabilities) > 0 {
		roles, err := s.roles(ctx)
		if err != nil {
			return q, err
		}
		for _, name := range slices.Sorted(maps.Keys(roles)) {
			if slices.ContainsFunc(capabilities, func(c string) bool { return roles[name].Caps[c] }) {
				names = append(names, name)
			}
		}
		names = append(names, capabilities...)
	}
	if len(names) == 0 {
		return q, nil
	}
	return q.And(wprest.Where("roles", names...)), nil
}

// userSearchIn lists the properties to search in; nil leaves it to the store.
func userSearchIn(wanted []string, all bool) []string {
	allowed := []string{"id", "username", "slug", "name"}
	if all {
		allowed = append(allowed, "email")
	}
	wanted = slices.DeleteFunc(wanted, func(name string) bool { return !slices.Contains(allowed, name) })
	if len(wanted) == 0 {
		if all {
			return nil
		}
		wanted = allowed
	}
	for i, name := range wanted {
		if name == "username" {
			wanted[i] = "login"
		}
	}
	return wanted
}

func userOrder(r *wprest.Request) wprest.Order {
	order := wprest.Order{Field: r.String("orderby"), Desc: r.String("order") == "desc"}
	switch order.Field {
	case "registered_date":
		order.Field = "registered"
	case "include":
		order.Field = "id"
		if order.Values = anys(r.Ints("include")); len(order.Values) == 0 {
			order = wprest.Order{Field: "login", Desc: order.Desc}
		}
	case "include_slugs":
		// Quirk: this order is never turned around.
		order = wprest.Order{Field: "slug", Values: anys(r.Strings("slug"))}
	}
	return order
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
