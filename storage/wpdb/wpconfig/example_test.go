package wpconfig_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/wprest/wprest/storage/wpdb/wpconfig"
)

func ExampleParse() {
	config, err := wpconfig.Parse("/var/www/html/wp-config.php", "/var/www/html", []byte(`<?php
define( 'DB_NAME', 'harbor' );
define( 'DB_USER', 'skipper' );
define( 'DB_PASSWORD', 'sea' . 'shell' );
define( 'DB_HOST', '127.0.0.1:3306' );
define( 'WP_HOME', getenv( 'WP_HOME' ) );
$table_prefix = 'hn_';
require_once ABSPATH . 'wp-settings.php';
`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(config.DSN())
	fmt.Println(config.TablePrefix)
	var unknown *wpconfig.UnknownError
	if err := config.Need("WP_HOME"); errors.As(err, &unknown) {
		fmt.Println(unknown)
	}
	// Output:
	// mysql://skipper:seashell@127.0.0.1:3306/harbor <nil>
	// hn_
	// WP_HOME in /var/www/html/wp-config.php, line 6, is not a constant
}
