package housekeeping

import (
	"context"
	"errors"
	"fmt"
	"path"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/internal/uploads"
	"quire/storage"
)

// asked is how many objects are looked up at once.
const asked = 1000

// orphans removes content that no row names: what killed processes had written
// before they wrote the row, and what could not be removed with its row.
func (k *Keeper) orphans(ctx context.Context) (removed Removed, err error) {
	before := k.now().Add(-orphanAge)
	for _, area := range []storage.Area{storage.Uploads, storage.Outputs} {
		var old []storage.Listed
		look := func() error {
			err := k.removeOrphans(ctx, old, before, &removed)
			old = old[:0]
			return err
		}
		err := k.Store.Each(ctx, area, func(o storage.Listed) error {
			if !o.Written.Before(before) {
				return nil
			}
			if old = append(old, o); len(old) < asked {
				return nil
			}
			return look()
		})
		if err == nil {
			err = look()
		}
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}

// removeOrphans removes those of some objects that have no row.
func (k *Keeper) removeOrphans(ctx context.Context, old []storage.Listed, before time.Time, removed *Removed) error {
	if len(old) == 0 {
		return nil
	}
	keys := make([]string, len(old))
	for i, o := range old {
		keys[i] = o.Key
	}
	rows, err := k.DB.Pool.Query(ctx, "select distinct storage_key from uploads where storage_key = any($1)", keys)
	if err != nil {
		return fmt.Errorf("look for the rows of content: %w", err)
	}
	named, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(named))
	for _, key := range named {
		known[key] = true
	}
	for _, o := range old {
		if known[o.Key] {
			continue
		}
		gone, err := k.removeOrphan(ctx, o.Key, before)
		if err != nil {
			return fmt.Errorf("remove the content %s: %w", o.Key, err)
		}
		if gone {
			removed.add(1, o.Size)
		}
	}
	return nil
}

// removeOrphan removes an object unless somebody has just begun to use it: it has
// a row by now, was written again, or belongs to work that is not over and may
// still write the row. Locks keep all of that from happening meanwhile: that of
// the content, which whoever adds a row holds, and that of the work's row.
func (k *Keeper) removeOrphan(ctx context.Context, key string, before time.Time) (gone bool, err error) {
	err = k.DB.InTx(ctx, func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		if err := uploads.LockContent(ctx, tx, key); err != nil {
			return err
		}
		if busy, err := working(ctx, tx, path.Base(key)); err != nil || busy {
			return err
		}
		var named bool
		if err := tx.QueryRow(ctx, "select exists (select from uploads where storage_key = $1)", key).Scan(&named); err != nil || named {
			return err
		}
		now, err := k.Store.Stat(ctx, key)
		if errors.Is(err, storage.ErrNotFound) || err == nil && !now.Written.Before(before) {
			return nil
		}
		if err != nil {
			return err
		}
		err = k.Store.Delete(ctx, key)
		gone = err == nil
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		return err
	})
	return gone, err
}

// working tells whether an output is of work that is not over: its name begins
// with the id of that. The row stays locked.
func working(ctx context.Context, tx pgx.Tx, name string) (busy bool, err error) {
	for _, query := range []string{
		"select status not in ('DONE', 'ERROR', 'CANCELED') from jobs where $1 like id || '-%' and id = left($1, 30) for update",
		"select status not in ('DONE', 'ERROR', 'CANCELED') from customer_imports where id = left($1, 30) for update",
	} {
		err := tx.QueryRow(ctx, query, name).Scan(&busy)
		if errors.Is(err, pgx.ErrNoRows) {
			continue
		}
		return busy, err
	}
	return false, nil
}
