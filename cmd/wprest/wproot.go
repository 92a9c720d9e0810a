package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/storage/wpdb/wpconfig"
	"github.com/wprest/wprest/wp"
)

// follow lets wp-config.php say what no flag does.
func (p *place) follow(root string, log *slog.Logger) error {
	c, err := wpconfig.Read(root)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--wp-root %s is no WordPress: %w", root, err)
	} else if err != nil {
		return err
	}
	p.config = c
	if err := refuse(c, log); err != nil {
		return err
	}
	dsn, dsnErr := c.DSN()
	switch {
	case p.dsn == "" && dsnErr != nil:
		return fmt.Errorf("%w; give --db", dsnErr)
	case p.dsn == "":
		p.dsn = dsn
	case dsnErr == nil && shownDSN(p.dsn) != shownDSN(dsn):
		log.Warn("--db is not the database of wp-config.php", "--db", shownDSN(p.dsn), "wp-config.php", shownDSN(dsn))
	}
	if p.prefix != "" {
		return nil
	}
	if err := c.Need("$table_prefix"); err != nil {
		return fmt.Errorf("%w; give --prefix", err)
	}
	if p.prefix = c.TablePrefix; !tablePrefix.MatchString(p.prefix) {
		return fmt.Errorf("$table_prefix in %s is %q, and must be letters, digits and underscores", c.File, p.prefix)
	}
	return nil
}

// refuse fails for what cannot be served, and tells what is not known.
func refuse(c *wpconfig.Config, log *slog.Logger) error {
	if c.Multisite {
		return fmt.Errorf("%s makes a multisite network, and wprest serves single sites", c.File)
	}
	if c.CustomUserTables {
		return fmt.Errorf("%s gives the tables of users names of their own, which wprest does not know", c.File)
	}
	for _, e := range c.Unknown {
		switch e.Name {
		case "MULTISITE":
			return e
		case "DB_NAME", "DB_USER", "DB_PASSWORD", "DB_HOST", "$table_prefix": // it is said where they are needed
		default:
			log.Warn("not known, so what holds without it is taken: " + e.Error())
		}
	}
	if file := filepath.Join(c.ContentDir, "object-cache.php"); exists(file) {
		log.Warn("PHP keeps rows in an object cache of its own and may not see what is changed over REST", "file", file)
	}
	return nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// configuredOptions are the options of a site of which wp-config.php sets some.
type configuredOptions struct {
	*wpdb.OptionStore
	set map[string]string
}

var _ wp.ApartOptionStore = (*configuredOptions)(nil)

// optionsOf returns the options as PHP sees them.
func optionsOf(db *wpdb.DB, c *wpconfig.Config) wp.OptionStore {
	set := map[string]string{}
	if c != nil && c.SiteURL != "" {
		set["siteurl"] = c.SiteURL
	}
	if c != nil && c.Home != "" {
		set["home"] = c.Home
	}
	if len(set) == 0 {
		return db.Options()
	}
	return &configuredOptions{db.Options(), set}
}

// Options implements wp.OptionStore.
func (o *configuredOptions) Options(ctx context.Context, names ...string) (map[string]string, error) {
	stored, err := o.OptionStore.Options(ctx, names...)
	if err != nil {
		return nil, err
	}
	merged := maps.Clone(stored)
	for name, value := range o.set {
		if len(names) == 0 || slices.Contains(names, name) {
			merged[name] = value
		}
	}
	return merged, nil
}

// uploadFolder returns where the uploads of a WordPress are: the folder, and the
// address. It mirrors wp_upload_dir.
func uploadFolder(c *wpconfig.Config, options map[string]string, siteURL string) (folder, address string) {
	folder = filepath.Join(c.ContentDir, "uploads")
	usual := cmp.Or(c.ContentURL, siteURL+"/wp-content") + "/uploads"
	address = usual
	if path := strings.TrimSpace(options["upload_path"]); path != "" && path != "wp-content/uploads" {
		folder = path
		if !filepath.IsAbs(path) {
			folder = filepath.Join(c.Root, path)
			address = siteURL + "/" + strings.Trim(path, "/")
		}
	}
	address = strings.TrimRight(cmp.Or(options["upload_url_path"], address), "/")
	if c.Uploads != "" {
		folder, address = filepath.Join(c.Root, c.Uploads), siteURL+"/"+c.Uploads
	}
	return folder, address
}

// configureCookies gives the cookies the names and the reach that wp-config.php
// chooses for them.
func configureCookies(cookies *auth.Cookies, c wpconfig.Cookies) {
	cookies.Domain = c.Domain
	cookies.Names = map[auth.Scheme]string{auth.LoggedIn: c.LoggedIn, auth.Auth: c.Auth, auth.SecureAuth: c.SecureAuth}
	if c.Hash != "" {
		for scheme, prefix := range map[auth.Scheme]string{auth.LoggedIn: "wordpress_logged_in_", auth.Auth: "wordpress_", auth.SecureAuth: "wordpress_sec_"} {
			cookies.Names[scheme] = cmp.Or(cookies.Names[scheme], prefix+c.Hash)
		}
	}
	if c.Path == "" && c.SitePath == "" && c.AdminPath == "" && c.PluginsPath == "" {
		return
	}
	sitePath := cmp.Or(c.SitePath, pathOf(cookies.SiteURL)+"/")
	path := cmp.Or(c.Path, pathOf(cookies.HomeURL)+"/")
	admin := []string{cmp.Or(c.AdminPath, sitePath+"wp-admin"), cmp.Or(c.PluginsPath, pathOf(cookies.SiteURL)+"/wp-content/plugins")}
	cookies.Paths = map[auth.Scheme][]string{
		auth.LoggedIn: slices.Compact([]string{path, sitePath}), auth.Auth: admin, auth.SecureAuth: admin,
	}
}
