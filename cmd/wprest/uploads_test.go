package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUploads(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	uploads := filepath.Join(data, "uploads")
	if err := os.MkdirAll(filepath.Join(uploads, "2026", "05"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"2026/05/boat.jpg", "2026/05/page.HTML", "2026/05/plan.svg", "2026/05/code.js", "2026/05/raw", ".htaccess", "2026/.secret.txt", "a b.txt"} {
		if err := os.WriteFile(filepath.Join(uploads, name), []byte("<html>content"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../wprest.db", filepath.Join(uploads, "db.txt")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]struct {
		status     int
		kind       string
		attachment bool
	}{
		"2026/05/boat.jpg":              {200, "image/jpeg", false},
		"a%20b.txt":                     {200, "text/plain; charset=utf-8", false},
		"2026/05/page.HTML":             {200, "text/html; charset=utf-8", true},
		"2026/05/plan.svg":              {200, "image/svg+xml", true},
		"2026/05/code.js":               {200, "text/javascript; charset=utf-8", true},
		"2026/05/raw":                   {200, "application/octet-stream", true},
		"":                              {404, "", false},
		"2026":                          {404, "", false},
		"2026/":                         {404, "", false},
		"2026/05/none.jpg":              {404, "", false},
		".htaccess":                     {404, "", false},
		"2026/.secret.txt":              {404, "", false},
		"db.txt":                        {404, "", false},
		"..%2fwprest.db":                {404, "", false},
		"2026/..%2f..%2f..%2fwprest.db": {404, "", false},
		"2026//05/boat.jpg":             {404, "", false},
	} {
		resp, text := s.get(uploadsPath + path)
		h := resp.Header
		if resp.StatusCode != want.status || strings.Contains(text, "SQLite") {
			t.Errorf("%s: %s", path, resp.Status)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be sniffed", path)
		}
		if want.status != 200 {
			continue
		}
		sandboxed := strings.Contains(h.Get("Content-Security-Policy"), "sandbox") && h.Get("Content-Disposition") == "attachment"
		if h.Get("Content-Type") != want.kind || sandboxed != want.attachment || text != "<html>content" {
			t.Errorf("%s: %v", path, h)
		}
	}
}
