package main

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/storage/wpdb/wpconfig"
	"github.com/wprest/wprest/wp"
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

// loadSalts returns the secrets of a site of wprest's own, and makes those that
// are missing.
func loadSalts(ctx context.Context, db *wpdb.DB) (salts auth.Salts, err error) {
	err = db.Tx(ctx, func(ctx context.Context) error {
		salts = auth.NewSalts()
		fields := saltOptions(&salts)
		stored, err := db.Options().Options(ctx, slices.Collect(maps.Keys(fields))...)
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

// readSalts returns the secrets of a site that is not to be changed: those of
// wp-config.php, if that is known, and of the options. It makes none. A purpose
// that lacks one has none.
func readSalts(ctx context.Context, options wp.OptionStore, c *wpconfig.Config) (salts auth.Salts, err error) {
	unknown := map[string]bool{}
	if c != nil {
		salts = c.Salts
		for _, e := range c.Unknown {
			unknown[strings.ToLower(e.Name)] = true
		}
	}
	fields := saltOptions(&salts)
	stored, err := options.Options(ctx, slices.Collect(maps.Keys(fields))...)
	if err != nil {
		return auth.Salts{}, err
	}
	for name, field := range fields {
		if *field == "" && !unknown[name] {
			*field = stored[name]
		}
	}
	for _, purpose := range saltPurposes() {
		if key, salt := fields[purpose+"_key"], fields[purpose+"_salt"]; *key == "" || *salt == "" {
			*key, *salt = "", ""
		}
	}
	return salts, nil
}

// saltPurposes begin the names of the secrets.
func saltPurposes() []string { return []string{"auth", "secure_auth", "logged_in", "nonce"} }

// borrowSalts replaces secrets that are missing by some that end with the process.
func borrowSalts(salts *auth.Salts, log *slog.Logger) {
	made := auth.NewSalts()
	from, to := saltOptions(&made), saltOptions(salts)
	missing := false
	for name, field := range to {
		if *field == "" {
			*field, missing = *from[name], true
		}
	}
	if missing {
		log.Warn("the database has no keys and salts, so logins by cookie end with this process; --wp-root reads those of wp-config.php")
	}
}
