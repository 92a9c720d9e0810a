package wpconfig

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is what a token is.
type kind int

const (
	end      kind = iota
	word          // a name or keyword, without the backslash before it
	variable      // with its $
	text          // a string, as it is once read
	vague         // a value that only running PHP could tell
	number        // a whole one
	symbol
)

type token struct {
	kind kind
	text string
	line int
}

// is reports whether a token is the symbol, or the word in any letter case.
func (t token) is(s string) bool {
	return t.kind == symbol && t.text == s || t.kind == word && strings.EqualFold(t.text, s)
}

// symbols are those of more than one byte, of which a longer one comes first.
var symbols = strings.Fields("=== !== <=> **= ... <<= >>= ??= ?-> == != <> <= >= && || ?? -> => :: .= += -= *= /= %= &= |= ^= ++ -- << >> **") //nolint:gochecknoglobals // never changed

// lexer splits PHP into tokens.
type lexer struct {
	src    string
	at     int
	line   int
	tokens []token
}

// lex returns the tokens of a PHP file, with the end as the last one. It fails
// where a string, a comment or a heredoc does not end.
func lex(src string) ([]token, error) {
	l := &lexer{src: src, line: 1}
	l.skipHTML()
	for l.at < len(l.src) {
		before := l.at
		if err := l.next(); err != nil {
			return nil, err
		}
		l.line += strings.Count(l.src[before:l.at], "\n")
	}
	l.add(end, "")
	return l.tokens, nil
}

func (l *lexer) add(k kind, s string) { l.tokens = append(l.tokens, token{k, s, l.line}) }

// rest returns what was not read yet.
func (l *lexer) rest() string { return l.src[l.at:] }

// skipHTML goes on to the next piece of PHP.
func (l *lexer) skipHTML() {
	start := l.at
	for l.at < len(l.src) {
		i := strings.Index(l.rest(), "<?")
		if i < 0 {
			l.at = len(l.src)
			break
		}
		l.at += i + 2
		if strings.HasPrefix(l.rest(), "=") {
			l.at++
			break
		}
		if r := l.rest(); len(r) >= 3 && strings.EqualFold(r[:3], "php") && (len(r) == 3 || isSpace(r[3])) {
			l.at += 3
			break
		}
	}
	l.line += strings.Count(l.src[start:l.at], "\n")
}

// next reads a token, or something that is none. It leaves line to its caller.
func (l *lexer) next() error {
	rest := l.rest()
	switch c := rest[0]; {
	case isSpace(c):
		l.at++
	case strings.HasPrefix(rest, "?>"):
		l.add(symbol, ";")
		l.at += 2
		line := l.line
		l.skipHTML()
		l.line = line
	case c == '#' || strings.HasPrefix(rest, "//"):
		l.skipLine()
	case strings.HasPrefix(rest, "/*"):
		i := strings.Index(rest[2:], "*/")
		if i < 0 {
			return l.fail("a comment does not end")
		}
		l.at += i + 4
	case c == '\'', c == '"', c == '`':
		return l.quoted(c)
	case strings.HasPrefix(rest, "<<<"):
		if done, err := l.heredoc(); done || err != nil {
			return err
		}
		l.symbol()
	case c == '$' && len(rest) > 1 && isNameStart(rest[1]):
		n := 1 + nameLen(rest[1:], false)
		l.add(variable, rest[:n])
		l.at += n
	case isNameStart(c), c == '\\' && len(rest) > 1 && isNameStart(rest[1]):
		n := nameLen(rest, true)
		l.add(word, strings.TrimPrefix(rest[:n], `\`))
		l.at += n
	case isDigit(c), c == '.' && len(rest) > 1 && isDigit(rest[1]):
		l.number()
	default:
		l.symbol()
	}
	return nil
}

func (l *lexer) fail(what string) error {
	return &syntaxError{what, l.line}
}

// skipLine skips a comment, which a closing tag ends too.
func (l *lexer) skipLine() {
	rest := l.rest()
	n := strings.IndexAny(rest, "\r\n")
	if n < 0 {
		n = len(rest)
	}
	if tag := strings.Index(rest[:n], "?>"); tag >= 0 {
		n = tag
	}
	l.at += n
}

func (l *lexer) symbol() {
	rest := l.rest()
	for _, s := range symbols {
		if strings.HasPrefix(rest, s) {
			l.add(symbol, s)
			l.at += len(s)
			return
		}
	}
	l.add(symbol, rest[:1])
	l.at++
}

// number reads a number. Of those with a fraction the value is not needed.
func (l *lexer) number() {
	rest := l.rest()
	n := 0
	for n < len(rest) && (isNameByte(rest[n]) || rest[n] == '.') {
		n++
	}
	literal := rest[:n]
	l.at += n
	digits := literal
	if len(digits) > 1 && digits[0] == '0' && isDigit(digits[1]) {
		digits = "0o" + digits[1:]
	}
	if value, err := strconv.ParseInt(digits, 0, 64); err == nil {
		l.add(number, strconv.FormatInt(value, 10))
		return
	}
	l.add(vague, literal)
}

// quoted reads a string that begins with a quote.
func (l *lexer) quoted(quote byte) error {
	rest := l.rest()
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case quote:
			l.string(quote, rest[1:i])
			l.at += i + 1
			return nil
		}
	}
	return l.fail("a string does not end")
}

func (l *lexer) string(quote byte, inner string) {
	switch {
	case quote == '\'':
		l.add(text, strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(inner))
	case quote == '`' || interpolates(inner):
		l.add(vague, "")
	default:
		if s, err := unescape(inner); err == nil {
			l.add(text, s)
		} else {
			l.add(vague, "")
		}
	}
}

// interpolates reports whether a string in double quotes has a variable within it.
func interpolates(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		switch c, next := s[i], s[i+1]; {
		case c == '\\':
			i++
		case c == '$' && (isNameStart(next) || next == '{'), c == '{' && next == '$':
			return true
		}
	}
	return false
}

// escapes are those of strings in double quotes that stand for one byte.
const escapes = "n\nt\tr\rv\ve\x1bf\f\\\\$$\"\""

// errNoPoint says that \u{…} names no character.
var errNoPoint = errors.New("no code point")

// unescape returns what a string in double quotes stands for.
func unescape(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		n, err := escaped(&b, s[i+1:])
		if err != nil {
			return "", err
		}
		if n == 0 { // it is no escape
			b.WriteByte('\\')
		}
		i += n
	}
	return b.String(), nil
}

// escaped writes what follows a backslash, and returns how many bytes it took.
func escaped(b *strings.Builder, s string) (n int, err error) {
	if i := strings.IndexByte(escapes, s[0]); i >= 0 && i%2 == 0 {
		b.WriteByte(escapes[i+1])
		return 1, nil
	}
	switch {
	case '0' <= s[0] && s[0] <= '7':
		for n < min(3, len(s)) && '0' <= s[n] && s[n] <= '7' {
			n++
		}
		v, _ := strconv.ParseUint(s[:n], 8, 16) // it has no other digits
		b.WriteByte(byte(v))
	case s[0] == 'x' && len(s) > 1 && isHex(s[1]):
		n = 2
		if len(s) > 2 && isHex(s[2]) {
			n = 3
		}
		v, _ := strconv.ParseUint(s[1:n], 16, 8) // as before
		b.WriteByte(byte(v))
	case strings.HasPrefix(s, "u{"):
		n = strings.IndexByte(s, '}') + 1
		if n == 0 {
			return 0, errNoPoint
		}
		v, err := strconv.ParseUint(s[2:n-1], 16, 32)
		if err != nil || v > utf8.MaxRune {
			return 0, errNoPoint
		}
		b.WriteRune(rune(v))
	}
	return n, nil
}

// heredoc reads <<<NAME, whose value is not looked at; done is false if it is none.
func (l *lexer) heredoc() (done bool, err error) {
	rest := l.rest()
	head := strings.TrimLeft(rest[3:], " \t")
	quote := ""
	if head != "" && (head[0] == '\'' || head[0] == '"') {
		quote = head[:1]
		head = head[1:]
	}
	name := head[:nameLen(head, false)]
	body, ok := strings.CutPrefix(head[len(name):], quote)
	if name == "" || !ok || body == "" || body[0] != '\n' && body[0] != '\r' {
		return false, nil
	}
	for at := 0; ; {
		i := strings.IndexAny(body[at:], "\r\n")
		if i < 0 {
			return false, l.fail("a heredoc does not end")
		}
		at += i + 1
		line := strings.TrimLeft(body[at:], " \t")
		if after, ok := strings.CutPrefix(line, name); ok && (after == "" || !isNameByte(after[0])) {
			l.add(vague, "")
			l.at = len(l.src) - len(after)
			return true, nil
		}
	}
}

// nameLen returns how long the name is that a text begins with.
func nameLen(s string, qualified bool) (n int) {
	for n < len(s) && (isNameByte(s[n]) || qualified && s[n] == '\\') {
		n++
	}
	return n
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func isNameStart(c byte) bool { return c == '_' || c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z' }
func isNameByte(c byte) bool  { return isNameStart(c) || isDigit(c) }

// syntaxError says that a file is no PHP.
type syntaxError struct {
	what string
	line int
}

func (e *syntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.what) }
