package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/batch"
	"quire/ent/customer"
	"quire/ent/job"
	"quire/ent/predicate"
	"quire/ent/upload"
	"quire/internal/audit"
	"quire/internal/idempotency"
	"quire/internal/plan"
	"quire/internal/problem"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/internal/viewer"
)

// MaxBatch is how many booklets one batch may have.
const MaxBatch = 20_000

// BatchInput is an order of a booklet for each of many customers.
type BatchInput struct {
	BookID string
	Year   int
	// Quarter is 1 to 4.
	Quarter int
	// CustomerIDs are the customers, each once; empty for all whose name has
	// NameContains in it, whatever the letter case, and whose reference is
	// Reference, if that is not nil.
	CustomerIDs  []string `json:",omitempty"`
	NameContains string   `json:",omitempty"`
	Reference    *string  `json:",omitempty"`
	// SpreadsheetID is the workbook of all whom Spreadsheets, by the customer's
	// id, gives no other.
	SpreadsheetID string            `json:",omitempty"`
	Spreadsheets  map[string]string `json:",omitempty"`
	// IdempotencyKey stands for this order within [idempotency.Window]; empty
	// for none.
	IdempotencyKey string `json:"-"`
	// Found is as in [Input].
	Found problem.Input `json:"-"`

	retryOf string
}

// batchOrder is what a batch keeps of its order: all but the customers'
// attributes is fixed when it is given.
type batchOrder struct {
	// Snapshot lacks the customer, the attributes and the workbook.
	Snapshot     plan.Snapshot        `json:"snapshot"`
	CustomerIDs  []string             `json:"customerIds,omitempty"`
	NameContains string               `json:"nameContains,omitempty"`
	Reference    *string              `json:"reference,omitempty"`
	Spreadsheet  *plan.File           `json:"spreadsheet,omitempty"`
	Spreadsheets map[string]plan.File `json:"spreadsheets,omitempty"`
	// Ordered bounds whom it is for: customers who came later are not among them.
	Ordered time.Time `json:"ordered"`
}

// GenerateBatch orders booklets for many customers and gives the id of the batch
// at once; its jobs follow. It refuses what [Service.Generate] refuses, but for
// what concerns single customers: that is told by their jobs.
func (s *Service) GenerateBatch(ctx context.Context, in BatchInput) (string, error) {
	if err := in.check(); err != nil {
		return "", err
	}
	return idempotency.Once(ctx, s.db, idempotency.Order{Operation: "generateBooks", Key: in.IdempotencyKey, Input: in},
		func(ctx context.Context, v viewer.Viewer, ec *ent.Client, tx pgx.Tx) (string, error) {
			return s.orderBatch(ctx, in, v.UserID, ec, tx)
		})
}

// check refuses what is too large to be looked at, and notes a wrong key.
func (in *BatchInput) check() error {
	slices.Sort(in.CustomerIDs)
	in.CustomerIDs = slices.Compact(in.CustomerIDs)
	in.IdempotencyKey = checkKey(&in.Found, in.IdempotencyKey)
	if len(in.CustomerIDs) <= MaxBatch && len(in.Spreadsheets) <= MaxBatch {
		return nil
	}
	found := in.Found
	found.Check(len(in.CustomerIDs) <= MaxBatch, "customers", "a batch may have at most %d booklets", MaxBatch)
	found.Check(len(in.Spreadsheets) <= MaxBatch, "spreadsheets", "a batch may have at most %d booklets", MaxBatch)
	return found.Err()
}

func (s *Service) orderBatch(ctx context.Context, in BatchInput, userID string, ec *ent.Client, tx pgx.Tx) (string, error) {
	order, err := readBatchOrder(ctx, ec, in)
	if err != nil {
		return "", err
	}
	total, err := order.count(ctx, ec)
	if err != nil {
		return "", err
	}
	if total == 0 || total > MaxBatch {
		return "", &problem.Error{Code: problem.BadInput, Field: "customers",
			Message: fmt.Sprintf("that is %d customers: a batch needs at least one and at most %d", total, MaxBatch)}
	}
	input, err := json.Marshal(order)
	if err != nil {
		return "", err
	}
	request := telemetry.RequestID(ctx)
	create := ec.Batch.Create().SetBookID(in.BookID).SetYear(in.Year).SetQuarter(in.Quarter).SetTotal(total).
		SetInput(input).SetCreatedBy(userID).SetRequestID(request[:min(len(request), maxRequestID)]).SetTraceParent(telemetry.TraceParent(ctx))
	if in.retryOf != "" {
		create.SetRetryOfID(in.retryOf)
	}
	b, err := create.Save(ctx)
	if err != nil {
		return "", err
	}
	return b.ID, s.queue.Wake(ctx, tx)
}

// readBatchOrder reads what the batch's booklets have in common.
func readBatchOrder(ctx context.Context, ec *ent.Client, in BatchInput) (o batchOrder, err error) {
	found := in.Found
	o = batchOrder{CustomerIDs: in.CustomerIDs, NameContains: in.NameContains, Reference: in.Reference, Ordered: time.Now().UTC()}
	if o.Snapshot, err = orderSnapshot(ctx, ec, in.BookID, in.SpreadsheetID, plan.Period{Year: in.Year, Quarter: in.Quarter}, o.Ordered, &found); err != nil {
		return o, err
	}
	o.Spreadsheet, o.Snapshot.Spreadsheet = o.Snapshot.Spreadsheet, nil
	if o.Spreadsheets, err = readSpreadsheets(ctx, ec, in.Spreadsheets, &found); err != nil {
		return o, err
	}
	if err := checkCustomers(ctx, ec, in.CustomerIDs, &found); err != nil {
		return o, err
	}
	if err := found.Err(); err != nil {
		return o, err
	}
	return o, o.orderable()
}

// orderable refuses what can be made for nobody.
func (o batchOrder) orderable() error {
	s := o.Snapshot
	s.Spreadsheet = o.Spreadsheet
	for _, f := range o.Spreadsheets {
		s.Spreadsheet = &f
	}
	return orderable(s)
}

func readSpreadsheets(ctx context.Context, ec *ent.Client, byCustomer map[string]string, found *problem.Input) (map[string]plan.File, error) {
	files := map[string]plan.File{}
	if len(byCustomer) == 0 {
		return files, nil
	}
	rows, err := ec.Upload.Query().Where(upload.IDIn(slices.Sorted(maps.Values(byCustomer))...)).All(ctx)
	if err != nil {
		return nil, err
	}
	held := make(map[string]*ent.Upload, len(rows))
	for _, u := range rows {
		held[u.ID] = u
	}
	for _, id := range slices.Sorted(maps.Keys(byCustomer)) {
		u := held[byCustomer[id]]
		if u == nil {
			p := problem.Missing("file", byCustomer[id])
			p.Field = "spreadsheets"
			found.Add(p)
			continue
		}
		found.Check(u.Kind == upload.KindWorkbook, "spreadsheets", "the file «%s» is not a workbook; send an XLSX file", u.Name)
		files[id] = *copyFile(u)
	}
	return files, nil
}

// namedChunk is how many ids one statement names.
const namedChunk = 5000

func checkCustomers(ctx context.Context, ec *ent.Client, ids []string, found *problem.Input) error {
	for chunk := range slices.Chunk(ids, namedChunk) {
		there, err := ec.Customer.Query().Where(customer.IDIn(chunk...)).Order(customer.ByID()).IDs(ctx)
		if err != nil {
			return err
		}
		for _, id := range chunk {
			if _, ok := slices.BinarySearch(there, id); !ok {
				p := problem.Missing("customer", id)
				p.Field = "customers"
				found.Add(p)
				return nil // one is enough to know
			}
		}
	}
	return nil
}

// whom gives the customers after the one with the id, in the order of their ids.
func (o batchOrder) whom(ec *ent.Client, after string) *ent.CustomerQuery {
	where := []predicate.Customer{customer.IDGT(after)}
	if o.NameContains != "" {
		where = append(where, customer.NameContainsFold(o.NameContains))
	}
	if o.Reference != nil {
		where = append(where, customer.Reference(*o.Reference))
	}
	return ec.Customer.Query().Where(append(where, customer.CreatedAtLTE(o.Ordered))...)
}

func (o batchOrder) count(ctx context.Context, ec *ent.Client) (int, error) {
	if len(o.CustomerIDs) > 0 {
		return len(o.CustomerIDs), nil
	}
	return o.whom(ec, "").Count(ctx)
}

// RetryInput is an order of what failed in a batch.
type RetryInput struct {
	// BatchID is the batch.
	BatchID string
	// SpreadsheetID and Spreadsheets are workbooks to use instead of those of the
	// batch; empty for the same.
	SpreadsheetID string            `json:",omitempty"`
	Spreadsheets  map[string]string `json:",omitempty"`
	// IdempotencyKey stands for this order within [idempotency.Window], whatever
	// fails or is changed meanwhile; empty for none.
	IdempotencyKey string `json:"-"`
	// Found is as in [Input].
	Found problem.Input `json:"-"`
}

// RetryBatch orders the booklets of a batch anew that failed, as the book and the
// attributes are now: a batch of their own, which is given. One without failures
// is a CONFLICT.
func (s *Service) RetryBatch(ctx context.Context, retry RetryInput) (string, error) {
	retry.IdempotencyKey = checkKey(&retry.Found, retry.IdempotencyKey)
	return idempotency.Once(ctx, s.db, idempotency.Order{Operation: "retryBatch", Key: retry.IdempotencyKey, Input: retry},
		func(ctx context.Context, v viewer.Viewer, ec *ent.Client, tx pgx.Tx) (string, error) {
			in, err := whatFailed(ctx, ec, retry)
			if err != nil {
				return "", err
			}
			return s.orderBatch(ctx, in, v.UserID, ec, tx)
		})
}

// whatFailed is the order of the booklets that failed in a batch.
func whatFailed(ctx context.Context, ec *ent.Client, retry RetryInput) (in BatchInput, err error) {
	id := retry.BatchID
	b, err := ec.Batch.Query().Where(batch.ID(id)).Only(ctx)
	if ent.IsNotFound(err) {
		return in, problem.Missing("batch", id)
	}
	if err != nil {
		return in, err
	}
	var order batchOrder
	if err := json.Unmarshal(b.Input, &order); err != nil {
		return in, fmt.Errorf("the order of the batch %s is damaged: %w", id, err)
	}
	customerIDs, err := ec.Job.Query().Where(job.BatchID(id), job.StatusEQ(job.StatusError), job.CustomerIDNotNil()).Select(job.FieldCustomerID).Strings(ctx)
	if err != nil {
		return in, err
	}
	if len(customerIDs) == 0 {
		return in, problem.New(problem.Conflict, "no booklet of this batch has failed: there is nothing to make anew")
	}
	if b.BookID == nil {
		return in, problem.New(problem.Conflict, "the book of this batch was deleted: order another")
	}
	in = BatchInput{
		BookID: *b.BookID, Year: b.Year, Quarter: b.Quarter, CustomerIDs: customerIDs, SpreadsheetID: retry.SpreadsheetID,
		Spreadsheets: map[string]string{}, Found: retry.Found, retryOf: id,
	}
	if order.Spreadsheet != nil && in.SpreadsheetID == "" {
		in.SpreadsheetID = order.Spreadsheet.ID
	}
	for _, customerID := range customerIDs {
		if f, own := order.Spreadsheets[customerID]; own {
			in.Spreadsheets[customerID] = f.ID
		}
	}
	maps.Copy(in.Spreadsheets, retry.Spreadsheets)
	if retry.SpreadsheetID == "" && order.Spreadsheet != nil {
		there, err := ec.Upload.Query().Where(upload.ID(order.Spreadsheet.ID)).Exist(ctx)
		if err != nil {
			return in, err
		}
		if !there {
			in.SpreadsheetID = ""
			in.Found.Add(&problem.Error{Code: problem.NotFound, Field: "spreadsheetId",
				Message: fmt.Sprintf("the workbook «%s» of this batch was deleted: give another", order.Spreadsheet.Name)})
		}
	}
	return in, in.check()
}

// PauseBatch keeps the jobs of a batch that no worker has taken from being
// taken. A batch that is over is a CONFLICT.
func (s *Service) PauseBatch(ctx context.Context, id string) error {
	return s.turnBatch(ctx, id, batch.StatusRunning, batch.StatusPaused)
}

// ResumeBatch lets a paused batch go on.
func (s *Service) ResumeBatch(ctx context.Context, id string) error {
	return s.turnBatch(ctx, id, batch.StatusPaused, batch.StatusRunning)
}

func (s *Service) turnBatch(ctx context.Context, id string, from, to batch.Status) error {
	return s.changeBatch(ctx, id, func(ctx context.Context, _ *ent.Client, b *ent.Batch, tx pgx.Tx) error {
		switch b.Status {
		case to:
			return nil
		case from:
			return s.setBatch(ctx, tx, id, to)
		}
		return problem.New(problem.Conflict, "the batch is %s, and stays so", b.Status)
	})
}

// CancelBatch stops a batch: what waits is canceled at once, what runs as soon as
// its worker notices; booklets that are done stay. A batch that is over stays as
// it is.
func (s *Service) CancelBatch(ctx context.Context, id string) error {
	return s.changeBatch(ctx, id, func(ctx context.Context, _ *ent.Client, b *ent.Batch, tx pgx.Tx) error {
		if b.Status != batch.StatusRunning && b.Status != batch.StatusPaused {
			return nil
		}
		if err := s.setBatch(ctx, tx, id, batch.StatusCanceling); err != nil {
			return err
		}
		return s.cancelJobs(ctx, tx, id)
	})
}

// cancelJobs cancels all jobs of a batch that are not over.
func (s *Service) cancelJobs(ctx context.Context, tx pgx.Tx, id string) error {
	rows, err := tx.Query(ctx, `with held as (select id, status, river_job_id from jobs where batch_id = $1 and status in ('QUEUED', 'RUNNING') order by id for update)
		update jobs j set status = case held.status when 'QUEUED' then 'CANCELED' else 'CANCELING' end,
			finished_at = case held.status when 'QUEUED' then now() end, sequence = j.sequence + 1
		from held where j.id = held.id returning j.id, held.river_job_id`, id)
	if err != nil {
		return err
	}
	var given []string
	var queued []int64
	var jobID string
	var queueID *int64
	if _, err := pgx.ForEachRow(rows, []any{&jobID, &queueID}, func() error {
		if queueID != nil {
			given, queued = append(given, jobID), append(queued, *queueID)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, id := range queued { // as many as there are slots
		if err := s.queue.Cancel(ctx, tx, id); err != nil {
			return err
		}
	}
	return progress.Announce(ctx, tx, given...)
}

func (s *Service) setBatch(ctx context.Context, tx pgx.Tx, id string, status batch.Status) error {
	if _, err := tx.Exec(ctx, "update batches set status = $2, sequence = sequence + 1 where id = $1", id, string(status)); err != nil {
		return err
	}
	done := audit.Event{Action: auditevent.ActionChanged, TargetID: id, Changes: []string{batch.FieldStatus}}
	if status == batch.StatusCanceling {
		done = audit.Event{Action: auditevent.ActionCanceled, TargetID: id}
	}
	if err := audit.Record(ctx, done); err != nil {
		return err
	}
	if err := progress.AnnounceBatches(ctx, tx, id); err != nil {
		return err
	}
	return s.queue.Wake(ctx, tx)
}

// changeBatch runs a change of a batch of the tenant that nobody else changes
// meanwhile.
func (s *Service) changeBatch(ctx context.Context, id string, change func(context.Context, *ent.Client, *ent.Batch, pgx.Tx) error) error {
	return s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		b, err := lockBatch(ctx, ec, id)
		if err != nil {
			return err
		}
		return change(ctx, ec, b, tx)
	})
}

// lockBatch keeps others from changing a batch until the transaction is over.
func lockBatch(ctx context.Context, ec *ent.Client, id string) (*ent.Batch, error) {
	b, err := ec.Batch.Query().Where(batch.ID(id)).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, problem.Missing("batch", id)
	}
	return b, err
}
