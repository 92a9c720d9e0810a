package throttle

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// buckets are token buckets by key, of which at most a number is kept.
type buckets struct {
	every rate.Limit
	burst int
	max   int

	mu  sync.Mutex
	all map[string]*rate.Limiter
}

// newBuckets returns buckets that allow a number of things within a time, at most
// that number at once.
func newBuckets(number int, within time.Duration, most int) *buckets {
	return &buckets{
		every: rate.Every(within / time.Duration(max(1, number))), burst: max(1, number), max: most,
		all: map[string]*rate.Limiter{},
	}
}

func (b *buckets) missing(l *rate.Limiter, now time.Time) time.Duration {
	lacks := 1 - l.TokensAt(now)
	if lacks <= 0 {
		return 0
	}
	return time.Duration(lacks / float64(b.every) * float64(time.Second))
}

// allow counts one thing if it is allowed, or returns how long to wait for it.
func (b *buckets) allow(key string, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.bucket(key, now)
	if l.AllowN(now, 1) {
		return 0
	}
	return b.missing(l, now)
}

func (b *buckets) bucket(key string, now time.Time) *rate.Limiter {
	l, ok := b.all[key]
	if !ok {
		if len(b.all) >= b.max {
			b.shrink(now)
		}
		l = rate.NewLimiter(b.every, b.burst)
		b.all[key] = l
	}
	return l
}

// shrink drops the buckets that are full again, which say nothing. When there are
// none it drops some of the others.
func (b *buckets) shrink(now time.Time) {
	for key, l := range b.all {
		if l.TokensAt(now) >= float64(b.burst) {
			delete(b.all, key)
		}
	}
	for key := range b.all {
		if len(b.all) <= b.max*9/10 {
			break
		}
		delete(b.all, key)
	}
}
