// Package dryrun tells what would come of an order, without queueing anything:
// which pages a booklet would have and why, what is missing, and which of an
// organisation's customers a book does not fit.
package dryrun

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/internal/jobs"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/storage"
)

// Service looks ahead. Everything it does is confined to the tenant of the
// context.
type Service struct {
	db    *postgres.DB
	store *storage.Store
	// reading has a token for each file that may be read at the same time: to
	// read one takes memory.
	reading chan struct{}
}

// atOnce is how many files the process reads at a time.
const atOnce = 2

// New makes the service.
func New(db *postgres.DB, store *storage.Store) *Service {
	return &Service{db: db, store: store, reading: make(chan struct{}, atOnce)}
}

// Plan is a booklet that would be made.
type Plan struct {
	plan.Explanation
	// Gaps are what the customer's attributes lack.
	Gaps []plan.Gap
	// Unmapped are the fields of forms that nothing would be written into, by
	// the page's number.
	Unmapped map[int][]string
	// Tabs are the worksheets that would be printed, by the page's number.
	Tabs map[int][]string
	// attributes are the keys that have a text.
	attributes map[string]bool
	// forms are those of the pages, by the key of their file, while they are judged.
	forms map[string]content
	// cells are the texts that come from the workbook, by page and field.
	cells map[int]map[string]string
}

func newPlan(e plan.Explanation) Plan {
	return Plan{Explanation: e, Unmapped: map[int][]string{}, Tabs: map[int][]string{}, attributes: map[string]bool{},
		forms: map[string]content{}, cells: map[int]map[string]string{}}
}

// close gives back what the judging kept.
func (p *Plan) close() {
	for _, c := range p.forms {
		c.close()
	}
	p.forms = nil
}

// Possible tells whether the booklet could be made, as far as can be told
// without making it.
func (p Plan) Possible() bool {
	if len(p.Problems) > 0 {
		return false
	}
	for _, page := range p.Pages {
		if len(page.Problems) > 0 {
			return false
		}
	}
	return true
}

// Plan looks at an order as it would be now, and reads the files that it would be
// made from. What the order itself would be refused for is refused here too,
// except a workbook that is missing.
func (s *Service) Plan(ctx context.Context, in jobs.Input) (Plan, error) {
	var snapshot plan.Snapshot
	err := s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) (err error) {
		snapshot, err = jobs.Snapshot(ctx, ec, in, time.Now())
		return err
	}, postgres.Consistent(0))
	if err != nil {
		return Plan{}, err
	}
	p := newPlan(plan.Explain(snapshot))
	p.Gaps = snapshot.Gaps()
	for key, a := range snapshot.Attributes {
		p.attributes[key] = a.Image == nil
	}
	defer p.close()
	if err := s.readSources(ctx, &p, snapshot.Spreadsheet); err != nil {
		return Plan{}, err
	}
	p.judgeValues(snapshot)
	return p, nil
}
