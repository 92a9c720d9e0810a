package wpdb

import (
	"context"
	"database/sql"
	"slices"

	"github.com/wprest/wprest/wp"
)

var _ wp.RevisionCounter = (*PostStore)(nil)

// CountRevisions tells of the revisions of each of the posts, autosaves among
// them. It implements wp.RevisionCounter.
func (s *PostStore) CountRevisions(ctx context.Context, posts []int64) (map[int64]wp.Revisions, error) {
	counted := make(map[int64]wp.Revisions, len(posts))
	for chunk := range slices.Chunk(posts, maxPadded) {
		q := &sqlText{}
		q.write("SELECT post_parent, ID FROM ", s.db.tables.posts, " WHERE post_parent IN ")
		if err := q.list(&s.db.dialect, anys(chunk)); err != nil {
			return nil, err
		}
		q.write(" AND post_type = 'revision' ORDER BY post_date, ID")
		err := s.db.query(ctx, q.String(), q.args, func(rows *sql.Rows) error {
			var post, revision int64
			err := rows.Scan(&post, &revision)
			counted[post] = wp.Revisions{Count: counted[post].Count + 1, Newest: revision}
			return err
		})
		if err != nil {
			return nil, wrap("count revisions", err)
		}
	}
	return counted, nil
}
