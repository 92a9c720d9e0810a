package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestLoggedQuery(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"":                                          "",
		"per_page=3&_fields=id,date":                "per_page=3&_fields=id,date",
		"password=secret&page=2":                    "password=***&page=2",
		"_wpnonce=0123456789":                       "_wpnonce=***",
		"%5Fwpnonce=0123456789":                     "%5Fwpnonce=***",
		"_wpnonce[]=0123456789":                     "_wpnonce[]=***",
		"search=private+words":                      "search=***",
		"rest_route=/wp/v2/posts":                   "rest_route=/wp/v2/posts",
		"rest_route=/a%3Fpassword%3Dsecret":         "rest_route=***",
		"try=/wp/v2/posts&query=password%3Dsecret":  "try=***&query=***",
		"_embed&page=%zz":                           "_embed&page=***",
		"page=" + strings.Repeat("1", 600) + "&a=b": "page=" + strings.Repeat("1", 495) + "...",
	} {
		if got := loggedQuery(raw); got != want {
			t.Errorf("%s: %s", raw, got)
		}
	}
}

func TestAccessLog(t *testing.T) {
	t.Parallel()
	var log console
	handler := logAccess(slog.New(slog.NewTextHandler(&log, nil)), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/tea":
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusTeapot)
			w.Write([]byte("short and stout"))
		case "/panic":
			panic(http.ErrAbortHandler)
		}
	}))
	server := httptest.NewServer(handler)
	for path, want := range map[string]string{
		"/tea?password=secret": `method=GET path=/tea query="password=***" status=418 bytes=15 took=`,
		"/empty":               "method=GET path=/empty status=200 bytes=0 took=",
		"/panic":               "method=GET path=/panic status=500 bytes=0 took=",
	} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth("admin", "secret")
		if resp, err := http.DefaultClient.Do(r); err == nil {
			resp.Body.Close()
		}
		for range 100 { // the client may be quicker
			if strings.Contains(log.String(), want) {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s: %s is missing in\n%s", path, want, &log)
		}
	}
	server.Close()
	if text := log.String(); strings.Contains(text, "secret") || strings.Contains(text, "Basic") {
		t.Errorf("secrets: %s", text)
	}
}

func TestAccessLogOfAServer(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir(), "--log", "json")
	s.ask("GET", "/wp-json/wp/v2/users/me?_wpnonce=feedbeef00", s.password, "")
	s.get("/wp-json/wp/v2/posts/1?password=hunter2")
	s.get("/?try=/wp/v2/posts/1&query=password%3Dhunter2")
	s.stop()
	log := s.stderr.String()
	if strings.Count(log, `"msg":"request"`) != 3 {
		t.Errorf("log:\n%s", log)
	}
	for _, secret := range []string{"feedbeef00", "hunter2", s.password, strings.ReplaceAll(s.password, " ", ""), "Basic"} {
		if strings.Contains(log, secret) {
			t.Errorf("%s is in the log:\n%s", secret, log)
		}
	}
	quiet := start(t, t.TempDir(), "--quiet")
	quiet.get("/")
	quiet.stop()
	if quiet.stderr.String() != "" {
		t.Errorf("not quiet: %s", &quiet.stderr)
	}
}
