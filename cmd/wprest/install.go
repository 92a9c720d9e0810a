package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
)

const (
	adminLogin = "admin"
	adminEmail = "admin@example.com" // of nobody; the settings change it
)

// schemaOption marks a database whose tables wprest has made: only there it adds
// tables and indexes that newer versions want.
const schemaOption = "wprest_schema"

// secrets are what the administrator of a new site needs to know. They are
// stored as hashes only.
type secrets struct{ password, appPassword string }

// install makes a new site: all of it or nothing.
func install(ctx context.Context, db *wpdb.DB, o siteOptions) (*secrets, error) {
	password := newPassword()
	hash, err := auth.HashPassword(auth.Slash(password))
	if err != nil {
		return nil, err
	}
	made := &secrets{password: password}
	if err := db.Create(ctx); err != nil { // before the transaction, which it would end on MySQL
		return nil, err
	}
	err = db.Tx(ctx, func(ctx context.Context) error {
		err := db.Install(ctx, wpdb.InstallOptions{
			SiteURL: cmp.Or(o.chosen, o.derived), Title: escapeTitle(o.title), Tagline: "A site served by wprest",
			AdminLogin: adminLogin, AdminEmail: adminEmail, AdminPasswordHash: hash,
		})
		if err != nil {
			return err
		}
		if err := db.Options().SetOptionApart(ctx, schemaOption, "1"); err != nil {
			return err
		}
		if o.chosen == "" {
			if err := db.Options().SetOptionApart(ctx, derivedURLOption, o.derived); err != nil {
				return err
			}
		}
		admin, err := db.Accounts().ByLogin(ctx, adminLogin)
		if err != nil {
			return err
		}
		made.appPassword, _, err = auth.NewAppPassword(ctx, db.Accounts(), admin.ID, "First start", "")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("make a new site: %w", err)
	}
	return made, nil
}

// newPassword returns a random login password.
func newPassword() string { return strings.ToLower(rand.Text()) }

// escapeTitle returns a title as WordPress stores it.
func escapeTitle(title string) string {
	title = strings.Join(strings.Fields(title), " ")
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#039;").Replace(title)
}

// announce shows the secrets of a new site, for the only time.
func (s *secrets) announce(w io.Writer, place string) {
	fmt.Fprintf(w, `
A new site was made in %s. These passwords are not shown again:

  login password for admin: %s
  application password for admin: %s

The application password is for programs, over HTTP Basic.

`, place, s.password, auth.ChunkPassword(s.appPassword))
}
