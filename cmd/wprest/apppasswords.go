package main

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
)

type appPasswordOptions struct {
	location
	user, name string
}

func appPasswordCreateCommand() command {
	return command{
		name: "app-password create", group: groupAccounts, brief: "give a user an application password",
		about: `
An application password lets a program act as a user, over HTTP Basic:

  curl --user 'LOGIN:PASSWORD' http://127.0.0.1:8080/wp-json/wp/v2/users/me

It is shown once. The site may be running.`,
		examples: []string{`wprest app-password create --user ada --name "My script"`},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &appPasswordOptions{}
			o.declare(flags, env)
			flags.StringVar(&o.user, "user", "", "LOGIN|or e-mail address of the user; required")
			flags.StringVar(&o.name, "name", "", "NAME|of the program that it is for; required")
			return o.run
		},
	}
}

func (o *appPasswordOptions) run(ctx context.Context, out *output) error {
	name := strings.Join(strings.Fields(o.name), " ")
	switch {
	case o.user == "":
		return usagef("app-password create needs --user")
	case name == "":
		return usagef("app-password create needs --name")
	}
	return o.with(ctx, func(db *wpdb.DB) error {
		account, err := accountOf(ctx, db, o.user)
		if err != nil {
			return err
		}
		var plain string
		err = db.Tx(ctx, func(ctx context.Context) error {
			plain, _, err = auth.NewAppPassword(ctx, db.Accounts(), account.ID, name, "")
			return err
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out.stdout, "application password for %s: %s\n", account.Login, auth.ChunkPassword(plain))
		return err
	})
}
