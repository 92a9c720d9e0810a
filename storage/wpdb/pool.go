package wpdb

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/wprest/wprest/storage/wpdb/sqlite"
)

// pool is the database of a DB: connections that write, in transactions, and
// connections that read, which may be the same.
type pool struct {
	write, read *sql.DB
	dialect     dialect
	file        *sqlite.Pool // nil unless the database is SQLite's
	dsn         string       // of a server
	space       string       // quoted: the database on the server that is made and dropped with the pool, or ""
}

// openPool opens the database that a DSN names, or a temporary one beside it.
func openPool(ctx context.Context, dsn string, temporary bool) (*pool, error) {
	scheme, rest, found := strings.Cut(dsn, ":")
	switch {
	case dsn == "":
		return nil, fmt.Errorf("wpdb: no DSN")
	case scheme == "mysql" || scheme == "mariadb":
		return openServer(ctx, dsn, temporary, mysqlDialect(), connectMySQL)
	case scheme == "postgres" || scheme == "postgresql":
		return openServer(ctx, dsn, temporary, postgresDialect(), connectPostgres)
	case found && scheme == "sqlite":
		if dsn = strings.TrimPrefix(rest, "//"); dsn == "" {
			return nil, fmt.Errorf("wpdb: the DSN names no file")
		}
	case found && scheme != "file" && strings.HasPrefix(rest, "//"):
		return nil, fmt.Errorf("wpdb: databases of the kind %q are not supported", scheme)
	}
	if temporary {
		dsn = sqlite.Memory
	}
	// One of the readers watches for other processes.
	file, err := sqlite.Open(ctx, dsn, sqlite.Options{Readers: 5})
	if err != nil {
		return nil, err
	}
	return filePool(ctx, file)
}

// filePool returns the pool of a SQLite database. It refuses one in which a
// transaction and the connection that watches would leave none to read.
func filePool(ctx context.Context, file *sqlite.Pool) (*pool, error) {
	if n := file.Read.Stats().MaxOpenConnections; file.Read == file.Write && n > 0 && n < 3 {
		return nil, fmt.Errorf("wpdb: the pool has at most %d connections and needs 3", n)
	}
	return &pool{write: file.Write, read: file.Read, dialect: sqliteDialect(ctx, file), file: file}, nil
}

// maxConnections is how many connections a DB has to a server at most.
const maxConnections = 32

// openServer connects with a database server. Connect returns the connections
// of a DSN with the database space, if that is not "".
func openServer(ctx context.Context, dsn string, temporary bool, d dialect, connect func(dsn, space string) (*sql.DB, error)) (_ *pool, err error) {
	p := &pool{dialect: d, dsn: dsn}
	name := ""
	if temporary {
		name = "wprest_tmp_" + strings.ToLower(rand.Text()[:16])
		server, err := connect(dsn, "")
		if err != nil {
			return nil, err
		}
		err = p.exec(ctx, server, "CREATE SCHEMA "+quote(name))
		if err = errors.Join(err, server.Close()); err != nil {
			return nil, fmt.Errorf("wpdb: temporary database: %w", err)
		}
		p.space = quote(name)
	}
	if p.write, err = connect(dsn, name); err != nil {
		return nil, err
	}
	p.read = p.write
	p.write.SetMaxOpenConns(maxConnections)
	p.write.SetMaxIdleConns(maxConnections / 2)
	p.write.SetConnMaxIdleTime(3 * time.Minute) // servers drop idle ones at some time
	if err := p.write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("wpdb: connect: %w", err), p.close())
	}
	if d.tooOld != nil {
		var version string
		err := p.write.QueryRowContext(ctx, "SELECT VERSION()").Scan(&version)
		if err == nil {
			err = d.tooOld(version)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("wpdb: connect: %w", err), p.close())
		}
	}
	return p, nil
}

// connectMySQL understands mysql://user:password@host:port/database, with
// ?socket=/path for a Unix socket and other parameters of go-sql-driver/mysql.
func connectMySQL(dsn, space string) (*sql.DB, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, errors.New("wpdb: the DSN is no URL: " + withoutSecret(err, dsn))
	}
	query := u.Query()
	c := mysql.NewConfig()
	c.User = u.User.Username()
	c.Passwd, _ = u.User.Password()
	c.Net, c.Addr = "tcp", net.JoinHostPort(cmp.Or(u.Hostname(), "127.0.0.1"), cmp.Or(u.Port(), "3306"))
	if socket := query.Get("socket"); socket != "" {
		c.Net, c.Addr = "unix", socket
		query.Del("socket")
	}
	c.DBName = cmp.Or(space, strings.Trim(u.Path, "/"))
	if c.DBName == "" {
		return nil, errors.New("wpdb: the DSN names no database")
	}
	// More parameters are read as the driver reads them.
	if len(query) > 0 {
		base := c.FormatDSN()
		if c, err = mysql.ParseDSN(base + joinParameters(base) + query.Encode()); err != nil {
			return nil, fmt.Errorf("wpdb: the DSN: %w", err)
		}
	}
	c.ParseTime = false // zero dates are no time
	c.ClientFoundRows = true
	c.Collation = mysqlCollation
	if c.Params == nil {
		c.Params = map[string]string{}
	}
	// Too long texts fail instead of being cut; zero dates are good.
	c.Params["sql_mode"] = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
	// PHP does not try again. Who never waits for a lock is in no deadlock, of
	// which PHP would be the victim. MySQL knows no shorter wait than a second.
	if c.Params["innodb_lock_wait_timeout"] == "" {
		c.Params["innodb_lock_wait_timeout"] = "1/*M!100300 *0*/"
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, fmt.Errorf("wpdb: the DSN: %w", err)
	}
	return sql.OpenDB(connector), nil
}

func joinParameters(dsn string) string {
	if strings.Contains(dsn, "?") {
		return "&"
	}
	return "?"
}

// withoutSecret returns the text of an error about a DSN without that.
func withoutSecret(err error, dsn string) string {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err.Error()
	}
	return strings.ReplaceAll(err.Error(), dsn, "…")
}

// connectPostgres understands what libpq does: postgres://user:password@host:port/database?sslmode=….
func connectPostgres(dsn, space string) (*sql.DB, error) {
	c, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("wpdb: the DSN: %w", err)
	}
	if space != "" {
		c.RuntimeParams["search_path"] = space
	}
	return stdlib.OpenDB(*c), nil
}

// shared returns a DSN with which others can open the same database.
func (p *pool) shared() string {
	u, err := url.Parse(p.dsn)
	if p.space == "" || err != nil {
		return p.dsn
	}
	name := strings.Trim(p.space, "`")
	if p.dialect.name == "postgres" {
		query := u.Query()
		query.Set("search_path", name)
		u.RawQuery = query.Encode()
	} else {
		u.Path = "/" + name
	}
	return u.String()
}

// private reports whether no other process can know the database.
func (p *pool) private() bool { return p.file != nil && p.file.Private() }

// clone returns an empty database like p that ends with it, or for SQLite's a
// full one.
func (p *pool) clone(ctx context.Context) (_ *pool, full bool, err error) {
	if p.file == nil {
		c, err := openPool(ctx, p.dsn, true)
		return c, false, err
	}
	file, err := p.file.Clone(ctx, sqlite.Options{})
	if err != nil {
		return nil, false, err
	}
	c, err := filePool(ctx, file)
	return c, true, err
}

// exec runs a statement of its own, until nobody is in its way.
func (p *pool) exec(ctx context.Context, db *sql.DB, text string) error {
	return p.dialect.persist(ctx, slog.New(slog.DiscardHandler), func(int) error {
		_, err := db.ExecContext(ctx, p.dialect.sql(text))
		return err
	})
}

// close closes the connections, and drops what is temporary.
func (p *pool) close() error {
	if p.file != nil {
		return p.file.Close()
	}
	var err error
	if p.space != "" {
		cascade := map[string]string{"postgres": " CASCADE"}[p.dialect.name]
		err = p.exec(context.Background(), p.write, "DROP SCHEMA "+p.space+cascade)
	}
	return errors.Join(err, p.write.Close())
}
