package main

import (
	"gorm.io/gorm"

	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

// productType is the post type of the products.
const productType = "produkt"

// An artikel is a row of the products, but for columns that no post has. The price
// and the stock are meta values, see meta.go.
type artikel struct {
	ArtNr        int64 `gorm:"primaryKey"`
	Kennung      *string
	Bezeichnung  string
	Kurztext     *string
	Beschreibung *string
	Angelegt     *int64
	Geaendert    *int64
	Status       *int64
}

// TableName implements gorm's Tabler.
func (artikel) TableName() string { return "artikel" }

// newProducts returns the store of products: a mapping is all it takes.
func newProducts(db *gorm.DB, at place) *gormstore.Store[int64, artikel, wp.Post] {
	return gormstore.New[int64](db, gormstore.Mapping[artikel, wp.Post]{
		Columns: columns(productType, gormstore.Columns{
			"id":       {Name: "art_nr", Encode: productIDs.encode},
			"slug":     {Name: "kennung"},
			"title":    {Expr: "bezeichnung COLLATE NOCASE"},
			"content":  {Name: "beschreibung"},
			"excerpt":  {Name: "kurztext"},
			"status":   {Expr: statusExpr, Encode: gormstore.Enum(statusCodes())},
			"date":     {Expr: productDate, Encode: at.seconds},
			"date_gmt": {Expr: productDate, Encode: at.seconds},
			"modified": {Name: "geaendert", Encode: at.seconds},
		}),
		Search:   []string{"title", "excerpt", "content"},
		Contains: contains,
		Read:     func(row artikel) (wp.Post, error) { return readProduct(&row, at), nil },
		Write:    func(p wp.Post, row *artikel) error { return writeProduct(&p, row, at) },
	})
}

func readProduct(row *artikel, at place) wp.Post {
	status := readStatus(row.Status)
	p := wp.Post{
		ID: productIDs.id(row.ArtNr), Type: productType, Status: status, Slug: readSlug(row.Kennung, status),
		Title: row.Bezeichnung, Content: orEmpty(row.Beschreibung), Excerpt: orEmpty(row.Kurztext), CommentStatus: "closed", PingStatus: "closed",
		GUID: at.guid(productIDs.id(row.ArtNr)),
	}
	setDates(&p, at.unix(row.Angelegt), at.unix(row.Geaendert))
	return p
}

// writeProduct puts a post into its row, as writeNews does.
func writeProduct(p *wp.Post, row *artikel, at place) error {
	was := readProduct(row, at)
	if err := noPassword(p); err != nil {
		return err
	}
	if err := putStatus(&row.Status, p, &was, row.ArtNr == 0); err != nil {
		return err
	}
	putSlug(&row.Kennung, p, &was)
	putUnix(&row.Angelegt, p.DateGMT, was.DateGMT)
	putUnix(&row.Geaendert, at.changed(p), was.ModifiedGMT)
	row.Bezeichnung = p.Title
	put(&row.Beschreibung, p.Content)
	put(&row.Kurztext, p.Excerpt)
	return nil
}
