package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// CommentStore holds the comments of all types. It implements wp.CommentStore,
// Getter, Creator, Updater and Deleter. Beside the properties that wp.Stores
// lists it knows author_url, agent and karma. A search looks for the whole text,
// in content, name, e-mail address, site and IP address of the author.
type CommentStore struct {
	db     *DB
	source source
}

var (
	_ wp.CommentStore                   = (*CommentStore)(nil)
	_ wprest.Getter[int64, wp.Comment]  = (*CommentStore)(nil)
	_ wprest.Creator[wp.Comment]        = (*CommentStore)(nil)
	_ wprest.Updater[int64, wp.Comment] = (*CommentStore)(nil)
	_ wprest.Deleter[int64]             = (*CommentStore)(nil)
)

func newCommentStore(db *DB) *CommentStore {
	return &CommentStore{db: db, source: source{
		from:   db.tables.comments + " c",
		key:    "c.comment_ID",
		tables: tablesOf(commentsTable),
		fields: map[string]field{
			"id":           {expr: "c.comment_ID"},
			"post":         {expr: "c.comment_post_ID"},
			"parent":       {expr: "c.comment_parent"},
			"author":       {expr: "c.user_id"},
			"author_name":  {expr: "c.comment_author", kind: readable},
			"author_email": {expr: "c.comment_author_email", kind: readable},
			"author_url":   {expr: "c.comment_author_url", kind: readable},
			"author_ip":    {expr: "c.comment_author_IP", kind: exact},
			"agent":        {expr: "c.comment_agent", kind: readable},
			"content":      {expr: "c.comment_content", kind: readable},
			"date":         {expr: "c.comment_date", kind: date},
			"date_gmt":     {expr: "c.comment_date_gmt", kind: date},
			"karma":        {expr: "c.comment_karma"},
			"status":       {expr: "c.comment_approved", kind: exact},
			"type":         {expr: "c.comment_type", kind: exact},
		},
		search:  searchComments,
		indexed: map[string]bool{"id": true, "date_gmt": true},
	}}
}

func searchComments(s *selection, q wprest.Query) error {
	in := q.SearchIn
	if len(in) == 0 {
		in = []string{"content", "author_name", "author_email", "author_url", "author_ip"}
	}
	for i, name := range in {
		f, ok := s.db.comments.source.fields[name]
		if !ok || f.kind != readable && f.kind != exact {
			return fmt.Errorf("wpdb: search in %q: %w", name, wprest.ErrUnsupported)
		}
		if i > 0 {
			s.write(" OR ")
		}
		s.contains(f.expr, q.Search)
	}
	return nil
}

// commentColumns returns what is read of a comment. The text is left out unless
// it is among fields; nil stands for all.
func commentColumns(fields []string) string {
	content := "''"
	if fields == nil || slices.Contains(fields, "content") {
		content = "c.comment_content"
	}
	return "c.comment_ID, c.comment_post_ID, c.comment_author, c.comment_author_email, c.comment_author_url, c.comment_author_IP," +
		" c.comment_date, c.comment_date_gmt, " + content + ", c.comment_karma, c.comment_approved, c.comment_agent, c.comment_type," +
		" c.comment_parent, c.user_id"
}

func scanComment(rows *sql.Rows) (wp.Comment, error) {
	var c wp.Comment
	var date, dateGMT string
	err := rows.Scan(&c.ID, &c.Post, &c.AuthorName, &c.AuthorEmail, &c.AuthorURL, &c.AuthorIP, &date, &dateGMT, &c.Content,
		&c.Karma, &c.Status, &c.AuthorAgent, &c.Type, &c.Parent, &c.Author)
	c.Date, c.DateGMT = parseDate(date), parseDate(dateGMT)
	return c, err
}

func rowOfComment(c *wp.Comment) *commentRow {
	return &commentRow{
		CommentID: c.ID, CommentPostID: c.Post, CommentAuthor: c.AuthorName, CommentAuthorEmail: c.AuthorEmail,
		CommentAuthorURL: c.AuthorURL, CommentAuthorIP: c.AuthorIP, CommentDate: formatDate(c.Date), CommentDateGMT: formatDate(c.DateGMT),
		CommentContent: c.Content, CommentKarma: c.Karma, CommentApproved: c.Status, CommentAgent: c.AuthorAgent,
		CommentType: c.Type, CommentParent: c.Parent, UserID: c.Author,
	}
}

// Get returns a comment, or wprest.ErrNotExist.
func (s *CommentStore) Get(ctx context.Context, id int64) (wp.Comment, error) {
	comments, err := s.GetMany(ctx, []int64{id})
	if err != nil {
		return wp.Comment{}, err
	}
	if len(comments) == 0 {
		return wp.Comment{}, fmt.Errorf("wpdb: comment %d: %w", id, wprest.ErrNotExist)
	}
	return comments[0], nil
}

// GetMany returns the comments with these ids that exist.
func (s *CommentStore) GetMany(ctx context.Context, ids []int64) ([]wp.Comment, error) {
	return byIDs(ctx, s.db, &s.source, ids, commentColumns(nil), func(c *wp.Comment) int64 { return c.ID }, scanComment)
}

// List returns the comments that q selects.
func (s *CommentStore) List(ctx context.Context, q wprest.Query) ([]wp.Comment, int, error) {
	return list(ctx, s.db, &s.source, q, commentColumns(q.Fields), scanComment)
}

// WithReplies returns those of the comments that another one with one of the
// statuses answers.
func (s *CommentStore) WithReplies(ctx context.Context, comments []int64, statuses ...string) ([]int64, error) {
	var answered []int64
	for chunk := range slices.Chunk(comments, maxPadded) {
		q := &sqlText{}
		q.write("SELECT DISTINCT comment_parent FROM ", s.db.tables.comments, " WHERE comment_parent IN ")
		if err := q.list(&s.db.dialect, anys(chunk)); err != nil {
			return nil, err
		}
		if len(statuses) > 0 {
			q.write(" AND comment_approved IN ")
			if err := q.list(&s.db.dialect, anys(statuses)); err != nil {
				return nil, err
			}
		}
		ids, err := s.db.ids(ctx, q.String(), q.args...)
		if err != nil {
			return nil, err
		}
		answered = append(answered, ids...)
	}
	return answered, nil
}

// Create adds a comment and sets its ID, unless it has one.
func (s *CommentStore) Create(ctx context.Context, c *wp.Comment) error {
	row := rowOfComment(c)
	err := s.db.change(ctx, tablesOf(commentsTable), func(ctx context.Context, g *gorm.DB) error {
		row.CommentID = c.ID // it may be tried again
		if err := s.db.insert(ctx, g, row, c.ID); err != nil {
			return err
		}
		return s.count(ctx, c.Post)
	})
	if err != nil {
		return s.db.writeError("create comment", err)
	}
	c.ID = row.CommentID
	return nil
}

// Update changes a comment.
//
// Quirk: every change counts the comments of its post anew, but not those of the
// post that it was on before.
func (s *CommentStore) Update(ctx context.Context, id int64, change func(*wp.Comment) error) (wp.Comment, error) {
	return update(ctx, s.db, "update comment", tablesOf(commentsTable), editing[wp.Comment]{
		get: func(ctx context.Context) (wp.Comment, error) { return s.Get(ctx, id) },
		change: func(c, _ *wp.Comment) error {
			defer func() { c.ID = id }()
			return change(c)
		},
		save: func(_ context.Context, g *gorm.DB, c *wp.Comment) error {
			return g.Select("*").Save(rowOfComment(c)).Error
		},
		then: func(ctx context.Context, _, c *wp.Comment) error { return s.count(ctx, c.Post) },
	})
}

// Delete removes a comment with its meta. Answers to it move to its parent.
func (s *CommentStore) Delete(ctx context.Context, id int64) error {
	return s.db.change(ctx, tablesOf(commentsTable, commentmetaTable), func(ctx context.Context, g *gorm.DB) error {
		c, err := s.Get(ctx, id)
		if err != nil {
			return err
		}
		t := &s.db.tables
		for _, statement := range []struct {
			sql  string
			args []any
		}{
			{"UPDATE " + t.comments + " SET comment_parent = ? WHERE comment_parent = ?", []any{c.Parent, id}},
			{"DELETE FROM " + t.commentmeta + " WHERE comment_id = ?", []any{id}},
			{"DELETE FROM " + t.comments + " WHERE comment_ID = ?", []any{id}},
		} {
			if err := g.Exec(statement.sql, statement.args...).Error; err != nil {
				return wrap("delete comment", err)
			}
		}
		if c.Status != wp.CommentApproved {
			return nil
		}
		return s.count(ctx, c.Post)
	})
}

// count writes how many approved comments a post has; notes are none.
func (s *CommentStore) count(ctx context.Context, post int64) error {
	if post == 0 {
		return nil
	}
	st := s.db.txFrom(ctx)
	n, err := s.db.queryInt(ctx, "SELECT COUNT(*) FROM "+s.db.tables.comments+
		" WHERE comment_post_ID = ? AND comment_approved = '1' AND comment_type <> 'note'", []any{post})
	if err != nil {
		return wrap("count comments", err)
	}
	result := st.gorm.WithContext(ctx).Exec("UPDATE "+s.db.tables.posts+" SET comment_count = ? WHERE ID = ? AND comment_count <> ?", n, post, n)
	if result.RowsAffected > 0 {
		st.dirty |= tablesOf(postsTable)
	}
	return wrap("count comments", result.Error)
}
