package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// outside is an environment without variables and with an empty input.
func outside() environment { return withInput("") }

func withInput(input string) environment {
	return environment{stdin: strings.NewReader(input), getenv: func(string) string { return "" }}
}

// do runs a command that ends by itself.
func do(t *testing.T, env environment, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaint bytes.Buffer
	code = run(t.Context(), args, &out, &complaint, env)
	return code, out.String(), complaint.String()
}

func TestHelp(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, args := range []string{"help", "help serve", "help user create", "help app-password create", "help index", "help version"} {
		code, stdout, stderr := do(t, outside(), strings.Fields(args)...)
		if code != exitOK || stderr != "" {
			t.Errorf("%s: exit code %d, %q", args, code, stderr)
		}
		all.WriteString("$ wprest " + args + "\n" + stdout + "\n")
	}
	golden := filepath.Join("testdata", "help.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if all.String() != string(want) {
		t.Errorf("help differs from %s (go test -update writes it):\n%s", golden, all.String())
	}
	for line := range strings.Lines(string(want)) {
		if len(line) > 90 {
			t.Errorf("too long: %s", line)
		}
	}
}

func TestHelpIsTheSameEitherWay(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"help", "--help"}, {"help", "-h"}, {"help serve", "serve --help"}, {"help user create", "user create -h"}, {"version", "--version"},
	} {
		_, want, _ := do(t, outside(), strings.Fields(pair[0])...)
		code, got, _ := do(t, outside(), strings.Fields(pair[1])...)
		if code != exitOK || got != want {
			t.Errorf("%s: exit code %d, %q", pair[1], code, got)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	code, stdout, _ := do(t, outside(), "version")
	if code != exitOK || !regexp.MustCompile(`^wprest \S.*\ngo\S+ \w+/\w+\n$`).MatchString(stdout) {
		t.Errorf("%d %q", code, stdout)
	}
}

func TestUsageErrors(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for args, want := range map[string]string{
		"":                         "name a command",
		"fly":                      `no command "fly"`,
		"help fly":                 `no command "fly"`,
		"user":                     "user needs one of: create",
		"user delete":              "user needs one of: create",
		"serve --colour":           "wprest help serve",
		"serve now":                `no argument "now"`,
		"serve --log xml":          "text or json",
		"serve --site-url example": "https://example.org",
		"serve --site-url https://u:p@example.org": "no more",
		"user create":                                       "--login",
		"user create --login ada":                           "--email",
		"user create --login ada --email ada":               "no e-mail address",
		"user create --login <ada> --email ada@example.org": "letters",
		"app-password create --user ada":                    "--name",
		"app-password create --name x":                      "--user",
	} {
		code, stdout, stderr := do(t, outside(), strings.Fields(strings.ReplaceAll(args, "serve", "serve --data "+data))...)
		lines := strings.Split(strings.TrimSpace(stderr), "\n")
		if code != exitUsage || stdout != "" || !strings.Contains(lines[len(lines)-1], want) || args != "" && len(lines) != 1 {
			t.Errorf("wprest %s: exit code %d, %q, %q", args, code, stdout, stderr)
		}
	}
	if files, err := os.ReadDir(data); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v %v", files, err)
	}
}
