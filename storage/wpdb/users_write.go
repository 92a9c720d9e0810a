package wpdb

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

func rowOfUser(u *wp.User) *userRow {
	return &userRow{
		ID: u.ID, UserLogin: u.Login, UserNicename: u.Slug, UserEmail: u.Email, UserURL: u.URL,
		DisplayName: u.Name, UserRegistered: formatDate(u.Registered),
	}
}

// Create adds a user, who cannot log in until Accounts.SetPassword, and sets the
// ID unless there is one. A login that is taken is wprest.ErrConflict; an address
// may be that of several.
func (s *UserStore) Create(ctx context.Context, u *wp.User) error {
	row := rowOfUser(u)
	err := s.db.change(ctx, tablesOf(usersTable, usermetaTable), func(ctx context.Context, g *gorm.DB) error {
		if err := s.taken(ctx, u, 0); err != nil {
			return err
		}
		row.ID = u.ID
		if err := s.db.insert(ctx, g, row, u.ID); err != nil {
			return s.db.writeError("create user", err)
		}
		made := *u
		made.ID = row.ID
		var meta []userMetaRow
		for _, m := range newUserMeta(&made) {
			meta = append(meta, userMetaRow{UserID: row.ID, MetaKey: &m[0], MetaValue: &m[1]})
		}
		if err := g.Create(meta).Error; err != nil {
			return wrap("create user", err)
		}
		if err := s.setGrants(ctx, &made); err != nil {
			return err
		}
		return s.recount(ctx)
	})
	if err != nil {
		return err
	}
	u.ID = row.ID
	return nil
}

// newUserMeta returns the meta of every user, in WordPress's order.
func newUserMeta(u *wp.User) [][2]string {
	return [][2]string{
		{"nickname", u.Nickname},
		{"first_name", u.FirstName},
		{"last_name", u.LastName},
		{"description", u.Description},
		{"rich_editing", "true"},
		{"syntax_highlighting", "true"},
		{"infinite_scrolling", "true"},
		{"comment_shortcuts", "false"},
		{"admin_color", "modern"},
		{"use_ssl", "0"},
		{"show_admin_bar_front", "true"},
		{"locale", u.Locale},
	}
}

// taken returns wprest.ErrConflict if another user has the login.
func (s *UserStore) taken(ctx context.Context, u *wp.User, self int64) error {
	ids, err := s.db.ids(ctx, "SELECT ID FROM "+s.db.tables.users+" WHERE ID <> ? AND user_login = ?", self, u.Login)
	if err == nil && len(ids) > 0 {
		err = fmt.Errorf("wpdb: user %d has the login: %w", ids[0], wprest.ErrConflict)
	}
	return err
}

// Update changes a user. Roles that do not exist are stored all the same.
func (s *UserStore) Update(ctx context.Context, id int64, change func(*wp.User) error) (wp.User, error) {
	var u wp.User
	err := s.db.change(ctx, 0, func(ctx context.Context, g *gorm.DB) (err error) {
		if u, err = s.Get(ctx, id); err != nil {
			return err
		}
		before := u
		before.Roles, before.Caps = slices.Clone(u.Roles), maps.Clone(u.Caps)
		if err := change(&u); err != nil {
			return err
		}
		u.ID = id
		if u.Login != before.Login {
			if err := s.taken(ctx, &u, id); err != nil {
				return err
			}
		}
		s.db.txFrom(ctx).dirty |= tablesOf(usersTable)
		columns := []string{"user_login", "user_nicename", "user_email", "user_url", "display_name", "user_registered"}
		if u.Email != before.Email { // a key that was sent to the old one is void
			columns = append(columns, "user_activation_key")
		}
		err = g.Model(&userRow{ID: id}).Select(columns).Updates(rowOfUser(&u)).Error
		if err != nil {
			return s.db.writeError("update user", err)
		}
		return s.updateMeta(ctx, &before, &u)
	})
	if err != nil {
		return wp.User{}, err
	}
	return u, nil
}

// updateMeta stores the meta that has changed, and what of it was missing.
func (s *UserStore) updateMeta(ctx context.Context, before, after *wp.User) error {
	old, now := newUserMeta(before), newUserMeta(after)
	keys := make([]string, len(now))
	for i, m := range now {
		keys[i] = m[0]
	}
	stored, err := s.db.Meta().Meta(ctx, wp.UserMeta, []int64{after.ID}, keys...)
	if err != nil {
		return err
	}
	for i, m := range now {
		if len(stored[after.ID][m[0]]) > 0 && m[1] == old[i][1] {
			continue
		}
		if err := s.db.Meta().SetMeta(ctx, wp.UserMeta, after.ID, m[0], m[1]); err != nil {
			return err
		}
	}
	if slices.Equal(before.Roles, after.Roles) && maps.Equal(before.Caps, after.Caps) {
		return nil
	}
	return s.setGrants(ctx, after)
}

// maxCounted is from how many users on WordPress does not keep their number.
const maxCounted = 10000

// recount keeps the number of users in an option.
func (s *UserStore) recount(ctx context.Context) error {
	n, err := s.db.queryInt(ctx, "SELECT COUNT(*) FROM "+s.db.tables.users, nil)
	if err != nil || n > maxCounted {
		return wrap("count users", err)
	}
	return s.db.Options().SetOptionApart(ctx, "user_count", strconv.FormatInt(n, 10))
}

// Delete removes a user with what belongs to the account. Posts stay as they
// are; see PostStore.Reassign.
func (s *UserStore) Delete(ctx context.Context, id int64) error {
	return s.db.change(ctx, tablesOf(usersTable, usermetaTable), func(ctx context.Context, g *gorm.DB) error {
		result := g.Delete(&userRow{ID: id})
		switch {
		case result.Error != nil:
			return wrap("delete user", result.Error)
		case result.RowsAffected == 0:
			return fmt.Errorf("wpdb: user %d: %w", id, wprest.ErrNotExist)
		}
		if err := g.Where("user_id = ?", id).Delete(&userMetaRow{}).Error; err != nil {
			return wrap("delete user", err)
		}
		return s.recount(ctx)
	})
}
