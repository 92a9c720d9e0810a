package main

import (
	"fmt"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/storage/gormstore"
	"github.com/wprest/wprest/text"
	"github.com/wprest/wprest/wp"
)

// statusExpr is the status of a row. What the old program forgot to set, or what
// nobody knows any more, is a draft: it does not show by accident.
const statusExpr = "CASE WHEN status IN (1, 2, 3, 4, 5) THEN status ELSE 0 END"

// statusCodes are the numbers of the old program for WordPress's words.
func statusCodes() map[string]int64 {
	return map[string]int64{
		wp.StatusDraft: 0, wp.StatusPublish: 1, wp.StatusTrash: 2, wp.StatusPending: 3, wp.StatusPrivate: 4, wp.StatusFuture: 5,
	}
}

// readStatus returns the word for a number.
func readStatus(column *int64) string {
	for word, code := range statusCodes() {
		if code == orEmpty(column) {
			return word
		}
	}
	return wp.StatusDraft
}

// putStatus writes the number of a status, unless the column of an old row says it
// already.
func putStatus(column **int64, p, was *wp.Post, isNew bool) error {
	code, ok := statusCodes()[p.Status]
	if !ok {
		return fmt.Errorf("status %s: %w", p.Status, wprest.ErrUnsupported)
	}
	if p.Status != was.Status || isNew {
		*column = &code
	}
	return nil
}

// A post in WordPress's bin has a slug that leaves its own to others. The old
// program keeps it as it is, and does not mind two rows with one.

func readSlug(column *string, status string) string {
	if status == wp.StatusTrash {
		return text.TrashedSlug(orEmpty(column))
	}
	return orEmpty(column)
}

func putSlug(column **string, p, was *wp.Post) {
	switch {
	case p.Slug == was.Slug:
	case p.Status == wp.StatusTrash && p.Slug == text.TrashedSlug(orEmpty(*column)):
	default:
		put(column, p.Slug)
	}
}

// noPassword refuses what the old tables cannot keep: to drop it would open the
// post to everybody.
func noPassword(p *wp.Post) error {
	if p.Password != "" {
		return fmt.Errorf("password: %w", wprest.ErrUnsupported)
	}
	return nil
}

// columns adds to the columns of a table the properties that are the same for all
// of its rows.
func columns(kind string, own gormstore.Columns) gormstore.Columns {
	const zero = "0 + 0" // a bare number in ORDER BY is that of a column
	for name, sql := range map[string]string{
		"type": "'" + kind + "'", "author": zero, "parent": zero, "menu_order": zero, "comment_count": zero,
		"password": "''", "mime_type": "''", "relevance": zero,
	} {
		if _, ok := own[name]; !ok {
			own[name] = gormstore.Column{Expr: sql}
		}
	}
	return own
}
