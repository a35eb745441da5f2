package jobs

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/lib/pq"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/organisation"
	"quire/ent/tenancy"
	"quire/internal/audit"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// Bounds of what an organisation may be given.
const (
	MaxWeight  = 1000
	MaxRunning = 10_000
)

// Share is what an organisation gets of the workers, and what it has there now.
type Share struct {
	// Weight is how many turns it has to one of an organisation of weight 1.
	Weight int
	// MaxRunning is how many of its jobs the workers are given at a time; 0 for any
	// number.
	MaxRunning int
	// Running jobs are at work, Waiting ones are not begun.
	Running, Waiting int
}

// shares reads shares by their organisation; one without a row has the defaults.
// Batches wait with those of their jobs that were not made yet, too.
const shares = `select o.id, coalesce(s.weight, 1), coalesce(s.most, 0), coalesce(j.running, 0), coalesce(j.waiting, 0) + coalesce(b.waiting, 0)
	from organisations o left join work_shares s on s.tenant_id = o.id
	left join lateral (select count(*) filter (where status in ('RUNNING', 'CANCELING')) running, count(*) filter (where status = 'QUEUED') waiting
		from jobs where tenant_id = o.id and status in ('QUEUED', 'RUNNING', 'CANCELING')) j on true
	left join lateral (select sum(total - (select count(*) from jobs where batch_id = batches.id)) waiting
		from batches where tenant_id = o.id and not prepared and status in ('RUNNING', 'PAUSED')) b on true
	where o.id = any($1)`

// Shares gives the shares of organisations, by their ids: of the viewer's own,
// and for an operator of all.
func (s *Service) Shares(ctx context.Context, ids ...string) (map[string]Share, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if id != v.OrganisationID && !v.Operator {
			return nil, problem.Missing("organisation", id)
		}
	}
	return s.SharesLocally(ctx, ids...)
}

// SharesLocally does as [Service.Shares] for whoever runs the program itself.
func (s *Service) SharesLocally(ctx context.Context, ids ...string) (map[string]Share, error) {
	rows, err := s.db.SQL.QueryContext(ctx, shares, pq.Array(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]Share{}
	for rows.Next() {
		var id string
		var share Share
		if err := rows.Scan(&id, &share.Weight, &share.MaxRunning, &share.Running, &share.Waiting); err != nil {
			return nil, err
		}
		found[id] = share
	}
	return found, rows.Err()
}

// ShareInput is what an organisation is to get of the workers.
type ShareInput struct {
	OrganisationID string
	// Weight is 1 to [MaxWeight].
	Weight int
	// MaxRunning is 1 to [MaxRunning]; nil for any number.
	MaxRunning *int
}

func (in ShareInput) check() error {
	var found problem.Input
	found.Check(in.Weight >= 1 && in.Weight <= MaxWeight, "weight", "the weight must be from 1 to %d", MaxWeight)
	found.Check(in.MaxRunning == nil || *in.MaxRunning >= 1 && *in.MaxRunning <= MaxRunning, "maxRunning",
		"the limit must be from 1 to %d, or null for none", MaxRunning)
	return found.Err()
}

// setShare leaves what the organisation was served.
const setShare = `insert into work_shares (tenant_id, weight, most, served) values ($1, $2, $3, 0)
	on conflict (tenant_id) do update set weight = excluded.weight, most = excluded.most`

// SetShare says what an organisation gets of the workers, from the next job that
// is given out on. Only an operator may; the logs of both organisations tell of it.
func (s *Service) SetShare(ctx context.Context, in ShareInput) error {
	v, err := viewer.From(ctx)
	if err != nil {
		return err
	}
	if !v.Operator || v.KeyID != "" {
		return problem.New(problem.Forbidden, "only an operator of this installation may say what organisations get of the workers")
	}
	return s.setShare(ctx, in, v.OrganisationID)
}

// SetShareLocally does as [Service.SetShare] for whoever runs the program itself.
func (s *Service) SetShareLocally(ctx context.Context, in ShareInput) error {
	return s.setShare(tenancy.System(ctx), in, in.OrganisationID)
}

func (s *Service) setShare(ctx context.Context, in ShareInput, actorsOrganisation string) error {
	if err := in.check(); err != nil {
		return err
	}
	most := 0
	if in.MaxRunning != nil {
		most = *in.MaxRunning
	}
	return s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		there, err := ec.Organisation.Query().Where(organisation.ID(in.OrganisationID)).Exist(tenancy.System(ctx))
		if err != nil {
			return err
		}
		if !there {
			p := problem.Missing("organisation", in.OrganisationID)
			p.Field = "organisationId"
			return p
		}
		if _, err := tx.Exec(ctx, setShare, in.OrganisationID, in.Weight, most); err != nil {
			return fmt.Errorf("set the share of %s: %w", in.OrganisationID, err)
		}
		for _, log := range []string{in.OrganisationID, actorsOrganisation} { // which may be one
			if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionChanged, TenantID: log, TargetID: in.OrganisationID, Changes: []string{"work_share"}}); err != nil {
				return err
			}
		}
		return s.queue.Wake(ctx, tx)
	})
}
