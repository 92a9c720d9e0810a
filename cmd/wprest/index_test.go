package main

import (
	"strings"
	"testing"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	w := newWordPress(t, "")
	before := w.state()
	index := func(flags ...string) string {
		t.Helper()
		code, stdout, stderr := do(t, outside(), append([]string{"index", "--db", w.file, "--wp-root", w.root}, flags...)...)
		if code != exitOK || stderr != "" {
			t.Fatalf("%d %s", code, stderr)
		}
		return stdout
	}
	for _, test := range []struct{ flag, begin, sql string }{
		{"--dry-run", "missing: ", "\n  CREATE INDEX `hn_posts_type_status_modified` ON `hn_posts` (`post_type`, `post_status`, `post_modified`);\n"},
		{"--dry-run=false", "added: ", ""},
		{"--dry-run", "exists: ", ""},
	} {
		got := index(test.flag)
		if strings.Count(got, test.begin) != 3 || !strings.Contains(got, test.sql) || !strings.Contains(got, "type_status_title on hn_posts, for posts by title") {
			t.Errorf("%s:\n%s", test.flag, got)
		}
		if isSame := w.state() == before; isSame != (test.begin == "missing: ") {
			t.Errorf("%s: the database is the same: %t", test.flag, isSame)
		}
	}
	code, _, stderr := do(t, outside(), "index", "--db", w.file, "--prefix", "other_")
	if code != exitFailure || !strings.Contains(stderr, "no site whose tables begin with other_") {
		t.Errorf("%d %s", code, stderr)
	}
}
