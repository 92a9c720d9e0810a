package wpdb

import (
	"context"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wp"
)

// AppPasswords returns the application passwords of a user, oldest first.
func (a *Accounts) AppPasswords(ctx context.Context, user int64) ([]auth.AppPassword, error) {
	text, err := a.meta(ctx, user, appPasswordsKey)
	if err != nil {
		return nil, err
	}
	stored, _ := phpvalue.MaybeDecode(text).(*wprest.Map)
	list := make([]auth.AppPassword, 0, stored.Len())
	for _, v := range stored.All() {
		m, ok := v.(*wprest.Map)
		if !ok {
			continue
		}
		list = append(list, auth.AppPassword{
			UUID:     text1(m, "uuid"),
			AppID:    text1(m, "app_id"),
			Name:     text1(m, "name"),
			Hash:     text1(m, "password"),
			Created:  int1(m, "created"),
			LastUsed: int1(m, "last_used"),
			LastIP:   text1(m, "last_ip"),
		})
	}
	return list, nil
}

func text1(m *wprest.Map, key string) string {
	s, _ := m.Get(key).(string)
	return s
}

func int1(m *wprest.Map, key string) int64 {
	v, _ := integer(m.Get(key))
	n, _ := v.(int64)
	return n
}

// SetAppPasswords replaces the application passwords of a user.
func (a *Accounts) SetAppPasswords(ctx context.Context, user int64, list []auth.AppPassword) error {
	stored := &wprest.Map{}
	for _, p := range list {
		m := wprest.MapOf("uuid", p.UUID, "app_id", p.AppID, "name", p.Name, "password", p.Hash,
			"created", p.Created, "last_used", nil, "last_ip", nil)
		if p.LastUsed != 0 {
			m.Set("last_used", p.LastUsed)
			m.Set("last_ip", p.LastIP)
		}
		stored.Append(m)
	}
	return a.db.Meta().SetMeta(ctx, wp.UserMeta, user, appPasswordsKey, phpvalue.Encode(stored))
}

// TouchAppPassword notes when and from where an application password was used.
// It does nothing when that is gone.
func (a *Accounts) TouchAppPassword(ctx context.Context, user int64, uuid, ip string, at time.Time) error {
	return a.db.Tx(ctx, func(ctx context.Context) error {
		list, err := a.AppPasswords(ctx, user)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].UUID == uuid {
				list[i].LastUsed, list[i].LastIP = at.Unix(), ip
				return a.SetAppPasswords(ctx, user, list)
			}
		}
		return nil
	})
}
