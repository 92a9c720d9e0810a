package gormstore

import (
	"context"

	"gorm.io/gorm"
)

type txKey struct{ db *gorm.DB }

// Atomic returns what runs a change in one transaction of db: what a
// wprest.Controller takes as Atomic. The stores of the same db that are called
// with its context join the transaction; if the change fails nothing is stored.
// A change within another is a part of that.
func Atomic(db *gorm.DB) func(ctx context.Context, change func(ctx context.Context) error) error {
	return func(ctx context.Context, change func(ctx context.Context) error) error {
		if ctx.Value(txKey{db}) != nil {
			return change(ctx)
		}
		return db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			return change(context.WithValue(ctx, txKey{db}, tx))
		})
	}
}

// In returns db for a call with a context: the transaction that Atomic has begun,
// if there is one. It is for statements of the host's own.
func In(ctx context.Context, db *gorm.DB) *gorm.DB {
	if tx, ok := ctx.Value(txKey{db}).(*gorm.DB); ok {
		db = tx
	}
	return db.WithContext(ctx)
}
