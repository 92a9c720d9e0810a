package wpdb

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/wprest/wprest/internal/testdb"
)

// onEach runs a test on every database there is: SQLite always, the servers that
// the environment names, as .ci/databases starts them.
func onEach(t *testing.T, run func(t *testing.T, o Options)) {
	t.Run("sqlite", func(t *testing.T) { run(t, Options{}) })
	testdb.OnServers(t, func(t *testing.T, dsn string) { run(t, Options{DSN: dsn, Temporary: true}) })
}

// pair returns two DBs on one site, as two processes have them.
func pair(t *testing.T, o Options) (one, two *DB) {
	t.Helper()
	if o.DSN == "" {
		o.DSN = filepath.Join(t.TempDir(), "site.db")
		return harbor(t, o), open(t, o)
	}
	one = harbor(t, o)
	connect := connectMySQL
	if one.dialect.name == "postgres" {
		connect = connectPostgres
	}
	conn, err := connect(one.pool.dsn, strings.Trim(one.pool.space, "`"))
	if err != nil {
		t.Fatal(err)
	}
	shared := *one.pool
	shared.write, shared.read, shared.space = conn, conn, ""
	two = newDB(o)
	two.pool, two.owned = &shared, true
	t.Cleanup(func() {
		if err := two.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := two.init(); err != nil {
		t.Fatal(err)
	}
	return one, two
}
