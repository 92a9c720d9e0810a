package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wprest/wprest"
	"github.com/wprest/wprest/internal/testdb"
	"github.com/wprest/wprest/storage/wpdb"
)

// runMain in the environment makes the test program wprest itself.
const runMain = "WPREST_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
	}
	os.Exit(m.Run())
}

// temporary makes an empty database for a test.
func temporary(t *testing.T, dsn string) *wpdb.DB {
	t.Helper()
	db, err := wpdb.Open(t.Context(), wpdb.Options{DSN: dsn, Temporary: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// TestServersBeginTogether starts three servers at once on an empty database: one
// of them makes the site.
func TestServersBeginTogether(t *testing.T) {
	testdb.OnServers(t, func(t *testing.T, dsn string) {
		db := temporary(t, dsn)
		var made atomic.Int64
		var starting sync.WaitGroup
		for range 3 {
			starting.Go(func() {
				s, err := openSite(context.Background(), siteOptions{
					location: location{data: t.TempDir(), db: db.DSN()}, derived: "http://fleet.example", log: slog.New(slog.DiscardHandler),
					announce: func(*secrets) { made.Add(1) },
				})
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		starting.Wait()
		_, admins, err := db.Users().List(t.Context(), wprest.Query{})
		if err != nil || made.Load() != 1 || admins != 1 {
			t.Errorf("%d sites with %d users were made, %v", made.Load(), admins, err)
		}
	})
}

// TestServers runs three servers on one database under a load of writes, and
// kills one in the middle of it. WPREST_TEST_WRITES is how many writes; by
// default they are few.
func TestServers(t *testing.T) { testdb.OnServers(t, testServers) }

func testServers(t *testing.T, dsn string) {
	writes, _ := strconv.Atoi(os.Getenv("WPREST_TEST_WRITES"))
	if writes == 0 {
		writes = 600
	}
	db := temporary(t, dsn)
	f := &fleet{t: t, dsn: db.DSN(), data: t.TempDir()}
	f.launch() // makes the site
	f.launch()
	f.launch()
	t.Cleanup(f.stop)
	l := newLoad(f, writes)
	l.run()
	check := &audit{t: t, db: db, load: l}
	check.all()
	testSessions(t, f)
	t.Logf("%d writes in %v: %d answered, %d refused, %d broken off", writes, l.took.Round(time.Millisecond), l.done.Load(), l.refused.Load(), l.broken.Load())
}

// A fleet is some servers of one site.
type fleet struct {
	t         *testing.T
	dsn, data string
	password  string // application password of admin

	loginPassword string

	mu      sync.Mutex
	servers []*process
}

// A process is a server that runs as a program of its own.
type process struct {
	cmd      *exec.Cmd
	base     string
	stderr   console
	underWay atomic.Int64 // requests
}

// launch starts another server and waits until it listens.
func (f *fleet) launch() {
	f.t.Helper()
	p := &process{}
	p.cmd = exec.Command(os.Args[0], "serve", "--addr", "127.0.0.1:0", "--data", f.data, "--db", f.dsn, "--site-url", "http://fleet.example", "--quiet")
	p.cmd.Env = append(os.Environ(), runMain+"=1")
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() && p.base == "" {
		if m := regexp.MustCompile(`^listening on (\S+)`).FindStringSubmatch(lines.Text()); m != nil {
			p.base = m[1]
			break
		}
		if m := regexp.MustCompile(`application password for admin: (.+)`).FindStringSubmatch(lines.Text()); m != nil {
			f.password = m[1]
		}
		if m := regexp.MustCompile(`login password for admin: (.+)`).FindStringSubmatch(lines.Text()); m != nil {
			f.loginPassword = m[1]
		}
	}
	if p.base == "" {
		f.t.Fatalf("a server does not listen: %s", &p.stderr)
	}
	go func() { _, _ = io.Copy(io.Discard, stdout) }()
	f.mu.Lock()
	f.servers = append(f.servers, p)
	f.mu.Unlock()
}

// kill ends a server as a power cut would, while it has requests under way.
func (f *fleet) kill(i int) {
	f.mu.Lock()
	p := f.servers[i]
	f.mu.Unlock()
	for p.underWay.Load() < 2 {
		time.Sleep(100 * time.Microsecond)
	}
	_ = p.cmd.Process.Kill()
	f.mu.Lock()
	f.servers = slices.DeleteFunc(f.servers, func(other *process) bool { return other == p })
	f.mu.Unlock()
	_ = p.cmd.Wait()
}

// any returns one of the servers for a request. The caller counts it down.
func (f *fleet) any() *process {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.servers[rand.IntN(len(f.servers))]
	p.underWay.Add(1)
	return p
}

func (f *fleet) stop() {
	for _, p := range f.servers {
		_ = p.cmd.Process.Signal(os.Interrupt)
		_ = p.cmd.Wait()
		if log := p.stderr.String(); strings.Contains(log, "ERROR") || strings.Contains(log, "panic") {
			f.t.Errorf("a server complains: %.2000s", log)
		}
	}
}

// errBroken says that a request got no answer: it may have been done or not.
var errBroken = errors.New("no answer")

// ask sends a request to any of the servers.
func (f *fleet) ask(ctx context.Context, method, path string, body any) (status int, answer map[string]any, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	p := f.any()
	defer p.underWay.Add(-1)
	r, err := http.NewRequestWithContext(ctx, method, p.base+"/wp-json"+path, bytes.NewReader(text))
	if err != nil {
		return 0, nil, err
	}
	r.SetBasicAuth("admin", f.password)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, errBroken
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	whole, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, errBroken
	}
	if err := json.Unmarshal(whole, &answer); err != nil {
		return resp.StatusCode, nil, fmt.Errorf("%s %s: %d %.200s", method, path, resp.StatusCode, whole)
	}
	return resp.StatusCode, answer, nil
}

// A load is a number of writes, and what came of them.
type load struct {
	f      *fleet
	writes int
	took   time.Duration

	done, refused, broken atomic.Int64

	shared   int64   // a post that all comment on
	category int64   // that all posts have
	due      []int64 // posts that get published by themselves

	mu       sync.Mutex
	posts    map[int64]string // alive, with their content
	gone     map[int64]bool
	unsure   map[int64]bool // a change of them got no answer
	sticky   map[int64]bool
	comments int // of shared
	lost     int // comments on shared that got no answer
	logins   map[string]int
}

func newLoad(f *fleet, writes int) *load {
	l := &load{
		f: f, writes: writes,
		posts: map[int64]string{}, gone: map[int64]bool{}, unsure: map[int64]bool{}, sticky: map[int64]bool{}, logins: map[string]int{},
	}
	l.shared = l.must("POST", "/wp/v2/posts", map[string]any{"title": "Shared", "status": "publish"})
	l.category = l.must("POST", "/wp/v2/categories", map[string]any{"name": "Common"})
	soon := time.Now().Add(3 * time.Second).UTC().Format("2006-01-02T15:04:05")
	for i := range 20 {
		l.due = append(l.due, l.must("POST", "/wp/v2/posts", map[string]any{"title": fmt.Sprint("Due ", i), "status": "future", "date_gmt": soon}))
	}
	return l
}

// must makes something and returns its id.
func (l *load) must(method, path string, body any) int64 {
	l.f.t.Helper()
	status, answer, err := l.f.ask(l.f.t.Context(), method, path, body)
	if err != nil || status >= 300 {
		l.f.t.Fatalf("%s %s: %d %v %v", method, path, status, answer, err)
	}
	return idOf(answer)
}

func idOf(answer map[string]any) int64 {
	id, _ := answer["id"].(float64)
	return int64(id)
}

// run sends the writes, eight at a time, and kills a server half way.
func (l *load) run() {
	begun := time.Now()
	var next atomic.Int64
	var half sync.Once
	var running, killed sync.WaitGroup
	for range 8 {
		running.Go(func() {
			for {
				n := int(next.Add(1))
				if n > l.writes {
					return
				}
				if n >= l.writes/2 {
					half.Do(func() { killed.Go(func() { l.f.kill(1) }) })
				}
				l.write(n)
			}
		})
	}
	running.Wait()
	killed.Wait()
	if l.broken.Load() == 0 {
		l.f.t.Error("nothing was under way when a server was killed")
	}
	l.took = time.Since(begun)
	l.f.launch()
}

// write makes one write of a kind.
func (l *load) write(n int) {
	switch {
	case n%50 == 0:
		l.createUser(n)
	case n%25 == 0:
		l.createTerm(n)
	case n%10 == 1:
		l.stick(n)
	case n%10 == 3:
		l.remove()
	case n%10 == 5, n%10 == 7:
		l.comment(n)
	case n%10 == 9, n%10 == 2:
		l.update(n)
	default:
		l.create(n)
	}
}

// send sends one write; ok says that it was done.
func (l *load) send(method, path string, body any) (answer map[string]any, ok bool, err error) {
	status, answer, err := l.f.ask(l.f.t.Context(), method, path, body)
	switch {
	case errors.Is(err, errBroken):
		l.broken.Add(1)
	case err != nil:
		l.f.t.Error(err)
	case answer["code"] == "existing_user_login": // with a status of 500
		l.refused.Add(1)
	case status >= 500:
		l.f.t.Errorf("%s %s: %d %v", method, path, status, answer)
	case status >= 300:
		l.refused.Add(1)
	default:
		l.done.Add(1)
		return answer, true, nil
	}
	return answer, false, err
}
