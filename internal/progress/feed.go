package progress

import (
	"context"
	"sync"
	"time"

	"quire/ent/tenancy"
)

const (
	// feedMost is how many jobs a feed holds for a slow reader; the oldest are
	// dropped then, for the list of jobs has them.
	feedMost = 200
	// feedFirst is how many jobs the first message has at most.
	feedFirst = 100
	// feedBack is how far back the first message goes for jobs that are over.
	feedBack = time.Minute
)

// feed collects the newest states of an organisation's jobs for one subscriber.
type feed struct {
	wake chan struct{}

	mu     sync.Mutex
	states map[string]*State
	order  []string // ids in the order of their first change
}

func newFeed() *feed { return &feed{wake: make(chan struct{}, 1), states: map[string]*State{}} }

// offer notes the state of a job unless a newer one is there; it never blocks.
func (f *feed) offer(s *State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	held, there := f.states[s.JobID]
	if there && held.Sequence >= s.Sequence {
		return
	}
	f.states[s.JobID] = s
	if !there {
		f.order = append(f.order, s.JobID)
	}
	if len(f.order) > feedMost {
		delete(f.states, f.order[0])
		f.order = f.order[1:]
	}
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *feed) take() []*State {
	f.mu.Lock()
	defer f.mu.Unlock()
	states := make([]*State, 0, len(f.order))
	for _, id := range f.order {
		states = append(states, f.states[id])
	}
	clear(f.states)
	f.order = nil
	return states
}

// Feed gives the jobs of the context's organisation that are not over or ended
// within a minute, then, at most ten times a second, those that have changed,
// until ctx ends. A slow reader gets the newest states. Restarts of the database
// interrupt nothing; after one, jobs may come again that have not changed.
func (h *Hub) Feed(ctx context.Context) (<-chan []*State, error) {
	tenant, _, err := tenancy.Of(ctx)
	if err != nil {
		return nil, err
	}
	f := newFeed()
	h.mu.Lock()
	if h.feeds[tenant] == nil {
		h.feeds[tenant] = map[*feed]struct{}{}
	}
	h.feeds[tenant][f] = struct{}{}
	h.mu.Unlock()
	drop := func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.feeds[tenant], f)
		if len(h.feeds[tenant]) == 0 {
			delete(h.feeds, tenant)
		}
	}
	first, err := h.recent(ctx, tenant)
	if err != nil {
		drop()
		return nil, err
	}
	for _, s := range first {
		f.offer(s)
	}
	out := make(chan []*State)
	go func() {
		defer close(out)
		defer drop()
		f.deliver(ctx, out)
	}()
	return out, nil
}

// deliver sends what there is at once, if only nothing, and then what comes.
func (f *feed) deliver(ctx context.Context, out chan<- []*State) {
	for {
		select {
		case <-ctx.Done():
			return
		case out <- f.take():
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pace):
		}
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
	}
}

// recent are the jobs of the first message, the oldest first.
func (h *Hub) recent(ctx context.Context, tenant string) ([]*State, error) {
	return h.read(ctx, `select d from (select `+document+` as d, j.id from jobs j where j.tenant_id = $1
		and (j.status in ('RUNNING', 'CANCELING') or (j.status = 'QUEUED' and j.batch_id is null) or (j.status in ('DONE', 'ERROR', 'CANCELED') and j.finished_at > now() - $2::float8 * interval '1 second'))
		order by j.id desc limit $3) newest order by id`, tenant, feedBack.Seconds(), feedFirst)
}

// refeed offers the recent jobs of all organisations that somebody watches, for
// notifications may be lost.
func (h *Hub) refeed(ctx context.Context) {
	h.mu.Lock()
	var tenants []string
	for tenant := range h.feeds {
		tenants = append(tenants, tenant)
	}
	h.mu.Unlock()
	for _, tenant := range tenants {
		bounded, cancel := context.WithTimeout(ctx, flushTimeout)
		states, err := h.recent(bounded, tenant)
		cancel()
		if err != nil {
			h.log.WarnContext(ctx, "the jobs of an organisation cannot be read for its feed", "tenant", tenant, "error", err)
		}
		for _, s := range states {
			h.publish(s)
		}
	}
}
