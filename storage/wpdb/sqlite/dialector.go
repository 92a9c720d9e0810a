package sqlite

import (
	"reflect"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
)

// A Dialector lets gorm use a SQLite database that is open already. It creates
// tables and adds columns and indexes; it does not alter columns.
type Dialector struct {
	// Conn is where statements go: a *sql.DB such as Pool.Write, or anything
	// else that gorm takes for one.
	Conn gorm.ConnPool
}

// Name implements gorm.Dialector.
func (Dialector) Name() string { return "sqlite" }

// Initialize implements gorm.Dialector.
func (d Dialector) Initialize(db *gorm.DB) error {
	db.ConnPool = d.Conn
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		LastInsertIDReversed: true,
		CreateClauses:        []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses:        []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses:        []string{"DELETE", "FROM", "WHERE", "RETURNING"},
	})
	db.ClauseBuilders["LIMIT"] = buildLimit
	db.ClauseBuilders["FOR"] = func(clause.Clause, clause.Builder) {} // there are no row locks
	return nil
}

// buildLimit writes OFFSET with the LIMIT that SQLite wants before it.
func buildLimit(c clause.Clause, b clause.Builder) {
	limit, ok := c.Expression.(clause.Limit)
	if !ok {
		return
	}
	n := -1
	if limit.Limit != nil && *limit.Limit >= 0 {
		n = *limit.Limit
	}
	if n < 0 && limit.Offset <= 0 {
		return
	}
	text := "LIMIT " + strconv.Itoa(n)
	if limit.Offset > 0 {
		text += " OFFSET " + strconv.Itoa(limit.Offset)
	}
	_, _ = b.WriteString(text) // gorm's builders keep no errors here
}

// Migrator implements gorm.Dialector.
func (d Dialector) Migrator(db *gorm.DB) gorm.Migrator {
	return Migrator{migrator.Migrator{Config: migrator.Config{
		DB:                          db,
		Dialector:                   d,
		CreateIndexAfterCreateTable: true,
	}}}
}

// DataTypeOf implements gorm.Dialector. A text field of type datetime becomes
// text: the driver would read any other date column as a time.Time.
func (Dialector) DataTypeOf(field *schema.Field) string {
	switch field.DataType {
	case schema.Bool:
		return "numeric"
	case schema.Int, schema.Uint:
		if field.AutoIncrement && !field.PrimaryKey {
			return "integer"
		}
		if field.AutoIncrement {
			return "integer PRIMARY KEY AUTOINCREMENT"
		}
		return "integer"
	case schema.Float:
		return "real"
	case schema.String:
		return "text" + collation(field)
	case schema.Time:
		return "datetime"
	case schema.Bytes:
		return "blob"
	}
	if field.IndirectFieldType.Kind() == reflect.String && strings.EqualFold(string(field.DataType), "datetime") {
		return "text"
	}
	return string(field.DataType) + collation(field)
}

// collation returns the collation that the tag "collate" of a column names.
func collation(field *schema.Field) string {
	if name := field.TagSettings["COLLATE"]; name != "" {
		return " COLLATE " + name
	}
	return ""
}

// DefaultValueOf implements gorm.Dialector.
func (Dialector) DefaultValueOf(field *schema.Field) clause.Expression {
	if field.AutoIncrement {
		return clause.Expr{SQL: "NULL"}
	}
	return clause.Expr{SQL: "DEFAULT"} // not valid in SQLite, and never asked for
}

// BindVarTo implements gorm.Dialector.
func (Dialector) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) {
	_ = w.WriteByte('?') // a strings.Builder does not fail
}

// QuoteTo implements gorm.Dialector.
func (Dialector) QuoteTo(w clause.Writer, name string) {
	var b strings.Builder
	for i, part := range strings.Split(name, ".") {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteByte('`')
		b.WriteString(strings.ReplaceAll(part, "`", "``"))
		b.WriteByte('`')
	}
	_, _ = w.WriteString(b.String()) // a strings.Builder does not fail
}

// Explain implements gorm.Dialector.
func (Dialector) Explain(sql string, vars ...any) string {
	return logger.ExplainSQL(sql, nil, `"`, vars...)
}

// SavePoint implements gorm.SavePointerDialectorInterface.
func (Dialector) SavePoint(tx *gorm.DB, name string) error {
	return tx.Exec("SAVEPOINT " + name).Error
}

// RollbackTo implements gorm.SavePointerDialectorInterface.
func (Dialector) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}

// Translate implements gorm.ErrorTranslator.
func (Dialector) Translate(err error) error {
	if IsDuplicate(err) {
		return gorm.ErrDuplicatedKey
	}
	return err
}
