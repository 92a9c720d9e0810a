package throttle

import (
	"context"
	"sync"
	"time"
)

// A Store keeps for each key a time: until when what was done under it is paid
// for. Each deed moves it on by a fixed step, and so it tells how many were done
// lately. Servers that share
// a Store share their limits. It must be safe for concurrent use.
type Store interface {
	// Until returns the times of the keys; that of an unknown one is zero.
	Until(ctx context.Context, keys ...string) ([]time.Time, error)
	// Push moves the time of each key on by a step, beginning now if it is past.
	Push(ctx context.Context, now time.Time, steps map[string]time.Duration) error
	// Forget drops a key.
	Forget(ctx context.Context, key string) error
}

// memory is a Store for one process. It remembers at most a number of keys.
type memory struct {
	most int

	mu    sync.Mutex
	until map[string]time.Time
}

func newMemory(most int) *memory { return &memory{most: most, until: map[string]time.Time{}} }

func (m *memory) Until(_ context.Context, keys ...string) ([]time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	times := make([]time.Time, len(keys))
	for i, key := range keys {
		times[i] = m.until[key]
	}
	return times, nil
}

func (m *memory) Push(_ context.Context, now time.Time, steps map[string]time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, step := range steps {
		at, known := m.until[key]
		if !known && len(m.until) >= m.most {
			m.shrink(now)
		}
		if at.Before(now) {
			at = now
		}
		m.until[key] = at.Add(step)
	}
	return nil
}

// shrink drops the keys that say nothing any more. When there are none it drops
// some of the others.
func (m *memory) shrink(now time.Time) {
	for key, at := range m.until {
		if !at.After(now) {
			delete(m.until, key)
		}
	}
	for key := range m.until {
		if len(m.until) <= m.most*9/10 {
			break
		}
		delete(m.until, key)
	}
}

func (m *memory) Forget(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.until, key)
	return nil
}
