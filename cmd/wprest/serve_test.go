package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A console takes what a program writes while it runs.
type console struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.Write(p)
}

func (c *console) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}

// A running is a server that runs in process.
type running struct {
	t              *testing.T
	base           string
	stdout, stderr console
	cancel         context.CancelFunc
	ended          chan int
	password       string // application password of admin
}

// start runs wprest serve on a free port until the test ends.
func start(t *testing.T, data string, flags ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &running{t: t, cancel: cancel, ended: make(chan int, 1)}
	args := append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, flags...)
	go func() { s.ended <- run(ctx, args, &s.stdout, &s.stderr, outside()) }()
	t.Cleanup(func() { s.stop() })
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if m := regexp.MustCompile(`listening on (\S+)\n`).FindStringSubmatch(s.stdout.String()); m != nil {
			s.base = m[1]
			if m := regexp.MustCompile(`application password for admin: (.+)\n`).FindStringSubmatch(s.stdout.String()); m != nil {
				s.password = m[1]
			}
			return s
		}
		if len(s.ended) > 0 {
			break
		}
	}
	t.Fatalf("the server does not listen:\n%s%s", &s.stdout, &s.stderr)
	return nil
}

// in returns the server for a subtest.
func (s *running) in(t *testing.T) *running {
	return &running{t: t, base: s.base, password: s.password}
}

// stop ends the server, and is quick about it.
func (s *running) stop() {
	s.t.Helper()
	if s.cancel == nil {
		return
	}
	s.cancel()
	s.cancel = nil
	select {
	case code := <-s.ended:
		if code != exitOK {
			s.t.Errorf("exit code %d: %s", code, &s.stderr)
		}
	case <-time.After(stopTime + time.Second):
		s.t.Error("the server does not end")
	}
}

// ask makes a request; a body is sent as JSON, a password as that of admin.
func (s *running) ask(method, path, password, body string) (*http.Response, string) {
	s.t.Helper()
	return s.askAs("admin", method, path, password, body)
}

func (s *running) askAs(login, method, path, password, body string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Close = true // an idle connection is none to wait for
	if password != "" {
		r.SetBasicAuth(login, password)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, string(text)
}

func (s *running) get(path string) (*http.Response, string) {
	s.t.Helper()
	return s.ask("GET", path, "", "")
}

// object asks for a JSON object.
func (s *running) object(method, path, password, body string, status int) map[string]any {
	s.t.Helper()
	resp, text := s.ask(method, path, password, body)
	object := map[string]any{}
	if err := json.Unmarshal([]byte(text), &object); err != nil || resp.StatusCode != status {
		s.t.Fatalf("%s %s: %s %v\n%s", method, path, resp.Status, err, text)
	}
	return object
}

// objectAs asks for a JSON object on behalf of a user.
func (s *running) objectAs(login, password, path string) map[string]any {
	s.t.Helper()
	resp, text := s.askAs(login, "GET", path, password, "")
	object := map[string]any{}
	if err := json.Unmarshal([]byte(text), &object); err != nil || resp.StatusCode != 200 {
		s.t.Fatalf("%s: %s %v\n%s", path, resp.Status, err, text)
	}
	return object
}

func TestFirstStartAndRestart(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, data)
	for _, want := range []string{"login password for admin: ", "application password for admin: ", "not shown again"} {
		if strings.Count(first.stdout.String(), want) != 1 {
			t.Errorf("%q is not there once:\n%s", want, &first.stdout)
		}
	}
	me := first.object("GET", "/wp-json/wp/v2/users/me?context=edit", first.password, "", 200)
	if me["username"] != "admin" || fmt.Sprint(me["roles"]) != "[administrator]" {
		t.Errorf("me: %v", me)
	}
	created := first.object("POST", "/wp-json/wp/v2/posts", first.password, `{"title":"Kept","status":"publish"}`, 201)
	post := fmt.Sprintf("/wp-json/wp/v2/posts/%v", created["id"])
	nonces, _ := saltsOf(t, data)
	first.stop()

	second := start(t, data)
	if strings.Contains(strings.ToLower(second.stdout.String()), "password") {
		t.Errorf("secrets again:\n%s", &second.stdout)
	}
	kept := second.object("GET", post, "", "", 200)
	if title, _ := kept["title"].(map[string]any); title["rendered"] != "Kept" {
		t.Errorf("the post: %v", kept)
	}
	second.object("GET", "/wp-json/wp/v2/users/me", first.password, "", 200)
	if index := second.object("GET", "/wp-json/", "", "", 200); index["url"] != second.base || index["home"] != second.base {
		t.Errorf("the address does not follow the port: %v", index["url"])
	}
	if again, all := saltsOf(t, data); again != nonces || len(all) != 8 || len(again) != 64 {
		t.Errorf("salts: %v", all)
	}
	if info, err := os.Stat(data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v %v", info.Mode(), err)
	}
}

// saltsOf returns the salt of nonces in the database of a site, and all keys
// and salts that are there.
func saltsOf(t *testing.T, data string) (nonce string, all map[string]string) {
	t.Helper()
	l := location{data: data}
	db, err := l.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all, err = db.Options().Options(t.Context(), "auth_key", "auth_salt", "logged_in_key", "logged_in_salt",
		"nonce_key", "nonce_salt", "secure_auth_key", "secure_auth_salt")
	if err != nil {
		t.Fatal(err)
	}
	return all["nonce_salt"], all
}

func TestChosenAddressStays(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data, "--site-url", "https://example.org/blog/", "--title", "Tom & <Jerry>")
	if !strings.Contains(s.stdout.String(), "the site is https://example.org/blog\n") {
		t.Errorf("not told:\n%s", &s.stdout)
	}
	s.stop()
	s = start(t, data)
	index := s.object("GET", "/blog/wp-json/", "", "", 200)
	if index["url"] != "https://example.org/blog" {
		t.Errorf("url: %v", index["url"])
	}
	resp, text := s.get("/blog/")
	if resp.StatusCode != 200 || !strings.Contains(text, "<span>Tom &amp; &lt;Jerry&gt;</span>") || !strings.Contains(text, `href="/blog/_wprest/style.css?`) {
		t.Errorf("start page: %s\n%s", resp.Status, text)
	}
	if resp, _ := s.get("/"); resp.StatusCode != 404 {
		t.Errorf("outside of the site: %s", resp.Status)
	}
}

func testAddressesOfTheAPI(t *testing.T, s *running) {
	for _, path := range []string{"/wp-json/wp/v2/types/post", "/?rest_route=/wp/v2/types/post", "/index.php?rest_route=/wp/v2/types/post", "/index.php/wp-json/wp/v2/types/post"} {
		if got := s.object("GET", path, "", "", 200); got["slug"] != "post" {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestServeFails(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	data := filepath.Join(t.TempDir(), "data")
	code, _, stderr := do(t, outside(), "serve", "--data", data, "--addr", listener.Addr().String())
	if code != exitFailure || !strings.Contains(stderr, "in use") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("%d %q", code, stderr)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a site was made that nobody has the passwords of")
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "wprest.db"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := do(t, outside(), "serve", "--data", data, "--addr", "127.0.0.1:0")
	if code != exitFailure || stdout != "" || !strings.Contains(stderr, "wprest.db") {
		t.Errorf("%d %q %q", code, stdout, stderr)
	}
}

func TestShutdownEndsRequests(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	begun, release := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-release
		fmt.Fprint(w, r.Context().Err())
	})
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, handler, slog.New(slog.DiscardHandler), func() {}) }()
	answer := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		answer <- string(text)
	}()
	<-begun
	cancel()
	select {
	case err := <-ended:
		t.Fatalf("ended with a request under way: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	if got := <-answer; got != "<nil>" {
		t.Errorf("answer: %s", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestShutdownHasALimit(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(begun)
		<-release
	})}
	go server.Serve(listener) //nolint:errcheck // it is closed below
	go http.Get("http://" + listener.Addr().String())
	<-begun
	var log console
	shutDown(t.Context(), server, 20*time.Millisecond, slog.New(slog.NewTextHandler(&log, nil)))
	if !strings.Contains(log.String(), "before all requests") {
		t.Errorf("log: %s", &log)
	}
}

func TestForwardedFor(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "192.0.2.1", "198.51.100.7": "198.51.100.7", "6.6.6.6, 198.51.100.7": "198.51.100.7", " 2001:DB8::1 ": "2001:db8::1", "198.51.100.7, unknown": "192.0.2.1",
	} {
		r := &http.Request{RemoteAddr: "192.0.2.1:1234", Header: http.Header{"X-Forwarded-For": {"7.7.7.7", header}}}
		if got := forwardedFor(r); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
}
