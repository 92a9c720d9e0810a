package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
	"github.com/wprest/wprest/wxr"
)

// mapAuthors finds the users that stand for authors of the source.
func (r *run) mapAuthors(ctx context.Context) error {
	for _, login := range slices.Sorted(maps.Keys(r.Authors)) {
		id, err := r.findUser(ctx, "login", r.Authors[login])
		if err != nil {
			return err
		}
		if id == 0 {
			return fmt.Errorf("there is no user %q to stand for the author %q", r.Authors[login], login)
		}
		r.users[login] = id
	}
	return nil
}

// findUser returns the id of the user with a login or an address, or 0.
func (r *run) findUser(ctx context.Context, field, value string) (int64, error) {
	if value == "" {
		return 0, nil
	}
	found, _, err := r.stores.Users.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where(field, value)}, Order: []wprest.Order{{Field: "id"}}, Limit: 1, NoTotal: true, Fields: []string{"id"},
	})
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0].ID, nil
}

// user returns the id of a user of the source, whom it makes if nobody is there;
// 0 if that cannot be done.
func (r *run) user(ctx context.Context, u *User) (int64, error) {
	if u.Login = strings.TrimSpace(u.Login); u.Login == "" {
		r.skip(Users, fmt.Sprintf("user %d", u.ID), "there is no login")
		return 0, nil
	}
	id, ok := r.users[u.Login]
	step := Step{Kind: Users, Name: "user " + u.Login, Outcome: There}
	for _, by := range [][2]string{{"login", u.Login}, {"email", u.Email}} {
		if ok || id != 0 {
			break
		}
		var err error
		if id, err = r.findUser(ctx, by[0], by[1]); err != nil {
			return 0, err
		}
	}
	if id == 0 && !ok {
		var err error
		if id, err = r.makeUser(ctx, u); err != nil {
			return 0, err
		}
		if step.Outcome = Made; id == 0 {
			step.Outcome, step.Reason = Skipped, "the site cannot make users"
		}
	}
	r.users[u.Login] = id
	if u.ID != 0 {
		r.userIDs[u.ID] = id
	}
	r.tell(step)
	return id, nil
}

// author returns the id of the author of a post. Some files tell of authors by
// the login alone.
func (r *run) author(ctx context.Context, login string) (int64, error) {
	if login = strings.TrimSpace(login); login == "" {
		return 0, nil
	}
	if id, ok := r.users[login]; ok {
		return id, nil
	}
	return r.user(ctx, &User{Author: wxr.Author{Login: login}})
}

// makeUser adds a user, who has no password.
func (r *run) makeUser(ctx context.Context, u *User) (int64, error) {
	store, ok := r.stores.Users.(wprest.Creator[wp.User])
	if !ok {
		return 0, nil
	}
	made := wp.User{
		Login: cut(u.Login, 60), Email: cut(u.Email, 100), URL: cut(u.URL, 100), Name: cut(cmp.Or(u.DisplayName, u.Login), 250),
		Nickname: cmp.Or(u.Nickname, u.Login), FirstName: u.FirstName, LastName: u.LastName, Description: u.Description, Locale: u.Locale,
		Registered: u.Registered, Roles: []string{r.role},
	}
	if made.Registered.IsZero() {
		made.Registered = r.now().UTC().Truncate(time.Second)
	}
	if r.KeepRoles && len(u.Roles) > 0 {
		made.Roles = u.Roles
	}
	err := r.keepID(ctx, Users, u.ID, func(ctx context.Context, id int64) (err error) {
		made.ID = id
		if made.Slug, err = r.userSlug(ctx, cmp.Or(u.Slug, u.Login)); err != nil {
			return err
		}
		if err := store.Create(ctx, &made); err != nil {
			return err
		}
		return r.setMeta(ctx, wp.UserMeta, made.ID, u.Meta)
	})
	if errors.Is(err, wprest.ErrUnsupported) {
		return 0, nil
	}
	return made.ID, err
}

// userSlug returns a slug that no other user has.
func (r *run) userSlug(ctx context.Context, base string) (string, error) {
	const limit = 50
	slug := cmp.Or(cut(text.Slug(base), limit), "user")
	return text.UniqueSlug(slug, limit, func(slug string) (bool, error) {
		id, err := r.findUser(ctx, "slug", slug)
		return id != 0, err
	})
}

// cut cuts a text to a number of characters.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

// setMeta stores the values of an object that had none, those of one key
// together.
func (r *run) setMeta(ctx context.Context, kind wp.MetaKind, object int64, list []wxr.Meta) error {
	byKey := map[string][]string{}
	var keys []string
	for _, m := range list {
		if _, ok := byKey[m.Key]; !ok {
			keys = append(keys, m.Key)
		}
		byKey[m.Key] = append(byKey[m.Key], m.Value)
	}
	for _, key := range keys {
		if err := r.stores.Meta.SetMeta(ctx, kind, object, key, byKey[key]...); err != nil {
			return err
		}
	}
	return nil
}
