// Package housekeeping removes what is over: booklets and files by the
// organisation's rules, content that no row names, what signing in has left, old
// events. Each chore may run in any process, twice at once, and be killed: it
// removes only what is certain to be unused at the moment it is removed.
package housekeeping

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"quire/internal/postgres"
	"quire/internal/uploads"
	"quire/storage"
)

// Policy says for how long things are kept.
type Policy struct {
	// Outputs and Uploads are kept after they were made or last ordered with; 0 for
	// ever. What is in use is kept whatever its age.
	Outputs, Uploads time.Duration
	// Audit is how long the audit log keeps an event.
	Audit time.Duration
	// Previews is how long pictures of pages of books are kept: longer than the
	// links to them.
	Previews time.Duration
}

// Ages at which things that nobody finished are given up.
const (
	// stagedAge is far beyond the end of upload links.
	stagedAge = 8 * 24 * time.Hour
	// orphanAge is far beyond the time between the writing of content and of the
	// row that names it.
	orphanAge = 48 * time.Hour
	// strandedAge is far beyond the time that writing a file takes.
	strandedAge = 24 * time.Hour
	// sessionAge is how long a session that is over can still be looked up.
	sessionAge = 7 * 24 * time.Hour
	// invitationAge is how long administrators see an invitation that is over; the
	// audit log remembers it longer.
	invitationAge = 90 * 24 * time.Hour
)

// Removed is what a chore has removed.
type Removed struct {
	Count int
	// Bytes of content in storage.
	Bytes int64
}

func (r *Removed) add(n int, bytes int64) {
	r.Count += n
	r.Bytes += bytes
}

// Chore is something to do once in a while.
type Chore struct {
	// Name is stable, for logs and the queue.
	Name  string
	Every time.Duration
	do    func(context.Context) (Removed, error)
}

// Keeper knows all chores.
type Keeper struct {
	DB    *postgres.DB
	Store *storage.Store
	// Uploads removes files by their rules.
	Uploads *uploads.Service
	Policy  Policy
	Log     *slog.Logger
	// Now is the clock; nil for the system's.
	Now func() time.Time
}

// Chores are all that there is to do.
func (k *Keeper) Chores() []Chore {
	return []Chore{
		{"outputs", time.Hour, k.outputs},
		{"uploads", time.Hour, k.uploads},
		{"orphans", 6 * time.Hour, k.orphans},
		{"staged", time.Hour, k.expire(storage.Staged, stagedAge)},
		{"previews", time.Hour, k.expire(storage.Previews, k.Policy.Previews)},
		{"stranded", 6 * time.Hour, k.stranded},
		{"sessions", time.Hour, k.rows(sessions)},
		{"invitations", time.Hour, k.rows(invitations)},
		{"throttles", time.Hour, k.rows(throttles)},
		{"idempotency", time.Hour, k.rows(orderKeys)},
		{"audit", time.Hour, k.audit},
	}
}

// Do does the chore with a name and logs what it has removed.
func (k *Keeper) Do(ctx context.Context, name string) (Removed, error) {
	for _, c := range k.Chores() {
		if c.Name != name {
			continue
		}
		began := time.Now()
		removed, err := c.do(ctx)
		if removed.Count > 0 || err != nil {
			k.Log.InfoContext(ctx, "housekeeping", "chore", name, "removed", removed.Count, "bytes", removed.Bytes, "took", time.Since(began))
		}
		if err != nil {
			return removed, fmt.Errorf("housekeeping of %s: %w", name, err)
		}
		return removed, nil
	}
	return Removed{}, nil // of another version of the program
}

func (k *Keeper) now() time.Time {
	if k.Now != nil {
		return k.Now()
	}
	return time.Now()
}

func (k *Keeper) expire(area storage.Area, age time.Duration) func(context.Context) (Removed, error) {
	return func(ctx context.Context) (Removed, error) {
		swept, err := k.Store.Expire(ctx, area, age)
		return Removed{swept.Objects, swept.Bytes}, err
	}
}

func (k *Keeper) stranded(ctx context.Context) (Removed, error) {
	swept, err := k.Store.RemoveStranded(ctx, strandedAge)
	return Removed{swept.Objects, swept.Bytes}, err
}
