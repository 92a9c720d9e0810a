package main

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/storage/wpdb/sqlite"
	"github.com/wprest/wprest/wp"
)

// A nachricht is a row of the news, but for columns that no post has.
type nachricht struct {
	Nr        int64 `gorm:"primaryKey"`
	Kennung   *string
	Titel     string
	Vorspann  *string
	Text      *string
	Datum     *string
	Geaendert *int64
	Status    *int64
	Redakteur *int64
	Bild      *int64
}

// TableName implements gorm's Tabler.
func (nachricht) TableName() string { return "nachrichten" }

// news is the store of posts: what gormstore makes of a mapping, and what the old
// program does besides when news change.
type news struct {
	*gormstore.Store[int64, nachricht, wp.Post]
	db *gorm.DB
}

func newNews(db *gorm.DB, at place) news {
	return news{gormstore.New[int64](db, gormstore.Mapping[nachricht, wp.Post]{
		Columns: columns("post", gormstore.Columns{
			"id":       {Name: "nr", Encode: newsIDs.encode},
			"slug":     {Name: "kennung"},
			"title":    {Expr: "titel COLLATE NOCASE"},
			"content":  {Name: "text"},
			"excerpt":  {Name: "vorspann"},
			"author":   {Name: "redakteur"},
			"status":   {Expr: statusExpr, Encode: gormstore.Enum(statusCodes())},
			"date":     {Expr: newsDate, Encode: sortable},
			"date_gmt": {Expr: newsDate, Encode: sortable},
			"modified": {Name: "geaendert", Encode: at.seconds},
			"term":     {In: "+nr IN (SELECT nachricht FROM nachricht_thema WHERE thema IN ?)"}, // plus: the order comes first
		}),
		Search:   []string{"title", "excerpt", "content"},
		Contains: contains,
		Read:     func(row nachricht) (wp.Post, error) { return readNews(&row, at), nil },
		Write:    func(p wp.Post, row *nachricht) error { return writeNews(&p, row, at) },
	}), db}
}

// contains looks for a text as the site's own database would: without regard to
// case and accents.
func contains(column clause.Column, text string) clause.Expression {
	return clause.Expr{SQL: "wp_has(?, ?)", Vars: []any{column, sqlite.Fold(text)}}
}

func readNews(row *nachricht, at place) wp.Post {
	status := readStatus(row.Status)
	p := wp.Post{
		ID: newsIDs.id(row.Nr), Type: "post", Status: status, Slug: readSlug(row.Kennung, status), Author: orEmpty(row.Redakteur),
		Title: row.Titel, Content: orEmpty(row.Text), Excerpt: orEmpty(row.Vorspann), CommentStatus: "closed", PingStatus: "closed",
		GUID: at.guid(newsIDs.id(row.Nr)),
	}
	setDates(&p, at.text(row.Datum), at.unix(row.Geaendert))
	return p
}

// writeNews puts a post into its row. A column whose value reads as the post has
// it stays to the byte, whatever the old program has put there.
func writeNews(p *wp.Post, row *nachricht, at place) error {
	was := readNews(row, at)
	if err := noPassword(p); err != nil {
		return err
	}
	if err := putStatus(&row.Status, p, &was, row.Nr == 0); err != nil {
		return err
	}
	putSlug(&row.Kennung, p, &was)
	putText(&row.Datum, p, &was)
	putUnix(&row.Geaendert, at.changed(p), was.ModifiedGMT)
	row.Titel = p.Title
	put(&row.Text, p.Content)
	put(&row.Vorspann, p.Excerpt)
	put(&row.Redakteur, p.Author)
	return nil
}

// Update implements wprest.Updater.
func (s news) Update(ctx context.Context, id int64, change func(*wp.Post) error) (p wp.Post, err error) {
	err = counting(ctx, s.db, newsIDs.nr(id), func(ctx context.Context) (err error) {
		p, err = s.Store.Update(ctx, id, change)
		return err
	})
	return p, err
}

// Delete implements wprest.Deleter. The old program leaves no topics of news that
// are gone.
func (s news) Delete(ctx context.Context, id int64) error {
	return counting(ctx, s.db, newsIDs.nr(id), func(ctx context.Context) error {
		if err := gormstore.In(ctx, s.db).Exec("DELETE FROM nachricht_thema WHERE nachricht = ?", newsIDs.nr(id)).Error; err != nil {
			return err
		}
		return s.Store.Delete(ctx, id)
	})
}

// counting runs a change of a row of the news. The old program keeps at each topic
// how many published news it has.
func counting(ctx context.Context, db *gorm.DB, nr int64, change func(ctx context.Context) error) error {
	return gormstore.Atomic(db)(ctx, func(ctx context.Context) error {
		tx := gormstore.In(ctx, db)
		if err := tx.Exec(countOne, -1, nr, nr).Error; err != nil {
			return err
		}
		if err := change(ctx); err != nil {
			return err
		}
		return tx.Exec(countOne, 1, nr, nr).Error
	})
}

const countOne = `UPDATE themen SET anzahl = anzahl + ? WHERE nr IN (SELECT thema FROM nachricht_thema WHERE nachricht = ?)
		AND EXISTS (SELECT 1 FROM nachrichten WHERE nr = ? AND status = 1)`
