package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// memory is what processes hold, in bytes: their proportional set sizes.
type memory struct{ worker, api, database int64 }

// costs are the CPU time and the memory of an installation over some time.
type costs struct {
	in    *installation
	end   context.CancelFunc
	done  sync.WaitGroup
	began map[int]float64 // CPU seconds by process, at first
	used  map[int]float64 // and at last
	roles map[int]string
	when  []time.Time
	held  []memory
}

// lookEvery is how often the processes are looked at, which costs the kernel some
// milliseconds.
const lookEvery = 3 * time.Second

// watchCosts looks at an installation's processes now and then.
func watchCosts(ctx context.Context, i *installation) *costs {
	ctx, end := context.WithCancel(ctx)
	c := &costs{in: i, end: end, began: map[int]float64{}, used: map[int]float64{}, roles: map[int]string{}}
	c.look(c.began)
	c.done.Go(func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				c.look(c.used)
			}
		}
	})
	return c
}

// stop ends the watching.
func (c *costs) stop() *costs {
	c.end()
	c.done.Wait()
	c.look(c.used)
	return c
}

func (c *costs) look(into map[int]float64) {
	parents := parents()
	var m memory
	for role, pids := range c.roots() {
		for pid := range parents {
			if !slices.Contains(pids, pid) && !slices.Contains(pids, parents[pid]) {
				continue
			}
			into[pid], c.roles[pid] = cpuOf(pid), role
			held := heldBy(pid)
			switch role {
			case "worker":
				m.worker += held
			case "API":
				m.api += held
			default:
				m.database += held
			}
		}
	}
	c.when, c.held = append(c.when, time.Now()), append(c.held, m)
}

func (c *costs) roots() map[string][]int {
	roots := map[string][]int{"API": {c.in.api.cmd.Process.Pid}, "PostgreSQL": {c.in.cluster.PID()}}
	for _, w := range c.in.workers {
		roots["worker"] = append(roots["worker"], w.cmd.Process.Pid)
	}
	return roots
}

// cpu is how many seconds of CPU were used in all.
func (c *costs) cpu() (sum float64) {
	for pid, used := range c.used {
		sum += used - c.began[pid]
	}
	return sum
}

// by tells who used how much for each of n.
func (c *costs) by(n float64) string {
	sums := map[string]float64{}
	for pid, used := range c.used {
		sums[c.roles[pid]] += used - c.began[pid]
	}
	var parts []string
	for _, role := range []string{"worker", "PostgreSQL", "API"} {
		parts = append(parts, fmt.Sprintf("%s %.2f", role, 1000*sums[role]/n))
	}
	return strings.Join(parts, ", ")
}

// memoryAt is what was held at a moment.
func (c *costs) memoryAt(t time.Time) (m memory) {
	for k, when := range c.when {
		if when.After(t) {
			break
		}
		m = c.held[k]
	}
	return m
}

// ticks is how many of the kernel's clock ticks make a second (proc(5), sysconf).
const ticks = 100

// stat gives the fields of /proc/PID/stat after the name (proc(5)): the state is
// the first of them.
func stat(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}

func parents() map[int]int {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	all := map[int]int{}
	for _, dir := range dirs {
		pid, _ := strconv.Atoi(filepath.Base(dir))
		if fields := stat(pid); len(fields) > 1 {
			all[pid], _ = strconv.Atoi(fields[1])
		}
	}
	return all
}

func cpuOf(pid int) (seconds float64) {
	fields := stat(pid)
	if len(fields) < 13 {
		return 0
	}
	for _, f := range fields[11:13] { // utime, stime
		n, _ := strconv.ParseFloat(f, 64)
		seconds += n / ticks
	}
	return seconds
}

func heldBy(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
			n, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return n << 10
		}
	}
	return 0
}
