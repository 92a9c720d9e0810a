package wp

import (
	"context"
	"net/http"
	"net/netip"
	"unicode/utf8"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// A commentWriter takes in and stores comments.
type commentWriter struct{ site *Site }

// A commentChange is one request on its way into a comment.
type commentChange struct {
	*commentWriter
	r       *wprest.Request
	c       *Comment
	before  Comment
	options options
}

// decode puts a request into a comment, which is new when it has no id.
func (w *commentWriter) decode(ctx context.Context, r *wprest.Request, c *Comment) error {
	o, err := w.site.options(ctx)
	if err != nil {
		return err
	}
	change := &commentChange{commentWriter: w, r: r, c: c, before: *c, options: o}
	if c.ID == 0 {
		return change.create(ctx)
	}
	return change.update(ctx)
}

// update takes in what is sent for a stored comment. Where it was written from is
// set anew each time.
func (c *commentChange) update(ctx context.Context) error {
	if kind := c.r.String("type"); c.r.Get("type") != nil && kind != c.c.kind() {
		return wprest.NewError(http.StatusNotFound, "rest_comment_invalid_type", "The type of a comment does not change.")
	}
	if c.r.Get("parent") != nil {
		c.c.Parent = max(0, c.r.Int("parent"))
	}
	if err := inTurn(ctx, c.author, c.movePost, c.address, c.text, c.dates); err != nil {
		return err
	}
	if c.c.Content != c.before.Content {
		c.c.Content = trimSpace(c.c.Content)
	}
	if _, sent := givenContent(c.r); sent && c.c.Content == "" {
		return errCommentContent()
	}
	return inTurn(ctx, c.lengths, c.clean)
}

// author takes in who wrote the comment: a user, of whom the rest follows, and
// what is sent besides.
func (c *commentChange) author(ctx context.Context) error {
	if c.r.Get("author") != nil {
		if err := c.signAs(ctx, c.r.Int("author")); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		arg  string
		into *string
	}{{"author_name", &c.c.AuthorName}, {"author_email", &c.c.AuthorEmail}, {"author_url", &c.c.AuthorURL}} {
		if c.r.Get(f.arg) != nil {
			*f.into = c.r.String(f.arg)
		}
	}
	return nil
}

// signAs makes a user the author.
func (c *commentChange) signAs(ctx context.Context, id int64) error {
	user, err := c.site.stores.Users.Get(ctx, id)
	if isNotExist(err) {
		return wprest.NewError(http.StatusBadRequest, "rest_comment_author_invalid", "There is no such author.")
	}
	if err != nil {
		return err
	}
	c.c.Author, c.c.AuthorName, c.c.AuthorEmail, c.c.AuthorURL = user.ID, user.Name, user.Email, user.URL
	return nil
}

// movePost takes in another post; 0 is none.
func (c *commentChange) movePost(ctx context.Context) error {
	if c.r.Get("post") == nil {
		return nil
	}
	id := c.r.Int("post")
	if id != 0 {
		p, err := c.site.post(ctx, id)
		if err != nil {
			return err
		}
		if p == nil {
			return wprest.NewError(http.StatusForbidden, "rest_comment_invalid_post_id", "There is no such post.")
		}
	}
	c.c.Post = id
	return nil
}

// address notes where the comment was written from.
func (c *commentChange) address(ctx context.Context) error {
	moderator, err := wprest.May(ctx, "moderate_comments")
	if err != nil {
		return err
	}
	from := c.site.clientAddress(ctx)
	if _, err := netip.ParseAddr(from); err != nil {
		from = "127.0.0.1"
	}
	if given := c.r.String("author_ip"); c.r.Get("author_ip") != nil && moderator {
		from = given
	}
	c.c.AuthorIP = from
	c.c.AuthorAgent = c.r.String("author_user_agent")
	if !wprest.Truthy(c.c.AuthorAgent) {
		c.c.AuthorAgent = c.r.Header.Get("User-Agent")
	}
	return nil
}

// givenContent returns the text of a request: a string, or an object with raw.
func givenContent(r *wprest.Request) (string, bool) {
	switch v := r.Get("content").(type) {
	case string:
		return v, true
	case *wprest.Map:
		raw, ok := v.Get("raw").(string)
		return raw, ok
	}
	return "", false
}

func (c *commentChange) text(context.Context) error {
	if content, ok := givenContent(c.r); ok {
		c.c.Content = content
	}
	return nil
}

// dates takes in the date; date wins over date_gmt.
//
// Quirk: the date as UTC is always made anew of the local one.
func (c *commentChange) dates(context.Context) error {
	zone := c.options.zone()
	for _, arg := range []string{"date", "date_gmt"} {
		given, ok := parseDate(c.r.String(arg))
		if !ok {
			continue
		}
		given.zoned = given.zoned || arg == "date_gmt"
		c.c.Date, _ = given.pair(zone)
		c.c.DateGMT = instant(c.c.Date, zone)
		return nil
	}
	if c.c.ID == 0 {
		c.c.Date = wallClock(c.site.now(), zone)
	}
	c.c.DateGMT = instant(c.c.Date, zone)
	return nil
}

// lengths refuses what the columns do not hold.
func (c *commentChange) lengths(context.Context) error {
	for _, f := range []struct {
		code, text string
		limit      int
	}{
		{"comment_author_column_length", c.c.AuthorName, 245},
		{"comment_author_email_column_length", c.c.AuthorEmail, 100},
		{"comment_author_url_column_length", c.c.AuthorURL, 200},
		{"comment_content_column_length", c.c.Content, 65525},
	} {
		if len(f.text) > f.limit {
			return wprest.NewError(http.StatusBadRequest, f.code, "A part of the comment is too long.")
		}
	}
	return nil
}

// maxAgent is how many characters the column of the user agent holds.
const maxAgent = 255

// clean makes of all parts what is stored.
func (c *commentChange) clean(ctx context.Context) error {
	unfiltered, err := wprest.May(ctx, "unfiltered_html")
	if err != nil {
		return err
	}
	if unfiltered && c.c.ID != 0 {
		if unfiltered, err = c.site.userMay(ctx, c.before.Author, "unfiltered_html"); err != nil {
			return err
		}
	}
	content := text.WindowsEntities(c.c.Content)
	if !unfiltered {
		content = text.KSES(text.CommentPolicy(), content)
	}
	c.c.Content = text.RelUGC(content, c.options.home())
	c.c.AuthorName, c.c.AuthorEmail, c.c.AuthorURL = text.NameField(c.c.AuthorName), text.EmailField(c.c.AuthorEmail), text.URLField(c.c.AuthorURL)
	c.c.AuthorAgent = text.TextField(c.c.AuthorAgent)
	if utf8.RuneCountInString(c.c.AuthorAgent) > maxAgent {
		if c.c.ID == 0 {
			return wprest.NewError(http.StatusInternalServerError, "rest_comment_failed_create", "The comment could not be stored.")
		}
		c.c.AuthorAgent = c.before.AuthorAgent
	}
	return nil
}

// userMay asks whether another user has a capability; guests have none.
func (s *Site) userMay(ctx context.Context, id int64, capability string) (bool, error) {
	if id == 0 {
		return false, nil
	}
	if self := wprest.UserFrom(ctx); self != nil && self.ID == id {
		return wprest.May(ctx, capability)
	}
	u, err := s.stores.Users.Get(ctx, id)
	if isNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	roles, err := s.roles(ctx)
	if err != nil {
		return false, err
	}
	caps := roles.Caps(u.Roles...)
	for name, granted := range u.Caps {
		caps[name] = granted
	}
	return wprest.May(wprest.WithUser(ctx, &wprest.User{ID: id, Login: u.Login, Roles: u.Roles, Caps: caps}), capability)
}

// saved gives a comment the status that is sent, and stores its meta values.
func (w *commentWriter) saved(ctx context.Context, c wprest.Change[Comment]) error {
	if c.Request.Get("status") != nil {
		if err := w.changeStatus(ctx, c.Item, c.Request.String("status")); err != nil {
			return err
		}
	}
	object, err := w.site.commentObject(ctx, c.Item)
	if err != nil {
		return err
	}
	meta := &metaWriter{store: w.site.stores.Meta, kind: CommentMeta, id: c.Item.ID, object: object}
	return meta.write(ctx, w.site.metaFields(CommentMeta, ""), c.Request.Get("meta"))
}
