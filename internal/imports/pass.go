package imports

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"quire/internal/audit"
	"quire/internal/tabular"
)

// chunk is how many rows are compared at once.
const chunk = 500

// pass goes once through a table and compares it with what is known.
type pass struct {
	in     Input
	layout layout
	table  *tabular.Table
	tx     pgx.Tx
	tenant string
	known  *directory
	// seen has the number of the row for each customer and period.
	seen   map[seenKey]int
	counts Counts
	// writes locks the customers of rows before they are compared.
	writes bool
	// events are what was written, for the audit log.
	events []audit.Event
}

type seenKey struct {
	customer *customer
	period
}

// begin finds the headings of a table and reads whom it is compared with.
func begin(ctx context.Context, tx pgx.Tx, tenant string, in Input, table *tabular.Table) (*pass, error) {
	l, err := readLayout(in, table)
	if err != nil {
		return nil, err
	}
	known, err := readDirectory(ctx, tx, tenant)
	return &pass{in: in, layout: l, table: table, tx: tx, tenant: tenant, known: known, seen: map[seenKey]int{}}, err
}

// run hands the rows to visit, a chunk at a time and compared; done is the number
// of the last row read.
func (p *pass) run(ctx context.Context, visit func(rows []*Row, done int) error) error {
	for end := false; !end; {
		var rows []*Row
		for len(rows) < chunk && !end {
			read, err := p.table.Next()
			var bad *tabular.BadRow
			switch {
			case errors.Is(err, io.EOF):
				end = true
			case errors.As(err, &bad):
				rows = append(rows, &Row{Number: bad.Number, Problems: []Problem{{Row: bad.Number, Code: codeRowUnreadable, Message: bad.Message}}})
			case err != nil:
				return err
			default:
				rows = append(rows, p.understand(read))
			}
		}
		if len(rows) == 0 {
			break
		}
		if err := p.compare(ctx, rows); err != nil {
			return err
		}
		p.count(rows)
		if err := visit(rows, rows[len(rows)-1].Number); err != nil {
			return err
		}
	}
	for _, c := range p.known.byID {
		switch {
		case !c.counted:
		case c.fresh:
			p.counts.NewCustomers++
		case c.changed:
			p.counts.ChangedCustomers++
		default:
			p.counts.UnchangedCustomers++
		}
	}
	return ctx.Err()
}

// attributeKey names an attribute of a customer.
type attributeKey struct {
	customer, key string
	period
}

type held struct {
	text  string
	image bool
}

// compare tells what each row changes.
func (p *pass) compare(ctx context.Context, rows []*Row) error {
	var ids []string
	for _, r := range rows {
		if r.target != nil && !r.target.fresh {
			ids = append(ids, r.target.id)
		}
	}
	if p.writes && len(ids) > 0 {
		if err := p.lock(ctx, ids); err != nil {
			return err
		}
	}
	known, err := p.attributes(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range rows {
		r.settle(known)
	}
	return nil
}

// errMoved says that somebody has changed the customers meanwhile.
var errMoved = errors.New("the customers were changed by somebody else at the same time")

// lock keeps others from changing customers and their attributes until the
// transaction ends, as they do for each other.
func (p *pass) lock(ctx context.Context, ids []string) error {
	rows, err := p.tx.Query(ctx, "select id, name, coalesce(reference, '') from customers where tenant_id = $1 and id = any($2) order by id for update", p.tenant, ids)
	if err != nil {
		return fmt.Errorf("lock the customers: %w", err)
	}
	found := map[string]bool{}
	var id, name, reference string
	if _, err := pgx.ForEachRow(rows, []any{&id, &name, &reference}, func() error {
		found[id] = true
		return nil
	}); err != nil {
		return fmt.Errorf("lock the customers: %w", err)
	}
	for _, id := range ids {
		if !found[id] {
			return errMoved
		}
	}
	return nil
}

// attributes reads what is known of customers in the columns of the table.
func (p *pass) attributes(ctx context.Context, ids []string) (map[attributeKey]held, error) {
	known := map[attributeKey]held{}
	if len(ids) == 0 || len(p.layout.attributes) == 0 {
		return known, nil
	}
	rows, err := p.tx.Query(ctx, `select customer_id, key, year, quarter, value, upload_id is not null from customer_attributes
		where tenant_id = $1 and customer_id = any($2) and key = any($3)`, p.tenant, ids, p.layout.keys())
	if err != nil {
		return nil, fmt.Errorf("read the attributes: %w", err)
	}
	var k attributeKey
	var h held
	_, err = pgx.ForEachRow(rows, []any{&k.customer, &k.key, &k.year, &k.quarter, &h.text, &h.image}, func() error {
		known[k] = h
		return nil
	})
	return known, err
}

// settle compares the values of a row, and says what comes of it.
func (r *Row) settle(known map[attributeKey]held) {
	if len(r.Problems) > 0 || r.target == nil {
		r.Outcome = OutcomeWrong
		return
	}
	for _, v := range r.values {
		before, there := known[attributeKey{r.target.id, v.key, r.period}]
		switch {
		case !there && v.remove:
		case there && !v.remove && !before.image && before.text == v.text:
			r.Same++
		default:
			c := Change{Target: OfAttribute, Key: v.key, Year: r.period.year, Quarter: r.period.quarter, BeforeImage: before.image}
			if there {
				c.Before = &before.text
			}
			if !v.remove {
				c.After = &v.text
			}
			r.Changes = append(r.Changes, c)
		}
	}
	switch {
	case r.Outcome == OutcomeNew:
	case len(r.Changes) > 0:
		r.Outcome = OutcomeChanged
	default:
		r.Outcome = OutcomeUnchanged
	}
	r.target.counted = true
	r.target.changed = r.target.changed || r.Outcome == OutcomeChanged
}

func (p *pass) count(rows []*Row) {
	for _, r := range rows {
		p.counts.Rows++
		if r.Outcome == OutcomeWrong {
			p.counts.WrongRows++
			continue
		}
		p.counts.UnchangedAttributes += r.Same
		for _, c := range r.Changes {
			switch {
			case c.Target != OfAttribute:
			case c.Before == nil:
				p.counts.AddedAttributes++
			case c.After == nil:
				p.counts.RemovedAttributes++
			default:
				p.counts.ChangedAttributes++
			}
		}
	}
}
