package wpdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/wp"
)

// MetaStore holds the meta values of objects. It implements wp.MetaStore.
type MetaStore struct {
	db *DB
}

var _ wp.MetaStore = (*MetaStore)(nil)

// metaTable says where the meta of one kind of objects is.
type metaTable struct {
	table          table
	name           string // quoted, with its prefix
	object, metaID string // columns
}

func (db *DB) metaTable(kind wp.MetaKind) (metaTable, error) {
	var m metaTable
	switch kind {
	case wp.PostMeta:
		m = metaTable{postmetaTable, db.tables.postmeta, "post_id", "meta_id"}
	case wp.UserMeta:
		m = metaTable{usermetaTable, db.tables.usermeta, "user_id", "umeta_id"}
	case wp.TermMeta:
		m = metaTable{termmetaTable, db.tables.termmeta, "term_id", "meta_id"}
	case wp.CommentMeta:
		m = metaTable{commentmetaTable, db.tables.commentmeta, "comment_id", "meta_id"}
	default:
		return m, fmt.Errorf("wpdb: meta of %q: %w", kind, wprest.ErrUnsupported)
	}
	return m, nil
}

// Meta returns the values of objects by key, in the order of their ids. No keys
// asks for all. Objects without any are absent.
func (s *MetaStore) Meta(ctx context.Context, kind wp.MetaKind, objects []int64, keys ...string) (map[int64]map[string][]string, error) {
	m, err := s.db.metaTable(kind)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]map[string][]string, len(objects))
	for chunk := range slices.Chunk(objects, maxPadded) {
		q := &sqlText{}
		q.write("SELECT ", m.object, ", meta_key, COALESCE(meta_value, '') FROM ", m.name, " WHERE ", m.object, " IN ")
		if err := q.list(&s.db.dialect, anys(chunk)); err != nil {
			return nil, err
		}
		if len(keys) > 0 {
			q.write(" AND meta_key IN ")
			if err := q.list(&s.db.dialect, anys(keys)); err != nil {
				return nil, err
			}
		} else {
			q.write(" AND meta_key IS NOT NULL")
		}
		q.write(" ORDER BY ", m.metaID)
		err := s.db.query(ctx, q.String(), q.args, func(rows *sql.Rows) error {
			var object int64
			var key, value string
			err := rows.Scan(&object, &key, &value)
			byKey := found[object]
			if byKey == nil {
				byKey = map[string][]string{}
				found[object] = byKey
			}
			byKey[key] = append(byKey[key], value)
			return err
		})
		if err != nil {
			return nil, wrap("meta", err)
		}
	}
	return found, nil
}

type metaValue struct {
	id    int64
	value string
}

// SetMeta makes values the only ones of a key. Values that stay keep their place
// in the table.
func (s *MetaStore) SetMeta(ctx context.Context, kind wp.MetaKind, object int64, key string, values ...string) error {
	m, err := s.db.metaTable(kind)
	if err != nil {
		return err
	}
	return s.db.change(ctx, 0, func(ctx context.Context, g *gorm.DB) error {
		var old []metaValue
		text := "SELECT " + m.metaID + ", COALESCE(meta_value, '') FROM " + m.name + " WHERE " + m.object + " = ? AND meta_key = ? ORDER BY " + m.metaID
		err := s.db.query(ctx, text, []any{object, key}, func(rows *sql.Rows) error {
			var v metaValue
			err := rows.Scan(&v.id, &v.value)
			old = append(old, v)
			return err
		})
		if err != nil {
			return wrap("set meta", err)
		}
		if slices.EqualFunc(old, values, func(o metaValue, v string) bool { return o.value == v }) {
			return nil
		}
		s.db.txFrom(ctx).dirty |= tablesOf(m.table)
		return s.db.writeError("set meta", replaceMeta(g, m, object, key, old, values))
	})
}

// replaceMeta makes the rows of a key those of values: as many are changed in
// place; otherwise those that have no counterpart go and new ones come last.
func replaceMeta(g *gorm.DB, m metaTable, object int64, key string, old []metaValue, values []string) error {
	kept := 0
	for _, o := range old {
		var err error
		switch {
		case kept < len(values) && o.value == values[kept]:
			kept++
		case len(old) == len(values):
			err = g.Exec("UPDATE "+m.name+" SET meta_value = ? WHERE "+m.metaID+" = ?", values[kept], o.id).Error
			kept++
		default:
			err = g.Exec("DELETE FROM "+m.name+" WHERE "+m.metaID+" = ?", o.id).Error
		}
		if err != nil {
			return err
		}
	}
	insert := "INSERT INTO " + m.name + " (" + m.object + ", meta_key, meta_value) VALUES (?, ?, ?)"
	for _, v := range values[kept:] {
		if err := g.Exec(insert, object, key, v).Error; err != nil {
			return err
		}
	}
	return nil
}
