package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

// archiveType is the post type of what was written before the old program.
const archiveType = "archiv"

// A blatt is a row of the archive.
type blatt struct {
	Nr         int64 `gorm:"primaryKey"`
	Titel      string
	Text       *string
	Erschienen *string
}

// TableName implements gorm's Tabler.
func (blatt) TableName() string { return "archiv" }

const isoDay = "2006-01-02"

// slugBefore comes before the number in the slug of a row, which has none.
const slugBefore = "blatt-"

// newArchive returns a store that only reads: it has no methods to write, so the
// type gets no routes for that.
func newArchive(db *gorm.DB, at place) *gormstore.Reader[int64, blatt, wp.Post] {
	day := gormstore.Column{Name: "erschienen", Encode: func(v any) (any, bool) {
		t, ok := v.(time.Time)
		return t.Format(isoDay), ok
	}}
	return gormstore.NewReader[int64](db, gormstore.Mapping[blatt, wp.Post]{
		Columns: columns(archiveType, gormstore.Columns{
			"id":       {Name: "nr", Encode: archiveIDs.encode},
			"slug":     {Name: "nr", Encode: archiveSlug},
			"title":    {Expr: "titel COLLATE NOCASE"},
			"content":  {Name: "text"},
			"excerpt":  {Expr: "''"},
			"status":   {Expr: "'publish'"},
			"date":     day,
			"date_gmt": day,
			"modified": day,
		}),
		Search:   []string{"title", "content"},
		Contains: contains,
		Read: func(row blatt) (wp.Post, error) {
			p := wp.Post{
				ID: archiveIDs.id(row.Nr), Type: archiveType, Status: wp.StatusPublish, Slug: fmt.Sprint(slugBefore, row.Nr),
				Title: row.Titel, Content: orEmpty(row.Text), CommentStatus: "closed", PingStatus: "closed",
				GUID: at.guid(archiveIDs.id(row.Nr)),
			}
			var date moment
			if day, err := time.Parse(isoDay, orEmpty(row.Erschienen)); err == nil {
				date = moment{day, time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, at.zone).UTC()}
			}
			setDates(&p, date, moment{})
			return p, nil
		},
	})
}

// archiveSlug is the number of the row that has a slug; an Encoder of gormstore.
func archiveSlug(v any) (any, bool) {
	slug, _ := v.(string)
	digits, ok := strings.CutPrefix(slug, slugBefore)
	nr, err := strconv.ParseInt(digits, 10, 64)
	return nr, ok && err == nil
}
