package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent/ident"
	"quire/internal/auth"
	"quire/internal/progress"
)

// socketsPerUser is how many websockets a user may have open.
const socketsPerUser = 20

// audience is what is watched: a batch by n subscribers, and n jobs by one each.
type audience struct {
	*office
	batchID string
	parts   []string // the jobs of the batch
	own     []string // those that are watched one by one
	of      map[string]*topic
	keys    []string
}

// live measures how changes of jobs come to 2n subscribers.
func (s settings) live(ctx context.Context, i *installation) error {
	o, err := i.operator(ctx)
	if err != nil {
		return err
	}
	a := &audience{office: o, of: map[string]*topic{}}
	if err := a.fill(ctx, s.n); err != nil {
		return err
	}
	c := a.crowd()
	fmt.Printf("Quire: %d subscribers to one batch, %d to jobs of their own, %g events a second for %v\n", s.n, s.n, s.rate, s.during)
	err = s.gather(ctx, c, i.api.cmd.Process.Pid, func(n int) error { return a.change(ctx, n) }, func() error { return a.end(ctx) })
	if err != nil {
		return err
	}
	report("the batch", c.all[:s.n])
	report("own jobs", c.all[s.n:])
	if s.node == "" {
		return nil
	}
	return s.liveNode(ctx)
}

// gather connects a crowd, publishes, ends, and tells what it cost the server.
func (s settings) gather(ctx context.Context, c *crowd, pid int, publish func(n int) error, end func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	idle, began := heldBy(pid), time.Now()
	if err := c.open(ctx); err != nil {
		return err
	}
	within(time.Minute, c.first.Wait)
	fmt.Printf("  connected in %.1f s: %.1f KiB a subscriber\n", time.Since(began).Seconds(), perWatcher(heldBy(pid)-idle, c))
	cpu, messages, began := cpuOf(pid), c.messages.Load(), time.Now()
	tick := time.NewTicker(time.Duration(float64(time.Second) / s.rate))
	defer tick.Stop()
	for n := 0; time.Since(began) < s.during; n++ {
		if err := publish(n); err != nil {
			return err
		}
		<-tick.C
	}
	took := time.Since(began).Seconds()
	came := float64(c.messages.Load() - messages)
	fmt.Printf("  %.0f messages a second, %.0f µs of the server's CPU each; %.1f KiB a subscriber under load\n",
		came/took, 1e6*(cpuOf(pid)-cpu)/came, perWatcher(heldBy(pid)-idle, c))
	if err := end(); err != nil {
		return err
	}
	within(time.Minute, c.live.Wait)
	return nil
}

func perWatcher(bytes int64, c *crowd) float64 { return float64(bytes) / 1024 / float64(len(c.all)) }

// within waits for something, but not for ever.
func within(most time.Duration, wait func()) {
	done := make(chan struct{})
	go func() { wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(most):
	}
}

// fill writes the batch, the jobs, and enough users with keys straight into the
// database.
func (a *audience) fill(ctx context.Context, n int) error {
	now := time.Now()
	a.batchID = ident.New(ident.Batch)
	_, err := a.in.pool.Exec(ctx, `insert into batches (id, tenant_id, created_at, year, quarter, status, total, input_json, prepared, cursor, sequence, request_id)
		values ($1, $2, $3, 2026, 1, 'RUNNING', 1000, '{}', true, '', 1, '')`, a.batchID, a.tenant, now)
	if err != nil {
		return err
	}
	var jobs, users, keys [][]any
	for range 1000 {
		id := ident.New(ident.Job)
		a.parts = append(a.parts, id)
		jobs = append(jobs, []any{id, a.tenant, now, "GENERATE_BOOK", "RUNNING", 2026, 1, []byte("{}"), 100, a.batchID})
	}
	for range n {
		id := ident.New(ident.Job)
		a.own = append(a.own, id)
		jobs = append(jobs, []any{id, a.tenant, now, "GENERATE_BOOK", "RUNNING", 2026, 1, []byte("{}"), 100, nil})
	}
	for u := range 2*n/socketsPerUser + 1 {
		id := ident.New(ident.User)
		key, prefix, digest := auth.NewAPIKey()
		a.keys = append(a.keys, key)
		users = append(users, []any{id, a.tenant, now, now, fmt.Sprintf("watcher%d@bench.example", u), "Watcher", "none", "STANDARD", false})
		keys = append(keys, []any{ident.New(ident.APIKey), a.tenant, now, id, "bench", prefix, digest, []byte(`["READ"]`)})
	}
	for _, t := range []struct {
		table, columns string
		rows           [][]any
	}{
		{"users", "id,tenant_id,created_at,updated_at,email,name,password_hash,role,operator", users},
		{"api_keys", "id,tenant_id,created_at,user_id,name,prefix,key_hash,scopes", keys},
		{"jobs", "id,tenant_id,created_at,type,status,year,quarter,input_json,pages_total,batch_id", jobs},
	} {
		if _, err := a.in.pool.CopyFrom(ctx, pgx.Identifier{t.table}, strings.Split(t.columns, ","), pgx.CopyFromRows(t.rows)); err != nil {
			return fmt.Errorf("fill %s: %w", t.table, err)
		}
	}
	return nil
}

// crowd makes the subscribers: first those of the batch, then those of jobs.
func (a *audience) crowd() *crowd {
	c := &crowd{url: "ws" + strings.TrimPrefix(a.Endpoint, "http"), number: []byte(`"sequence":`), last: []byte(`"status":"DONE"`)}
	add := func(id, query string) {
		if a.of[id] == nil {
			a.of[id] = &topic{}
		}
		key := a.keys[len(c.all)/socketsPerUser]
		payload, _ := json.Marshal(map[string]any{"query": query, "variables": map[string]string{"id": id}})
		c.all = append(c.all, &watcher{topic: a.of[id], init: `{"Authorization":"Bearer ` + key + `"}`, query: string(payload)})
	}
	for range a.own {
		add(a.batchID, `subscription($id: ID!) { batchProgress(id: $id) { sequence status progress { percent counts { total running done failed } remainingSeconds } } }`)
	}
	for _, id := range a.own {
		add(id, `subscription($id: ID!) { jobProgress(id: $id) { sequence status progress { stage percent pagesDone pagesTotal } } }`)
	}
	return c
}

// change publishes a page of a job of the batch, and one of a job that somebody
// watches, in one transaction, as a worker's flush does.
func (a *audience) change(ctx context.Context, n int) error {
	part, own := a.parts[n%len(a.parts)], a.own[n%len(a.own)]
	now := time.Now()
	a.of[a.batchID].published.Store(int64(2+len(a.parts)+n), now) // a batch's number adds those of its jobs
	a.of[own].published.Store(int64(2+n/len(a.own)), now)
	return a.update(ctx, "stage = 'RENDER', pages_done = pages_done + 1", part, own)
}

func (a *audience) update(ctx context.Context, set string, ids ...string) error {
	return pgx.BeginFunc(ctx, a.in.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "update jobs set sequence = sequence + 1, "+set+" where id = any($1)", ids); err != nil {
			return err
		}
		return progress.Announce(ctx, tx, ids...)
	})
}

// end ends all jobs, a few hundred at a time, and the batch.
func (a *audience) end(ctx context.Context) error {
	const done = "status = 'DONE', finished_at = now()"
	for rest := append(a.parts, a.own...); len(rest) > 0; rest = rest[min(len(rest), 250):] {
		if err := a.update(ctx, done, rest[:min(len(rest), 250)]...); err != nil {
			return err
		}
	}
	return pgx.BeginFunc(ctx, a.in.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "update batches set sequence = sequence + 1, status = 'DONE', finished_at = now() where id = $1", a.batchID); err != nil {
			return err
		}
		return progress.AnnounceBatches(ctx, tx, a.batchID)
	})
}
