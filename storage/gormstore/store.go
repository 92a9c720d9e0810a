package gormstore

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/wprest/wprest"
)

// A Reader is a store of a table that it does not change. It implements
// wprest.Store and Getter, and is safe for concurrent use.
type Reader[K wprest.ID, R, T any] struct {
	db  *gorm.DB
	m   Mapping[R, T]
	err error // what is wrong with the mapping
}

// NewReader returns a store that only reads. A mistake in the mapping is the
// error of every call.
func NewReader[K wprest.ID, R, T any](db *gorm.DB, m Mapping[R, T]) *Reader[K, R, T] {
	return newReader[K](db, m, false)
}

func newReader[K wprest.ID, R, T any](db *gorm.DB, m Mapping[R, T], writes bool) *Reader[K, R, T] {
	if m.Key == "" {
		m.Key = "id"
	}
	return &Reader[K, R, T]{db: db, m: m, err: m.check(writes)}
}

// A Store is a Reader that writes too. It implements wprest.Creator, Updater and
// Deleter.
type Store[K wprest.ID, R, T any] struct {
	*Reader[K, R, T]
}

// New returns a store that reads and writes. A mistake in the mapping is the
// error of every call.
func New[K wprest.ID, R, T any](db *gorm.DB, m Mapping[R, T]) *Store[K, R, T] {
	return &Store[K, R, T]{newReader[K](db, m, true)}
}

// rows returns a gorm for the rows that are items.
func (r *Reader[K, R, T]) rows(ctx context.Context, db *gorm.DB) *gorm.DB {
	tx := In(ctx, db).Model(new(R))
	if r.m.Scope != nil {
		tx = r.m.Scope(tx)
	}
	return tx
}

// byID narrows to the rows with these ids.
func (r *Reader[K, R, T]) byID(tx *gorm.DB, ids ...K) *gorm.DB {
	column, encode, err := r.m.column(r.m.Key)
	if err != nil {
		_ = tx.AddError(err) // the caller looks at tx.Error
		return tx
	}
	return tx.Where(member(column, encode, wprest.Where(r.m.Key, ids...)))
}

// Get returns an item, or wprest.ErrNotExist.
func (r *Reader[K, R, T]) Get(ctx context.Context, id K) (T, error) {
	_, item, err := r.get(ctx, r.db, id)
	return item, err
}

func (r *Reader[K, R, T]) get(ctx context.Context, db *gorm.DB, id K) (row R, item T, err error) {
	if r.err != nil {
		return row, item, r.err
	}
	err = r.byID(r.rows(ctx, db), id).Take(&row).Error
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return row, item, fmt.Errorf("gormstore: get %v: %w", id, wprest.ErrNotExist)
	case err != nil:
		return row, item, fmt.Errorf("gormstore: get %v: %w", id, err)
	}
	if item, err = r.m.Read(row); err != nil {
		return row, item, fmt.Errorf("gormstore: read %v: %w", id, err)
	}
	return row, item, nil
}

// GetMany returns the items with these ids that exist, in the order of ids.
func (r *Reader[K, R, T]) GetMany(ctx context.Context, ids []K) ([]T, error) {
	if r.err != nil || len(ids) == 0 {
		return nil, r.err
	}
	q := wprest.Query{Order: []wprest.Order{wprest.Order{Field: r.m.Key, Values: wprest.Where("", ids...).Values}}}
	order, err := r.m.orders(q.Order)
	if err != nil {
		return nil, err
	}
	var rows []R
	if err := r.byID(r.rows(ctx, r.db), ids...).Clauses(order).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("gormstore: get: %w", err)
	}
	return r.read(rows)
}

func (r *Reader[K, R, T]) read(rows []R) ([]T, error) {
	items := make([]T, len(rows))
	for i, row := range rows {
		var err error
		if items[i], err = r.m.Read(row); err != nil {
			return nil, fmt.Errorf("gormstore: read: %w", err)
		}
	}
	return items, nil
}

// List returns the items that q selects.
func (r *Reader[K, R, T]) List(ctx context.Context, q wprest.Query) ([]T, int, error) {
	if r.err != nil {
		return nil, 0, r.err
	}
	if q.Offset < 0 || q.Limit < 0 {
		return nil, 0, fmt.Errorf("gormstore: offset %d, limit %d: %w", q.Offset, q.Limit, wprest.ErrUnsupported)
	}
	where, err := r.m.all(q.Where)
	if err != nil {
		return nil, 0, err
	}
	order, err := r.m.orders(q.Order)
	if err != nil {
		return nil, 0, err
	}
	tx := r.rows(ctx, r.db).Where(where)
	if strings.TrimSpace(q.Search) != "" {
		search, err := r.m.search(q)
		if err != nil {
			return nil, 0, err
		}
		tx = tx.Where(search)
	}
	tx = tx.Session(&gorm.Session{})
	page := tx.Clauses(order).Offset(q.Offset)
	if q.Limit > 0 {
		page = page.Limit(q.Limit)
	}
	var rows []R
	if err := page.Find(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("gormstore: list: %w", err)
	}
	total, err := total(tx, q, len(rows))
	if err != nil {
		return nil, 0, fmt.Errorf("gormstore: count: %w", err)
	}
	items, err := r.read(rows)
	return items, total, err
}

// total counts the rows of tx, unless the page tells how many there are.
func total(tx *gorm.DB, q wprest.Query, found int) (int, error) {
	switch full := q.Limit > 0 && found == q.Limit; {
	case q.NoTotal:
		return -1, nil
	case !full && (found > 0 || q.Offset == 0):
		return q.Offset + found, nil
	}
	var n int64
	err := tx.Count(&n).Error
	return int(n), err
}

// Create adds an item, which then is as it reads from its row.
func (s *Store[K, R, T]) Create(ctx context.Context, item *T) error {
	if s.err != nil {
		return s.err
	}
	var row R
	if err := s.m.Write(*item, &row); err != nil {
		return fmt.Errorf("gormstore: write: %w", err)
	}
	if err := In(ctx, s.db).Create(&row).Error; err != nil {
		return conflict("create", err)
	}
	made, err := s.m.Read(row)
	if err != nil {
		return fmt.Errorf("gormstore: read: %w", err)
	}
	*item = made
	return nil
}

// conflict tells a key that is taken. Gorm does if it was opened with
// TranslateError.
func conflict(doing string, err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fmt.Errorf("gormstore: %s: %w (%w)", doing, wprest.ErrConflict, err)
	}
	return fmt.Errorf("gormstore: %s: %w", doing, err)
}

// Update changes an item in a transaction, and locks its row where the database
// can.
func (s *Store[K, R, T]) Update(ctx context.Context, id K, change func(*T) error) (T, error) {
	var item T
	err := In(ctx, s.db).Transaction(func(tx *gorm.DB) error {
		row, stored, err := s.get(ctx, tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), id)
		if err != nil {
			return err
		}
		if err := change(&stored); err != nil {
			return err
		}
		if err := s.m.Write(stored, &row); err != nil {
			return fmt.Errorf("gormstore: write %v: %w", id, err)
		}
		if err := s.byID(s.rows(ctx, tx), id).Select("*").Updates(&row).Error; err != nil {
			return conflict(fmt.Sprintf("update %v", id), err)
		}
		if item, err = s.m.Read(row); err != nil {
			return fmt.Errorf("gormstore: read %v: %w", id, err)
		}
		return nil
	})
	return item, err
}

// Delete removes an item, or returns wprest.ErrNotExist.
func (s *Store[K, R, T]) Delete(ctx context.Context, id K) error {
	if s.err != nil {
		return s.err
	}
	result := s.byID(s.rows(ctx, s.db), id).Delete(new(R))
	switch {
	case result.Error != nil:
		return fmt.Errorf("gormstore: delete %v: %w", id, result.Error)
	case result.RowsAffected == 0:
		return fmt.Errorf("gormstore: delete %v: %w", id, wprest.ErrNotExist)
	}
	return nil
}
