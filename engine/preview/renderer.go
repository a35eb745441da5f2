package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/tetratelabs/wazero"
)

// Renderer draws pages. It is safe for use by several goroutines.
type Renderer struct {
	options Options
	// free are the desks at which nobody draws.
	free    chan *desk
	waiting atomic.Int64

	// starting is held while a desk is set up, so that the program is compiled
	// once and not by everyone at once.
	starting sync.Mutex
	compiled wazero.CompilationCache
	// prepared is whether any desk has been set up.
	prepared atomic.Bool
}

// New makes a renderer, which takes nothing until it is used.
func New(o Options) *Renderer {
	o = o.complete()
	r := &Renderer{options: o, free: make(chan *desk, o.AtOnce)}
	for range o.AtOnce {
		r.free <- &desk{memory: memory{limit: o.Memory}}
	}
	return r
}

// errClosed says that the renderer was closed.
var errClosed = errors.New("the renderer is closed")

// Render draws a page, counted from 1, as a PNG that is width pixels wide; less
// when the page is very long. The error is an [*Error] when the file is to
// blame, [Busy], the context's, or one of src.
func (r *Renderer) Render(ctx context.Context, src io.ReaderAt, size int64, page, width int) (Picture, error) {
	if width < MinWidth || width > MaxWidth {
		return Picture{}, fmt.Errorf("a picture of %d pixels cannot be drawn: choose a width from %d to %d", width, MinWidth, MaxWidth)
	}
	d, err := r.take(ctx)
	if err != nil {
		return Picture{}, err
	}
	defer func() { r.free <- d }()
	if err := r.start(d); err != nil {
		return Picture{}, err
	}
	watched := &watchedReader{ReaderAt: src}
	picture, err := d.draw(ctx, r.options.Timeout, job{src: io.NewSectionReader(watched, 0, size), size: size, page: page, width: width})
	if err != nil && watched.failure() != nil {
		return Picture{}, fmt.Errorf("read the file: %w", watched.failure())
	}
	return picture, err
}

// Prepare compiles the program that draws, unless that was done: the first time on a
// machine it takes seconds, far longer than a page, and is nothing that the time for a
// page should be spent on. The error is [Busy], the context's, or says why the program
// does not start.
func (r *Renderer) Prepare(ctx context.Context) error {
	if r.prepared.Load() {
		return nil
	}
	d, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer func() { r.free <- d }()
	return r.start(d)
}

// take waits for a desk.
func (r *Renderer) take(ctx context.Context) (*desk, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case d, open := <-r.free:
		return free(d, open)
	default:
	}
	defer r.waiting.Add(-1)
	if r.waiting.Add(1) > int64(r.options.Waiting) {
		return nil, Busy{}
	}
	select {
	case d, open := <-r.free:
		return free(d, open)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func free(d *desk, open bool) (*desk, error) {
	if !open {
		return nil, errClosed
	}
	return d, nil
}

// start sets a desk up, unless it is.
func (r *Renderer) start(d *desk) error {
	if d.pool != nil {
		return nil
	}
	r.starting.Lock()
	defer r.starting.Unlock()
	if r.compiled == nil {
		r.compiled = openCache(r.options.CacheDir)
	}
	if err := d.start(r.compiled); err != nil {
		return fmt.Errorf("start the program that draws: %w", err)
	}
	r.prepared.Store(true)
	return nil
}

// openCache keeps what is compiled in a folder, or in memory alone when there is
// none or it cannot be used: it only saves time.
func openCache(dir string) wazero.CompilationCache {
	if dir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			return cache
		}
	}
	return wazero.NewCompilationCache()
}

// Close waits for those who draw and gives everything back.
func (r *Renderer) Close() error {
	var errs []error
	for range r.options.AtOnce {
		d, open := <-r.free
		if !open {
			return nil
		}
		errs = append(errs, d.stop())
	}
	close(r.free)
	r.starting.Lock()
	defer r.starting.Unlock()
	if r.compiled != nil {
		errs = append(errs, r.compiled.Close(context.Background()))
	}
	return errors.Join(errs...)
}

// watchedReader remembers the first failure to fetch bytes, which would look
// like damage of the file.
type watchedReader struct {
	io.ReaderAt
	mu  sync.Mutex
	err error
}

func (w *watchedReader) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.err == nil {
			w.err = err
		}
	}
	return n, err
}

func (w *watchedReader) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}
