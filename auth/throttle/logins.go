package throttle

import (
	"strings"
	"time"

	"github.com/wprest/wprest/auth"
)

// LoginLimits say how often a login may fail. Zero fields take their defaults.
type LoginLimits struct {
	// PerPair is how often one address may fail for one account. Default 10.
	PerPair int
	// PerAddress is how often one address may fail in all. Default 50.
	PerAddress int
	// PerAccount is how often logins to one account may fail, from anywhere.
	// It is the only limit that lets others keep the owner out. Default 200.
	PerAccount int
	// Within is the time in which they may. Default 15 minutes.
	Within time.Duration
	// Remembered is the most pairs, addresses and accounts of which each is
	// remembered. Default 65536.
	Remembered int
	// Now tells the time; nil is time.Now.
	Now func() time.Time
}

// Logins makes those wait who guess passwords. It is safe for concurrent use.
type Logins struct {
	pairs, addresses, accounts *buckets
	now                        func() time.Time
}

var _ auth.Throttle = (*Logins)(nil)

// NewLogins returns a Logins that has seen nobody yet.
func NewLogins(l LoginLimits) *Logins {
	within, most, now := orElse(l.Within, 15*time.Minute), orElse(l.Remembered, 1<<16), l.Now
	if now == nil {
		now = time.Now
	}
	return &Logins{
		pairs:     newBuckets(orElse(l.PerPair, 10), within, most),
		addresses: newBuckets(orElse(l.PerAddress, 50), within, most),
		accounts:  newBuckets(orElse(l.PerAccount, 200), within, most),
		now:       now,
	}
}

func orElse[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Wait implements auth.Throttle.
func (l *Logins) Wait(login, address string) time.Duration {
	now := l.now()
	login = strings.ToLower(login)
	return max(l.pairs.wait(pair(login, address), now), l.addresses.wait(address, now), l.accounts.wait(login, now))
}

// Failed implements auth.Throttle.
func (l *Logins) Failed(login, address string) {
	now := l.now()
	login = strings.ToLower(login)
	l.pairs.take(pair(login, address), now)
	l.addresses.take(address, now)
	l.accounts.take(login, now)
}

// Succeeded implements auth.Throttle.
func (l *Logins) Succeeded(login, address string) {
	l.pairs.forget(pair(strings.ToLower(login), address))
}

func pair(login, address string) string { return login + "\x00" + address }
