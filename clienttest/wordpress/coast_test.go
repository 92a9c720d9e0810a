package wordpress

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the database of the site

	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/internal/testdb"
	"github.com/wprest/wprest/wp"
)

const (
	prefix        = "odd1_"
	admin         = "boss"
	adminPassword = `keel "quay" it's pa$$`
	patience      = 30 * time.Second // with what starts
)

// A coast is a site that two programs serve.
type coast struct {
	root        string // folder of the WordPress
	errors      string // file of PHP's complaints
	dsn         string // of its database, as wprest takes it
	db          *sql.DB
	salts       auth.Salts
	php, wprest *side
	host        *side    // by a program that embeds wprest
	site        *wp.Site // of host
	before      tables   // as PHP made them
}

// newCoast installs a WordPress and serves it by PHP and by wprest.
func newCoast(t *testing.T) *coast {
	t.Helper()
	server, wordpress, php := needs(t)
	c := &coast{salts: auth.NewSalts()}
	c.makeDatabase(t, server)
	c.copyWordPress(t, wordpress)
	c.startPHP(t, php)
	c.install(t)
	c.watchPHP(t)
	c.before = c.readTables(t)
	c.logIn(t)
	sums := c.checksums(t)
	c.startWprest(t)
	c.startHost(t)
	for table, sum := range c.checksums(t) {
		if sum != sums[table] {
			t.Errorf("wprest has written to %s when it started", table)
		}
	}
	return c
}

// needs skips the test where something that it needs is missing.
func needs(t *testing.T) (server *url.URL, wordpress, php string) {
	t.Helper()
	server, err := url.Parse(testdb.DSN(t, testdb.MariaDB))
	if err != nil {
		t.Fatal(err)
	}
	if wordpress = os.Getenv("WPREST_TEST_WORDPRESS"); wordpress == "" {
		wordpress = "/usr/share/wordpress"
	}
	if _, err := os.Stat(filepath.Join(wordpress, "wp-login.php")); err != nil {
		testdb.Missing(t, "there is no WordPress: %v; apt-get install --no-install-recommends wordpress", err)
	}
	if php, err = exec.LookPath("php"); err != nil {
		testdb.Missing(t, "there is no PHP: %v; apt-get install php-cli php-mysql php-xml php-gd", err)
	}
	return server, wordpress, php
}

// makeDatabase makes an empty database, which ends with the test.
func (c *coast) makeDatabase(t *testing.T, server *url.URL) {
	t.Helper()
	password, _ := server.User.Password()
	open := func(name string) *sql.DB {
		db, err := sql.Open("mysql", fmt.Sprintf("%s:%s@tcp(%s)/%s", server.User.Username(), password, server.Host, name))
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	name := "wprest_coast_" + strings.ToLower(rand.Text()[:12])
	main := open("")
	if _, err := main.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"); err != nil {
		t.Fatal(err)
	}
	c.db = open(name)
	t.Cleanup(func() {
		_, err := main.Exec("DROP DATABASE " + name)
		for _, e := range []error{err, c.db.Close(), main.Close()} {
			if e != nil {
				t.Error(e)
			}
		}
	})
	own := *server
	own.Path = "/" + name
	c.dsn = own.String()
}

// copyWordPress makes a folder with the WordPress and a configuration.
func (c *coast) copyWordPress(t *testing.T, from string) {
	t.Helper()
	c.root = filepath.Join(t.TempDir(), "wordpress")
	// Debian's package is full of links.
	if out, err := exec.Command("cp", "-RL", from, c.root).CombinedOutput(); err != nil {
		t.Fatalf("copy: %v\n%s", err, out)
	}
	plugins := filepath.Join(c.root, "wp-content", "mu-plugins")
	for _, folder := range []string{plugins, filepath.Join(c.root, "wp-content", "uploads")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	plugin, err := os.ReadFile("testdata/coast.php")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(c.dsn)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := u.User.Password()
	config := &strings.Builder{}
	config.WriteString("<?php\n")
	for _, constant := range [][2]string{
		{"DB_NAME", u.Path[1:]}, {"DB_USER", u.User.Username()}, {"DB_PASSWORD", password}, {"DB_HOST", u.Host},
		{"DB_CHARSET", "utf8mb4"}, {"DB_COLLATE", ""},
		{"AUTH_KEY", c.salts.AuthKey}, {"AUTH_SALT", c.salts.AuthSalt},
		{"SECURE_AUTH_KEY", c.salts.SecureAuthKey}, {"SECURE_AUTH_SALT", c.salts.SecureAuthSalt},
		{"LOGGED_IN_KEY", c.salts.LoggedInKey}, {"LOGGED_IN_SALT", c.salts.LoggedInSalt},
		{"NONCE_KEY", c.salts.NonceKey}, {"NONCE_SALT", c.salts.NonceSalt},
		{"WP_ENVIRONMENT_TYPE", "local"}, // application passwords without https
	} {
		fmt.Fprintf(config, "define( '%s', '%s' );\n", constant[0], constant[1])
	}
	fmt.Fprintf(config, "$table_prefix = '%s';\n", prefix)
	for _, constant := range []string{"WP_HTTP_BLOCK_EXTERNAL", "DISABLE_WP_CRON", "AUTOMATIC_UPDATER_DISABLED"} {
		fmt.Fprintf(config, "define( '%s', true );\n", constant)
	}
	config.WriteString("if ( ! defined( 'ABSPATH' ) ) {\n\tdefine( 'ABSPATH', __DIR__ . '/' );\n}\nrequire_once ABSPATH . 'wp-settings.php';\n")
	for name, text := range map[string][]byte{
		filepath.Join(c.root, "wp-config.php"): []byte(config.String()),
		filepath.Join(plugins, "coast.php"):    plugin,
	} {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// startPHP serves the WordPress by PHP's own web server.
func (c *coast) startPHP(t *testing.T, php string) {
	t.Helper()
	router, err := filepath.Abs("testdata/router.php")
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	c.errors = filepath.Join(filepath.Dir(c.root), "php-errors.log")
	cmd := exec.Command(php, "-d", "opcache.enable=1", "-d", "sendmail_path=/bin/true", "-d", "display_errors=0",
		"-d", "log_errors=1", "-d", "error_log="+c.errors, "-S", address, "-t", c.root, router)
	cmd.Env = append(os.Environ(), "PHP_CLI_SERVER_WORKERS=4")
	start(t, cmd)
	c.php = newSide(t, "php", "http://"+address)
	awaitServer(t, c.php, "/wp-includes/js/api-request.js")
}

// watchPHP fails the test when PHP has complained, as it does about a database
// that is not as it should be.
func (c *coast) watchPHP(t *testing.T) {
	t.Helper()
	before, err := os.ReadFile(c.errors)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		text, err := os.ReadFile(c.errors)
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
		for line := range strings.Lines(string(text[len(before):])) {
			switch {
			case strings.Contains(line, "PHP Deprecated"): // it is older than this PHP
			case strings.Contains(line, "could_not_set"): // both sides have taken an event off the list
			default:
				t.Errorf("PHP complains: %.600s", line)
			}
		}
	})
}

// start runs a server until the test ends.
func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	log := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // PHP's has children
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		_ = cmd.Wait() // it was told to end
		if t.Failed() {
			t.Logf("%s:\n%s", filepath.Base(cmd.Path), tail(log.String()))
		}
	})
}

// tail returns the end of a log.
func tail(text string) string { return text[max(0, len(text)-8<<10):] }

func freeAddress(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // nothing has used it
	return l.Addr().String()
}

// awaitServer waits until a server answers.
func awaitServer(t *testing.T, s *side, path string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := s.client.Do(req)
		if err == nil {
			_ = resp.Body.Close() // not read
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s does not start: %v", s.name, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// install makes the site by WordPress's own form.
func (c *coast) install(t *testing.T) {
	t.Helper()
	page := c.php.form(t, "/wp-admin/install.php?step=2", url.Values{
		"weblog_title": {"Coast"}, "user_name": {admin}, "admin_password": {adminPassword}, "admin_password2": {adminPassword},
		"admin_email": {"boss@coast.example"}, "blog_public": {"1"}, "pw_weak": {"on"}, "language": {""},
	})
	var n int
	if err := c.db.QueryRow("SELECT COUNT(*) FROM " + prefix + "users").Scan(&n); err != nil || n != 1 {
		t.Fatalf("not installed: %d users, %v\n%s", n, err, tail(page))
	}
}

// logIn makes an application password by PHP, with which both sides are asked.
func (c *coast) logIn(t *testing.T) {
	t.Helper()
	browser := c.php.browser(t)
	browser.logIn(t, admin, adminPassword)
	made := browser.must(t, 201, "POST", "/wp/v2/users/me/application-passwords", object{"name": "Coast"})
	c.php.user, c.php.password = admin, str(made, "password")
}

func newJar(t *testing.T) http.CookieJar {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return jar
}
