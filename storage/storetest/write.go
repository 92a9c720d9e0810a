package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/wprest/wprest"
)

func testCreate[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	creator, ok := f.Store.(wprest.Creator[T])
	if !ok {
		t.Skip("no Creator")
	}
	known := map[K]bool{}
	for _, item := range f.items {
		known[f.Key(&item)] = true
	}
	item := f.Make(count)
	if err := creator.Create(t.Context(), &item); err != nil {
		t.Fatalf("Create: %v", err)
	}
	if known[f.Key(&item)] {
		t.Errorf("Create: the id %v is that of another item", f.Key(&item))
	}
	got, err := f.Store.Get(t.Context(), f.Key(&item))
	if err != nil || !f.Equal(got, item) {
		t.Errorf("after Create: Get = %+v, %v, want %+v", got, err, item)
	}
	f.items = append(f.items, item)
	f.expect(t, f.query(), func(T) bool { return true })
}

func testUpdate[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	updater, ok := f.Store.(wprest.Updater[K, T])
	if !ok {
		t.Skip("no Updater")
	}
	for n, item := range f.items[:3] {
		id := f.Key(&item)
		updated, err := updater.Update(t.Context(), id, func(stored *T) error {
			if !f.Equal(*stored, item) {
				t.Errorf("Update: change gets %+v, want %+v", *stored, item)
			}
			f.Edit(stored, count+n)
			return nil
		})
		if err != nil || f.Key(&updated) != id {
			t.Fatalf("Update = %+v, %v", updated, err)
		}
		got, err := f.Store.Get(t.Context(), id)
		if err != nil || !f.Equal(got, updated) || f.Equal(got, item) {
			t.Errorf("after Update: Get = %+v, %v, want %+v", got, err, updated)
		}
		f.items[n] = updated
	}
	for _, field := range f.Fields {
		v := field.Value(f.items[0])
		f.expect(t, f.query(wprest.Condition{Field: field.Name, Values: []any{v}}), func(item T) bool { return equal(t, field.Value(item), v) })
	}
	same := f.items[3] // a change that changes nothing is one too
	got, err := updater.Update(t.Context(), f.Key(&same), func(*T) error { return nil })
	if err != nil || !f.Equal(got, same) {
		t.Errorf("Update without a change = %+v, %v", got, err)
	}
}

func testUpdateFails[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	updater, ok := f.Store.(wprest.Updater[K, T])
	if !ok {
		t.Skip("no Updater")
	}
	item := f.items[2]
	refused := errors.New("refused")
	_, err := updater.Update(t.Context(), f.Key(&item), func(stored *T) error {
		f.Edit(stored, count)
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("Update: %v, want the error of change", err)
	}
	if got, err := f.Store.Get(t.Context(), f.Key(&item)); err != nil || !f.Equal(got, item) {
		t.Errorf("after a refused Update: Get = %+v, %v, want %+v", got, err, item)
	}
	_, err = updater.Update(t.Context(), f.Missing, func(*T) error {
		t.Error("Update of a missing item calls change")
		return nil
	})
	notExist(t, "Update", err)
}

func testDelete[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	deleter, ok := f.Store.(wprest.Deleter[K])
	if !ok {
		t.Skip("no Deleter")
	}
	f.expect(t, f.query(), func(T) bool { return true })
	gone := f.items[3]
	id := f.Key(&gone)
	if err := deleter.Delete(t.Context(), id); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	f.expect(t, f.query(), func(item T) bool { return f.Key(&item) != id })
	q := f.query()
	q.Limit = 1
	if _, total := f.list(t, q); total != count-1 {
		t.Errorf("after Delete: total %d, want %d", total, count-1)
	}
	_, err := f.Store.Get(t.Context(), id)
	notExist(t, "Get", err)
	notExist(t, "Delete", deleter.Delete(t.Context(), id))
	notExist(t, "Delete", deleter.Delete(t.Context(), f.Missing))
}

func testCancelled[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	id := f.Key(&f.items[0])
	errs := map[string]error{}
	_, errs["Get"] = f.Store.Get(ctx, id)
	_, _, errs["List"] = f.Store.List(ctx, f.query())
	if getter, ok := f.Store.(wprest.Getter[K, T]); ok {
		_, errs["GetMany"] = getter.GetMany(ctx, []K{id})
	}
	if creator, ok := f.Store.(wprest.Creator[T]); ok {
		item := f.Make(count)
		errs["Create"] = creator.Create(ctx, &item)
	}
	if updater, ok := f.Store.(wprest.Updater[K, T]); ok {
		_, errs["Update"] = updater.Update(ctx, id, func(item *T) error {
			f.Edit(item, count)
			return nil
		})
	}
	if deleter, ok := f.Store.(wprest.Deleter[K]); ok {
		errs["Delete"] = deleter.Delete(ctx, id)
	}
	for name, err := range errs {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context: %v, want context.Canceled", name, err)
		}
	}
	f.expect(t, f.query(), func(T) bool { return true })
}

// testConcurrent reads and writes from several goroutines; the race detector
// sees what is not safe.
func testConcurrent[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	const workers, rounds = 4, 5
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for r := range rounds {
				if page, _, err := f.Store.List(t.Context(), f.query()); err != nil || len(page) < count {
					t.Errorf("List: %d items, %v", len(page), err)
				}
				n := count + w*rounds + r
				f.updateOne(t, f.items[w], n)
				f.createOne(t, n+workers*rounds, r%2 == 0)
			}
		})
	}
	wg.Wait()
	want := count
	if _, ok := f.Store.(wprest.Creator[T]); ok {
		want += workers * rounds
		if _, ok := f.Store.(wprest.Deleter[K]); ok {
			want -= workers * ((rounds + 1) / 2)
		}
	}
	q := f.query()
	q.Limit = 1
	if _, total := f.list(t, q); total != want {
		t.Errorf("at the end: %d items, want %d", total, want)
	}
}

// updateOne makes an item be like item n, if the store can.
func (f *fixture[K, T]) updateOne(t *testing.T, item T, n int) {
	t.Helper()
	updater, ok := f.Store.(wprest.Updater[K, T])
	if !ok {
		return
	}
	_, err := updater.Update(t.Context(), f.Key(&item), func(stored *T) error {
		f.Edit(stored, n)
		return nil
	})
	if err != nil {
		t.Errorf("Update: %v", err)
	}
}

// createOne adds item n, if the store can, and may remove it again.
func (f *fixture[K, T]) createOne(t *testing.T, n int, remove bool) {
	t.Helper()
	creator, ok := f.Store.(wprest.Creator[T])
	if !ok {
		return
	}
	item := f.Make(n)
	if err := creator.Create(t.Context(), &item); err != nil {
		t.Errorf("Create: %v", err)
		return
	}
	if deleter, ok := f.Store.(wprest.Deleter[K]); ok && remove {
		if err := deleter.Delete(t.Context(), f.Key(&item)); err != nil {
			t.Errorf("Delete: %v", err)
		}
	}
}
