package wpdb

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// dialect has what differs between databases. All of it is in this file.
type dialect struct {
	name string
	// collate follows a text to be compared as people read it.
	collate string
	// contains has a text and a "?" for what fold makes of a word.
	contains string
	fold     func(string) string
	// asRows reads one "?", a JSON list, as a column "value".
	asRows string
	// dataVersion is a query whose result changes when another connection
	// has written; "" if there is none.
	dataVersion string
	// extraIndexes are statements that make what gorm's tags cannot say; %s
	// stands for the prefix.
	extraIndexes []string
	indexOfOwn   bool // see namer
	retry        func(error) bool
	duplicate    func(error) bool
}

// sqliteDialect returns the dialect of a pool. One that a host has opened may
// lack the additions of package sqlite.
func sqliteDialect(ctx context.Context, pool *sqlite.Pool) dialect {
	d := dialect{
		name:        "sqlite",
		collate:     " COLLATE " + sqlite.CollationName,
		contains:    "wp_has(%s, ?)",
		fold:        sqlite.Fold,
		asRows:      "json_each(?)",
		dataVersion: "PRAGMA data_version",
		retry:       sqlite.IsBusy,
		duplicate:   sqlite.IsDuplicate,
	}
	if pool.Private() {
		d.dataVersion = ""
	}
	var n int
	if pool.Write.QueryRowContext(ctx, "SELECT wp_has('', '')").Scan(&n) != nil {
		d.collate = " COLLATE NOCASE"
		d.contains = "instr(lower(%s), ?) > 0"
		d.fold = strings.ToLower
	}
	d.extraIndexes = []string{
		"CREATE INDEX IF NOT EXISTS `%[1]sposts_type_status_title` ON `%[1]sposts` (post_type, post_status, post_title" + d.collate + ", ID)",
	}
	return d
}

// openDSN opens the database that a DSN names.
func openDSN(ctx context.Context, dsn string) (*sqlite.Pool, error) {
	// One of the readers watches for other processes.
	o := sqlite.Options{Readers: 5}
	scheme, rest, found := strings.Cut(dsn, ":")
	switch {
	case dsn == "":
		return nil, fmt.Errorf("wpdb: no DSN")
	case dsn == sqlite.Memory, !found:
		return sqlite.Open(ctx, dsn, o)
	case scheme == "sqlite":
		if rest == "" {
			return nil, fmt.Errorf("wpdb: the DSN names no file")
		}
		return sqlite.Open(ctx, strings.TrimPrefix(rest, "//"), o)
	case strings.HasPrefix(rest, "//") && scheme != "file":
		return nil, fmt.Errorf("wpdb: databases of the kind %q are not supported yet", scheme)
	}
	return sqlite.Open(ctx, dsn, o)
}

// checkPool refuses a pool in which a transaction and the connection that
// watches would leave none to read.
func checkPool(pool *sqlite.Pool) error {
	if n := pool.Read.Stats().MaxOpenConnections; pool.Read == pool.Write && n > 0 && n < 3 {
		return fmt.Errorf("wpdb: the pool has at most %d connections and needs 3", n)
	}
	return nil
}

// openGorm lets gorm use the connection that writes.
func openGorm(pool *sqlite.Pool, config *gorm.Config) (*gorm.DB, error) {
	db, err := gorm.Open(sqlite.Dialector{Conn: pool.Write}, config)
	if err != nil {
		return nil, fmt.Errorf("wpdb: gorm: %w", err)
	}
	return db, nil
}
