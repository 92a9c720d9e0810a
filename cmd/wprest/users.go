package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/wp"
)

type userOptions struct {
	location
	login, email, role, name string
	passwordStdin            bool
	stdin                    io.Reader
}

func userCreateCommand() command {
	return command{
		name: "user create", group: groupAccounts, brief: "add a user",
		about: `
Adds a user to the site, which may be running. Without --password-stdin the user
gets a random password, which is shown once.`,
		examples: []string{
			"wprest user create --login ada --email ada@example.org --role editor --name \"Ada L.\"",
			"wprest user create --login bot --email bot@example.org --password-stdin < password.txt",
		},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &userOptions{stdin: env.stdin}
			o.declare(flags, env)
			flags.StringVar(&o.login, "login", "", "LOGIN|of the user; required, and it cannot be changed later")
			flags.StringVar(&o.email, "email", "", "ADDRESS|of the user; required")
			flags.StringVar(&o.role, "role", "subscriber", "ROLE|that the site has: administrator, editor, author, contributor, subscriber")
			flags.StringVar(&o.name, "name", "", "NAME|to show, if it is not the login")
			flags.BoolVar(&o.passwordStdin, "password-stdin", false, "|read the password from the first line of standard input")
			return o.run
		},
	}
}

func (o *userOptions) run(ctx context.Context, out *output) error {
	if err := o.check(); err != nil {
		return err
	}
	password, err := choosePassword(o.passwordStdin, o.stdin)
	if err != nil {
		return err
	}
	return o.with(ctx, func(db *wpdb.DB) error {
		id, err := o.create(ctx, db, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(out.stdout, "created user %s (id %d, %s)\n", o.login, id, o.role)
		if !o.passwordStdin {
			fmt.Fprintf(out.stdout, "login password for %s: %s\n", o.login, password)
		}
		return nil
	})
}

// check refuses what no user can have.
func (o *userOptions) check() error {
	switch {
	case o.login == "":
		return usagef("user create needs --login")
	case o.email == "":
		return usagef("user create needs --email")
	case len(o.login) > 60 || !regexp.MustCompile(`^[A-Za-z0-9_.@-]+( [A-Za-z0-9_.@-]+)*$`).MatchString(o.login):
		return usagef("--login %q must be at most 60 letters, digits and . _ - @", o.login)
	}
	if address, err := mail.ParseAddress(o.email); err != nil || address.Address != o.email || len(o.email) > 100 {
		return usagef("--email %q is no e-mail address", o.email)
	}
	return nil
}

// create adds the user with the password.
func (o *userOptions) create(ctx context.Context, db *wpdb.DB, password string) (int64, error) {
	if err := checkRole(ctx, db, o.role); err != nil {
		return 0, err
	}
	hash, err := hashFor(ctx, db, password)
	if err != nil {
		return 0, err
	}
	name := strings.Join(strings.Fields(o.name), " ")
	if name == "" {
		name = o.login
	}
	u := wp.User{
		Login: o.login, Email: o.email, Name: name, Nickname: o.login, Roles: []string{o.role},
		Registered: time.Now().UTC().Truncate(time.Second),
	}
	err = db.Tx(ctx, func(ctx context.Context) error {
		u.ID = 0 // a second try gets another
		if u.Slug, err = freeSlug(ctx, db, o.login); err != nil {
			return err
		}
		if n, err := countUsers(ctx, db, "email", o.email); err != nil || n > 0 {
			return cmp.Or(err, wprest.ErrConflict)
		}
		if err := db.Users().Create(ctx, &u); err != nil {
			return err
		}
		return db.Accounts().SetPassword(ctx, u.ID, hash)
	})
	if errors.Is(err, wprest.ErrConflict) {
		return 0, fmt.Errorf("there is a user with the login %s or the address %s already", o.login, o.email)
	}
	return u.ID, err
}

// freeSlug returns the slug of a new user, which no other has.
func freeSlug(ctx context.Context, db *wpdb.DB, login string) (string, error) {
	base := strings.Trim(regexp.MustCompile(`[^a-z0-9_-]+`).ReplaceAllString(strings.ToLower(login), "-"), "-")
	base = base[:min(len(base), 40)]
	if base == "" {
		base = "user"
	}
	for slug, n := base, 2; ; n++ {
		if found, err := countUsers(ctx, db, "slug", slug); err != nil || found == 0 {
			return slug, err
		}
		slug = fmt.Sprintf("%s-%d", base, n)
	}
}

// countUsers returns how many users have a value.
func countUsers(ctx context.Context, db *wpdb.DB, field, value string) (int, error) {
	_, n, err := db.Users().List(ctx, wprest.Query{Where: []wprest.Condition{wprest.Where(field, value)}, Limit: 1, Fields: []string{"id"}})
	return n, err
}

// checkRole refuses a role that the site does not have.
func checkRole(ctx context.Context, db *wpdb.DB, role string) error {
	roles, err := db.Accounts().Roles(ctx)
	if err != nil {
		return err
	}
	if _, ok := roles[role]; ok {
		return nil
	}
	return fmt.Errorf("there is no role %q; the site has %s", role, strings.Join(slices.Sorted(maps.Keys(roles)), ", "))
}
