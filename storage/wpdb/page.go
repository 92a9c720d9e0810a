package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wprest/wprest"
)

// limits say from where on the ways to a page are others. Tests lower them.
type limits struct {
	// farOffset is an offset from which on it pays to know the total first.
	farOffset int
	// fewRows is how many rows it is quicker to fetch and sort than to look
	// for them along an index that sorts.
	fewRows int
	// dearCount is how long a total must have taken for it to be worth a look
	// at the log; see logWatch.
	dearCount time.Duration
}

// page is the query for one page.
type page struct {
	offset, limit int // no limit: 0
	reverse       bool
}

// list runs q over a source.
func list[T any](ctx context.Context, db *DB, src *source, q wprest.Query, columns string, scan func(*sql.Rows) (T, error)) ([]T, int, error) {
	if q.Offset < 0 || q.Limit < 0 {
		return nil, 0, fmt.Errorf("wpdb: offset %d, limit %d: %w", q.Offset, q.Limit, wprest.ErrUnsupported)
	}
	lead, err := src.lead.pays(ctx, db, q)
	if err != nil {
		return nil, 0, err
	}
	p := page{offset: q.Offset, limit: q.Limit}
	if q.Offset >= db.limits.farOffset && q.Limit > 0 {
		total, err := db.total(ctx, src, q)
		switch {
		case err != nil:
			return nil, 0, err
		case q.Offset >= total:
			if q.NoTotal {
				total = -1
			}
			return []T{}, total, nil
		case q.Offset > total/2: // it is nearer to the end
			p.limit = min(q.Limit, total-q.Offset)
			p.offset = total - q.Offset - p.limit
			p.reverse = true
		}
	}
	s, err := db.selectPage(src, q, p, lead, columns)
	if err != nil {
		return nil, 0, err
	}
	items := make([]T, 0, min(q.Limit, 100))
	err = db.query(ctx, s.String(), s.args, func(rows *sql.Rows) error {
		item, err := scan(rows)
		if err == nil {
			items = append(items, item)
		}
		return err
	})
	if err != nil {
		return nil, 0, wrap("list", err)
	}
	if p.reverse {
		slices.Reverse(items)
	}
	switch full := q.Limit > 0 && len(items) == q.Limit; {
	case q.NoTotal:
		return items, -1, nil
	case !full && !p.reverse && (len(items) > 0 || q.Offset == 0): // this is the last page
		return items, q.Offset + len(items), nil
	}
	total, err := db.total(ctx, src, q)
	return items, total, err
}

// selectPage writes the query for a page.
func (db *DB) selectPage(src *source, q wprest.Query, p page, lead bool, columns string) (*sqlText, error) {
	if branches := src.split(q, p); len(branches) > 1 && !lead {
		return db.selectMerged(src, q, p, branches, columns)
	}
	c, err := db.compile(src, q, lead, p.reverse)
	if err != nil {
		return nil, err
	}
	s := &sqlText{}
	s.write("SELECT ", columns, " FROM ")
	if p.limit == 0 && p.offset == 0 {
		c.writeFrom(s)
		s.write(" ORDER BY ")
		s.add(&c.order)
		return s, nil
	}
	// Rows with long texts are read when it is known that they are wanted.
	deferred := p.offset > 0 || !c.straight
	if deferred { // in two steps, since MySQL has no LIMIT within IN
		s.write(src.from, " WHERE ", src.key, " IN (SELECT k FROM (SELECT ", src.key, " AS k FROM ")
	}
	c.writeFrom(s)
	s.write(" ORDER BY ")
	s.add(&c.order)
	s.limit(&db.dialect, p)
	if deferred {
		s.write(") page) ORDER BY ")
		s.add(&c.order)
	}
	return s, nil
}

// writeFrom writes what stands behind FROM, and the conditions.
func (c *compiled) writeFrom(s *sqlText) {
	s.add(&c.from)
	if c.where.text.Len() > 0 {
		s.write(" WHERE ")
		s.add(&c.where)
	}
}

func (s *sqlText) limit(d *dialect, p page) {
	s.write(" LIMIT ")
	if p.limit == 0 {
		s.write(d.noLimit)
	} else {
		s.arg(int64(p.limit))
	}
	if p.offset > 0 {
		s.write(" OFFSET ")
		s.arg(int64(p.offset))
	}
}

// maxBranches is how many index scans are merged at most, and maxMerged how many
// rows of each.
const (
	maxBranches = 12
	maxMerged   = 2000
)

// split returns the conditions of q in alternatives, of each of which an index
// knows the order; one if that does not pay.
func (src *source) split(q wprest.Query, p page) [][]wprest.Condition {
	if len(q.Order) != 1 || !src.merged[q.Order[0].Field] || q.Order[0].Values != nil || strings.TrimSpace(q.Search) != "" ||
		p.limit == 0 || p.offset+p.limit > maxMerged {
		return nil
	}
	branches := [][]wprest.Condition{nil}
	for _, c := range q.Where {
		var alternatives [][]wprest.Condition
		switch {
		case len(c.Any) > 0:
			alternatives = c.Any
		case c.Op == wprest.In && len(c.Values) > 1 && slices.Contains(src.branches, c.Field):
			for _, v := range c.Values {
				alternatives = append(alternatives, []wprest.Condition{{Field: c.Field, Values: []any{v}}})
			}
		default:
			alternatives = [][]wprest.Condition{{c}}
		}
		var longer [][]wprest.Condition
		for _, b := range branches {
			for _, a := range alternatives {
				longer = append(longer, append(slices.Clip(b), a...))
			}
		}
		if branches = longer; len(branches) > maxBranches {
			return nil
		}
	}
	return branches
}

// selectMerged takes the first rows of each branch and of these the page.
func (db *DB) selectMerged(src *source, q wprest.Query, p page, branches [][]wprest.Condition, columns string) (*sqlText, error) {
	by := src.fields[q.Order[0].Field].expr
	s := &sqlText{}
	s.write("SELECT ", columns, " FROM ", src.from, " WHERE ", src.key, " IN (SELECT k FROM (SELECT k FROM (")
	var order sqlText
	for i, where := range branches {
		c, err := db.compile(src, wprest.Query{Where: where, Order: q.Order}, false, p.reverse)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			s.write(" UNION ")
		}
		s.write("SELECT k, o FROM (SELECT ", src.key, " AS k, ", by, " AS o FROM ")
		c.writeFrom(s)
		s.write(" ORDER BY ")
		s.add(&c.order)
		s.limit(&db.dialect, page{limit: p.offset + p.limit})
		s.write(") branch")
		order = c.order
	}
	desc := direction(q.Order[0].Desc != p.reverse)
	tie := direction(src.tieDesc(q.Order) != p.reverse)
	s.write(") merged ORDER BY o", desc, ", k", tie)
	s.limit(&db.dialect, p)
	s.write(") page) ORDER BY ")
	s.add(&order)
	return s, nil
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
			return nil, wrap("get", err)
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
