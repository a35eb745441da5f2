package worker

import (
	"context"

	"quire/internal/imports"
)

// importCustomers makes the imports that wait, until there are none. It looks for
// them itself, as the makers of batches do, so that what a dead process has begun
// is begun anew within a second.
func (w *Worker) importCustomers(ctx context.Context) error {
	r := &imports.Runner{DB: w.DB, Store: w.Store, Log: w.Log}
	for {
		more, err := r.Next(ctx)
		if err != nil || !more {
			return err
		}
	}
}
