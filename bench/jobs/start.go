package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// start measures how long an order waits on an idle system: from before it is
// sent until a worker has begun, by the clock of this machine, which the database
// shares.
func (s settings) start(ctx context.Context, i *installation) error {
	o, err := i.operator(ctx)
	if err != nil {
		return err
	}
	if err := o.furnish(ctx, 10); err != nil {
		return err
	}
	if err := i.work(ctx); err != nil {
		return err
	}
	var begun, answered []time.Duration
	for n := range s.n {
		sent := time.Now()
		id, err := o.order(ctx, o.customers[n%len(o.customers)])
		if err != nil {
			return err
		}
		answered = append(answered, time.Since(sent))
		if err := o.await(ctx, id); err != nil {
			return err
		}
		var started time.Time
		if err := i.pool.QueryRow(ctx, "select started_at from jobs where id = $1", id).Scan(&started); err != nil {
			return err
		}
		begun = append(begun, started.Sub(sent))
		time.Sleep(time.Duration(20+n%80) * time.Millisecond) // idle again, and at no regular time
	}
	of := func(all []time.Duration, percent int) time.Duration {
		slices.Sort(all)
		return all[(len(all)-1)*percent/100].Round(time.Millisecond / 10)
	}
	fmt.Printf("%d orders, one after the other: begun after p50 %v, p99 %v, at most %v; answered after p50 %v, p99 %v\n",
		s.n, of(begun, 50), of(begun, 99), of(begun, 100), of(answered, 50), of(answered, 99))
	return nil
}
