package wpconfig

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/wprest/wprest/auth"
)

// Config is what a wp-config.php says. What it does not say, or not so that it
// can be known, has the default; Unknown lists the latter. It may be read
// concurrently while it is not changed.
type Config struct {
	// File is the path of wp-config.php, Root that of the folder of WordPress,
	// ABSPATH without the slash at its end.
	File, Root string

	// DBName, DBUser, DBPassword and DBHost say where the database is; see DSN.
	DBName, DBUser, DBPassword string
	DBHost                     Host
	// DBCharset is the character set of the connection, "" for the server's.
	DBCharset string
	// TablePrefix is $table_prefix; "" if it is not known.
	TablePrefix string
	// CustomUserTables says that the tables of users have names of their own, by
	// CUSTOM_USER_TABLE or CUSTOM_USER_META_TABLE.
	CustomUserTables bool
	// Multisite says that the installation serves many sites.
	Multisite bool

	// Salts are the keys and salts. As in WordPress one does not count that
	// another one equals, or that was never changed.
	Salts auth.Salts
	// SiteURL and Home stand for the options siteurl and home, without a slash
	// at the end; "": those count.
	SiteURL, Home string
	// Cookies are the names and reach of the login cookies.
	Cookies Cookies

	// ContentDir is WP_CONTENT_DIR, by default wp-content below Root.
	// ContentURL is WP_CONTENT_URL; "" stands for wp-content below the siteurl.
	ContentDir, ContentURL string
	// Uploads is the folder of uploads, relative to Root and to the siteurl;
	// "": the options decide.
	Uploads string

	// PostRevisions is how many revisions of a post are kept, -1 (the default)
	// for all of them.
	PostRevisions int
	// EmptyTrashDays is how long things stay in the trash; 0: there is none.
	// The default is 30.
	EmptyTrashDays int
	// EnvironmentType is WP_ENVIRONMENT_TYPE, such as "local"; "" if it is not
	// set here.
	EnvironmentType string

	// Unknown has those of the constants above whose value cannot be known, by
	// line.
	Unknown []*UnknownError

	settings map[string]*setting
	included int
	sockets  []string // where PHP's "localhost" may be
}

// Cookies are the constants about cookies. Empty ones have WordPress's defaults.
type Cookies struct {
	// Hash ends the names of the cookies: COOKIEHASH. By default it is the MD5
	// of the siteurl.
	Hash string
	// LoggedIn, Auth and SecureAuth are whole names: LOGGED_IN_COOKIE,
	// AUTH_COOKIE and SECURE_AUTH_COOKIE.
	LoggedIn, Auth, SecureAuth string
	// Domain is COOKIE_DOMAIN.
	Domain string
	// Path, SitePath, AdminPath and PluginsPath are COOKIEPATH,
	// SITECOOKIEPATH, ADMIN_COOKIE_PATH and PLUGINS_COOKIE_PATH.
	Path, SitePath, AdminPath, PluginsPath string
}

// An UnknownError says that a value of wp-config.php cannot be known.
type UnknownError struct {
	// Name is that of a constant, or "$table_prefix".
	Name string
	// File and Line say where it is set. Line 0: it is not.
	File string
	Line int

	reason string
}

// Error implements error.
func (e *UnknownError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s %s in %s", e.Name, e.reason, e.File)
	}
	return fmt.Sprintf("%s in %s, line %d, %s", e.Name, e.File, e.Line, e.reason)
}

// Need returns an *UnknownError for the first of the names, of constants or
// "$table_prefix", that is not set or not known.
func (c *Config) Need(names ...string) error {
	for _, name := range names {
		s := c.settings[name]
		switch {
		case s == nil && c.included > 0:
			return &UnknownError{name, c.File, 0, fmt.Sprintf("is not set (line %d includes another file, which is not read)", c.included)}
		case s == nil:
			return &UnknownError{name, c.File, 0, "is not set"}
		case s.reason != "":
			return &UnknownError{name, c.File, s.line, s.reason}
		}
	}
	return nil
}

// DSN returns a URL that names the database: mysql://user:password@host/name. For
// "localhost" it has the socket that PHP would use, if one is at a usual place.
// The error is an *UnknownError, or says that the DBCharset is none that holds
// all of UTF-8.
func (c *Config) DSN() (string, error) {
	if err := c.Need("DB_NAME", "DB_USER", "DB_PASSWORD", "DB_HOST"); err != nil {
		return "", err
	}
	switch strings.ToLower(c.DBCharset) {
	case "", "utf8", "utf8mb3", "utf8mb4":
	default:
		return "", fmt.Errorf("wpconfig: DB_CHARSET is %q, and only UTF-8 is understood", c.DBCharset)
	}
	u := url.URL{Scheme: "mysql", User: url.UserPassword(c.DBUser, c.DBPassword), Path: "/" + c.DBName}
	u.Host = cmp.Or(c.DBHost.Name, "localhost")
	if c.DBHost.Port != 0 {
		u.Host = net.JoinHostPort(u.Host, strconv.Itoa(c.DBHost.Port))
	} else if strings.Contains(u.Host, ":") {
		u.Host = "[" + u.Host + "]"
	}
	if socket := c.socket(); socket != "" {
		u.RawQuery = url.Values{"socket": {socket}}.Encode()
	}
	return u.String(), nil
}

// socket returns the socket that PHP connects to, or "".
func (c *Config) socket() string {
	if c.DBHost.Socket != "" || !c.DBHost.isLocal() {
		return c.DBHost.Socket
	}
	for _, name := range c.sockets {
		if info, err := os.Stat(name); err == nil && info.Mode()&os.ModeSocket != 0 {
			return name
		}
	}
	return ""
}

// get returns the value of a constant, or an unknown one, which is noted.
func (c *Config) get(name string) value {
	s := c.settings[name]
	if s == nil {
		return value{}
	}
	if s.reason != "" {
		c.Unknown = append(c.Unknown, &UnknownError{name, c.File, s.line, s.reason})
		return value{}
	}
	return s.value
}

// fill takes the settings over.
func (c *Config) fill() {
	str := func(name string) string { return c.get(name).string() }
	address := func(name string) string { return strings.TrimRight(str(name), "/") }

	c.DBName, c.DBUser, c.DBPassword = str("DB_NAME"), str("DB_USER"), str("DB_PASSWORD")
	c.DBHost, c.DBCharset = ParseHost(str("DB_HOST")), str("DB_CHARSET")
	c.TablePrefix = str(prefixVariable)
	c.CustomUserTables = c.has("CUSTOM_USER_TABLE") || c.has("CUSTOM_USER_META_TABLE")
	c.Multisite = c.isMultisite()
	c.fillSalts()
	c.SiteURL, c.Home = address("WP_SITEURL"), address("WP_HOME")
	c.Cookies = Cookies{
		Hash: str("COOKIEHASH"), LoggedIn: str("LOGGED_IN_COOKIE"), Auth: str("AUTH_COOKIE"), SecureAuth: str("SECURE_AUTH_COOKIE"),
		Domain: str("COOKIE_DOMAIN"), Path: str("COOKIEPATH"), SitePath: str("SITECOOKIEPATH"),
		AdminPath: str("ADMIN_COOKIE_PATH"), PluginsPath: str("PLUGINS_COOKIE_PATH"),
	}
	c.ContentDir = cmp.Or(strings.TrimRight(str("WP_CONTENT_DIR"), "/"), c.Root+"/wp-content")
	c.ContentURL, c.Uploads = address("WP_CONTENT_URL"), strings.Trim(str("UPLOADS"), "/")
	c.fillNumbers()
	c.EnvironmentType = str("WP_ENVIRONMENT_TYPE")
	slices.SortStableFunc(c.Unknown, func(a, b *UnknownError) int { return a.Line - b.Line })
}

// has reports whether a constant is set, to whatever.
func (c *Config) has(name string) bool { return c.settings[name] != nil }

func (c *Config) isMultisite() bool {
	if c.has("MULTISITE") {
		return c.get("MULTISITE").bool()
	}
	return c.has("SUBDOMAIN_INSTALL") || c.has("VHOST") || c.has("SUNRISE")
}

func (c *Config) fillNumbers() {
	c.PostRevisions, c.EmptyTrashDays = -1, 30
	if v := c.get("WP_POST_REVISIONS"); v.known && v.v != true {
		c.PostRevisions = int(max(v.int(), -1))
	}
	if v := c.get("EMPTY_TRASH_DAYS"); v.known {
		c.EmptyTrashDays = int(max(v.int(), 0))
	}
}

// neverChanged is what the file has in place of secrets before somebody sets it
// up.
const neverChanged = "put your unique phrase here"

// fillSalts mirrors what wp_salt makes of the constants.
func (c *Config) fillSalts() {
	s := &c.Salts
	fields := map[string]*string{
		"AUTH_KEY": &s.AuthKey, "AUTH_SALT": &s.AuthSalt, "SECURE_AUTH_KEY": &s.SecureAuthKey, "SECURE_AUTH_SALT": &s.SecureAuthSalt,
		"LOGGED_IN_KEY": &s.LoggedInKey, "LOGGED_IN_SALT": &s.LoggedInSalt, "NONCE_KEY": &s.NonceKey, "NONCE_SALT": &s.NonceSalt,
	}
	secretKey, secretSalt := "", "" // they stood for all once
	fields["SECRET_KEY"], fields["SECRET_SALT"] = &secretKey, &secretSalt
	uses := map[string]int{neverChanged: 1}
	for name, field := range fields {
		*field = c.get(name).string()
		uses[*field]++
	}
	for _, field := range fields {
		if uses[*field] > 1 {
			*field = ""
		}
	}
	s.AuthSalt = cmp.Or(s.AuthSalt, secretSalt)
	for _, key := range []*string{&s.AuthKey, &s.SecureAuthKey, &s.LoggedInKey, &s.NonceKey} {
		*key = cmp.Or(*key, secretKey)
	}
}
