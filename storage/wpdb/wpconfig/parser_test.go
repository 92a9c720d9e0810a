package wpconfig

import (
	"strings"
	"testing"
)

// parse returns what PHP sets, by "name=value" or "name?reason".
func settingsOf(t *testing.T, php string) *Config {
	t.Helper()
	c, err := Parse("/srv/site/wp-config.php", "/srv/site/wp", []byte("<?php\n"+php))
	if err != nil {
		t.Fatalf("%s: %v", php, err)
	}
	return c
}

func TestValues(t *testing.T) {
	t.Parallel()
	for php, want := range map[string]any{
		`'plain'`:                          "plain",
		`'it\'s a \\ and a \n'`:            `it's a \ and a \n`,
		`"it's \"so\"\t\x41\101\u{e9}\q"`:  "it's \"so\"\tAAé\\q",
		`"\$x costs 5$ and $5 \{$"`:        `$x costs 5$ and $5 \{$`,
		`"\777\0"`:                         "\xff\x00",
		`''`:                               "",
		`'a' . 'b' . "c"`:                  "abc",
		`'a'.1.''`:                         nil,
		`'a' . 1 . true . false . null`:    "a11",
		`( 'a' . ( 'b' ) )`:                "ab",
		`12`:                               int64(12),
		`-0x1F`:                            int64(-31),
		`0b101`:                            int64(5),
		`017`:                              int64(15),
		`0o17`:                             int64(15),
		`1_000`:                            int64(1000),
		`08`:                               nil,
		`1.5`:                              nil,
		`1e3`:                              nil,
		`99999999999999999999`:             nil,
		`TRUE`:                             true,
		`False`:                            false,
		`\true`:                            true,
		`'0'`:                              "0",
		`EARLIER . '/x'`:                   "first/x",
		`LATER`:                            nil,
		`ABSPATH . 'wp-content'`:           "/srv/site/wp/wp-content",
		`__DIR__ . '/uploads'`:             "/srv/site/uploads",
		`__FILE__`:                         "/srv/site/wp-config.php",
		`dirname( __FILE__ ) . '/'`:        "/srv/site/",
		`dirname( __DIR__, 1 ) . "/other"`: "/srv/other",
		`\dirname(__DIR__)`:                "/srv",
		`dirname( __DIR__, 0 )`:            nil,
		`dirname( "" )`:                    nil,
		`'a' . PHP_EOL`:                    "a\n",
		`'a' /* in */ . # between
		'b' // after`: "ab",
		`"interpolated $x"`:             nil,
		`"interpolated {$x->y}"`:        nil,
		`"interpolated ${x}"`:           nil,
		`"$$x"`:                         nil,
		"`ls`":                          nil,
		`"\u{110000}"`:                  nil,
		`"\u{41"`:                       nil,
		`getenv( 'X' )`:                 nil,
		`getenv( 'X' ) ?: 'fallback'`:   nil,
		`'X' ?: 'fallback'`:             nil,
		`$_ENV['X']`:                    nil,
		`$x`:                            nil,
		`'https://' . $_SERVER['HOST']`: nil,
		`60 * 60`:                       nil,
		`(string) 1`:                    nil,
		`Some::CONSTANT`:                nil,
		`new X( 'a', ';' )`:             nil,
		`array( 'a', 'b' )`:             nil,
		`[ 'a', [ 'b' ] ]`:              nil,
		`function () { return 'a'; }`:   nil,
		"<<<EOT\n'); define( 'X', 'in' );\n\tEOTX\n  EOT": nil,
		"<<<'EOT'\r\n$ ' \"\r\nEOT":                       nil,
		"1 << 2":                                          nil,
		strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300): nil,
		``: nil,
	} {
		c := settingsOf(t, "define( 'EARLIER', 'first' );\ndefine( 'X', "+php+"\n);\nconst X2 = "+php+"\n, AFTER2 = 2;\ndefine( 'AFTER', 'that' );")
		for _, name := range []string{"X", "X2"} {
			s := c.settings[name]
			if s == nil || s.v != want || s.known != (want != nil) || s.known != (s.reason == "") {
				t.Errorf("%s = %s: %#v, want %#v", name, php, s, want)
			}
		}
		if c.settings["AFTER"] == nil || c.settings["AFTER2"] == nil || len(c.settings) != 6 {
			t.Errorf("%s: lost its way: %v", php, c.settings)
		}
	}
}

func TestStatements(t *testing.T) {
	t.Parallel()
	// What X is: a value, "?" with the reason it is not sure, or "-" if it is not set.
	for php, want := range map[string]string{
		`define('X','a');`:              "a",
		`DEFINE ( "X" , "a" , true ) ;`: "a",
		`\define('X', 'a');`:            "a",
		`@define('X', 'a');`:            "a",
		`define('X', 'a')`:              "a",
		`define('X', 'a') ?> text`:      "a",
		`?> define('X', 'b'); <?= 1 ?> <? <?php define('X', 'a');`: "a",
		`define('X', 'a'); define('X', 'b');`:                      "a",
		`define('X');`:                                             "?" + isComputed,
		`define('X', getenv('X')); define('X', 'b');`:              "?" + isComputed,
		`define($x, 'a');`:                                         "-",
		`$x = 'a'; my_define('X', $x);`:                            "-",
		`$y->define('X', 'a');`:                                    "?" + isConditional,
		`const X = 'a';`:                                           "a",
		`const W = 1, X = 'a', Z = 2;`:                             "a",
		`class C { const X = 'a'; }`:                               "-",
		`// define('X', 'a');`:                                     "-",
		"# ?> <?php define('X', 'a');":                             "a",
		`/* define('X', 'b'); */ define('X', 'a');`:                "a",
		`$doc = "define('X', 'b');";`:                              "-",
		"$doc = <<<T\ndefine('X', 'b');\nT;\ndefine('X', 'a');":    "a",

		`if ( ! defined( 'X' ) ) define( 'X', 'a' );`:                             "a",
		`if ( ! defined( 'X' ) ) { define( 'X', 'a' ); }`:                         "a",
		`if ( ! defined( 'X' ) ) : define( 'X', 'a' ); endif;`:                    "a",
		`defined( 'X' ) or define( 'X', 'a' );`:                                   "a",
		`defined( 'X' ) || define( 'X', 'a' );`:                                   "a",
		`! defined( 'X' ) && define( 'X', 'a' );`:                                 "a",
		`defined( 'X' ) && define( 'X', 'a' );`:                                   "?" + isConditional,
		`defined( 'Y' ) or define( 'X', 'a' );`:                                   "?" + isConditional,
		`if ( ! defined( 'Y' ) ) define( 'X', 'a' );`:                             "?" + isConditional,
		`if ( ! defined( 'X' ) && $y ) define( 'X', 'a' );`:                       "?" + isConditional,
		`if ( $y ) if ( ! defined( 'X' ) ) define( 'X', 'a' );`:                   "?" + isConditional,
		`if ( $y ) { defined( 'X' ) or define( 'X', 'a' ); }`:                     "?" + isConditional,
		`if ( ! defined( 'X' ) ) { if ( $y ) define( 'X', 'a' ); }`:               "?" + isConditional,
		`if ( ! defined( 'X' ) ) { if ( ! defined( 'X' ) ) define( 'X', 'a' ); }`: "a",
		`if ( ! defined( 'X' ) ) { if ( $y ) { $z = 1; } define( 'X', 'a' ); }`:   "a",
		`if ( ! defined( 'X' ) ) {} else { define( 'X', 'a' ); }`:                 "?" + isConditional,
		`require 'local.php'; if ( ! defined( 'X' ) ) define( 'X', 'a' );`:        "?may come from the file that line 2 includes",
		`include_once 'local.php'; defined( 'X' ) or define( 'X', 'a' );`:         "?may come from the file that line 2 includes",
		`require 'local.php'; define( 'X', 'a' );`:                                "a",

		`if ( $y ) { define( 'X', 'a' ); } else { define( 'X', 'a' ); }`:                                                                "?" + isConditional,
		`if ( $y ) { define( 'X', 'a' ); } define( 'X', 'a' );`:                                                                         "a",
		`if ( $y ) { define( 'X', 'a' ); } define( 'X', 'b' );`:                                                                         "?" + isConditional,
		`if ( $y ) { define( 'X', 'a' ); } define( 'X', 'b' ); define( 'X', 'a' );`:                                                     "?" + isConditional,
		`define( 'X', 'a' ); if ( $y ) { define( 'X', 'b' ); }`:                                                                         "a",
		`if ( $y ) $z = 1; define( 'X', 'a' );`:                                                                                         "a",
		`if ( $y ) define( 'Y', 1 ); elseif ( $z ) define( 'Y', 2 ); else if ( $w ) define( 'Y', 3 ); else $v = 1; define( 'X', 'a' );`: "a",
		`if ( $y ): define( 'X', 'a' ); endif;`:                                                                                         "?" + isConditional,
		`if ( $y ): if ( $z ) { $w = 1; } else { $w = 2; } define( 'X', 'a' ); elseif ( $w ): $v = 1; else: $v = 2; endif;`:             "?" + isConditional,
		`if ( $y ): $z = 1; else: $z = 2; endif; define( 'X', 'a' );`:                                                                   "a",
		`$y and define( 'X', 'a' );`:                                                                                                    "?" + isConditional,
		`$ok = define( 'X', 'a' );`:                                                                                                     "?" + isConditional,
		`switch ( $y ) { case 'a': define( 'X', 'a' ); break; default: define( 'X', 'b' ); }`:                                           "?" + isConditional,
		`foreach ( $y as $z ) { define( 'X', 'a' ); }`:                                                                                  "?" + isConditional,
		`while ( $y ) : define( 'X', 'a' ); endwhile; define( 'X', 'a' );`:                                                              "a",
		`do { define( 'X', 'b' ); } while ( $y ); define( 'X', 'a' );`:                                                                  "?" + isConditional,
		`try { define( 'X', 'a' ); } catch ( E $e ) { } finally { }`:                                                                    "?" + isConditional,
		`function f() { define( 'X', 'b' ); define( 'Y', 'c' ); return 1; } define( 'Z', 'a' );`:                                        "?" + isConditional,
		`function f() { return 1; } define( 'X', 'a' );`:                                                                                "a",
		`$f = function () { exit; }; define( 'X', 'a' );`:                                                                               "a",
		`abstract class C { function f() { return [ 1 ]; } } define( 'X', 'a' );`:                                                       "a",
		`declare( strict_types=1 ); define( 'X', 'a' );`:                                                                                "a",
		`namespace N; define( 'X', 'a' );`:                                                                                              "a",
		`{ define( 'X', 'a' ); }`:                                                                                                       "a",

		`return; define( 'X', 'a' );`:                                        "-",
		`exit( 1 ); define( 'X', 'a' );`:                                     "-",
		`if ( $y ) return; define( 'X', 'a' );`:                              "a",
		`defined( 'ABSPATH' ) || exit; define( 'X', 'a' );`:                  "a",
		"define( 'X', 'a' ); __halt_compiler(); anything":                    "a",
		`require_once ABSPATH . 'wp-settings.php'; define( 'X', 'a' );`:      "-",
		`if ( $y ) require ABSPATH . 'wp-settings.php'; define( 'X', 'a' );`: "a",
		`} ) ] ; define( 'X', 'a' );`:                                        "a",
		`if ( define( 'X', 'a' )`:                                            "-",
	} {
		c := settingsOf(t, php)
		got, s := "-", c.settings["X"]
		if s != nil {
			got = s.string()
			if s.reason != "" {
				got = "?" + s.reason
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", php, got, want)
		}
	}
}

func TestTablePrefix(t *testing.T) {
	t.Parallel()
	for php, want := range map[string]string{
		`$table_prefix = 'wp_';`:                                           "wp_",
		`$table_prefix="a1_" . 'b';`:                                       "a1_b",
		`$table_prefix = 'a_'; $table_prefix = 'b_';`:                      "b_",
		`$Table_Prefix = 'wp_';`:                                           "?",
		`$table_prefix = getenv( 'P' ) ?: 'wp_';`:                          "?",
		`$table_prefix = 'a_'; if ( $y ) { $table_prefix = 'b_'; }`:        "?",
		`$table_prefix = 'a_'; if ( $y ) { $table_prefix = 'a_'; }`:        "a_",
		`if ( $y ) { $table_prefix = 'b_'; }`:                              "?",
		`$table_prefix = 'a_'; $table_prefix .= 'b_';`:                     "?",
		`$table_prefix = 'a_'; if ( $table_prefix == 'b_' ) { }`:           "a_",
		`$table_prefix = $p = 'a_';`:                                       "?",
		`$table_prefix = 'a_'; $table_prefix = f( $table_prefix = 'b_' );`: "?",
	} {
		c := settingsOf(t, php)
		if err := c.Need("$table_prefix"); (err != nil) != (want == "?") || err == nil && c.TablePrefix != want {
			t.Errorf("%s: %q, %v, want %s", php, c.TablePrefix, err, want)
		}
	}
}

func TestNoPHP(t *testing.T) {
	t.Parallel()
	for php, want := range map[string]string{
		"$x = 'a": "line 2: a string", "\n\n$x = \"a\\\"": "line 4: a string", "$x = `a": "line 2: a string",
		"/* a": "line 2: a comment", "$x =\n<<<A\nB\n": "line 3: a heredoc", strings.Repeat("{", 200): "line 2: too much is nested",
	} {
		_, err := Parse("/srv/wp-config.php", "/srv", []byte("<?php\n"+php))
		if err == nil || !strings.Contains(err.Error(), "wpconfig: /srv/wp-config.php: "+want) {
			t.Errorf("%q: %v", php, err)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	c, err := Parse("/srv/wp-config.php", "/srv", []byte("text\n<!-- \n--><?php // one\r\n/* two\n\n */ $x = 'a\nb'; ?>\n\n<?php\n$y = <<<T\n\nT;\ndefine( 'DB_NAME',\n getenv( 'N' ) );"))
	if err != nil {
		t.Fatal(err)
	}
	if s := c.settings["DB_NAME"]; s == nil || s.line != 13 {
		t.Errorf("%+v", s)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("<?php if (a): define('DB_NAME', \"x{$y}\"); else: const X = -1; endif ?> <?= <<<'A'\nA . 1")
	f.Add("<?php defined('X') or define('X', dirname(dirname(__DIR__, 2)) . '\\'');$table_prefix .= 'x'; function f() { return [1] }")
	f.Fuzz(func(t *testing.T, source string) {
		c, err := Parse("/srv/site/wp-config.php", "/srv/site", []byte(source))
		if err != nil {
			return
		}
		for name, s := range c.settings {
			if s.known && s.reason == isComputed || !s.known && s.reason == "" {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if dsn, err := c.DSN(); (err == nil) != (dsn != "") {
			t.Errorf("DSN: %q, %v", dsn, err)
		}
	})
}
