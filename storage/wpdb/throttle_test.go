package wpdb

import (
	"testing"
	"time"

	"github.com/wprest/wprest/auth/throttle"
)

var _ throttle.Store = (*ThrottleStore)(nil)

// TestThrottle lets a login fail on two servers.
func TestThrottle(t *testing.T) { onEach(t, testThrottle) }

func testThrottle(t *testing.T, o Options) {
	one, two := pair(t, o)
	ctx, now := t.Context(), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	guard := func(db *DB) *throttle.Logins {
		return throttle.NewLogins(throttle.LoginLimits{PerPair: 4, Store: db.Throttle(), Now: func() time.Time { return now }})
	}
	here, there := guard(one), guard(two)
	waits := func(want time.Duration) {
		t.Helper()
		for _, g := range []*throttle.Logins{here, there} {
			if got, _, err := g.Wait(ctx, "ada", "192.0.2.1"); err != nil || got != want {
				t.Errorf("waits %v, want %v, %v", got, want, err)
			}
		}
	}
	waits(0)
	for i, g := range []*throttle.Logins{here, there, here, there} {
		if i == 3 {
			waits(0)
		}
		if err := g.Failed(ctx, "Ada", "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	waits(15 * time.Minute / 4)
	if options, err := one.Options().Options(ctx); err != nil || options[throttleOption("pair\x00ada\x00192.0.2.1")] != "" {
		t.Errorf("they are read with every request (%v)", err)
	}
	if err := there.Succeeded(ctx, "ada", "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	waits(0)
	now = now.Add(time.Hour)
	for range 2000 { // one of them sweeps
		if err := one.Throttle().Push(ctx, now, map[string]time.Duration{"pair\x00old": time.Nanosecond}); err != nil {
			t.Fatal(err)
		}
		if n, err := one.queryInt(ctx, "SELECT COUNT(*) FROM "+one.tables.options+" WHERE option_name LIKE '%wprest_throttle_a%'", nil); err != nil || n == 0 {
			return
		}
		now = now.Add(time.Second)
	}
	t.Error("what has expired stays")
}
