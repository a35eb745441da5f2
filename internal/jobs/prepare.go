package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/batch"
	"quire/ent/customer"
	"quire/ent/ident"
	"quire/ent/job"
	"quire/ent/tenancy"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/progress"
)

// prepareChunk is how many jobs one transaction makes.
const prepareChunk = 100

// nextToPrepare finds the batch whose turn it is among those that lack jobs and
// have fewer than $1 that wait.
const nextToPrepare = `select id from batches b where status in ('RUNNING', 'PAUSED', 'CANCELING') and not prepared
		and (status = 'CANCELING' or (select count(*) from (select from jobs j where j.batch_id = b.id and j.status = 'QUEUED' and j.river_job_id is null
			order by j.id collate "C" limit $1) waiting) < $1)
	order by sequence, id limit 1 for update skip locked`

// PrepareBatches makes the next few jobs of a batch that lacks some and has fewer
// than enough that wait, whosever it is, and tells whether there may be more to do.
// Batches take turns; each is prepared by one process at a time, and wherever that
// ends, another goes on.
func PrepareBatches(ctx context.Context, db *postgres.DB, enough int) (more bool, err error) {
	err = db.InTx(tenancy.System(ctx), func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		var id string
		err := tx.QueryRow(ctx, nextToPrepare, enough).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			more = false
			return nil
		}
		if err != nil {
			return err
		}
		more = true
		b, err := ec.Batch.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := prepareSome(tenancy.With(ctx, b.TenantID), ec, tx, b); err != nil {
			return fmt.Errorf("batch %s: %w", id, err)
		}
		return progress.AnnounceBatches(ctx, tx, id)
	}, postgres.Consistent(lostRaces))
	return more, err
}

// prepareSome makes the jobs of the next customers, or notes that there are no
// more.
func prepareSome(ctx context.Context, ec *ent.Client, tx pgx.Tx, b *ent.Batch) error {
	var order batchOrder
	if err := json.Unmarshal(b.Input, &order); err != nil {
		return fmt.Errorf("its order is damaged: %w", err)
	}
	var whom []*ent.Customer
	if b.Status != batch.StatusCanceling {
		var err error
		if whom, err = order.next(ctx, ec, b.Cursor); err != nil {
			return err
		}
	}
	if len(whom) == 0 {
		// Customers may have been deleted since the order.
		_, err := tx.Exec(ctx, `update batches set prepared = true, total = case status when 'CANCELING' then total else
			(select count(*) from jobs where batch_id = $1) end, sequence = sequence + 1 where id = $1`, b.ID)
		return err
	}
	rows, err := order.rows(ctx, ec, b, whom)
	if err != nil {
		return err
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{job.Table}, jobColumns, pgx.CopyFromRows(rows)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update batches set cursor = $2, sequence = sequence + 1 where id = $1", b.ID, whom[len(whom)-1].ID)
	return err
}

// next gives the customers after the cursor.
func (o batchOrder) next(ctx context.Context, ec *ent.Client, after string) ([]*ent.Customer, error) {
	if len(o.CustomerIDs) == 0 {
		return o.whom(ec, after).Order(customer.ByID()).Limit(prepareChunk).All(ctx)
	}
	for {
		first, found := slices.BinarySearch(o.CustomerIDs, after)
		if found {
			first++
		}
		ids := o.CustomerIDs[first:min(first+prepareChunk, len(o.CustomerIDs))]
		if len(ids) == 0 {
			return nil, nil
		}
		whom, err := ec.Customer.Query().Where(customer.IDIn(ids...)).Order(customer.ByID()).All(ctx)
		if err != nil || len(whom) > 0 {
			return whom, err
		}
		after = ids[len(ids)-1] // all of them were deleted
	}
}

var jobColumns = []string{
	job.FieldID, job.FieldTenantID, job.FieldCreatedAt, job.FieldType, job.FieldStatus, job.FieldBookID, job.FieldCustomerID,
	job.FieldYear, job.FieldQuarter, job.FieldSpreadsheetID, job.FieldInput, job.FieldBatchID, job.FieldSnapshotHash,
	job.FieldRequestID, job.FieldLoad, job.FieldCreatedBy, job.FieldErrorCode, job.FieldErrorMessage, job.FieldFinishedAt,
}

// rows are the jobs of customers. One that can never be made has failed already.
func (o batchOrder) rows(ctx context.Context, ec *ent.Client, b *ent.Batch, whom []*ent.Customer) ([][]any, error) {
	ids := make([]string, len(whom))
	for i, c := range whom {
		ids[i] = c.ID
	}
	held, err := readAttributes(ctx, ec, ids, o.Snapshot.Period)
	if err != nil {
		return nil, err
	}
	common, err := o.Snapshot.CommonSum()
	if err != nil {
		return nil, err
	}
	rows := make([][]any, len(whom))
	for i, c := range whom {
		part := plan.Part{Customer: plan.Customer{ID: c.ID, Name: c.Name}, Attributes: held[c.ID], Spreadsheet: o.Spreadsheet}
		if own, ok := o.Spreadsheets[c.ID]; ok {
			part.Spreadsheet = &own
		}
		if rows[i], err = jobRow(b, o.Snapshot.With(part), common); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// jobRow is a row of jobColumns. What the batch's jobs have in common stays with
// the batch.
func jobRow(b *ent.Batch, s plan.Snapshot, common plan.CommonSum) ([]any, error) {
	input, err := json.Marshal(s.Part())
	if err != nil {
		return nil, err
	}
	var spreadsheet, code, message *string
	var finished *time.Time
	if s.Spreadsheet != nil {
		spreadsheet = &s.Spreadsheet.ID
	}
	now, status := time.Now(), job.StatusQueued
	var e *plan.Error
	if errors.As(s.Check(), &e) {
		text := progress.Message(e.Message)
		status, code, message, finished = job.StatusError, &e.Code, &text, &now
	}
	return []any{
		ident.New(ident.Job), b.TenantID, now, string(job.TypeGenerateBook), string(status), b.BookID, s.Customer.ID,
		b.Year, b.Quarter, spreadsheet, input, b.ID, common.Fingerprint(input),
		b.RequestID, s.Load(), b.CreatedBy, code, message, finished,
	}, nil
}

// BatchSnapshot reads what the jobs of a batch have in common. A batch that is not
// there is a NOT_FOUND problem.
func BatchSnapshot(ctx context.Context, db *postgres.DB, id string) (s plan.Snapshot, err error) {
	var text []byte
	err = db.Pool.QueryRow(ctx, "select input_json->'snapshot' from batches where id = $1", id).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return s, problem.Missing("batch", id)
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("the order of the batch %s is damaged: %w", id, err)
	}
	return s, nil
}

// SnapshotOf reads what a job of the tenant is made from. A job that is not there is
// a NOT_FOUND problem.
func (s *Service) SnapshotOf(ctx context.Context, id string) (snapshot plan.Snapshot, err error) {
	j, err := s.db.Ent.Job.Query().Where(job.ID(id)).Select(job.FieldInput, job.FieldBatchID).Only(ctx)
	if ent.IsNotFound(err) {
		return snapshot, problem.Missing("job", id)
	}
	if err != nil {
		return snapshot, err
	}
	var common *plan.Snapshot
	if j.BatchID != nil {
		shared, err := BatchSnapshot(ctx, s.db, *j.BatchID)
		if err != nil {
			return snapshot, err
		}
		common = &shared
	}
	if snapshot, err = ReadSnapshot(j.Input, common); err != nil {
		return snapshot, fmt.Errorf("the snapshot of the job %s is damaged: %w", id, err)
	}
	return snapshot, nil
}

// ReadSnapshot reads the snapshot of a job from its input. A job of a batch has
// only its part of it; common gives the rest.
func ReadSnapshot(input []byte, common *plan.Snapshot) (s plan.Snapshot, err error) {
	err = json.Unmarshal(input, &s)
	if common != nil && len(s.Pages) == 0 {
		s = common.With(s.Part())
	}
	return s, err
}
