package gormstore

import (
	"fmt"
	"strings"

	"gorm.io/gorm/clause"

	"github.com/wprest/wprest"
)

// all returns an expression that holds when all conditions do.
func (m *Mapping[R, T]) all(list []wprest.Condition) (clause.Expression, error) {
	exprs := make([]clause.Expression, 0, len(list))
	for _, c := range list {
		e, err := m.condition(c)
		if err != nil {
			return nil, err
		}
		exprs = append(exprs, e)
	}
	return join(" AND ", "1 = 1", exprs), nil
}

// join writes expressions in parentheses with a word between them.
func join(word, none string, exprs []clause.Expression) clause.Expression {
	if len(exprs) == 0 {
		return clause.Expr{SQL: none}
	}
	joined := clause.Expr{SQL: "(" + strings.Repeat("?"+word, len(exprs)-1) + "?)"}
	for _, e := range exprs {
		joined.Vars = append(joined.Vars, e)
	}
	return joined
}

func (m *Mapping[R, T]) condition(c wprest.Condition) (clause.Expression, error) {
	if len(c.Any) > 0 {
		exprs := make([]clause.Expression, 0, len(c.Any))
		for _, list := range c.Any {
			e, err := m.all(list)
			if err != nil {
				return nil, err
			}
			exprs = append(exprs, e)
		}
		return join(" OR ", "1 = 0", exprs), nil
	}
	kept := m.Columns[c.Field]
	equality := c.Op == wprest.In || c.Op == wprest.NotIn
	if kept.In != "" && equality {
		return kept.elsewhere(c), nil
	}
	column, encode, err := m.column(c.Field)
	if err != nil {
		return nil, err
	}
	if equality {
		return member(column, encode, c), nil
	}
	if len(c.Values) != 1 {
		return nil, fmt.Errorf("gormstore: %d values for %q: %w", len(c.Values), c.Field, wprest.ErrUnsupported)
	}
	value, ok := encode(c.Values[0])
	if !ok {
		return nil, fmt.Errorf("gormstore: value %v of %q: %w", c.Values[0], c.Field, wprest.ErrUnsupported)
	}
	switch c.Op {
	case wprest.Less:
		return clause.Lt{Column: column, Value: value}, nil
	case wprest.LessOrEqual:
		return clause.Lte{Column: column, Value: value}, nil
	case wprest.Greater:
		return clause.Gt{Column: column, Value: value}, nil
	case wprest.GreaterOrEqual:
		return clause.Gte{Column: column, Value: value}, nil
	case wprest.Contains:
		if text, ok := value.(string); ok && kept.Encode == nil {
			return m.contains(column, text), nil
		}
	}
	return nil, fmt.Errorf("gormstore: condition %d on %q: %w", c.Op, c.Field, wprest.ErrUnsupported)
}

// member says that a column has one of the values of a condition, or none.
func member(column clause.Column, encode Encoder, c wprest.Condition) clause.Expression {
	values := encoded(encode, c.Values)
	switch not := c.Op == wprest.NotIn; {
	case len(values) == 0:
		return all(not)
	case not: // NULL is none of them
		return clause.Expr{SQL: "(? NOT IN ? OR ? IS NULL)", Vars: []any{column, values, column}}
	}
	return clause.Expr{SQL: "? IN ?", Vars: []any{column, values}}
}

// elsewhere says that other tables have one of the values of a condition for a
// row, or none.
func (c *Column) elsewhere(cond wprest.Condition) clause.Expression {
	values := encoded(c.encoder(), cond.Values)
	not := cond.Op == wprest.NotIn
	if len(values) == 0 {
		return all(not)
	}
	sql := "(" + c.In + ")"
	if not {
		sql = "NOT " + sql
	}
	return clause.Expr{SQL: sql, Vars: []any{values}}
}

// encoded returns what columns hold of values, without those that none has.
func encoded(encode Encoder, values []any) []any {
	var list []any
	for _, v := range values {
		if e, ok := encode(v); ok {
			list = append(list, e)
		}
	}
	return list
}

// all holds for all rows, or for none.
func all(rows bool) clause.Expression {
	if rows {
		return clause.Expr{SQL: "1 = 1"}
	}
	return clause.Expr{SQL: "1 = 0"}
}

// contains says that a column has a text within it.
func (m *Mapping[R, T]) contains(column clause.Column, text string) clause.Expression {
	if m.Contains != nil {
		return m.Contains(column, text)
	}
	pattern := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(text)) + "%"
	return clause.Expr{SQL: "LOWER(?) LIKE ? ESCAPE '!'", Vars: []any{column, pattern}}
}

// equals says that a column is a text, whatever its letter case.
func equals(column clause.Column, text string) clause.Expression {
	return clause.Expr{SQL: "LOWER(?) = ?", Vars: []any{column, strings.ToLower(text)}}
}

// search says that every word of a search occurs in one of the properties, or is
// all of it.
func (m *Mapping[R, T]) search(q wprest.Query) (clause.Expression, error) {
	in := q.SearchIn
	if len(in) == 0 {
		in = m.Search
	}
	if len(in) == 0 {
		return nil, fmt.Errorf("gormstore: search: %w", wprest.ErrUnsupported)
	}
	holds := m.contains
	if q.SearchWhole {
		holds = equals
	}
	var words []clause.Expression
	for word := range strings.FieldsSeq(q.Search) {
		var places []clause.Expression
		for _, property := range in {
			column, _, err := m.column(property)
			if err != nil {
				return nil, err
			}
			places = append(places, holds(column, word))
		}
		words = append(words, join(" OR ", "1 = 0", places))
	}
	return join(" AND ", "1 = 1", words), nil
}

// orders returns what to sort by, ending with the id.
func (m *Mapping[R, T]) orders(list []wprest.Order) (clause.OrderBy, error) {
	var parts []string
	var vars []any
	for _, o := range list {
		column, encode, err := m.column(o.Field)
		if err != nil {
			return clause.OrderBy{}, err
		}
		if o.Values == nil {
			parts, vars = append(parts, "?"+direction(o.Desc)), append(vars, column)
			continue
		}
		var b strings.Builder
		b.WriteString("CASE ")
		n := 0
		vars = append(vars, column)
		b.WriteString("?")
		for i := range o.Values {
			v := o.Values[i]
			if o.Desc {
				v = o.Values[len(o.Values)-1-i]
			}
			if encoded, ok := encode(v); ok {
				fmt.Fprintf(&b, " WHEN ? THEN %d", n)
				vars = append(vars, encoded)
				n++
			}
		}
		if n == 0 {
			vars = vars[:len(vars)-1]
			continue
		}
		fmt.Fprintf(&b, " ELSE %d END", n)
		parts = append(parts, b.String())
	}
	key, _, err := m.column(m.Key)
	parts, vars = append(parts, "?"), append(vars, key)
	return clause.OrderBy{Expression: clause.Expr{SQL: strings.Join(parts, ", "), Vars: vars, WithoutParentheses: true}}, err
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}
