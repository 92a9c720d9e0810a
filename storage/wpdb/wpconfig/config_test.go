package wpconfig

import (
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wprest/wprest/auth"
)

const sample = `<?php
/** The database. */
define( 'DB_NAME', 'harbor' );
define( 'DB_USER', 'skipper' );
define( 'DB_PASSWORD', 'p@ss:/?#%\'word' );
define( 'DB_HOST', '127.0.0.1:3307' );
define( 'DB_CHARSET', 'utf8mb4' );

define( 'AUTH_KEY',         'one' );
define( 'SECURE_AUTH_KEY',  'two' );
define( 'LOGGED_IN_KEY',    'three' );
define( 'NONCE_KEY',        'put your unique phrase here' );
define( 'AUTH_SALT',        'twice' );
define( 'SECURE_AUTH_SALT', 'twice' );
define( 'LOGGED_IN_SALT',   "fo\$ur" );
define( 'NONCE_SALT',       getenv( 'NONCE_SALT' ) );

$table_prefix = 'hn_';

define( 'WP_HOME', 'https://example.org/' );
define( 'WP_SITEURL', WP_HOME . 'wp/' );
define( 'WP_CONTENT_DIR', __DIR__ . '/content' );
define( 'UPLOADS', '/files/' );
define( 'COOKIEHASH', 'c0ffee' );
define( 'COOKIE_DOMAIN', $_SERVER['HTTP_HOST'] );
define( 'WP_POST_REVISIONS', 5 );
define( 'EMPTY_TRASH_DAYS', false );
define( 'WP_ENVIRONMENT_TYPE', 'local' );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
`

func TestConfig(t *testing.T) {
	t.Parallel()
	c, err := Parse("/srv/wp-config.php", "/srv/wp", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if want := (auth.Salts{AuthKey: "one", SecureAuthKey: "two", LoggedInKey: "three", LoggedInSalt: "fo$ur"}); c.Salts != want {
		t.Errorf("Salts: %+v", c.Salts)
	}
	for got, want := range map[string]string{
		c.DBName: "harbor", c.DBUser: "skipper", c.DBPassword: "p@ss:/?#%'word", c.DBCharset: "utf8mb4", c.TablePrefix: "hn_",
		c.Home: "https://example.org", c.SiteURL: "https://example.org/wp", c.ContentDir: "/srv/content", c.Uploads: "files",
		c.Cookies.Hash: "c0ffee", c.EnvironmentType: "local", c.Cookies.Domain: "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if c.PostRevisions != 5 || c.EmptyTrashDays != 0 || c.Multisite || c.CustomUserTables {
		t.Errorf("%+v", c)
	}
	var unknown []string
	for _, e := range c.Unknown {
		unknown = append(unknown, e.Error())
	}
	want := "NONCE_SALT in /srv/wp-config.php, line 16, is not a constant|COOKIE_DOMAIN in /srv/wp-config.php, line 25, is not a constant"
	if got := strings.Join(unknown, "|"); got != want {
		t.Errorf("Unknown: %s", got)
	}
	dsn, err := c.DSN()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if password, _ := u.User.Password(); u.Scheme != "mysql" || u.User.Username() != "skipper" || password != c.DBPassword || u.Host != "127.0.0.1:3307" || u.Path != "/harbor" {
		t.Errorf("DSN: %s", dsn)
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	c := settingsOf(t, "")
	if c.ContentDir != "/srv/site/wp/wp-content" || c.PostRevisions != -1 || c.EmptyTrashDays != 30 || len(c.Unknown) != 0 || c.Salts != (auth.Salts{}) {
		t.Errorf("%+v", c)
	}
}

func TestMeaning(t *testing.T) {
	t.Parallel()
	for php, want := range map[string]func(*Config) bool{
		`define( 'MULTISITE', true );`:               func(c *Config) bool { return c.Multisite },
		`define( 'MULTISITE', 'false' );`:            func(c *Config) bool { return c.Multisite },
		`define( 'MULTISITE', '0' );`:                func(c *Config) bool { return !c.Multisite },
		`define( 'WP_ALLOW_MULTISITE', true );`:      func(c *Config) bool { return !c.Multisite },
		`define( 'SUBDOMAIN_INSTALL', false );`:      func(c *Config) bool { return c.Multisite },
		`define( 'MULTISITE', getenv( 'M' ) );`:      func(c *Config) bool { return len(c.Unknown) == 1 },
		`define( 'CUSTOM_USER_TABLE', 'people' );`:   func(c *Config) bool { return c.CustomUserTables },
		`define( 'WP_POST_REVISIONS', true );`:       func(c *Config) bool { return c.PostRevisions == -1 },
		`define( 'WP_POST_REVISIONS', -5 );`:         func(c *Config) bool { return c.PostRevisions == -1 },
		`define( 'WP_POST_REVISIONS', false );`:      func(c *Config) bool { return c.PostRevisions == 0 },
		`define( 'WP_POST_REVISIONS', ' 12 days' );`: func(c *Config) bool { return c.PostRevisions == 12 },
		`define( 'EMPTY_TRASH_DAYS', -2 );`:          func(c *Config) bool { return c.EmptyTrashDays == 0 },
		`define( 'SECRET_KEY', 's' ); define( 'SECRET_SALT', 't' ); define( 'NONCE_KEY', 'n' );`: func(c *Config) bool {
			return c.Salts == auth.Salts{AuthKey: "s", AuthSalt: "t", SecureAuthKey: "s", LoggedInKey: "s", NonceKey: "n"}
		},
		`define( 'SECRET_KEY', 's' ); define( 'NONCE_KEY', 's' );`: func(c *Config) bool { return c.Salts == auth.Salts{} },
	} {
		if c := settingsOf(t, php); !want(c) {
			t.Errorf("%s: %+v", php, c)
		}
	}
}

func TestParseHost(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Host{
		"localhost":                         {Name: "localhost"},
		"localhost:3307":                    {Name: "localhost", Port: 3307},
		"localhost:/run/mysqld/mysqld.sock": {Name: "localhost", Socket: "/run/mysqld/mysqld.sock"},
		"localhost:3307:/run/mysqld.sock":   {Name: "localhost", Port: 3307, Socket: "/run/mysqld.sock"},
		":/run/mysqld/mysqld.sock":          {Socket: "/run/mysqld/mysqld.sock"},
		"127.0.0.1":                         {Name: "127.0.0.1"},
		"127.0.0.1:3306":                    {Name: "127.0.0.1", Port: 3306},
		"db.example.org:99999":              {Name: "db.example.org"},
		"[::1]:3306":                        {Name: "::1", Port: 3306},
		"[::1]":                             {Name: "::1"},
		"2001:db8::7":                       {Name: "2001:db8::7"},
		"":                                  {},
		"a:b:c:d":                           {Name: "a:b:c:d"},
		"x:y:z":                             {},
	} {
		if got := ParseHost(text); got != want {
			t.Errorf("ParseHost(%q) = %+v, want %+v", text, got, want)
		}
	}
}

func TestDSN(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip("no sockets: ", err)
	}
	defer listener.Close()
	const account = "define( 'DB_NAME', 'n' ); define( 'DB_USER', 'u' ); define( 'DB_PASSWORD', '' ); "
	found := "mysql://u:@localhost/n?" + url.Values{"socket": {socket}}.Encode()
	for php, want := range map[string]string{
		account + "define( 'DB_HOST', 'db' );":               "mysql://u:@db/n",
		account + "define( 'DB_HOST', '::1' );":              "mysql://u:@[::1]/n",
		account + "define( 'DB_HOST', '[::1]:3307' );":       "mysql://u:@[::1]:3307/n",
		account + "define( 'DB_HOST', 'localhost' );":        found,
		account + "define( 'DB_HOST', '' );":                 found,
		account + "define( 'DB_HOST', 'localhost:/other' );": "mysql://u:@localhost/n?socket=%2Fother",
		account: "DB_HOST is not set in /srv/site/wp-config.php",
		account + "define( 'DB_HOST', getenv( 'H' ) );":                          "DB_HOST in /srv/site/wp-config.php, line 2, is not a constant",
		"include 'x.php'; " + account:                                            "(line 2 includes another file, which is not read)",
		account + "define( 'DB_HOST', 'db' ); define( 'DB_CHARSET', 'latin1' );": `"latin1"`,
	} {
		c := settingsOf(t, php)
		c.sockets = []string{filepath.Join(dir, "none"), dir, socket}
		got, err := c.DSN()
		if err != nil {
			if got = err.Error(); !strings.Contains(got, want) {
				t.Errorf("%s: %s", php, got)
			}
		} else if got != want {
			t.Errorf("%s: %s, want %s", php, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := realPath(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, "site", "wp")
	write(filepath.Join(root, "index.php"), "")
	if _, err := Read(root); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	above := filepath.Join(dir, "site", "wp-config.php")
	write(above, sample)
	link := filepath.Join(dir, "link")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{root, link} {
		c, err := Read(name)
		if err != nil || c.File != above || c.Root != root || c.ContentDir != filepath.Join(dir, "site", "content") {
			t.Errorf("the one above: %+v, %v", c, err)
		}
	}
	write(filepath.Join(dir, "site", "wp-settings.php"), "")
	if _, err := Read(root); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("that of another WordPress: %v", err)
	}
	write(filepath.Join(root, "wp-config.php"), "<?php $table_prefix = 'own_';")
	if c, err := Read(root); err != nil || c.TablePrefix != "own_" {
		t.Errorf("its own: %v", err)
	}
	write(filepath.Join(root, "wp-config.php"), "<?php //"+strings.Repeat("x", maxSize))
	if _, err := Read(root); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("a long one: %v", err)
	}
	if _, err := Read(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}
