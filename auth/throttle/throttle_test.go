package throttle

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// A clock is a time that a test moves.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func newClock() *clock { return &clock{time.Unix(1800000000, 0)} }

func TestLogins(t *testing.T) {
	c, ctx := newClock(), t.Context()
	l := NewLogins(LoginLimits{PerPair: 3, PerAddress: 5, PerAccount: 8, Within: 10 * time.Minute, Now: c.now})
	expect := func(login, address string, waits bool) {
		t.Helper()
		if got, _, err := l.Wait(ctx, login, address); err != nil || got > 0 != waits {
			t.Errorf("%s from %s waits %v, %v", login, address, got, err)
		}
	}
	fail := func(login, address string, times int) {
		for range times {
			if err := l.Failed(ctx, login, address); err != nil {
				t.Error(err)
			}
		}
	}
	expect("ada", "a", false)
	fail("ada", "a", 2)
	fail("ADA", "a", 1)
	expect("Ada", "a", true) // a name in any case
	expect("bob", "a", false)
	expect("ada", "b", false)
	fail("bob", "a", 2)
	expect("eve", "a", true) // the address has failed five times
	for i := range 5 {
		fail("ada", fmt.Sprint("far", i), 1)
	}
	expect("ada", "new", true) // the account has failed eight times
	c.Time = c.Add(2 * time.Minute)
	expect("ada", "new", false)
	expect("eve", "a", false)
	expect("ada", "a", true)
	c.Time = c.Add(2 * time.Minute)
	expect("ada", "a", false)
	fail("ada", "a", 1)
	expect("ada", "a", true)
	if err := l.Succeeded(ctx, "ADA", "a"); err != nil {
		t.Error(err)
	}
	expect("ada", "a", false)
}

func TestBucketsAreBounded(t *testing.T) {
	c := newClock()
	b := newBuckets(1, time.Minute, 100)
	for i := range 1000 {
		b.allow(fmt.Sprint(i), c.Time)
		if len(b.all) > 100 {
			t.Fatalf("%d buckets after %d keys", len(b.all), i+1)
		}
	}
	c.Time = c.Add(time.Hour)
	b.allow("new", c.Time)
	b.shrink(c.Time)
	if len(b.all) != 1 {
		t.Errorf("%d buckets are kept that say nothing", len(b.all)-1)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	c, ctx := newClock(), t.Context()
	m := newMemory(100)
	for i := range 1000 {
		if err := m.Push(ctx, c.Time, map[string]time.Duration{fmt.Sprint(i): time.Minute}); err != nil || len(m.until) > 100 {
			t.Fatalf("%d are kept after %d keys, %v", len(m.until), i+1, err)
		}
	}
	c.Time = c.Add(time.Hour)
	m.shrink(c.Time)
	if len(m.until) != 0 {
		t.Errorf("%d are kept that say nothing", len(m.until))
	}
}

func TestRequests(t *testing.T) {
	c := newClock()
	served := 0
	h := NewRequests(RequestLimits{Number: 3, Within: time.Minute, Now: c.now, Client: func(r *http.Request) string {
		return r.Header.Get("X-Client")
	}}).Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served++ }))
	call := func(client string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/wp-json/", nil)
		r.Header.Set("X-Client", client)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for range 3 {
		if w := call("a"); w.Code != http.StatusOK {
			t.Fatal(w.Code)
		}
	}
	w := call("a")
	const body = `{"code":"too_many_requests","message":"Too many requests. Try again in 20 seconds.","data":{"status":429}}`
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "20" || w.Body.String() != body {
		t.Errorf("%d, %v, %s", w.Code, w.Header(), w.Body)
	}
	if w := call("b"); w.Code != http.StatusOK {
		t.Errorf("another client: %d", w.Code)
	}
	for range 10 {
		if w := call(""); w.Code != http.StatusOK {
			t.Errorf("a client without limits: %d", w.Code)
		}
	}
	c.Time = c.Add(20 * time.Second)
	if w := call("a"); w.Code != http.StatusOK || served != 15 {
		t.Errorf("after the wait: %d, %d served", w.Code, served)
	}
}

func TestRequestsByAddress(t *testing.T) {
	h := NewRequests(RequestLimits{Number: 1}).Wrap(http.NotFoundHandler())
	var wg sync.WaitGroup
	var mu sync.Mutex
	codes := map[int]int{}
	for range 20 {
		wg.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			mu.Lock()
			defer mu.Unlock()
			codes[w.Code]++
		})
	}
	wg.Wait()
	if codes[http.StatusNotFound] != 1 || codes[http.StatusTooManyRequests] != 19 {
		t.Errorf("answers %v", codes)
	}
}
