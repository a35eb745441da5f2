// Package ratelimit lets each user, or each address, spend points at a rate.
package ratelimit

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how fast points may be spent.
type Rate struct {
	// PerSecond is what comes back each second; 0 for no limit at all.
	PerSecond float64
	// Burst is what may be spent at once.
	Burst int
}

// Limiter keeps a bucket of points for each key. The keys used last are kept,
// so its memory is bounded; a key that was forgotten begins with a full bucket.
type Limiter struct {
	rate Rate
	keep int
	now  func() time.Time

	mu      sync.Mutex
	recent  *list.List // of *bucket, the one used last in front
	buckets map[string]*list.Element
}

type bucket struct {
	key    string
	points *rate.Limiter
}

// New makes a limiter that remembers as many keys as given. The clock may be
// nil for the real one.
func New(r Rate, keep int, now func() time.Time) *Limiter {
	if now == nil {
		now = time.Now
	}
	return &Limiter{rate: r, keep: max(keep, 1), now: now, recent: list.New(), buckets: map[string]*list.Element{}}
}

// Spend takes points of a key, or gives how long to wait until there are
// enough. What costs more than the burst costs the burst.
func (l *Limiter) Spend(key string, points int) (wait time.Duration) {
	if l.rate.PerSecond <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	reserved := l.bucket(key).ReserveN(now, min(points, l.rate.Burst))
	if wait = reserved.DelayFrom(now); wait > 0 {
		reserved.CancelAt(now)
	}
	return wait
}

// Budget is what a key may still spend.
type Budget struct {
	// Limit is the full bucket, Remaining what is in it, in points.
	Limit, Remaining int
	// Reset is how long it takes to be full again.
	Reset time.Duration
}

// Budget gives what a key has left; limited is false when there is no limit.
func (l *Limiter) Budget(key string) (b Budget, limited bool) {
	if l.rate.PerSecond <= 0 {
		return Budget{}, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	left := max(l.bucket(key).TokensAt(l.now()), 0)
	missing := float64(l.rate.Burst) - left
	return Budget{
		Limit: l.rate.Burst, Remaining: int(left), Reset: time.Duration(missing / l.rate.PerSecond * float64(time.Second)),
	}, true
}

func (l *Limiter) bucket(key string) *rate.Limiter {
	if at, ok := l.buckets[key]; ok {
		l.recent.MoveToFront(at)
		return at.Value.(*bucket).points
	}
	if l.recent.Len() >= l.keep {
		oldest := l.recent.Back()
		l.recent.Remove(oldest)
		delete(l.buckets, oldest.Value.(*bucket).key)
	}
	b := &bucket{key, rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)}
	l.buckets[key] = l.recent.PushFront(b)
	return b.points
}

// AddressKey names who an address belongs to: an IPv6 site has a whole /64.
func AddressKey(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		if site, err := ip.Prefix(64); err == nil {
			return site.String()
		}
	}
	return ip.String()
}
