package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/wprest/wprest"
)

// A Harness is a store to be tested, and what the test must know of its items.
type Harness[K wprest.ID, T any] struct {
	// Store must hold no items but those that Scope excludes. If it is a
	// wprest.Getter, Creator, Updater or Deleter those rules are checked too.
	Store wprest.Store[K, T]
	// Fill puts items into the store and returns them as they are there. It is
	// needed if the store is no Creator.
	Fill func(ctx context.Context, items []T) ([]T, error)
	// Make returns item n, from 0 on, without its id. Items should differ in
	// their Fields, and some should share values.
	Make func(n int) T
	// Key returns the id of an item.
	Key func(item *T) K
	// Missing is an id that no item gets.
	Missing K
	// Fields are properties that the store can filter by.
	Fields []Field[T]
	// Words returns words that a search finds item n by, in no other case of
	// letters than they have there. Nil: the store cannot search.
	Words func(n int) []string
	// Edit makes an item be like item n, but for its id.
	Edit func(item *T, n int)
	// Scope selects the items that the test makes; nil: there are no others.
	Scope []wprest.Condition
	// Equal compares items; nil: reflect.DeepEqual.
	Equal func(a, b T) bool
	// Unsupported is a name that is no property; "": "no_such_property".
	Unsupported string
}

// A Field is a property that a store can filter by.
type Field[T any] struct {
	Name string
	// Value returns the property of an item: int64, float64, string, bool or
	// time.Time.
	Value func(item T) any
	// Unsorted says that the store need not sort by it.
	Unsorted bool
	// EqualOnly says that the store need only know In and NotIn.
	EqualOnly bool
}

// count is how many items the tests work with.
const count = 9

// fixture is a harness whose store has items.
type fixture[K wprest.ID, T any] struct {
	Harness[K, T]
	items []T // as the store has them, in the order of creation
}

// Run runs all checks. Each asks newStore for a store of its own.
func Run[K wprest.ID, T any](t *testing.T, newStore func(t *testing.T) Harness[K, T]) {
	t.Helper()
	for _, check := range []struct {
		name string
		run  func(*testing.T, *fixture[K, T])
	}{
		{"Get", testGet[K, T]},
		{"GetMany", testGetMany[K, T]},
		{"List", testList[K, T]},
		{"Pages", testPages[K, T]},
		{"Order", testOrder[K, T]},
		{"OrderValues", testOrderValues[K, T]},
		{"In", testIn[K, T]},
		{"Compare", testCompare[K, T]},
		{"Contains", testContains[K, T]},
		{"Any", testAny[K, T]},
		{"Unsupported", testUnsupported[K, T]},
		{"Search", testSearch[K, T]},
		{"Create", testCreate[K, T]},
		{"Update", testUpdate[K, T]},
		{"UpdateFails", testUpdateFails[K, T]},
		{"Delete", testDelete[K, T]},
		{"Cancelled", testCancelled[K, T]},
		{"Concurrent", testConcurrent[K, T]},
	} {
		t.Run(check.name, func(t *testing.T) {
			f := &fixture[K, T]{Harness: newStore(t)}
			f.fill(t)
			check.run(t, f)
		})
	}
}

// fill puts the items into the store.
func (f *fixture[K, T]) fill(t *testing.T) {
	t.Helper()
	if f.Unsupported == "" {
		f.Unsupported = "no_such_property"
	}
	if f.Equal == nil {
		f.Equal = func(a, b T) bool { return reflect.DeepEqual(a, b) }
	}
	var items []T
	for n := range count {
		items = append(items, f.Make(n))
	}
	var err error
	if f.Fill != nil {
		if f.items, err = f.Fill(t.Context(), items); err != nil {
			t.Fatalf("Fill: %v", err)
		}
		return
	}
	creator, ok := f.Store.(wprest.Creator[T])
	if !ok {
		t.Fatal("the store is no Creator, and the harness has no Fill")
	}
	for i := range items {
		if err := creator.Create(t.Context(), &items[i]); err != nil {
			t.Fatalf("Create: %v", err)
		}
	}
	f.items = items
}

// query returns a Query for the items of the test.
func (f *fixture[K, T]) query(where ...wprest.Condition) wprest.Query {
	return wprest.Query{Where: append(slices.Clone(f.Scope), where...)}
}

// list runs a query that must work.
func (f *fixture[K, T]) list(t *testing.T, q wprest.Query) ([]T, int) {
	t.Helper()
	page, total, err := f.Store.List(t.Context(), q)
	if err != nil {
		t.Fatalf("List(%+v): %v", q, err)
	}
	return page, total
}

// expect checks which items a query selects, in any order.
func (f *fixture[K, T]) expect(t *testing.T, q wprest.Query, want func(item T) bool) {
	t.Helper()
	page, total := f.list(t, q)
	wanted := map[K]bool{}
	for _, item := range f.items {
		if want(item) {
			wanted[f.Key(&item)] = true
		}
	}
	got := map[K]bool{}
	for _, item := range page {
		got[f.Key(&item)] = true
	}
	if !reflect.DeepEqual(got, wanted) || len(page) != len(wanted) {
		t.Errorf("List(%s) = %v, want %v", describe(q), keys(got), keys(wanted))
	}
	if total != len(wanted) {
		t.Errorf("List(%s): total %d, want %d", describe(q), total, len(wanted))
	}
}

func keys[K wprest.ID](set map[K]bool) []K {
	list := []K{}
	for k := range set {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func describe(q wprest.Query) string {
	return fmt.Sprintf("where %v, search %q in %v, order %v", q.Where, q.Search, q.SearchIn, q.Order)
}

// notExist checks that an error says that there is no item.
func notExist(t *testing.T, doing string, err error) {
	t.Helper()
	if !errors.Is(err, wprest.ErrNotExist) {
		t.Errorf("%s of a missing item: %v, want ErrNotExist", doing, err)
	}
}
