package progress

import (
	"context"
	"sync"
	"time"

	"github.com/lib/pq"
)

// Run listens until ctx ends. It survives every loss of the database.
func (h *Hub) Run(ctx context.Context) {
	var readers sync.WaitGroup
	readers.Go(func() { h.rereadWhenStale(ctx) })
	readers.Go(func() { h.countBatches(ctx) })
	defer readers.Wait()
	l := pq.NewListener(h.dsn, reconnectMin, reconnectMax, h.event(ctx))
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	defer l.Close()
	if err := l.Listen(channel); err != nil { // waits for the database
		if ctx.Err() == nil {
			h.log.ErrorContext(ctx, "cannot listen for the progress of jobs; subscribers see it late", "error", err)
		}
	}
	h.markStale()
	h.listen(ctx, l)
}

func (h *Hub) listen(ctx context.Context, l *pq.Listener) {
	ping, again := time.NewTicker(pingEvery), time.NewTicker(rereadEvery)
	defer ping.Stop()
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case n, open := <-l.Notify:
			switch {
			case !open:
				return
			case n == nil: // it was away: notifications may be lost
				h.markStale()
			default:
				h.receive(ctx, n.Extra)
			}
		case <-ping.C:
			go func() { _ = l.Ping() }()
		case <-again.C:
			h.markStale()
		}
	}
}

func (h *Hub) receive(ctx context.Context, text string) {
	if h.receiveImport(text) {
		return
	}
	s, err := parse(text)
	if err != nil {
		h.log.WarnContext(ctx, "a notification of progress cannot be read; reading the jobs instead", "error", err)
		h.markStale()
		return
	}
	h.publish(s)
}

func (h *Hub) event(ctx context.Context) pq.EventCallbackType {
	return func(event pq.ListenerEventType, err error) {
		switch event {
		case pq.ListenerEventDisconnected:
			h.log.WarnContext(ctx, "the connection for the progress of jobs is lost", "error", err)
		case pq.ListenerEventReconnected:
			h.log.InfoContext(ctx, "the connection for the progress of jobs is back")
		}
	}
}

func (h *Hub) markStale() {
	select {
	case h.stale <- struct{}{}:
	default:
	}
}

// rereadWhenStale reads all watched jobs whenever notifications may be lost.
func (h *Hub) rereadWhenStale(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.stale:
		}
		ids := h.jobs.ids()
		total := len(ids)
		for len(ids) > 0 && ctx.Err() == nil {
			n := min(len(ids), chunk)
			if h.rereadChunk(ctx, ids[:n]) {
				ids = ids[n:]
			}
		}
		h.rereadImports(ctx)
		h.markBatches(h.batches.ids()...)
		h.refeed(ctx)
		h.reread(total)
	}
}

// rereadChunk offers the states of some jobs; after a failure it waits and
// gives false.
func (h *Hub) rereadChunk(ctx context.Context, ids []string) bool {
	bounded, cancel := context.WithTimeout(ctx, flushTimeout)
	defer cancel()
	states, err := h.read(bounded, "select "+document+" from jobs j where j.id = any($1)", pq.Array(ids))
	if err == nil {
		for _, s := range states {
			h.publish(s)
		}
		return true
	}
	select {
	case <-ctx.Done():
	case <-time.After(retryEvery):
	}
	return false
}
