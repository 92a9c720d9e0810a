package wp

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/wprest/wprest"
)

// A Comment is a comment on a post as it is stored: its text is not rendered.
// Date is a wall clock of the site, as Post.Date is.
type Comment struct {
	ID     int64
	Post   int64
	Parent int64
	// Author is a user, 0 for a guest. The rest about the author was so when
	// the comment was written.
	Author                             int64
	AuthorName, AuthorEmail, AuthorURL string
	AuthorIP, AuthorAgent              string
	Date, DateGMT                      time.Time
	Content                            string
	Karma                              int64
	Status                             string // see CommentApproved
	Type                               string // "comment", "pingback", "trackback", "note" …

	view *commentView // what was loaded to show the comment
}

// The statuses of comments.
const (
	CommentApproved    = "1"
	CommentHeld        = "0"
	CommentSpam        = "spam"
	CommentTrash       = "trash"
	CommentPostTrashed = "post-trashed" // its post is in the trash
)

// NoteType is the type of comments that editors leave on the blocks of a post.
const NoteType = "note"

const commentType = "comment"

// mountComments registers the comments, if the site has any.
func (s *Site) mountComments(reg *wprest.Registry) {
	if s.stores.Comments != nil {
		s.Comments = s.commentController()
		reg.Register(s.Comments)
	}
}

// commentController serves the comments.
//
//wp:route GET,POST /wp/v2/comments
//wp:route GET,POST,PUT,PATCH,DELETE /wp/v2/comments/(?P<id>[\d]+)
func (s *Site) commentController() *wprest.Controller[int64, Comment] {
	w := &commentWriter{s}
	password := wprest.Arg{Schema: wprest.Schema{Name: "password", Type: "string", Description: "The password of the post, if it has one."}}
	c := &wprest.Controller[int64, Comment]{
		Namespace:     namespace,
		Base:          "comments",
		Schema:        s.commentSchema(),
		Store:         s.stores.Comments,
		Key:           func(c *Comment) int64 { return c.ID },
		Permit:        s.commentPermit(),
		Params:        commentParams(),
		Found:         s.findPostsOf,
		Values:        s.commentValues(),
		Load:          s.loadCommentViews,
		Lists:         s.commentLists,
		Totals:        s.commentTotals,
		Links:         s.commentLinks,
		ItemArgs:      []wprest.Arg{password},
		DeleteArgs:    []wprest.Arg{password},
		Decode:        w.decode,
		Saved:         w.saved,
		Trash:         w.trash,
		AnswerContext: commentAnswerContext,
		Atomic:        s.stores.Atomic,
		NotFound:      wprest.NewError(http.StatusNotFound, "rest_comment_invalid_id", "There is no such comment."),
		WholeFields:   true,
		OrderBy:       []string{"date", "date_gmt", "id", "include", "post", "parent", "type"},
		DefaultOrder:  wprest.Order{Field: "date_gmt", Desc: true},
		Searchable:    true,
	}
	if s.noTrash {
		c.Trash = nil
	}
	c.Query.Add(1, s.commentQuery)
	return c
}

// commentAnswerContext shows a new comment as its writer may see it.
func commentAnswerContext(ctx context.Context, c wprest.Change[Comment]) (string, error) {
	if c.New {
		ok, err := wprest.May(ctx, "moderate_comments")
		if !ok || err != nil {
			return "view", err
		}
	}
	return "edit", nil
}

// commentSchema is the item schema of comments.
//
// See https://developer.wordpress.org/rest-api/reference/comments/#schema.
func (s *Site) commentSchema() *wprest.Schema {
	property := func(name, kind, description string, context []string) *wprest.Schema {
		return &wprest.Schema{Name: name, Type: kind, Context: context, Description: description}
	}
	format := func(p *wprest.Schema, format string) *wprest.Schema {
		p.Format = format
		return p
	}
	readonly := func(p *wprest.Schema) *wprest.Schema {
		p.Readonly = true
		return p
	}
	with := func(p *wprest.Schema, value any) *wprest.Schema {
		p.Default = value
		return p
	}
	cleaned := func(p *wprest.Schema, sanitize wprest.ArgSanitizer) *wprest.Schema {
		p.ArgOptions = &wprest.ArgOptions{Sanitize: sanitize}
		return p
	}
	email := format(property("author_email", "string", "The e-mail address of the author.", editOnly()), "email")
	email.ArgOptions = &wprest.ArgOptions{Validate: emailOrEmpty, Sanitize: wprest.SanitizeArg}
	schema := &wprest.Schema{Title: "comment", Type: "object", Properties: []*wprest.Schema{
		readonly(property("id", "integer", "The id.", everywhere())),
		property("author", "integer", "The id of the user who wrote it.", everywhere()),
		email,
		format(property("author_ip", "string", "The IP address of the author.", editOnly()), "ip"),
		cleaned(property("author_name", "string", "The name of the author.", everywhere()), wprest.SanitizeText),
		format(property("author_url", "string", "The address of the author's site.", everywhere()), "uri"),
		cleaned(property("author_user_agent", "string", "The browser of the author.", editOnly()), wprest.SanitizeText),
		textProperty("content", everywhere(), everywhere(), false),
		format(property("date", "string", "When it was written, in the site's zone.", everywhere()), "date-time"),
		format(property("date_gmt", "string", "When it was written, as UTC.", viewEdit()), "date-time"),
		readonly(format(property("link", "string", "The address of the comment.", everywhere()), "uri")),
		with(property("parent", "integer", "The id of the comment that it answers.", everywhere()), 0),
		with(property("post", "integer", "The id of the post.", viewEdit()), 0),
		cleaned(property("status", "string", "The status.", viewEdit()), wprest.SanitizeKey),
		readonly(with(property("type", "string", "The kind of comment.", everywhere()), commentType)),
		avatarProperty("author_avatar_urls"),
		metaSchemaOf(s.metaFields(CommentMeta, "")),
	}}
	return schema
}

// avatarProperty has pictures of a person, by their sizes.
func avatarProperty(name string) *wprest.Schema {
	avatars := &wprest.Schema{Name: name, Type: "object", Context: everywhere(), Readonly: true, Description: "Pictures of the person, by size."}
	for _, size := range avatarSizes() {
		avatars.Properties = append(avatars.Properties, &wprest.Schema{
			Name: fmt.Sprint(size), Type: "string", Format: "uri", Context: []string{"embed", "view", "edit"}, Description: "A picture.",
		})
	}
	return avatars
}

// emailOrEmpty checks an address that may be left out.
func emailOrEmpty(ctx context.Context, r *wprest.Request, a *wprest.Arg, value any) error {
	if value == "" {
		return nil
	}
	return wprest.ValidateArg(ctx, r, a, value)
}
