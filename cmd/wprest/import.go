package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/transfer"
	"github.com/wprest/wprest/wxr"
)

type importOptions struct {
	location
	file, from, user, password string
	role, uploadsFrom          string
	keepRoles, download        bool
	noFiles                    bool
	concurrency                int
	authors                    map[string]string
	getenv                     func(string) string
	stdin                      io.Reader
}

func importCommand() command {
	return command{
		name: "import", group: groupMove, brief: "take in a site from an export file or an API", operand: "file",
		about: `
Takes users, terms, posts of all types, comments and files into a site that is
there, which may be running. They come from a file that WordPress has exported
(Tools, Export), or with --from through the API of a site; with --user that is
all that the user may edit, else what everybody sees.

It may be run again, after an interruption too: what is there stays as it is.
Texts are not cleaned; import only what you trust. New users have no password
until wprest user password gives them one.`,
		examples: []string{
			"wprest import site.xml --uploads wordpress/wp-content/uploads",
			"wprest import site.xml --map-author ada=admin --map-author bob=admin",
			"wprest import --from https://example.org/wp-json --user ada --password \"abcd efgh ...\"",
		},
		setup: func(flags *flag.FlagSet, env environment) action {
			o := &importOptions{authors: map[string]string{}, getenv: env.getenv, stdin: env.stdin}
			o.declare(flags, env)
			flags.StringVar(&o.file, "file", "", "FILE|that WordPress has exported; - is standard input, and --file may be left out")
			flags.StringVar(&o.from, "from", "", "URL|of another site, or of its API")
			flags.StringVar(&o.user, "user", "", "LOGIN|there; without it only what everybody sees comes")
			flags.StringVar(&o.password, "password", "", "PASSWORD|the user's application password|WPREST_IMPORT_PASSWORD")
			flags.Func("map-author", "OLD=NEW|give the posts of the author OLD to the user NEW, who is there; may be repeated", o.mapAuthor)
			flags.StringVar(&o.role, "role", "", "ROLE|of users that are made, if it is not that of new users of the site")
			flags.BoolVar(&o.keepRoles, "keep-roles", false, "|give users the roles that they have there; only with --user")
			flags.StringVar(&o.uploadsFrom, "uploads", "", "FOLDER|with the files of attachments, as wp-content/uploads")
			flags.BoolVar(&o.download, "download", false, "|get the files of attachments in FILE from their addresses")
			flags.BoolVar(&o.noFiles, "no-files", false, "|leave out the files of attachments")
			flags.IntVar(&o.concurrency, "concurrency", 4, "N|requests and files at a time")
			return o.run
		},
	}
}

// mapAuthor reads a value of --map-author.
func (o *importOptions) mapAuthor(value string) error {
	author, login, ok := strings.Cut(value, "=")
	if !ok || author == "" || login == "" {
		return errors.New("it should be OLD=NEW")
	}
	o.authors[author] = login
	return nil
}

// check refuses flags that do not go together.
func (o *importOptions) check() error {
	switch {
	case o.file == "" && o.from == "":
		return usagef("import needs a file, or --from")
	case o.file != "" && o.from != "":
		return usagef("import takes a file or --from, not both")
	case o.from == "" && o.user != "":
		return usagef("--user goes with --from")
	case o.user != "" && o.password == "":
		return usagef("--user needs --password")
	case o.keepRoles && o.user == "":
		return usagef("--keep-roles needs --user: others are not told the roles")
	case o.from != "" && (o.uploadsFrom != "" || o.download):
		return usagef("--from gets the files by itself; --uploads and --download go with a file")
	case o.uploadsFrom != "" && o.download:
		return usagef("take --uploads or --download, not both")
	case o.concurrency < 1 || o.concurrency > 64:
		return usagef("--concurrency is a number from 1 to 64")
	}
	return nil
}

func (o *importOptions) run(ctx context.Context, out *output) error {
	if o.password == "" { // help would show a default
		o.password = o.getenv("WPREST_IMPORT_PASSWORD")
	}
	if err := o.check(); err != nil {
		return err
	}
	return o.with(ctx, func(db *wpdb.DB) (err error) {
		if o.role != "" {
			if err := checkRole(ctx, db, o.role); err != nil {
				return err
			}
		}
		uploads, err := o.openUploads(ctx, db)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, uploads.Close()) }()
		im := &transfer.Importer{
			Stores: db.Stores(), Authors: o.authors, Role: o.role, KeepRoles: o.keepRoles, Uploads: uploads, Concurrency: o.concurrency,
		}
		if o.from != "" {
			return o.fromAPI(ctx, out, im)
		}
		return o.fromFile(ctx, out, im)
	})
}

// openUploads opens the folder that files go to: that of the WordPress, if there
// is one beside.
func (o *importOptions) openUploads(ctx context.Context, db *wpdb.DB) (*os.Root, error) {
	folder := o.uploads()
	if o.wpRoot != "" {
		p, err := o.place(slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, err
		}
		stored, err := db.Options().Options(ctx, "siteurl", "upload_path", "upload_url_path")
		if err != nil {
			return nil, err
		}
		folder, _ = uploadFolder(p.config, stored, stored["siteurl"])
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	return os.OpenRoot(folder)
}

// fromFile imports a file that WordPress has exported.
func (o *importOptions) fromFile(ctx context.Context, out *output, im *transfer.Importer) (err error) {
	file, size := o.stdin, int64(0)
	if o.file != "-" {
		f, err := os.Open(o.file)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // it was only read
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			size = info.Size()
		}
		file = f
	}
	if o.uploadsFrom != "" {
		folder, err := os.OpenRoot(o.uploadsFrom)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, folder.Close()) }()
		im.Files = transfer.Folder(folder.FS())
	}
	if o.download {
		im.Files = transfer.Download(&http.Client{Timeout: time.Hour})
	}
	if o.noFiles {
		im.Uploads = nil
	}
	shown := newProgress(out.stderr, "import", "kB")
	shown.expect(size >> 10)
	reader := wxr.NewReader(bufio.NewReaderSize(&countingReader{r: file, shown: shown}, 256<<10), wxr.Limits{})
	return report(ctx, out, shown, im, transfer.FromWXR(reader), func(transfer.Step) {})
}

// A countingReader shows how many kilobytes were read.
type countingReader struct {
	r     io.Reader
	shown *progress
	rest  int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.rest += int64(n)
	c.shown.add(c.rest >> 10)
	c.rest &= 1<<10 - 1
	return n, err
}

// fromAPI imports a site through its API.
func (o *importOptions) fromAPI(ctx context.Context, out *output, im *transfer.Importer) error {
	shown := newProgress(out.stderr, "import", "things")
	api, err := transfer.Connect(ctx, transfer.APIOptions{
		URL: o.from, User: o.user, Password: o.password, Concurrency: o.concurrency,
		Total: func(_ transfer.Kind, n int) { shown.expect(int64(n)) },
	})
	if err != nil {
		shown.end()
		return err
	}
	if !o.noFiles {
		im.Files = api
	}
	return report(ctx, out, shown, im, api, func(s transfer.Step) {
		if s.Kind != transfer.Files && s.Outcome != transfer.Skipped && s.Outcome != transfer.Updated {
			shown.add(1)
		}
	})
}

// maxSkipped is how many skipped things are listed.
const maxSkipped = 10000

// report imports a source and tells what came of it.
func report(ctx context.Context, out *output, shown *progress, im *transfer.Importer, src transfer.Source, each func(transfer.Step)) error {
	var skipped []string
	im.Report = func(s transfer.Step) {
		if s.Outcome == transfer.Skipped && len(skipped) < maxSkipped {
			skipped = append(skipped, "skipped "+s.Name+": "+oneLine(s.Reason))
		}
		each(s)
	}
	result, err := im.Import(ctx, src)
	shown.end()
	for _, line := range skipped {
		fmt.Fprintln(out.stdout, line)
	}
	fmt.Fprint(out.stdout, summary(result))
	if ctx.Err() != nil {
		return errors.New("import was interrupted; the same command goes on from there")
	}
	return err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// summary tells a result, a line for each kind of things.
func summary(result transfer.Result) string {
	var text strings.Builder
	for _, kind := range transfer.Kinds() {
		c := result[kind]
		var parts []string
		for _, part := range []struct {
			n    int
			what string
		}{{c.Made, "made"}, {c.Updated, "updated"}, {c.There, "already there"}, {c.Skipped, "skipped"}} {
			if part.n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
			}
		}
		if len(parts) > 0 {
			fmt.Fprintf(&text, "%-9s %s\n", string(kind)+"s:", strings.Join(parts, ", "))
		}
	}
	if text.Len() == 0 {
		return "there was nothing in it\n"
	}
	return text.String()
}
