package wpdb

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// An Index is one that WordPress does not have, and that pays for what is asked
// over REST. Create makes all of them; to a database that WordPress has made they
// are added by AddIndex.
type Index struct {
	// Table and Name are its names in the database.
	Table, Name string
	// For says in a few words which queries it is for.
	For string
	// SQL is the statement that makes it.
	SQL string
	// Exists says that there is an index of this name.
	Exists bool
}

// beyondWordPress says what those indexes of the rows' tags are for that WordPress
// has not, by their names there.
func beyondWordPress() map[string]string {
	return map[string]string{
		"type_status_author_date": "the posts of an author by date",
		"type_status_modified":    "posts by the date of their last change",
		"type_status_title":       "posts by title", // of dialect.extraIndexes
	}
}

// Indexes returns the indexes beyond WordPress's own, those that exist and those
// that do not. The tables must be there.
func (db *DB) Indexes(ctx context.Context) ([]Index, error) {
	if _, err := db.queryInt(ctx, "SELECT COUNT(*) FROM "+db.tables.posts+" WHERE 1 = 0", nil); err != nil {
		return nil, wrap("indexes", err) // HasIndex would take it for a missing index
	}
	m := db.gorm.Session(&gorm.Session{NewDB: true, Context: ctx}).Migrator()
	var list []Index
	for _, row := range allRows() {
		parsed, err := schema.Parse(row, db.schemas, db.gorm.NamingStrategy)
		if err != nil {
			return nil, wrap("indexes", err)
		}
		for _, index := range parsed.ParseIndexes() {
			if use := indexUse(index.Name); use != "" {
				list = append(list, Index{
					Table: parsed.Table, Name: index.Name, For: use,
					SQL: db.indexSQL(parsed.Table, index), Exists: m.HasIndex(row, index.Name),
				})
			}
		}
	}
	for _, statement := range db.dialect.extraIndexes {
		statement = fmt.Sprintf(statement, db.prefix)
		names := strings.Split(statement, "`") // … `name` ON `table` …
		list = append(list, Index{
			Table: names[3], Name: names[1], For: indexUse(names[1]), SQL: statement, Exists: m.HasIndex(names[3], names[1]),
		})
	}
	slices.SortFunc(list, func(a, b Index) int { return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name)) })
	return list, nil
}

// indexUse returns what an index beyond WordPress's own is for, or "".
func indexUse(name string) string {
	for own, use := range beyondWordPress() {
		if name == own || strings.HasSuffix(name, "_"+own) {
			return use
		}
	}
	return ""
}

// indexSQL returns the statement that makes an index.
func (db *DB) indexSQL(table string, index *schema.Index) string {
	var columns []string
	for _, f := range index.Fields {
		columns = append(columns, quote(f.DBName))
	}
	return db.dialect.sql("CREATE INDEX " + quote(index.Name) + " ON " + quote(table) + " (" + strings.Join(columns, ", ") + ")")
}

// AddIndex makes an index that Indexes has returned. On MySQL and MariaDB the
// table can be read and written meanwhile.
func (db *DB) AddIndex(ctx context.Context, index Index) error {
	if db.onQuery != nil {
		db.onQuery(index.SQL)
	}
	if err := db.pool.exec(ctx, db.pool.write, index.SQL); err != nil {
		return fmt.Errorf("wpdb: add index %s to %s: %w", index.Name, index.Table, err)
	}
	return nil
}

// Tables returns which of WordPress's twelve tables exist, by their names without
// the prefix, such as "posts".
func (db *DB) Tables(ctx context.Context) ([]string, error) {
	there, err := db.gorm.Session(&gorm.Session{NewDB: true, Context: ctx}).Migrator().GetTables()
	if err != nil {
		return nil, wrap("tables", err)
	}
	var names []string
	for t := range tableCount {
		// Some servers keep names in lower case.
		if slices.ContainsFunc(there, func(name string) bool { return strings.EqualFold(name, db.prefix+t.name()) }) {
			names = append(names, t.name())
		}
	}
	return names, nil
}
