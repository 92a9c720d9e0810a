package sqlite

import (
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
)

// A Migrator is gorm's, with the questions asked in SQLite's words.
type Migrator struct {
	migrator.Migrator
}

// CurrentDatabase implements gorm.Migrator.
func (Migrator) CurrentDatabase() string { return "main" }

// GetTables implements gorm.Migrator.
func (m Migrator) GetTables() (tables []string, err error) {
	err = m.DB.Raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").
		Scan(&tables).Error
	return tables, err
}

// HasTable implements gorm.Migrator.
func (m Migrator) HasTable(value any) bool {
	return m.has(value, func(stmt *gorm.Statement) (string, []any) {
		return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", []any{stmt.Table}
	})
}

// HasColumn implements gorm.Migrator.
func (m Migrator) HasColumn(value any, field string) bool {
	return m.has(value, func(stmt *gorm.Statement) (string, []any) {
		if stmt.Schema != nil {
			if f := stmt.Schema.LookUpField(field); f != nil {
				field = f.DBName
			}
		}
		return "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?", []any{stmt.Table, field}
	})
}

// HasIndex implements gorm.Migrator.
func (m Migrator) HasIndex(value any, name string) bool {
	return m.has(value, func(stmt *gorm.Statement) (string, []any) {
		if stmt.Schema != nil {
			if index := stmt.Schema.LookIndex(name); index != nil {
				name = index.Name
			}
		}
		return "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name = ?", []any{stmt.Table, name}
	})
}

// has runs a query that counts. Like its callers it cannot report errors.
func (m Migrator) has(value any, query func(*gorm.Statement) (string, []any)) bool {
	var n int64
	err := m.RunWithValue(value, func(stmt *gorm.Statement) error {
		sql, args := query(stmt)
		return m.DB.Raw(sql, args...).Row().Scan(&n)
	})
	return err == nil && n > 0
}

// BuildIndexOptions implements migrator.BuildIndexOptionsInterface. SQLite
// indexes whole columns, so lengths of prefixes are left out.
func (m Migrator) BuildIndexOptions(opts []schema.IndexOption, stmt *gorm.Statement) []any {
	whole := make([]schema.IndexOption, len(opts))
	for i, o := range opts {
		o.Length = 0
		whole[i] = o
	}
	return m.Migrator.BuildIndexOptions(whole, stmt)
}

// DropIndex implements gorm.Migrator.
func (m Migrator) DropIndex(value any, name string) error {
	return m.RunWithValue(value, func(stmt *gorm.Statement) error {
		if stmt.Schema != nil {
			if index := stmt.Schema.LookIndex(name); index != nil {
				name = index.Name
			}
		}
		return m.DB.Exec("DROP INDEX ?", clause.Column{Name: name}).Error
	})
}

// AlterColumn implements gorm.Migrator. SQLite cannot alter a column.
func (Migrator) AlterColumn(_ any, field string) error {
	return fmt.Errorf("sqlite: alter column %s: %w", field, gorm.ErrNotImplemented)
}

// MigrateColumn implements gorm.Migrator. Columns stay as they are.
func (Migrator) MigrateColumn(any, *schema.Field, gorm.ColumnType) error { return nil }

// HasConstraint implements gorm.Migrator. Constraints are made with their
// table, so there is none to add.
func (Migrator) HasConstraint(any, string) bool { return true }
