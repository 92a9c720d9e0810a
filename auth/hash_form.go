package auth

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"fmt"
	"strings"
)

// A HashForm says how passwords are hashed that are stored anew. Hashes of either
// form are understood by CheckPassword and CheckFastHash.
type HashForm int

const (
	// CurrentHashes are those of WordPress from 6.8 on: HashPassword for login
	// passwords, FastHash for other secrets.
	CurrentHashes HashForm = iota
	// PortableHashes are phpass hashes, "$P$…", for all secrets: a WordPress
	// before 6.8 knows no better ones.
	PortableHashes
)

// A HashFormStore is a store of passwords whose hashes another program reads too,
// as an older WordPress on the same database.
type HashFormStore interface {
	// HashForm returns the form that the other program understands.
	HashForm(ctx context.Context) (HashForm, error)
}

// HashFormOf returns the form of the hashes that a store takes: CurrentHashes
// unless it is a HashFormStore, whose error is the only one.
func HashFormOf(ctx context.Context, store any) (HashForm, error) {
	s, ok := store.(HashFormStore)
	if !ok {
		return CurrentHashes, nil
	}
	form, err := s.HashForm(ctx)
	if err != nil {
		return CurrentHashes, fmt.Errorf("auth: form of hashes: %w", err)
	}
	return form, nil
}

// HashPassword returns the hash of a login password; see the function
// HashPassword.
func (f HashForm) HashPassword(password string) (string, error) {
	if f == CurrentHashes {
		return HashPassword(password)
	}
	return phpass(strings.Trim(password, white)), nil
}

// HashSecret returns the hash of a secret that was made by chance, as FastHash
// does.
func (f HashForm) HashSecret(secret string) string {
	if f == CurrentHashes {
		return FastHash(secret)
	}
	return phpass(secret)
}

// NeedsRehash reports whether a login password that fits hash should be stored
// anew with HashPassword.
func (f HashForm) NeedsRehash(hash string) bool {
	if f == CurrentHashes {
		return NeedsRehash(hash)
	}
	// What is neither MD5 nor newer than the other program may be what an
	// extension of that has chosen.
	return len(hash) <= md5.Size*2 || strings.HasPrefix(hash, wpPrefix)
}

// phpassRounds is the digit for 2^13 rounds, which WordPress has always done.
const phpassRounds = 'B'

// phpass returns a portable phpass hash with a random salt, or "*" for what is
// too long.
func phpass(password string) string {
	if len(password) > maxPassword {
		return "*"
	}
	var salt [6]byte
	rand.Read(salt[:]) // never fails
	setting := phpassPrefix + string(phpassRounds) + phpassEncode(salt[:])
	return setting + phpassSum(password, setting)
}
