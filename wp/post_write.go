package wp

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// unchecked lets a value through as it is sent.
func unchecked() *wprest.ArgOptions {
	return &wprest.ArgOptions{
		Validate: func(context.Context, *wprest.Request, *wprest.Arg, any) error { return nil },
		Sanitize: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) { return value, nil },
	}
}

// slugProperty takes any text and makes a slug of it.
func slugProperty() *wprest.Schema {
	return &wprest.Schema{
		Name: "slug", Type: "string", Context: everywhere(), Description: "The last part of the address.",
		ArgOptions: &wprest.ArgOptions{Sanitize: func(_ context.Context, _ *wprest.Request, _ *wprest.Arg, value any) (any, error) {
			return text.Slug(wprest.ToString(value)), nil
		}},
	}
}

// A postWriter takes in and stores posts of a type.
type postWriter struct {
	site *Site
	t    *PostType
}

// decode puts a request into a post, which is new when it has no id.
func (w *postWriter) decode(ctx context.Context, r *wprest.Request, p *Post) error {
	o, err := w.site.options(ctx)
	if err != nil {
		return err
	}
	c := &postChange{postWriter: w, r: r, p: p, options: o, isNew: p.ID == 0, before: *p, now: w.site.now()}
	if c.isNew {
		c.defaults(ctx)
	}
	steps := []func(context.Context) error{
		c.texts, c.status, c.author, c.password, c.parent, c.notEmpty, c.dates, c.flags, c.schedule, c.slug,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	c.modified()
	return nil
}

// A postChange is one request on its way into a post.
type postChange struct {
	*postWriter
	r       *wprest.Request
	p       *Post
	before  Post
	options options
	isNew   bool
	dated   bool // a date was given
	now     time.Time
}

func (c *postChange) defaults(ctx context.Context) {
	c.p.Type, c.p.Status = c.t.Name, StatusDraft
	if user := wprest.UserFrom(ctx); user != nil {
		c.p.Author = user.ID
	}
	c.p.CommentStatus, c.p.PingStatus = "closed", "closed"
	if c.t.supports("comments") && c.t.Name != "page" {
		c.p.CommentStatus = c.options.text("default_comment_status")
	}
	if c.t.supports("trackbacks") {
		c.p.PingStatus = c.options.text("default_ping_status")
	}
}

// texts takes in the title, content and excerpt: strings, or objects with raw.
func (c *postChange) texts(ctx context.Context) error {
	unfiltered, err := wprest.May(ctx, "unfiltered_html")
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name, feature string
		into          *string
		clears        bool // an object with an empty text clears it
	}{{"title", "title", &c.p.Title, false}, {"content", "editor", &c.p.Content, true}, {"excerpt", "excerpt", &c.p.Excerpt, true}} {
		if c.t.supports(f.feature) {
			switch v := c.r.Get(f.name).(type) {
			case string:
				*f.into = v
			case *wprest.Map:
				if raw, ok := v.Get("raw").(string); ok && (raw != "" || f.clears) {
					*f.into = raw
				}
			}
		}
		if !unfiltered {
			*f.into = c.filtered(f.name, *f.into)
		}
	}
	c.p.Title = trimSpace(c.p.Title)
	return nil
}

// filtered removes from a text what users without unfiltered_html may not write.
func (c *postChange) filtered(name, s string) string {
	if name == "title" {
		return text.KSES(text.DataPolicy(), s)
	}
	return text.KSES(text.PostPolicy(), s)
}

func trimSpace(s string) string { return trim(s, " \t\n\r\x00\x0b") }

// status takes in the status, which it may take a capability to set.
func (c *postChange) status(ctx context.Context) error {
	if !c.r.Has("status") {
		return nil
	}
	asked := c.r.String("status")
	if c.site.status(asked) == nil {
		asked = StatusDraft
	}
	if asked == c.before.Status && !c.isNew {
		return nil
	}
	if asked == StatusPublish || asked == StatusFuture || asked == StatusPrivate {
		ok, err := wprest.May(ctx, c.t.caps().PublishPosts)
		if _, err = require(ctx, ok, err, "rest_cannot_publish", "You are not allowed to publish posts of this type."); err != nil {
			return err
		}
	}
	c.p.Status = asked
	return nil
}

func (c *postChange) author(ctx context.Context) error {
	id := c.r.Int("author")
	if id == 0 || !c.t.supports("author") {
		return nil
	}
	if user := wprest.UserFrom(ctx); user == nil || user.ID != id {
		if _, err := c.site.stores.Users.Get(ctx, id); isNotExist(err) {
			return wprest.NewError(http.StatusBadRequest, "rest_invalid_author", "There is no such author.")
		} else if err != nil {
			return err
		}
	}
	c.p.Author = id
	return nil
}

func (c *postChange) password(context.Context) error {
	sticky := slices.Contains(c.options.ids("sticky_posts"), c.p.ID) && !c.isNew
	given := c.r.String("password")
	asksSticky := c.t.Name == "post" && c.r.Get("sticky") != nil && c.r.Bool("sticky")
	invalid := wprest.NewError(http.StatusBadRequest, "rest_invalid_field", "A sticky post cannot have a password.")
	if given != "" && (asksSticky || sticky) || asksSticky && c.before.Password != "" {
		return invalid
	}
	if c.r.Has("password") {
		c.p.Password = given
	}
	if c.p.Status == StatusPrivate {
		c.p.Password = ""
	}
	return nil
}

func (c *postChange) parent(ctx context.Context) error {
	if !c.t.Hierarchical || !c.r.Has("parent") {
		return nil
	}
	id := c.r.Int("parent")
	for at, n := id, 0; at != 0; n++ {
		above, err := c.site.post(ctx, at)
		switch {
		case err != nil:
			return err
		case above == nil && at == id:
			return wprest.NewError(http.StatusBadRequest, "rest_post_invalid_id", "There is no such parent.")
		case above == nil || n > maxAncestors:
			at = 0
			continue
		case above.ID == c.p.ID && !c.isNew:
			id = 0 // it would be its own ancestor
		}
		at = above.Parent
		if id == 0 {
			break
		}
	}
	c.p.Parent = id
	return nil
}

// notEmpty refuses a post without any text.
func (c *postChange) notEmpty(context.Context) error {
	empty := func(s string) bool { return s == "" || s == "0" }
	if c.t.supports("title") && c.t.supports("editor") && c.t.supports("excerpt") &&
		empty(c.p.Title) && empty(c.p.Content) && empty(c.p.Excerpt) {
		return wprest.NewError(http.StatusBadRequest, "empty_content", "A post needs a title, content or excerpt.")
	}
	return nil
}

// flags takes in what is stored as it is sent.
func (c *postChange) flags(context.Context) error {
	if c.t.supports("page-attributes") && c.r.Has("menu_order") {
		c.p.MenuOrder = c.r.Int("menu_order")
	}
	if c.t.supports("comments") {
		if v := c.r.String("comment_status"); v != "" {
			c.p.CommentStatus = v
		}
		if v := c.r.String("ping_status"); v != "" {
			c.p.PingStatus = v
		}
	}
	return nil
}
