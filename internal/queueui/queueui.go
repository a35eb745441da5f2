// Package queueui shows River's own pages to operators. The queue spans all
// organisations, so that no organisation's administrator may see it. What River's
// pages change would change the queue behind the jobs' back; pausing a queue and
// resuming it is all that is let through.
package queueui

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"riverqueue.com/riverui"

	"quire/internal/postgres"
	"quire/internal/viewer"
)

// Path is the path below which [Console] must be mounted.
const Path = "/queue/"

// Lifetimes of a link, which is followed at once, and of what it opens.
const (
	linkLifetime    = time.Minute
	sessionLifetime = 8 * time.Hour
)

// Accounts tells whether a session still holds.
type Accounts interface {
	Recheck(ctx context.Context, v viewer.Viewer) (viewer.Viewer, error)
}

// Config is what a console is made of; everything is needed but PublicBaseURL.
type Config struct {
	// Client speaks to the queue.
	Client   *river.Client[pgx.Tx]
	Accounts Accounts
	// DB keeps the audit log, which tells who was given a link.
	DB *postgres.DB
	// SigningKeys sign links and cookies: the first signs, the others are accepted.
	SigningKeys [][]byte
	// PublicBaseURL is where people reach the server, for links.
	PublicBaseURL string
	Log           *slog.Logger
}

// Console serves River's pages to operators.
type Console struct {
	Config
	pages   *riverui.Handler
	guarded http.Handler
}

// New makes a console; [Console.Run] makes it work.
func New(c Config) (*Console, error) {
	pages, err := riverui.NewHandler(&riverui.HandlerOpts{
		Endpoints: riverui.NewEndpoints(c.Client, nil), Logger: c.Log, Prefix: strings.TrimSuffix(Path, "/"),
	})
	if err != nil {
		return nil, fmt.Errorf("set up the queue's pages: %w", err)
	}
	console := &Console{Config: c, pages: pages}
	console.guarded = http.NewCrossOriginProtection().Handler(http.HandlerFunc(console.serve))
	return console, nil
}

// Run keeps the figures of the pages fresh until the context ends.
func (c *Console) Run(ctx context.Context) error {
	if err := c.pages.Start(ctx); err != nil {
		return fmt.Errorf("start the queue's pages: %w", err)
	}
	<-ctx.Done()
	return nil
}

// policy is what the pages need: their own scripts, styles and data, and styles
// that their scripts set.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// ServeHTTP serves the pages to operators who came by a link, and the link.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Cache-Control", "no-store")
	if r.URL.Path == enterPath && r.Method == http.MethodGet {
		c.enter(w, r)
		return
	}
	c.guarded.ServeHTTP(w, r)
}

// steering are the changes that are let through.
var steering = regexp.MustCompile(`^/queue/api/queues/[a-z_]+/(pause|resume)$`)

func (c *Console) serve(w http.ResponseWriter, r *http.Request) {
	if !c.admitted(w, r) {
		return
	}
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
	case r.Method == http.MethodPut && steering.MatchString(r.URL.Path):
		c.Log.WarnContext(r.Context(), "an operator has steered the queue", "path", r.URL.Path)
	default:
		http.Error(w, "This console only shows the queue, and pauses and resumes it. Cancel and retry jobs through the API, which knows what belongs to them.", http.StatusForbidden)
		return
	}
	c.pages.ServeHTTP(w, r)
}
