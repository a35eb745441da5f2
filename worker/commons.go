package worker

import (
	"context"
	"sync"

	"quire/internal/jobs"
	"quire/internal/plan"
	"quire/internal/postgres"
)

// mostCommons is of how many batches a process remembers the order.
const mostCommons = 32

// commons remembers what the jobs of batches have in common, which never changes.
// It is safe for use by several goroutines.
type commons struct {
	db *postgres.DB

	mu sync.Mutex
	by map[string]*plan.Snapshot
}

func newCommons(db *postgres.DB) *commons {
	return &commons{db: db, by: map[string]*plan.Snapshot{}}
}

// of gives what the jobs of a batch have in common; nobody may change it.
func (c *commons) of(ctx context.Context, batchID string) (*plan.Snapshot, error) {
	c.mu.Lock()
	s, known := c.by[batchID]
	c.mu.Unlock()
	if known {
		return s, nil
	}
	read, err := jobs.BatchSnapshot(ctx, c.db, batchID)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for id := range c.by { // any one: it can be read again
		if len(c.by) < mostCommons {
			break
		}
		delete(c.by, id)
	}
	c.by[batchID] = &read
	return &read, nil
}
