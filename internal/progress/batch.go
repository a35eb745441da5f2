package progress

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/lib/pq"

	"quire/ent/batch"
	"quire/ent/tenancy"
	"quire/internal/problem"
)

// BatchState is what can be seen of a batch at one moment: its jobs, counted.
type BatchState struct {
	BatchID string
	// Sequence grows with every change of the batch and of its jobs.
	Sequence int64
	Status   batch.Status
	// Total booklets were ordered; those that are neither running nor over wait.
	Total, Running, Done, Failed, Canceled int
	// PerMinute is how many jobs have ended in the last minute.
	PerMinute int
	// Remaining is an estimate of the time left; nil when there is nothing to
	// estimate from.
	Remaining *time.Duration
	// At is when this was the state.
	At time.Time
}

func (s *BatchState) number() int64 { return s.Sequence }
func (s *BatchState) over() bool {
	return s.Status == batch.StatusDone || s.Status == batch.StatusCanceled
}

// Waiting are the booklets that no worker has begun.
func (s *BatchState) Waiting() int { return max(s.Total-s.Running-s.ended(), 0) }

// ended are those that are over, whatever became of them.
func (s *BatchState) ended() int { return s.Done + s.Failed + s.Canceled }

// Percent is 100 only when the batch is over.
func (s *BatchState) Percent() int {
	switch {
	case s.over():
		return 100
	case s.Total == 0:
		return 0
	}
	return min(100*s.ended()/s.Total, 99)
}

// estimate reckons from what the last minute brought, of which spent was used.
func (s *BatchState) estimate(spent time.Duration) {
	left := s.Total - s.ended()
	switch {
	case s.over():
		s.Remaining = new(time.Duration)
	case s.PerMinute > 0 && s.Status == batch.StatusRunning:
		remaining := min(spent, time.Minute) * time.Duration(left) / time.Duration(s.PerMinute)
		s.Remaining = &remaining
	}
}

// batchStates counts the jobs of batches. It reads each job once.
const batchStates = `select b.id, b.sequence + coalesce(sum(j.sequence), 0), b.status, b.total,
		count(j.id) filter (where j.status in ('RUNNING', 'CANCELING')), count(j.id) filter (where j.status = 'DONE'),
		count(j.id) filter (where j.status = 'ERROR'), count(j.id) filter (where j.status = 'CANCELED'),
		count(j.id) filter (where j.status in ('DONE', 'ERROR') and j.finished_at > now() - interval '1 minute'),
		coalesce(extract(epoch from now() - min(j.started_at)), 0)::float8, clock_timestamp()
	from batches b left join jobs j on j.batch_id = b.id where b.id = any($1) and ($2 or b.tenant_id = $3) group by b.id`

// Batches reads the states of batches of the context's tenant, by their ids.
func (h *Hub) Batches(ctx context.Context, ids ...string) (map[string]BatchState, error) {
	tenant, system, err := tenancy.Of(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := h.db.QueryContext(ctx, batchStates, pq.Array(ids), system, tenant)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	states := map[string]BatchState{}
	for rows.Next() {
		var s BatchState
		var spent float64
		if err := rows.Scan(&s.BatchID, &s.Sequence, &s.Status, &s.Total, &s.Running, &s.Done, &s.Failed, &s.Canceled, &s.PerMinute, &spent, &s.At); err != nil {
			return nil, err
		}
		if s.Status == batch.StatusCanceled { // those that got no job too
			s.Canceled = max(s.Total-s.Done-s.Failed, s.Canceled)
		}
		s.estimate(time.Duration(spent * float64(time.Second)))
		states[s.BatchID] = s
	}
	return states, rows.Err()
}

// WatchBatch does for a batch what [Hub.Watch] does for a job.
func (h *Hub) WatchBatch(ctx context.Context, id string, wake ...func()) (<-chan *BatchState, error) {
	return h.batches.watch(ctx, id, func() (*BatchState, error) {
		states, err := h.Batches(ctx, id)
		s, there := states[id]
		if err == nil && !there {
			err = problem.Missing("batch", id)
		}
		return &s, err
	}, wake)
}

// batchPace is the least time between two countings; it grows with what they
// take, so that they cost a twentieth of the database's time at most.
const batchPace = 200 * time.Millisecond

// countBatches counts the watched batches that have changed, until ctx ends.
func (h *Hub) countBatches(ctx context.Context) {
	system := tenancy.System(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.changed:
		}
		began := time.Now()
		ids := h.takeDirty()
		bounded, cancel := context.WithTimeout(system, flushTimeout)
		states, err := h.Batches(bounded, ids...)
		cancel()
		for id, s := range states {
			h.batches.publish(id, &s)
		}
		if err != nil {
			h.markBatches(ids...)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(batchPace, 19*time.Since(began))):
		}
	}
}

// markBatches notes that batches have changed, if anybody watches them.
func (h *Hub) markBatches(ids ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		if !h.batches.watched(id) {
			continue
		}
		h.dirty[id] = true
		select {
		case h.changed <- struct{}{}:
		default:
		}
	}
}

func (h *Hub) takeDirty() (ids []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id := range h.dirty {
		ids = append(ids, id)
	}
	clear(h.dirty)
	return ids
}

// AnnounceBatches tells all who watch that batches have changed, when the
// transaction commits. Whoever changes a batch raises its sequence; for a change
// of its jobs [Announce] is enough.
func AnnounceBatches(ctx context.Context, tx pgx.Tx, ids ...string) error {
	_, err := tx.Exec(ctx, "select pg_notify('"+channel+"', json_build_object('b', b.id, 'o', b.tenant_id)::text) from batches b where b.id = any($1)", ids)
	if err != nil {
		return fmt.Errorf("announce the state of batches: %w", err)
	}
	return nil
}
