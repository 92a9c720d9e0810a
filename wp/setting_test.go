package wp_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

func TestSettingValues(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Languages = []string{"pt_PT"}
		c.Settings = []wp.Setting{
			{Option: "berths", Schema: wprest.Schema{Type: "integer", Default: 3}, Sanitize: func(_ context.Context, v any) (any, bool) {
				return v, wprest.ToInt(v) < 100
			}},
			{Option: "harbor_dues", Schema: wprest.Schema{Name: "dues", Type: "object", Properties: []*wprest.Schema{{Name: "fee", Type: "number"}}}},
		}
	}, nil)
	admin := user(1, "administrator")
	for _, test := range []struct {
		name, value, shown, stored string // stored "-": not at all
	}{
		{"title", `"A & B's \"C\" &lt;"`, `A &amp; B&#039;s &quot;C&quot; &lt;`, `A &amp; B&#039;s &quot;C&quot; &lt;`},
		{"date_format", `"<b>Y</b> & m"`, `Y &amp; m`, `Y &amp; m`},
		{"posts_per_page", `0`, `1`, `1`},
		{"posts_per_page", `-1`, `-1`, `-1`},
		{"posts_per_page", `"-7"`, `7`, `7`},
		{"start_of_week", `-2`, `2`, `2`},
		{"timezone", `"Europe/Lisbon"`, `Europe/Lisbon`, `Europe/Lisbon`},
		{"timezone", `"europe/lisbon"`, `Europe/Lisbon`, `Europe/Lisbon`},
		{"timezone", `"Local"`, `Europe/Lisbon`, `Europe/Lisbon`},
		{"timezone", `"../etc/passwd"`, `Europe/Lisbon`, `Europe/Lisbon`},
		{"language", `"de_DE"`, `en_US`, `-`},
		{"language", `"pt_PT"`, `pt_PT`, `pt_PT`},
		{"language", `"en_US"`, `pt_PT`, `pt_PT`},
		{"email", `"o'x@quay.example"`, `o'x@quay.example`, `o'x@quay.example`},
		{"use_smilies", `"false"`, `false`, ``},
		{"use_smilies", `1`, `true`, `1`},
		{"berths", `"3"`, `3`, `-`},
		{"berths", `12`, `12`, `12`},
		{"berths", `120`, `12`, `12`},
		{"dues", `{"fee":"2.5"}`, `map[fee:2.5]`, `a:1:{s:3:"fee";d:2.5;}`},
	} {
		answer := site.call(t, admin, "POST", "/wp/v2/settings", fmt.Sprintf(`{%q:%s}`, test.name, test.value), http.StatusOK)
		if got := fmt.Sprint(get(answer, test.name)); got != test.shown {
			t.Errorf("%s %s shows as %s", test.name, test.value, got)
		}
		option := map[string]string{"title": "blogname", "timezone": "timezone_string", "language": "WPLANG", "email": "admin_email", "dues": "harbor_dues"}[test.name]
		if option == "" {
			option = test.name
		}
		stored, err := site.stores.Options.Options(t.Context(), option)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := stored[option]; ok != (test.stored != "-") || ok && got != test.stored {
			t.Errorf("%s %s is stored as %q, %v", test.name, test.value, got, ok)
		}
	}
}

func TestSettingsRefused(t *testing.T) {
	site := newSite(t, nil, nil)
	admin := user(1, "administrator")
	for body, status := range map[string]int{
		`{"posts_per_page":1.5}`:                             400,
		`{"use_smilies":2}`:                                  400,
		`{"use_smilies":""}`:                                 400,
		`{"default_ping_status":"ajar"}`:                     400,
		`{"site_logo":null}`:                                 500, // nothing is stored, and false is no number
		`{"title":null}`:                                     200,
		`{"unknown":1,"blogname":"x"}`:                       200,
		`{"description":"kept","start_of_week":"wednesday"}`: 400,
	} {
		site.call(t, admin, "PUT", "/wp/v2/settings", body, status)
	}
	if got := get(site.call(t, admin, "GET", "/wp/v2/settings", "", http.StatusOK), "description"); got == "kept" {
		t.Error("part of a refused request was stored")
	}
	for _, who := range []*wprest.User{nil, user(2, "editor")} {
		status := http.StatusUnauthorized
		if who != nil {
			status = http.StatusForbidden
		}
		site.call(t, who, "GET", "/wp/v2/settings", "", status)
		site.call(t, who, "PATCH", "/wp/v2/settings", `{"title":"x"}`, status)
	}
}

func TestFixOptions(t *testing.T) {
	site := newSite(t, func(c *wp.Config) {
		c.Stores.Options = wp.FixOptions(c.Stores.Options, map[string]string{"home": "https://front.example"})
	}, nil)
	site.setOption(t, "home", "https://elsewhere.example")
	link, _ := get(site.call(t, user(1, "administrator"), "GET", "/wp/v2/users/1", "", http.StatusOK), "link").(string)
	if !strings.HasPrefix(link, "https://front.example/") {
		t.Errorf("link %s", link)
	}
	for _, names := range [][]string{nil, {"home"}, {"home", "siteurl"}} {
		if got, err := site.stores.Options.Options(t.Context(), names...); got["home"] != "https://front.example" || err != nil {
			t.Errorf("%q: %q, %v", names, got["home"], err)
		}
	}
	if got, err := site.stores.Options.Options(t.Context(), "siteurl"); len(got) != 1 || err != nil {
		t.Errorf("one option: %v, %v", got, err)
	}
}
