// Package previews shows pages as pictures: pages of files in storage, drawn when
// their link is first followed, and one page of a book as a customer would get it.
package previews

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"quire/engine/preview"
	"quire/storage"
)

// Metrics hear of previews.
type Metrics interface {
	// Preview hears what came of a request: cached, drawn, failed, busy, gone.
	Preview(result string, took time.Duration)
}

// Config says what the service works with. Store and SigningKeys are needed; the
// rest has defaults.
type Config struct {
	Store *storage.Store
	// Renderer draws; nil for one of the default size. Close closes it.
	Renderer *preview.Renderer
	// Dir keeps pictures and the compiled renderer, for this process's user alone;
	// empty for neither.
	Dir string
	// CacheBytes bounds the pictures in Dir.
	CacheBytes int64
	// SigningKeys are of 32 bytes or more: the first signs links (HMAC-SHA-256),
	// the others are former ones, whose links work until they expire.
	SigningKeys [][]byte
	// PublicBaseURL goes before links; when empty, links are paths.
	PublicBaseURL string
	// TTL is the longest that a link works; 15 minutes.
	TTL time.Duration
	// Now is the clock; nil for the real one.
	Now func() time.Time
	// Metrics may be nil.
	Metrics Metrics
	// Log is told of failures; nil for nobody.
	Log *slog.Logger
}

const (
	defaultTTL        = 15 * time.Minute
	defaultCacheBytes = 256 << 20
	// drawTimeout bounds a picture with its waiting and its reading.
	drawTimeout = 30 * time.Second
	// remembered is how many failures and how many page counts are.
	remembered = 10_000
	// failureHolds is how long a failure is believed: a busy machine may have been
	// the cause.
	failureHolds = 10 * time.Minute
)

// Service makes links to previews and serves them. It is safe for use by several
// goroutines.
type Service struct {
	Config
	pictures *cache
	// failed remembers what cannot be drawn, so that it is not tried again with
	// every look at it.
	failed *lru.Cache[string, failure]
	counts *lru.Cache[string, int]
	// drawing and counting let those who want the same wait for one.
	drawing, counting singleflight.Group
	// composing and reading are held by those who use memory.
	composing, reading chan struct{}
}

// New makes the service; it takes nothing until it is used.
func New(c Config) *Service {
	if c.Renderer == nil {
		o := preview.Options{}
		if c.Dir != "" {
			o.CacheDir = filepath.Join(c.Dir, "renderer")
			c.private(o.CacheDir)
		}
		c.Renderer = preview.New(o)
	}
	if c.TTL <= 0 {
		c.TTL = defaultTTL
	}
	if c.CacheBytes <= 0 {
		c.CacheBytes = defaultCacheBytes
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Metrics == nil {
		c.Metrics = unmeasured{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{Config: c, composing: make(chan struct{}, 2), reading: make(chan struct{}, 2)}
	if c.Dir != "" {
		s.pictures = &cache{dir: filepath.Join(c.Dir, "pictures"), limit: c.CacheBytes}
	}
	s.failed, _ = lru.New[string, failure](remembered) // fails for sizes below 1
	s.counts, _ = lru.New[string, int](remembered)
	return s
}

// failure is why there was no picture at a moment.
type failure struct {
	err error
	at  time.Time
}

// private makes a folder for this user alone: what is compiled there is run.
func (c Config) private(dir string) {
	if err := os.MkdirAll(dir, 0o700); err != nil && c.Log != nil {
		c.Log.Warn("previews are compiled anew by each process", "error", err)
	}
}

// Close gives the renderer back. Nothing may be asked for any more.
func (s *Service) Close() error { return s.Renderer.Close() }

type unmeasured struct{}

func (unmeasured) Preview(string, time.Duration) {}

// enter waits for a place among few.
func enter(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
