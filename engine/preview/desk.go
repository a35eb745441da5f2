package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// desk is a place where one page at a time is drawn. Each document gets a fresh
// instance of the program, so that none sees what another left behind.
type desk struct {
	memory memory
	// pool is the program, ready to be instantiated; nil before the start.
	pool pdfium.Pool
	// alive ends with the program, and end ends it wherever it is.
	alive context.Context
	end   context.CancelFunc
	// broken is whether the program could not even be instantiated.
	broken bool
}

// job is a page to be drawn.
type job struct {
	src         io.ReadSeeker
	size        int64
	page, width int
}

// start compiles the program, or takes it from the cache.
func (d *desk) start(cache wazero.CompilationCache) error {
	d.alive, d.end = context.WithCancel(experimental.WithMemoryAllocator(context.Background(), &d.memory))
	// There is no limit of pages here: d.memory refuses more than it has, and so
	// knows what made a program fail.
	pool, err := webassembly.Init(webassembly.Config{
		Context:  d.alive,
		MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // no file of ours; the default is all of them
		Stdout:   io.Discard,
		Stderr:   io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCloseOnContextDone(true).
			WithCompilationCache(cache),
	})
	if err != nil {
		d.end()
		return err
	}
	d.pool = pool
	return nil
}

// stop ends the program; start begins it anew.
func (d *desk) stop() error {
	if d.pool == nil {
		return nil
	}
	err := d.pool.Close()
	d.end()
	d.pool = nil
	return errors.Join(err, d.memory.release())
}

// errSlow tells a page's own timeout from that of whoever asks for it.
var errSlow = errors.New("the time for a page is over")

// draw draws one page before the timeout or the end of the context.
func (d *desk) draw(ctx context.Context, timeout time.Duration, j job) (Picture, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, errSlow)
	defer cancel()
	calm := context.AfterFunc(ctx, d.end)
	picture, err := d.instance(j)
	if calm() {
		if d.broken {
			_ = d.stop() // err says what is wrong
		}
		if failed := d.memory.release(); err == nil {
			err = failed
		}
		return picture, err
	}
	// The program is stopped, or is about to be.
	<-d.alive.Done()
	_ = d.stop() // what is stopped in the middle has nothing good to say
	switch {
	case err == nil:
		return picture, nil // it was done at the last moment
	case errors.Is(context.Cause(ctx), errSlow):
		return Picture{}, &Error{Reason: TooSlow, Page: j.page, Err: err}
	}
	return Picture{}, ctx.Err()
}

// instance draws in a program of its own, which is gone when it returns.
func (d *desk) instance(j job) (picture Picture, err error) {
	defer func() {
		if v := recover(); v != nil {
			picture, err = Picture{}, d.blame(j, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	d.broken = true
	program, err := d.pool.GetInstance(time.Minute) // nobody else has one
	if err != nil {
		return Picture{}, fmt.Errorf("instantiate the program that draws: %w", err)
	}
	d.broken = false
	// An instance that has failed may fail to close, and is gone all the same.
	defer func() { _ = program.Close() }()
	return d.page(program, j)
}

func (d *desk) page(program pdfium.Pdfium, j job) (Picture, error) {
	opened, err := program.OpenDocument(&requests.OpenDocument{FileReader: j.src, FileReaderSize: j.size})
	if err != nil {
		return Picture{}, d.blame(j, err)
	}
	counted, err := program.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return Picture{}, d.blame(j, err)
	}
	if counted.PageCount < 1 {
		return Picture{}, &Error{Reason: Damaged, Page: j.page, Err: errors.New("it has no pages")}
	}
	if j.page < 1 || j.page > counted.PageCount {
		return Picture{}, &Error{Reason: NoSuchPage, Page: j.page, Pages: counted.PageCount}
	}
	picture, err := paint(program, opened.Document, j)
	if err != nil {
		return Picture{}, d.blame(j, err)
	}
	picture.Pages = counted.PageCount
	return picture, nil
}

// blame tells why the program failed.
func (d *desk) blame(j job, err error) *Error {
	e := &Error{Reason: Damaged, Page: j.page, Err: err}
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		e.Reason = Encrypted
	case d.memory.refused:
		e.Reason = TooLarge
	}
	return e
}
