// Package testdb gives tests the database servers that the environment names, as
// .ci/databases starts them.
package testdb

import (
	"os"
	"testing"
)

// The variables with the DSNs of the servers.
const (
	MariaDB  = "WPREST_TEST_MARIADB"
	Postgres = "WPREST_TEST_POSTGRES"
)

// DSN returns the value of a variable. Without one it skips the test.
func DSN(t *testing.T, variable string) string {
	t.Helper()
	dsn := os.Getenv(variable)
	if dsn == "" {
		Missing(t, "%s is not set; .ci/databases starts the servers and tells", variable)
	}
	return dsn
}

// Missing skips a test that lacks something, but fails it where WPREST_TEST_ALL
// says that all shall be tested.
func Missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("WPREST_TEST_ALL") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// OnServers runs a test on each of the servers.
func OnServers(t *testing.T, run func(t *testing.T, dsn string)) {
	for name, variable := range map[string]string{"mariadb": MariaDB, "postgres": Postgres} {
		t.Run(name, func(t *testing.T) { run(t, DSN(t, variable)) })
	}
}
