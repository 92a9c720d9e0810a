package wpdb

import (
	"context"
	"slices"

	"github.com/wprest/wprest"
)

// lead is a property by whose values rows can be found through another table:
// posts by their terms. Where few rows have the values it is quicker to begin
// there, and for counting it always is.
type lead struct {
	field  string
	tables tableSet
	// rows writes a query for the ids of rows that meet c.
	rows func(q *selection, c wprest.Condition) error
}

// find returns which condition can lead, or -1.
func (l *lead) find(where []wprest.Condition) int {
	if l == nil {
		return -1
	}
	return slices.IndexFunc(where, func(c wprest.Condition) bool {
		return c.Field == l.field && c.Op == wprest.In && len(c.Any) == 0 && len(c.Values) > 0
	})
}

// pays reports whether few rows meet the condition that can lead.
func (l *lead) pays(ctx context.Context, db *DB, q wprest.Query) (bool, error) {
	at := l.find(q.Where)
	if at < 0 {
		return false, nil
	}
	s := &selection{db: db, deps: l.tables}
	s.write("SELECT COUNT(*) FROM (")
	if err := l.rows(s, q.Where[at]); err != nil {
		return false, err
	}
	s.write(" LIMIT ")
	s.arg(int64(db.limits.fewRows + 1))
	s.write(") few")
	n, err := db.count(ctx, &s.sqlText, s.deps)
	return n <= db.limits.fewRows, err
}

// move writes the rows of the condition that leads before the table that they
// are of, and returns the other conditions.
func (l *lead) move(from *selection, src *source, where []wprest.Condition) ([]wprest.Condition, error) {
	at := l.find(where)
	if at < 0 {
		return where, nil
	}
	from.text.Reset()
	from.write("(")
	if err := l.rows(from, where[at]); err != nil {
		return nil, err
	}
	from.write(") few", from.db.dialect.inOrder, src.from, " ON ", src.key, " = few.id")
	from.deps |= l.tables
	return slices.Delete(slices.Clone(where), at, at+1), nil
}
