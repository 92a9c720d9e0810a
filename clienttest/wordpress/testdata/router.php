<?php
// Has PHP's own web server answer as a web server before WordPress does: files
// as they are, everything else by index.php.
$root = $_SERVER['DOCUMENT_ROOT'];
$file = $root . rawurldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( is_file( $file ) || is_file( rtrim( $file, '/' ) . '/index.php' ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME']     = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $root . '/index.php';
chdir( $root );
require $root . '/index.php';
