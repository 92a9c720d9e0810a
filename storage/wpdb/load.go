package wpdb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// maxLine is the longest row that LoadTables reads.
const maxLine = 64 << 20

// LoadTables replaces the rows of the tables by those in files: wp_posts.jsonl
// has one JSON object a row, with the columns of wp_posts; so with the other
// tables. Tables without a file stay as they are. Where the prefix of the
// database is another, the names of options and meta that begin with it change
// along.
func (db *DB) LoadTables(ctx context.Context, files fs.FS) error {
	return db.change(ctx, allTables, func(ctx context.Context, g *gorm.DB) error {
		for _, row := range allRows() {
			parsed, err := schema.Parse(row, db.schemas, db.gorm.NamingStrategy)
			if err != nil {
				return wrap("load", err)
			}
			name := strings.TrimPrefix(parsed.Table, db.prefix)
			file, err := files.Open("wp_" + name + ".jsonl")
			if errors.Is(err, fs.ErrNotExist) {
				continue
			} else if err != nil {
				return wrap("load", err)
			}
			err = db.loadTable(ctx, g, parsed, file)
			closing(file, &err)
			if err == nil {
				err = db.followIDs(ctx, parsed)
			}
			if err != nil {
				return fmt.Errorf("wpdb: load %s: %w", name, err)
			}
		}
		return nil
	})
}

// loadTable replaces the rows of one table.
func (db *DB) loadTable(ctx context.Context, g *gorm.DB, parsed *schema.Schema, file fs.File) error {
	table := quote(parsed.Table)
	if err := g.Exec("DELETE FROM " + table).Error; err != nil {
		return err
	}
	columns := parsed.DBNames
	var quoted []string
	for _, c := range columns {
		quoted = append(quoted, quote(c))
	}
	row := "(?" + strings.Repeat(",?", len(columns)-1) + ")"
	insert := "INSERT INTO " + table + " (" + strings.Join(quoted, ",") + ") VALUES "
	st := db.txFrom(ctx)
	one, err := st.PrepareContext(ctx, insert+row)
	if err != nil {
		return err
	}
	defer func() { _ = one.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		values, err := db.rowValues(parsed, columns, line)
		if err != nil {
			return err
		}
		if _, err := one.ExecContext(ctx, db.dialect.arguments(values)...); err != nil {
			return err
		}
	}
	return lines.Err()
}

// copyFrom makes the tables and fills them with the rows of another database on
// the same server.
func (db *DB) copyFrom(ctx context.Context, other *DB) error {
	if err := db.Create(ctx); err != nil {
		return err
	}
	var from string
	err := other.pool.read.QueryRowContext(ctx, "SELECT "+db.dialect.here).Scan(&from)
	if err != nil {
		return wrap("copy", err)
	}
	return db.change(ctx, allTables, func(ctx context.Context, g *gorm.DB) error {
		for _, row := range allRows() {
			parsed, err := schema.Parse(row, db.schemas, db.gorm.NamingStrategy)
			if err != nil {
				return wrap("copy", err)
			}
			table := quote(parsed.Table)
			if err := g.Exec("INSERT INTO " + table + " SELECT * FROM " + quote(from) + "." + table).Error; err != nil {
				return wrap("copy", err)
			}
			if err := db.followIDs(ctx, parsed); err != nil {
				return wrap("copy", err)
			}
		}
		return nil
	})
}

// rowValues returns the values of columns from a JSON object.
func (db *DB) rowValues(parsed *schema.Schema, columns []string, line []byte) ([]any, error) {
	var members map[string]any
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&members); err != nil {
		return nil, err
	}
	values := make([]any, len(columns))
	for i, column := range columns {
		v, ok := members[column]
		if !ok {
			return nil, fmt.Errorf("no column %s in %.80s", column, line)
		}
		switch v := v.(type) {
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return nil, err
			}
			values[i] = n
		case string:
			values[i] = v
			if column == "meta_key" || column == "option_name" {
				values[i] = db.ownName(v)
			}
		case nil:
		default:
			return nil, fmt.Errorf("column %s of %s is %T", column, parsed.Table, v)
		}
	}
	return values, nil
}

// ownName returns the name of an option or meta whose name begins with the
// prefix of the tables.
func (db *DB) ownName(name string) string {
	withPrefix := []string{"wp_user_roles", "wp_capabilities", "wp_user_level", "wp_user-settings", "wp_user-settings-time", "wp_persisted_preferences"}
	if slices.Contains(withPrefix, name) {
		return db.prefix + strings.TrimPrefix(name, "wp_")
	}
	return name
}
