package auth

import (
	"encoding/base64"
	"strings"

	"golang.org/x/crypto/blake2b"
)

const (
	fastPrefix = "$generic$"
	fastSize   = 30
	fastKey    = "wp_fast_hash_6.8+"
)

// FastHash mirrors wp_fast_hash: it returns the hash of a secret that was made
// by chance and is long enough to need no slow hash, as an application
// password (without its spaces) or a password reset key.
func FastHash(secret string) string {
	h, err := blake2b.New(fastSize, []byte(fastKey))
	if err != nil {
		return "*" // not with this size and key
	}
	h.Write([]byte(secret))
	return fastPrefix + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// CheckFastHash mirrors wp_verify_fast_hash: it reports, in constant time,
// whether a secret fits a hash of FastHash. Hashes of other forms are checked
// as CheckPassword does.
func CheckFastHash(secret, hash string) bool {
	if strings.HasPrefix(hash, fastPrefix) {
		return equal(FastHash(secret), hash)
	}
	return CheckPassword(secret, hash)
}
