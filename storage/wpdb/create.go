package wpdb

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Create makes WordPress's twelve tables with their indexes, and the indexes
// beyond them that pay, where they are missing. It changes no column that is
// there.
func (db *DB) Create(ctx context.Context) error {
	return db.change(ctx, allTables, func(ctx context.Context, g *gorm.DB) error {
		for _, statement := range db.dialect.before {
			if _, err := db.txFrom(ctx).tx.ExecContext(ctx, statement); err != nil {
				return wrap("create tables", err)
			}
		}
		for _, row := range allRows() {
			if err := db.createTable(g, row); err != nil {
				return wrap("create tables", err)
			}
		}
		for _, statement := range db.dialect.extraIndexes {
			if err := g.Exec(fmt.Sprintf(statement, db.prefix)).Error; err != nil {
				return wrap("create indexes", err)
			}
		}
		return nil
	})
}

// createTable makes the table of a row, or those of its indexes that are missing.
func (db *DB) createTable(g *gorm.DB, row any) error {
	m := g.Set("gorm:table_options", db.dialect.tableOptions).Migrator()
	if !m.HasTable(row) {
		return m.CreateTable(row)
	}
	parsed, err := schema.Parse(row, db.schemas, db.gorm.NamingStrategy)
	if err != nil {
		return err
	}
	for _, index := range parsed.ParseIndexes() {
		if m.HasIndex(row, index.Name) {
			continue
		}
		if err := m.CreateIndex(row, index.Name); err != nil {
			return err
		}
	}
	return nil
}

// followIDs makes new ids of a table follow those that it has.
func (db *DB) followIDs(ctx context.Context, parsed *schema.Schema) error {
	key := parsed.PrioritizedPrimaryField
	if db.dialect.nextID == "" || key == nil || !key.AutoIncrement {
		return nil
	}
	last, err := db.queryInt(ctx, "SELECT COALESCE(MAX("+quote(key.DBName)+"), 0) FROM "+quote(parsed.Table), nil)
	if err != nil || last == 0 {
		return err
	}
	return db.followID(ctx, parsed, last)
}

func (db *DB) followID(ctx context.Context, parsed *schema.Schema, id int64) error {
	table := "'" + strings.ReplaceAll(db.dialect.sql(quote(parsed.Table)), "'", "''") + "'"
	_, err := db.queryInt(ctx, fmt.Sprintf(db.dialect.nextID, table, parsed.PrioritizedPrimaryField.DBName), []any{id, id})
	return err
}

// insert adds a row; given is its id, or 0 for one that the database chooses.
func (db *DB) insert(ctx context.Context, g *gorm.DB, row any, given int64) error {
	if err := g.Create(row).Error; err != nil || given == 0 || db.dialect.nextID == "" {
		return err
	}
	parsed, err := schema.Parse(row, db.schemas, db.gorm.NamingStrategy)
	if err != nil {
		return err
	}
	return db.followID(ctx, parsed, given)
}
