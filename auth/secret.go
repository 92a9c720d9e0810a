package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

const (
	alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

	appPasswordLen  = 24
	sessionTokenLen = 43
)

// NewSessionToken returns a random token for a login session: 43 letters and
// digits. It goes into the cookie; SessionVerifier of it is stored.
func NewSessionToken() string { return randomString(sessionTokenLen) }

// SessionVerifier returns what stands for a session's token in the store: the
// hex SHA-256 of it.
func SessionVerifier(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ChunkPassword returns an application password as people are shown it: in
// groups of four.
func ChunkPassword(plain string) string {
	plain = onlyAlphanumerics(plain)
	var b strings.Builder
	for i := 0; i < len(plain); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(plain[i:min(i+4, len(plain))])
	}
	return b.String()
}

// onlyAlphanumerics drops what is neither an ASCII letter nor a digit.
func onlyAlphanumerics(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(alphanumerics, r) {
			return r
		}
		return -1
	}, s)
}

// randomString returns n random letters and digits, each as likely as any other.
func randomString(n int) string {
	out := make([]byte, 0, n)
	for buf := make([]byte, n); len(out) < n; {
		rand.Read(buf) // never fails
		for _, c := range buf {
			// 248 is the greatest multiple of 62 in a byte.
			if c < 248 && len(out) < n {
				out = append(out, alphanumerics[c%62])
			}
		}
	}
	return string(out)
}

// NewUUID returns a random UUID, version 4.
func NewUUID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
