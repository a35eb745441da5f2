// Package imports takes customers and attributes over from tables: CSV files and
// worksheets. What an import would change can be seen before; it is made in one
// transaction, whole or not at all, and makes no difference a second time.
package imports

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/customerimport"
	"quire/internal/audit"
	"quire/internal/postgres"
	"quire/internal/problem"
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
// first: what is wrong with them or the input is a BAD_USER_INPUT for each.
func (s *Service) Order(ctx context.Context, in Input) (id string, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return "", err
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
	err = s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		row, err := ec.CustomerImport.Create().SetFileID(f.ID).SetFileName(f.Name).SetInput(input).
			SetCreatedBy(v.UserID).SetRequestID(request).SetTenantID(v.OrganisationID).Save(ctx)
		if err != nil {
			return err
		}
		id = row.ID
		return s.queue.Wake(ctx, tx)
	})
	return id, err
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
			change = "update customer_imports set status = 'CANCELED', finished_at = now() where id = $1"
		case customerimport.StatusRunning:
			change = "update customer_imports set status = 'CANCELING' where id = $1"
		default:
			return nil
		}
		if _, err := tx.Exec(ctx, change, id); err != nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionCanceled, TargetID: id})
	})
}
