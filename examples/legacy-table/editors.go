package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

// A redakteur is a row of those who write.
type redakteur struct {
	Nr      int64 `gorm:"primaryKey"`
	Kuerzel string
	Name    string
	Email   *string
	Rolle   int64
	Seit    *string
}

// TableName implements gorm's Tabler.
func (redakteur) TableName() string { return "redakteure" }

// roleNames are WordPress's roles for the numbers of the old program.
func roleNames() map[string]int64 {
	return map[string]int64{"author": 1, "editor": 2, "administrator": 3}
}

// editors is the store of users, which only reads: people are made in the old
// program. It implements auth.Accounts too.
type editors struct {
	*gormstore.Reader[int64, redakteur, wp.User]
}

func newEditors(db *gorm.DB) editors {
	return editors{gormstore.NewReader[int64](db, gormstore.Mapping[redakteur, wp.User]{
		Columns: gormstore.Columns{
			"id": {Name: "nr"}, "login": {Name: "kuerzel"}, "slug": {Name: "kuerzel"}, "name": {Expr: "name COLLATE NOCASE"},
			"email": {Expr: "lower(email)"}, "url": {Expr: "''"}, "level": {Name: "rolle"},
			"registered":    {Expr: "substr(seit, 7, 4) || substr(seit, 4, 2) || substr(seit, 1, 2)"},
			"roles":         {Name: "rolle", Encode: gormstore.Enum(roleNames())},
			"has_published": {In: "'post' IN ? AND EXISTS (SELECT 1 FROM nachrichten WHERE redakteur = redakteure.nr AND " + statusExpr + " = 1)"},
		},
		Search:   []string{"name", "login"},
		Contains: contains,
		Read: func(row redakteur) (wp.User, error) {
			u := wp.User{ID: row.Nr, Login: row.Kuerzel, Slug: row.Kuerzel, Email: orEmpty(row.Email), Name: row.Name}
			u.Registered, _ = time.Parse(germanDay, orEmpty(row.Seit))
			for name, number := range roleNames() {
				if number == row.Rolle {
					u.Roles = []string{name}
				}
			}
			return u, nil
		},
	})}
}

// ByLogin implements auth.Accounts.
func (s editors) ByLogin(ctx context.Context, name string) (*auth.Account, error) {
	name = strings.ToLower(name)
	found, _, err := s.List(ctx, wprest.Query{Limit: 1, NoTotal: true, Where: []wprest.Condition{
		{Any: [][]wprest.Condition{{wprest.Where("login", name)}, {wprest.Where("email", name)}}},
	}})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, fmt.Errorf("editor %s: %w", name, wprest.ErrNotExist)
	}
	return account(&found[0]), nil
}

// ByID implements auth.Accounts.
func (s editors) ByID(ctx context.Context, id int64) (*auth.Account, error) {
	u, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return account(&u), nil
}

func account(u *wp.User) *auth.Account {
	return &auth.Account{Slug: u.Slug, User: wprest.User{
		ID: u.ID, Login: u.Login, Name: u.Name, Email: u.Email, Roles: u.Roles, Caps: auth.DefaultRoles().Caps(u.Roles...),
	}}
}

// passwords is the store of application passwords, for which the old program has
// no place: they count until this one ends.
type passwords struct {
	mu sync.Mutex
	of map[int64][]auth.AppPassword
}

// AppPasswords implements auth.AppPasswordStore.
func (s *passwords) AppPasswords(_ context.Context, user int64) ([]auth.AppPassword, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.of[user]), nil
}

// SetAppPasswords implements auth.AppPasswordStore.
func (s *passwords) SetAppPasswords(_ context.Context, user int64, list []auth.AppPassword) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[user] = slices.Clone(list)
	return nil
}

// TouchAppPassword implements auth.AppPasswordStore.
func (s *passwords) TouchAppPassword(_ context.Context, user int64, uuid, ip string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.of[user] {
		if p := &s.of[user][i]; p.UUID == uuid {
			p.LastUsed, p.LastIP = at.Unix(), ip
		}
	}
	return nil
}
