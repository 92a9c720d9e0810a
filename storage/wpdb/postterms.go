package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// PostTermStore says which terms posts have. It implements wp.PostTermStore.
type PostTermStore struct {
	db *DB
}

var _ wp.PostTermStore = (*PostTermStore)(nil)

// PostTerms returns the terms that each of the posts has in any of the
// taxonomies, by name. No taxonomies stands for all.
func (s *PostTermStore) PostTerms(ctx context.Context, posts []int64, taxonomies []string) (map[int64][]wp.Term, error) {
	byPost := make(map[int64][]wp.Term, len(posts))
	for chunk := range slices.Chunk(posts, maxPadded) {
		q := &sqlText{}
		q.write("SELECT r.object_id, ", termColumns, " FROM ", s.db.tables.termRelationships, " r JOIN ", s.db.tables.termTaxonomy,
			" x ON x.term_taxonomy_id = r.term_taxonomy_id JOIN ", s.db.tables.terms, " t ON t.term_id = x.term_id WHERE r.object_id IN ")
		if err := q.list(&s.db.dialect, anys(chunk)); err != nil {
			return nil, err
		}
		if len(taxonomies) > 0 {
			q.write(" AND x.taxonomy IN ")
			if err := q.list(&s.db.dialect, anys(taxonomies)); err != nil {
				return nil, err
			}
		}
		q.write(" ORDER BY t.name", s.db.dialect.collate, ", t.term_id")
		err := s.db.query(ctx, q.String(), q.args, func(rows *sql.Rows) error {
			var post int64
			term, err := scanTerm(rows, &post)
			byPost[post] = append(byPost[post], term)
			return err
		})
		if err != nil {
			return nil, wrap("terms of posts", err)
		}
	}
	return byPost, nil
}

// SetPostTerms replaces the terms of one taxonomy that a post has, and counts
// the terms concerned. Ids of no term of the taxonomy are wprest.ErrNotExist.
func (s *PostTermStore) SetPostTerms(ctx context.Context, post int64, taxonomy string, terms []int64) error {
	return s.db.change(ctx, 0, func(ctx context.Context, g *gorm.DB) error {
		wanted, err := s.taxonomyIDs(ctx, taxonomy, terms)
		if err != nil {
			return err
		}
		has, err := s.db.ids(ctx, "SELECT r.term_taxonomy_id FROM "+s.db.tables.termRelationships+" r JOIN "+s.db.tables.termTaxonomy+
			" x ON x.term_taxonomy_id = r.term_taxonomy_id WHERE r.object_id = ? AND x.taxonomy = ?", post, taxonomy)
		if err != nil {
			return err
		}
		removed := without(has, wanted)
		added := without(wanted, has)
		if len(removed)+len(added) == 0 {
			return nil
		}
		s.db.txFrom(ctx).dirty |= tablesOf(termRelationshipsTable)
		if len(removed) > 0 {
			if err := g.Where("object_id = ? AND term_taxonomy_id IN ?", post, removed).Delete(&termRelationshipRow{}).Error; err != nil {
				return wrap("set terms", err)
			}
		}
		for _, id := range added {
			if err := g.Create(&termRelationshipRow{ObjectID: post, TermTaxonomyID: id}).Error; err != nil {
				return wrap("set terms", err)
			}
		}
		return s.db.recountSet(ctx, post, taxonomy, added, removed)
	})
}

// without returns the ids of list that are not among others, each once.
func without(list, others []int64) (rest []int64) {
	for _, id := range list {
		if !slices.Contains(others, id) && !slices.Contains(rest, id) {
			rest = append(rest, id)
		}
	}
	return rest
}

// taxonomyIDs returns the term_taxonomy_ids of terms.
func (s *PostTermStore) taxonomyIDs(ctx context.Context, taxonomy string, terms []int64) ([]int64, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	q := &sqlText{}
	q.write("SELECT term_id, term_taxonomy_id FROM ", s.db.tables.termTaxonomy, " WHERE taxonomy = ")
	q.arg(taxonomy)
	q.write(" AND term_id IN ")
	if err := q.list(&s.db.dialect, anys(terms)); err != nil {
		return nil, err
	}
	byTerm := make(map[int64]int64, len(terms))
	err := s.db.query(ctx, q.String(), q.args, func(rows *sql.Rows) error {
		var term, id int64
		err := rows.Scan(&term, &id)
		byTerm[term] = id
		return err
	})
	if err != nil {
		return nil, wrap("terms", err)
	}
	ids := make([]int64, 0, len(terms))
	for _, term := range terms {
		id, ok := byTerm[term]
		if !ok {
			return nil, fmt.Errorf("wpdb: term %d of %s: %w", term, taxonomy, wprest.ErrNotExist)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// taxonomyIDs returns the term_taxonomy_ids of all terms of posts.
func (db *DB) taxonomyIDs(ctx context.Context, posts []int64) ([]int64, error) {
	q := &sqlText{}
	q.write("SELECT DISTINCT term_taxonomy_id FROM ", db.tables.termRelationships, " WHERE object_id IN ")
	if err := q.list(&db.dialect, anys(posts)); err != nil {
		return nil, err
	}
	return db.ids(ctx, q.String(), q.args...)
}

// recount writes how many published posts have each of the terms: those of the
// taxonomy's types, and attachments of published posts. It must be called in a
// transaction.
func (db *DB) recount(ctx context.Context, terms []int64) error {
	if len(terms) == 0 {
		return nil
	}
	return db.change(ctx, tablesOf(termTaxonomyTable), func(_ context.Context, g *gorm.DB) error {
		var rows []termTaxonomyRow
		if err := g.Where("term_taxonomy_id IN ?", terms).Find(&rows).Error; err != nil {
			return wrap("count terms", err)
		}
		for _, row := range rows {
			var types []string
			if db.types != nil {
				types = db.types(row.Taxonomy)
			}
			if err := db.recountTerm(g, row.TermTaxonomyID, types); err != nil {
				return wrap("count terms", err)
			}
		}
		return nil
	})
}

func (db *DB) recountTerm(g *gorm.DB, term int64, types []string) error {
	q := &strings.Builder{}
	fmt.Fprintf(q, "UPDATE %s SET count = (SELECT COUNT(*) FROM %s r JOIN %s p ON p.ID = r.object_id WHERE r.term_taxonomy_id = ?"+
		" AND (p.post_status = 'publish' OR p.post_status = 'inherit' AND p.post_type = 'attachment'"+
		" AND EXISTS (SELECT 1 FROM %[3]s a WHERE a.ID = p.post_parent AND a.post_status = 'publish'))",
		db.tables.termTaxonomy, db.tables.termRelationships, db.tables.posts)
	args := []any{term}
	if len(types) > 0 {
		q.WriteString(" AND p.post_type IN ?")
		args = append(args, types)
	}
	q.WriteString(") WHERE term_taxonomy_id = ?")
	return g.Exec(q.String(), append(args, term)...).Error
}
