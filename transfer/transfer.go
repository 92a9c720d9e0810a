// Package transfer moves sites in and out: an Importer takes a site from an export
// file or from the API of another site into any wp.Stores, an Exporter writes
// what wp.Stores hold as WXR.
//
//	im := &transfer.Importer{Stores: db.Stores()}
//	result, err := im.Import(ctx, transfer.FromWXR(wxr.NewReader(file, wxr.Limits{})))
//
// # What is taken for the same
//
// An import may be run again, after it was interrupted or after the source has
// grown. What is there already stays as it is: users with the same login or else
// the same e-mail address, terms with the same slug in the same taxonomy, posts
// with the same GUID, comments with the same date, author and text on the same
// post. New comments are added to posts that are there.
//
// A post comes with its meta, terms and comments in one transaction, or not at
// all. Ids stay what they were unless they are taken. Parents, featured images
// and menu items follow their posts, whatever the order; a post that waits for
// another one has the meta PendingKey meanwhile.
//
// # What is not done to texts
//
// Rows are stored as they come: texts are not cleaned as those of users without
// the capability unfiltered_html are. Import only from sources that you trust
// as much as an administrator.
package transfer

import (
	"context"
	"time"

	"github.com/wprest/wprest/wxr"
)

// PendingKey is the key of post meta that marks a post which refers to posts
// that have not come yet. It goes when the import has ended.
const PendingKey = "_wprest_import_pending"

// A Source gives a site piece by piece: users first, then terms, then posts.
type Source interface {
	// Next returns the next entry, or io.EOF after the last.
	Next(ctx context.Context) (Entry, error)
}

// A Pager is a Source whose posts come in pages that it need not read again after
// an interruption.
type Pager interface {
	Source
	// Name tells sources apart.
	Name() string
	// SkipPages is called before the first Next. The source then asks taken
	// before it reads a page, and leaves out those for which it returns true.
	SkipPages(taken func(ctx context.Context, page string) (bool, error))
}

// An Entry is a *User, a *Term, a *Post, a *PageEnd or a *Problem.
type Entry interface{ entry() }

func (*User) entry()    {}
func (*Term) entry()    {}
func (*Post) entry()    {}
func (*PageEnd) entry() {}
func (*Problem) entry() {}

// A User is an account. WXR knows only the Author of it.
type User struct {
	wxr.Author
	Slug, URL, Nickname, Description, Locale string
	Registered                               time.Time
	Roles                                    []string
	Meta                                     []wxr.Meta
}

// A Term is a term of any taxonomy.
type Term struct{ wxr.Term }

// A Post is an item of any post type with what belongs to it.
type Post struct {
	wxr.Item
	MimeType string // "": by the name of the file
}

// A PageEnd says that a page of a Pager has come to its end.
type PageEnd struct{ Page string }

// A Problem is something that the source cannot give.
type Problem struct {
	Kind   Kind
	Name   string
	Reason string
}

// A Kind says what is moved.
type Kind string

// The kinds of things.
const (
	Users    Kind = "user"
	Terms    Kind = "term"
	Posts    Kind = "post"
	Comments Kind = "comment"
	Files    Kind = "file"
)

// Kinds returns all kinds in the order in which they come.
func Kinds() []Kind { return []Kind{Users, Terms, Posts, Comments, Files} }

// An Outcome says what became of a thing.
type Outcome int

// The outcomes.
const (
	Made    Outcome = iota
	There           // it was there already
	Updated         // it was there, or was made, and now refers to what came later
	Skipped         // see Step.Reason
)

// A Step tells what became of one thing.
type Step struct {
	Kind    Kind
	Name    string // as people know it: `page "About us"`
	Outcome Outcome
	Reason  string // why it was skipped
}

// Counts are how many things had which outcome.
type Counts struct{ Made, There, Updated, Skipped int }

// A Result counts what an import or export has done.
type Result map[Kind]Counts

func (r Result) add(s Step) {
	c := r[s.Kind]
	switch s.Outcome {
	case Made:
		c.Made++
	case There:
		c.There++
	case Updated:
		c.Updated++
	case Skipped:
		c.Skipped++
	}
	r[s.Kind] = c
}

// wxrSource gives what is in a WXR file.
type wxrSource struct{ r *wxr.Reader }

// FromWXR returns the entries of a WXR file as a Source.
func FromWXR(r *wxr.Reader) Source { return wxrSource{r} }

// Next implements Source.
func (s wxrSource) Next(context.Context) (Entry, error) {
	entry, err := s.r.Next()
	if err != nil {
		return nil, err
	}
	switch e := entry.(type) {
	case *wxr.Author:
		return &User{Author: *e}, nil
	case *wxr.Term:
		return &Term{*e}, nil
	case *wxr.Item:
		return &Post{Item: *e}, nil
	}
	return nil, nil
}
