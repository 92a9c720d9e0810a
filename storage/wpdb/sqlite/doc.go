// Package sqlite opens SQLite databases in pure Go and speaks their dialect to
// gorm. The import of the driver, modernc.org/sqlite, lives in this package
// alone, so a host that brings another one does not link it.
//
// Every connection has two additions, which belong to a driver value of the
// Pool's own and touch no other user of modernc.org/sqlite in the process:
//
//   - the collation wp_ci compares text as the collations do that WordPress uses
//     on MySQL: without regard to letter case and accents, punctuation before
//     digits before letters (Compare);
//   - the function wp_has(text, folded) tells whether text, folded by Fold, has
//     folded within it.
package sqlite
