package text

import "strings"

// ksesEntities mirrors wp_kses_normalize_entities: references that HTML 4
// knows (and &apos;) stay, numeric ones are written in one form, and every
// other ampersand becomes &amp;. Applying it twice changes nothing more.
func ksesEntities(s string) string {
	var b []byte
	var buf [16]byte
	done := 0
	for pos := 0; ; {
		i := strings.IndexByte(s[pos:], '&')
		if i < 0 {
			break
		}
		amp := pos + i
		ref, n := appendReference(buf[:0], s[amp:])
		pos = amp + n
		if string(ref) == s[amp:pos] {
			continue
		}
		if b == nil {
			b = make([]byte, 0, len(s)+len(s)/8+16)
		}
		b = append(b, s[done:amp]...)
		b = append(b, ref...)
		done = pos
	}
	if b == nil {
		return s
	}
	return view(append(b, s[done:]...))
}

// appendReference writes the reference that s begins with, or &amp; when its
// ampersand begins none, and says how many bytes of s that took.
func appendReference(b []byte, s string) ([]byte, int) {
	if len(s) > 1 && s[1] == '#' {
		if out, n := appendNumeric(b, s); n > 0 {
			return out, n
		}
		return append(b, "&amp;"...), 1
	}
	end := 1
	for end < len(s) && end <= 11 && isAlnum(s[end]) {
		end++
	}
	if end < len(s) && s[end] == ';' && isHTML4Entity(s[1:end]) {
		return append(b, s[:end+1]...), end + 1
	}
	return append(b, "&amp;"...), 1
}

// appendNumeric writes the numeric reference that s begins with: decimal ones
// without leading zeros but three digits wide, hexadecimal ones without
// leading zeros. It takes 0 bytes when there is none, or when it names no
// character.
func appendNumeric(b []byte, s string) ([]byte, int) {
	i, base, most := 2, 10, 7
	if i < len(s) && s[i]|0x20 == 'x' {
		i, base, most = 3, 16, 6
	}
	start := i
	for i < len(s) && s[i] == '0' {
		i++
	}
	digits := i
	code := 0
	for i < len(s) && i-digits <= most {
		d := digitValue(s[i])
		if d < 0 || d >= base {
			break
		}
		code = code*base + d
		i++
	}
	if i == start || i-digits > most || i >= len(s) || s[i] != ';' || !isValidCode(code) {
		return b, 0
	}
	b = append(b, "&#"...)
	if base == 16 {
		b = append(b, 'x')
	} else {
		b = append(b, "000"[:max(0, 3-(i-digits))]...)
	}
	b = append(b, s[digits:i]...)
	return append(b, ';'), i + 1
}

// isValidCode reports whether a numeric reference may name that code point.
func isValidCode(c int) bool {
	return c == 0x9 || c == 0xA || c == 0xD || c >= 0x20 && c <= 0xD7FF ||
		c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 && c <= 0x10FFFF
}

// isHTML4Entity reports whether name is one of the 252 names of HTML 4, or apos.
func isHTML4Entity(name string) bool {
	switch name {
	case "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
		"not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
		"cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
		"Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil",
		"Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml",
		"ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times",
		"Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
		"agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
		"egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml",
		"eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide",
		"oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
		"fnof", "Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa", "Lambda",
		"Mu", "Nu", "Xi", "Omicron", "Pi", "Rho", "Sigma", "Tau", "Upsilon", "Phi", "Chi", "Psi", "Omega",
		"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
		"mu", "nu", "xi", "omicron", "pi", "rho", "sigmaf", "sigma", "tau", "upsilon", "phi", "chi", "psi",
		"omega", "thetasym", "upsih", "piv", "bull", "hellip", "prime", "Prime", "oline", "frasl",
		"weierp", "image", "real", "trade", "alefsym", "larr", "uarr", "rarr", "darr", "harr", "crarr",
		"lArr", "uArr", "rArr", "dArr", "hArr", "forall", "part", "exist", "empty", "nabla", "isin", "notin",
		"ni", "prod", "sum", "minus", "lowast", "radic", "prop", "infin", "ang", "and", "or", "cap", "cup",
		"int", "there4", "sim", "cong", "asymp", "ne", "equiv", "le", "ge", "sub", "sup", "nsub", "sube",
		"supe", "oplus", "otimes", "perp", "sdot", "lceil", "rceil", "lfloor", "rfloor", "lang", "rang",
		"loz", "spades", "clubs", "hearts", "diams",
		"quot", "amp", "lt", "gt", "apos", "OElig", "oelig", "Scaron", "scaron", "Yuml", "circ", "tilde",
		"ensp", "emsp", "thinsp", "zwnj", "zwj", "lrm", "rlm", "ndash", "mdash", "lsquo", "rsquo", "sbquo",
		"ldquo", "rdquo", "bdquo", "dagger", "Dagger", "permil", "lsaquo", "rsaquo", "euro":
		return true
	}
	return false
}

// isAlnum reports an ASCII letter or digit.
func isAlnum(c byte) bool {
	return isAlpha(c) || c >= '0' && c <= '9'
}

// isAlpha reports an ASCII letter.
func isAlpha(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z'
}

// digitValue is the value of a hexadecimal digit, or -1.
func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
