package wp

import (
	"context"

	"github.com/wprest/wprest"
)

// userPermit says who may do what with users.
func (s *Site) userPermit() wprest.Permit[User] {
	return wprest.Permit[User]{
		List:   s.mayListUsers,
		Show:   showUser,
		Read:   s.mayReadUser,
		Create: mayCreateUser,
		Update: mayUpdateUser,
		Delete: func(ctx context.Context, _ *wprest.Request, u *User) (bool, error) {
			ok, err := wprest.May(ctx, "delete_user", u.ID)
			return require(ctx, ok, err, "rest_user_cannot_delete", "You are not allowed to delete this user.")
		},
	}
}

// mayListUsers lets everybody list users, but not by everything.
func (s *Site) mayListUsers(ctx context.Context, r *wprest.Request) (bool, error) {
	all, err := wprest.May(ctx, "list_users")
	if err != nil {
		return false, err
	}
	orderby := r.String("orderby")
	switch {
	case !all && (len(r.Strings("roles")) > 0 || len(r.Strings("capabilities")) > 0):
		return require(ctx, false, nil, "rest_user_cannot_view", "You are not allowed to filter users by role.")
	case !all && r.Context() == "edit":
		return require(ctx, false, nil, "rest_forbidden_context", "You are not allowed to edit users.")
	case !all && (orderby == "email" || orderby == "registered_date"):
		return require(ctx, false, nil, "rest_forbidden_orderby", "You are not allowed to sort users by this.")
	case r.String("who") == "authors":
		ok, err := s.mayEditSomething(ctx)
		return require(ctx, ok, err, "rest_forbidden_who", "You are not allowed to ask for authors.")
	}
	return true, nil
}

// mayEditSomething reports whether the user may write posts of any type in REST
// that has authors.
func (s *Site) mayEditSomething(ctx context.Context) (bool, error) {
	for _, t := range s.types {
		if !t.ShowInREST || !t.supports("author") {
			continue
		}
		if ok, err := wprest.May(ctx, t.caps().EditPosts); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// showUser leaves out of a list for editing whom the user may not edit.
func showUser(ctx context.Context, r *wprest.Request, u *User) (bool, error) {
	if r.Context() != "edit" {
		return true, nil
	}
	return wprest.May(ctx, "edit_user", u.ID)
}

func (s *Site) mayReadUser(ctx context.Context, r *wprest.Request, u *User) (bool, error) {
	if self := wprest.UserFrom(ctx); self != nil && self.ID == u.ID {
		return true, nil
	}
	edit, err := wprest.May(ctx, "edit_user", u.ID)
	if err != nil {
		return false, err
	}
	if r.Context() == "edit" && !edit {
		return require(ctx, false, nil, "rest_forbidden_context", "You are not allowed to edit this user.")
	}
	ok, err := mayListOrEdit(ctx, u)
	if err != nil || ok {
		return ok, err
	}
	ok, err = s.isAuthor(ctx, u.ID)
	return require(ctx, ok, err, "rest_user_cannot_view", "You are not allowed to see this user.")
}

// mayListOrEdit reports whether the user may list all users or edit this one.
func mayListOrEdit(ctx context.Context, u *User) (bool, error) {
	if ok, err := wprest.May(ctx, "list_users"); ok || err != nil {
		return ok, err
	}
	return wprest.May(ctx, "edit_user", u.ID)
}

// isAuthorKey is the key under which it is kept whether somebody is an author.
type isAuthorKey int64

// findAuthors finds out at once which of the users of a list, or of those that
// are read one after another, have published anything.
func (s *Site) findAuthors(ctx context.Context, r *wprest.Request, users []*User) error {
	all, err := wprest.May(ctx, "list_users")
	if err != nil || all || len(users) < 2 {
		return err
	}
	if r.Get("id") == nil && r.String("who") != "authors" { // it lists nobody else
		for _, u := range users {
			wprest.Memorize(ctx, isAuthorKey(u.ID), true)
		}
		return nil
	}
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	found, _, err := s.stores.Users.List(ctx, wprest.Query{
		Where:   []wprest.Condition{wprest.Where("id", ids...), wprest.Where("has_published", s.restTypes()...)},
		NoTotal: true, Fields: []string{"id"},
	})
	for _, u := range found {
		wprest.Memorize(ctx, isAuthorKey(u.ID), true)
	}
	return err
}

// isAuthor reports whether there is content of a user that the reader may see:
// what is published, and what is private in types of which they may read that.
func (s *Site) isAuthor(ctx context.Context, id int64) (bool, error) {
	return wprest.Memo(ctx, isAuthorKey(id), func() (bool, error) { return s.hasContent(ctx, id) })
}

func (s *Site) hasContent(ctx context.Context, id int64) (bool, error) {
	published := []wprest.Condition{wprest.Where("status", StatusPublish), wprest.Where("type", s.restTypes()...)}
	seen := wprest.Condition{Any: [][]wprest.Condition{published}}
	var private []string
	for _, t := range s.types {
		if !t.ShowInREST {
			continue
		}
		ok, err := wprest.May(ctx, t.caps().ReadPrivatePosts)
		if err != nil {
			return false, err
		}
		if ok {
			private = append(private, t.Name)
		}
	}
	if len(private) > 0 {
		seen.Any = append(seen.Any, []wprest.Condition{wprest.Where("status", StatusPrivate), wprest.Where("type", private...)})
	}
	found, _, err := s.stores.Posts.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("author", id), seen}, Fields: []string{"id"}, Limit: 1, NoTotal: true,
	})
	return len(found) > 0, err
}

func mayCreateUser(ctx context.Context, _ *wprest.Request) (bool, error) {
	ok, err := wprest.May(ctx, "create_users")
	return require(ctx, ok, err, "rest_cannot_create_user", "You are not allowed to create users.")
}

func mayUpdateUser(ctx context.Context, r *wprest.Request, u *User) (bool, error) {
	if len(r.Strings("roles")) > 0 {
		ok, err := wprest.May(ctx, "promote_user", u.ID)
		if ok, err = require(ctx, ok, err, "rest_cannot_edit_roles", "You are not allowed to change the roles of users."); err != nil {
			return ok, err
		}
		if params := r.All(); params.Len() == 2 && params.Has("id") {
			return true, nil
		}
	}
	ok, err := wprest.May(ctx, "edit_user", u.ID)
	return require(ctx, ok, err, "rest_cannot_edit", "You are not allowed to edit this user.")
}
