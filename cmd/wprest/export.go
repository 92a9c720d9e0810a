package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/transfer"
)

type exportOptions struct {
	location
	format, file string
}

func exportCommand() command {
	return command{
		name: "export", group: groupMove, brief: "write the site for WordPress, as WXR or SQL",
		about: `
Writes the site to a file, or to standard output. The site may be running.

wxr is the XML that WordPress itself exports, with users, terms, posts of all
types and comments. WordPress takes it in under Tools, Import; wprest by import.

sql is the whole database for MySQL and MariaDB, with options, accounts and
their password hashes, so that WordPress runs on it: mysql DATABASE < FILE.
The folder of uploads goes along by itself, as wp-content/uploads.`,
		examples: []string{
			"wprest export -o site.xml",
			"wprest export --format sql -o site.sql",
			"wprest export --format sql | mysql wordpress",
		},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &exportOptions{}
			o.declare(flags, env)
			flags.StringVar(&o.format, "format", "wxr", "FORMAT|wxr or sql")
			flags.StringVar(&o.file, "o", "-", "FILE|to write; - is standard output")
			return o.run
		},
	}
}

func (o *exportOptions) run(ctx context.Context, out *output) error {
	if o.format != "wxr" && o.format != "sql" {
		return usagef("--format is wxr or sql, not %q", o.format)
	}
	return o.with(ctx, func(db *wpdb.DB) error {
		told := out.stdout
		if o.file == "-" {
			told = out.stderr
		}
		shown := newProgress(out.stderr, "export", "rows")
		var text string
		err := o.write(out.stdout, func(w io.Writer) (err error) {
			if o.format == "sql" {
				text, err = dump(ctx, db, w, shown)
			} else {
				text, err = exportWXR(ctx, db, w, shown)
			}
			return err
		})
		shown.end()
		if err != nil {
			return err
		}
		fmt.Fprint(told, text)
		return nil
	})
}

// write calls f with what is written to. A file appears under its name once all of
// it is there, and is for its owner alone: it holds addresses and hashes.
func (o *exportOptions) write(stdout io.Writer, f func(w io.Writer) error) (err error) {
	if o.file == "-" {
		return f(stdout)
	}
	if info, err := os.Stat(o.file); err == nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(o.file, os.O_WRONLY, 0) // a pipe, or a device
		if err != nil {
			return err
		}
		return errors.Join(f(file), file.Close())
	}
	temp, err := os.CreateTemp(filepath.Dir(o.file), ".wprest-*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	if err := errors.Join(f(temp), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), o.file)
}

// exportWXR writes the site as WXR, and returns what is to be told of it.
func exportWXR(ctx context.Context, db *wpdb.DB, w io.Writer, shown *progress) (string, error) {
	ex := &transfer.Exporter{Stores: db.Stores(), Report: func(transfer.Step) { shown.add(1) }}
	result, err := ex.Export(ctx, w)
	text := ""
	for _, kind := range transfer.Kinds() {
		if n := result[kind].Made; n > 0 {
			text += fmt.Sprintf("%-9s %d\n", string(kind)+"s:", n)
		}
	}
	return text, err
}

// dump writes the site as SQL.
func dump(ctx context.Context, db *wpdb.DB, w io.Writer, shown *progress) (string, error) {
	text, changed := "", ""
	rows, tables, last := 0, 0, ""
	before := 0 // rows of the table that were shown
	err := db.Dump(ctx, w, wpdb.DumpOptions{
		Rows: func(table string, n int) {
			if table != last {
				last, before = table, 0
				tables++
			}
			shown.add(int64(n - before))
			rows, before = rows+n-before, n
		},
		Changed: func(table, column string, row int64, why string) {
			changed += fmt.Sprintf("changed %s %d %s: %s\n", table, row, column, why)
		},
	})
	if err == nil {
		text = changed + fmt.Sprintf("tables:   %d\nrows:     %d\n", tables, rows)
	}
	return text, err
}
