package wpdb

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// DumpOptions say who is told of what DB.Dump does. The zero value is nobody.
type DumpOptions struct {
	// Rows is told how many rows of a table were written, now and then and when
	// it is done.
	Rows func(table string, rows int)
	// Changed is told of a value that MySQL's column cannot hold, and that was
	// cut or set to nothing: the row by its id, and why.
	Changed func(table, column string, row int64, why string)
}

// dumpBatch is how many bytes of rows one INSERT has, unless a single row has
// more. Servers take a megabyte everywhere.
const dumpBatch = 512 << 10

// Dump writes the site as SQL for MySQL and MariaDB, so that WordPress can be run
// on it: mysql database < dump.sql. All twelve tables are made anew, with the
// columns and indexes that WordPress gives them. Tables of others that are in
// the database do not go along. What is written is as it was at one moment,
// whatever is changed meanwhile.
func (db *DB) Dump(ctx context.Context, w io.Writer, o DumpOptions) error {
	d := &dumper{db: db, o: o, w: bufio.NewWriterSize(w, 64<<10)}
	if err := d.all(ctx); err != nil {
		return wrap("dump", err)
	}
	return nil
}

type dumper struct {
	db  *DB
	o   DumpOptions
	w   *bufio.Writer
	err error // of writing
}

func (d *dumper) write(s string) {
	if d.err == nil {
		_, d.err = d.w.WriteString(s)
	}
}

func (d *dumper) all(ctx context.Context) (err error) {
	snapshot := &sql.TxOptions{}
	if d.db.pool.file == nil { // SQLite's transactions are snapshots
		snapshot = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := d.db.pool.read.BeginTx(ctx, snapshot)
	if err != nil {
		return err
	}
	defer func() {
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) && err == nil {
			err = e
		}
	}()
	d.write(`-- A WordPress site, for MySQL and MariaDB: mysql DATABASE < FILE
-- It replaces the tables of WordPress in that database.

/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE, TIME_ZONE='+00:00' */;
SET NAMES utf8mb4;

`)
	for _, t := range dumpTables() {
		if err := d.table(ctx, tx, t); err != nil {
			return fmt.Errorf("%s: %w", t.table.name(), err)
		}
	}
	d.write(`/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
`)
	if d.err == nil {
		d.err = d.w.Flush()
	}
	return d.err
}

// table writes one table.
func (d *dumper) table(ctx context.Context, tx *sql.Tx, t dumpTable) (err error) {
	name := quote(d.db.prefix + t.table.name())
	d.write(t.create(name))
	text := "SELECT " + t.list() + " FROM " + name + " ORDER BY " + t.order()
	if d.db.onQuery != nil {
		d.db.onQuery(text)
	}
	rows, err := tx.QueryContext(ctx, d.db.dialect.sql(text))
	if err != nil {
		return err
	}
	defer closing(rows, &err)
	values := make([]sql.NullString, len(t.columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	n, size := 0, 0
	var row []byte
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row = d.row(row[:0], t, values)
		switch {
		case size == 0:
			d.write("INSERT INTO " + name + " (" + t.list() + ") VALUES\n")
		case size+len(row) > dumpBatch:
			d.write(";\nINSERT INTO " + name + " (" + t.list() + ") VALUES\n")
			size = 0
			d.told(t, n)
		default:
			d.write(",\n")
		}
		d.write(string(row))
		if d.err != nil {
			return d.err
		}
		size += len(row)
		n++
	}
	if size > 0 {
		d.write(";\n")
	}
	d.write("\n")
	d.told(t, n)
	return rows.Err()
}

func (d *dumper) told(t dumpTable, rows int) {
	if d.o.Rows != nil {
		d.o.Rows(d.db.prefix+t.table.name(), rows)
	}
}

// row appends the values of a row.
func (d *dumper) row(dst []byte, t dumpTable, values []sql.NullString) []byte {
	for i, c := range t.columns {
		if i == 0 {
			dst = append(dst, '(')
		} else {
			dst = append(dst, ',')
		}
		value, why := c.fit(values[i])
		if why != "" && d.o.Changed != nil {
			id, _ := strconv.ParseInt(values[0].String, 10, 64)
			d.o.Changed(d.db.prefix+t.table.name(), c.name, id, why)
		}
		dst = c.append(dst, value)
	}
	return append(dst, ')')
}

// fit makes a value one that the column holds, and says why it had to.
func (c dumpColumn) fit(v sql.NullString) (fitting sql.NullString, why string) {
	kind, size, _ := strings.Cut(strings.Fields(c.definition)[0], "(")
	if !v.Valid {
		if strings.Contains(c.definition, "NOT NULL") {
			_, value, _ := strings.Cut(c.definition, "DEFAULT ")
			v = sql.NullString{String: strings.Trim(value, "'"), Valid: true}
		}
		return v, ""
	}
	switch kind {
	case "int", "bigint":
		v.String, why = fitNumber(v.String, kind, strings.Contains(c.definition, "unsigned"))
	case "datetime":
		if _, err := time.Parse(dateLayout, v.String); err != nil && v.String != nullDate {
			v.String, why = nullDate, fmt.Sprintf("%q is no date", v.String)
		}
	default:
		if !utf8.ValidString(v.String) {
			v.String, why = strings.ToValidUTF8(v.String, "\uFFFD"), "it is no UTF-8"
		}
		if cut := cutText(v.String, kind, size); len(cut) < len(v.String) {
			v.String, why = cut, "it is too long"
		}
	}
	return v, why
}

// fitNumber makes a number one of MySQL's type.
func fitNumber(s, kind string, unsigned bool) (fitting, why string) {
	n, err := strconv.ParseInt(s, 10, 64)
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if kind == "int" {
		low, high = math.MinInt32, math.MaxInt32
	}
	if unsigned {
		if _, err := strconv.ParseUint(s, 10, 64); err == nil {
			return s, ""
		}
		low = 0
	}
	if fit := max(low, min(high, n)); err != nil || fit != n {
		return strconv.FormatInt(fit, 10), s + " is out of range"
	}
	return s, ""
}

// cutText cuts a text to what a column holds: characters of a varchar, bytes of
// others, and no half of a character.
func cutText(s, kind, size string) string {
	bytes := map[string]int{"tinytext": 255, "text": 65535, "mediumtext": 1<<24 - 1, "longtext": math.MaxUint32}[kind]
	if kind == "varchar" {
		characters, _ := strconv.Atoi(strings.TrimSuffix(size, ")"))
		if len(s) <= characters || utf8.RuneCountInString(s) <= characters {
			return s
		}
		return string([]rune(s)[:characters])
	}
	if len(s) <= bytes {
		return s
	}
	for !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// append writes a value as SQL.
func (c dumpColumn) append(dst []byte, v sql.NullString) []byte {
	if !v.Valid {
		return append(dst, "NULL"...)
	}
	if strings.Contains(c.definition, "int(") {
		return append(dst, v.String...)
	}
	dst = append(dst, '\'')
	for i := range len(v.String) {
		switch b := v.String[i]; b {
		case 0:
			dst = append(dst, `\0`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case 0x1a:
			dst = append(dst, `\Z`...)
		case '\'', '\\':
			dst = append(dst, '\\', b)
		default:
			dst = append(dst, b)
		}
	}
	return append(dst, '\'')
}
