package wordpress

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// tryLogIn sends the form by which people log in, and fetches a nonce; it reports
// whether that has worked.
func (s *side) tryLogIn(t *testing.T, user, password string) bool {
	t.Helper()
	s.nonce = ""
	s.page(t, "/wp-login.php") // it tries whether cookies are kept
	resp, text, err := s.send(http.MethodPost, "/wp-login.php", "application/x-www-form-urlencoded",
		strings.NewReader(url.Values{"log": {user}, "pwd": {password}, "testcookie": {"1"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case resp.StatusCode == http.StatusFound:
		return s.fetchNonce(t)
	case resp.StatusCode == http.StatusOK && strings.Contains(string(text), "login_error"):
		return false
	}
	t.Fatalf("%s: log in: %s\n%s", s.name, resp.Status, tail(string(text)))
	return false
}

// logIn logs in with a password that fits.
func (s *side) logIn(t *testing.T, user, password string) {
	t.Helper()
	if !s.tryLogIn(t, user, password) {
		t.Fatalf("%s does not let %s in", s.name, user)
	}
}

// fetchNonce asks for a nonce, as the scripts of admin pages do when theirs has
// expired.
func (s *side) fetchNonce(t *testing.T) bool {
	t.Helper()
	resp, text, err := s.send(http.MethodGet, "/wp-admin/admin-ajax.php?action=rest-nonce", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || len(text) != 10 {
		return false
	}
	s.nonce = string(text)
	return true
}
