package wordpress

import (
	"net/http"
	"regexp"
	"testing"
)

const me = "/wp/v2/users/me?context=edit"

// testSessions takes the cookies and nonces of one side to the others.
func testSessions(t *testing.T, c *coast) {
	for _, writer := range []*side{c.php, c.host} {
		t.Run("begun by "+writer.name, func(t *testing.T) { testSession(t, c, writer) })
	}
	t.Run("nonce of an admin page", func(t *testing.T) {
		browser := c.php.browser(t)
		browser.logIn(t, admin, adminPassword)
		page := browser.page(t, "/wp-admin/post-new.php")
		found := regexp.MustCompile(`createNonceMiddleware\(\s*"([0-9a-f]{10})"`).FindStringSubmatch(page)
		if found == nil {
			t.Fatal("the page of the editor has no nonce")
		}
		browser.nonce = found[1]
		want(t, c.wprest, browser.at(c.wprest).get(t, me), "username", admin)
	})
}

func testSession(t *testing.T, c *coast, writer *side) {
	browser, sides := writer.browser(t), []*side{c.php, c.wprest, c.host}
	browser.logIn(t, admin, adminPassword)
	for _, s := range sides {
		there := browser.at(s)
		want(t, s, there.get(t, me), "username", admin)
		there.update(t, "/wp/v2/users/1", object{"nickname": "by " + s.name})
		want(t, writer, browser.get(t, me), "nickname", "by "+s.name)
		there.nonce = "0123456789"
		there.must(t, http.StatusForbidden, http.MethodGet, me, nil)
	}
	for _, s := range []*side{c.php, c.host} {
		there := browser.at(s)
		if !there.fetchNonce(t) || there.nonce != browser.nonce {
			t.Errorf("nonce %s by %s, %s by %s", browser.nonce, writer.name, there.nonce, s.name)
		}
	}

	// Who logs out at one side is out at the others.
	reader := map[*side]*side{c.php: c.host, c.host: c.php}[writer]
	link := browser.logOutLink(t, c)
	if resp, _, err := browser.at(reader).send(http.MethodGet, link, "", nil); err != nil || resp.StatusCode != http.StatusFound {
		t.Fatalf("%s: log out: %v, %v", reader.name, resp, err)
	}
	for _, s := range sides {
		browser.at(s).must(t, http.StatusForbidden, http.MethodGet, me, nil)
	}
}

// logOutLink returns the path by which a browser logs out, from an admin page of
// PHP: it has a nonce that is bound to the session.
func (s *side) logOutLink(t *testing.T, c *coast) string {
	t.Helper()
	page := s.at(c.php).page(t, "/wp-admin/profile.php")
	found := regexp.MustCompile(`wp-login\.php\?action=logout&(?:amp;|#038;)_wpnonce=([0-9a-f]{10})`).FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page has no link to log out")
	}
	return "/wp-login.php?action=logout&_wpnonce=" + found[1]
}
