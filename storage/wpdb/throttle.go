package wpdb

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
)

// ThrottleStore keeps who has failed to log in among the options, as transients,
// so that all servers of a site know. It implements throttle.Store. Keys share a
// bounded number of rows: two may be taken for one.
type ThrottleStore struct {
	db *DB
}

// Throttle returns the store of failed logins.
func (db *DB) Throttle() *ThrottleStore { return &ThrottleStore{db} }

const (
	throttlePrefix = "_transient_wprest_throttle_"
	// throttleRows is how many rows there are at most for each kind of keys.
	throttleRows = 1 << 18
	// One push of throttleSweep removes what has expired.
	throttleSweep = 256
)

// throttleOption returns the name of the option for a key, whose kind ends at the
// first NUL.
func throttleOption(key string) string {
	kind, _, _ := strings.Cut(key, "\x00")
	sum := sha256.Sum256([]byte(key))
	return fmt.Sprintf("%s%s_%05x", throttlePrefix, kind, binary.BigEndian.Uint32(sum[:])%throttleRows)
}

// formatUntil writes a time so that later ones are greater as texts too.
func formatUntil(t time.Time) string { return fmt.Sprintf("%020d", t.UnixMicro()) }

// Until implements throttle.Store.
func (s *ThrottleStore) Until(ctx context.Context, keys ...string) ([]time.Time, error) {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = throttleOption(key)
	}
	stored, err := s.db.Options().direct(ctx, names)
	if err != nil {
		return nil, wrap("throttle", err)
	}
	times := make([]time.Time, len(keys))
	for i, name := range names {
		if at, err := strconv.ParseInt(stored[name], 10, 64); err == nil {
			times[i] = time.UnixMicro(at)
		}
	}
	return times, nil
}

// Push implements throttle.Store.
func (s *ThrottleStore) Push(ctx context.Context, now time.Time, steps map[string]time.Duration) error {
	// Nobody reads these options but this store, so none that is kept is old.
	return s.db.change(ctx, tablesOf(throttleTable), func(ctx context.Context, g *gorm.DB) error {
		keys := make([]string, 0, len(steps))
		for key := range steps {
			keys = append(keys, key)
		}
		until, err := s.Until(ctx, keys...)
		if err != nil {
			return err
		}
		for i, key := range keys {
			at := until[i]
			if at.Before(now) {
				at = now
			}
			row := &optionRow{OptionName: throttleOption(key), OptionValue: formatUntil(at.Add(steps[key])), Autoload: "off"}
			if err := s.db.Options().upsert(g, row); err != nil {
				return wrap("throttle", err)
			}
		}
		if rand.IntN(throttleSweep) > 0 {
			return nil
		}
		gone := g.Where("option_name >= ? AND option_name < ? AND option_value < ?", throttlePrefix, throttlePrefix+"zz", formatUntil(now))
		return wrap("throttle", gone.Delete(&optionRow{}).Error)
	})
}

// Forget implements throttle.Store.
func (s *ThrottleStore) Forget(ctx context.Context, key string) error {
	until, err := s.Until(ctx, key)
	if err != nil || until[0].IsZero() {
		return err
	}
	return s.db.change(ctx, tablesOf(throttleTable), func(_ context.Context, g *gorm.DB) error {
		return wrap("throttle", g.Where("option_name = ?", throttleOption(key)).Delete(&optionRow{}).Error)
	})
}
