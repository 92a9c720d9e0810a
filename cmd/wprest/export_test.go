package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExport(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start(t, data).stop()
	file := filepath.Join(t.TempDir(), "site.xml")
	code, stdout, stderr := do(t, outside(), "export", "--data", data, "-o", file)
	if code != exitOK || stdout != "users:    1\nterms:    1\nposts:    2\ncomments: 1\n" || stderr != "" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(written), "<title><![CDATA[A first post]]></title>") {
		t.Errorf("%s", written)
	}
	code, stdout, stderr = do(t, outside(), "export", "--data", data, "--format", "sql")
	if code != exitOK || !strings.Contains(stdout, "CREATE TABLE `wp_posts` (") || !strings.HasPrefix(stderr, "tables:   12\nrows:     ") {
		t.Errorf("%d %.200q %q", code, stdout, stderr)
	}

	// What was exported goes into another site.
	other := t.TempDir()
	start(t, other, "--site-url", "https://other.example").stop()
	code, stdout, _ = do(t, outside(), "import", "--data", other, file)
	if code != exitOK || !strings.Contains(stdout, "posts:    2 made") {
		t.Errorf("%d %q", code, stdout)
	}
}

func TestExportFails(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start(t, data).stop()
	folder := t.TempDir()
	for args, want := range map[string]string{"--format csv": "2 wxr or sql", "x": `2 no argument "x"`, "-o " + folder + "/none/x.xml": "1 no such file"} {
		code, stdout, stderr := do(t, outside(), append([]string{"export", "--data", data}, strings.Fields(args)...)...)
		wantCode, text, _ := strings.Cut(want, " ")
		if code != int(wantCode[0]-'0') || stdout != "" || !strings.Contains(stderr, text) {
			t.Errorf("export %s: %d %q %q", args, code, stdout, stderr)
		}
	}
	if list, err := os.ReadDir(folder); err != nil || len(list) > 0 {
		t.Errorf("left behind: %v %v", list, err)
	}
}
