package jwt

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// A Key signs and checks tokens: by HS256 with a Secret, and else, by what the
// Private or Public key is, by RS256 or EdDSA.
type Key struct {
	// ID names the key in tokens (kid).
	ID string
	// Secret is of 32 bytes or more.
	Secret []byte
	// Private is an *rsa.PrivateKey of 2048 bits or more, or an
	// ed25519.PrivateKey.
	Private crypto.Signer
	// Public checks the tokens of a key whose Private part is not here. Such a
	// Key cannot be the first one.
	Public crypto.PublicKey
}

// The smallest keys.
const (
	minSecret  = 32
	minRSABits = 2048
)

// A usable key is a Key that was looked at.
type usableKey struct {
	id           string
	method       jwt.SigningMethod
	sign, verify any // as the method takes them; sign may be nil
}

func (k Key) usable() (usableKey, error) {
	u := usableKey{id: k.ID}
	if k.Secret != nil {
		if len(k.Secret) < minSecret {
			return u, fmt.Errorf("jwt: key %q: the secret has less than %d bytes", k.ID, minSecret)
		}
		u.method, u.sign, u.verify = jwt.SigningMethodHS256, k.Secret, k.Secret
		return u, nil
	}
	u.verify = k.Public
	if k.Private != nil {
		u.sign, u.verify = k.Private, k.Private.Public()
	}
	switch public := u.verify.(type) {
	case *rsa.PublicKey:
		if public.N.BitLen() < minRSABits {
			return u, fmt.Errorf("jwt: key %q: the RSA key has less than %d bits", k.ID, minRSABits)
		}
		u.method = jwt.SigningMethodRS256
	case ed25519.PublicKey:
		u.method = jwt.SigningMethodEdDSA
	case nil:
		return u, fmt.Errorf("jwt: key %q holds nothing", k.ID)
	default:
		return u, fmt.Errorf("jwt: key %q is a %T", k.ID, public)
	}
	return u, nil
}

// usableKeys looks at all keys of a Config.
func usableKeys(keys []Key) ([]usableKey, error) {
	if len(keys) == 0 {
		return nil, errors.New("jwt: there is no key")
	}
	list := make([]usableKey, len(keys))
	seen := map[string]bool{}
	for i, k := range keys {
		u, err := k.usable()
		switch {
		case err != nil:
			return nil, err
		case seen[k.ID]:
			return nil, fmt.Errorf("jwt: two keys have the id %q", k.ID)
		}
		seen[k.ID], list[i] = true, u
	}
	if list[0].sign == nil {
		return nil, fmt.Errorf("jwt: key %q is the first one and cannot sign", keys[0].ID)
	}
	return list, nil
}
