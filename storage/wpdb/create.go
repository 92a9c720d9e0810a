package wpdb

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// Create makes WordPress's twelve tables with their indexes, and the indexes
// beyond them that pay, where they are missing. It changes no table that is
// there.
func (db *DB) Create(ctx context.Context) error {
	return db.change(ctx, allTables, func(_ context.Context, g *gorm.DB) error {
		if err := g.AutoMigrate(allRows()...); err != nil {
			return wrap("create tables", err)
		}
		for _, statement := range db.dialect.extraIndexes {
			if err := g.Exec(fmt.Sprintf(statement, db.prefix)).Error; err != nil {
				return wrap("create indexes", err)
			}
		}
		return nil
	})
}
