package text

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AvatarOptions says how a site shows avatars. The zero value is WordPress's
// own choice: the grey figure, rated G.
type AvatarOptions struct {
	Default string // option avatar_default; "" is mystery, gravatar_default leaves it to the service
	Rating  string // option avatar_rating; "" is g
	Name    string // of the person, for the default "initials"
}

// Avatar mirrors get_avatar_url: the address of the picture, size pixels wide,
// of whoever has an e-mail address. Without one the service shows the default.
func Avatar(email string, size int, o AvatarOptions) string {
	b := []byte("https://secure.gravatar.com/avatar/")
	if email = strings.ToLower(strings.Trim(email, phpTrim)); email != "" {
		sum := sha256.Sum256([]byte(email))
		b = hex.AppendEncode(b, sum[:])
	}
	b = append(b, '?')
	if size > 0 {
		b = append(b, "s="...)
		b = strconv.AppendInt(b, int64(size), 10)
		b = append(b, '&')
	}
	switch o.Default {
	case "", "mystery", "mysteryman", "mm":
		b = append(b, "d=mm&"...)
	case "gravatar_default":
	default:
		b = append(b, "d="...)
		b = append(appendRawURL(b, o.Default), '&')
	}
	b = append(b, "r="...)
	if o.Rating == "" {
		b = append(b, 'g')
	}
	b = appendRawURL(b, strings.ToLower(o.Rating))
	if letters := initials(o.Name); o.Default == "initials" && letters != "" {
		b = append(b, "&initials="...)
		b = appendRawURL(b, letters)
	}
	return string(b)
}

// initials are the first letters of the first and the last word of a name, or
// the first two of its only word.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	first, rest := cutLetter(words[0])
	last := words[len(words)-1]
	if len(words) == 1 {
		last = rest
	}
	second, _ := cutLetter(last)
	return first + second
}

// cutLetter cuts the first letter off a text.
func cutLetter(s string) (letter, rest string) {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n], s[n:]
}

// appendRawURL mirrors rawurlencode.
func appendRawURL(b []byte, s string) []byte {
	const upper = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		if c := s[i]; isAlnum(c) || c == '-' || c == '_' || c == '.' || c == '~' {
			b = append(b, c)
		} else {
			b = append(b, '%', upper[c>>4], upper[c&15])
		}
	}
	return b
}
