package jwt

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/auth"
)

// ViaBearer is what a User has as Via who came with a token.
const ViaBearer = "bearer"

const (
	defaultLife = 7 * 24 * time.Hour
	// leeway is how far the clocks of servers of one site may be apart.
	leeway = 30 * time.Second
	// maxToken is the most bytes of a token.
	maxToken = 8 << 10
)

// A Config says how tokens are made.
type Config struct {
	// Accounts finds users. It must be set.
	Accounts auth.Accounts
	// Keys check tokens; the first one signs.
	Keys []Key
	// Issuer names the site in tokens, and Audience whom they are for, if it is
	// set. Tokens of others are refused.
	Issuer, Audience string
	// Life is how long a token holds. The default is 7 days.
	Life time.Duration
	// Passwords takes the hash of a password that was stored in an older form.
	// It may be nil.
	Passwords auth.PasswordStore
	// Throttle makes those wait who guess passwords; nil: nobody waits.
	Throttle auth.Throttle
	// Address tells where a request came from; nil is auth.RemoteIP.
	Address func(r *http.Request) string
	// Now tells the time; nil is time.Now.
	Now func() time.Time
}

// Tokens makes tokens, and is the Authenticator of those who bring one. It is also
// the Resource with the routes to get one. It is safe for concurrent use.
type Tokens struct {
	config Config
	keys   []usableKey
	parser *jwt.Parser
}

var (
	_ wprest.Authenticator = (*Tokens)(nil)
	_ wprest.Resource      = (*Tokens)(nil)
)

// New returns Tokens, or what is wrong with a Config.
func New(c Config) (*Tokens, error) {
	if c.Accounts == nil {
		return nil, errors.New("jwt: there are no Accounts")
	}
	keys, err := usableKeys(c.Keys)
	if err != nil {
		return nil, err
	}
	if c.Life <= 0 {
		c.Life = defaultLife
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Address == nil {
		c.Address = auth.RemoteIP
	}
	options := []jwt.ParserOption{
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(leeway), jwt.WithTimeFunc(c.Now),
		jwt.WithValidMethods([]string{"HS256", "RS256", "EdDSA"}), jwt.WithIssuer(c.Issuer),
	}
	if c.Audience != "" {
		options = append(options, jwt.WithAudience(c.Audience))
	}
	return &Tokens{c, keys, jwt.NewParser(options...)}, nil
}

// claims are what a token says.
type claims struct {
	jwt.RegisteredClaims
	// Data names the user as clients look for it.
	Data struct {
		User struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"data"`
	// Stamp changes with the user's password.
	Stamp string `json:"stamp"`
}

// Make returns a token for an account.
func (t *Tokens) Make(a *auth.Account) (string, error) {
	now := t.config.Now()
	c := claims{RegisteredClaims: jwt.RegisteredClaims{
		Issuer: t.config.Issuer, Subject: strconv.FormatInt(a.ID, 10),
		IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(t.config.Life)),
	}, Stamp: stamp(a)}
	if t.config.Audience != "" {
		c.Audience = jwt.ClaimStrings{t.config.Audience}
	}
	c.Data.User.ID = c.Subject
	token := jwt.NewWithClaims(t.keys[0].method, c)
	token.Header["kid"] = t.keys[0].id
	text, err := token.SignedString(t.keys[0].sign)
	if err != nil {
		return "", fmt.Errorf("jwt: sign: %w", err)
	}
	return text, nil
}

// stamp is a piece of a digest of the stored hash, which has a salt of its own.
func stamp(a *auth.Account) string {
	sum := sha256.Sum256([]byte("jwt:" + strconv.FormatInt(a.ID, 10) + ":" + a.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

// Check returns the account that a token is for. A token that does not hold is the
// *wprest.Error jwt_auth_invalid_token; other errors are those of Accounts.
func (t *Tokens) Check(ctx context.Context, token string) (*auth.Account, error) {
	if len(token) > maxToken {
		return nil, errInvalid()
	}
	var c claims
	if _, err := t.parser.ParseWithClaims(token, &c, t.key); err != nil {
		return nil, errInvalid()
	}
	id, err := strconv.ParseInt(c.Subject, 10, 64)
	if err != nil {
		return nil, errInvalid()
	}
	account, err := t.config.Accounts.ByID(ctx, id)
	switch {
	case errors.Is(err, wprest.ErrNotExist):
		return nil, errInvalid()
	case err != nil:
		return nil, fmt.Errorf("jwt: find account: %w", err)
	case subtle.ConstantTimeCompare([]byte(c.Stamp), []byte(stamp(account))) != 1:
		return nil, errInvalid()
	}
	return account, nil
}

// key finds the key of a token. The method is the key's own, whatever the token
// says.
func (t *Tokens) key(token *jwt.Token) (any, error) {
	id, named := token.Header["kid"].(string)
	for _, k := range t.keys {
		if named && k.id != id || !named && len(t.keys) > 1 {
			continue
		}
		if k.method.Alg() != token.Method.Alg() {
			return nil, jwt.ErrTokenSignatureInvalid
		}
		return k.verify, nil
	}
	return nil, jwt.ErrTokenUnverifiable
}

func errInvalid() error {
	return wprest.NewError(http.StatusForbidden, "jwt_auth_invalid_token", "The token does not hold, or no longer.")
}

// Authenticate implements wprest.Authenticator. A bearer that is no JSON Web Token
// is left to others.
func (t *Tokens) Authenticate(r *http.Request) (*wprest.User, error) {
	token, ok := bearer(r)
	if !ok || strings.Count(token, ".") != 2 || asksForToken(r) {
		return nil, nil
	}
	account, err := t.Check(r.Context(), token)
	if err != nil {
		return nil, err
	}
	u := account.User
	u.Via = ViaBearer
	return &u, nil
}

// bearer returns the token of a request.
func bearer(r *http.Request) (string, bool) {
	const scheme = "bearer "
	header := r.Header.Get("Authorization")
	if len(header) <= len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", false
	}
	return strings.TrimSpace(header[len(scheme):]), true
}

// asksForToken reports a login, at which an old token does not matter.
func asksForToken(r *http.Request) bool {
	const route = "/" + namespace + "/token"
	return strings.HasSuffix(strings.TrimSuffix(r.URL.Path, "/"), route) || r.URL.Query().Get("rest_route") == route
}
