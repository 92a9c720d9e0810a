package auth

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/argon2"
)

const (
	phpassPrefix = "$P$"
	phpassLen    = 34
	// phpassSetting is how much of a hash says how it is made.
	phpassSetting = 12
	phpassDigits  = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	// phpass does 2^n rounds for n within these.
	phpassMinRounds, phpassMaxRounds = 7, 30
)

// checkPhpass reports whether password fits a portable phpass hash: "$P$", a
// digit for the rounds, 8 characters of salt, 22 digits.
func checkPhpass(password, hash string) bool {
	if len(hash) != phpassLen {
		return false
	}
	rounds := strings.IndexByte(phpassDigits, hash[3])
	if rounds < phpassMinRounds || rounds > phpassMaxRounds {
		return false
	}
	return equal(phpassSum(password, hash[:phpassSetting]), hash[phpassSetting:])
}

// phpassSum returns the digits of a hash that follow its setting: the prefix, the
// digit for the rounds, the salt.
func phpassSum(password, setting string) string {
	sum := md5.Sum([]byte(setting[4:] + password))
	buf := slices.Concat(sum[:], []byte(password))
	for range 1 << strings.IndexByte(phpassDigits, setting[3]) {
		sum = md5.Sum(buf)
		copy(buf, sum[:])
	}
	return phpassEncode(sum[:])
}

// phpassEncode writes each three bytes as four digits, the low bits first.
func phpassEncode(bytes []byte) string {
	var b strings.Builder
	for part := range slices.Chunk(bytes, 3) {
		var n uint32
		for i, c := range part {
			n |= uint32(c) << (8 * i)
		}
		for range len(part) + 1 {
			b.WriteByte(phpassDigits[n&63])
			n >>= 6
		}
	}
	return b.String()
}

// What a stored argon2 hash may ask for.
const (
	argon2MaxMemory = 1 << 20 // KiB
	argon2MaxTime   = 1 << 10
	argon2MinKey    = 4
	argon2MaxKey    = 1 << 10
)

// checkArgon2 reports whether password fits a hash in the form
// $argon2id$v=19$m=65536,t=4,p=1$SALT$KEY.
func checkArgon2(password []byte, hash string) bool {
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var (
		memory, passes uint32
		threads        uint8
	)
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil ||
		memory > argon2MaxMemory || passes < 1 || passes > argon2MaxTime || threads < 1 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(part[5])
	if err != nil || len(want) < argon2MinKey || len(want) > argon2MaxKey {
		return false
	}
	var key []byte
	switch part[1] {
	case "argon2id":
		key = argon2.IDKey(password, salt, passes, memory, threads, uint32(len(want)))
	case "argon2i":
		key = argon2.Key(password, salt, passes, memory, threads, uint32(len(want)))
	default:
		return false
	}
	return subtle.ConstantTimeCompare(key, want) == 1
}
