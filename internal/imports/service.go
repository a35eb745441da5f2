// Package imports takes customers and attributes over from tables: CSV files and
// worksheets. What an import would change can be seen before; it is made in one
// transaction, whole or not at all, and makes no difference a second time.
package imports

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/customerimport"
	"quire/internal/audit"
	"quire/internal/idempotency"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/internal/viewer"
)

// Queue tells workers that there is something to do.
type Queue interface {
	// Wake becomes true with the transaction.
	Wake(ctx context.Context, tx pgx.Tx) error
}

// Service knows the rules of imports. Everything it does is confined to the
// tenant of the context.
type Service struct {
	db    *postgres.DB
	store Store
	queue Queue
	// places bounds the tables that are looked through at once.
	places chan struct{}
}

// Bounds of looking through tables.
const (
	atOnce  = 2
	maxWait = 10 * time.Second
)

// New makes the service.
func New(db *postgres.DB, store Store, queue Queue) *Service {
	return &Service{db: db, store: store, queue: queue, places: make(chan struct{}, atOnce)}
}

// enter waits for a place; whoever got one calls leave.
func (s *Service) enter(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	select {
	case s.places <- struct{}{}:
		return func() { <-s.places }, nil
	case <-ctx.Done():
		return nil, problem.Wrap(ctx.Err(), problem.Unavailable, "too many tables are being looked through just now: try again")
	}
}

// maxRequestID is what the column holds, in bytes.
const maxRequestID = 100

// Order orders an import and gives its id. The table's headings are looked at
// first: what is wrong with them or the input is a BAD_USER_INPUT for each. The
// same order under the same idempotency key gives the import that there is,
// whatever has become of its file; another one is a CONFLICT.
func (s *Service) Order(ctx context.Context, in Input) (string, error) {
	var found problem.Input
	if idempotency.Check(&found, in.IdempotencyKey); found.Err() != nil {
		return "", errors.Join(found.Err(), in.check())
	}
	order := idempotency.Order{Operation: "importCustomers", Key: in.IdempotencyKey, Input: in}
	id, err := idempotency.Known(ctx, s.db, order)
	if err != nil || id != "" {
		return id, err
	}
	f, err := s.prove(ctx, in)
	if err != nil {
		return "", err
	}
	input, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	request := telemetry.RequestID(ctx)
	request = request[:min(len(request), maxRequestID)]
	return idempotency.Once(ctx, s.db, order, func(ctx context.Context, v viewer.Viewer, ec *ent.Client, tx pgx.Tx) (string, error) {
		row, err := ec.CustomerImport.Create().SetFileID(f.ID).SetFileName(f.Name).SetInput(input).
			SetCreatedBy(v.UserID).SetRequestID(request).SetTenantID(v.OrganisationID).Save(ctx)
		if err != nil {
			return "", err
		}
		return row.ID, s.queue.Wake(ctx, tx)
	})
}

// prove checks an input against the headings of its table.
func (s *Service) prove(ctx context.Context, in Input) (*ent.Upload, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	f, err := fileOf(ctx, s.db.Ent, in.Source)
	if err != nil {
		return nil, err
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	table, err := open(ctx, s.store, f, in.Source)
	if err != nil {
		return nil, err
	}
	defer table.Close()
	_, err = readLayout(in, table.Table)
	return f, err
}

// Cancel stops an import: nothing of it stays. One that is over stays as it is.
func (s *Service) Cancel(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		row, err := ec.CustomerImport.Query().Where(customerimport.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return problem.Missing("import", id)
		}
		if err != nil {
			return err
		}
		var change string
		switch row.Status {
		case customerimport.StatusQueued:
			change = "status = 'CANCELED', finished_at = now()"
		case customerimport.StatusRunning:
			change = "status = 'CANCELING'"
		default:
			return nil
		}
		if _, err := tx.Exec(ctx, "with changed as (update customer_imports set "+change+", sequence = sequence + 1 where id = $1 returning *) select "+progress.ToldImport+" from changed i", id); err != nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionCanceled, TargetID: id})
	})
}
