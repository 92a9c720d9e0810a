package wp

import (
	"context"

	"github.com/wprest/wprest"
)

// hideUsers keeps who is not logged in from finding out who there is: no lists of
// users, no single ones, no lists of posts by author. The authors of posts that
// are embedded keep an id and a name.
func (s *Site) hideUsers() {
	s.usersHidden = true
	s.Users.Permit.List = hidden(s.Users.Permit.List)
	s.Users.Permit.Read = hiddenItem(s.Users.Permit.Read)
	s.Users.Prepare.Add(lastPriority, func(ctx context.Context, p wprest.Prepared[User]) (wprest.Prepared[User], error) {
		if wprest.UserFrom(ctx) != nil {
			return p, nil
		}
		bare := &wprest.Map{}
		for _, name := range []string{"id", "name"} {
			if p.Data.Has(name) {
				bare.Set(name, p.Data.Get(name))
			}
		}
		p.Data = bare
		return p, nil
	})
	for _, c := range s.posts {
		list := c.Permit.List
		c.Permit.List = func(ctx context.Context, r *wprest.Request) (bool, error) {
			if r.Sent("author") || r.Sent("author_exclude") {
				return hidden(list)(ctx, r)
			}
			return list(ctx, r)
		}
	}
}

// lastPriority is behind all that a host adds.
const lastPriority = 1 << 20

func hidden(p wprest.Permission) wprest.Permission {
	return func(ctx context.Context, r *wprest.Request) (bool, error) {
		if wprest.UserFrom(ctx) == nil {
			return false, errHiddenUsers(ctx)
		}
		return p(ctx, r)
	}
}

// hiddenItem lets what is embedded through, which no HTTP request names.
func hiddenItem(p wprest.ItemPermission[User]) wprest.ItemPermission[User] {
	return func(ctx context.Context, r *wprest.Request, u *User) (bool, error) {
		if wprest.UserFrom(ctx) == nil && (r.HTTP != nil || r.Context() != "embed") {
			return false, errHiddenUsers(ctx)
		}
		return p(ctx, r, u)
	}
}

func errHiddenUsers(ctx context.Context) error {
	return wprest.Forbidden(ctx, "rest_user_cannot_view", "Users show only to who is logged in.")
}
