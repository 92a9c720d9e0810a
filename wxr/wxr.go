// Package wxr reads and writes WXR, the XML in which WordPress exports a site: an
// RSS feed with elements of its own for authors, terms, posts, comments and meta.
// It knows no database and holds one item at a time.
//
//	r := wxr.NewReader(file, wxr.Limits{})
//	for {
//		entry, err := r.Next()
//		if errors.Is(err, io.EOF) {
//			break
//		} else if err != nil { … } // names the line
//		switch e := entry.(type) {
//		case *wxr.Author: …
//		case *wxr.Term: …
//		case *wxr.Item: …
//		}
//	}
//
// A Reader takes what real exports hold: missing elements, bytes that are no
// UTF-8, control characters, HTML's entities, other encodings. It does not take
// elements that are not closed or files that end too early: what came before is
// given, then an Error that names the line.
//
// See https://developer.wordpress.org/reference/functions/export_wp/.
package wxr

import "time"

// Version is the version of WXR that a Writer writes.
const Version = "1.2"

// A Site is what a file says of the site that it comes from.
type Site struct {
	Version     string // of WXR
	Title       string
	Link        string // address of the site
	Description string
	Language    string // as "en-US"
	PubDate     time.Time
	BaseSiteURL string // address of the network, or of the site
	BaseBlogURL string // address of the site
}

// An Entry is an *Author, a *Term or an *Item.
type Entry interface{ entry() }

func (*Author) entry() {}
func (*Term) entry()   {}
func (*Item) entry()   {}

// An Author is a user who has written something.
type Author struct {
	ID                  int64
	Login               string
	Email               string
	DisplayName         string
	FirstName, LastName string
}

// A Term is a category, a tag or a term of any other taxonomy.
type Term struct {
	ID          int64
	Taxonomy    string
	Slug        string
	Parent      string // slug of the term above it
	Name        string // as it is stored, with entities
	Description string
	Meta        []Meta
}

// A Meta is a value under a key. Values that are no strings are serialized as PHP
// does it.
type Meta struct{ Key, Value string }

// An Item is a post of any type. Date and Modified are wall clocks of the site
// and carry time.UTC all the same. The zero time stands for a date that is
// missing or 0000-00-00 00:00:00.
type Item struct {
	ID            int64
	Title         string
	Link          string
	PubDate       time.Time
	Creator       string // login of the author
	GUID          string
	Description   string
	Content       string
	Excerpt       string
	Date          time.Time
	DateGMT       time.Time
	Modified      time.Time
	ModifiedGMT   time.Time
	CommentStatus string
	PingStatus    string
	Slug          string
	Status        string
	Parent        int64
	MenuOrder     int64
	Type          string
	Password      string
	Sticky        bool
	AttachmentURL string
	Terms         []ItemTerm
	Meta          []Meta
	Comments      []Comment
}

// An ItemTerm is a term that an Item has.
type ItemTerm struct{ Taxonomy, Slug, Name string }

// A Comment is a comment on an Item. Dates are as those of an Item.
type Comment struct {
	ID            int64
	Author        string
	AuthorEmail   string
	AuthorURL     string
	AuthorIP      string
	Date, DateGMT time.Time
	Content       string
	Approved      string // "1", "0", "spam", "trash", "post-trashed"
	Type          string // "comment", "pingback", "trackback" …
	Parent        int64
	UserID        int64
	Meta          []Meta
}

// dateLayout is that of WordPress's tables.
const dateLayout = "2006-01-02 15:04:05"

const nullDate = "0000-00-00 00:00:00"

func parseDate(s string) time.Time {
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

func formatDate(t time.Time) string {
	if t.IsZero() {
		return nullDate
	}
	return t.UTC().Format(dateLayout)
}
