package wordpress

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/login"
	"github.com/wprest/wprest/storage/wpdb"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
)

// startWprest serves the site by the program wprest.
func (c *coast) startWprest(t *testing.T) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "wprest")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "../../cmd/wprest").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	address := freeAddress(t)
	cmd := exec.Command(binary, "serve", "--wp-root", c.root, "--addr", address, "--data", t.TempDir(), "--quiet")
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "WPREST_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	start(t, cmd)
	c.wprest = newSide(t, "wprest", "http://"+address)
	c.wprest.user, c.wprest.password = c.php.user, c.php.password
	awaitServer(t, c.wprest, "/index.php?rest_route=/")
}

// startHost serves the site by a program that embeds wprest, with pages to log in
// and the meta that testdata/coast.php registers.
func (c *coast) startHost(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	db, err := wpdb.Open(ctx, wpdb.Options{DSN: c.dsn, Prefix: prefix})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	accounts := db.Accounts()
	cookies := &auth.Cookies{Accounts: accounts, Sessions: accounts, Salts: c.salts, SiteURL: c.php.url}
	passwords := &auth.AppPasswordAuth{Accounts: accounts, Store: accounts}
	reg := wprest.New(wprest.Config{
		BaseURL: c.php.url + "/wp-json", Auth: []wprest.Authenticator{cookies, passwords, cookies.Nonces()}, May: wp.Authorizer(),
	})
	c.site = wp.Mount(reg, wp.Config{
		Stores: db.Stores(), AppPasswords: passwords, Cookies: cookies, Salts: c.salts, Text: text.Options{Home: c.php.url}, PostMeta: coastMeta(),
	})
	api, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	pages := &login.Pages{Cookies: cookies, AppPasswords: passwords, Accounts: accounts, Title: "Coast", Local: true}
	server := httptest.NewServer(db.CheckOncePerRequest(api.Wrap(pages.Wrap(http.NotFoundHandler()))))
	t.Cleanup(server.Close)
	c.host = newSide(t, "host", server.URL)
	c.host.user, c.host.password = c.php.user, c.php.password
}

// coastMeta is the meta that testdata/coast.php registers.
func coastMeta() []wp.MetaField {
	return []wp.MetaField{
		{Key: "coast_depth", Schema: wprest.Schema{Type: "integer"}, Types: []string{"post"}},
		{Key: "coast_names", Schema: wprest.Schema{Type: "string"}, Many: true, Types: []string{"post"}},
		{Key: "_coast_chart", Capability: "edit_posts", Types: []string{"post"}, Schema: wprest.Schema{Type: "object", Properties: []*wprest.Schema{
			{Name: "sheet", Type: "string"}, {Name: "scale", Type: "integer"},
		}}},
	}
}
