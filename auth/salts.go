package auth

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"
	"time"
)

// Salts are the secrets of a site, as a WordPress has them in its
// configuration. Where both the key and the salt of a purpose are empty,
// nothing made for that purpose holds.
type Salts struct {
	// AuthKey and AuthSalt are for cookies of admin pages over http.
	AuthKey, AuthSalt string
	// SecureAuthKey and SecureAuthSalt are for cookies of admin pages over
	// https.
	SecureAuthKey, SecureAuthSalt string
	// LoggedInKey and LoggedInSalt are for cookies of everything else.
	LoggedInKey, LoggedInSalt string
	// NonceKey and NonceSalt are for nonces.
	NonceKey, NonceSalt string
}

// NewSalts returns random Salts, for a site that has none yet.
func NewSalts() Salts {
	const n = 64
	return Salts{
		AuthKey: randomString(n), AuthSalt: randomString(n),
		SecureAuthKey: randomString(n), SecureAuthSalt: randomString(n),
		LoggedInKey: randomString(n), LoggedInSalt: randomString(n),
		NonceKey: randomString(n), NonceSalt: randomString(n),
	}
}

// A Scheme is a kind of login cookie.
type Scheme int

// The login cookies: LoggedIn goes with every request to a site, Auth and
// SecureAuth with those to its admin pages over http and over https.
const (
	LoggedIn Scheme = iota
	Auth
	SecureAuth
)

// secret returns what a scheme's macs are made with.
func (s Salts) secret(scheme Scheme) string {
	switch scheme {
	case LoggedIn:
		return s.LoggedInKey + s.LoggedInSalt
	case Auth:
		return s.AuthKey + s.AuthSalt
	case SecureAuth:
		return s.SecureAuthKey + s.SecureAuthSalt
	}
	return ""
}

// CookieName returns the name of a site's login cookie: it tells sites on one
// host apart by a hash of the option siteurl. A Scheme that does not exist has
// the name of LoggedIn.
func CookieName(scheme Scheme, siteURL string) string {
	sum := md5.Sum([]byte(siteURL))
	hash := hex.EncodeToString(sum[:])
	switch scheme {
	case Auth:
		return "wordpress_" + hash
	case SecureAuth:
		return "wordpress_sec_" + hash
	}
	return "wordpress_logged_in_" + hash
}

// Cookie mirrors wp_generate_auth_cookie: it returns the value of a login
// cookie, not yet percent-encoded. The passwordHash is the stored one, the
// token that of a session. It is "" when there are no salts for the scheme.
func (s Salts) Cookie(scheme Scheme, login, passwordHash, token string, expires time.Time) string {
	c := cookie{login: login, expiration: strconv.FormatInt(expires.Unix(), 10), token: token}
	mac, ok := s.cookieMAC(scheme, c, passwordHash)
	if !ok {
		return ""
	}
	return strings.Join([]string{c.login, c.expiration, c.token, mac}, "|")
}

// A cookie is the parts of a login cookie, as sent.
type cookie struct {
	login, expiration, token, mac string
}

// parseCookie splits the value of a login cookie.
func parseCookie(value string) (c cookie, ok bool) {
	part := strings.Split(value, "|")
	if len(part) != 4 {
		return cookie{}, false
	}
	return cookie{part[0], part[1], part[2], part[3]}, true
}

// cookieMAC returns the mac that belongs into a cookie.
func (s Salts) cookieMAC(scheme Scheme, c cookie, passwordHash string) (mac string, ok bool) {
	secret := s.secret(scheme)
	if secret == "" {
		return "", false
	}
	key := hexMAC(md5.New, secret, c.login+"|"+passwordFragment(passwordHash)+"|"+c.expiration+"|"+c.token)
	return hexMAC(sha256.New, key, c.login+"|"+c.expiration+"|"+c.token), true
}

// passwordFragment returns the four characters of a password's hash that go
// into a cookie's mac: the last ones, but for older forms of hashes.
func passwordFragment(hash string) string {
	if strings.HasPrefix(hash, phpassPrefix) || strings.HasPrefix(hash, "$2y$") {
		return hash[min(8, len(hash)):min(12, len(hash))]
	}
	return hash[max(0, len(hash)-4):]
}

// nonceTick is how long a nonce is the current one. It holds for two of them.
const nonceTick = 12 * 60 * 60

// tick numbers the spans of nonceTick, as WordPress rounds: up.
func tick(at time.Time) int64 { return (at.Unix() + nonceTick - 1) / nonceTick }

// Nonce mirrors wp_create_nonce: it returns what proves that a request for an
// action was made on a page that the user was given. The uid is 0 for nobody,
// the token "" without a login session. REST's action is "wp_rest". It is ""
// when there are no salts for nonces.
func (s Salts) Nonce(action string, uid int64, token string, at time.Time) string {
	return s.nonce(action, uid, token, tick(at))
}

func (s Salts) nonce(action string, uid int64, token string, tick int64) string {
	secret := s.NonceKey + s.NonceSalt
	if secret == "" {
		return ""
	}
	mac := hexMAC(md5.New, secret, strconv.FormatInt(tick, 10)+"|"+action+"|"+strconv.FormatInt(uid, 10)+"|"+token)
	return mac[len(mac)-12 : len(mac)-2]
}

// VerifyNonce mirrors wp_verify_nonce: it returns 1 for a nonce that was made
// in the current span of twelve hours, 2 for one of the span before, and 0 for
// one that does not hold.
func (s Salts) VerifyNonce(nonce, action string, uid int64, token string, at time.Time) int {
	if nonce == "" {
		return 0
	}
	for age := range int64(2) {
		if equal(s.nonce(action, uid, token, tick(at)-age), nonce) {
			return int(age) + 1
		}
	}
	return 0
}

// hexMAC returns a hex HMAC.
func hexMAC(newHash func() hash.Hash, key, text string) string {
	mac := hmac.New(newHash, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
