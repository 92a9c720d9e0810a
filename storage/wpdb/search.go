package wpdb

import (
	"fmt"
	"strings"

	"github.com/wprest/wprest"
)

// words are what a search for posts looks for.
type words struct {
	whole string // the search as it was given
	terms []word
}

type word struct {
	text     string
	excluded bool
}

// maxWords is with how many words more a search is for the whole text instead.
const maxWords = 9

// stopwords are not searched for.
const stopwords = " about an are as at be by com for from how in is it of on or that the this to was what when where who will with www "

// splitSearch divides a search into words as WordPress does: quoted phrases, and
// runs of other characters than tab, space, comma, + and quotation mark.
func splitSearch(search string) words {
	search = strings.TrimSpace(strings.NewReplacer("\\", "", "\r", "", "\n", "").Replace(search))
	w := words{whole: search}
	for _, text := range searchTokens(search) {
		if text == "" || len(text) == 1 && (text == "-" || isASCIILetter(text[0])) ||
			strings.Contains(stopwords, " "+strings.ToLower(text)+" ") && !strings.Contains(text, " ") {
			continue
		}
		w.terms = append(w.terms, newWord(text))
	}
	if len(w.terms) == 0 || len(w.terms) > maxWords {
		w.terms = []word{newWord(search)}
	}
	return w
}

func newWord(text string) word {
	if rest, ok := strings.CutPrefix(text, "-"); ok && rest != "" {
		return word{rest, true}
	}
	return word{text, false}
}

func searchTokens(s string) (tokens []string) {
	for s != "" {
		if phrase, rest, found := strings.Cut(s[1:], `"`); s[0] == '"' && found && phrase != "" {
			tokens = append(tokens, strings.Trim(phrase, `'"`))
			s = rest
			continue
		}
		end := strings.IndexAny(s, "\t \",+")
		switch end {
		case -1:
			return append(tokens, strings.Trim(s, `'"`))
		case 0:
			s = s[1:]
		default:
			tokens = append(tokens, strings.Trim(s[:end], `'"`))
			s = s[end:]
		}
	}
	return tokens
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// searchPosts writes that every word occurs in a property of SearchIn: title,
// excerpt, content, or file, the path of an attachment. Words that begin with a
// hyphen must occur in none.
func searchPosts(s *selection, q wprest.Query) error {
	in := q.SearchIn
	if len(in) == 0 {
		in = []string{"title", "excerpt", "content"}
	}
	for i, w := range splitSearch(q.Search).terms {
		if i > 0 {
			s.write(" AND ")
		}
		if w.excluded {
			s.write("NOT ")
		}
		s.write("(")
		for j, name := range in {
			if j > 0 {
				s.write(" OR ")
			}
			if err := s.searchIn1(name, w.text, q.SearchWhole); err != nil {
				return err
			}
		}
		s.write(")")
	}
	return nil
}

func (q *selection) searchIn1(name, text string, whole bool) error {
	holds := q.contains
	if whole {
		holds = q.equals
	}
	switch name {
	case "title", "excerpt", "content":
		holds("p.post_"+name, text)
	case "file":
		q.deps |= tablesOf(postmetaTable)
		q.write("EXISTS (SELECT 1 FROM ", q.db.tables.postmeta, " f WHERE f.post_id = p.ID AND f.meta_key = '_wp_attached_file' AND ")
		holds("f.meta_value", text)
		q.write(")")
	default:
		return fmt.Errorf("wpdb: search in %q: %w", name, wprest.ErrUnsupported)
	}
	return nil
}

// equals writes that an expression is a text, as people read it.
func (q *selection) equals(expr, text string) {
	q.write(expr, q.db.dialect.collate, " = ")
	q.arg(text)
}

// rankPosts writes how well a post matches: 1 for those that match best. The
// direction of the order does not change it.
func rankPosts(s *selection, q wprest.Query) {
	w := splitSearch(q.Search)
	var terms []string
	for _, t := range w.terms {
		if !t.excluded {
			terms = append(terms, t.text)
		}
	}
	var ranks []func()
	phrase := func(column string) {
		if len(terms) == len(w.terms) {
			ranks = append(ranks, func() { s.contains(column, w.whole) })
		}
	}
	inTitle := func(join string) {
		ranks = append(ranks, func() {
			for i, t := range terms {
				if i > 0 {
					s.write(join)
				}
				s.contains("p.post_title", t)
			}
		})
	}
	few := len(terms) > 0 && len(terms) < maxRanked
	if len(w.terms) > 1 {
		phrase("p.post_title")
	}
	if few {
		inTitle(" AND ")
	}
	if few && len(terms) > 1 {
		inTitle(" OR ")
	}
	if len(w.terms) > 1 {
		phrase("p.post_excerpt")
		phrase("p.post_content")
	}
	s.write("CASE")
	for i, rank := range ranks {
		s.write(" WHEN ")
		rank()
		fmt.Fprintf(&s.text, " THEN %d", i+1)
	}
	if len(ranks) == 0 {
		s.write(" WHEN 1 = 1 THEN 1")
	}
	fmt.Fprintf(&s.text, " ELSE %d END", len(ranks)+1)
}

// maxRanked is with how many words titles are not looked at word by word.
const maxRanked = 7
