package wpdb

import (
	"context"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wp"
)

// usingAppPasswords is the option that says that one was ever made.
const usingAppPasswords = "using_application_passwords"

var _ auth.AppPasswordGate = (*Accounts)(nil)

// AppPasswordsInUse reports whether an application password was ever made.
func (a *Accounts) AppPasswordsInUse(ctx context.Context) (bool, error) {
	options, err := a.db.Options().Options(ctx, usingAppPasswords)
	return wprest.Truthy(options[usingAppPasswords]), err
}

// AppPasswords returns the application passwords of a user, oldest first. Those
// that have no UUID get one.
func (a *Accounts) AppPasswords(ctx context.Context, user int64) ([]auth.AppPassword, error) {
	stored, err := a.appPasswords(ctx, user)
	if err != nil {
		return nil, err
	}
	list := make([]auth.AppPassword, 0, stored.Len())
	unnamed := false
	for _, v := range stored.All() {
		m, ok := v.(*wprest.Map)
		if !ok {
			continue
		}
		p := auth.AppPassword{
			UUID:     text1(m, "uuid"),
			AppID:    text1(m, "app_id"),
			Name:     text1(m, "name"),
			Hash:     text1(m, "password"),
			Created:  int1(m, "created"),
			LastUsed: int1(m, "last_used"),
			LastIP:   text1(m, "last_ip"),
		}
		if p.UUID == "" {
			p.UUID = auth.NewUUID()
			m.Set("uuid", p.UUID)
			unnamed = true
		}
		list = append(list, p)
	}
	if unnamed {
		err = a.storeAppPasswords(ctx, user, stored)
	}
	return list, err
}

func (a *Accounts) appPasswords(ctx context.Context, user int64) (*wprest.Map, error) {
	text, err := a.meta(ctx, user, appPasswordsKey)
	stored, _ := phpvalue.MaybeDecode(text).(*wprest.Map)
	return stored, err
}

func (a *Accounts) storeAppPasswords(ctx context.Context, user int64, stored *wprest.Map) error {
	return a.db.Meta().SetMeta(ctx, wp.UserMeta, user, appPasswordsKey, phpvalue.Encode(stored))
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

// SetAppPasswords replaces the application passwords of a user. Those that stay
// keep their keys in what is stored.
func (a *Accounts) SetAppPasswords(ctx context.Context, user int64, list []auth.AppPassword) error {
	return a.db.Tx(ctx, func(ctx context.Context) error {
		old, err := a.appPasswords(ctx, user)
		if err != nil {
			return err
		}
		keys, stored, added := map[string]string{}, &wprest.Map{}, false
		for key, v := range old.All() {
			if m, ok := v.(*wprest.Map); ok {
				keys[text1(m, "uuid")] = key
			}
		}
		for _, p := range list {
			key, known := keys[p.UUID]
			if !known {
				stored.Append(appPasswordMap(p))
				added = true
				continue
			}
			// Quirk: names that are written again lose a level of backslashes.
			if before, _ := old.Get(key).(*wprest.Map); text1(before, "name") == p.Name {
				p.Name = stripSlashes(p.Name)
			}
			stored.Set(key, appPasswordMap(p))
		}
		if added {
			if err := a.noteAppPasswords(ctx); err != nil {
				return err
			}
		}
		return a.storeAppPasswords(ctx, user, stored)
	})
}

// noteAppPasswords notes that there are application passwords.
func (a *Accounts) noteAppPasswords(ctx context.Context) error {
	used, err := a.AppPasswordsInUse(ctx)
	if err != nil || used {
		return err
	}
	return a.db.Options().SetOptionApart(ctx, usingAppPasswords, "1")
}

func appPasswordMap(p auth.AppPassword) *wprest.Map {
	m := wprest.MapOf("uuid", p.UUID, "app_id", p.AppID, "name", p.Name, "password", p.Hash,
		"created", p.Created, "last_used", nil, "last_ip", nil)
	if p.LastUsed != 0 {
		m.Set("last_used", p.LastUsed)
		m.Set("last_ip", p.LastIP)
	}
	return m
}

// stripSlashes mirrors PHP's stripslashes.
func stripSlashes(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b = append(b, s[i])
			continue
		}
		if i++; i == len(s) {
			break
		}
		if s[i] == '0' {
			b = append(b, 0)
		} else {
			b = append(b, s[i])
		}
	}
	return string(b)
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
