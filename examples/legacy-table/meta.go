package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/wp"
)

// A metaTable has columns that are meta values to WordPress.
type metaTable struct {
	ids        idRange
	table, key string
	values     map[string]string // SQL of a value, by meta key; NULL is none
	write      map[string]metaColumn
}

// A metaColumn takes a meta value; decode gets "" for one that is removed.
type metaColumn struct {
	name   string
	decode func(value string) (any, error)
}

// metaValues is the store of meta values. What WordPress notes besides, as the
// slug that a post once had, has no column here and is not kept.
type metaValues struct {
	db     *gorm.DB
	tables []metaTable
}

func newMeta(db *gorm.DB) metaValues {
	featured := fmt.Sprintf("nullif(bild, 0) + %d", pictureIDs)
	slugBeforeBin := "CASE WHEN status = 2 THEN kennung END"
	return metaValues{db, []metaTable{
		{newsIDs, "nachrichten", "nr",
			map[string]string{"_thumbnail_id": featured, "_wp_desired_post_slug": slugBeforeBin},
			map[string]metaColumn{"_thumbnail_id": {"bild", pictureNr}}},
		{productIDs, "artikel", "art_nr",
			map[string]string{"_thumbnail_id": featured, "_wp_desired_post_slug": slugBeforeBin, "preis": "preis_cent / 100.0", "bestand": "bestand"},
			map[string]metaColumn{"_thumbnail_id": {"bild", pictureNr}, "preis": {"preis_cent", cents}, "bestand": {"bestand", number}}},
		{pictureIDs, "bilder", "nr",
			map[string]string{"_wp_attached_file": "datei", "_wp_attachment_image_alt": "alttext", "_wp_attachment_metadata": serialized}, nil},
	}}
}

// serialized is what WordPress keeps of an image, in PHP's form.
const serialized = `'a:3:{s:5:"width";i:' || breite || ';s:6:"height";i:' || hoehe || ';s:4:"file";s:' || length(CAST(datei AS BLOB)) || ':"' || datei || '";}'`

func pictureNr(value string) (any, error) {
	if value == "" {
		return nil, nil
	}
	id, err := strconv.ParseInt(value, 10, 64)
	return pictureIDs.nr(id), err
}

func cents(value string) (any, error) {
	price, err := strconv.ParseFloat(cmp.Or(value, "0"), 64)
	return int64(math.Round(price * 100)), err
}

func number(value string) (any, error) { return strconv.ParseInt(cmp.Or(value, "0"), 10, 64) }

// Meta implements wp.MetaStore, with one query for each table.
func (m metaValues) Meta(ctx context.Context, kind wp.MetaKind, objects []int64, keys ...string) (map[int64]map[string][]string, error) {
	found := map[int64]map[string][]string{}
	if kind != wp.PostMeta {
		return found, nil
	}
	for _, t := range m.tables {
		var numbers []int64
		for _, id := range objects {
			if t.ids.holds(id) {
				numbers = append(numbers, t.ids.nr(id))
			}
		}
		known := slices.Sorted(maps.Keys(t.values))
		if len(keys) > 0 {
			known = slices.DeleteFunc(known, func(key string) bool { return !slices.Contains(keys, key) })
		}
		if len(numbers) == 0 || len(known) == 0 {
			continue
		}
		if err := m.read(ctx, t, numbers, known, found); err != nil {
			return nil, fmt.Errorf("meta of %s: %w", t.table, err)
		}
	}
	return found, nil
}

func (m metaValues) read(ctx context.Context, t metaTable, numbers []int64, keys []string, into map[int64]map[string][]string) (err error) {
	query := "SELECT " + t.key
	for _, key := range keys {
		query += ", CAST(" + t.values[key] + " AS TEXT)"
	}
	rows, err := gormstore.In(ctx, m.db).Raw(query+" FROM "+t.table+" WHERE "+t.key+" IN ?", numbers).Rows()
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	for rows.Next() {
		var nr int64
		values := make([]sql.NullString, len(keys))
		targets := []any{&nr}
		for i := range values {
			targets = append(targets, &values[i])
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		of := map[string][]string{}
		for i, v := range values {
			if v.Valid {
				of[keys[i]] = []string{v.String}
			}
		}
		into[t.ids.id(nr)] = of
	}
	return rows.Err()
}

// SetMeta implements wp.MetaStore.
func (m metaValues) SetMeta(ctx context.Context, kind wp.MetaKind, object int64, key string, values ...string) error {
	for _, t := range m.tables {
		column, ok := t.write[key]
		if !ok || kind != wp.PostMeta || !t.ids.holds(object) {
			continue
		}
		v, err := column.decode(strings.Join(values, ""))
		if err != nil {
			return fmt.Errorf("meta %s: %w", key, err)
		}
		return gormstore.In(ctx, m.db).Table(t.table).Where(t.key+" = ?", t.ids.nr(object)).Update(column.name, v).Error
	}
	return nil
}
