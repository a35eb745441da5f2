// Command sheet compares quire with LibreOffice at printing workbooks: the CPU
// time of whole processes, alternating in one run, and that of a LibreOffice that
// stays in memory; then the time of tabs within a worker.
//
//	go run ./bench/sheet -quire bin/quire [-runs 5] [WORKBOOK…]
//
// Ratios are quire's by LibreOffice's. Timings of a busy machine are only good for
// these ratios.
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
	"syscall"
	"time"

	"quire/engine/sheet"
)

func main() {
	quire := flag.String("quire", "bin/quire", "the program")
	runs := flag.Int("runs", 5, "runs of each")
	flag.Parse()
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "quire-bench-*")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	books, err := makeBooks(dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, path := range flag.Args() {
		absolute, err := filepath.Abs(path)
		if err != nil {
			log.Fatal(err)
		}
		books = append(books, absolute)
	}
	office := startOffice(context.Background(), dir)
	defer office.stop()
	fmt.Printf("%-28s %9s %9s %9s %9s %9s\n", "all tabs, CPU s", "quire", "cold", "ratio", "resident", "ratio")
	for _, book := range books {
		if err := compare(context.Background(), book, *quire, office, *runs); err != nil {
			log.Printf("%-28s %v", filepath.Base(book), err)
		}
	}
	fmt.Printf("\n%-28s %9s %9s\n", "in a worker, ms of CPU", "opening", "a tab")
	for _, book := range books {
		if err := within(context.Background(), book, *runs); err != nil {
			log.Printf("%-28s %v", filepath.Base(book), err)
		}
	}
}

// cpu is what a process and those that it waited for took.
func cpu(ctx context.Context, args ...string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%s: %w: %.300s", filepath.Base(args[0]), err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

// compare prints a line about a workbook. What is not installed is left out.
func compare(ctx context.Context, book, quire string, office *office, runs int) error {
	out := filepath.Join(filepath.Dir(book), "out.pdf")
	if office.profile != "" {
		out = filepath.Join(filepath.Dir(office.profile), "out.pdf")
	}
	var ours, cold, resident []time.Duration
	for range runs {
		d, err := cpu(ctx, quire, "sheet", book, out)
		if err != nil {
			return err
		}
		ours = append(ours, d)
		if office.profile == "" {
			continue
		}
		if d, err = office.cold(ctx, book); err != nil {
			return err
		}
		cold = append(cold, d)
		if d, err = office.convert(book, out); err == nil {
			resident = append(resident, d)
		}
	}
	fmt.Printf("%-28s %9.3f %s %s\n", filepath.Base(book), median(ours).Seconds(), beside(ours, cold), beside(ours, resident))
	return nil
}

func beside(ours, theirs []time.Duration) string {
	if len(theirs) == 0 {
		return fmt.Sprintf("%9s %9s", "-", "-")
	}
	other := median(theirs)
	return fmt.Sprintf("%9.3f %9s", other.Seconds(), fmt.Sprintf("1/%.0f", other.Seconds()/max(.001, median(ours).Seconds())))
}

func median(all []time.Duration) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

// spent is the CPU time of this process until now, which other processes do not
// make longer as they do the time of the clock.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// within prints how long a worker takes to open a workbook, and for each tab when
// another has been printed before.
func within(ctx context.Context, book string, runs int) error {
	data, err := os.ReadFile(book)
	if err != nil {
		return err
	}
	var opening, tabs []time.Duration
	for range max(2, runs) {
		begin := spent()
		w, err := sheet.Open(bytes.NewReader(data), int64(len(data)), filepath.Base(book))
		if err != nil {
			return err
		}
		opening = append(opening, spent()-begin)
		for i, tab := range w.Tabs() {
			begin := spent()
			if _, _, err := w.Render(ctx, sheet.Options{Tab: tab.Name}); err != nil {
				return err
			}
			if i > 0 || len(w.Tabs()) == 1 {
				tabs = append(tabs, spent()-begin)
			}
		}
	}
	fmt.Printf("%-28s %9.1f %9.1f\n", filepath.Base(book), milliseconds(opening), milliseconds(tabs))
	return nil
}

func milliseconds(all []time.Duration) float64 { return float64(median(all).Microseconds()) / 1000 }
