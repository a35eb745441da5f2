package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// chunks is in how many parts the rate is told.
const chunks = 10

// batch makes one batch and tells how fast, and what it took.
func (s settings) batch(ctx context.Context, i *installation) error {
	o, err := i.operator(ctx)
	if err != nil {
		return err
	}
	if err := o.furnish(ctx, s.n); err != nil {
		return err
	}
	for range s.workers {
		if err := i.work(ctx); err != nil {
			return err
		}
	}
	if err := s.measureBeside(ctx); err != nil {
		return err
	}
	watch := watchCosts(ctx, i)
	began := time.Now()
	id, err := o.orderAll(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("ordered %d booklets in %v\n", s.n, time.Since(began).Round(time.Millisecond))
	var last batchState
	if err := o.awaitBatch(ctx, id, func(b batchState) { last = b }); err != nil {
		return err
	}
	took := time.Since(began)
	costs := watch.stop()
	fmt.Printf("%s: %d done, %d failed of %d in %.1f s: %.1f booklets a second, %.1f ms of CPU each (%s)\n", last.Status, last.Progress.Counts.Done,
		last.Progress.Counts.Failed, last.Progress.Counts.Total, took.Seconds(), float64(s.n)/took.Seconds(), 1000*costs.cpu()/float64(s.n), costs.by(float64(s.n)))
	if err := i.tellChunks(ctx, id, costs); err != nil {
		return err
	}
	if err := s.measureBeside(ctx); err != nil {
		return err
	}
	if last.Progress.Counts.Done != s.n {
		return fmt.Errorf("%d booklets are missing", s.n-last.Progress.Counts.Done)
	}
	return nil
}

// tellChunks tells the rate and the memory of each tenth, by when jobs ended.
func (i *installation) tellChunks(ctx context.Context, batchID string, c *costs) error {
	rows, err := i.pool.Query(ctx, `select count(*), min(finished_at), max(finished_at) from (
		select finished_at, ntile($2) over (order by finished_at) part from jobs where batch_id = $1 and status = 'DONE') j group by part order by part`, batchID, chunks)
	if err != nil {
		return err
	}
	defer rows.Close()
	var first, last float64
	fmt.Println("  jobs   seconds   a second   worker MB   API MB   database MB")
	for rows.Next() {
		var n int
		var from, to time.Time
		if err := rows.Scan(&n, &from, &to); err != nil {
			return err
		}
		rate := float64(n) / to.Sub(from).Seconds()
		if first == 0 {
			first = rate
		}
		last = rate
		m := c.memoryAt(to)
		fmt.Printf("%6d %9.2f %10.1f %11d %8d %13d\n", n, to.Sub(from).Seconds(), rate, m.worker>>20, m.api>>20, m.database>>20)
	}
	fmt.Printf("the last tenth at %.2f of the first one's rate\n", last/first)
	return rows.Err()
}

// measureBeside runs the command that measures another service.
func (s settings) measureBeside(ctx context.Context) error {
	if s.beside == "" {
		return nil
	}
	fmt.Println("beside:", s.beside)
	cmd := exec.CommandContext(ctx, "sh", "-c", s.beside)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// serve keeps an office open and says where it is.
func (s settings) serve(ctx context.Context, i *installation) error {
	o, err := i.operator(ctx)
	if err != nil {
		return err
	}
	if err := o.furnish(ctx, s.n); err != nil {
		return err
	}
	for range s.workers {
		if err := i.work(ctx); err != nil {
			return err
		}
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	err = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"endpoint": o.Endpoint, "token": o.Token, "book": o.bookID, "spreadsheet": o.spreadsheetID,
		"customers": o.customers, "year": year, "quarter": quarter, "pids": i.pids(),
	})
	if err != nil {
		return err
	}
	select {
	case <-stop:
	case <-ctx.Done():
	}
	return nil
}
