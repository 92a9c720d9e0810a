package memory

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/wprest/wprest"
)

// Options say what a Store must know of its items. The zero value serves structs
// with JSON tags one of which is "id".
type Options[K wprest.ID, T any] struct {
	// Items are there from the beginning. Those without an id get one.
	Items []T
	// Key points to the id of an item; nil: the field whose JSON name is "id".
	Key func(*T) *K
	// NewKey makes the id of an item that is created without one; nil: one
	// above the highest so far, or random text.
	NewKey func() K
	// Fields has the properties to filter and sort by. Their values are
	// numbers, text, bool, time.Time, or lists of these: a list equals a value
	// that is in it. Nil: the fields with JSON names.
	Fields map[string]func(*T) any
	// Search has the names of Fields in which a search looks; nil: all that
	// are text.
	Search []string
	// Clone copies an item that holds slices, maps or pointers which a caller
	// may write through; nil: assignment does.
	Clone func(T) T
}

// Store holds items in memory. It implements wprest.Store, Getter, Creator,
// Updater and Deleter, and is safe for concurrent use.
type Store[K wprest.ID, T any] struct {
	options Options[K, T]
	err     error // what is wrong with the options

	mu      sync.RWMutex
	items   []entry[T]
	highest int64
}

// entry is an item and how often it was changed.
type entry[T any] struct {
	item    T
	version int
}

// New returns a Store. A mistake in the options is the error of every call.
func New[K wprest.ID, T any](o Options[K, T]) *Store[K, T] {
	s := &Store[K, T]{options: o}
	if s.options.Fields == nil {
		s.options.Fields = jsonFields[T]()
	}
	if s.options.Key == nil {
		s.options.Key = jsonKey[K, T]()
	}
	if s.options.Key == nil {
		s.err = errors.New("memory: Options.Key is nil and there is no field for the JSON name id")
		return s
	}
	for _, item := range o.Items {
		if err := s.Create(context.Background(), &item); err != nil {
			s.err = fmt.Errorf("memory: Options.Items: %w", err)
		}
	}
	return s
}

func (s *Store[K, T]) clone(item T) T {
	if s.options.Clone != nil {
		return s.options.Clone(item)
	}
	return item
}

// ready returns why a call cannot go on.
func (s *Store[K, T]) ready(ctx context.Context) error {
	if s.err != nil {
		return s.err
	}
	return ctx.Err()
}

// find returns the place of an item, or -1. The lock must be held.
func (s *Store[K, T]) find(id K) int {
	for i := range s.items {
		if *s.options.Key(&s.items[i].item) == id {
			return i
		}
	}
	return -1
}

func notExist[K wprest.ID](id K) error {
	return fmt.Errorf("memory: item %v: %w", id, wprest.ErrNotExist)
}

// Get returns an item, or wprest.ErrNotExist.
func (s *Store[K, T]) Get(ctx context.Context, id K) (T, error) {
	item, _, err := s.get(ctx, id)
	return item, err
}

func (s *Store[K, T]) get(ctx context.Context, id K) (item T, version int, err error) {
	if err := s.ready(ctx); err != nil {
		return item, 0, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	at := s.find(id)
	if at < 0 {
		return item, 0, notExist(id)
	}
	return s.clone(s.items[at].item), s.items[at].version, nil
}

// GetMany returns the items with these ids that exist, in the order of ids.
func (s *Store[K, T]) GetMany(ctx context.Context, ids []K) ([]T, error) {
	items := make([]T, 0, len(ids))
	for _, id := range ids {
		item, err := s.Get(ctx, id)
		switch {
		case err == nil:
			items = append(items, item)
		case !errors.Is(err, wprest.ErrNotExist):
			return nil, err
		}
	}
	return items, nil
}

// Create adds an item. It gets an id unless it has one; one that is taken is
// wprest.ErrConflict.
func (s *Store[K, T]) Create(ctx context.Context, item *T) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := s.options.Key(item)
	var zero K
	if *key == zero {
		*key = s.newKey()
	} else if s.find(*key) >= 0 {
		return fmt.Errorf("memory: item %v: %w", *key, wprest.ErrConflict)
	}
	if n, ok := any(*key).(int64); ok {
		s.highest = max(s.highest, n)
	}
	s.items = append(s.items, entry[T]{item: s.clone(*item)})
	return nil
}

// newKey returns an id that is free. The lock must be held.
func (s *Store[K, T]) newKey() K {
	for {
		var id K
		switch v := reflect.ValueOf(&id).Elem(); {
		case s.options.NewKey != nil:
			id = s.options.NewKey()
		case v.Kind() == reflect.Int64:
			s.highest++
			v.SetInt(s.highest)
		default:
			v.SetString(rand.Text())
		}
		if s.find(id) < 0 {
			return id
		}
	}
}

// Update changes an item. If another call changes it meanwhile, change is called
// again with what that left.
func (s *Store[K, T]) Update(ctx context.Context, id K, change func(*T) error) (T, error) {
	var none T
	for {
		item, version, err := s.get(ctx, id)
		if err != nil {
			return none, err
		}
		if err := change(&item); err != nil {
			return none, err
		}
		*s.options.Key(&item) = id
		if done, err := s.replace(id, item, version); done {
			return item, err
		}
	}
}

// replace stores an item in place of the one of a version, if that is still
// there.
func (s *Store[K, T]) replace(id K, item T, version int) (done bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.find(id)
	if at < 0 {
		return true, notExist(id)
	}
	if s.items[at].version != version {
		return false, nil
	}
	s.items[at] = entry[T]{s.clone(item), version + 1}
	return true, nil
}

// Delete removes an item, or returns wprest.ErrNotExist.
func (s *Store[K, T]) Delete(ctx context.Context, id K) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.find(id)
	if at < 0 {
		return notExist(id)
	}
	s.items = slices.Delete(s.items, at, at+1)
	return nil
}
