package wp

import (
	"context"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// A Notice is what somebody should be told by mail: that the address or the
// password of their account has changed.
type Notice struct {
	// To is the address to write to: the old one, where that has changed.
	To string
	// User is the account as it is now.
	User User
	// Email and Password say what has changed.
	Email, Password bool
}

// noteChange tells who may have to know of a change that was just made, and keeps
// who changes their own password logged in.
func (w *userWriter) noteChange(ctx context.Context, c wprest.Change[User], password bool) error {
	self := wprest.UserFrom(ctx)
	if hr, h := wprest.HTTPRequest(ctx), wprest.HTTPHeader(ctx); password && w.site.cookies != nil && hr != nil && h != nil &&
		self != nil && self.ID == c.Item.ID && self.Via == auth.ViaCookie {
		if err := w.site.cookies.Renew(h, hr.WithContext(ctx), self.ID); err != nil {
			return err
		}
	}
	if w.site.notify == nil || c.Before == nil || c.Before.Email == "" {
		return nil
	}
	n := Notice{To: c.Before.Email, User: *c.Item, Email: c.Before.Email != c.Item.Email, Password: password}
	if !n.Email && !n.Password {
		return nil
	}
	return w.site.notify(ctx, n)
}
