package wpdb

import (
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
	// searchesWhole says that search minds SearchWhole.
	searchesWhole bool
	// relevance writes an expression that is less for better matches.
	relevance func(s *selection, q wprest.Query)
	// tieDesc says whether what is else equal comes by descending id.
	tieDesc func(order []wprest.Order) bool
	// indexed has the properties by which an index sorts.
	indexed map[string]bool
	// merged has those by which an index sorts the rows that have one value of
	// each property of branches.
	merged   map[string]bool
	branches []string
	// lead, if not nil, is a property through which rows can be found.
	lead *lead
}

// selection is the condition and order of a query, being written.
type selection struct {
	sqlText
	db   *DB
	deps tableSet // the tables that it reads
}

// compiled is a Query in SQL.
type compiled struct {
	from, where, order sqlText
	deps               tableSet
	straight           bool // an index yields the rows in order
}

// compile writes the conditions and the order of q; see source.lead for lead.
func (db *DB) compile(src *source, q wprest.Query, lead, reverse bool) (*compiled, error) {
	from := &selection{db: db, deps: src.tables}
	from.write(src.from)
	if lead {
		var err error
		if q.Where, err = src.lead.move(from, src, q.Where); err != nil {
			return nil, err
		}
	}
	where := &selection{db: db, deps: from.deps}
	if err := where.conditions(src, q.Where); err != nil {
		return nil, err
	}
	if strings.TrimSpace(q.Search) != "" {
		if len(q.Where) > 0 {
			where.write(" AND ")
		}
		where.write("(")
		if err := where.searchFor(src, q); err != nil {
			return nil, err
		}
		where.write(")")
	}
	order := &selection{db: db, deps: where.deps}
	if err := order.orders(src, q, reverse); err != nil {
		return nil, err
	}
	return &compiled{
		from: from.sqlText, where: where.sqlText, order: order.sqlText, deps: order.deps,
		straight: !lead && (len(q.Order) == 0 || q.Order[0].Values == nil && src.indexed[q.Order[0].Field]),
	}, nil
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
				q.write("1 = 1")
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

func (q *selection) searchFor(src *source, query wprest.Query) error {
	if src.search == nil || query.SearchWhole && !src.searchesWhole {
		return fmt.Errorf("wpdb: search: %w", wprest.ErrUnsupported)
	}
	return src.search(q, query)
}

// orders writes what stands behind ORDER BY, ending with the id; reverse turns
// it round.
func (q *selection) orders(src *source, query wprest.Query, reverse bool) error {
	desc := src.tieDesc != nil && src.tieDesc(query.Order)
	for _, o := range query.Order {
		f, ok := src.fields[o.Field]
		switch {
		case o.Field == "relevance" && src.relevance != nil:
			if strings.TrimSpace(query.Search) == "" {
				continue
			}
			src.relevance(q, query)
			q.write(direction(reverse))
		case !ok || f.expr == "":
			return fmt.Errorf("wpdb: order by %q: %w", o.Field, wprest.ErrUnsupported)
		case o.Values != nil:
			q.position(f, o)
			q.write(direction(reverse))
		case f.kind == readable:
			q.write(f.expr, q.db.dialect.collate, direction(o.Desc != reverse))
		case f.expr == src.key:
			q.write(f.expr, direction(o.Desc != reverse))
			return nil // nothing is equal after that
		default:
			q.write(f.expr, direction(o.Desc != reverse))
		}
		q.write(", ")
	}
	q.write(src.key, direction(desc != reverse))
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
