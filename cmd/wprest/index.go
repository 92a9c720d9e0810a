package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/wprest/wprest/storage/wpdb"
)

const groupDatabase = "Database"

type indexOptions struct {
	location
	dryRun bool
}

func indexCommand() command {
	return command{
		name: "index", group: groupDatabase, brief: "add the indexes that a WordPress lacks",
		about: `
Adds indexes that WordPress has not, and that pay for what is asked over REST, to
the database of a site, and says which. A site that wprest has made has them.
They are of use to PHP too, cost a little when posts are written, and can be
dropped at any time. The site may be running: MariaDB and MySQL add an index
while the table is read and written.`,
		examples: []string{
			"wprest index --wp-root /var/www/html --dry-run",
			"wprest index --db mysql://wprest:secret@127.0.0.1/site --prefix wp_",
		},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &indexOptions{}
			o.declare(flags, env)
			flags.BoolVar(&o.dryRun, "dry-run", false, "|show the statements and run none")
			return o.run
		},
	}
}

func (o *indexOptions) run(ctx context.Context, out *output) error {
	return o.with(ctx, func(db *wpdb.DB) error {
		list, err := db.Indexes(ctx)
		if err != nil {
			return err
		}
		for _, index := range list {
			if err := o.add(ctx, out, db, index); err != nil {
				return err
			}
		}
		return nil
	})
}

// add adds an index, if it is missing and shall be there.
func (o *indexOptions) add(ctx context.Context, out *output, db *wpdb.DB, index wpdb.Index) error {
	what := fmt.Sprintf("%s on %s, for %s", index.Name, index.Table, index.For)
	switch {
	case index.Exists:
		fmt.Fprintf(out.stdout, "exists: %s\n", what)
		return nil
	case o.dryRun:
		fmt.Fprintf(out.stdout, "missing: %s\n  %s;\n", what, index.SQL)
		return nil
	}
	if err := db.AddIndex(ctx, index); err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "added: %s\n", what)
	return nil
}
