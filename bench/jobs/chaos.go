package main

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	kills    = 30
	restarts = 3
	// away is how long the database is down at each restart.
	away = time.Second
	// herd is how many workers live at a time.
	herd = 3
	// pauseBetween is the mean pause between two blows.
	pauseBetween = 1500 * time.Millisecond
)

// blow is a worker that was killed, with the jobs that it was at.
type blow struct {
	when time.Time
	jobs []string
}

// chaos orders booklets while workers are killed at random and the database is
// restarted, and checks that each is made exactly once.
func (s settings) chaos(ctx context.Context, i *installation) error {
	o, err := i.operator(ctx)
	if err != nil {
		return err
	}
	i.heavy = s.lives > 0 // so that deaths find work in progress
	if err := o.furnish(ctx, s.n); err != nil {
		return err
	}
	for range herd {
		if err := i.work(ctx); err != nil {
			return err
		}
	}
	var struck []blow
	var striking sync.WaitGroup
	var failed error
	striking.Go(func() { struck, failed = i.strike(ctx) })
	batchID, ordered, err := o.orderThrough(ctx, s.n, time.Duration(kills+restarts)*pauseBetween)
	striking.Wait()
	if err = joined(err, failed); err != nil {
		return err
	}
	if err := o.awaitBatch(ctx, batchID, func(batchState) {}); err != nil {
		return err
	}
	for _, id := range ordered {
		if err := o.await(ctx, id); err != nil {
			fmt.Println(err)
		}
	}
	return i.judge(ctx, s.n, struck)
}

func joined(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// orderThrough orders n booklets, half of them as a batch, the others one by one
// over some time; what fails because the database is away is ordered again under
// the same key.
func (o *office) orderThrough(ctx context.Context, n int, spread time.Duration) (batchID string, ids []string, err error) {
	among := n / 2
	var own []map[string]string
	for k, id := range o.customers[:among] {
		own = append(own, map[string]string{"customerId": id, "spreadsheetId": o.workbookOf(k)})
	}
	batchID, err = o.orderBatch(ctx, map[string]any{"customerIds": o.customers[:among]}, own, "chaos")
	if err != nil {
		return "", nil, err
	}
	for k := among; k < n; k++ {
		id := ""
		for id == "" {
			if id, err = o.orderWithKey(ctx, o.customers[k], o.workbookOf(k), fmt.Sprint("chaos-", k)); err != nil && ctx.Err() != nil {
				return "", nil, err
			}
			select {
			case <-ctx.Done():
				return "", nil, ctx.Err()
			case <-time.After(spread / time.Duration(n-among)):
			}
		}
		ids = append(ids, id)
	}
	return batchID, ids, nil
}

// strike kills workers, each time one that is at work if there is any, starts
// others in their places, and restarts the database now and then.
func (i *installation) strike(ctx context.Context) (struck []blow, err error) {
	for k := range kills {
		select {
		case <-ctx.Done():
			return struck, ctx.Err()
		case <-time.After(time.Duration((0.5 + rand.Float64()) * float64(pauseBetween))):
		}
		if k%(kills/restarts) == kills/restarts-1 {
			if err := i.restartDatabase(ctx); err != nil {
				return struck, err
			}
		}
		b, err := i.killOne(ctx)
		if err != nil {
			return struck, err
		}
		struck = append(struck, b)
		if err := i.work(ctx); err != nil {
			return struck, err
		}
	}
	return struck, nil
}

func (i *installation) restartDatabase(ctx context.Context) error {
	if err := i.cluster.Stop(); err != nil {
		return err
	}
	time.Sleep(away)
	return i.cluster.Start(ctx)
}

// killOne kills a worker and says what it was at.
func (i *installation) killOne(ctx context.Context) (blow, error) {
	victim := rand.IntN(len(i.workers))
	if pid, err := i.busyWorker(ctx); err == nil {
		victim = max(slices.IndexFunc(i.workers, func(p *process) bool { return p.cmd.Process.Pid == pid }), 0)
	}
	p := i.workers[victim]
	if err := p.cmd.Process.Kill(); err != nil {
		return blow{}, fmt.Errorf("a worker ended by itself; its log is above: %w", err)
	}
	b := blow{when: time.Now()}
	<-p.done
	i.workers = slices.Delete(i.workers, victim, victim+1)
	rows, err := i.pool.Query(ctx, `select j.id from jobs j join worker_processes p on p.id = j.worker_id where p.pid = $1 and j.status = 'RUNNING'`, p.cmd.Process.Pid)
	if err != nil {
		return b, err
	}
	b.jobs, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return b, err
}

// busyWorker is the process that some job is at.
func (i *installation) busyWorker(ctx context.Context) (pid int, err error) {
	err = i.pool.QueryRow(ctx, `select p.pid from jobs j join worker_processes p on p.id = j.worker_id
		where j.status = 'RUNNING' and p.seen_at > now() - interval '3 seconds' order by random() limit 1`).Scan(&pid)
	return pid, err
}

// judge tells what came of it.
func (i *installation) judge(ctx context.Context, n int, struck []blow) error {
	var done, outputs, most int
	err := i.pool.QueryRow(ctx, `select count(*) filter (where status = 'DONE'), count(distinct output_id), max(attempts) from jobs`).Scan(&done, &outputs, &most)
	if err != nil {
		return err
	}
	var known int
	if err := i.pool.QueryRow(ctx, "select count(*) from uploads where origin = 'GENERATED'").Scan(&known); err != nil {
		return err
	}
	stored, left, err := i.stored()
	if err != nil {
		return err
	}
	hit := 0
	for _, b := range struck {
		hit += len(b.jobs)
	}
	times := i.takeovers(struck)
	fmt.Printf("%d of %d done, %d booklets, %d rows of booklets, %d files of booklets, %d files half written\n", done, n, outputs, known, stored, left)
	fmt.Printf("%d workers killed, %d jobs in progress hit, %d restarts of the database; at most %d attempts at one job\n", len(struck), hit, restarts, most)
	if len(times) > 0 {
		fmt.Printf("taken over %d: median %.1f s, p95 %.1f s, at most %.1f s\n", len(times), times[len(times)/2].Seconds(),
			times[min(len(times)-1, len(times)*95/100)].Seconds(), times[len(times)-1].Seconds())
	}
	if done != n || outputs != n || known != n || stored != n {
		return fmt.Errorf("lost %d, duplicates %d, files without a row %d", n-done, known-outputs, stored-known)
	}
	return nil
}

// takeovers are the times from a worker's death until its jobs were taken over,
// in order of length.
func (i *installation) takeovers(struck []blow) (times []time.Duration) {
	close(i.takenOver)
	killed := map[string][]time.Time{}
	for _, b := range struck {
		for _, id := range b.jobs {
			killed[id] = append(killed[id], b.when)
		}
	}
	for t := range i.takenOver {
		var last time.Time
		for _, when := range killed[t.job] {
			if when.Before(t.when) {
				last = when
			}
		}
		if !last.IsZero() {
			times = append(times, t.when.Sub(last))
		}
	}
	slices.Sort(times)
	return times
}

// stored counts the booklets in storage, and what was not finished.
func (i *installation) stored() (whole, partial int, err error) {
	err = filepath.WalkDir(filepath.Join(i.dir, "data", "files"), func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && os.IsNotExist(err):
			return nil
		case err != nil || e.IsDir() || !strings.Contains(path, "/outputs/"):
			return err
		case strings.HasSuffix(path, ".pdf") || !strings.Contains(filepath.Base(path), "."):
			whole++
		default:
			partial++
		}
		return nil
	})
	return whole, partial, err
}
