package text

import (
	"context"
	"path"
	"strconv"
	"strings"
)

// An Attachment is a file of the site's media library, as texts show it.
type Attachment struct {
	ID      int64
	Title   string
	Caption string
	Alt     string // of an image
	MIME    string
	URL     string // of the file
	Link    string // to its page
	// File is the path of the file below the folder of uploads.
	File string
	// Width and Height are those of an image or a film, in pixels.
	Width, Height int
	// Sizes are the smaller versions of an image, in stored order.
	Sizes []AttachmentSize
	// Poster is the address of the picture that stands for a film.
	Poster string
}

// An AttachmentSize is a smaller version of an image.
type AttachmentSize struct {
	Name          string // "medium", "large" …
	File          string // its name, in the folder of the image
	Width, Height int
	MIME          string
}

// kind reports whether the file is of a kind: "image", "audio", "video".
func (a *Attachment) kind(kind string) bool {
	return strings.HasPrefix(a.MIME, kind) && strings.HasPrefix(a.MIME[len(kind):], "/")
}

// size is the version of that name, or nil.
func (a *Attachment) size(name string) *AttachmentSize {
	for i := range a.Sizes {
		if a.Sizes[i].Name == name {
			return &a.Sizes[i]
		}
	}
	return nil
}

// sibling is the address of a file in the same folder.
func (a *Attachment) sibling(file string) string {
	return a.URL[:strings.LastIndexByte(a.URL, '/')+1] + file
}

// shownTitle is the title as it stands for the file: the name of the file when
// it has none.
func (a *Attachment) shownTitle() string {
	if !isBlank(a.Title) {
		return a.Title
	}
	name := a.File
	if name == "" {
		name = a.URL
	}
	name = path.Base(name)
	return EscapeHTML(strings.TrimSuffix(name, path.Ext(name)))
}

// A MediaSource finds attachments. What the reader may not see, or is not
// there, it leaves out. Implementations must be safe for concurrent use; one
// that has loaded the attachments of a whole page of posts before (see
// [MediaIDs]) answers without a query.
type MediaSource interface {
	Media(ctx context.Context, q MediaQuery) ([]*Attachment, error)
}

// A MediaQuery says which attachments are wanted.
type MediaQuery struct {
	// IDs are those wanted, whatever they belong to. Nil: those of Parent.
	IDs    []int64
	Parent int64
	// Exclude are ids that are not wanted.
	Exclude []int64
	// Kind is the first part of their media type: "image", "audio", "video".
	// Empty: any.
	Kind string
	// OrderBy is what a gallery was told: "menu_order ID", "post__in" (the
	// order of IDs), "title", "date", "rand" … Empty: any order will do.
	OrderBy string
	// Order is "ASC", "DESC" or whatever the gallery was told instead.
	Order string
}

// An ImageSize bounds the versions of images that have a name. Zero is no
// bound.
type ImageSize struct{ Width, Height int }

// A Library shows the media of a site within texts. Its fields must not change
// while it is in use; then it is safe for concurrent use.
type Library struct {
	// Source finds attachments. Nil: there are none.
	Source MediaSource
	// Sizes bounds the named sizes of images. Nil stands for WordPress's own.
	Sizes map[string]ImageSize
	// Typography sets the captions of galleries. It may be nil.
	Typography *Typography
	// Readable reports whether the reader may see what belongs to a post, one
	// without a password. Nil: every post is readable.
	Readable func(c *Context, post int64) bool
}

// Register adds the shortcodes of WordPress itself to those of a site: caption,
// gallery, playlist, audio, video, and embed, which does nothing as such:
// [Embeds] have run it before. What the site registers later under one of
// these names takes its place.
func (l *Library) Register(sc *Shortcodes) {
	caption := func(c *Context, s *Shortcode) string { return Caption(c, sc, s) }
	for _, r := range []registered{
		{name: "wp_caption", run: caption},
		{name: "caption", run: caption},
		{name: "gallery", run: l.Gallery},
		{name: "playlist", run: l.Playlist},
		{name: "audio", run: l.Audio},
		{name: "video", run: l.Video},
		{name: "embed"},
	} {
		_ = sc.Register(r.name, r.run) // these are names
	}
}

// find looks attachments up.
func (l *Library) find(c *Context, q MediaQuery) []*Attachment {
	if l.Source == nil {
		return nil
	}
	found, err := l.Source.Media(c.context(), q)
	c.fail(err)
	if q.Kind == "" {
		return found
	}
	var kept []*Attachment
	for _, a := range found {
		if a.kind(q.Kind) {
			kept = append(kept, a)
		}
	}
	return kept
}

// readable reports whether what belongs to a post may be shown.
func (l *Library) readable(c *Context, post int64) bool {
	return l.Readable == nil || l.Readable(c, post)
}

// MediaIDs returns the attachments that a text may show: those whose ids stand
// in the classes of its images, and in the lists of its galleries and
// playlists. A host looks them up for many texts at once.
func MediaIDs(s string) []int64 {
	var ids []int64
	for i := 0; ; {
		if i = nextByte(s, i, '-'); i < 0 {
			break
		}
		i++
		if id := imageID(s, i); id > 0 {
			ids = append(ids, id)
		}
	}
	for i := 0; ; {
		if i = nextByte(s, i, '['); i < 0 {
			return ids
		}
		i++
		if !strings.HasPrefix(s[i:], "gallery") && !strings.HasPrefix(s[i:], "playlist") {
			continue
		}
		end := strings.IndexByte(s[i:], ']')
		if end < 0 {
			return ids
		}
		attrs := ParseAttributes(s[shortcodeNameEnd(s, i) : i+end])
		ids = append(ids, idList(attrs.Or("ids", attrs.Get("include")))...)
	}
}

// imageID is the number behind wp-image-, in any case, whose last dash stands
// before i, or 0.
func imageID(s string, i int) int64 {
	const class = "wp-image-"
	if i < len(class) || i == len(s) || !isDigit(s[i]) || !strings.EqualFold(s[i-len(class):i], class) {
		return 0
	}
	return phpInt(s[i:])
}

// idList mirrors wp_parse_id_list: numbers between commas or white space,
// without sign, each once.
func idList(s string) []int64 {
	var ids []int64
	seen := make(map[int64]bool)
	for f := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r < 0x80 && isSpace(byte(r)) }) {
		id := phpInt(f)
		if id < 0 {
			id = -id
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// phpInt reads a number as PHP does: what s begins with, or 0.
func phpInt(s string) int64 {
	s = strings.TrimLeft(s, asciiSpace)
	end := 0
	if end < len(s) && (s[end] == '-' || s[end] == '+') {
		end++
	}
	digits := end
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	whole := end
	if end < len(s) && s[end] == '.' {
		for end++; end < len(s) && isDigit(s[end]); {
			end++
		}
	}
	if end > digits && end < len(s) && s[end]|0x20 == 'e' {
		exp := end + 1
		if exp < len(s) && (s[exp] == '-' || s[exp] == '+') {
			exp++
		}
		for from := exp; exp < len(s) && isDigit(s[exp]); {
			exp++
			if exp > from {
				end = exp
			}
		}
	}
	if end > whole {
		f, _ := strconv.ParseFloat(s[:end], 64)
		return int64(f)
	}
	n, _ := strconv.ParseInt(s[:whole], 10, 64)
	return n
}
