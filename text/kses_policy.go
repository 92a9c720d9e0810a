package text

import (
	"maps"
	"strings"
	"sync"
)

// A Policy says which tags and attributes [KSES] keeps. It is immutable, and
// safe for concurrent use. The zero value keeps no tag at all.
type Policy struct {
	tags     map[string]attrSet
	uploads  string // host[:port] that <object data> may point at
	blocks   func(s string, clean func(string) string) string
	mentions bool // span keeps no classes but those of mentions
}

// attrSet holds the attributes of one tag; "data-*" stands for all of that kind.
type attrSet map[string]struct{}

// NewPolicy makes a policy of tags and their attributes, all in lower case.
// The attribute "data-*" allows every data- attribute.
func NewPolicy(tags map[string][]string) *Policy {
	return new(Policy).With(tags)
}

// With returns a policy that keeps these tags and attributes too. It mirrors
// what the filter wp_kses_allowed_html is used for.
func (p *Policy) With(tags map[string][]string) *Policy {
	c := *p
	c.tags = maps.Clone(p.tags)
	if c.tags == nil {
		c.tags = make(map[string]attrSet, len(tags))
	}
	for tag, attrs := range tags {
		set := maps.Clone(c.tags[tag])
		if set == nil {
			set = make(attrSet, len(attrs))
		}
		for _, a := range attrs {
			set[a] = struct{}{}
		}
		c.tags[tag] = set
	}
	return &c
}

// WithUploads returns a policy that keeps an <object> that shows a PDF file on
// host, which is that of the uploads, with its port if it has one. Without it
// an object loses its attributes.
func (p *Policy) WithUploads(host string) *Policy {
	c := *p
	c.uploads = host
	return &c
}

// WithBlocks returns a policy that has f clean the attributes of block
// comments: f gets the text after its stray less-than signs were escaped, and
// a function that cleans one attribute value.
func (p *Policy) WithBlocks(f func(s string, clean func(string) string) string) *Policy {
	c := *p
	c.blocks = f
	return &c
}

// Allows reports whether the policy keeps a tag of that name, in any case.
func (p *Policy) Allows(tag string) bool {
	_, ok := p.tags[asciiLower(tag)]
	return ok
}

// AllowsAttr reports whether the policy keeps that attribute on that tag, if
// its value passes. Names count in any case.
func (p *Policy) AllowsAttr(tag, name string) bool {
	set, ok := p.tags[asciiLower(tag)]
	return ok && set.has(asciiLower(name))
}

// has reports whether the set holds a name, which is in lower case.
func (set attrSet) has(name string) bool {
	if _, ok := set[name]; ok {
		return true
	}
	if !strings.HasPrefix(name, "data-") || len(name) == len("data-") {
		return false
	}
	for i := len("data-"); i < len(name); i++ {
		if c := name[i]; !isAlnum(c) && c != '_' && c != '-' {
			return false
		}
	}
	_, ok := set["data-*"]
	return ok
}

// asciiLower is s with its ASCII letters in lower case.
func asciiLower(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] |= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

// PostPolicy is what an author who may not post any HTML can use in contents
// and excerpts.
func PostPolicy() *Policy { return postPolicy() }

// DataPolicy is the small list: titles, names, and what else is one line.
func DataPolicy() *Policy { return dataPolicy() }

// CommentPolicy is what comments keep: the small list and span, whose classes
// are cut down to those of mentions.
func CommentPolicy() *Policy { return commentPolicy() }

// DescriptionPolicy is what descriptions of terms and users keep: the small
// list, with rel and target on links.
func DescriptionPolicy() *Policy { return descriptionPolicy() }

// StripPolicy keeps no tag: entities are mended, markup goes.
func StripPolicy() *Policy { return new(Policy) }

// The built-in policies are made once, when first asked for, and never change.
var (
	postPolicy        = sync.OnceValue(func() *Policy { return parsePolicy(postTags, postGlobals) }) //nolint:gochecknoglobals // constant
	dataPolicy        = sync.OnceValue(func() *Policy { return parsePolicy(dataTags, "") })          //nolint:gochecknoglobals // constant
	descriptionPolicy = sync.OnceValue(func() *Policy {                                              //nolint:gochecknoglobals // constant
		return dataPolicy().With(map[string][]string{"a": {"rel", "target"}})
	})
	commentPolicy = sync.OnceValue(func() *Policy { //nolint:gochecknoglobals // constant
		p := dataPolicy().With(map[string][]string{"span": {"class"}})
		p.mentions = true
		return p
	})
)

// parsePolicy reads a table whose lines are tags, a colon, and attributes. A
// tag may stand on several lines.
func parsePolicy(table, globals string) *Policy {
	all := strings.Fields(globals)
	tags := make(map[string][]string)
	for line := range strings.Lines(table) {
		names, attrs, _ := strings.Cut(line, ":")
		for _, tag := range strings.Fields(names) {
			if tags[tag] == nil {
				tags[tag] = append([]string{}, all...)
			}
			tags[tag] = append(tags[tag], strings.Fields(attrs)...)
		}
	}
	return NewPolicy(tags)
}
