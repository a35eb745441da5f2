package engine

import (
	"context"
	"runtime"
	"sync"

	"quire/engine/pdf"
)

// Pages are made ahead of being appended, on as many processors as there are,
// but never more at a time than these.
const (
	mostAhead      = 4
	mostBytesAhead = 48 << 20
)

// processors are those that the process may use, however many threads share them later.
var processors = runtime.GOMAXPROCS(0)

// rendered is what a room made of a page.
type rendered struct {
	doc      *pdf.Document
	warnings []Warning
	err      error
}

// ahead makes the pages of a plan some time before they are asked for.
type ahead struct {
	c       *composer
	ctx     context.Context // of the one run that it lives for
	cancel  context.CancelFunc
	results []chan rendered
	sizes   []int64
	begun   int
	bytes   int64 // of the sources of pages that are begun and not yet taken
	running sync.WaitGroup
}

func newAhead(ctx context.Context, c *composer) *ahead {
	a := &ahead{c: c, results: make([]chan rendered, len(c.plan.Pages)), sizes: make([]int64, len(c.plan.Pages))}
	a.ctx, a.cancel = context.WithCancel(ctx)
	return a
}

// take gives page i, and has others begun.
func (a *ahead) take(i int) rendered {
	most := min(mostAhead, processors)
	for ; a.begun < len(a.results) && a.begun < i+most; a.begun++ {
		size := a.c.lib.size(a.ctx, a.c.plan.Pages[a.begun])
		if a.begun > i && a.bytes+size > mostBytesAhead {
			break
		}
		a.bytes += size
		a.sizes[a.begun] = size
		a.begin(a.begun)
	}
	r := <-a.results[i]
	a.bytes -= a.sizes[i]
	return r
}

func (a *ahead) begin(i int) {
	result := make(chan rendered, 1)
	a.results[i] = result
	page := a.c.plan.Pages[i]
	a.running.Add(1)
	go func() {
		defer a.running.Done()
		var r rendered
		if r.err = a.ctx.Err(); r.err == nil {
			r.doc, r.warnings, r.err = enter(a.ctx, a.c.rooms[page.Kind], task{page: page, date: a.c.plan.Date, lib: a.c.lib})
		}
		result <- r
	}()
}

// stop ends what is still running and waits for it.
func (a *ahead) stop() {
	a.cancel()
	a.running.Wait()
}
