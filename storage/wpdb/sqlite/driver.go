package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	moderncsqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// CollationName is the name of the collation that Compare implements.
const CollationName = "wp_ci"

// NewDriver returns a driver whose connections have the additions that the
// package comment lists, for a host that opens its databases itself.
func NewDriver() (driver.Driver, error) {
	d := &moderncsqlite.Driver{}
	if err := d.RegisterCollationUtf8(CollationName, Compare); err != nil {
		return nil, fmt.Errorf("sqlite: register collation: %w", err)
	}
	err := d.RegisterFunction("wp_has", &moderncsqlite.FunctionImpl{
		NArgs:         2,
		Deterministic: true,
		VolatileArgs:  true, // has keeps nothing of them
		Scalar:        has,
	})
	if err != nil {
		return nil, fmt.Errorf("sqlite: register function: %w", err)
	}
	return d, nil
}

func has(_ *moderncsqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	text, ok := args[0].(string)
	if !ok {
		return int64(0), nil
	}
	folded, ok := args[1].(string)
	if !ok {
		return int64(0), nil
	}
	if contains(text, folded) {
		return int64(1), nil
	}
	return int64(0), nil
}

// connector opens the connections of a Pool.
type connector struct {
	driver driver.Driver
	dsn    string
}

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.driver.Open(c.dsn)
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return c.driver }

// IsBusy reports whether err says that another connection held the database
// for longer than the busy timeout, so that the transaction may be tried again.
func IsBusy(err error) bool {
	var e *moderncsqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	primary := e.Code() & 0xff
	return primary == sqlite3.SQLITE_BUSY || primary == sqlite3.SQLITE_LOCKED
}

// IsDuplicate reports whether err says that a row with this key is there already.
func IsDuplicate(err error) bool {
	var e *moderncsqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}
