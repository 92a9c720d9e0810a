package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/wprest/wprest"
)

// source is what a store lists: rows of a table, and what can be asked of them.
type source struct {
	from   string // "`wp_posts` p"
	key    string // SQL of the id
	tables tableSet
	fields map[string]field
	// search writes the condition that q's words occur.
	search func(s *selection, q wprest.Query) error
	// relevance writes an expression that is less for better matches.
	relevance func(s *selection, q wprest.Query)
	// tieDesc says whether what is else equal comes by descending id.
	tieDesc func(order []wprest.Order) bool
	// indexed has the properties by which an index sorts.
	indexed map[string]bool
}

// selection is the condition and order of a query, being written.
type selection struct {
	sqlText
	db   *DB
	deps tableSet // the tables that it reads
}

// compiled is a Query in SQL.
type compiled struct {
	where, order sqlText
	deps         tableSet
	straight     bool // an index yields the rows in order
}

// compile writes the conditions and the order of q.
func (db *DB) compile(src *source, q wprest.Query) (*compiled, error) {
	c := &compiled{}
	where := &selection{db: db, deps: src.tables}
	if err := where.conditions(src, q.Where); err != nil {
		return nil, err
	}
	if strings.TrimSpace(q.Search) != "" {
		if len(q.Where) > 0 {
			where.write(" AND ")
		}
		where.write("(")
		if err := where.searchIn(src, q); err != nil {
			return nil, err
		}
		where.write(")")
	}
	order := &selection{db: db, deps: where.deps}
	if err := order.orders(src, q); err != nil {
		return nil, err
	}
	c.where, c.order, c.deps = where.sqlText, order.sqlText, order.deps
	c.straight = len(q.Order) == 0 || q.Order[0].Values == nil && src.indexed[q.Order[0].Field]
	return c, nil
}

// conditions writes a list of which all must hold.
func (q *selection) conditions(src *source, list []wprest.Condition) error {
	for i, c := range list {
		if i > 0 {
			q.write(" AND ")
		}
		if err := q.condition(src, c); err != nil {
			return err
		}
	}
	return nil
}

func (q *selection) condition(src *source, c wprest.Condition) error {
	if len(c.Any) > 0 {
		q.write("(")
		for i, all := range c.Any {
			if i > 0 {
				q.write(" OR ")
			}
			if len(all) == 0 {
				q.write("1")
			}
			if err := q.conditions(src, all); err != nil {
				return err
			}
		}
		q.write(")")
		return nil
	}
	f, ok := src.fields[c.Field]
	if !ok {
		return fmt.Errorf("wpdb: condition on %q: %w", c.Field, wprest.ErrUnsupported)
	}
	if f.where != nil {
		return f.where(q, c)
	}
	return q.compare(f.expr, f.kind, c)
}

func (q *selection) searchIn(src *source, query wprest.Query) error {
	if src.search == nil {
		return fmt.Errorf("wpdb: search: %w", wprest.ErrUnsupported)
	}
	return src.search(q, query)
}

// orders writes what stands behind ORDER BY, ending with the id.
func (q *selection) orders(src *source, query wprest.Query) error {
	desc := src.tieDesc != nil && src.tieDesc(query.Order)
	for _, o := range query.Order {
		f, ok := src.fields[o.Field]
		switch {
		case o.Field == "relevance" && src.relevance != nil:
			if strings.TrimSpace(query.Search) != "" {
				src.relevance(q, query)
				q.write(", ")
			}
			continue
		case !ok || f.expr == "":
			return fmt.Errorf("wpdb: order by %q: %w", o.Field, wprest.ErrUnsupported)
		case o.Values != nil:
			q.position(f, o)
		case f.kind == readable:
			q.write(f.expr, q.db.dialect.collate, direction(o.Desc))
		case f.expr == src.key:
			q.write(f.expr, direction(o.Desc))
			return nil // nothing is equal after that
		default:
			q.write(f.expr, direction(o.Desc))
		}
		q.write(", ")
	}
	q.write(src.key, direction(desc))
	return nil
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}

// position writes the place of a property in a list of values. Other values
// come last.
func (q *selection) position(f field, o wprest.Order) {
	expr := f.expr
	if f.kind == readable {
		expr += q.db.dialect.collate
	}
	var args []any
	for _, v := range o.Values {
		if arg, ok := f.kind.argument(v); ok {
			args = append(args, arg)
		}
	}
	if o.Desc {
		slices.Reverse(args)
	}
	n := padded(len(args))
	q.write("CASE ", expr)
	for i := range n {
		q.write(" WHEN ")
		if i < len(args) {
			q.arg(args[i])
		} else {
			q.arg(nil) // equals nothing
		}
		fmt.Fprintf(&q.text, " THEN %d", i)
	}
	fmt.Fprintf(&q.text, " ELSE %d END", n)
}

// selectPage writes the query for the rows of a page.
func (c *compiled) selectPage(src *source, columns string, offset, limit int) *sqlText {
	s := &sqlText{}
	s.write("SELECT ", columns, " FROM ", src.from)
	if limit == 0 && offset == 0 {
		c.writeWhere(s)
		s.write(" ORDER BY ")
		s.add(&c.order)
		return s
	}
	// Rows with long texts are read when it is known that they are wanted.
	deferred := offset > 0 || !c.straight
	if deferred {
		s.write(" WHERE ", src.key, " IN (SELECT ", src.key, " FROM ", src.from)
	}
	c.writeWhere(s)
	s.write(" ORDER BY ")
	s.add(&c.order)
	s.write(" LIMIT ")
	if limit == 0 {
		s.write("-1")
	} else {
		s.arg(int64(limit))
	}
	if offset > 0 {
		s.write(" OFFSET ")
		s.arg(int64(offset))
	}
	if deferred {
		s.write(") ORDER BY ")
		s.add(&c.order)
	}
	return s
}

func (c *compiled) writeWhere(s *sqlText) {
	if len(c.where.args) > 0 || c.where.text.Len() > 0 {
		s.write(" WHERE ")
		s.add(&c.where)
	}
}

// list runs q over a source.
func list[T any](ctx context.Context, db *DB, src *source, q wprest.Query, columns string, scan func(*sql.Rows) (T, error)) ([]T, int, error) {
	if q.Offset < 0 || q.Limit < 0 {
		return nil, 0, fmt.Errorf("wpdb: offset %d, limit %d: %w", q.Offset, q.Limit, wprest.ErrUnsupported)
	}
	c, err := db.compile(src, q)
	if err != nil {
		return nil, 0, err
	}
	s := c.selectPage(src, columns, q.Offset, q.Limit)
	page := make([]T, 0, min(q.Limit, 100))
	err = db.query(ctx, s.String(), s.args, func(rows *sql.Rows) error {
		item, err := scan(rows)
		if err == nil {
			page = append(page, item)
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("wpdb: list: %w", err)
	}
	switch full := q.Limit > 0 && len(page) == q.Limit; {
	case q.NoTotal:
		return page, -1, nil
	case !full && (len(page) > 0 || q.Offset == 0): // this is the last page
		return page, q.Offset + len(page), nil
	}
	total, err := db.total(ctx, src, c)
	return page, total, err
}

// byIDs gets the rows with these ids, in the order of ids.
func byIDs[T any](ctx context.Context, db *DB, src *source, ids []int64, columns string, id func(*T) int64, scan func(*sql.Rows) (T, error)) ([]T, error) {
	found := make(map[int64]T, len(ids))
	for chunk := range slices.Chunk(ids, maxPadded) {
		s := &sqlText{}
		s.write("SELECT ", columns, " FROM ", src.from, " WHERE ", src.key, " IN ")
		if err := s.list(&db.dialect, anys(chunk)); err != nil {
			return nil, err
		}
		err := db.query(ctx, s.String(), s.args, func(rows *sql.Rows) error {
			item, err := scan(rows)
			if err == nil {
				found[id(&item)] = item
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("wpdb: get: %w", err)
		}
	}
	items := make([]T, 0, len(found))
	for _, n := range ids {
		if item, ok := found[n]; ok {
			items = append(items, item)
		}
	}
	return items, nil
}
