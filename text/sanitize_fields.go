package text

import "strings"

// NameField cleans the name of a user, the author of a comment, or a term:
// one line of text whose &, < and > are escaped, but not twice.
func NameField(s string) string {
	s = KSES(DataPolicy(), TextField(s))
	return strings.ReplaceAll(strings.ReplaceAll(s, "<", "&lt;"), ">", "&gt;")
}

// URLField cleans the address of a user or the author of a comment, whose
// ampersands are stored as &amp;.
func URLField(s string) string {
	return KSES(DataPolicy(), URL(StripTags(s)))
}

// EmailField cleans an e-mail address.
func EmailField(s string) string {
	return KSES(DataPolicy(), Email(strings.Trim(s, phpTrim)))
}

// DescriptionField cleans the description of a term or a user.
func DescriptionField(s string) string {
	return KSES(DescriptionPolicy(), s)
}

// TitleField cleans the title of a post. Only those who may post any HTML keep
// all of it: unfiltered.
func TitleField(s string, unfiltered bool) string {
	if s = strings.Trim(s, phpTrim); !unfiltered {
		s = KSES(DataPolicy(), s)
	}
	return s
}
