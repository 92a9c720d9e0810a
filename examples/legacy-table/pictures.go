package main

import (
	"path"
	"strings"

	"gorm.io/gorm"

	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

// A bild is a row of the pictures.
type bild struct {
	Nr          int64 `gorm:"primaryKey"`
	Datei       string
	Titel       string
	Alttext     *string
	Breite      int64
	Hoehe       int64
	Hochgeladen *int64
}

// TableName implements gorm's Tabler.
func (bild) TableName() string { return "bilder" }

// baseName is what pictureSlug makes of a file.
const baseName = "replace(replace(datei, rtrim(datei, replace(datei, '/', '')), ''), '.png', '')"

// newPictures returns the store of attachments, which only reads. What WordPress
// keeps of a file in meta values is in meta.go.
func newPictures(db *gorm.DB, at place) *gormstore.Reader[int64, bild, wp.Post] {
	return gormstore.NewReader[int64](db, gormstore.Mapping[bild, wp.Post]{
		Columns: columns("attachment", gormstore.Columns{
			"id":        {Name: "nr", Encode: pictureIDs.encode},
			"slug":      {Expr: baseName},
			"title":     {Expr: "titel COLLATE NOCASE"},
			"content":   {Expr: "''"},
			"excerpt":   {Expr: "''"},
			"status":    {Expr: "'inherit'"},
			"date":      {Name: "hochgeladen", Encode: at.seconds},
			"date_gmt":  {Name: "hochgeladen", Encode: at.seconds},
			"modified":  {Name: "hochgeladen", Encode: at.seconds},
			"mime_type": {Expr: "'image/png'"},
		}),
		Search:   []string{"title"},
		Contains: contains,
		Read: func(row bild) (wp.Post, error) {
			p := wp.Post{
				ID: pictureIDs.id(row.Nr), Type: "attachment", Status: wp.StatusInherit, Slug: pictureSlug(row.Datei),
				Title: row.Titel, MimeType: "image/png", GUID: at.home + picturePath + "/" + row.Datei, CommentStatus: "closed", PingStatus: "closed",
			}
			setDates(&p, at.unix(row.Hochgeladen), moment{})
			return p, nil
		},
	})
}

// pictureSlug is the name of a file without its folder and kind.
func pictureSlug(file string) string {
	return strings.TrimSuffix(path.Base(file), ".png")
}
