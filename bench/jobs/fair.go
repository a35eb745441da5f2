package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// rounds is how often each figure of fairness is taken; the median counts.
const rounds = 15

// few is how many booklets the small office orders at once.
const few = 10

// fair orders booklets of a small office, first with nothing else to do, then
// beside a large batch of another.
func (s settings) fair(ctx context.Context, i *installation) error {
	large, err := i.operator(ctx)
	if err != nil {
		return err
	}
	if err := large.furnish(ctx, s.n); err != nil {
		return err
	}
	small, err := large.openOffice(ctx, "Small Office", "small@office.example")
	if err != nil {
		return err
	}
	if err := small.furnish(ctx, few); err != nil {
		return err
	}
	for range s.workers {
		if err := i.work(ctx); err != nil {
			return err
		}
	}
	if _, err := small.fewTimes(ctx); err != nil { // the first ones warm up
		return err
	}
	alone, err := small.fewTimes(ctx)
	if err != nil {
		return err
	}
	id, err := large.orderAll(ctx)
	if err != nil {
		return err
	}
	if err := i.awaitUnderWay(ctx, id); err != nil {
		return err
	}
	beside, err := small.fewTimes(ctx)
	if err != nil {
		return err
	}
	left, err := i.left(ctx, id)
	if err != nil {
		return err
	}
	if left == 0 {
		return fmt.Errorf("the batch of %d was over too soon to tell anything; give more with -n", s.n)
	}
	fmt.Printf("beside %d booklets of another office, of which %d still wait at the end:\n", s.n, left)
	for k, what := range []string{"one by hand, until it starts", "one by hand", "ten by hand", "a batch of ten"} {
		fmt.Printf("  %-30s alone %8.1f ms   beside %8.1f ms   ratio %.2f\n", what, ms(alone[k]), ms(beside[k]), beside[k].Seconds()/alone[k].Seconds())
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// left is how many booklets of a batch are not made.
func (i *installation) left(ctx context.Context, batchID string) (n int, err error) {
	err = i.pool.QueryRow(ctx, "select total - (select count(*) from jobs where batch_id = $1 and status = 'DONE') from batches where id = $1", batchID).Scan(&n)
	return n, err
}

// awaitUnderWay waits until the first booklets of a batch are made.
func (i *installation) awaitUnderWay(ctx context.Context, batchID string) error {
	all, err := i.left(ctx, batchID)
	for left := all; err == nil && left > all-few; left, err = i.left(ctx, batchID) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return err
}

// fewTimes are the medians of how long it takes until one booklet that is
// ordered by hand is begun, until it is made, until ten of them are made, and a
// batch of ten.
func (o *office) fewTimes(ctx context.Context) (medians [4]time.Duration, err error) {
	var all [4][]time.Duration
	for range rounds {
		began, made, err := o.byHand(ctx, 1)
		if err != nil {
			return medians, err
		}
		_, ten, err := o.byHand(ctx, few)
		if err != nil {
			return medians, err
		}
		batch, err := o.asBatch(ctx)
		if err != nil {
			return medians, err
		}
		for k, d := range []time.Duration{began, made, ten, batch} {
			all[k] = append(all[k], d)
		}
	}
	for k := range all {
		slices.Sort(all[k])
		medians[k] = all[k][rounds/2]
	}
	return medians, nil
}

// byHand orders n booklets one by one, and gives how long it took until the first
// was begun and until all were made, by the database's clock.
func (o *office) byHand(ctx context.Context, n int) (began, made time.Duration, err error) {
	var ids []string
	for k := range n {
		id, err := o.order(ctx, o.customers[k])
		if err != nil {
			return 0, 0, err
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		if err := o.await(ctx, id); err != nil {
			return 0, 0, err
		}
	}
	var first, last float64
	err = o.in.pool.QueryRow(ctx, `select extract(epoch from min(started_at) - min(created_at))::float8, extract(epoch from max(finished_at) - min(created_at))::float8
		from jobs where id = any($1)`, ids).Scan(&first, &last)
	return time.Duration(first * float64(time.Second)), time.Duration(last * float64(time.Second)), err
}

// asBatch orders a batch of all customers and gives how long it took, by the
// database's clock: its subscribers hear of it in steps.
func (o *office) asBatch(ctx context.Context) (time.Duration, error) {
	id, err := o.orderAll(ctx)
	if err != nil {
		return 0, err
	}
	var last batchState
	if err := o.awaitBatch(ctx, id, func(b batchState) { last = b }); err != nil {
		return 0, err
	}
	if last.Progress.Counts.Done != len(o.customers) {
		return 0, fmt.Errorf("the batch %s: %+v", id, last)
	}
	var took float64
	err = o.in.pool.QueryRow(ctx, "select extract(epoch from max(j.finished_at) - b.created_at)::float8 from batches b join jobs j on j.batch_id = b.id where b.id = $1 group by b.id", id).Scan(&took)
	return time.Duration(took * float64(time.Second)), err
}
