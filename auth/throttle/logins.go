package throttle

import (
	"context"
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
	// Store remembers who has failed. Nil: memory does, for this process.
	Store Store
	// Remembered is the most pairs, addresses and accounts together that are
	// remembered without a Store. Default 196608.
	Remembered int
	// Now tells the time; nil is time.Now.
	Now func() time.Time
}

// Logins makes those wait who guess passwords. It is safe for concurrent use.
type Logins struct {
	store                  Store
	pair, address, account int
	pairStep, addressStep  time.Duration
	accountStep            time.Duration
	now                    func() time.Time
}

var _ auth.Throttle = (*Logins)(nil)

// NewLogins returns a Logins that has seen nobody yet, but for what the Store has.
func NewLogins(limits LoginLimits) *Logins {
	within := orElse(limits.Within, 15*time.Minute)
	l := &Logins{
		store: limits.Store, now: limits.Now,
		pair: orElse(limits.PerPair, 10), address: orElse(limits.PerAddress, 50), account: orElse(limits.PerAccount, 200),
	}
	l.pairStep, l.addressStep, l.accountStep = within/time.Duration(l.pair), within/time.Duration(l.address), within/time.Duration(l.account)
	if l.store == nil {
		l.store = newMemory(orElse(limits.Remembered, 3<<16))
	}
	if l.now == nil {
		l.now = time.Now
	}
	return l
}

func orElse[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Wait implements auth.Throttle.
func (l *Logins) Wait(ctx context.Context, login, address string) (wait time.Duration, failed bool, err error) {
	until, err := l.store.Until(ctx, keysOf(login, address)...)
	if err != nil {
		return 0, false, err
	}
	now := l.now()
	for i, limit := range []struct {
		number int
		step   time.Duration
	}{{l.pair, l.pairStep}, {l.address, l.addressStep}, {l.account, l.accountStep}} {
		// As many as the limit may be owed at once.
		if owed := until[i].Sub(now); owed > 0 {
			wait = max(wait, owed-time.Duration(limit.number-1)*limit.step)
		}
	}
	return wait, until[0].After(now), nil
}

// Failed implements auth.Throttle.
func (l *Logins) Failed(ctx context.Context, login, address string) error {
	keys := keysOf(login, address)
	return l.store.Push(ctx, l.now(), map[string]time.Duration{keys[0]: l.pairStep, keys[1]: l.addressStep, keys[2]: l.accountStep})
}

// Succeeded implements auth.Throttle.
func (l *Logins) Succeeded(ctx context.Context, login, address string) error {
	return l.store.Forget(ctx, keysOf(login, address)[0])
}

// keysOf returns the keys of a pair, an address and an account. None can be that
// of another kind.
func keysOf(login, address string) []string {
	login = strings.ToLower(login)
	return []string{"pair\x00" + login + "\x00" + address, "address\x00" + address, "account\x00" + login}
}
