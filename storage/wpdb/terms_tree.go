package wpdb

import (
	"context"
	"database/sql"
	"slices"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/phpvalue"
	"github.com/wprest/wprest/wp"
)

var _ wp.TermTree = (*TermStore)(nil)

// TermsUpFrom returns the terms of a taxonomy with these ids and all that are
// above them. It implements wp.TermTree with one query.
func (s *TermStore) TermsUpFrom(ctx context.Context, taxonomy string, ids []int64) ([]wp.Term, error) {
	var terms []wp.Term
	for chunk := range slices.Chunk(ids, maxPadded) {
		q := &sqlText{}
		place := s.db.tables.termTaxonomy
		q.write("WITH RECURSIVE up(id) AS (SELECT term_id FROM ", place, " WHERE taxonomy = ")
		q.arg(taxonomy)
		q.write(" AND term_id IN ")
		if err := q.list(&s.db.dialect, anys(chunk)); err != nil {
			return nil, err
		}
		// UNION drops what is there already, so a circle ends.
		q.write(" UNION SELECT x.parent FROM ", place, " x JOIN up ON x.term_id = up.id WHERE x.parent <> 0 AND x.taxonomy = ")
		q.arg(taxonomy)
		q.write(") SELECT ", termColumns, " FROM ", s.source.from, " WHERE x.taxonomy = ")
		q.arg(taxonomy)
		q.write(" AND t.term_id IN (SELECT id FROM up)")
		err := s.db.query(ctx, q.String(), q.args, func(rows *sql.Rows) error {
			term, err := scanTermAlone(rows)
			terms = append(terms, term)
			return err
		})
		if err != nil {
			return nil, wrap("terms above", err)
		}
	}
	return terms, nil
}

// keepChildren writes the option in which WordPress keeps the tree of a taxonomy
// anew: the children of each term. Flat taxonomies have none.
func (s *TermStore) keepChildren(ctx context.Context, taxonomy string) error {
	name := taxonomy + "_children"
	options := s.db.Options()
	old, err := options.direct(ctx, []string{name})
	if err != nil {
		return wrap("children of terms", err)
	}
	children := &wprest.Map{}
	text := "SELECT parent, term_id FROM " + s.db.tables.termTaxonomy + " WHERE taxonomy = ? AND parent > 0 ORDER BY term_id"
	err = s.db.query(ctx, text, []any{taxonomy}, func(rows *sql.Rows) error {
		var parent, child int64
		err := rows.Scan(&parent, &child)
		key := wprest.ToString(parent)
		list, ok := children.Get(key).(*wprest.Map)
		if !ok {
			list = &wprest.Map{}
			children.Set(key, list)
		}
		list.Append(child)
		return err
	})
	if err != nil {
		return wrap("children of terms", err)
	}
	if _, had := old[name]; !had && children.Len() == 0 {
		return nil
	}
	if err := options.DeleteOption(ctx, name); err != nil {
		return err
	}
	return options.SetOption(ctx, name, phpvalue.Encode(children))
}

// DropTerm takes a term from all posts. Those that are left without one of its
// taxonomy get the term fallback, unless that is 0.
func (s *PostTermStore) DropTerm(ctx context.Context, term wp.Term, fallback int64) error {
	return s.db.change(ctx, tablesOf(termRelationshipsTable), func(ctx context.Context, g *gorm.DB) error {
		names := &s.db.tables
		counted := []int64{term.TaxonomyID}
		if fallback != 0 && fallback != term.ID {
			ids, err := s.taxonomyIDs(ctx, term.Taxonomy, []int64{fallback})
			if err != nil {
				return err
			}
			counted = append(counted, ids...)
			err = g.Exec("INSERT INTO "+names.termRelationships+" (object_id, term_taxonomy_id, term_order)"+
				" SELECT r.object_id, ?, 0 FROM "+names.termRelationships+" r WHERE r.term_taxonomy_id = ?"+
				" AND NOT EXISTS (SELECT 1 FROM "+names.termRelationships+" o JOIN "+names.termTaxonomy+" x ON x.term_taxonomy_id = o.term_taxonomy_id"+
				" WHERE o.object_id = r.object_id AND x.taxonomy = ? AND o.term_taxonomy_id <> ?)",
				ids[0], term.TaxonomyID, term.Taxonomy, term.TaxonomyID).Error
			if err != nil {
				return wrap("drop term", err)
			}
		}
		err := g.Where("term_taxonomy_id = ?", term.TaxonomyID).Delete(&termRelationshipRow{}).Error
		if err != nil {
			return wrap("drop term", err)
		}
		return s.db.recount(ctx, counted)
	})
}
