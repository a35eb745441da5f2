package jobs

import (
	"context"
	"time"

	"github.com/lib/pq"

	"quire/ent/tenancy"
)

// Place is where a job stands among those of its organisation that wait.
type Place struct {
	// Ahead is how many begin before it.
	Ahead int
	// Start is an estimate from what the organisation's last minute brought; nil
	// without anything to estimate from.
	Start *time.Time
}

// places ranks what waits for a turn, as the dispatcher does: by hand before
// batches, then by age.
const places = `with waiting as (select j.id, row_number() over (order by j.batch_id is not null, j.id) - 1 as ahead
		from jobs j left join batches b on b.id = j.batch_id
		where j.tenant_id = $1 and j.status = 'QUEUED' and (j.batch_id is null or b.status = 'RUNNING')),
	pace as (select count(*) n, extract(epoch from now() - min(finished_at))::float8 spent from jobs where tenant_id = $1 and finished_at > now() - interval '1 minute' and status = 'DONE')
	select w.id, w.ahead, case when pace.n > 0 then now() + w.ahead * greatest(pace.spent, 1) / pace.n * interval '1 second' end from waiting w, pace where w.id = any($2)`

// Places gives the places of jobs of the context's tenant, by their ids; jobs that
// do not wait, or whose batch is paused, have none.
func (s *Service) Places(ctx context.Context, ids ...string) (map[string]Place, error) {
	tenant, _, err := tenancy.Of(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.SQL.QueryContext(ctx, places, tenant, pq.Array(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]Place{}
	for rows.Next() {
		var id string
		var p Place
		if err := rows.Scan(&id, &p.Ahead, &p.Start); err != nil {
			return nil, err
		}
		found[id] = p
	}
	return found, rows.Err()
}
