package imports

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/internal/postgres"
)

// Plan is what an import would change.
type Plan struct {
	Counts
	Description Description
	// Attributes are the keys that the table has columns for.
	Attributes []string
	// Ignored are the headings of columns that are not imported.
	Ignored []string

	service *Service
	in      Input
}

// Plan compares a table with what is known, without changing anything.
func (s *Service) Plan(ctx context.Context, in Input) (*Plan, error) {
	plan := &Plan{service: s, in: in}
	err := s.preview(ctx, in, func(p *pass, table opened) error {
		plan.Description = Description{Tab: table.Tab, Encoding: table.Encoding, Delimiter: table.Delimiter, Rows: max(table.Rows-in.HeaderRow, 0)}
		plan.Attributes, plan.Ignored = p.layout.keys(), p.layout.ignored
		err := p.run(ctx, func([]*Row, int) error { return nil })
		plan.Counts = p.counts
		return err
	})
	if err != nil {
		return nil, err
	}
	return plan, nil
}

// Rows gives at most first rows of the plan with one of the outcomes, or any for
// none, that come after the row with a number; more tells whether there are more
// of them, total how many there are in all.
func (p *Plan) Rows(ctx context.Context, first, after int, outcomes []Outcome) (rows []*Row, more bool, total int, err error) {
	err = p.service.preview(ctx, p.in, func(all *pass, _ opened) error {
		return all.run(ctx, func(found []*Row, _ int) error {
			for _, r := range found {
				if len(outcomes) > 0 && !slices.Contains(outcomes, r.Outcome) {
					continue
				}
				total++
				switch {
				case r.Number <= after:
				case len(rows) < first:
					rows = append(rows, r)
				default:
					more = true
				}
			}
			return nil
		})
	})
	return rows, more, total, err
}

// preview opens a table and what it is compared with, as of one moment.
func (s *Service) preview(ctx context.Context, in Input, do func(*pass, opened) error) error {
	tenant, _, err := tenancy.Of(ctx)
	if err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	f, err := fileOf(ctx, s.db.Ent, in.Source)
	if err != nil {
		return err
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	table, err := open(ctx, s.store, f, in.Source)
	if err != nil {
		return err
	}
	defer table.Close()
	return s.db.InTx(ctx, func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		p, err := begin(ctx, tx, tenant, in, table.Table)
		if err != nil {
			return err
		}
		return explain(f.Name, do(p, table))
	}, postgres.Consistent(0))
}
