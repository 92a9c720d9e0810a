package jwt

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
	"github.com/wprest/wprest/auth/throttle"
)

// people are the accounts of a test, by login.
type people map[string]*auth.Account

func (p people) ByLogin(_ context.Context, name string) (*auth.Account, error) {
	for login, a := range p {
		if strings.EqualFold(login, name) || strings.EqualFold(a.Email, name) {
			return a, nil
		}
	}
	return nil, wprest.ErrNotExist
}

func (p people) ByID(_ context.Context, id int64) (*auth.Account, error) {
	for _, a := range p {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, wprest.ErrNotExist
}

func newPeople() people {
	// The hash is that of "keel".
	const hash = "$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG."
	return people{
		"ada":   {User: wprest.User{ID: 1, Login: "ada", Name: "Ada", Email: "ada@quay.example"}, PasswordHash: hash, Slug: "ada-l"},
		"grace": {User: wprest.User{ID: 2, Login: "grace"}, PasswordHash: hash},
	}
}

func secret(letter string) []byte { return []byte(strings.Repeat(letter, minSecret)) }

var start = time.Unix(1800000000, 0)

func newTokens(t *testing.T, c Config) *Tokens {
	t.Helper()
	if c.Accounts == nil {
		c.Accounts = newPeople()
	}
	if c.Keys == nil {
		c.Keys = []Key{{ID: "a", Secret: secret("a")}}
	}
	if c.Issuer == "" {
		c.Issuer = "https://quay.example"
	}
	if c.Now == nil {
		c.Now = func() time.Time { return start }
	}
	tokens, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func (t *Tokens) mustMake(tb testing.TB, login string) string {
	tb.Helper()
	account, err := t.config.Accounts.ByLogin(tb.Context(), login)
	if err != nil {
		tb.Fatal(err)
	}
	token, err := t.Make(account)
	if err != nil {
		tb.Fatal(err)
	}
	return token
}

func TestAlgorithms(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, minRSABits)
	if err != nil {
		t.Fatal(err)
	}
	edPublic, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name      string
		sign, see Key
	}{
		{"HS256", Key{Secret: secret("x")}, Key{Secret: secret("x")}},
		{"RS256", Key{Private: rsaKey}, Key{ID: "old", Public: &rsaKey.PublicKey}},
		{"EdDSA", Key{Private: edKey}, Key{ID: "old", Public: edPublic}},
	} {
		test.sign.ID, test.see.ID = "k", "k"
		token := newTokens(t, Config{Keys: []Key{test.sign}}).mustMake(t, "ada")
		parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
		if err != nil || parsed.Method.Alg() != test.name {
			t.Errorf("%s: %v, %v", test.name, parsed, err)
		}
		// Another server has a key of its own, and this one for old tokens.
		other := newTokens(t, Config{Keys: []Key{{ID: "new", Secret: secret("n")}, test.see}})
		if a, err := other.Check(t.Context(), token); err != nil || a.Login != "ada" {
			t.Errorf("%s: %v, %v", test.name, a, err)
		}
	}
}

func TestConfigErrors(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := Key{ID: "a", Secret: secret("a")}
	for name, keys := range map[string][]Key{
		"no key": nil, "empty": {{}}, "short secret": {{Secret: []byte("short")}}, "small RSA key": {{Private: small}},
		"unknown kind": {good, {Public: "x"}}, "same id": {good, good}, "first cannot sign": {{Public: public}, good},
	} {
		if _, err := New(Config{Accounts: newPeople(), Keys: keys}); err == nil {
			t.Errorf("%s is no error", name)
		}
	}
	if _, err := New(Config{Keys: []Key{good}}); err == nil {
		t.Error("no Accounts are no error")
	}
}

func TestTokensThatDoNotHold(t *testing.T) {
	accounts := newPeople()
	now := start
	tokens := newTokens(t, Config{Accounts: accounts, Audience: "app", Life: time.Hour, Now: func() time.Time { return now }})
	good := tokens.mustMake(t, "ada")
	signed := func(method jwt.SigningMethod, key any, kid string, change func(c jwt.MapClaims)) string {
		c := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(good, c); err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(c)
		}
		token := jwt.NewWithClaims(method, c)
		token.Header["kid"] = kid
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	set := func(name string, v any) func(jwt.MapClaims) { return func(c jwt.MapClaims) { c[name] = v } }
	hs := jwt.SigningMethodHS256
	part := strings.Split(good, ".")
	for name, token := range map[string]string{
		"empty": "", "no token": "a.b.c", "too long": good + strings.Repeat("x", maxToken),
		"cut":                  good[:len(good)-2],
		"other payload":        part[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"2"}`)) + "." + part[2],
		"other secret":         signed(hs, secret("b"), "a", nil),
		"unknown key":          signed(hs, secret("a"), "b", nil),
		"no signature":         signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, "a", nil),
		"method of no key":     signed(jwt.SigningMethodHS512, secret("a"), "a", nil),
		"other issuer":         signed(hs, secret("a"), "a", set("iss", "https://elsewhere.example")),
		"other audience":       signed(hs, secret("a"), "a", set("aud", "other")),
		"no audience":          signed(hs, secret("a"), "a", func(c jwt.MapClaims) { delete(c, "aud") }),
		"no end":               signed(hs, secret("a"), "a", func(c jwt.MapClaims) { delete(c, "exp") }),
		"ended":                signed(hs, secret("a"), "a", set("exp", start.Add(-time.Hour).Unix())),
		"not yet":              signed(hs, secret("a"), "a", set("nbf", start.Add(time.Hour).Unix())),
		"made in the future":   signed(hs, secret("a"), "a", set("iat", start.Add(time.Hour).Unix())),
		"nobody":               signed(hs, secret("a"), "a", set("sub", "99")),
		"no id":                signed(hs, secret("a"), "a", set("sub", "ada")),
		"of an older password": signed(hs, secret("a"), "a", set("stamp", "0000000000000000")),
	} {
		if a, err := tokens.Check(t.Context(), token); err == nil {
			t.Errorf("%s: holds for %v", name, a.Login)
		}
	}
	if _, err := tokens.Check(t.Context(), good); err != nil {
		t.Error(err)
	}
	now = start.Add(2 * time.Hour)
	if _, err := tokens.Check(t.Context(), good); err == nil {
		t.Error("a token holds after its end")
	}
	now = start
	accounts["ada"].PasswordHash = "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1"
	if _, err := tokens.Check(t.Context(), good); err == nil {
		t.Error("a token holds after its user's password has changed")
	}
}

// An RSA public key must not do as the secret of an HMAC.
func TestKeyConfusion(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, minRSABits)
	if err != nil {
		t.Fatal(err)
	}
	tokens := newTokens(t, Config{Keys: []Key{{ID: "a", Private: key}}})
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"sub": "1", "iss": "https://quay.example", "exp": start.Add(time.Hour).Unix()})
	token.Header["kid"] = "a"
	forged, err := token.SignedString(key.N.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Check(t.Context(), forged); err == nil {
		t.Error("a forged token holds")
	}
}

// newServer serves the routes, and one that shows who asks.
func newServer(t *testing.T, tokens *Tokens) *wprest.Server {
	t.Helper()
	reg := wprest.New(wprest.Config{BaseURL: "https://quay.example/wp-json", Auth: []wprest.Authenticator{tokens}})
	reg.Register(tokens)
	reg.Route("acme/v1", "/me", wprest.Route{Endpoints: []wprest.Endpoint{{
		Permission: wprest.LoggedIn,
		Handler: func(ctx context.Context, _ *wprest.Request) (any, error) {
			u := wprest.UserFrom(ctx)
			return u.Login + " by " + u.Via, nil
		},
	}}})
	srv, err := reg.Build()
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func call(srv *wprest.Server, method, path, authorization, body string) (*httptest.ResponseRecorder, map[string]any) {
	r := httptest.NewRequest(method, "/wp-json"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, r)
	var answer map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &answer) // some are no objects
	return w, answer
}

func TestRoutes(t *testing.T) {
	now := start
	tokens := newTokens(t, Config{Now: func() time.Time { return now }})
	srv := newServer(t, tokens)
	w, answer := call(srv, "POST", "/jwt-auth/v1/token", "Bearer old.old.old", `{"username":"ADA","password":" keel "}`)
	token, _ := answer["token"].(string)
	if w.Code != http.StatusOK || answer["user_email"] != "ada@quay.example" || answer["user_nicename"] != "ada-l" || answer["user_display_name"] != "Ada" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, test := range []struct {
		method, path, authorization, body string
		status                            int
		code                              any
	}{
		{"GET", "/acme/v1/me", "bearer  " + token, "", 200, nil},
		{"GET", "/acme/v1/me", "", "", 401, "rest_forbidden"},
		{"GET", "/acme/v1/me", "Bearer opaque", "", 401, "rest_forbidden"},
		{"GET", "/acme/v1/me", "Bearer a.b.c", "", 403, "jwt_auth_invalid_token"},
		{"POST", "/jwt-auth/v1/token/validate", "Bearer " + token, "", 200, "jwt_auth_valid_token"},
		{"POST", "/jwt-auth/v1/token/validate", "Bearer a.b.c", "", 403, "jwt_auth_invalid_token"},
		{"POST", "/jwt-auth/v1/token/validate", "Bearer x", "", 403, "jwt_auth_invalid_token"},
		{"POST", "/jwt-auth/v1/token/validate", "Basic eDp5", "", 403, "jwt_auth_bad_auth_header"},
		{"POST", "/jwt-auth/v1/token/validate", "", "", 403, "jwt_auth_no_auth_header"},
		{"POST", "/jwt-auth/v1/token/refresh", "", "", 403, "jwt_auth_no_auth_header"},
		{"POST", "/jwt-auth/v1/token", "", `{"username":"ada","password":"x"}`, 403, "[jwt_auth] incorrect_password"},
		{"POST", "/jwt-auth/v1/token", "", `{"username":"eve","password":"x"}`, 403, "[jwt_auth] invalid_username"},
		{"POST", "/jwt-auth/v1/token", "", `{"username":"eve@x.example","password":"x"}`, 403, "[jwt_auth] invalid_email"},
		{"POST", "/jwt-auth/v1/token", "", `{"username":"ada","password":""}`, 403, "[jwt_auth] empty_password"},
		{"POST", "/jwt-auth/v1/token", "", `{"username":"ada"}`, 400, "rest_missing_callback_param"},
		{"GET", "/jwt-auth/v1/token", "", "", 404, "rest_no_route"},
	} {
		if w, answer := call(srv, test.method, test.path, test.authorization, test.body); w.Code != test.status || answer["code"] != test.code {
			t.Errorf("%s %s, %q: %d %s", test.method, test.path, test.authorization, w.Code, w.Body)
		}
	}
	now = start.Add(time.Hour)
	if _, answer := call(srv, "POST", "/jwt-auth/v1/token/refresh", "Bearer "+token, ""); answer["token"] == nil || answer["token"] == token {
		t.Errorf("refresh: %v", answer)
	}
}

func TestGuessing(t *testing.T) {
	srv := newServer(t, newTokens(t, Config{Throttle: throttle.NewLogins(throttle.LoginLimits{PerPair: 2, PerAddress: 100})}))
	const wrong, right = `{"username":"ada","password":"x"}`, `{"username":"ada","password":"keel"}`
	for range 2 {
		if w, _ := call(srv, "POST", "/jwt-auth/v1/token", "", wrong); w.Code != http.StatusForbidden {
			t.Fatal(w.Code)
		}
	}
	w, answer := call(srv, "POST", "/jwt-auth/v1/token", "", right)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || answer["code"] != "too_many_requests" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func FuzzCheck(f *testing.F) {
	tokens, err := New(Config{Accounts: newPeople(), Keys: []Key{{ID: "a", Secret: secret("a")}}, Issuer: "i", Now: func() time.Time { return start }})
	if err != nil {
		f.Fatal(err)
	}
	good := tokens.mustMake(f, "ada")
	for _, seed := range []string{"", "..", good, good + "x", "eyJhbGciOiJub25lIn0.e30."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if a, err := tokens.Check(context.Background(), token); err == nil && token != good {
			// Base64 may be written in more than one way, but never says anything else.
			if a.ID != 1 {
				t.Errorf("%q holds for %d", token, a.ID)
			}
		}
	})
}
