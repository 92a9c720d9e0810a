package wpdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/wprest/wprest"
)

// CountBy counts the posts for which conditions hold by a property that is a
// number, as author or parent: how many there are of each of its values.
func (s *PostStore) CountBy(ctx context.Context, property string, where ...wprest.Condition) (map[int64]int, error) {
	f, ok := s.source.fields[property]
	if !ok || f.expr == "" || f.kind != number64 {
		return nil, fmt.Errorf("wpdb: count by %q: %w", property, wprest.ErrUnsupported)
	}
	c, err := s.db.compile(&s.source, wprest.Query{Where: where}, false, false)
	if err != nil {
		return nil, err
	}
	q := &sqlText{}
	q.write("SELECT ", f.expr, ", COUNT(*) FROM ")
	c.writeFrom(q)
	q.write(" GROUP BY ", f.expr)
	counts := map[int64]int{}
	err = s.db.query(ctx, q.String(), q.args, func(rows *sql.Rows) error {
		var value int64
		var n int
		err := rows.Scan(&value, &n)
		counts[value] = n
		return err
	})
	return counts, wrap("count posts", err)
}
