package wsgraphql

import (
	"sync"
	"time"
)

// asked remembers when sessions were asked whether they hold: one session may
// have many sockets, each of which pings.
type asked struct {
	mu   sync.Mutex
	when map[string]time.Time // by Session.Same
}

// keptAsked is how many are remembered before those that are due are forgotten.
const keptAsked = 4096

// due tells whether a session was not asked for a while; if so, it is now.
func (a *asked) due(same string, while time.Duration) bool {
	if same == "" {
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if last, ok := a.when[same]; ok && now.Sub(last) < while {
		return false
	}
	if a.when == nil {
		a.when = map[string]time.Time{}
	}
	if len(a.when) >= keptAsked {
		for other, last := range a.when {
			if now.Sub(last) >= while {
				delete(a.when, other)
			}
		}
	}
	a.when[same] = now
	return true
}
