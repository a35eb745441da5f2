// Command engine compares quire with other PDF tools that are installed: the
// CPU time and the memory of whole processes, alternating in one run.
//
//	go run ./bench/engine -quire bin/quire [-runs 5] [-pdfs FOLDER]
//
// Ratios are quire's by the other's: below 1 quire needs less. Timings of a busy
// machine are only good for these ratios.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// subject is a tool and how it is called.
type subject struct {
	name string
	// command gives the arguments for a task; nil when the tool cannot do it.
	command func(t task) []string
}

// task is something to do with files.
type task struct {
	name   string
	inputs []string
	// values is a file of values for a form; empty for merging.
	values string
	out    string
}

func subjects(quire string) []subject {
	merge := func(f func(t task) []string) func(task) []string {
		return func(t task) []string {
			if t.values != "" {
				return nil
			}
			return f(t)
		}
	}
	return []subject{
		{"quire", func(t task) []string {
			if t.values != "" {
				return []string{quire, "form", "fill", t.inputs[0], t.values, t.out}
			}
			return append([]string{quire, "merge", t.out}, t.inputs...)
		}},
		{"qpdf", merge(func(t task) []string {
			return append(append([]string{"qpdf", "--empty", "--pages"}, t.inputs...), "--", t.out)
		})},
		{"mutool", merge(func(t task) []string { return append([]string{"mutool", "merge", "-o", t.out}, t.inputs...) })},
		{"pdfcpu", merge(func(t task) []string { return append([]string{"pdfcpu", "merge", "-q", t.out}, t.inputs...) })},
		{"pdftk", func(t task) []string {
			if t.values != "" {
				return []string{"pdftk", t.inputs[0], "fill_form", fdfOf(t.values), "output", t.out, "flatten"}
			}
			return append(append([]string{"pdftk"}, t.inputs...), "cat", "output", t.out)
		}},
	}
}

// cost is what one run of a process took.
type cost struct {
	cpu time.Duration
	rss int64 // bytes
}

func run(ctx context.Context, args []string) (cost, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return cost{}, fmt.Errorf("%s: %w: %.300s", filepath.Base(args[0]), err, out)
	}
	c := cost{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.rss = usage.Maxrss << 10 // Linux counts in kilobytes
	}
	return c, nil
}

// median of the CPU times, and the most memory.
func median(costs []cost) cost {
	slices.SortFunc(costs, func(a, b cost) int { return int(a.cpu - b.cpu) })
	m := costs[len(costs)/2]
	for _, c := range costs {
		m.rss = max(m.rss, c.rss)
	}
	return m
}

// compare runs a task with all tools in turn and prints a line for each.
func compare(ctx context.Context, t task, all []subject, runs int) {
	costs := map[string][]cost{}
	failed := map[string]error{}
	for range runs {
		for _, s := range all {
			args := s.command(t)
			if args == nil || failed[s.name] != nil {
				continue
			}
			if _, err := exec.LookPath(args[0]); err != nil {
				continue
			}
			c, err := run(ctx, args)
			if err != nil {
				failed[s.name] = err
				continue
			}
			costs[s.name] = append(costs[s.name], c)
		}
	}
	fmt.Printf("\n%s\n  %-8s %9s %8s %12s %12s\n", t.name, "", "CPU s", "MB", "quire's CPU", "quire's MB")
	var ours cost
	for i, s := range all {
		switch {
		case failed[s.name] != nil:
			fmt.Printf("  %-8s %v\n", s.name, failed[s.name])
		case len(costs[s.name]) > 0:
			m := median(costs[s.name])
			if i == 0 {
				ours = m
			}
			fmt.Printf("  %-8s %9.3f %8.0f %12.2f %12.2f\n", s.name, m.cpu.Seconds(), float64(m.rss)/(1<<20),
				ours.cpu.Seconds()/m.cpu.Seconds(), float64(ours.rss)/float64(m.rss))
		}
	}
}

func main() {
	quire := flag.String("quire", "bin/quire", "the program")
	runs := flag.Int("runs", 5, "runs of each tool")
	folder := flag.String("pdfs", "", "a folder of PDFs to merge besides those that are made here")
	flag.Parse()
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "quire-bench-*")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	tasks, err := makeTasks(dir)
	if err != nil {
		log.Fatal(err)
	}
	if *folder != "" {
		found, err := filepath.Glob(filepath.Join(*folder, "*.pdf"))
		if err != nil {
			log.Fatal(err)
		}
		tasks = append(tasks, task{name: fmt.Sprintf("merge the %d files of %s", len(found), *folder), inputs: found, out: filepath.Join(dir, "out.pdf")})
	}
	for _, t := range tasks {
		compare(context.Background(), t, subjects(*quire), *runs)
	}
}
