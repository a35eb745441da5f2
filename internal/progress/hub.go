package progress

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"quire/ent/tenancy"
	"quire/internal/problem"
)

const (
	// reconnect bounds how long the listener waits between two tries.
	reconnectMin = 50 * time.Millisecond
	reconnectMax = time.Second
	// pingEvery finds a connection that is dead without having said so.
	pingEvery = 10 * time.Second
	// rereadEvery bounds how long a subscriber can be wrong if a connection is
	// dead and the ping hangs too.
	rereadEvery = 30 * time.Second
	// chunk is how many jobs are read at once after a reconnect.
	chunk = 1000
	// retryEvery is the pause between two tries to read.
	retryEvery = 200 * time.Millisecond
	// pace is the least time between two states for one subscriber; the final
	// one does not wait.
	pace = 100 * time.Millisecond
)

// Hub brings the newest states of jobs to subscribers. One serves a process.
type Hub struct {
	db  *sql.DB
	dsn string
	log *slog.Logger

	stale chan struct{} // has a token when watched jobs must be read again

	// changed has a token when there is something in dirty.
	changed chan struct{}

	jobs    topics[*State]
	batches topics[*BatchState]
	imports topics[*ImportState]

	mu    sync.Mutex
	dirty map[string]bool               // batches that must be counted again
	feeds map[string]map[*feed]struct{} // by tenant

	reread func(jobs int) // told after each reading of all watched jobs, by tests
}

// NewHub makes a hub that reads with db and listens on a connection of its own
// to dsn; [Hub.Run] makes it work.
func NewHub(db *sql.DB, dsn string, log *slog.Logger) *Hub {
	return &Hub{
		db: db, dsn: dsn, log: log,
		stale: make(chan struct{}, 1), changed: make(chan struct{}, 1),
		dirty: map[string]bool{}, feeds: map[string]map[*feed]struct{}{}, reread: func(int) {},
	}
}

// Watchers is the number of open subscriptions.
func (h *Hub) Watchers() int {
	n := h.jobs.count() + h.batches.count() + h.imports.count()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, feeds := range h.feeds {
		n += len(feeds)
	}
	return n
}

// Watch gives the state of a job as it is, then each newer one, joined to at
// most ten a second, at last the final one, and then closes the channel. It ends
// early when ctx does. A job of another tenant than the context's does not exist
// for it. Restarts of the database interrupt nothing.
//
// Whoever does not want to wait for the channel may give a function that is called
// once for each time that it can be received from, which its end is too; it must
// not block.
func (h *Hub) Watch(ctx context.Context, jobID string, wake ...func()) (<-chan *State, error) {
	return h.jobs.watch(ctx, jobID, func() (*State, error) { return h.first(ctx, jobID) }, wake)
}

// publish offers a state to all who watch the job or the organisation, and has
// the job's batch counted; it never blocks.
func (h *Hub) publish(s *State) {
	if s.BatchID != "" {
		h.markBatches(s.BatchID)
	}
	if s.JobID == "" { // only its batch has changed
		return
	}
	h.jobs.publish(s.JobID, s)
	h.mu.Lock()
	defer h.mu.Unlock()
	for f := range h.feeds[s.TenantID] {
		f.offer(s)
	}
}

// first reads a job as the tenant of the context.
func (h *Hub) first(ctx context.Context, jobID string) (*State, error) {
	tenant, system, err := tenancy.Of(ctx)
	if err != nil {
		return nil, err
	}
	states, err := h.read(ctx, "select "+document+" from jobs j where j.id = $1 and ($2 or j.tenant_id = $3)", jobID, system, tenant)
	if err != nil {
		return nil, err
	}
	if len(states) == 0 {
		return nil, problem.Missing("job", jobID)
	}
	return states[0], nil
}

func (h *Hub) read(ctx context.Context, query string, args ...any) ([]*State, error) {
	rows, err := h.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var states []*State
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		s, err := parse(text)
		if err != nil {
			return nil, err
		}
		states = append(states, s)
	}
	return states, rows.Err()
}
