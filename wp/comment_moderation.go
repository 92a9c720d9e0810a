package wp

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/text"
)

// original refuses a comment that says what another one says: as it is sent,
// compared with what is stored. It mirrors the check of wp_allow_comment.
func (c *commentChange) original(ctx context.Context) error {
	if c.c.Type == NoteType {
		return nil
	}
	where := []wprest.Condition{
		wprest.Where("post", c.c.Post), wprest.Where("parent", max(0, c.c.Parent)), wprest.Where("author_name", c.c.AuthorName),
		wprest.Where("content", c.c.Content), {Field: "status", Op: wprest.NotIn, Values: []any{CommentTrash}},
	}
	if c.c.AuthorEmail != "" {
		where = append(where, wprest.Where("author_email", c.c.AuthorEmail))
	}
	found, err := c.site.someComment(ctx, where...)
	if err == nil && found {
		err = wprest.NewError(http.StatusConflict, "comment_duplicate", "You have said that already.")
	}
	return err
}

func (s *Site) someComment(ctx context.Context, where ...wprest.Condition) (bool, error) {
	found, _, err := s.stores.Comments.List(ctx, wprest.Query{Where: where, Limit: 1, NoTotal: true, Fields: []string{"id"}})
	return len(found) > 0, err
}

// floodInterval is how much time there must be between comments of one author.
const floodInterval = 15 * time.Second

// unhurried refuses a comment that follows too soon on another of its author.
func (c *commentChange) unhurried(ctx context.Context) error {
	moderator, err := wprest.May(ctx, "moderate_comments")
	if c.c.Type == NoteType || moderator || err != nil {
		return err
	}
	same := wprest.Where("author_ip", c.c.AuthorIP)
	if user := wprest.UserFrom(ctx); user != nil {
		same = wprest.Where("author", user.ID)
	}
	latest, _, err := c.site.stores.Comments.List(ctx, wprest.Query{
		Where: []wprest.Condition{
			{Field: "date_gmt", Op: wprest.GreaterOrEqual, Values: []any{c.site.now().UTC().Add(-time.Hour).Truncate(time.Second)}},
			{Any: [][]wprest.Condition{{same}, {wprest.Where("author_email", c.c.AuthorEmail)}}},
		},
		Order: []wprest.Order{{Field: "date_gmt", Desc: true}}, Limit: 1, NoTotal: true, Fields: []string{"id", "date_gmt"},
	})
	if err == nil && len(latest) > 0 && c.c.DateGMT.Sub(latest[0].DateGMT) < floodInterval {
		err = wprest.NewError(http.StatusBadRequest, "comment_flood", "You are commenting too fast. Wait a little.")
	}
	return err
}

// moderate decides whether a new comment shows, waits, or goes to the trash at
// once. It mirrors wp_allow_comment.
func (c *commentChange) moderate(ctx context.Context) error {
	c.c.Status = CommentApproved
	if c.c.Type == NoteType {
		return nil
	}
	trusted, err := c.trusted(ctx)
	if trusted || err != nil {
		return err
	}
	keys, err := c.site.stores.Options.Options(ctx, "moderation_keys", "disallowed_keys")
	if err != nil {
		return err
	}
	suspicious, err := c.suspicious(ctx, keys["moderation_keys"])
	if err != nil {
		return err
	}
	if suspicious {
		c.c.Status = CommentHeld
	}
	if holdsKey(keys["disallowed_keys"], append(c.words(), text.StripAllTags(c.c.Content))) {
		c.c.Status = CommentTrash
		if c.site.noTrash {
			c.c.Status = CommentSpam
		}
	}
	return nil
}

// trusted reports whether the author of the comment needs no approval: who wrote
// the post, and moderators.
func (c *commentChange) trusted(ctx context.Context) (bool, error) {
	if c.c.Author == 0 {
		return false, nil
	}
	p, err := c.site.post(ctx, c.c.Post)
	if err != nil || p != nil && p.Author == c.c.Author {
		return err == nil, err
	}
	return c.site.userMay(ctx, c.c.Author, "moderate_comments")
}

// words are the parts of a comment in which lists of words are looked for.
func (c *commentChange) words() []string {
	return []string{c.c.AuthorName, c.c.AuthorEmail, c.c.AuthorURL, c.c.Content, c.c.AuthorIP, c.c.AuthorAgent}
}

// holdsKey reports whether a line of a list occurs in one of some texts.
func holdsKey(list string, texts []string) bool {
	for line := range strings.Lines(list) {
		key := strings.ToLower(strings.TrimSpace(line))
		if key == "" {
			continue
		}
		for _, s := range texts {
			if strings.Contains(strings.ToLower(s), key) {
				return true
			}
		}
	}
	return false
}

// commentLinkPattern finds links in a rendered comment.
var commentLinkPattern = regexp.MustCompile(`(?i)<a [^>]*href`)

// suspicious reports whether somebody should look at the comment first. It
// mirrors check_comment.
func (c *commentChange) suspicious(ctx context.Context, keys string) (bool, error) {
	if c.options.isOn("comment_moderation") {
		return true, nil
	}
	if limit := c.options.number("comment_max_links"); limit > 0 {
		rendered := c.site.renderComment(ctx, c.c.Content)
		if int64(len(commentLinkPattern.FindAllStringIndex(rendered, -1))) >= limit {
			return true, nil
		}
	}
	if holdsKey(keys, c.words()) {
		return true, nil
	}
	if !c.options.isOn("comment_previously_approved") {
		return false, nil
	}
	known, err := c.known(ctx)
	return !known, err
}

// known reports whether a comment of the author was approved before: one of the
// user with the address, or else one of that name and address.
func (c *commentChange) known(ctx context.Context) (bool, error) {
	if c.c.AuthorName == "" || c.c.AuthorEmail == "" {
		return false, nil
	}
	users, _, err := c.site.stores.Users.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("email", c.c.AuthorEmail)}, Limit: 1, NoTotal: true, Fields: []string{"id"},
	})
	if err != nil {
		return false, err
	}
	approved := wprest.Where("status", CommentApproved)
	if len(users) > 0 {
		return c.site.someComment(ctx, approved, wprest.Where("author", users[0].ID))
	}
	return c.site.someComment(ctx, approved, wprest.Where("author_name", c.c.AuthorName), wprest.Where("author_email", c.c.AuthorEmail))
}
