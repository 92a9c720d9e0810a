package wordpress

import (
	"maps"
	"slices"
	"testing"
)

// tables says how the tables are made, by what part of them it tells of.
type tables map[string]string

// readTables asks the database for all columns, indexes and tables.
func (c *coast) readTables(t *testing.T) tables {
	t.Helper()
	found := tables{}
	for _, query := range []string{
		`SELECT CONCAT('column ', TABLE_NAME, '.', COLUMN_NAME), CONCAT_WS(' ', ORDINAL_POSITION, COLUMN_TYPE, IS_NULLABLE,
			COALESCE(COLUMN_DEFAULT, 'none'), COALESCE(COLLATION_NAME, ''), EXTRA, COLUMN_KEY)
			FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`,
		`SELECT CONCAT('index ', TABLE_NAME, '.', INDEX_NAME, '.', SEQ_IN_INDEX), CONCAT_WS(' ', COLUMN_NAME, NON_UNIQUE, COALESCE(SUB_PART, ''), COLLATION, INDEX_TYPE)
			FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()`,
		`SELECT CONCAT('table ', TABLE_NAME), CONCAT_WS(' ', TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION)
			FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`,
		`SELECT CONCAT('trigger ', TRIGGER_NAME), ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()`,
		`SELECT CONCAT('routine ', ROUTINE_NAME), ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()`,
		`SELECT CONCAT('option ', option_name), option_value FROM ` + prefix + `options WHERE option_name IN ('db_version', 'initial_db_version', 'siteurl', 'home')`,
	} {
		rows, err := c.db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var name, form string
			if err := rows.Scan(&name, &form); err != nil {
				t.Fatal(err)
			}
			found[name] = form
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// testTables fails when the tables are not as PHP has made them.
func testTables(t *testing.T, c *coast) {
	after := c.readTables(t)
	if len(after) < 100 {
		t.Fatalf("only %d facts about tables", len(after))
	}
	for _, name := range slices.Sorted(maps.Keys(c.before)) {
		if got, ok := after[name]; got != c.before[name] || !ok {
			t.Errorf("%s was %q, is %q", name, c.before[name], got)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, ok := c.before[name]; !ok {
			t.Errorf("%s is new: %s", name, after[name])
		}
	}
}

// checksums returns one of each table.
func (c *coast) checksums(t *testing.T) map[string]int64 {
	t.Helper()
	sums := map[string]int64{}
	for _, table := range []string{
		"commentmeta", "comments", "links", "options", "postmeta", "posts", "term_relationships", "term_taxonomy", "termmeta", "terms", "usermeta", "users",
	} {
		var name string
		var sum int64
		if err := c.db.QueryRow("CHECKSUM TABLE "+prefix+table).Scan(&name, &sum); err != nil {
			t.Fatal(err)
		}
		sums[table] = sum
	}
	return sums
}
