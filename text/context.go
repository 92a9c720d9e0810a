package text

import (
	"context"
	"errors"
	"strconv"
)

// A Context is what a rendering knows besides the text. One goroutine uses it
// at a time. The zero value is ready to use: a text that belongs to no post.
// Functions that take one need one, unless they say that it may be nil.
type Context struct {
	// Ctx is passed to look-ups; nil stands for context.Background().
	Ctx context.Context
	// Post is the post that the text belongs to.
	Post Post
	// Counters number galleries, players and captions. The renderings of one
	// request share them; nil stands for new ones.
	Counters *Counters
	// Values is for the host's own steps and shortcodes.
	Values any
	// Err joins the errors of look-ups. What could not be looked up is left
	// out of the text.
	Err error

	depth     int
	hasBlocks bool // the text of this run had blocks: it gets no paragraphs
}

// A Post is what a rendering knows of the post whose text it renders.
type Post struct {
	ID   int64
	Type string
	// Attachment is the file of a post that is an attachment; its content
	// shows that file first.
	Attachment *Attachment
}

// context is Ctx, or the background.
func (c *Context) context() context.Context {
	if c.Ctx == nil {
		return context.Background()
	}
	return c.Ctx
}

// counters are Counters, or new ones.
func (c *Context) counters() *Counters {
	if c.Counters == nil {
		c.Counters = new(Counters)
	}
	return c.Counters
}

// fail notes an error.
func (c *Context) fail(err error) {
	if err != nil {
		c.Err = errors.Join(c.Err, err)
	}
}

// Counters number what a request shows. The zero value begins at one. They are
// not safe for concurrent use.
type Counters struct {
	Galleries int // how many there were
	Playlists int
	Audio     int
	Video     int

	ids map[string]int
}

// UniqueID returns an id the first time it is asked for, and id-2, id-3 …
// after that.
func (n *Counters) UniqueID(id string) string {
	if n.ids == nil {
		n.ids = make(map[string]int)
	}
	n.ids[id]++
	if k := n.ids[id]; k > 1 {
		return id + "-" + strconv.Itoa(k)
	}
	return id
}
