package wp

import "time"

// A Post is an item of any post type, as it is stored: texts are not rendered.
//
// Times without a zone are wall clocks: Date and Modified are those of the site
// and carry time.UTC all the same, as WordPress's columns do. The zero
// time.Time is 0000-00-00 00:00:00, the DateGMT of a draft whose date floats.
type Post struct {
	ID              int64
	Type            string
	Status          string
	Slug            string
	Author          int64
	Title           string
	Content         string
	Excerpt         string
	ContentFiltered string
	Password        string
	Date            time.Time
	DateGMT         time.Time
	Modified        time.Time
	ModifiedGMT     time.Time
	CommentStatus   string
	PingStatus      string
	ToPing          string
	Pinged          string
	Parent          int64
	GUID            string
	MenuOrder       int64
	MimeType        string
	CommentCount    int64

	view *postView // what was loaded to show the post
}

// A User is an account as it is stored. Its password is not among it.
type User struct {
	ID         int64
	Login      string
	Slug       string // user_nicename
	Email      string
	URL        string
	Name       string // display_name
	Registered time.Time
	// FirstName, LastName, Nickname, Description and Locale come from meta.
	FirstName, LastName, Nickname, Description, Locale string
	Roles                                              []string
	// Caps are the capabilities of the user's own, without those of Roles.
	Caps map[string]bool

	meta map[string][]string // what was loaded to show the user
}

// A Term is a term in a taxonomy.
type Term struct {
	ID          int64
	TaxonomyID  int64 // term_taxonomy_id
	Taxonomy    string
	Name        string
	Slug        string
	Description string
	Parent      int64
	Count       int64

	view *termView // what was loaded to show the term
}
