package wpdb

import (
	"context"
	"database/sql"
	"slices"

	"gorm.io/gorm"

	"github.com/wprest/wprest/wp"
)

// counts reports whether terms count a post, if its type is one of their
// taxonomy's: it is published, or an attachment of a published post.
func (db *DB) counts(ctx context.Context, p *wp.Post) (bool, error) {
	switch {
	case p.Status == wp.StatusPublish:
		return true, nil
	case p.Status != wp.StatusInherit || p.Type != "attachment" || p.Parent == 0:
		return false, nil
	}
	n, err := db.queryInt(ctx, "SELECT COUNT(*) FROM "+db.tables.posts+" WHERE ID = ? AND post_status = 'publish'", []any{p.Parent})
	return n > 0, wrap("count terms", err)
}

// countedBy reports whether the terms of a taxonomy count posts of a type.
func (db *DB) countedBy(taxonomy, postType string) bool {
	if db.types == nil {
		return true
	}
	types := db.types(taxonomy)
	return len(types) == 0 || slices.Contains(types, postType)
}

// addToCounts changes how many posts terms of a taxonomy count. It costs the same
// however many posts there are.
func (db *DB) addToCounts(ctx context.Context, terms []int64, by int) error {
	if len(terms) == 0 {
		return nil
	}
	return db.change(ctx, tablesOf(termTaxonomyTable), func(_ context.Context, g *gorm.DB) error {
		text := "UPDATE " + db.tables.termTaxonomy + " SET count = CASE WHEN count + ? < 0 THEN 0 ELSE count + ? END WHERE term_taxonomy_id IN ?"
		return wrap("count terms", g.Exec(text, by, by, terms).Error)
	})
}

// recountAfter makes the counts of a post's terms follow a change of it.
func (s *PostStore) recountAfter(ctx context.Context, before, p *wp.Post) error {
	was, err := s.db.counts(ctx, before)
	if err != nil {
		return err
	}
	is, err := s.db.counts(ctx, p)
	if err != nil || was == is && before.Type == p.Type {
		return err
	}
	var gains, loses []int64
	text := "SELECT x.term_taxonomy_id, x.taxonomy FROM " + s.db.tables.termRelationships + " r JOIN " + s.db.tables.termTaxonomy +
		" x ON x.term_taxonomy_id = r.term_taxonomy_id WHERE r.object_id = ?"
	err = s.db.query(ctx, text, []any{p.ID}, func(rows *sql.Rows) error {
		var term int64
		var taxonomy string
		err := rows.Scan(&term, &taxonomy)
		counted, counts := was && s.db.countedBy(taxonomy, before.Type), is && s.db.countedBy(taxonomy, p.Type)
		switch {
		case counts && !counted:
			gains = append(gains, term)
		case counted && !counts:
			loses = append(loses, term)
		}
		return err
	})
	if err != nil {
		return wrap("count terms", err)
	}
	if err := s.db.addToCounts(ctx, loses, -1); err != nil {
		return err
	}
	return s.db.addToCounts(ctx, gains, 1)
}

// recountSet makes the counts of terms of a taxonomy follow what a post has got
// and lost.
func (db *DB) recountSet(ctx context.Context, post int64, taxonomy string, added, removed []int64) error {
	var p wp.Post
	text := "SELECT post_status, post_type, post_parent FROM " + db.tables.posts + " WHERE ID = ?"
	err := db.query(ctx, text, []any{post}, func(rows *sql.Rows) error { return rows.Scan(&p.Status, &p.Type, &p.Parent) })
	if err != nil {
		return wrap("count terms", err)
	}
	if counts, err := db.counts(ctx, &p); err != nil || !counts || !db.countedBy(taxonomy, p.Type) {
		return err
	}
	if err := db.addToCounts(ctx, removed, -1); err != nil {
		return err
	}
	return db.addToCounts(ctx, added, 1)
}
