// Package wordpress tests wprest beside a WordPress in PHP, on one MariaDB: what
// either writes the other reads at once, and no table changes its form.
//
//	eval "$(.ci/databases start)"
//	apt-get install --no-install-recommends wordpress php-cli php-mysql php-xml php-gd
//	go test ./clienttest/wordpress
//
// WPREST_TEST_WORDPRESS names the folder of the WordPress, by default that of
// Debian's package, version 6.1. It is a black box here: what it does shows over
// HTTP. Without it, or without the database, the test is skipped, but not when
// WPREST_TEST_ALL is set.
package wordpress

import "testing"

func TestCoexistence(t *testing.T) {
	c := newCoast(t)
	for _, scenario := range []struct {
		name string
		run  func(*testing.T, *coast)
	}{
		{"posts", testPosts},
		{"slugs", testSlugs},
		{"pages", testPages},
		{"terms", testTerms},
		{"meta", testMeta},
		{"revisions", testRevisions},
		{"autosaves", testAutosaves},
		{"thumbnails", testThumbnails},
		{"scheduled posts", testScheduled},
		{"trash", testTrash},
		{"deleting", testDeleting},
		{"comments", testComments},
		{"moderation", testModeration},
		{"users", testUsers},
		{"passwords", testPasswords},
		{"application passwords", testAppPasswords},
		{"sessions", testSessions},
		{"roles", testRoles},
		{"options", testOptions},
		{"permalinks", testPermalinks},
		{"rows", testRows},
		{"lists", testLists},
		{"totals", testTotals},
		{"writers at once", testWritersAtOnce},
	} {
		t.Run(scenario.name, func(t *testing.T) { scenario.run(t, c) })
	}
	t.Run("tables", func(t *testing.T) { testTables(t, c) })
}

// bothWays runs a test with either side as the one that writes first.
func (c *coast) bothWays(t *testing.T, run func(t *testing.T, writer, reader *side)) {
	t.Helper()
	t.Run("php first", func(t *testing.T) { run(t, c.php, c.wprest) })
	t.Run("wprest first", func(t *testing.T) { run(t, c.wprest, c.php) })
}
