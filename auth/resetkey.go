package auth

import (
	"strconv"
	"strings"
	"time"
)

const (
	resetKeyLen  = 20
	resetKeyLife = 24 * time.Hour
)

// NewResetKey returns a random key with which a user may choose a new password,
// and what is stored of it, as the store wants its hashes.
func NewResetKey(now time.Time, form HashForm) (key, stored string) {
	key = randomString(resetKeyLen)
	return key, strconv.FormatInt(now.Unix(), 10) + ":" + form.HashSecret(key)
}

// CheckResetKey reports whether a key fits what is stored, and whether it is too
// old, as keys are after a day, and those that were stored without a time.
func CheckResetKey(key, stored string, now time.Time) (fits, expired bool) {
	key = onlyAlphanumerics(key)
	made, hash, timed := strings.Cut(stored, ":")
	if !timed {
		hash = stored
	}
	if key == "" || stored == "" || !CheckFastHash(key, hash) {
		return false, false
	}
	seconds, err := strconv.ParseInt(made, 10, 64)
	return true, !timed || err != nil || now.Sub(time.Unix(seconds, 0)) >= resetKeyLife
}
