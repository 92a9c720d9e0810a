package gormstore_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// Boot is a row as the table has it.
type Boot struct {
	Nummer int64 `gorm:"primaryKey"`
	Name   string
	Fertig int
}

// Boat is what clients see.
type Boat struct {
	ID     int64
	Name   string
	Status string
}

func Example() {
	ctx := context.Background()
	pool, err := sqlite.Open(ctx, sqlite.Memory, sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	db, err := gorm.Open(sqlite.Dialector{Conn: pool.Write}, &gorm.Config{})
	if err != nil {
		log.Fatal(err)
	}
	if err := db.AutoMigrate(&Boot{}); err != nil {
		log.Fatal(err)
	}
	db.Create([]Boot{{Name: "Alma", Fertig: 1}, {Name: "Berta"}, {Name: "Clara", Fertig: 1}})

	boats := gormstore.NewReader[int64](db, gormstore.Mapping[Boot, Boat]{
		Columns: gormstore.Columns{
			"id": {Name: "nummer"}, "name": {Name: "name"},
			"status": {Name: "fertig", Encode: gormstore.Enum(map[string]int{"building": 0, "afloat": 1})},
		},
		Read: func(b Boot) (Boat, error) {
			return Boat{ID: b.Nummer, Name: b.Name, Status: []string{"building", "afloat"}[b.Fertig]}, nil
		},
	})
	page, total, err := boats.List(ctx, wprest.Query{
		Where: []wprest.Condition{wprest.Where("status", "afloat")},
		Order: []wprest.Order{{Field: "name", Desc: true}},
		Limit: 1,
	})
	fmt.Println(page, total, err)
	// Output: [{3 Clara afloat}] 2 <nil>
}

func ExampleAtomic() {
	ctx := context.Background()
	pool, err := sqlite.Open(ctx, sqlite.Memory, sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	db, err := gorm.Open(sqlite.Dialector{Conn: pool.Write}, &gorm.Config{})
	if err == nil {
		err = db.AutoMigrate(&Boot{})
	}
	if err != nil {
		log.Fatal(err)
	}
	boats := gormstore.New[int64](db, gormstore.Mapping[Boot, Boat]{
		Columns: gormstore.Columns{"id": {Name: "nummer"}},
		Read:    func(b Boot) (Boat, error) { return Boat{ID: b.Nummer, Name: b.Name}, nil },
		Write:   func(b Boat, row *Boot) error { row.Name = b.Name; return nil },
	})
	err = gormstore.Atomic(db)(ctx, func(ctx context.Context) error {
		if err := boats.Create(ctx, &Boat{Name: "Alma"}); err != nil {
			return err
		}
		if err := gormstore.In(ctx, db).Exec("UPDATE boots SET fertig = 1").Error; err != nil {
			return err
		}
		return errors.New("no berth is free")
	})
	_, total, _ := boats.List(ctx, wprest.Query{})
	fmt.Println(total, err)
	// Output: 0 no berth is free
}
