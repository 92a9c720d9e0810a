package wpdb

import (
	"context"

	"gorm.io/gorm"
)

// editing is how an item is updated, in the order of its fields.
type editing[T comparable] struct {
	get    func(ctx context.Context) (T, error)
	change func(item, before *T) error
	save   func(ctx context.Context, g *gorm.DB, item *T) error
	then   func(ctx context.Context, before, item *T) error // what follows from a change
}

// update changes an item in tables, in one transaction. It writes nothing if
// nothing is changed.
func update[T comparable](ctx context.Context, db *DB, doing string, tables tableSet, e editing[T]) (T, error) {
	var item T
	err := db.change(ctx, 0, func(ctx context.Context, g *gorm.DB) (err error) {
		if item, err = e.get(ctx); err != nil {
			return err
		}
		before := item
		if err := e.change(&item, &before); err != nil {
			return err
		}
		if item == before {
			return nil
		}
		db.txFrom(ctx).dirty |= tables
		if err := e.save(ctx, g, &item); err != nil {
			return db.writeError(doing, err)
		}
		return e.then(ctx, &before, &item)
	})
	if err != nil {
		var none T
		return none, err
	}
	return item, nil
}
