package wpdb

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/wprest/wprest/wp"
)

var _ wp.PostCommentStore = (*PostStore)(nil)

// TrashComments gives all comments of a post the state post-trashed. It
// implements wp.PostCommentStore.
func (s *PostStore) TrashComments(ctx context.Context, post int64) ([]wp.CommentState, error) {
	var before []wp.CommentState
	err := s.db.change(ctx, 0, func(ctx context.Context, g *gorm.DB) error {
		before = nil
		text := "SELECT comment_ID, comment_approved FROM " + s.db.tables.comments + " WHERE comment_post_ID = ? ORDER BY comment_ID"
		err := s.db.query(ctx, text, []any{post}, func(rows *sql.Rows) error {
			var c wp.CommentState
			err := rows.Scan(&c.ID, &c.State)
			before = append(before, c)
			return err
		})
		if err != nil || len(before) == 0 {
			return err
		}
		s.db.txFrom(ctx).dirty |= tablesOf(commentsTable)
		return g.Model(&commentRow{}).Where("comment_post_ID = ?", post).Update("comment_approved", "post-trashed").Error
	})
	return before, wrap("trash comments", err)
}
