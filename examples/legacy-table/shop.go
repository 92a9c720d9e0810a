package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// tables are those of the old program.
const tables = `
CREATE TABLE nachrichten (
	nr INTEGER PRIMARY KEY AUTOINCREMENT,
	kennung TEXT,                  -- last part of the address
	titel TEXT NOT NULL,
	vorspann TEXT,
	text TEXT,
	datum TEXT,                    -- TT.MM.JJJJ HH:MM, as clocks show it
	geaendert INTEGER,             -- Unix seconds; not in the oldest rows
	status INTEGER,                -- 0 draft, 1 published, 2 deleted, 3 to be reviewed, 4 internal, 5 planned
	redakteur INTEGER,
	bild INTEGER,
	gelesen INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX nachrichten_kennung ON nachrichten (kennung);
CREATE TABLE artikel (
	art_nr INTEGER PRIMARY KEY AUTOINCREMENT,
	kennung TEXT,
	bezeichnung TEXT NOT NULL,
	kurztext TEXT,
	beschreibung TEXT,
	preis_cent INTEGER NOT NULL DEFAULT 0,
	bestand INTEGER NOT NULL DEFAULT 0,
	bild INTEGER,
	angelegt INTEGER,              -- Unix seconds
	geaendert INTEGER,
	status INTEGER,
	lieferant TEXT
);
CREATE INDEX artikel_kennung ON artikel (kennung);
CREATE TABLE archiv (
	nr INTEGER PRIMARY KEY,
	titel TEXT NOT NULL,
	text TEXT,
	erschienen TEXT                -- JJJJ-MM-TT
);
CREATE TABLE themen (
	nr INTEGER PRIMARY KEY AUTOINCREMENT,
	kennung TEXT NOT NULL UNIQUE,
	titel TEXT NOT NULL,
	beschreibung TEXT,
	oberthema INTEGER,
	anzahl INTEGER NOT NULL DEFAULT 0 -- of published news
);
CREATE TABLE nachricht_thema (
	nachricht INTEGER NOT NULL,
	thema INTEGER NOT NULL,
	PRIMARY KEY (nachricht, thema)
);
CREATE TABLE bilder (
	nr INTEGER PRIMARY KEY AUTOINCREMENT,
	datei TEXT NOT NULL,
	titel TEXT NOT NULL,
	alttext TEXT,
	breite INTEGER NOT NULL,
	hoehe INTEGER NOT NULL,
	hochgeladen INTEGER
);
CREATE TABLE redakteure (
	nr INTEGER PRIMARY KEY,
	kuerzel TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	email TEXT,
	rolle INTEGER NOT NULL,        -- 1 author, 2 editor, 3 administrator
	seit TEXT                      -- TT.MM.JJJJ
);`

// A shop is the database of the old program.
type shop struct {
	pool *sqlite.Pool
	db   *gorm.DB
}

// openShop opens the database in a file, or a temporary one, and makes its tables
// with so many rows if it has none.
func openShop(ctx context.Context, path string, rows int) (*shop, error) {
	if path == "" {
		path = sqlite.Memory
	}
	pool, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	var known int
	err = pool.Read.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'nachrichten'").Scan(&known)
	if err == nil && known == 0 {
		err = makeShop(ctx, pool.Write, rows)
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	s, err := newShop(ctx, pool)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return s, nil
}

// newShop makes an old database ready for the adapters. Its tables stay as they
// are; they get the indexes that lists need.
func newShop(ctx context.Context, pool *sqlite.Pool) (*shop, error) {
	for _, index := range []string{
		"nachrichten_status_datum ON nachrichten (" + statusExpr + ", " + newsDate + ")",
		"nachrichten_status_titel ON nachrichten (" + statusExpr + ", titel COLLATE NOCASE)",
		"nachrichten_datum ON nachrichten (" + newsDate + ")",
		"nachrichten_status_geaendert ON nachrichten (" + statusExpr + ", geaendert)",
		"nachrichten_redakteur ON nachrichten (redakteur, " + statusExpr + ", " + newsDate + ")",
		"nachricht_thema_thema ON nachricht_thema (thema, nachricht)",
		"artikel_status_angelegt ON artikel (" + statusExpr + ", " + productDate + ")",
		"archiv_erschienen ON archiv (erschienen)",
		"bilder_hochgeladen ON bilder (hochgeladen)",
	} {
		if _, err := pool.Write.ExecContext(ctx, "CREATE INDEX IF NOT EXISTS "+index); err != nil {
			return nil, fmt.Errorf("index %s: %w", index, err)
		}
	}
	// Without figures SQLite takes every status to be rare.
	if _, err := pool.Write.ExecContext(ctx, "PRAGMA optimize = 0x10002"); err != nil {
		return nil, fmt.Errorf("figures of the indexes: %w", err)
	}
	// Gorm writes in transactions, so what is no transaction only reads.
	db, err := gorm.Open(sqlite.Dialector{Conn: halves{pool.Write, pool.Read}}, &gorm.Config{TranslateError: true, Logger: logger.Discard})
	return &shop{pool, db}, err
}

func (s *shop) Close() error { return s.pool.Close() }

// halves lets reads go on beside a write.
type halves struct {
	*sql.DB
	read *sql.DB
}

// QueryContext implements gorm.ConnPool.
func (h halves) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return h.read.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (h halves) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return h.read.QueryRowContext(ctx, query, args...)
}

// allRows is how many rows the old program has gathered.
const allRows = 50_000

// makeShop makes the tables of the old program and fills them: the same rows
// every time.
func makeShop(ctx context.Context, db *sql.DB, rows int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // it was committed, or the error is told already
	if _, err := tx.ExecContext(ctx, tables); err != nil {
		return err
	}
	for _, part := range []struct {
		insert string
		count  int
		row    func(n int) []any
	}{
		{"redakteure VALUES (?, ?, ?, ?, ?, ?)", len(people), editorRow},
		{"themen (nr, kennung, titel, beschreibung, oberthema) VALUES (?, ?, ?, ?, ?)", len(subjects), topicRow},
		{"bilder VALUES (?, ?, ?, ?, ?, ?, ?)", rows / 100, pictureRow},
		{"archiv VALUES (?, ?, ?, ?)", rows / 25, archiveRow},
		{"artikel VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows * 4 / 25, func(n int) []any { return productRow(n, rows/100) }},
		{"nachrichten VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows * 4 / 5, func(n int) []any { return newsRow(n, rows/100) }},
		{"nachricht_thema VALUES (?, ?)", rows * 6 / 5, topicOfNews},
	} {
		if err := fill(ctx, tx, part.insert, part.count, part.row); err != nil {
			return fmt.Errorf("fill %s: %w", part.insert, err)
		}
	}
	_, err = tx.ExecContext(ctx, `UPDATE themen SET anzahl = (SELECT count(*) FROM nachricht_thema JOIN nachrichten ON nr = nachricht
		WHERE thema = themen.nr AND status = 1)`)
	if err != nil {
		return err
	}
	return tx.Commit()
}

// together is how many rows are inserted by one statement.
const together = 50

// fill inserts rows 1 to count.
func fill(ctx context.Context, tx *sql.Tx, insert string, count int, row func(n int) []any) error {
	into, one, _ := strings.Cut(insert, " VALUES ")
	for n := 1; n <= count; {
		size := min(together, count-n+1)
		values := make([]any, 0, size*12)
		for range size {
			values = append(values, row(n)...)
			n++
		}
		query := "INSERT INTO " + into + " VALUES " + one + strings.Repeat(", "+one, size-1)
		if _, err := tx.ExecContext(ctx, query, values...); err != nil {
			return err
		}
	}
	return nil
}

// pick chooses one of the words of a list.
func pick(n int, list string) string {
	words := strings.Split(list, ",")
	return words[n%len(words)]
}

// minutes counts on from the day on which the old program was installed.
func minutes(n int) time.Time {
	return time.Date(2004, 5, 3, 7, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
}
