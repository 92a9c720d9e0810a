// Package wpconfig reads wp-config.php, the file in which a WordPress has the
// address and password of its database, its secrets, and what else must be known
// before there is a database.
//
//	config, err := wpconfig.Read("/var/www/html")
//	if err != nil { … }
//	dsn, err := config.DSN() // mysql://…
//
// No PHP is run. What the file says outright is read: define, const and
// $table_prefix with strings, numbers, true, false and null, with constants that
// the file has set before, with __DIR__, __FILE__ and dirname, and with these put
// together by ".". What it takes from the environment, works out, or sets under a
// condition other than "if it is not defined yet" is not known, and Config says
// so by name and line; files that it includes are not read.
package wpconfig
