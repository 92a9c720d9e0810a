package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/wprest/wprest"
)

func testGet[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for _, want := range f.items {
		got, err := f.Store.Get(t.Context(), f.Key(&want))
		if err != nil || !f.Equal(got, want) {
			t.Errorf("Get(%v) = %+v, %v, want %+v", f.Key(&want), got, err, want)
		}
	}
	_, err := f.Store.Get(t.Context(), f.Missing)
	notExist(t, "Get", err)
}

func testGetMany[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	getter, ok := f.Store.(wprest.Getter[K, T])
	if !ok {
		t.Skip("no Getter")
	}
	a, b, c := f.items[4], f.items[1], f.items[7]
	got, err := getter.GetMany(t.Context(), []K{f.Key(&a), f.Missing, f.Key(&b), f.Key(&c)})
	if err != nil || !slices.EqualFunc(got, []T{a, b, c}, f.Equal) {
		t.Errorf("GetMany = %+v, %v, want the order of the ids", got, err)
	}
	for _, none := range [][]K{nil, {f.Missing}} {
		if got, err := getter.GetMany(t.Context(), none); err != nil || len(got) != 0 {
			t.Errorf("GetMany(%v) = %v, %v", none, got, err)
		}
	}
}

func testList[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	f.expect(t, f.query(), func(T) bool { return true })
	page, _ := f.list(t, f.query())
	for _, item := range page {
		at := slices.IndexFunc(f.items, func(i T) bool { return f.Key(&i) == f.Key(&item) })
		if at < 0 || !f.Equal(item, f.items[at]) {
			t.Errorf("List has %+v, which was not stored like that", item)
		}
	}
	q := f.query()
	q.NoTotal = true
	if page, total := f.list(t, q); total != -1 || len(page) != count {
		t.Errorf("NoTotal: %d items, total %d, want -1", len(page), total)
	}
}

func testPages[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	all, _ := f.list(t, f.query())
	for limit := 1; limit <= count+1; limit++ {
		for offset := 0; offset <= count+1; offset++ {
			q := f.query()
			q.Limit, q.Offset = limit, offset
			page, total := f.list(t, q)
			if total != count {
				t.Errorf("limit %d, offset %d: total %d, want %d", limit, offset, total, count)
			}
			want := all[min(offset, count):min(offset+limit, count)]
			if !slices.EqualFunc(page, want, f.Equal) {
				t.Errorf("limit %d, offset %d: got %d items, want %d in the order of the whole list", limit, offset, len(page), len(want))
			}
		}
	}
	q := f.query()
	q.Offset = 3 // without a limit
	if page, total := f.list(t, q); !slices.EqualFunc(page, all[3:], f.Equal) || total != count {
		t.Errorf("offset 3: got %d items, total %d", len(page), total)
	}
}

func testOrder[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for _, field := range f.Fields {
		for _, desc := range []bool{false, true} {
			if field.Unsorted {
				continue
			}
			q := f.query()
			q.Order = []wprest.Order{{Field: field.Name, Desc: desc}}
			page, _ := f.list(t, q)
			if len(page) != count {
				t.Errorf("order by %s: %d items, want %d", field.Name, len(page), count)
			}
			for i := 1; i < len(page); i++ {
				c := compare(t, field.Value(page[i-1]), field.Value(page[i]))
				if c > 0 && !desc || c < 0 && desc {
					t.Errorf("order by %s, desc %v: %v before %v", field.Name, desc, field.Value(page[i-1]), field.Value(page[i]))
				}
			}
			again, _ := f.list(t, q)
			if !slices.EqualFunc(page, again, f.Equal) {
				t.Errorf("order by %s: not the same order twice", field.Name)
			}
		}
	}
	testTwoOrders(t, f)
}

// testTwoOrders sorts by two properties, the first of which has equal values.
func testTwoOrders[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	t.Helper()
	for _, one := range f.Fields {
		for _, two := range f.Fields {
			if one.Unsorted || two.Unsorted || one.Name == two.Name {
				continue
			}
			q := f.query()
			q.Order = []wprest.Order{{Field: one.Name}, {Field: two.Name, Desc: true}}
			page, _ := f.list(t, q)
			for i := 1; i < len(page); i++ {
				c := compare(t, one.Value(page[i-1]), one.Value(page[i]))
				if c > 0 || c == 0 && compare(t, two.Value(page[i-1]), two.Value(page[i])) < 0 {
					t.Errorf("order by %s, then %s descending: item %d is out of order", one.Name, two.Name, i)
				}
			}
		}
	}
}

func testOrderValues[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	for _, field := range f.Fields {
		if field.Unsorted {
			continue
		}
		values := []any{field.Value(f.items[5]), field.Value(f.items[2]), field.Value(f.items[8])}
		position := func(item T) int {
			at := slices.IndexFunc(values, func(v any) bool { return equal(t, v, field.Value(item)) })
			if at < 0 {
				return len(values)
			}
			return at
		}
		q := f.query()
		q.Order = []wprest.Order{{Field: field.Name, Values: values}}
		page, total := f.list(t, q)
		if !slices.IsSortedFunc(page, func(a, b T) int { return position(a) - position(b) }) || total != count {
			t.Errorf("order by the values %v of %s: got %v", values, field.Name, valuesOf(field, page))
		}
	}
}

func valuesOf[T any](field Field[T], items []T) (values []any) {
	for _, item := range items {
		values = append(values, field.Value(item))
	}
	return values
}

func testUnsupported[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	unknown := wprest.Where(f.Unsupported, "x")
	ordered := f.query()
	ordered.Order = []wprest.Order{{Field: f.Unsupported}}
	for name, q := range map[string]wprest.Query{
		"a condition": f.query(unknown),
		"Any":         f.query(wprest.Condition{Any: [][]wprest.Condition{{unknown}}}),
		"an order":    ordered,
	} {
		if _, _, err := f.Store.List(t.Context(), q); !errors.Is(err, wprest.ErrUnsupported) {
			t.Errorf("an unknown property in %s: %v, want ErrUnsupported", name, err)
		}
	}
}

func testSearch[K wprest.ID, T any](t *testing.T, f *fixture[K, T]) {
	search := func(text string) wprest.Query {
		q := f.query()
		q.Search = text
		return q
	}
	if f.Words == nil {
		if _, _, err := f.Store.List(t.Context(), search("word")); !errors.Is(err, wprest.ErrUnsupported) {
			t.Errorf("search: %v, want ErrUnsupported", err)
		}
		return
	}
	words := map[K][]string{}
	for n := range f.items {
		words[f.Key(&f.items[n])] = f.Words(n)
	}
	has := func(item T, word string) bool {
		return slices.ContainsFunc(words[f.Key(&item)], func(w string) bool { return strings.Contains(strings.ToLower(w), strings.ToLower(word)) })
	}
	for n := range f.items {
		for _, word := range f.Words(n) {
			f.expect(t, search(word), func(item T) bool { return has(item, word) })
			f.expect(t, search(strings.ToUpper(word)), func(item T) bool { return has(item, word) })
			part := search(word[:len(word)-1])
			part.SearchWhole = true
			if _, _, err := f.Store.List(t.Context(), part); !errors.Is(err, wprest.ErrUnsupported) {
				f.expect(t, part, func(item T) bool { return slices.Contains(words[f.Key(&item)], part.Search) })
			}
		}
	}
	f.expect(t, search("nowheretobefound"), func(T) bool { return false })
}
