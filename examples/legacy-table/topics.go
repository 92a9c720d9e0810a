package main

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

const category = "category"

// A thema is a row of the topics.
type thema struct {
	Nr           int64 `gorm:"primaryKey"`
	Kennung      string
	Titel        string
	Beschreibung *string
	Oberthema    *int64
	Anzahl       int64 `gorm:"->"` // counting writes it
}

// TableName implements gorm's Tabler.
func (thema) TableName() string { return "themen" }

func readTopic(row thema) (wp.Term, error) {
	return wp.Term{
		ID: row.Nr, TaxonomyID: row.Nr, Taxonomy: category, Name: row.Titel, Slug: row.Kennung,
		Description: orEmpty(row.Beschreibung), Parent: orEmpty(row.Oberthema), Count: row.Anzahl,
	}, nil
}

// topics is the store of categories, and of which posts have them.
type topics struct {
	*gormstore.Store[int64, thema, wp.Term]
	db *gorm.DB
}

func newTopics(db *gorm.DB) topics {
	return topics{gormstore.New[int64](db, gormstore.Mapping[thema, wp.Term]{
		Columns: gormstore.Columns{
			"id":               {Name: "nr"},
			"term_taxonomy_id": {Name: "nr"},
			"taxonomy":         {Expr: "'category'"}, // others have no terms
			"name":             {Expr: "titel COLLATE NOCASE"},
			"slug":             {Name: "kennung"},
			"description":      {Name: "beschreibung"},
			"parent":           {Expr: "coalesce(oberthema, 0)"},
			"count":            {Name: "anzahl"},
			"term_group":       {Expr: "0 + 0"},
			"post":             {In: "nr IN (SELECT thema FROM nachricht_thema WHERE nachricht IN ?)", Encode: newsIDs.encode},
		},
		Search:   []string{"name", "slug"},
		Contains: contains,
		Read:     readTopic,
		Write: func(t wp.Term, row *thema) error {
			if t.Taxonomy != category {
				return fmt.Errorf("terms of %s: %w", t.Taxonomy, wprest.ErrUnsupported)
			}
			row.Kennung, row.Titel = t.Slug, t.Name
			put(&row.Beschreibung, t.Description)
			put(&row.Oberthema, t.Parent)
			return nil
		},
	}), db}
}

// PostTerms implements wp.PostTermStore.
func (s topics) PostTerms(ctx context.Context, posts []int64, taxonomies []string) (map[int64][]wp.Term, error) {
	if !slices.Contains(taxonomies, category) {
		return nil, nil
	}
	var rows []struct {
		Thema     thema `gorm:"embedded"`
		Nachricht int64
	}
	err := gormstore.In(ctx, s.db).Table("themen").Select("themen.*, nachricht").
		Joins("JOIN nachricht_thema ON thema = nr").Where("nachricht IN ?", posts).Order("titel COLLATE NOCASE, nr").Find(&rows).Error
	found := make(map[int64][]wp.Term, len(posts))
	for _, row := range rows {
		term, _ := readTopic(row.Thema) // it has no error
		id := newsIDs.id(row.Nachricht)
		found[id] = append(found[id], term)
	}
	return found, err
}

// SetPostTerms implements wp.PostTermStore. It touches no rows of topics that the
// post has before and after.
func (s topics) SetPostTerms(ctx context.Context, post int64, taxonomy string, terms []int64) error {
	if taxonomy != category && len(terms) > 0 {
		return fmt.Errorf("terms of %s: %w", taxonomy, wprest.ErrNotExist)
	} else if taxonomy != category {
		return nil
	}
	return counting(ctx, s.db, newsIDs.nr(post), func(ctx context.Context) error {
		tx := gormstore.In(ctx, s.db)
		var known int64
		if err := tx.Model(thema{}).Where("nr IN ?", terms).Count(&known).Error; err != nil {
			return err
		}
		slices.Sort(terms)
		if int(known) < len(slices.Compact(terms)) {
			return fmt.Errorf("topics %v: %w", terms, wprest.ErrNotExist)
		}
		if err := tx.Exec("DELETE FROM nachricht_thema WHERE nachricht = ? AND thema NOT IN (SELECT nr FROM themen WHERE nr IN ?)", newsIDs.nr(post), terms).Error; err != nil {
			return err
		}
		return tx.Exec("INSERT INTO nachricht_thema SELECT ?, nr FROM themen WHERE nr IN ? ON CONFLICT DO NOTHING", newsIDs.nr(post), terms).Error
	})
}

// DropTerm implements wp.PostTermStore.
func (s topics) DropTerm(ctx context.Context, term wp.Term, fallback int64) error {
	return gormstore.Atomic(s.db)(ctx, func(ctx context.Context) error {
		tx := gormstore.In(ctx, s.db)
		if fallback != 0 {
			if err := tx.Exec(fallbackTopic, fallback, term.ID, term.ID).Error; err != nil {
				return err
			}
			if err := tx.Exec(countAgain, fallback).Error; err != nil {
				return err
			}
		}
		return tx.Exec("DELETE FROM nachricht_thema WHERE thema = ?", term.ID).Error
	})
}

const (
	fallbackTopic = `INSERT INTO nachricht_thema SELECT nachricht, ? FROM nachricht_thema AS one WHERE thema = ?
		AND NOT EXISTS (SELECT 1 FROM nachricht_thema AS other WHERE other.nachricht = one.nachricht AND other.thema <> ?)`
	countAgain = `UPDATE themen SET anzahl = (SELECT count(*) FROM nachricht_thema JOIN nachrichten ON nachrichten.nr = nachricht
		WHERE thema = themen.nr AND status = 1) WHERE nr = ?`
)
