package app

import (
	"context"
	"time"
)

const (
	// sweepEvery is how often what was sent to upload links is looked through.
	sweepEvery = time.Hour
	// stagedAge is when a file that nobody completed is given up; links end
	// long before.
	stagedAge = 8 * 24 * time.Hour
)

// sweepStaged removes uploads that were never completed, until the context
// ends. Several processes may do so at once.
func (a *App) sweepStaged(ctx context.Context) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		switch removed, err := a.Store.RemoveStaged(ctx, stagedAge); {
		case err != nil && ctx.Err() == nil:
			a.Log.WarnContext(ctx, "uploads that were not completed could not be removed", "error", err)
		case removed > 0:
			a.Log.InfoContext(ctx, "removed uploads that were not completed", "files", removed)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
