package wprest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/wprest/wprest"

// arrows says which packages of this module the package in a folder may import,
// besides those below its own folder and, unless it is an example, internal; ""
// is the root. Packages below a folder are bound as it is. Tests may import
// what they like.
// .golangci.yml says the same to depguard.
var arrows = map[string][]string{
	"":                  {},
	"internal/clean":    {},
	"internal/phpvalue": {""},
	"internal/testdb":   {},
	"auth":              {""},
	"text":              {},
	"blocks":            {"text"},
	"theme":             {"blocks"},
	"media":             {},
	"wp":                {"", "auth", "text", "blocks", "theme", "media"},
	"wxr":               {},
	"transfer":          {"", "wp", "wxr", "text"},
	"storage/memory":    {""},
	"storage/gormstore": {""},
	"storage/storetest": {""},
	"storage/wpdb":      {"", "auth", "wp", "storage/gormstore"},
	"wpresttest":        {""},
	"cmd/wprest":        public,
	"clienttest":        public,
	"examples":          public,
	"conformance":       {"examples"},
}

// public is all that a host may import.
var public = []string{
	"", "auth", "text", "blocks", "theme", "media", "wp",
	"wxr", "transfer", "storage/memory", "storage/gormstore", "storage/storetest", "storage/wpdb", "wpresttest",
}

// databaseFolders hold the only packages that may know of a database.
var databaseFolders = []string{"storage/gormstore", "storage/wpdb", "cmd/wprest", "examples"}

// rootImports are the modules that the root may import.
var rootImports = []string{"github.com/invopop/jsonschema", "github.com/gorilla/mux"}

type listedPackage struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// goList returns what go list says of the packages.
func goList(t *testing.T, args ...string) (packages []listedPackage) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, args...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, &complaint)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// within reports whether a package is that at path, or below it.
func within(pkg, path string) bool {
	rest, ok := strings.CutPrefix(pkg, path)
	return ok && (rest == "" || rest[0] == '/')
}

// folderOf returns the folder in arrows that binds a package of this module.
func folderOf(pkg string) (folder string, ok bool) {
	if pkg == module {
		return "", true
	}
	for f := range arrows {
		if f != "" && within(pkg, module+"/"+f) {
			return f, true
		}
	}
	return "", false
}

// isDatabase reports whether a package is gorm, database/sql, which is below
// most drivers, or one of the drivers that need neither.
func isDatabase(pkg string) bool {
	return slices.ContainsFunc([]string{
		"database/sql", "gorm.io", "github.com/glebarez", "github.com/go-sql-driver", "github.com/jackc",
		"github.com/lib/pq", "github.com/mattn/go-sqlite3", "github.com/ncruces/go-sqlite3", "modernc.org/sqlite",
	}, func(path string) bool { return within(pkg, path) })
}

func TestRootKnowsNoDatabase(t *testing.T) {
	for _, p := range goList(t, "-deps", ".") {
		if isDatabase(p.ImportPath) {
			t.Errorf("the root depends on %s", p.ImportPath)
		}
	}
}

func TestRootImportsLittle(t *testing.T) {
	standard := map[string]bool{}
	for _, p := range goList(t, "-deps", ".") {
		standard[p.ImportPath] = p.Standard
	}
	for _, pkg := range goList(t, ".")[0].Imports {
		known := slices.ContainsFunc(rootImports, func(path string) bool { return within(pkg, path) })
		if !standard[pkg] && !within(pkg, module) && !known {
			t.Errorf("the root imports %s", pkg)
		}
	}
}

func TestImportsFollowTheArrows(t *testing.T) {
	for _, p := range goList(t, "./...") {
		folder, ok := folderOf(p.ImportPath)
		if !ok {
			t.Errorf("%s: arrows does not say what it may import", p.ImportPath)
			continue
		}
		for _, pkg := range p.Imports {
			if isDatabase(pkg) && !slices.Contains(databaseFolders, folder) {
				t.Errorf("%s imports %s", p.ImportPath, pkg)
			}
			if !within(pkg, module) {
				continue
			}
			to, ok := folderOf(pkg)
			if !ok || to != folder && !slices.Contains(arrows[folder], to) && (!within(to, "internal") || folder == "examples") {
				t.Errorf("%s may not import %s", p.ImportPath, pkg)
			}
		}
	}
}
