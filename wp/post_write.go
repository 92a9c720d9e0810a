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
	c, err := w.begin(ctx, r, p)
	if err == nil {
		err = c.takeIn(ctx)
	}
	if err == nil {
		err = c.complete(ctx)
	}
	return err
}

// begin starts a change of a post.
func (w *postWriter) begin(ctx context.Context, r *wprest.Request, p *Post) (*postChange, error) {
	o, err := w.site.options(ctx)
	if err != nil {
		return nil, err
	}
	c := &postChange{postWriter: w, r: r, p: p, options: o, isNew: p.ID == 0, before: *p, now: w.site.now()}
	p.view = &postView{options: o}
	if c.isNew {
		c.defaults(ctx)
	}
	return c, nil
}

// takeIn puts what is sent into the post. It mirrors prepare_item_for_database.
func (c *postChange) takeIn(ctx context.Context) error {
	return inTurn(ctx, c.texts, c.status, c.author, c.password, c.parent, c.flags)
}

// complete makes the post what can be stored. It mirrors wp_insert_post.
func (c *postChange) complete(ctx context.Context) error {
	err := inTurn(ctx, c.filter, c.notEmpty, c.dates, c.schedule, c.slug)
	c.modified()
	c.p.GUID = text.EscapeURL(c.p.GUID) // Quirk: every update escapes it.
	return err
}

// inTurn runs steps up to the first that fails.
func inTurn(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
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
	now     time.Time
	// autosave leaves the slug of a draft as it is sent.
	autosave bool
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

// A postText is one of the texts of a post: a string, or an object with raw.
type postText struct {
	name, feature string
	of            func(p *Post) *string
	clears        bool // an object with an empty text clears it
}

func postTexts() []postText {
	return []postText{
		{"title", "title", func(p *Post) *string { return &p.Title }, false},
		{"content", "editor", func(p *Post) *string { return &p.Content }, true},
		{"excerpt", "excerpt", func(p *Post) *string { return &p.Excerpt }, true},
	}
}

// sent returns the text that a request has for a post of a type.
func (f *postText) sent(t *PostType, r *wprest.Request) (text string, ok bool) {
	if !t.supports(f.feature) {
		return "", false
	}
	switch v := r.Get(f.name).(type) {
	case string:
		return v, true
	case *wprest.Map:
		raw, ok := v.Get("raw").(string)
		return raw, ok && (raw != "" || f.clears)
	}
	return "", false
}

// texts takes in the title, content and excerpt.
func (c *postChange) texts(context.Context) error {
	for _, f := range postTexts() {
		if v, ok := f.sent(c.t, c.r); ok {
			*f.of(c.p) = v
		}
	}
	return nil
}

// filter cleans the texts, sent or stored, and removes what the user may not
// write.
func (c *postChange) filter(ctx context.Context) error {
	unfiltered, err := wprest.May(ctx, "unfiltered_html")
	if err != nil {
		return err
	}
	c.p.Title = text.TitleField(c.p.Title, unfiltered)
	for _, field := range []*string{&c.p.Content, &c.p.Excerpt} {
		*field = text.WindowsEntities(*field)
		if !unfiltered {
			*field = text.KSES(c.site.policy, *field)
		}
	}
	return nil
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
	sticky := slices.Contains(c.options.sticky, c.p.ID) && !c.isNew
	given := c.r.String("password")
	asksSticky := c.t.Name == "post" && c.r.Get("sticky") != nil && c.r.Bool("sticky")
	invalid := wprest.NewError(http.StatusBadRequest, "rest_invalid_field", "A sticky post cannot have a password.")
	if given != "" && (asksSticky || sticky) || asksSticky && hasPassword(&c.before) {
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
	if c.t.has("title") && c.t.has("editor") && c.t.has("excerpt") &&
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
