package main

import (
	"context"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
)

// saltOptions pairs the secrets of a site with the options in which WordPress
// keeps those that its configuration lacks.
func saltOptions(s *auth.Salts) map[string]*string {
	return map[string]*string{
		"auth_key": &s.AuthKey, "auth_salt": &s.AuthSalt,
		"secure_auth_key": &s.SecureAuthKey, "secure_auth_salt": &s.SecureAuthSalt,
		"logged_in_key": &s.LoggedInKey, "logged_in_salt": &s.LoggedInSalt,
		"nonce_key": &s.NonceKey, "nonce_salt": &s.NonceSalt,
	}
}

// loadSalts returns the secrets of the site, and makes those that are missing.
func loadSalts(ctx context.Context, db *wpdb.DB) (salts auth.Salts, err error) {
	err = db.Tx(ctx, func(ctx context.Context) error {
		salts = auth.NewSalts()
		fields := saltOptions(&salts)
		var names []string
		for name := range fields {
			names = append(names, name)
		}
		stored, err := db.Options().Options(ctx, names...)
		if err != nil {
			return err
		}
		for name, field := range fields {
			if stored[name] != "" {
				*field = stored[name]
			} else if err := db.Options().SetOptionApart(ctx, name, *field); err != nil {
				return err
			}
		}
		return nil
	})
	return salts, err
}
