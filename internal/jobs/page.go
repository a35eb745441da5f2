package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/internal/customers"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/internal/problem"
)

// PageInput asks for one page of a book as a customer would get it.
type PageInput struct {
	PageID     string
	CustomerID string
	Year       int
	// Quarter is 1 to 4.
	Quarter int
	// SpreadsheetID is the workbook for an excel page; empty without one.
	SpreadsheetID string
	// Found is as in [Input].
	Found problem.Input
}

// PageSnapshot reads what the page's book would be made from at this moment, and
// the number of the page in it, from 1. Nothing is ordered. What does not exist or
// is not the tenant's is a NOT_FOUND.
func (s *Service) PageSnapshot(ctx context.Context, in PageInput) (snapshot plan.Snapshot, number int, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) error {
		page, err := ec.Page.Get(ctx, in.PageID)
		if ent.IsNotFound(err) {
			missing := problem.Missing("page", in.PageID)
			missing.Field = "pageId"
			found := in.Found
			found.Add(missing)
			addAll(&found, customers.CheckQuarter(in.Year, in.Quarter))
			return found.Err()
		}
		if err != nil {
			return err
		}
		snapshot, err = Snapshot(ctx, ec, Input{
			BookID: page.BookID, CustomerID: in.CustomerID, Year: in.Year, Quarter: in.Quarter, SpreadsheetID: in.SpreadsheetID, Found: in.Found,
		}, time.Now())
		number = 1 + slices.IndexFunc(snapshot.Pages, func(p plan.Page) bool { return p.ID == in.PageID })
		return err
	}, postgres.Consistent(lostRaces))
	return snapshot, number, err
}
