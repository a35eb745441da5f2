package housekeeping

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent/tenancy"
	"quire/internal/problem"
)

// looked is how many files are looked for at once.
const looked = 500

// Files that are over, and that nothing plainly uses; what else may use them is
// asked for each when it is removed. A file that was ordered with is as old as its
// last order.
const (
	oldOutputs = `select u.id, u.tenant_id, u.size from uploads u where u.origin = 'GENERATED' and u.uploaded_at < $1 and u.id > $2` + unused
	oldUploads = `select u.id, u.tenant_id, u.size from uploads u where u.origin = 'UPLOADED' and u.uploaded_at < $1 and u.id > $2
		and not exists (select from jobs j where j.tenant_id = u.tenant_id and j.spreadsheet_id = u.id and j.created_at >= $1)` + unused
	unused = `
		and not exists (select from pages p where p.tenant_id = u.tenant_id and p.upload_id = u.id)
		and not exists (select from page_conditions c where c.tenant_id = u.tenant_id and c.target_upload_id = u.id)
		and not exists (select from customer_attributes a where a.tenant_id = u.tenant_id and a.upload_id = u.id)
		order by u.id limit $3`
)

func (k *Keeper) outputs(ctx context.Context) (Removed, error) {
	return k.files(ctx, oldOutputs, k.Policy.Outputs)
}

func (k *Keeper) uploads(ctx context.Context) (Removed, error) {
	return k.files(ctx, oldUploads, k.Policy.Uploads)
}

// file is one that is over.
type file struct {
	id, tenant string
	size       int64
}

// files removes files by the rules of everybody: each in a transaction of its own,
// unless something uses it, and with a line in its organisation's audit log.
func (k *Keeper) files(ctx context.Context, query string, keep time.Duration) (removed Removed, err error) {
	if keep <= 0 {
		return removed, nil
	}
	before := k.now().Add(-keep)
	for after := ""; ; {
		rows, err := k.DB.Pool.Query(ctx, query, before, after, looked)
		if err != nil {
			return removed, fmt.Errorf("look for old files: %w", err)
		}
		old, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f file, err error) {
			err = row.Scan(&f.id, &f.tenant, &f.size)
			return f, err
		})
		if err != nil || len(old) == 0 {
			return removed, err
		}
		for _, f := range old {
			err := k.Uploads.Delete(tenancy.With(ctx, f.tenant), f.id)
			var used *problem.Error
			switch {
			case err == nil:
				removed.add(1, f.size)
			case errors.As(err, &used) && (used.Code == problem.Conflict || used.Code == problem.NotFound):
			default:
				return removed, fmt.Errorf("remove the file %s: %w", f.id, err)
			}
		}
		after = old[len(old)-1].id
	}
}
