package gormstore_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/storage/storetest"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// artikel is a row of a table that was there before.
type artikel struct {
	Nr       int64     `gorm:"column:art_nr;primaryKey;autoIncrement"`
	Titel    string    `gorm:"column:titel;uniqueIndex"`
	Frei     int       `gorm:"column:frei"`
	Erstellt time.Time `gorm:"column:erstellt"`
	Preis    *float64  `gorm:"column:preis"`
	Lager    string    `gorm:"column:lager"` // no item has it
}

type article struct {
	ID     int64
	Title  string
	Status string
	Date   time.Time
	Price  float64
}

func mapping() gormstore.Mapping[artikel, article] {
	codes := map[string]int{"draft": 0, "publish": 1}
	return gormstore.Mapping[artikel, article]{
		Columns: gormstore.Columns{
			"id": {Name: "art_nr"}, "title": {Name: "titel"}, "date": {Name: "erstellt"}, "price": {Name: "preis"},
			"status": {Name: "frei", Encode: gormstore.Enum(codes)},
		},
		Search: []string{"title"},
		Read: func(r artikel) (article, error) {
			a := article{ID: r.Nr, Title: r.Titel, Status: "draft", Date: r.Erstellt.UTC()}
			if r.Frei == 1 {
				a.Status = "publish"
			}
			if r.Preis != nil {
				a.Price = *r.Preis
			}
			return a, nil
		},
		Write: func(a article, r *artikel) error {
			r.Nr, r.Titel, r.Frei, r.Erstellt, r.Preis = a.ID, a.Title, codes[a.Status], a.Date, &a.Price
			return nil
		},
	}
}

func open(t testing.TB) *gorm.DB {
	t.Helper()
	pool, err := sqlite.Open(context.Background(), sqlite.Memory, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	db, err := gorm.Open(sqlite.Dialector{Conn: pool.Write}, &gorm.Config{TranslateError: true, Logger: logger.Discard})
	if err == nil {
		err = db.AutoMigrate(&artikel{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func makeArticle(n int) article {
	return article{
		Title: fmt.Sprintf("Word%dx and %c", n, 'a'+n%26), Status: []string{"publish", "draft"}[n%2],
		Date: time.Date(2025, 1, 1+n%4, 0, 0, 0, 0, time.UTC), Price: float64(n) / 4,
	}
}

func harness(store wprest.Store[int64, article]) storetest.Harness[int64, article] {
	type field = storetest.Field[article]
	return storetest.Harness[int64, article]{
		Store: store, Make: makeArticle, Missing: 999999,
		Key: func(a *article) int64 { return a.ID },
		Edit: func(a *article, n int) {
			id := a.ID
			*a = makeArticle(n)
			a.ID = id
		},
		Words: func(n int) []string { return []string{fmt.Sprintf("Word%dx", n), "and"} },
		Fields: []field{
			{Name: "id", Value: func(a article) any { return a.ID }},
			{Name: "title", Value: func(a article) any { return a.Title }},
			{Name: "date", Value: func(a article) any { return a.Date }},
			{Name: "price", Value: func(a article) any { return a.Price }},
			// The table sorts by codes.
			{Name: "status", Value: func(a article) any { return a.Status }, EqualOnly: true},
		},
	}
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Harness[int64, article] {
		return harness(gormstore.New[int64](open(t), mapping()))
	})
}

func TestReader(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Harness[int64, article] {
		db := open(t)
		m := mapping()
		m.Search = nil
		h := harness(gormstore.NewReader[int64](db, m))
		h.Words = nil
		h.Fill = func(ctx context.Context, items []article) ([]article, error) {
			writer := gormstore.New[int64](db, mapping())
			for i := range items {
				if err := writer.Create(ctx, &items[i]); err != nil {
					return nil, err
				}
			}
			return items, nil
		}
		return h
	})
}

func TestRows(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	rows := []artikel{{Titel: "A", Lager: "hall 3"}, {Titel: "B", Frei: 1}, {Titel: "100%"}}
	if err := db.Create(rows).Error; err != nil {
		t.Fatal(err)
	}
	m := mapping()
	m.Scope = func(tx *gorm.DB) *gorm.DB { return tx.Where("titel <> ?", "B") }
	s := gormstore.New[int64](db, m)
	for name, test := range map[string]struct {
		c    wprest.Condition
		want int
	}{
		"scope":          {wprest.Where("id", int64(1), 2), 1},
		"NULL":           {wprest.Condition{Field: "price", Op: wprest.NotIn, Values: []any{1.0}}, 2},
		"unknown word":   {wprest.Where("status", "archived"), 0},
		"percent":        {wprest.Condition{Field: "title", Op: wprest.Contains, Values: []any{"0%"}}, 1},
		"no other words": {wprest.Condition{Field: "status", Op: wprest.NotIn, Values: []any{"archived"}}, 2},
	} {
		if got, _, err := s.List(ctx, wprest.Query{Where: []wprest.Condition{test.c}}); err != nil || len(got) != test.want {
			t.Errorf("%s: %v, want %d (%v)", name, got, test.want, err)
		}
	}
	if _, err := s.Update(ctx, 1, func(a *article) error { a.Title = "New"; return nil }); err != nil {
		t.Fatal(err)
	}
	var row artikel
	if err := db.Take(&row, 1).Error; err != nil || row.Lager != "hall 3" || row.Titel != "New" {
		t.Errorf("after Update: %+v, %v", row, err)
	}
	if _, err := s.Update(ctx, 1, func(a *article) error { a.Title = "B"; return nil }); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("a taken title: %v", err)
	}
	if err := s.Create(ctx, &article{Title: "B"}); !errors.Is(err, wprest.ErrConflict) {
		t.Errorf("a taken title: %v", err)
	}
	for _, err := range []error{s.Delete(ctx, 2), func() error { _, err := s.Get(ctx, 2); return err }()} {
		if !errors.Is(err, wprest.ErrNotExist) {
			t.Errorf("what is out of scope: %v", err)
		}
	}
}

// TestColumns filters and sorts by what is no column of the table.
func TestColumns(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	rows := []artikel{{Titel: "Anker", Lager: "b2"}, {Titel: "Boje", Lager: "a9"}, {Titel: "Ölzeug", Lager: "c1"}}
	if err := db.Create(rows).Error; err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"CREATE TABLE marken (artikel INTEGER, marke TEXT)", "INSERT INTO marken VALUES (1, 'NEU'), (1, 'ROT'), (2, 'ROT')",
	} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	m := mapping()
	m.Columns["kind"] = gormstore.Column{Expr: "'article'"}
	m.Columns["shelf"] = gormstore.Column{Expr: "substr(lager, 2) || substr(lager, 1, 1)"}
	m.Columns["tag"] = gormstore.Column{
		In:     "art_nr IN (SELECT artikel FROM marken WHERE marke IN ?)",
		Encode: gormstore.Enum(map[string]string{"new": "NEU", "red": "ROT"}),
	}
	m.Contains = func(column clause.Column, text string) clause.Expression {
		return clause.Expr{SQL: "wp_has(?, ?)", Vars: []any{column, sqlite.Fold(text)}}
	}
	s := gormstore.NewReader[int64](db, m)
	not := func(field, value string) wprest.Condition {
		return wprest.Condition{Field: field, Op: wprest.NotIn, Values: []any{value}}
	}
	for _, test := range []struct {
		q    wprest.Query
		want string
	}{
		{wprest.Query{Where: []wprest.Condition{wprest.Where("kind", "article")}, Order: []wprest.Order{{Field: "shelf"}}}, "[3 1 2]"},
		{wprest.Query{Order: []wprest.Order{{Field: "kind"}, {Field: "shelf", Desc: true}}}, "[2 1 3]"},
		{wprest.Query{Where: []wprest.Condition{wprest.Where("kind", "page")}}, "[]"},
		{wprest.Query{Where: []wprest.Condition{{Field: "shelf", Op: wprest.Greater, Values: []any{"1c"}}}}, "[1 2]"},
		{wprest.Query{Where: []wprest.Condition{wprest.Where("tag", "red", "new")}}, "[1 2]"},
		{wprest.Query{Where: []wprest.Condition{wprest.Where("tag", "red"), wprest.Where("tag", "new")}}, "[1]"},
		{wprest.Query{Where: []wprest.Condition{not("tag", "red")}}, "[3]"},
		{wprest.Query{Where: []wprest.Condition{wprest.Where("tag", "blue")}}, "[]"},
		{wprest.Query{Where: []wprest.Condition{not("tag", "blue")}}, "[1 2 3]"},
		{wprest.Query{Where: []wprest.Condition{{Any: [][]wprest.Condition{{wprest.Where("tag", "new")}, {wprest.Where("shelf", "1c")}}}}}, "[1 3]"},
		{wprest.Query{Search: "ÖLZ"}, "[3]"},
		{wprest.Query{Where: []wprest.Condition{{Field: "title", Op: wprest.Contains, Values: []any{"ölzeug"}}}}, "[3]"},
	} {
		page, total, err := s.List(ctx, test.q)
		ids := []int64{}
		for _, a := range page {
			ids = append(ids, a.ID)
		}
		if got := fmt.Sprint(ids); err != nil || got != test.want || total != len(ids) {
			t.Errorf("%+v: %s of %d, want %s (%v)", test.q, got, total, test.want, err)
		}
	}
	for _, q := range []wprest.Query{
		{Order: []wprest.Order{{Field: "tag"}}},
		{Where: []wprest.Condition{{Field: "tag", Op: wprest.Less, Values: []any{"red"}}}},
	} {
		if _, _, err := s.List(ctx, q); !errors.Is(err, wprest.ErrUnsupported) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestAtomic(t *testing.T) {
	db := open(t)
	one, other := gormstore.New[int64](db, mapping()), gormstore.New[int64](db, mapping())
	atomic := gormstore.Atomic(db)
	titles := func(ctx context.Context) (list []string) {
		if err := gormstore.In(ctx, db).Model(&artikel{}).Order("titel").Pluck("titel", &list).Error; err != nil {
			t.Error(err)
		}
		return list
	}
	change := func(ctx context.Context, name string) error {
		item := article{Title: name}
		if err := one.Create(ctx, &item); err != nil {
			return err
		}
		_, err := other.Update(ctx, item.ID, func(a *article) error { a.Title += "!"; return nil })
		return err
	}
	if err := atomic(t.Context(), func(ctx context.Context) error { return change(ctx, "kept") }); err != nil {
		t.Fatal(err)
	}
	full := errors.New("full")
	err := atomic(t.Context(), func(ctx context.Context) error {
		if err := change(ctx, "lost"); err != nil {
			return err
		}
		if got := fmt.Sprint(titles(ctx)); got != "[kept! lost!]" {
			t.Errorf("within: %s", got)
		}
		return atomic(ctx, func(ctx context.Context) error {
			if err := change(ctx, "lost too"); err != nil {
				return err
			}
			return full
		})
	})
	if !errors.Is(err, full) {
		t.Errorf("error: %v", err)
	}
	if got := fmt.Sprint(titles(t.Context())); got != "[kept!]" {
		t.Errorf("after: %s", got)
	}
}

func TestUnsupported(t *testing.T) {
	s := gormstore.New[int64](open(t), mapping())
	for _, q := range []wprest.Query{
		{Limit: -1},
		{Where: []wprest.Condition{{Field: "status", Op: wprest.Contains, Values: []any{"publish"}}}},
		{Where: []wprest.Condition{{Field: "id", Op: wprest.Less}}},
		{Where: []wprest.Condition{{Field: "status", Op: wprest.Less, Values: []any{"x"}}}},
		{Search: "x", SearchIn: []string{"body"}},
	} {
		if _, _, err := s.List(t.Context(), q); !errors.Is(err, wprest.ErrUnsupported) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestMistakes(t *testing.T) {
	s := gormstore.New[int64](open(t), gormstore.Mapping[artikel, article]{Search: []string{"title"}})
	ctx := t.Context()
	_, get := s.Get(ctx, 1)
	_, many := s.GetMany(ctx, []int64{1})
	_, _, list := s.List(ctx, wprest.Query{})
	_, update := s.Update(ctx, 1, func(*article) error { return nil })
	for _, err := range []error{get, many, list, update, s.Create(ctx, &article{}), s.Delete(ctx, 1)} {
		if err == nil {
			t.Error("a mapping without anything works")
		}
	}
}
