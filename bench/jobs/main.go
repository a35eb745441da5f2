// Command jobs measures how Quire works off what piles up: real processes, a
// database of their own, orders over the API, everything on loopback.
//
//	go run ./bench/jobs [flags] batch   a batch of -n booklets: rate by chunks, memory, CPU
//	go run ./bench/jobs [flags] fair    one order, and ten, beside a batch of -n of another office
//	go run ./bench/jobs [flags] chaos   -n orders while workers are killed and PostgreSQL is restarted
//	go run ./bench/jobs [flags] start   -n orders on an idle system: how soon a worker begins
//	go run ./bench/jobs [flags] live    -n subscribers to one batch and -n to jobs of their own
//	go run ./bench/jobs [flags] serve   an office to measure against; says where on one line of JSON
//
// Figures of one run can be compared with each other, those of two runs on a
// busy machine cannot.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// settings are the flags.
type settings struct {
	quire   string
	book    string
	n       int
	workers int
	slots   int
	durable bool
	beside  string
	bound   time.Duration
	node    string
	rate    float64
	during  time.Duration
	lives   int
	// heavy gives the sample's book long worksheets, and orders workbooks of their
	// own.
	heavy bool
}

func main() {
	log.SetFlags(0)
	var s settings
	flag.StringVar(&s.quire, "quire", "bin/quire", "the program")
	flag.StringVar(&s.book, "book", "", "a book in the format bench-book/1, with a folder customers beside it; without it the sample office's")
	flag.IntVar(&s.n, "n", 1000, "how many booklets")
	flag.IntVar(&s.workers, "workers", 1, "how many worker processes")
	flag.IntVar(&s.slots, "slots", 4, "how many jobs each works on at once")
	flag.BoolVar(&s.durable, "durable", true, "a database whose commits survive a power cut")
	flag.StringVar(&s.beside, "beside", "", "a command that measures another service for the same time and prints its rate, run before and after the batch")
	flag.StringVar(&s.node, "node", "", "live: the folder of a server of npm's graphql-ws to measure beside, server.mjs in it")
	flag.Float64Var(&s.rate, "rate", 20, "live: events a second")
	flag.DurationVar(&s.during, "during", 10*time.Second, "live: for how long")
	flag.IntVar(&s.lives, "lives", 6000, "chaos: how many rows the workbook of an order has; 0 for the plain book, whose jobs are over before anything strikes them")
	flag.DurationVar(&s.bound, "bound", 30*time.Minute, "the longest that it may take")
	flag.Parse()
	if err := s.run(flag.Arg(0)); err != nil {
		log.Fatal(err)
	}
}

func (s settings) run(what string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, s.bound)
	defer cancel()
	do := map[string]func(context.Context, *installation) error{"batch": s.batch, "fair": s.fair, "chaos": s.chaos, "live": s.live, "start": s.start, "serve": s.serve}[what]
	if do == nil {
		return fmt.Errorf("say what to measure: batch, fair, chaos, start, live or serve")
	}
	i, err := s.install(ctx)
	if err != nil {
		return err
	}
	defer i.remove()
	return do(ctx, i)
}
