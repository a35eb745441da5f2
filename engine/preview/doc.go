// Package preview draws pages of PDF files as pictures.
//
// It runs PDFium as WebAssembly: a file that comes from outside is read by code
// that can reach no file, no network and no memory but its own, and that ends
// when its time is over. Nothing is started before the first picture is wanted.
package preview

import "time"

// The widths of pictures, in pixels.
const (
	MinWidth = 64
	MaxWidth = 1600
)

// maxHeight bounds the pictures of very long pages, in pixels; they become
// narrower than was asked.
const maxHeight = 4096

// Options say what drawing may take; zeros stand for the defaults.
type Options struct {
	// CacheDir keeps the compiled program between processes, since compiling
	// takes seconds. What lies there is run: nobody else may write to it. Empty
	// for no such folder.
	CacheDir string
	// AtOnce is how many pages are drawn at the same time; 2.
	AtOnce int
	// Waiting is how many may wait for their turn; 64.
	Waiting int
	// Memory bounds what the drawing of one page may use, in bytes; 256 MiB.
	Memory int
	// Timeout bounds the drawing of one page, its waiting not counted; 10 s.
	Timeout time.Duration
}

func (o Options) complete() Options {
	fill(&o.AtOnce, 2)
	fill(&o.Waiting, 64)
	fill(&o.Memory, 256<<20)
	fill(&o.Timeout, 10*time.Second)
	return o
}

func fill[T int | time.Duration](value *T, fallback T) {
	if *value <= 0 {
		*value = fallback
	}
}

// Picture is a page as it was drawn.
type Picture struct {
	// PNG is the encoded picture (ISO/IEC 15948), without transparency.
	PNG []byte
	// Width and Height in pixels.
	Width, Height int
	// Pages is how many pages the file has.
	Pages int
}
