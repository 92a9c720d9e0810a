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

// PostStore holds the posts of all types. It implements wprest.Store, Getter,
// Creator, Updater and Deleter. It filters and sorts by the properties that
// wp.Stores lists, and by content and excerpt; a search sorts by "relevance"
// too. Queries that do not name content, content_filtered or excerpt in their
// Fields get posts without them.
type PostStore struct {
	db     *DB
	source source
}

var (
	_ wprest.Store[int64, wp.Post]   = (*PostStore)(nil)
	_ wprest.Getter[int64, wp.Post]  = (*PostStore)(nil)
	_ wprest.Creator[wp.Post]        = (*PostStore)(nil)
	_ wprest.Updater[int64, wp.Post] = (*PostStore)(nil)
	_ wprest.Deleter[int64]          = (*PostStore)(nil)
)

func newPostStore(db *DB) *PostStore {
	s := &PostStore{db: db}
	s.source = source{
		from:   db.tables.posts + " p",
		key:    "p.ID",
		tables: tablesOf(postsTable),
		fields: map[string]field{
			"id":            {expr: "p.ID"},
			"type":          {expr: "p.post_type", kind: exact},
			"status":        {expr: "p.post_status", kind: exact},
			"slug":          {expr: "p.post_name", kind: exact},
			"author":        {expr: "p.post_author"},
			"title":         {expr: "p.post_title", kind: readable},
			"content":       {expr: "p.post_content", kind: readable},
			"excerpt":       {expr: "p.post_excerpt", kind: readable},
			"date":          {expr: "p.post_date", kind: date},
			"date_gmt":      {expr: "p.post_date_gmt", kind: date},
			"modified":      {expr: "p.post_modified", kind: date},
			"modified_gmt":  {expr: "p.post_modified_gmt", kind: date},
			"parent":        {expr: "p.post_parent"},
			"menu_order":    {expr: "p.menu_order"},
			"password":      {expr: "p.post_password", kind: exact},
			"comment_count": {expr: "p.comment_count"},
			"mime_type":     {expr: "p.post_mime_type", kind: exact},
			"guid":          {expr: "p.guid", kind: exact},
			"term":          {where: whereTerm},
		},
		search:        searchPosts,
		searchesWhole: true,
		relevance:     rankPosts,
		// As an index on dates would give them.
		tieDesc:  func(order []wprest.Order) bool { return len(order) > 0 && order[len(order)-1].Desc },
		indexed:  map[string]bool{"id": true, "date": true, "modified": true, "title": true},
		merged:   map[string]bool{"date": true, "modified": true},
		branches: []string{"type", "status", "author"},
		lead:     &lead{field: "term", tables: tablesOf(termRelationshipsTable), rows: postsOfTerms},
	}
	return s
}

// whereTerm writes that a post has one of some terms, or none of them.
func whereTerm(q *selection, c wprest.Condition) error {
	if c.Op != wprest.In && c.Op != wprest.NotIn {
		return fmt.Errorf("wpdb: condition %d on term: %w", c.Op, wprest.ErrUnsupported)
	}
	q.deps |= tablesOf(termRelationshipsTable)
	if c.Op == wprest.NotIn {
		q.write("NOT ")
	}
	q.write("EXISTS (SELECT 1 FROM ", q.db.tables.termRelationships, " r WHERE r.object_id = p.ID AND ")
	c.Op = wprest.In
	err := q.compare("r.term_taxonomy_id", number64, c)
	q.write(")")
	return err
}

// postsOfTerms writes a query for the ids of posts that have one of some terms.
func postsOfTerms(q *selection, c wprest.Condition) error {
	q.write("SELECT DISTINCT r.object_id AS id FROM ", q.db.tables.termRelationships, " r WHERE ")
	return q.compare("r.term_taxonomy_id", number64, c)
}

// postColumns returns what is read of a post. Long texts are left out unless
// they are among fields; nil stands for all.
func postColumns(fields []string) string {
	long := func(name, column string) string {
		if fields == nil || slices.Contains(fields, name) {
			return column
		}
		return "''"
	}
	return "p.ID, p.post_author, p.post_date, p.post_date_gmt, " + long("content", "p.post_content") +
		", p.post_title, " + long("excerpt", "p.post_excerpt") +
		", p.post_status, p.comment_status, p.ping_status, p.post_password, p.post_name, p.to_ping, p.pinged," +
		" p.post_modified, p.post_modified_gmt, " + long("content_filtered", "p.post_content_filtered") +
		", p.post_parent, p.guid, p.menu_order, p.post_type, p.post_mime_type, p.comment_count"
}

func scanPost(rows *sql.Rows) (wp.Post, error) {
	var p wp.Post
	var date, dateGMT, modified, modifiedGMT string
	err := rows.Scan(&p.ID, &p.Author, &date, &dateGMT, &p.Content, &p.Title, &p.Excerpt, &p.Status,
		&p.CommentStatus, &p.PingStatus, &p.Password, &p.Slug, &p.ToPing, &p.Pinged, &modified, &modifiedGMT,
		&p.ContentFiltered, &p.Parent, &p.GUID, &p.MenuOrder, &p.Type, &p.MimeType, &p.CommentCount)
	p.Date, p.DateGMT = parseDate(date), parseDate(dateGMT)
	p.Modified, p.ModifiedGMT = parseDate(modified), parseDate(modifiedGMT)
	return p, err
}

func rowOfPost(p *wp.Post) *postRow {
	return &postRow{
		ID: p.ID, PostAuthor: p.Author, PostDate: formatDate(p.Date), PostDateGMT: formatDate(p.DateGMT),
		PostContent: p.Content, PostTitle: p.Title, PostExcerpt: p.Excerpt, PostStatus: p.Status,
		CommentStatus: p.CommentStatus, PingStatus: p.PingStatus, PostPassword: p.Password, PostName: p.Slug,
		ToPing: p.ToPing, Pinged: p.Pinged, PostModified: formatDate(p.Modified), PostModifiedGMT: formatDate(p.ModifiedGMT),
		PostContentFiltered: p.ContentFiltered, PostParent: p.Parent, GUID: p.GUID, MenuOrder: p.MenuOrder,
		PostType: p.Type, PostMimeType: p.MimeType, CommentCount: p.CommentCount,
	}
}

// Get returns a post, or wprest.ErrNotExist.
func (s *PostStore) Get(ctx context.Context, id int64) (wp.Post, error) {
	posts, err := s.GetMany(ctx, []int64{id})
	if err != nil {
		return wp.Post{}, err
	}
	if len(posts) == 0 {
		return wp.Post{}, fmt.Errorf("wpdb: post %d: %w", id, wprest.ErrNotExist)
	}
	return posts[0], nil
}

// GetMany returns the posts with these ids that exist.
func (s *PostStore) GetMany(ctx context.Context, ids []int64) ([]wp.Post, error) {
	return byIDs(ctx, s.db, &s.source, ids, postColumns(nil), func(p *wp.Post) int64 { return p.ID }, scanPost)
}

// List returns the posts that q selects.
func (s *PostStore) List(ctx context.Context, q wprest.Query) ([]wp.Post, int, error) {
	return list(ctx, s.db, &s.source, q, postColumns(q.Fields), scanPost)
}

// Create adds a post and sets its ID, unless it has one. An id that is taken is
// wprest.ErrConflict.
func (s *PostStore) Create(ctx context.Context, p *wp.Post) error {
	row := rowOfPost(p)
	err := s.db.change(ctx, tablesOf(postsTable), func(ctx context.Context, g *gorm.DB) error {
		row.ID = p.ID // it may be tried again
		return s.db.insert(ctx, g, row, p.ID)
	})
	if err != nil {
		return s.db.writeError("create post", err)
	}
	p.ID = row.ID
	return nil
}

// Update changes a post. The counts of its terms follow its status.
func (s *PostStore) Update(ctx context.Context, id int64, change func(*wp.Post) error) (wp.Post, error) {
	return update(ctx, s.db, "update post", tablesOf(postsTable), editing[wp.Post]{
		get: func(ctx context.Context) (wp.Post, error) { return s.Get(ctx, id) },
		change: func(p, _ *wp.Post) error {
			defer func() { p.ID = id }()
			return change(p)
		},
		save: func(_ context.Context, g *gorm.DB, p *wp.Post) error { return g.Select("*").Save(rowOfPost(p)).Error },
		then: func(ctx context.Context, before, p *wp.Post) error {
			if p.Status != before.Status || p.Type != before.Type || p.Parent != before.Parent {
				return s.recountAfter(ctx, before, p)
			}
			return nil
		},
	})
}

// Delete removes a post with its meta, revisions, comments and places in terms.
// Posts of the same type and attachments below it move to its parent.
func (s *PostStore) Delete(ctx context.Context, id int64) error {
	touched := tablesOf(postsTable, postmetaTable, commentsTable, commentmetaTable, termRelationshipsTable)
	return s.db.change(ctx, touched, func(ctx context.Context, g *gorm.DB) error {
		p, err := s.Get(ctx, id)
		if err != nil {
			return err
		}
		revisions, err := s.db.ids(ctx, "SELECT ID FROM "+s.db.tables.posts+" WHERE post_parent = ? AND post_type = 'revision'", id)
		if err != nil {
			return err
		}
		gone := append(revisions, id)
		terms, err := s.db.taxonomyIDs(ctx, gone)
		if err != nil {
			return err
		}
		t := &s.db.tables
		for _, statement := range []string{
			"DELETE FROM " + t.commentmeta + " WHERE comment_id IN (SELECT comment_ID FROM " + t.comments + " WHERE comment_post_ID IN ?)",
			"DELETE FROM " + t.comments + " WHERE comment_post_ID IN ?",
			"DELETE FROM " + t.termRelationships + " WHERE object_id IN ?",
			"DELETE FROM " + t.postmeta + " WHERE post_id IN ?",
			"DELETE FROM " + t.posts + " WHERE ID IN ?",
		} {
			if err := g.Exec(statement, gone).Error; err != nil {
				return wrap("delete post", err)
			}
		}
		err = g.Exec("UPDATE "+t.posts+" SET post_parent = ? WHERE post_parent = ? AND post_type IN (?, 'attachment')", p.Parent, id, p.Type).Error
		if err != nil {
			return wrap("delete post", err)
		}
		return s.db.recount(ctx, terms)
	})
}

// Reassign makes all posts and links of one author those of another.
func (s *PostStore) Reassign(ctx context.Context, from, to int64) error {
	return s.db.change(ctx, tablesOf(postsTable, linksTable), func(_ context.Context, g *gorm.DB) error {
		if err := g.Model(&postRow{}).Where("post_author = ?", from).Update("post_author", to).Error; err != nil {
			return wrap("reassign posts", err)
		}
		return wrap("reassign links", g.Model(&linkRow{}).Where("link_owner = ?", from).Update("link_owner", to).Error)
	})
}

// writeError names what failed, and tells a conflict and what does not fit.
func (db *DB) writeError(doing string, err error) error {
	switch {
	case db.dialect.duplicate(err):
		return fmt.Errorf("wpdb: %s: %w (%w)", doing, wprest.ErrConflict, err)
	case db.dialect.unfit != nil && db.dialect.unfit(err):
		return fmt.Errorf("wpdb: %s: %w (%w)", doing, wprest.ErrUnfit, err)
	}
	return wrap(doing, err)
}

// ids runs a query for ids.
func (db *DB) ids(ctx context.Context, text string, args ...any) (ids []int64, err error) {
	err = db.query(ctx, text, args, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, wrap("ids", err)
}
