// Package wpdb keeps a site in WordPress's own tables, so that the database of a
// WordPress site is served as it is and a wprest site can be handed back to
// WordPress.
//
//	db, err := wpdb.Open(ctx, wpdb.Options{DSN: "site.db"})
//	if err != nil { … }
//	defer db.Close()
//	if err := db.Create(ctx); err != nil { … }
//	site := wp.Stores{Posts: db.Posts(), Users: db.Users(), …} // or db.Stores()
//
// The database is a SQLite file, or on a server of MariaDB, MySQL or PostgreSQL;
// docs/databases.md says what each needs.
//
// # What is kept in memory
//
// Totals of lists and the options of the site. Both are exact: writes through
// this DB drop what they touch when they commit, and writes of other processes
// are noticed before an answer is given. What that costs differs between
// databases; CheckOnce makes it once a request.
//
// # Transactions
//
// Every call that writes is one transaction. Tx makes several calls one: stores
// that get its context read and write within it. SQLite has one writer, so a
// call with another context from within Tx waits for itself until its context
// ends. On servers transactions run side by side, serializable; where two are in
// each other's way one is tried again.
//
// # Letter case and order
//
// Texts compare as on WordPress's MySQL tables: without regard to letter case
// and accents where people see the difference (titles, names, search), and
// without regard to case in slugs, logins and addresses. On SQLite the
// collation comes from package sqlite; the index on titles uses it, so another
// program can read such a database but not write posts unless it drops that
// index first (it ends in "type_status_title"; Create makes it again).
package wpdb
