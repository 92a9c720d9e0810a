package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestPages reads what one server shows.
func TestPages(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	for name, test := range map[string]func(*testing.T, *running){
		"announce the API": testPagesAnnounceTheAPI,
		"start page":       testStartPage,
		"files":            testFilesOfThePage,
		"authorize":        testAuthorizePage,
		"addresses":        testAddressesOfTheAPI,
		"try":              testTry,
	} {
		t.Run(name, func(t *testing.T) { test(t, s.in(t)) })
	}
}

func testPagesAnnounceTheAPI(t *testing.T, s *running) {
	want := "<" + s.base + `/wp-json/>; rel="https://api.w.org/"`
	for path, status := range map[string]int{
		"/": 200, "/index.php": 200, "/?try=/": 200, "/?p=1": 200, "/nowhere": 404, "/wp-content/uploads/": 404, "/wp-json": 200, "/wp-json/nowhere": 404,
	} {
		for _, method := range []string{"GET", "HEAD"} {
			resp, text := s.ask(method, path, "", "")
			if resp.StatusCode != status || resp.Header.Get("Link") != want {
				t.Errorf("%s %s: %s, Link: %q", method, path, resp.Status, resp.Header["Link"])
			}
			if method == "HEAD" && text != "" {
				t.Errorf("HEAD %s has a body", path)
			}
		}
	}
	if resp, _ := s.ask("POST", "/", "", "{}"); resp.StatusCode != 405 || resp.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %s", resp.Status)
	}
}

func testStartPage(t *testing.T, s *running) {
	resp, text := s.get("/")
	for _, want := range []string{
		`<html lang="en">`, `<main id="main">`, `<label for="try-route">`, "wprest app-password create",
		s.base + "/wp-json/", `/wp/v2/posts/<b>(?P&lt;id&gt;[\d]&#43;)</b>`, `<option value="/wp/v2/types">`,
		`<span class="method delete">DELETE</span>`, `id="routes-wp-v2"`, `href="#routes-wp-v2"`,
		"<code>per_page</code>", "1 to 100", "default <code>10</code>", "list of integer", "Application passwords",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, not := range []string{"<script", "style=", "onclick", "(?P&lt;id&gt;[\\d]+)\"", "ZgotmplZ"} {
		if strings.Contains(text, not) {
			t.Errorf("%s is there", not)
		}
	}
	policy := resp.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("%s is missing in %s", want, policy)
		}
	}
	if h := resp.Header; h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("headers: %v", h)
	}
	if ids := regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(text, -1); true {
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id[1]] {
				t.Errorf("id %s is there twice", id[1])
			}
			seen[id[1]] = true
		}
	}
}

func testFilesOfThePage(t *testing.T, s *running) {
	_, text := s.get("/")
	for _, m := range regexp.MustCompile(`(?:href|src)="(/_wprest/[^"]+)"`).FindAllStringSubmatch(text, -1) {
		resp, content := s.get(m[1])
		tag := resp.Header.Get("ETag")
		if resp.StatusCode != 200 || content == "" || len(tag) < 10 || !strings.Contains(m[1], strings.Trim(tag, `"`)) || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %s %v", m[1], resp.Status, resp.Header)
		}
	}
	if resp, _ := s.get("/favicon.ico"); resp.Header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("favicon: %v", resp.Header)
	}
}

func testAuthorizePage(t *testing.T, s *running) {
	// Who is not logged in is sent to the form, and comes back.
	resp, text := s.ask("GET", authorizePath+"?app_name=Tide", "", "")
	if !strings.Contains(resp.Request.URL.Path+resp.Header.Get("Location"), "wp-login.php") || strings.Contains(text, "<script") {
		t.Errorf("%s: %v\n%s", resp.Status, resp.Header, text)
	}
	index := s.object("GET", "/wp-json/", "", "", 200)
	want := `map[application-passwords:map[endpoints:map[authorization:` + s.base + authorizePath + `]]]`
	if got := strings.TrimSpace(sprint(index["authentication"])); got != want {
		t.Errorf("authentication: %s", got)
	}
}
