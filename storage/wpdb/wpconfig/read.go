package wpconfig

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxSize is how long a file is read.
const maxSize = 1 << 20

// Read reads the wp-config.php of the WordPress in the folder root: the one in it
// or, as WordPress does, the one in the folder above, if that is not the folder of
// another WordPress. Without one the error is fs.ErrNotExist.
func Read(root string) (*Config, error) {
	root, err := realPath(root)
	if err != nil {
		return nil, fmt.Errorf("wpconfig: %w", err)
	}
	file, err := find(root)
	if err != nil {
		return nil, err
	}
	source, err := readFile(file)
	if err != nil {
		return nil, fmt.Errorf("wpconfig: %w", err)
	}
	c, err := Parse(file, root, source)
	if err != nil {
		return nil, err
	}
	c.sockets = []string{"/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock"}
	return c, nil
}

// realPath returns a path as PHP knows it: absolute, and without links.
func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(name)
}

// find returns the path of the wp-config.php of a WordPress.
func find(root string) (string, error) {
	above := filepath.Dir(root)
	for _, folder := range []string{root, above} {
		file, err := realPath(filepath.Join(folder, "wp-config.php"))
		switch {
		case err == nil:
			return file, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("wpconfig: %w", err)
		}
		if _, err := os.Stat(filepath.Join(above, "wp-settings.php")); err == nil {
			break // that is another WordPress
		}
	}
	return "", fmt.Errorf("wpconfig: no wp-config.php in %s, and none above: %w", root, fs.ErrNotExist)
}

func readFile(name string) (_ []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	source, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err == nil && len(source) > maxSize {
		err = fmt.Errorf("%s is longer than %d bytes", name, maxSize)
	}
	return source, err
}

// Parse reads the source of a wp-config.php. Its path and that of the folder of
// WordPress, both absolute, are what __FILE__ and ABSPATH stand for in it. It
// fails for what is no PHP.
func Parse(file, root string, source []byte) (*Config, error) {
	tokens, err := lex(string(source))
	if err == nil {
		p := parser{tokens: tokens, file: filepath.ToSlash(file), settings: map[string]*setting{
			"ABSPATH": {value: value{filepath.ToSlash(root) + "/", true}},
		}}
		if err = p.parse(); err == nil {
			c := &Config{File: file, Root: filepath.ToSlash(root), settings: p.settings, included: p.included}
			c.fill()
			return c, nil
		}
	}
	return nil, fmt.Errorf("wpconfig: %s: %w", file, err)
}
