package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/job"
	"quire/internal/idempotency"
	"quire/internal/plan"
	"quire/internal/problem"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/internal/viewer"
)

// Input is an order of a booklet.
type Input struct {
	BookID     string
	CustomerID string
	Year       int
	// Quarter is 1 to 4.
	Quarter int
	// SpreadsheetID is the workbook for the excel pages; empty without one.
	SpreadsheetID string
	// Reuse takes a finished booklet that was made from the same, if there is
	// one. The day of the order is not compared: the booklet bears its own.
	Reuse bool `json:",omitempty"`
	// IdempotencyKey stands for this order within [idempotency.Window]; empty
	// for none.
	IdempotencyKey string `json:"-"`
	// Found is what whoever read the order found wrong already: it is told with
	// the rest.
	Found problem.Input `json:"-"`
}

// maxRequestID is what the column holds, in bytes.
const maxRequestID = 100

// lostRaces is how often an order is tried again when somebody changed the same
// rows meanwhile.
const lostRaces = 10

// Generate orders a booklet and gives the id of the job, which waits for a
// worker. What can be known to fail is refused and nothing is queued: a
// BAD_USER_INPUT for each wrong field, a NOT_FOUND for what does not exist or is
// not the tenant's, a CONFLICT when the idempotency key stands for another order.
func (s *Service) Generate(ctx context.Context, in Input) (string, error) {
	in.IdempotencyKey = checkKey(&in.Found, in.IdempotencyKey)
	return idempotency.Once(ctx, s.db, idempotency.Order{Operation: "generateBook", Key: in.IdempotencyKey, Input: in},
		func(ctx context.Context, v viewer.Viewer, ec *ent.Client, tx pgx.Tx) (string, error) {
			return s.order(ctx, in, v.UserID, ec, tx)
		})
}

// checkKey notes what is wrong with the client's key. It gives the key, or none
// when anything is wrong: it stands for no such order.
func checkKey(found *problem.Input, key string) string {
	if idempotency.Check(found, key); found.Err() != nil {
		return ""
	}
	return key
}

// addAll notes the problems of an error.
func addAll(found *problem.Input, err error) {
	for _, p := range problem.All(err) {
		found.Add(p)
	}
}

// order makes the job row and the queue's in one transaction, or gives a job that
// is done already.
func (s *Service) order(ctx context.Context, in Input, userID string, ec *ent.Client, tx pgx.Tx) (string, error) {
	snapshot, err := Snapshot(ctx, ec, in, time.Now())
	if err != nil {
		return "", err
	}
	if err := orderable(snapshot); err != nil {
		return "", err
	}
	input, err := json.Marshal(snapshot)
	if err != nil {
		return "", err
	}
	fingerprint, err := snapshot.Fingerprint()
	if err != nil {
		return "", err
	}
	if in.Reuse {
		if made, err := madeBefore(ctx, ec, fingerprint); err != nil || made != "" {
			return made, err
		}
	}
	request := telemetry.RequestID(ctx)
	request = request[:min(len(request), maxRequestID)]
	create := ec.Job.Create().
		SetType(job.TypeGenerateBook).
		SetBookID(in.BookID).SetCustomerID(in.CustomerID).
		SetYear(in.Year).SetQuarter(in.Quarter).
		SetInput(input).SetSnapshotHash(fingerprint).SetLoad(snapshot.Load()).SetCreatedBy(userID).SetRequestID(request).SetTraceParent(telemetry.TraceParent(ctx))
	if in.SpreadsheetID != "" {
		create.SetSpreadsheetID(in.SpreadsheetID)
	}
	j, err := create.Save(ctx)
	if err != nil {
		return "", err
	}
	if err := s.enqueue(ctx, ec, tx, j); err != nil {
		return "", err
	}
	return j.ID, progress.Announce(ctx, tx, j.ID)
}

// atOnce is how many jobs of one organisation the queue has at a time without
// their waiting for a turn: an office that orders thousands one by one must not
// stand before all others.
const atOnce = 4

// mustWait tells whether a job of the organisation waits already, or the queue has
// as many of its jobs as it may have at a time: by hand, and by its share in all.
const mustWait = `select exists (select from jobs where tenant_id = $1 and batch_id is null and status = 'QUEUED' and river_job_id is null and id <> $2)
	or (select count(*) from (select from jobs where tenant_id = $1 and batch_id is null and river_job_id is not null
		and status in ('QUEUED', 'RUNNING', 'CANCELING') limit $3) held) >= $3
	or exists (select from work_shares s where s.tenant_id = $1 and s.most > 0 and s.most <=
		(select count(*) from jobs where tenant_id = $1 and river_job_id is not null and status in ('QUEUED', 'RUNNING', 'CANCELING')))`

// enqueue gives the job to the queue, or leaves it to wait for the organisation's
// next turn.
func (s *Service) enqueue(ctx context.Context, ec *ent.Client, tx pgx.Tx, j *ent.Job) error {
	var waits bool
	err := tx.QueryRow(ctx, mustWait, j.TenantID, j.ID, atOnce).Scan(&waits)
	if err != nil {
		return err
	}
	if waits {
		return s.queue.Wake(ctx, tx)
	}
	queueID, err := s.queue.Insert(ctx, tx, j.ID, j.RequestID, j.Load)
	if err != nil {
		return err
	}
	return ec.Job.UpdateOneID(j.ID).SetRiverJobID(queueID).Exec(ctx)
}

// madeBefore gives the newest finished job of an equal snapshot whose booklet is
// still there, or nothing.
func madeBefore(ctx context.Context, ec *ent.Client, fingerprint string) (string, error) {
	id, err := ec.Job.Query().
		Where(job.SnapshotHash(fingerprint), job.StatusEQ(job.StatusDone), job.OutputIDNotNil()).
		Order(job.ByID(sql.OrderDesc())).FirstID(ctx)
	if ent.IsNotFound(err) {
		return "", nil
	}
	return id, err
}

// orderable refuses a booklet that can never be made, whatever the attributes.
func orderable(s plan.Snapshot) error {
	var e *plan.Error
	if err := s.Check(); !errors.As(err, &e) {
		return err
	}
	field := "bookId"
	if e.Code == plan.CodeSpreadsheetMissing {
		field = "spreadsheetId"
	}
	return &problem.Error{Code: problem.BadInput, Field: field, Message: e.Message}
}
