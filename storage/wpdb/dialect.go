package wpdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/text/unicode/norm"
	gormmysql "gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"

	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// dialect has what differs between databases. All of it is in this file, but for
// how each tells of others' writes: see watch.
type dialect struct {
	name string
	// collate follows a text to be compared as people read it.
	collate string
	// contains has a text and a "?" for what fold makes of a word.
	contains string
	fold     func(string) string
	// numbers and texts read one "?", a JSON list, as a column "value".
	numbers, texts string
	noLimit        string // what LIMIT has where an offset has no limit
	inOrder        string // joins two tables, of which the first is read first
	toNumber       string // makes a number of a text
	here           string // names the database on the server
	// isolation makes a transaction see nothing of others, and fail where it
	// would not come out as if it had been alone.
	isolation sql.IsolationLevel
	// before are statements that tables need.
	before       []string
	tableOptions string
	// extraIndexes are statements that make what gorm's tags cannot say; %s
	// stands for the prefix.
	extraIndexes []string
	indexOfOwn   bool // see namer
	// nextID makes new ids follow one, for which it has two "?": table, column;
	// "" where they do by themselves.
	nextID           string
	retry, duplicate func(error) bool
	unfit            func(error) bool // a value has no place in its column; nil: it always has
	// translate makes the database's own of SQL with `names` and "?". Nil: it
	// is understood as it is written.
	translate func(string) string
	// argument makes a value one that the database takes; nil: it takes all.
	argument func(any) any
	gorm     func(*sql.DB) gorm.Dialector
	// tooOld is an error for a version of the server that lacks something; nil:
	// all are new enough.
	tooOld func(version string) error
}

// sqliteDialect returns the dialect of a pool. One that a host has opened may
// lack the additions of package sqlite.
func sqliteDialect(ctx context.Context, pool *sqlite.Pool) dialect {
	d := dialect{
		name:      "sqlite",
		collate:   " COLLATE " + sqlite.CollationName,
		contains:  "wp_has(%s, ?)",
		fold:      sqlite.Fold,
		numbers:   "json_each(?)",
		texts:     "json_each(?)",
		noLimit:   "-1",
		inOrder:   " CROSS JOIN ",
		toNumber:  "CAST(%s AS INTEGER)",
		retry:     sqlite.IsBusy,
		duplicate: sqlite.IsDuplicate,
		gorm:      func(db *sql.DB) gorm.Dialector { return sqlite.Dialector{Conn: db} },
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

// mysqlDialect is that of MariaDB from 10.6 on and MySQL from 8.0 on. Columns
// have the collation that people read by.
func mysqlDialect() dialect {
	return dialect{
		name:     "mysql",
		contains: "%s LIKE ?",
		fold: func(word string) string {
			return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word) + "%"
		},
		numbers:      "JSON_TABLE(?, '$[*]' COLUMNS (value BIGINT PATH '$')) list",
		texts:        "JSON_TABLE(?, '$[*]' COLUMNS (value LONGTEXT PATH '$')) list",
		noLimit:      "18446744073709551615",
		inOrder:      " STRAIGHT_JOIN ",
		toNumber:     "CAST(%s AS SIGNED)",
		here:         "DATABASE()",
		isolation:    sql.LevelSerializable,
		tableOptions: "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=" + mysqlCollation,
		indexOfOwn:   true,
		retry:        isMySQLError(1213, 1205, 1020, 1050, 1061), // deadlock, lock wait, changed row; made by another server
		duplicate:    isMySQLError(1062),
		unfit:        isMySQLError(1264, 1366, 1406),
		tooOld:       tooOldMySQL,
		argument:     validText,
		gorm: func(db *sql.DB) gorm.Dialector {
			return mysqlDialector{gormmysql.Dialector{Config: &gormmysql.Config{Conn: db, SkipInitializeWithVersion: true}}}
		},
	}
}

// mysqlCollation is that of the tables of a new site.
const mysqlCollation = "utf8mb4_unicode_520_ci"

// tooOldMySQL refuses versions without JSON_TABLE.
func tooOldMySQL(version string) error {
	name, least := "MySQL", []int{8, 0}
	// MariaDB once called itself 5.5.5-10.6.1-MariaDB, for the sake of old clients.
	if rest, found := strings.CutPrefix(version, "5.5.5-"); found || strings.Contains(version, "MariaDB") {
		name, least, version = "MariaDB", []int{10, 6}, rest
	}
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		return fmt.Errorf("the server has the version %q: %w", version, err)
	}
	if slices.Compare([]int{major, minor}, least) < 0 {
		return fmt.Errorf("%s %d.%d is too old: %d.%d is needed", name, major, minor, least[0], least[1])
	}
	return nil
}

func isMySQLError(numbers ...uint16) func(error) bool {
	return func(err error) bool {
		var e *mysql.MySQLError
		return errors.As(err, &e) && slices.Contains(numbers, e.Number)
	}
}

// postgresDialect is that of PostgreSQL from 13 on.
func postgresDialect() dialect {
	return dialect{
		name:      "postgres",
		collate:   " COLLATE wp_ci",
		contains:  "strpos(wp_fold(%s COLLATE \"C\"), ?) > 0",
		fold:      postgresFold,
		numbers:   "jsonb_array_elements_text(CAST(CAST(? AS text) AS jsonb)) AS list(item), CAST(item AS bigint) AS value",
		texts:     "jsonb_array_elements_text(CAST(CAST(? AS text) AS jsonb)) AS list(value)",
		noLimit:   "ALL",
		inOrder:   " JOIN ",
		toNumber:  "CAST(SUBSTRING(%s FROM '^ *[+-]?[0-9]{1,18}') AS bigint)",
		here:      "current_schema()",
		isolation: sql.LevelSerializable,
		before: []string{
			"CREATE COLLATION IF NOT EXISTS wp_ci (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
			foldFunction(),
		},
		nextID: "SELECT setval(s, ?) FROM (SELECT CAST(pg_get_serial_sequence(%s, '%s') AS regclass) AS s) own" +
			" WHERE COALESCE(pg_sequence_last_value(s), 0) < ?",
		retry:     isPostgresRetry,
		duplicate: isPostgresError("23505"),
		unfit:     isPostgresError("22001", "22003"),
		translate: postgresText,
		argument:  func(v any) any { return withoutNUL(validText(v)) },
		gorm: func(db *sql.DB) gorm.Dialector {
			return postgresDialector{postgres.Dialector{Config: &postgres.Config{Conn: db}}}
		},
	}
}

// foldFunction makes postgresFold for PostgreSQL: the text without the distinctions
// that people do not make in a search.
func foldFunction() string {
	return `CREATE OR REPLACE FUNCTION wp_fold(s text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$
SELECT CASE WHEN s ~ '^[\x01-\x7F]*$' THEN lower(s COLLATE "C") ELSE
	normalize(replace(replace(replace(replace(
		translate(lower(regexp_replace(normalize(replace(replace(s, 'й', E'\x01'), 'Й', E'\x01'), NFKD),
			'[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F\u3099\u309A]', '', 'g') COLLATE "und-x-icu"),
			'øđłħŧıς` + kana('ァ', 'ヶ') + `', 'odlhtiσ` + kana('ぁ', 'ゖ') + `'),
		'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), E'\x01', 'й'), NFC) COLLATE "C"
END $fold$`
}

// kana returns the letters from first to last.
func kana(first, last rune) string {
	var b strings.Builder
	for r := first; r <= last; r++ {
		b.WriteRune(r)
	}
	return b.String()
}

// postgresFold is sqlite.Fold with what it has taken apart put together: wp_fold
// takes more apart.
func postgresFold(word string) string { return norm.NFC.String(sqlite.Fold(word)) }

func isPostgresError(codes ...string) func(error) bool {
	return func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && slices.Contains(codes, e.Code)
	}
}

// isPostgresRetry tells serialization failures, deadlocks, and that another server
// makes the same tables.
func isPostgresRetry(err error) bool {
	var e *pgconn.PgError
	switch {
	case !errors.As(err, &e):
		return false
	case slices.Contains([]string{"40001", "40P01", "42P07", "42710"}, e.Code):
		return true
	}
	return e.Code == "23505" && strings.HasPrefix(e.ConstraintName, "pg_") || e.Code == "XX000" && strings.Contains(e.Message, "concurrently")
}

// isMixedCase tells the names of columns that PostgreSQL reads as other ones unless
// they are quoted.
func isMixedCase(word string) bool {
	switch word {
	case "ID", "comment_ID", "comment_post_ID", "comment_author_IP":
		return true
	}
	return false
}

// postgresText quotes names as PostgreSQL does and numbers the placeholders.
// What is quoted already stays.
func postgresText(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 16)
	n := 0
	for i := 0; i < len(text); {
		c := text[i]
		end := i + 1
		switch {
		case c == '\'' || c == '"' || c == '`':
			if at := strings.IndexByte(text[end:], c); at >= 0 {
				end += at + 1
			} else {
				end = len(text)
			}
			if part := text[i:end]; c == '`' {
				b.WriteString(strings.ReplaceAll(part, "`", `"`))
			} else {
				b.WriteString(part)
			}
		case c == '?':
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		case isWordByte(c):
			for end < len(text) && isWordByte(text[end]) {
				end++
			}
			if word := text[i:end]; isMixedCase(word) {
				b.WriteString(`"` + word + `"`)
			} else {
				b.WriteString(word)
			}
		default:
			b.WriteByte(c)
		}
		i = end
	}
	return b.String()
}

func isWordByte(c byte) bool { return c == '_' || '0' <= c && c <= '9' || isASCIILetter(c) }

// validText replaces what is no UTF-8 in a text.
func validText(v any) any {
	return mapText(v, func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }, utf8.ValidString)
}

// withoutNUL drops the one character that PostgreSQL has no place for.
func withoutNUL(v any) any {
	return mapText(v, func(s string) string { return strings.ReplaceAll(s, "\x00", "") }, func(s string) bool { return strings.IndexByte(s, 0) < 0 })
}

// mapText changes a text unless it is good.
func mapText(v any, change func(string) string, good func(string) bool) any {
	switch t := v.(type) {
	case string:
		if !good(t) {
			return change(t)
		}
	case *string:
		if t != nil && !good(*t) {
			return change(*t)
		}
	}
	return v
}

// arguments returns the values as the database takes them.
func (d *dialect) arguments(args []any) []any {
	if d.argument == nil {
		return args
	}
	for i, v := range args {
		if w := d.argument(v); w != v {
			args = slices.Clone(args)
			for j := i; j < len(args); j++ {
				args[j] = d.argument(args[j])
			}
			return args
		}
	}
	return args
}

// sql returns the database's own text of a statement.
func (d *dialect) sql(text string) string {
	if d.translate == nil {
		return text
	}
	return d.translate(text)
}

// mysqlDialector makes tables with WordPress's types of columns.
type mysqlDialector struct{ gormmysql.Dialector }

// DataTypeOf implements gorm.Dialector.
func (d mysqlDialector) DataTypeOf(f *schema.Field) string {
	t := d.Dialector.DataTypeOf(f)
	signed := []string{"comment_count", "comment_karma", "count", "link_rating", "menu_order", "term_group", "term_order", "user_status"}
	if rest, ok := strings.CutPrefix(t, "bigint"); ok && !slices.Contains(signed, f.DBName) {
		return "bigint unsigned" + rest
	}
	return t
}

// Migrator implements gorm.Dialector.
func (d mysqlDialector) Migrator(db *gorm.DB) gorm.Migrator {
	return gormmysql.Migrator{Migrator: migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d}}, Dialector: d.Dialector}
}

// postgresDialector makes tables whose texts compare as SQLite's do, and whose
// dates are texts, since PostgreSQL has no zero date.
type postgresDialector struct{ postgres.Dialector }

// DataTypeOf implements gorm.Dialector.
func (d postgresDialector) DataTypeOf(f *schema.Field) string {
	if f.DataType == schema.Int || f.DataType == schema.Uint {
		return d.Dialector.DataTypeOf(f)
	}
	t := string(f.DataType)
	switch t {
	case "datetime":
		t = "varchar(19)"
	case "longtext", string(schema.String):
		t = "text"
	case "bigint default 1":
		return t
	}
	if f.TagSettings["COLLATE"] != "" {
		return t + " COLLATE wp_ci"
	}
	return t + ` COLLATE "C"`
}

// Migrator implements gorm.Dialector.
func (d postgresDialector) Migrator(db *gorm.DB) gorm.Migrator {
	return postgres.Migrator{Migrator: migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d, CreateIndexAfterCreateTable: true}}}
}
