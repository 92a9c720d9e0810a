package gormstore

import (
	"errors"
	"fmt"
	"maps"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/wprest/wprest"
)

// A Mapping says how the rows R of a table read as items T.
type Mapping[R, T any] struct {
	// Columns has the properties by which items can be filtered and sorted.
	Columns Columns
	// Key is the property that is the id; "": id. It must be among Columns.
	Key string
	// Search has the properties, all of text, in which a search looks. Nil:
	// the store cannot search.
	Search []string
	// Contains says that a column has a text within it, whatever the case of its
	// letters. Nil: LOWER(column) LIKE, which in SQLite minds the case of
	// letters outside of ASCII.
	Contains func(column clause.Column, text string) clause.Expression
	// Scope narrows the table to the rows that are items; nil: all are.
	Scope func(*gorm.DB) *gorm.DB
	// Read makes an item of a row.
	Read func(row R) (T, error)
	// Write puts an item into its row, or into an empty one if it is new.
	// Columns that an item does not have keep their values.
	Write func(item T, row *R) error
}

// Columns are the columns of properties, by the names of these.
type Columns map[string]Column

// A Column is where a property is kept: Name, Expr or In says it.
type Column struct {
	// Name is that of the column in the database.
	Name string
	// Expr is an expression of SQL in the place of a column: 'page' for a
	// property that is the same in all rows, or substr(day, 7) || substr(day, 1,
	// 6), which an index on it makes as fast as a column. A bare number cannot
	// be sorted by; 0 + 0 can.
	Expr string
	// In is a condition of SQL for a property that other tables have, many
	// values of it perhaps: that a row has one of the values which stand in the
	// place of its one "?", as
	//
	//	id IN (SELECT post FROM post_tag WHERE tag IN ?)
	//
	// Items can be filtered by it with In and NotIn, and not be sorted.
	In string
	// Encode makes of a property's value what the column holds; nil: it is
	// the same.
	Encode Encoder
}

// An Encoder makes of a property's value what a column holds of it. It is not ok
// if no row can have the value.
type Encoder func(value any) (column any, ok bool)

// Enum returns an Encoder for words that the table keeps as codes.
func Enum[C any](codes map[string]C) Encoder {
	codes = maps.Clone(codes)
	return func(value any) (any, bool) {
		word, ok := value.(string)
		if !ok {
			return nil, false
		}
		code, ok := codes[word]
		return code, ok
	}
}

// check returns what is wrong with a mapping, all of it.
func (m *Mapping[R, T]) check(writes bool) error {
	var errs []error
	if m.Read == nil {
		errs = append(errs, errors.New("gormstore: Mapping.Read is nil"))
	}
	if writes && m.Write == nil {
		errs = append(errs, errors.New("gormstore: Mapping.Write is nil"))
	}
	for _, name := range append([]string{m.Key}, m.Search...) {
		if c := m.Columns[name]; c.Name == "" && c.Expr == "" {
			errs = append(errs, fmt.Errorf("gormstore: Mapping.Columns has no column for %q", name))
		}
	}
	return errors.Join(errs...)
}

// column returns the column of a property that is in the table itself.
func (m *Mapping[R, T]) column(property string) (clause.Column, Encoder, error) {
	switch c := m.Columns[property]; {
	case c.Name != "":
		return clause.Column{Table: clause.CurrentTable, Name: c.Name}, c.encoder(), nil
	case c.Expr != "":
		return clause.Column{Name: "(" + c.Expr + ")", Raw: true}, c.encoder(), nil
	}
	return clause.Column{}, nil, fmt.Errorf("gormstore: property %q: %w", property, wprest.ErrUnsupported)
}

func (c *Column) encoder() Encoder {
	if c.Encode != nil {
		return c.Encode
	}
	return func(v any) (any, bool) { return v, true }
}
