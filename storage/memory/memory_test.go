package memory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/memory"
	"github.com/wprest/wprest/storage/storetest"
)

type base struct {
	ID int64 `json:"id"`
}

type boat struct {
	base
	Name    string    `json:"name"`
	Berth   int       `json:"berth"`
	Length  float64   `json:"length"`
	Sails   bool      `json:"sails"`
	Built   time.Time `json:"built"`
	Flags   []string  `json:"flags"`
	Owner   *string   `json:"owner,omitempty"`
	Secret  string    `json:"-"`
	private string
}

func makeBoat(n int) boat {
	return boat{
		Name: fmt.Sprintf("Boat %c of tree%dx", 'a'+n%26, n), Berth: n / 3, Length: float64(n) / 2, Sails: n%2 == 0,
		Built: time.Date(2000+n%4, 1, 1, 0, 0, 0, 0, time.UTC), Secret: "s", private: "p",
	}
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Harness[int64, boat] {
		type field = storetest.Field[boat]
		return storetest.Harness[int64, boat]{
			Store: memory.New(memory.Options[int64, boat]{}), Make: makeBoat, Missing: -1,
			Key: func(b *boat) int64 { return b.ID },
			Edit: func(b *boat, n int) {
				id := b.ID
				*b = makeBoat(n)
				b.ID = id
			},
			Words: func(n int) []string { return []string{fmt.Sprintf("tree%dx", n), "boat"} },
			Fields: []field{
				{Name: "id", Value: func(b boat) any { return b.ID }},
				{Name: "name", Value: func(b boat) any { return b.Name }},
				{Name: "berth", Value: func(b boat) any { return int64(b.Berth) }},
				{Name: "length", Value: func(b boat) any { return b.Length }},
				{Name: "sails", Value: func(b boat) any { return b.Sails }},
				{Name: "built", Value: func(b boat) any { return b.Built }},
			},
		}
	})
}

type slug string

type kind struct {
	Slug  slug
	Title string
	Tags  []string
}

func makeKind(n int) kind { return kind{Title: fmt.Sprintf("Title-%c", 'z'-n%26), Tags: []string{"t"}} }

// TestStrings runs the contract with ids that are text.
func TestStrings(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Harness[slug, kind] {
		return storetest.Harness[slug, kind]{
			Store: memory.New(memory.Options[slug, kind]{
				Key: func(k *kind) *slug { return &k.Slug },
				Fields: map[string]func(*kind) any{
					"slug":  func(k *kind) any { return k.Slug },
					"title": func(k *kind) any { return k.Title },
				},
				Search: []string{"title"},
				Clone:  func(k kind) kind { k.Tags = slices.Clone(k.Tags); return k },
			}),
			Make: makeKind, Missing: "missing",
			Key:   func(k *kind) slug { return k.Slug },
			Edit:  func(k *kind, n int) { k.Title = fmt.Sprintf("Edited %d", n) },
			Words: func(n int) []string { return []string{makeKind(n).Title} },
			Fields: []storetest.Field[kind]{
				{Name: "slug", Value: func(k kind) any { return string(k.Slug) }},
				{Name: "title", Value: func(k kind) any { return k.Title }},
			},
		}
	})
}

func TestLists(t *testing.T) {
	owner := "Ada"
	s := memory.New(memory.Options[int64, boat]{Items: []boat{
		{Name: "one", Flags: []string{"red", "blue"}, Owner: &owner},
		{base: base{ID: 7}, Name: "two", Flags: []string{"blue"}},
		{Name: "three"},
	}})
	for _, test := range []struct {
		c    wprest.Condition
		want []int64
	}{
		{wprest.Where("flags", "blue"), []int64{1, 7}},
		{wprest.Where("flags", "red", "x"), []int64{1}},
		{wprest.Condition{Field: "flags", Op: wprest.NotIn, Values: []any{"red"}}, []int64{7, 8}},
		{wprest.Condition{Field: "flags", Op: wprest.Contains, Values: []any{"ED"}}, []int64{1}},
		{wprest.Where("owner", "Ada"), []int64{1}},
		{wprest.Where("id", 7.0, 8), []int64{7, 8}},
		{wprest.Condition{Field: "name", Op: wprest.Greater, Values: []any{int64(1)}}, nil},
		{wprest.Where("length", 0), []int64{1, 7, 8}},
	} {
		boats, _, err := s.List(context.Background(), wprest.Query{Where: []wprest.Condition{test.c}})
		var ids []int64
		for _, b := range boats {
			ids = append(ids, b.ID)
		}
		if err != nil || !slices.Equal(ids, test.want) {
			t.Errorf("%+v: %v, want %v (%v)", test.c, ids, test.want, err)
		}
	}
	if _, _, err := s.List(context.Background(), wprest.Query{Search: "x", SearchIn: []string{"secret"}}); !errors.Is(err, wprest.ErrUnsupported) {
		t.Errorf("a property without a JSON name: %v", err)
	}
	if err := s.Create(context.Background(), &boat{base: base{ID: 7}}); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("a taken id: %v", err)
	}
}

func TestMistakes(t *testing.T) {
	if _, err := memory.New(memory.Options[int64, kind]{}).Get(context.Background(), 1); err == nil || errors.Is(err, wprest.ErrNotExist) {
		t.Errorf("without a key: %v", err)
	}
	twice := memory.New(memory.Options[int64, boat]{Items: []boat{{base: base{ID: 1}}, {base: base{ID: 1}}}})
	if _, _, err := twice.List(context.Background(), wprest.Query{}); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("an id twice: %v", err)
	}
}

func Example() {
	type Boat struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	boats := memory.New(memory.Options[int64, Boat]{Items: []Boat{{Name: "Alma"}, {Name: "Berta"}, {Name: "Alba"}}})
	ctx := context.Background()
	page, total, err := boats.List(ctx, wprest.Query{
		Where: []wprest.Condition{{Field: "name", Op: wprest.Contains, Values: []any{"al"}}},
		Order: []wprest.Order{{Field: "name"}},
		Limit: 10,
	})
	fmt.Println(page, total, err)
	// Output: [{3 Alba} {1 Alma}] 2 <nil>
}
