package wp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// commentView is what Load brings along for the values of a comment.
type commentView struct {
	options options
	user    *User // the author as she is now; nil for guests and who is gone
	meta    map[string][]string
	replies bool
	page    int // of comments that it stands on; 0 when that is not told
}

// loadCommentViews loads what the wanted properties of a page of comments need,
// with one query each for posts, users, meta and replies.
func (s *Site) loadCommentViews(ctx context.Context, r *wprest.Request, items []*Comment) error {
	o, err := s.options(ctx)
	if err != nil {
		return err
	}
	l := &commentLoader{Site: s, r: r, items: items, options: o, ids: make([]int64, len(items))}
	for i, c := range items {
		l.ids[i] = c.ID
		c.view = &commentView{options: o}
	}
	return inTurn(ctx, l.posts, l.users, l.meta, l.replies, l.pages)
}

// A commentLoader loads what belongs to a page of comments.
type commentLoader struct {
	*Site
	r       *wprest.Request
	items   []*Comment
	ids     []int64
	options options
}

func (l *commentLoader) wants(property string) bool { return l.r.Fields().Names(property) }

func (l *commentLoader) posts(ctx context.Context) error {
	if !l.wants("link") && !wantsLinks(l.r) {
		return nil
	}
	return l.findPostsOf(ctx, l.r, l.items)
}

// users loads the authors, whose present addresses the pictures go by.
func (l *commentLoader) users(ctx context.Context) error {
	if !l.wants("author_avatar_urls") {
		return nil
	}
	var ids []int64
	for _, c := range l.items {
		if c.Author != 0 && !slices.Contains(ids, c.Author) {
			ids = append(ids, c.Author)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	users, _, err := l.stores.Users.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("id", ids...)}, NoTotal: true, Fields: []string{"id", "email", "name"},
	})
	if err != nil {
		return err
	}
	for _, c := range l.items {
		for i := range users {
			if users[i].ID == c.Author {
				c.view.user = &users[i]
			}
		}
	}
	return nil
}

func (l *commentLoader) meta(ctx context.Context) error {
	fields := l.metaFields(CommentMeta, "")
	if l.r.Context() == "embed" || !l.wants("meta") {
		return nil
	}
	all, err := l.stores.Meta.Meta(ctx, CommentMeta, l.ids, metaKeys(fields)...)
	for _, c := range l.items {
		c.view.meta = all[c.ID]
	}
	return err
}

// replies finds out which comments have answers to link to.
func (l *commentLoader) replies(ctx context.Context) error {
	if !wantsLinks(l.r) {
		return nil
	}
	answered, err := l.stores.Comments.WithReplies(ctx, l.ids, CommentApproved, CommentHeld)
	for _, c := range l.items {
		c.view.replies = slices.Contains(answered, c.ID)
	}
	return err
}

// pages counts on which page of comments each stands, where the site has pages.
func (l *commentLoader) pages(ctx context.Context) error {
	size := l.options.number("comments_per_page")
	if !l.options.isOn("page_comments") || size <= 0 || !l.wants("link") || l.options.text("permalink_structure") == "" {
		return nil
	}
	var posts []int64
	for _, c := range l.items {
		if c.Post != 0 && !slices.Contains(posts, c.Post) {
			posts = append(posts, c.Post)
		}
	}
	all, _, err := l.stores.Comments.List(ctx, wprest.Query{
		Where:   []wprest.Condition{wprest.Where("post", posts...), {Field: "type", Op: wprest.NotIn, Values: []any{NoteType}}},
		NoTotal: true, Fields: []string{"id", "post", "parent", "date_gmt", "status"},
	})
	if err != nil {
		return err
	}
	threads := newCommentThreads(all, l.options.isOn("thread_comments"))
	for _, c := range l.items {
		c.view.page = threads.page(c, int(size))
	}
	return nil
}

// commentThreads are the comments of some posts, by id.
type commentThreads struct {
	byID     map[int64]*Comment
	threaded bool
}

func newCommentThreads(all []Comment, threaded bool) *commentThreads {
	t := &commentThreads{byID: make(map[int64]*Comment, len(all)), threaded: threaded}
	for i := range all {
		t.byID[all[i].ID] = &all[i]
	}
	return t
}

// page returns the page on which the thread of a comment stands.
func (t *commentThreads) page(c *Comment, size int) int {
	top := c
	for n := 0; t.threaded && n < maxAncestors; n++ {
		above := t.byID[top.Parent]
		if above == nil {
			break
		}
		top = above
	}
	older := 0
	for _, other := range t.byID {
		if other.Post == c.Post && other.Status == CommentApproved && (!t.threaded || other.Parent == 0) && other.DateGMT.Before(top.DateGMT) {
			older++
		}
	}
	return older/size + 1
}

// commentValues makes the properties of comments.
func (s *Site) commentValues() map[string]wprest.ValueFunc[Comment] {
	plain := func(value func(c *Comment) any) wprest.ValueFunc[Comment] {
		return func(_ context.Context, _ *wprest.Request, c *Comment) (any, error) { return value(c), nil }
	}
	readMeta := metaReader(s.metaFields(CommentMeta, ""))
	return map[string]wprest.ValueFunc[Comment]{
		"id":                 plain(func(c *Comment) any { return c.ID }),
		"post":               plain(func(c *Comment) any { return c.Post }),
		"parent":             plain(func(c *Comment) any { return c.Parent }),
		"author":             plain(func(c *Comment) any { return c.Author }),
		"author_name":        plain(func(c *Comment) any { return c.AuthorName }),
		"author_email":       plain(func(c *Comment) any { return c.AuthorEmail }),
		"author_url":         plain(func(c *Comment) any { return c.AuthorURL }),
		"author_ip":          plain(func(c *Comment) any { return c.AuthorIP }),
		"author_user_agent":  plain(func(c *Comment) any { return c.AuthorAgent }),
		"date":               plain(func(c *Comment) any { return formatDate(c.Date, c.view.options.zone()) }),
		"date_gmt":           plain(func(c *Comment) any { return formatDate(c.DateGMT, c.view.options.zone()) }),
		"content":            s.commentContent,
		"link":               func(ctx context.Context, _ *wprest.Request, c *Comment) (any, error) { return s.commentLink(ctx, c) },
		"status":             plain(func(c *Comment) any { return shownStatus(c.Status) }),
		"type":               plain(func(c *Comment) any { return c.kind() }),
		"author_avatar_urls": s.commentAvatars,
		"meta":               plain(func(c *Comment) any { return readMeta(c.view.meta) }),
	}
}

// kind is the type of a comment; old ones have none stored.
func (c *Comment) kind() string {
	if c.Type == "" {
		return commentType
	}
	return c.Type
}

func shownStatus(stored string) string {
	switch stored {
	case CommentApproved:
		return "approved"
	case CommentHeld:
		return "hold"
	}
	return stored
}

func (s *Site) commentContent(ctx context.Context, r *wprest.Request, c *Comment) (any, error) {
	m := &wprest.Map{}
	m.Set("rendered", s.renderComment(ctx, c.Content))
	if r.Context() == "edit" {
		m.Set("raw", c.Content)
	}
	return m, nil
}

// renderComment makes of the stored text of a comment what is shown.
func (s *Site) renderComment(ctx context.Context, content string) string {
	return s.Comment.Render(&text.Context{Ctx: ctx}, content)
}

// commentPipeline is what texts of comments run through.
func (s *Site) commentPipeline(o text.Options, smilies text.StepFunc) text.Pipeline {
	links := func(c *text.Context, content string) string {
		o, err := s.options(c.Ctx)
		if err != nil {
			return content
		}
		return text.MakeClickable(content, o.home())
	}
	return text.CommentPipeline(o).Replace(text.StepLinks, links).Replace(text.StepSmilies, smilies)
}

// commentLink is the address of a comment on the page of its post.
func (s *Site) commentLink(ctx context.Context, c *Comment) (string, error) {
	link, structure := "", c.view.options.text("permalink_structure")
	if c.Post != 0 {
		p, err := s.post(ctx, c.Post)
		if err != nil {
			return "", err
		}
		if p != nil {
			if link, err = s.permalink(ctx, p); err != nil {
				return "", err
			}
		}
	}
	if page := c.view.page; page > 1 || page == 1 && c.view.options.text("default_comments_page") != "oldest" {
		link = strings.TrimRight(link, "/") + fmt.Sprintf("/comment-page-%d", page)
	}
	if structure != "" {
		link = strings.TrimRight(link, "/")
		if strings.HasSuffix(structure, "/") {
			link += "/"
		}
	}
	return fmt.Sprintf("%s#comment-%d", link, c.ID), nil
}

// commentAvatars are the pictures of the author; pings have none.
func (s *Site) commentAvatars(_ context.Context, _ *wprest.Request, c *Comment) (any, error) {
	o := c.view.options
	if !o.isOn("show_avatars") {
		return wprest.Absent{}, nil
	}
	options := text.AvatarOptions{Default: o.text("avatar_default"), Rating: o.text("avatar_rating"), Name: c.AuthorName}
	email := c.AuthorEmail
	if c.view.user != nil {
		email, options.Name = c.view.user.Email, c.view.user.Name
	}
	m := &wprest.Map{}
	for _, size := range avatarSizes() {
		if kind := c.kind(); kind != commentType && kind != NoteType {
			m.Set(fmt.Sprint(size), false)
			continue
		}
		m.Set(fmt.Sprint(size), text.Avatar(email, size, options))
	}
	return m, nil
}

// commentLinks adds the links of comments.
func (s *Site) commentLinks(ctx context.Context, l *wprest.Links, c *Comment) {
	if c.Author != 0 {
		l.Add("author", l.To("wp/v2/users/%d", c.Author)).Embed()
	}
	if c.Post != 0 {
		if p, err := s.post(ctx, c.Post); err == nil && p != nil {
			if t := s.postType(p.Type); t != nil && t.ShowInREST {
				l.Add("up", l.To("%s/%d", t.route(), c.Post)).Embed().With("post_type", t.Name)
			}
		}
	}
	if c.Parent != 0 {
		l.Add("in-reply-to", l.To("wp/v2/comments/%d", c.Parent)).Embed()
	}
	if c.view.replies {
		query := ""
		if c.Type == NoteType {
			query = "&type=note&status=all"
		}
		l.Add("children", l.To("wp/v2/comments?parent=%d%s", c.ID, query)).Embed()
	}
}
