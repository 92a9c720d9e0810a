package text

import "strings"

// nextPage is the mark between the pages of a content.
const nextPage = "<!--nextpage-->"

// SplitPages cuts a content at its <!--nextpage--> marks. The line ends beside
// a mark and a mark at the very start go.
func SplitPages(s string) []string {
	if !strings.Contains(s, nextPage) {
		return []string{s}
	}
	s = strings.ReplaceAll(s, "\n"+nextPage+"\n", nextPage)
	s = strings.ReplaceAll(s, "\n"+nextPage, nextPage)
	s = strings.ReplaceAll(s, nextPage+"\n", nextPage)
	return strings.Split(strings.TrimPrefix(s, nextPage), nextPage)
}

// SplitMore cuts a page at its first <!--more--> mark. label is what the mark
// says besides, for the link that leads on; found is false, and teaser the
// whole page, when there is none.
func SplitMore(page string) (teaser, rest, label string, found bool) {
	const opener = "<!--more"
	for i := 0; ; {
		n := strings.Index(page[i:], opener)
		if n < 0 {
			return page, "", "", false
		}
		i += n
		inside := page[i+len(opener):]
		end := strings.Index(inside, "-->")
		if end < 0 {
			return page, "", "", false
		}
		if strings.IndexByte(inside[:end], '\n') < 0 {
			return page[:i], inside[end+len("-->"):], strings.Trim(inside[:end], phpTrim), true
		}
		i += len(opener)
	}
}

// Teaser is what a list shows of a content: its first page, up to the mark
// <!--more--> if there is one, with the elements closed that are open there.
func Teaser(content string) string {
	page := SplitPages(content)[0]
	teaser, _, _, found := SplitMore(page)
	if !found {
		return page
	}
	return BalanceTags(teaser)
}
