package wp

import (
	"context"

	"github.com/wprest/wprest"
)

// userMetaFields lists the meta values of users that show: the host's, and the
// preferences of the block editor.
func (s *Site) userMetaFields() []MetaField {
	modified := &wprest.Schema{
		Name: "_modified", Type: "string", Format: "date-time", Description: "When the preferences were changed.",
		Extra: wprest.MapOf("readonly", false),
	}
	return append(s.metaFields(UserMeta, ""), MetaField{Key: s.stores.prefix() + "persisted_preferences", Schema: wprest.Schema{
		Name: "persisted_preferences", Type: "object", Context: editOnly(), Open: true, Properties: []*wprest.Schema{modified},
	}})
}

// loadUserMeta loads the meta values of all users of an answer at once.
func (s *Site) loadUserMeta(ctx context.Context, r *wprest.Request, users []*User) error {
	if r.Context() == "embed" || !r.Fields().Names("meta") {
		return nil
	}
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	stored, err := s.stores.Meta.Meta(ctx, UserMeta, ids, metaKeys(s.userMetaFields())...)
	for _, u := range users {
		u.meta = stored[u.ID]
	}
	return err
}

func (s *Site) userMetaValue() wprest.ValueFunc[User] {
	fields := s.userMetaFields()
	read := metaReader(fields)
	return func(_ context.Context, r *wprest.Request, u *User) (any, error) {
		shown := read(u.meta)
		for i := range fields {
			if !fields[i].Schema.ShowsIn(r.Context()) {
				shown.Delete(fields[i].name())
			}
		}
		return shown, nil
	}
}

func (w *userWriter) saveMeta(ctx context.Context, c wprest.Change[User]) error {
	m := &metaWriter{store: w.site.stores.Meta, kind: UserMeta, id: c.Item.ID, object: c.Item.ID}
	return m.write(ctx, w.site.userMetaFields(), c.Request.Get("meta"))
}
