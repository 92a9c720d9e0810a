package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FileName mirrors sanitize_file_name: a name without folders for an upload.
// known reports the endings, in lower case and without a dot, of files that
// the user may upload; nil knows none.
func FileName(name string, known func(ext string) bool) string {
	if known == nil {
		known = func(string) bool { return false }
	}
	if !utf8.ValidString(name) {
		stem, ext := name, ""
		if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
			stem, ext = name[:dot], strings.ToValidUTF8(name[dot:], "")
		}
		name = Slug(stem) + ext
	}
	name = strings.Trim(fileLetters(RemoveAccents(name, "")), ".-_")
	if !strings.Contains(name, ".") && known(asciiLower(name)) {
		return "unnamed-file." + name
	}
	return fileParts(name, known)
}

// fileLetters removes signs from a file name, and writes its dots, spaces and
// dashes one by one.
func fileLetters(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r == ' ', r == '\t', r == '\r', r == '\n', r >= utf8.RuneSelf && unicode.Is(unicode.Zs, r):
			r = '-'
		case r < utf8.RuneSelf && !isFileByte(byte(r)), r >= utf8.RuneSelf && strings.ContainsRune("’«»”“", r):
			continue
		}
		if n := len(b); (r == '.' || r == '-') && n > 0 && b[n-1] == byte(r) {
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

// isFileByte reports what ASCII a file name may hold.
func isFileByte(c byte) bool {
	return isAlnum(c) || c != 0 && strings.IndexByte("?[]/\\=<>:;,'\"&$#*()|~`!{}%+", c) < 0
}

// fileParts marks the parts between the dots of a name that look like an
// ending of no known kind, so that no server takes them for one.
func fileParts(name string, known func(ext string) bool) string {
	if strings.Count(name, ".") < 2 {
		return name
	}
	parts := strings.Split(name, ".")
	for i, part := range parts[1 : len(parts)-1] {
		if looksLikeExt(part) && !known(asciiLower(part)) {
			parts[i+1] = part + "_"
		}
	}
	return strings.Join(parts, ".")
}

// looksLikeExt reports two to five letters, and a digit or none.
func looksLikeExt(s string) bool {
	if s != "" && isDigit(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if len(s) < 2 || len(s) > 5 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !isAlpha(s[i]) {
			return false
		}
	}
	return true
}
