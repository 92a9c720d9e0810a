package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const smallExport = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_id>9</wp:author_id><wp:author_login>ada</wp:author_login><wp:author_email>ada@example.org</wp:author_email></wp:author>
<item><title>Moved</title><dc:creator>ada</dc:creator><guid>https://old.example/?p=70</guid><wp:post_id>70</wp:post_id>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:post_parent>12</wp:post_parent></item>
<item><title>Picture</title><guid>https://old.example/p.png</guid><wp:post_id>71</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://old.example/wp-content/uploads/2020/02/p.png</wp:attachment_url></item>
</channel></rss>`

// writeFile makes a file in a folder of the test.
func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImportFile(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data) // it goes on beside it
	file := writeFile(t, "site.xml", smallExport)
	uploads := filepath.Dir(filepath.Dir(filepath.Dir(writeFile(t, "2020/02/p.png", "PNG"))))
	code, stdout, stderr := do(t, outside(), "import", file, "--data", data, "--uploads", uploads)
	const want = `skipped parent 12 of post 70 "Moved": there is no such post
users:    1 made
posts:    2 made, 1 skipped
files:    1 made
`
	if code != exitOK || stdout != want || stderr != "" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	if p := s.object("GET", "/wp-json/wp/v2/posts/70", "", "", 200); p["slug"] != "moved" {
		t.Errorf("%v", p)
	}
	if got, err := os.ReadFile(filepath.Join(data, "uploads/2020/02/p.png")); err != nil || string(got) != "PNG" {
		t.Errorf("%q %v", got, err)
	}
	code, stdout, _ = do(t, withInput(smallExport), "import", "--data", data, "-", "--map-author", "ada=admin", "--no-files")
	if code != exitOK || stdout != "skipped of 1 attachments: no files were to be copied\nusers:    1 already there\nposts:    2 already there\nfiles:    1 skipped\n" {
		t.Errorf("%d %q", code, stdout)
	}
}

func TestImportFromAnAPI(t *testing.T) {
	t.Parallel()
	from, data := start(t, t.TempDir()), t.TempDir()
	if code, body := from.ask("POST", "/wp-json/wp/v2/posts", from.password, `{"title":"Far away","content":"<p>Yes</p>","status":"draft"}`); code.StatusCode != 201 {
		t.Fatal(code.Status, body)
	}
	here := start(t, data)
	code, stdout, stderr := do(t, outside(), "import", "--data", data, "--from", from.base, "--user", "admin", "--password", from.password, "--keep-roles")
	if code != exitOK || stderr != "" || !regexp.MustCompile(`(?m)^posts: +\d+ made`).MatchString(stdout) || !strings.Contains(stdout, "users:    1 already there") {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	if _, body := here.ask("GET", "/wp-json/wp/v2/posts?status=draft&context=edit", here.password, ""); !strings.Contains(body, `"raw":"Far away"`) {
		t.Error(body)
	}
	for _, password := range []string{"wrong", from.password + "x"} {
		if code, _, stderr := do(t, outside(), "import", "--data", data, "--from", from.base, "--user", "admin", "--password", password); code != exitFailure || !strings.Contains(stderr, "log in as admin") {
			t.Errorf("%d %q", code, stderr)
		}
	}
}

func TestImportFails(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start(t, data).stop()
	broken := writeFile(t, "broken.xml", strings.Replace(smallExport, "</guid>", "", 1))
	for args, want := range map[string]string{
		"":                                      "2 needs a file",
		"a.xml b.xml":                           "2 no argument",
		"a.xml --from x":                        "2 not both",
		"a.xml --user ada":                      "2 --from",
		"--from x --user a":                     "2 --password",
		"a.xml --keep-roles":                    "2 --user",
		"a.xml --concurrency 0":                 "2 --concurrency",
		"a.xml --map-author ada":                "2 OLD=NEW",
		"a.xml --uploads x --download":          "2 not both",
		"--from https://x.example --download":   "2 by itself",
		"missing.xml":                           "1 no such file",
		broken + " --role king":                 "1 administrator",
		broken + " --map-author ada=nobody":     `1 no user "nobody"`,
		broken + " --uploads " + data + "/none": "1 no such file",
		broken:                                  "1 line 6: <guid> is closed by </item>",
		"--from http://127.0.0.1:1/wp-json":     "1 refused",
		"--from gopher://x.example":             "1 no address",
		"--from http://127.0.0.1:1 --user a --password b": "1 refused",
	} {
		code, _, stderr := do(t, outside(), append([]string{"import", "--data", data}, strings.Fields(args)...)...)
		wantCode, text, _ := strings.Cut(want, " ")
		if code != int(wantCode[0]-'0') || !strings.Contains(stderr, text) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("import %s: %d %q", args, code, stderr)
		}
	}
}

func TestHelpKeepsThePassword(t *testing.T) {
	t.Parallel()
	env := outside()
	env.getenv = func(name string) string { return "secret of " + name }
	if _, stdout, _ := do(t, env, "help", "import"); !strings.Contains(stdout, "wprest import [flags] FILE\n") || strings.Contains(stdout, "secret of WPREST_IMPORT_PASSWORD") {
		t.Error(stdout)
	}
}
