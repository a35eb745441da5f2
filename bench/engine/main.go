// Command engine compares quire with other PDF tools that are installed: the
// CPU time and the memory of whole processes, alternating in one run.
//
//	go run ./bench/engine -quire bin/quire [-runs 5] [-pdfs FOLDER]
//
// Then it makes booklets within one process, for the first time and again.
//
// Ratios are quire's by the other's: below 1 quire needs less. Timings of a busy
// machine are only good for these ratios.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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
	// book and customer are files of a book, which quire makes from its sources;
	// others join the inputs, its pages as they are when all is filled and printed.
	book, customer string
	out            string
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
			switch {
			case t.values != "":
				return []string{quire, "form", "fill", t.inputs[0], t.values, t.out}
			case t.book != "":
				return []string{quire, "bench-compose", t.book, t.customer, t.out}
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

// launcher is the program that runs others, so small that it hides no peak of
// memory; see launch.
type launcher string

func buildLauncher(dir string) (launcher, error) {
	path := filepath.Join(dir, "launch")
	if out, err := exec.Command("go", "build", "-o", path, "./bench/engine/launch").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the launcher: %w: %s", err, out)
	}
	return launcher(path), nil
}

// cost is what one run of a process took.
type cost struct {
	cpu time.Duration
	rss int64 // bytes
}

func (l launcher) run(ctx context.Context, args []string) (cost, error) {
	name := filepath.Base(args[0])
	path, err := exec.LookPath(args[0])
	if err != nil {
		return cost{}, err
	}
	cmd := exec.CommandContext(ctx, string(l), append([]string{path}, args[1:]...)...)
	var notes bytes.Buffer
	cmd.Stderr = &notes
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("%s: %w: %.300s", name, err, notes.String())
	}
	said := strings.TrimSpace(notes.String())
	last := said[strings.LastIndexByte(said, '\n')+1:]
	var micro, kilobytes, code int64
	if _, err := fmt.Sscan(last, &micro, &kilobytes, &code); err != nil {
		return cost{}, fmt.Errorf("%s: the launcher said %q: %w", name, last, err)
	}
	if code != 0 {
		return cost{}, fmt.Errorf("%s: exit code %d: %.300s", name, code, said)
	}
	return cost{time.Duration(micro) * time.Microsecond, kilobytes << 10}, nil
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
func compare(ctx context.Context, l launcher, t task, all []subject, runs int) {
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
			c, err := l.run(ctx, args)
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
			fmt.Printf("  %-8s %9.3f %8.1f %12.2f %12.2f\n", s.name, m.cpu.Seconds(), float64(m.rss)/(1<<20),
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
	l, err := buildLauncher(dir)
	if err != nil {
		log.Fatal(err)
	}
	tasks, err := makeTasks(context.Background(), dir)
	if err != nil {
		log.Fatal(err)
	}
	if floor, err := l.run(context.Background(), []string{"true"}); err == nil {
		fmt.Printf("a process that does nothing: %.1f MB\n", float64(floor.rss)/(1<<20))
	}
	if *folder != "" {
		found, err := filepath.Glob(filepath.Join(*folder, "*.pdf"))
		if err != nil {
			log.Fatal(err)
		}
		tasks = append(tasks, task{name: fmt.Sprintf("merge the %d files of %s", len(found), *folder), inputs: found, out: filepath.Join(dir, "out.pdf")})
	}
	for _, t := range tasks {
		compare(context.Background(), l, t, subjects(*quire), *runs)
	}
	if err := repeats(context.Background(), dir, *runs); err != nil {
		log.Fatal(err)
	}
}
