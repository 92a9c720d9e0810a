package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"testing"

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/storage/wpdb/wpconfig"
)

func TestUploadFolder(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ php, path, url, folder, address string }{
		"usual":           {"", "", "", "/srv/wp-content/uploads", "https://x.org/wp-content/uploads"},
		"the usual, said": {"", "wp-content/uploads", "", "/srv/wp-content/uploads", "https://x.org/wp-content/uploads"},
		"content folder":  {"define( 'WP_CONTENT_DIR', '/c' ); define( 'WP_CONTENT_URL', 'https://c.org/' );", "", "", "/c/uploads", "https://c.org/uploads"},
		"relative":        {"", "media/", "", "/srv/media", "https://x.org/media"},
		"absolute":        {"", "/var/media", "", "/var/media", "https://x.org/wp-content/uploads"},
		"address":         {"", "/var/media", "https://cdn.org/m/", "/var/media", "https://cdn.org/m"},
		"constant":        {"define( 'UPLOADS', 'files' );", "media", "https://cdn.org/m", "/srv/files", "https://x.org/files"},
	} {
		c, err := wpconfig.Parse("/srv/wp-config.php", "/srv", []byte("<?php "+test.php))
		if err != nil {
			t.Fatal(err)
		}
		folder, address := uploadFolder(c, map[string]string{"upload_path": test.path, "upload_url_path": test.url}, "https://x.org")
		if folder != test.folder || address != test.address {
			t.Errorf("%s: %s %s", name, folder, address)
		}
	}
}

func TestConfigureCookies(t *testing.T) {
	t.Parallel()
	c := &auth.Cookies{SiteURL: "https://x.org/wp", HomeURL: "https://x.org"}
	configureCookies(c, wpconfig.Cookies{})
	if c.Names[auth.LoggedIn] != "" || c.Paths != nil || c.Domain != "" {
		t.Errorf("defaults: %+v", c)
	}
	configureCookies(c, wpconfig.Cookies{Hash: "h", Auth: "own", Domain: "x.org", AdminPath: "/"})
	want := map[auth.Scheme]string{auth.LoggedIn: "wordpress_logged_in_h", auth.Auth: "own", auth.SecureAuth: "wordpress_sec_h"}
	if !maps.Equal(c.Names, want) || c.Domain != "x.org" {
		t.Errorf("names: %v %s", c.Names, c.Domain)
	}
	if got := fmt.Sprint(c.Paths[auth.LoggedIn], c.Paths[auth.Auth]); got != "[/ /wp/] [/ /wp/wp-content/plugins]" {
		t.Errorf("paths: %s", got)
	}
}

func TestReadSalts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: ":memory:"})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Create(ctx); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"auth_key", "auth_salt", "nonce_key", "nonce_salt", "secure_auth_key"} {
		if err := db.Options().SetOption(ctx, name, "stored "+name); err != nil {
			t.Fatal(err)
		}
	}
	c, err := wpconfig.Parse("/srv/wp-config.php", "/srv", []byte("<?php define( 'AUTH_KEY', 'a' ); define( 'LOGGED_IN_KEY', 'l' ); define( 'NONCE_KEY', $x );"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := readSalts(ctx, db.Options(), c)
	if want := (auth.Salts{AuthKey: "a", AuthSalt: "stored auth_salt"}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = readSalts(ctx, db.Options(), nil); err != nil || got.AuthKey != "stored auth_key" || got.NonceSalt != "stored nonce_salt" || got.SecureAuthKey != "" {
		t.Errorf("without a configuration: %+v, %v", got, err)
	}
	borrowSalts(&got, slog.New(slog.DiscardHandler))
	if got.AuthKey != "stored auth_key" || len(got.LoggedInKey) != 64 || len(got.SecureAuthSalt) != 64 {
		t.Errorf("borrowed: %+v", got)
	}
}

func TestAPIAddress(t *testing.T) {
	t.Parallel()
	for structure, want := range map[string]string{
		"/%postname%/": "h/wp-json", "": "h/index.php?rest_route=/", "/index.php/%postname%/": "h/index.php?rest_route=/",
	} {
		if got := apiAddress("h", structure); got != want {
			t.Errorf("%q: %s", structure, got)
		}
	}
}

func TestShownDSN(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"/srv/site.db": "/srv/site.db", "sqlite:x.db": "sqlite:x.db", "mysql://u:secret@h:1/n?tls=true": "mysql://h:1/n",
		"mysql://u:secret@/n?socket=/s": "mysql:///n?socket=/s", "postgres://u:sec%zzret@h/n": "postgres://…", "postgres://h/n?password=secret": "postgres://h/n",
	} {
		if got := shownDSN(dsn); got != want {
			t.Errorf("%s: %s", dsn, got)
		}
	}
}
