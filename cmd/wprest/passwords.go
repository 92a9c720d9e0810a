package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
)

type passwordOptions struct {
	location
	user          string
	passwordStdin bool
	stdin         io.Reader
}

func userPasswordCommand() command {
	return command{
		name: "user password", group: groupAccounts, brief: "give a user another login password",
		about: `
Sets the login password of a user, as of one who was imported, and ends the
sessions that the user has. Without --password-stdin it is a random one, which is
shown once. The site may be running.`,
		examples: []string{
			"wprest user password --user ada",
			"wprest user password --user ada@example.org --password-stdin < password.txt",
		},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &passwordOptions{stdin: env.stdin}
			o.declare(flags, env)
			flags.StringVar(&o.user, "user", "", "LOGIN|or e-mail address of the user; required")
			flags.BoolVar(&o.passwordStdin, "password-stdin", false, "|read the password from the first line of standard input")
			return o.run
		},
	}
}

func (o *passwordOptions) run(ctx context.Context, out *output) error {
	if o.user == "" {
		return usagef("user password needs --user")
	}
	password, err := choosePassword(o.passwordStdin, o.stdin)
	if err != nil {
		return err
	}
	return o.with(ctx, func(db *wpdb.DB) error {
		account, err := accountOf(ctx, db, o.user)
		if err != nil {
			return err
		}
		hash, err := hashFor(ctx, db, password)
		if err != nil {
			return err
		}
		err = db.Tx(ctx, func(ctx context.Context) error {
			if err := db.Accounts().SetPassword(ctx, account.ID, hash); err != nil {
				return err
			}
			return db.Accounts().EndSession(ctx, account.ID, "")
		})
		if err != nil {
			return err
		}
		if o.passwordStdin {
			fmt.Fprintf(out.stdout, "set the login password of %s\n", account.Login)
		} else {
			fmt.Fprintf(out.stdout, "login password for %s: %s\n", account.Login, password)
		}
		return nil
	})
}

// accountOf returns the account of a login or an e-mail address.
func accountOf(ctx context.Context, db *wpdb.DB, user string) (*auth.Account, error) {
	account, err := db.Accounts().ByLogin(ctx, user)
	if errors.Is(err, wprest.ErrNotExist) {
		err = fmt.Errorf("there is no user %q", user)
	}
	return account, err
}

// choosePassword returns what standard input has, or a random password.
func choosePassword(fromInput bool, stdin io.Reader) (string, error) {
	if !fromInput {
		return newPassword(), nil
	}
	line, err := bufio.NewReader(io.LimitReader(stdin, 8<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	switch {
	case strings.TrimSpace(line) == "":
		return "", errors.New("the password on standard input is empty")
	case len(line) > 4096:
		return "", errors.New("the password is longer than 4096 bytes")
	}
	return line, nil
}

// hashFor returns the hash of a password in the form that the site knows.
func hashFor(ctx context.Context, db *wpdb.DB, password string) (string, error) {
	form, err := auth.HashFormOf(ctx, db.Accounts())
	if err != nil {
		return "", err
	}
	return form.HashPassword(auth.Slash(password))
}
