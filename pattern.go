package wprest

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// A pattern is a route's address, cut into parts: literal segments, segments
// that are one simple capture, and from the first other one on a regular
// expression for the rest.
type pattern struct {
	parts []patternPart
	rest  *regexp.Regexp // nil: the parts are all of it
	names []string       // of the captures, in order
}

type patternPart struct {
	literal string // in lower case
	class   *byteClass
}

// parsePattern reads a pattern like /acme/v1/books/(?P<id>[\d]+)/stats. Patterns
// are those of WordPress, in the syntax that PCRE and RE2 share.
func parsePattern(path string) (*pattern, error) {
	re, err := syntax.Parse(path, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("pattern: %w", err)
	}
	p := &pattern{names: captureNames(re)}
	rest := path
	for rest != "" {
		segment := firstSegment(rest)
		part, ok := simplePart(strings.TrimPrefix(segment, "/"))
		if !ok || segment[0] != '/' {
			break
		}
		p.parts = append(p.parts, part)
		rest = rest[len(segment):]
	}
	if rest != "" {
		p.rest, err = regexp.Compile("(?is)^(?:" + rest + ")$")
		if err != nil {
			return nil, fmt.Errorf("pattern: %w", err)
		}
	}
	return p, nil
}

func captureNames(re *syntax.Regexp) (names []string) {
	for _, name := range re.CapNames() {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// firstSegment returns the pattern up to the next slash that is outside of
// groups and classes.
func firstSegment(pattern string) string {
	depth, class := 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']' || pattern[i-1] == '['
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '/' && i > 0 && depth == 0:
			return pattern[:i]
		}
	}
	return pattern
}

// simplePart reads a segment that is a literal, or one named capture of a class
// that holds no slash.
func simplePart(segment string) (patternPart, bool) {
	if !strings.ContainsAny(segment, `\.+*?()|[]{}^$`) {
		return patternPart{literal: strings.ToLower(segment)}, true
	}
	re, err := syntax.Parse(segment, syntax.Perl|syntax.FoldCase)
	if err != nil || re.Op != syntax.OpCapture || re.Name == "" {
		return patternPart{}, false
	}
	plus := re.Sub[0]
	if plus.Op != syntax.OpPlus || plus.Sub[0].Op != syntax.OpCharClass {
		return patternPart{}, false
	}
	class := &byteClass{}
	runes := plus.Sub[0].Rune
	for i := 0; i < len(runes); i += 2 {
		for r := runes[i]; r <= runes[i+1] && r < 0x80; r++ {
			class[r] = true
		}
		if runes[i+1] > 0x17f && runes[i+1] != 0x212a { // beyond what folding adds to letters
			for c := 0x80; c < 0x100; c++ {
				class[c] = true
			}
		}
	}
	return patternPart{class: class}, !class['/']
}

// A byteClass tells which bytes a character class holds. A class that takes
// any character beyond Latin takes all bytes that are not ASCII.
type byteClass [256]bool

func (c *byteClass) holds(s string) bool {
	for i := range len(s) {
		if !c[s[i]] {
			return false
		}
	}
	return s != ""
}
