package auth

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

const (
	// maxPassword is the length in bytes from which on a password never fits.
	maxPassword = 4096
	bcryptCost  = 10
	bcryptLen   = 60
	// bcryptMaxCost is about four seconds of work.
	bcryptMaxCost = 16
	// wpPrefix stands before the bcrypt hash of a password that was
	// condensed first.
	wpPrefix = "$wp"
	// currentPrefix is how a hash begins that HashPassword would write.
	currentPrefix = wpPrefix + "$2y$10$"
	// white is what PHP's trim takes off.
	white = " \t\n\r\x00\x0b"
)

// HashPassword mirrors wp_hash_password: it returns the hash of a login
// password in the form that WordPress stores today, bcrypt over an HMAC. White
// space around the password is dropped. A password of more than 4096 bytes
// gives "*", which fits nothing. An error means that there was no randomness
// for the salt.
//
// WordPress hashes the escaped form of what a person typed, see Slash.
func HashPassword(password string) (string, error) {
	if len(password) > maxPassword {
		return "*", nil
	}
	hash, err := bcrypt.GenerateFromPassword(condense(strings.Trim(password, white)), bcryptCost)
	if err != nil {
		return "", fmt.Errorf("auth: hash password: %w", err)
	}
	return wpPrefix + "$2y$" + strings.TrimPrefix(string(hash), "$2a$"), nil
}

// CheckPassword mirrors wp_check_password: it reports whether a login password
// fits a stored hash, of whichever form: "$wp$2y$…" (bcrypt over an HMAC),
// "$P$…" (phpass), 32 hex digits (MD5), or as other programs left them
// "$2y$…" (bcrypt), "$argon2id$…" and "$argon2i$…". Anything else, and any
// password of more than 4096 bytes, does not fit. Hashes are compared in
// constant time; the work that a hash asks for is done, so hashes must come
// from one's own database.
//
// WordPress checks the escaped form of what a person typed, see Slash.
func CheckPassword(password, hash string) bool {
	if len(password) > maxPassword {
		return false
	}
	switch {
	case len(hash) <= md5.Size*2:
		sum := md5.Sum([]byte(password))
		return equal(hex.EncodeToString(sum[:]), hash)
	case strings.HasPrefix(hash, wpPrefix):
		return checkCrypt(condense(password), hash[len(wpPrefix):])
	case strings.HasPrefix(hash, phpassPrefix):
		return checkPhpass(password, hash)
	}
	return checkCrypt([]byte(password), hash)
}

// NeedsRehash mirrors wp_password_needs_rehash: it reports whether a login
// password that fits hash should be stored anew with HashPassword.
func NeedsRehash(hash string) bool {
	return !strings.HasPrefix(hash, currentPrefix)
}

// Slash returns the escaped form of a password: with a backslash before each
// quote, double quote and backslash, and \0 for a NUL. Passwords that come in
// over REST or the login form are hashed and checked in that form.
func Slash(password string) string {
	return strings.NewReplacer(`'`, `\'`, `"`, `\"`, `\`, `\\`, "\x00", `\0`).Replace(password)
}

// condense makes of a password of any length one that bcrypt reads whole.
func condense(password string) []byte {
	mac := hmac.New(sha512.New384, []byte("wp-sha384"))
	mac.Write([]byte(password))
	return base64.StdEncoding.AppendEncode(nil, mac.Sum(nil))
}

// checkCrypt mirrors PHP's password_verify for the algorithms that PHP's
// password_hash knows.
func checkCrypt(password []byte, hash string) bool {
	switch {
	case strings.HasPrefix(hash, "$argon2"):
		return checkArgon2(password, hash)
	case strings.HasPrefix(hash, "$2") && len(hash) == bcryptLen:
		if cost, err := bcrypt.Cost([]byte(hash)); err != nil || cost > bcryptMaxCost {
			return false // to compare would take minutes
		}
		return bcrypt.CompareHashAndPassword([]byte(hash), password) == nil
	}
	return false
}

// equal compares in a time that depends on the lengths only.
func equal(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
