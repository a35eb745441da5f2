package engine

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"quire/engine/pdf"
)

// Stages of a [Step].
const (
	StageRender = "render"
	StageWrite  = "write"
)

// Compose makes the booklet of a plan and writes it as PDF. The error is an
// [*Error]; what was written until then is to be thrown away. Equal plans over
// equal sources give equal bytes. Progress may be nil.
func Compose(ctx context.Context, plan Plan, sources Sources, w io.Writer, progress Progress) (Result, error) {
	return (*Cache)(nil).Compose(ctx, plan, sources, w, progress)
}

// Compose is the function of this name with the help of the cache, which has no
// influence on the bytes. Progress may be nil.
func (c *Cache) Compose(ctx context.Context, plan Plan, sources Sources, w io.Writer, progress Progress) (Result, error) {
	run := composer{rooms: rooms, plan: plan, progress: progress, out: &meter{w: w}, cache: c}
	return run.run(ctx, sources)
}

// composer is the state of one [Compose].
type composer struct {
	rooms    map[Kind]room
	plan     Plan
	progress Progress
	cache    *Cache
	lib      *library
	ahead    *ahead
	out      *meter
	pdf      *pdf.Writer
	warnings []Warning
}

func (c *composer) run(ctx context.Context, sources Sources) (Result, error) {
	if err := c.check(); err != nil {
		return Result{}, err
	}
	c.lib = newLibrary(sources, c.plan, c.cache)
	defer c.lib.close()
	c.ahead = newAhead(ctx, c)
	defer c.ahead.stop()
	c.pdf = pdf.NewWriter(c.out, pdf.Info{Title: c.plan.Title, Author: c.plan.Author, Date: c.plan.Date})
	for i, page := range c.plan.Pages {
		if err := c.page(ctx, i, page); err != nil {
			return Result{}, err
		}
		c.tell(StageRender, i+1)
	}
	if err := c.finish(); err != nil {
		return Result{}, err
	}
	c.tell(StageWrite, len(c.plan.Pages))
	sum := c.pdf.SHA256()
	return Result{Sheets: c.pdf.Pages(), Bytes: c.pdf.Size(), SHA256: hex.EncodeToString(sum[:]), Warnings: c.warnings}, nil
}

// check finds what is wrong with the plan before anything is opened.
func (c *composer) check() error {
	if len(c.plan.Pages) == 0 {
		return &Error{Code: CodePlan, Message: "the book has no pages; add one and try again"}
	}
	for i, page := range c.plan.Pages {
		lack := ""
		if r, ok := c.rooms[page.Kind]; ok {
			if lack = r.check(page); lack == "" {
				lack = checkImages(page)
			}
		} else {
			lack = fmt.Sprintf("pages of the kind %q cannot be made", page.Kind)
		}
		if lack != "" {
			return &Error{Page: c.plan.number(i), Kind: page.Kind, Source: page.Source, Code: CodePlan, Message: lack}
		}
	}
	return nil
}

// number is a page's number for people: covers are not counted, since they
// belong to the book as a whole, and have the number 0.
func (p Plan) number(i int) int {
	if p.Pages[i].Kind == KindCover {
		return 0
	}
	n := 0
	for _, page := range p.Pages[:i+1] {
		if page.Kind != KindCover {
			n++
		}
	}
	return n
}

// page appends a page of the book, counted from 0.
func (c *composer) page(ctx context.Context, i int, page Page) error {
	number := c.plan.number(i)
	if err := ctx.Err(); err != nil {
		return pageError(number, page, err)
	}
	made := c.ahead.take(i)
	err := made.err
	if err == nil {
		err = c.pdf.Append(ctx, made.doc, pdf.AppendOptions{Title: page.Title, KeepForm: page.options().KeepForm})
	}
	if err != nil {
		if c.out.err != nil {
			return c.writeError()
		}
		return pageError(number, page, c.lib.blame(page, err))
	}
	c.lib.done(page)
	for _, w := range made.warnings {
		w.Page = number
		c.warnings = append(c.warnings, w)
	}
	return nil
}

// finish writes what comes after the pages.
func (c *composer) finish() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = pageError(0, Page{}, &panicked{value: v, stack: debug.Stack()})
		}
	}()
	if err := c.pdf.Close(); err != nil {
		if c.out.err != nil {
			return c.writeError()
		}
		return pageError(0, Page{}, err)
	}
	return nil
}

func (c *composer) writeError() error {
	if errors.Is(c.out.err, context.DeadlineExceeded) || errors.Is(c.out.err, context.Canceled) {
		return pageError(0, Page{}, c.out.err)
	}
	return &Error{Code: CodeWrite, Err: c.out.err, Message: "the booklet could not be stored; try again later"}
}

func (c *composer) tell(stage string, done int) {
	if c.progress != nil {
		c.progress(Step{Stage: stage, Done: done, Total: len(c.plan.Pages)})
	}
}

// meter remembers a failure of writing, so that it can be told from failures of
// the pages.
type meter struct {
	w   io.Writer
	err error
}

func (m *meter) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	if err != nil && m.err == nil {
		m.err = err
	}
	return n, err
}
