package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// TermStore holds the terms of all taxonomies. It implements wprest.Store,
// Getter, Creator, Updater and Deleter. Beside the properties that wp.Stores
// lists it knows term_group. A search looks for the whole text, in name and slug.
type TermStore struct {
	db     *DB
	source source
}

var (
	_ wprest.Store[int64, wp.Term]   = (*TermStore)(nil)
	_ wprest.Getter[int64, wp.Term]  = (*TermStore)(nil)
	_ wprest.Creator[wp.Term]        = (*TermStore)(nil)
	_ wprest.Updater[int64, wp.Term] = (*TermStore)(nil)
	_ wprest.Deleter[int64]          = (*TermStore)(nil)
)

func newTermStore(db *DB) *TermStore {
	s := &TermStore{db: db}
	s.source = source{
		from:   db.tables.terms + " t JOIN " + db.tables.termTaxonomy + " x ON x.term_id = t.term_id",
		key:    "t.term_id",
		tables: tablesOf(termsTable, termTaxonomyTable),
		fields: map[string]field{
			"id":               {expr: "t.term_id"},
			"term_taxonomy_id": {expr: "x.term_taxonomy_id"},
			"taxonomy":         {expr: "x.taxonomy", kind: exact},
			"name":             {expr: "t.name", kind: readable},
			"slug":             {expr: "t.slug", kind: readable},
			"description":      {expr: "x.description", kind: readable},
			"parent":           {expr: "x.parent"},
			"count":            {expr: "x.count"},
			"term_group":       {expr: "t.term_group"},
			"post":             {where: wherePost},
		},
		search: searchTerms,
	}
	return s
}

// wherePost writes that one of some posts has a term, or none of them.
func wherePost(q *selection, c wprest.Condition) error {
	if c.Op != wprest.In && c.Op != wprest.NotIn {
		return fmt.Errorf("wpdb: condition %d on post: %w", c.Op, wprest.ErrUnsupported)
	}
	q.deps |= tablesOf(termRelationshipsTable)
	q.write("x.term_taxonomy_id")
	if c.Op == wprest.NotIn {
		q.write(" NOT")
	}
	q.write(" IN (SELECT r.term_taxonomy_id FROM ", q.db.tables.termRelationships, " r WHERE ")
	c.Op = wprest.In
	err := q.compare("r.object_id", number64, c)
	q.write(")")
	return err
}

func searchTerms(s *selection, q wprest.Query) error {
	in := q.SearchIn
	if len(in) == 0 {
		in = []string{"name", "slug"}
	}
	for i, name := range in {
		if i > 0 {
			s.write(" OR ")
		}
		switch name {
		case "name", "slug":
			s.contains("t."+name, q.Search)
		case "description":
			s.contains("x.description", q.Search)
		default:
			return fmt.Errorf("wpdb: search in %q: %w", name, wprest.ErrUnsupported)
		}
	}
	return nil
}

const termColumns = "t.term_id, x.term_taxonomy_id, x.taxonomy, t.name, t.slug, x.description, x.parent, x.count"

// scanTerm reads a term from the columns after those that before is for.
func scanTerm(rows *sql.Rows, before ...any) (wp.Term, error) {
	var t wp.Term
	err := rows.Scan(append(before, &t.ID, &t.TaxonomyID, &t.Taxonomy, &t.Name, &t.Slug, &t.Description, &t.Parent, &t.Count)...)
	return t, err
}

func scanTermAlone(rows *sql.Rows) (wp.Term, error) { return scanTerm(rows) }

// Get returns a term, or wprest.ErrNotExist.
func (s *TermStore) Get(ctx context.Context, id int64) (wp.Term, error) {
	terms, err := s.GetMany(ctx, []int64{id})
	if err != nil {
		return wp.Term{}, err
	}
	if len(terms) == 0 {
		return wp.Term{}, fmt.Errorf("wpdb: term %d: %w", id, wprest.ErrNotExist)
	}
	return terms[0], nil
}

// GetMany returns the terms with these ids that exist.
func (s *TermStore) GetMany(ctx context.Context, ids []int64) ([]wp.Term, error) {
	return byIDs(ctx, s.db, &s.source, ids, termColumns, func(t *wp.Term) int64 { return t.ID }, scanTermAlone)
}

// List returns the terms that q selects.
func (s *TermStore) List(ctx context.Context, q wprest.Query) ([]wp.Term, int, error) {
	return list(ctx, s.db, &s.source, q, termColumns, scanTermAlone)
}

// Create adds a term and sets its ID, unless it has one, and its TaxonomyID. A
// term without a slug gets its id for one.
func (s *TermStore) Create(ctx context.Context, t *wp.Term) error {
	made := *t
	err := s.db.change(ctx, tablesOf(termsTable, termTaxonomyTable), func(ctx context.Context, g *gorm.DB) error {
		row := &termRow{TermID: t.ID, Name: t.Name, Slug: t.Slug}
		if err := s.db.insert(ctx, g, row, t.ID); err != nil {
			return err
		}
		made = *t
		made.ID = row.TermID
		if made.Slug == "" {
			made.Slug = strconv.FormatInt(made.ID, 10)
			if err := g.Model(row).Update("slug", made.Slug).Error; err != nil {
				return err
			}
		}
		place := rowOfTaxonomy(&made)
		if err := s.db.insert(ctx, g, place, place.TermTaxonomyID); err != nil {
			return err
		}
		made.TaxonomyID = place.TermTaxonomyID
		return s.keepChildren(ctx, made.Taxonomy)
	})
	if err != nil {
		return s.db.writeError("create term", err)
	}
	*t = made
	return nil
}

func rowOfTaxonomy(t *wp.Term) *termTaxonomyRow {
	return &termTaxonomyRow{
		TermTaxonomyID: t.TaxonomyID, TermID: t.ID, Taxonomy: t.Taxonomy, Description: t.Description, Parent: t.Parent, Count: t.Count,
	}
}

// Update changes a term. Its TaxonomyID stays.
func (s *TermStore) Update(ctx context.Context, id int64, change func(*wp.Term) error) (wp.Term, error) {
	return update(ctx, s.db, "update term", tablesOf(termsTable, termTaxonomyTable), editing[wp.Term]{
		get: func(ctx context.Context) (wp.Term, error) { return s.Get(ctx, id) },
		change: func(t, before *wp.Term) error {
			defer func() { t.ID, t.TaxonomyID = id, before.TaxonomyID }()
			return change(t)
		},
		save: func(_ context.Context, g *gorm.DB, t *wp.Term) error {
			err := g.Model(&termRow{TermID: id}).Updates(map[string]any{"name": t.Name, "slug": t.Slug}).Error
			if err != nil {
				return err
			}
			return g.Select("*").Save(rowOfTaxonomy(t)).Error
		},
		then: func(ctx context.Context, before, _ *wp.Term) error { return s.keepChildren(ctx, before.Taxonomy) },
	})
}

// Delete removes a term with its meta and takes it from all posts. Terms below
// it move to its parent.
func (s *TermStore) Delete(ctx context.Context, id int64) error {
	touched := tablesOf(termsTable, termmetaTable, termTaxonomyTable, termRelationshipsTable)
	return s.db.change(ctx, touched, func(ctx context.Context, g *gorm.DB) error {
		t, err := s.Get(ctx, id)
		if err != nil {
			return err
		}
		names := &s.db.tables
		for _, statement := range []struct {
			sql  string
			args []any
		}{
			{"UPDATE " + names.termTaxonomy + " SET parent = ? WHERE parent = ? AND taxonomy = ?", []any{t.Parent, id, t.Taxonomy}},
			{"DELETE FROM " + names.termRelationships + " WHERE term_taxonomy_id = ?", []any{t.TaxonomyID}},
			{"DELETE FROM " + names.termTaxonomy + " WHERE term_taxonomy_id = ?", []any{t.TaxonomyID}},
			// A term of another taxonomy may share the rest.
			{"DELETE FROM " + names.termmeta + " WHERE term_id = ? AND NOT EXISTS (SELECT 1 FROM " + names.termTaxonomy + " WHERE term_id = ?)", []any{id, id}},
			{"DELETE FROM " + names.terms + " WHERE term_id = ? AND NOT EXISTS (SELECT 1 FROM " + names.termTaxonomy + " WHERE term_id = ?)", []any{id, id}},
		} {
			if err := g.Exec(statement.sql, statement.args...).Error; err != nil {
				return wrap("delete term", err)
			}
		}
		return s.keepChildren(ctx, t.Taxonomy)
	})
}
