package jobs

import (
	"context"
	"fmt"
	"time"

	"quire/ent"
	"quire/ent/book"
	"quire/ent/customerattribute"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/ent/upload"
	"quire/internal/books"
	"quire/internal/customers"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Snapshot reads all that the booklet of an order is made from. What the input
// names and is not there is a NOT_FOUND problem of its field, told with all else
// that is wrong with it.
func Snapshot(ctx context.Context, ec *ent.Client, in Input, now time.Time) (plan.Snapshot, error) {
	found := in.Found
	s, err := orderSnapshot(ctx, ec, in.BookID, in.SpreadsheetID, plan.Period{Year: in.Year, Quarter: in.Quarter}, now, &found)
	if err != nil {
		return s, err
	}
	c, err := ec.Customer.Get(ctx, in.CustomerID)
	if err := missingField(&found, err, "customerId", "customer", in.CustomerID); err != nil {
		return s, err
	}
	if err := found.Err(); err != nil {
		return s, err
	}
	s.Customer = plan.Customer{ID: c.ID, Name: c.Name}
	held, err := readAttributes(ctx, ec, []string{c.ID}, s.Period)
	s.Attributes = held[c.ID]
	return s, err
}

// orderSnapshot reads what the booklets of one order have in common, and notes
// what is not there, and a period that is none, as wrong fields.
func orderSnapshot(ctx context.Context, ec *ent.Client, bookID, spreadsheetID string, p plan.Period, now time.Time, found *problem.Input) (plan.Snapshot, error) {
	addAll(found, customers.CheckQuarter(p.Year, p.Quarter))
	s, err := bookSnapshot(ctx, ec, bookID)
	if err := collect(found, err); err != nil {
		return s, err
	}
	s.Period, s.Date = p, now.UTC().Truncate(time.Second)
	s.Spreadsheet, err = readSpreadsheet(ctx, ec, spreadsheetID, found)
	return s, err
}

// CommonSnapshot reads what booklets of a book and a workbook have in common in a
// period. What is not there is a NOT_FOUND problem of its field, told with what was
// found wrong before.
func CommonSnapshot(ctx context.Context, ec *ent.Client, bookID, spreadsheetID string, p plan.Period, found problem.Input) (plan.Snapshot, error) {
	s, err := orderSnapshot(ctx, ec, bookID, spreadsheetID, p, time.Time{}, &found)
	if err == nil {
		err = found.Err()
	}
	return s, err
}

// bookSnapshot reads what all booklets of a book have in common. A book that is
// not there is a NOT_FOUND problem of the field bookId.
func bookSnapshot(ctx context.Context, ec *ent.Client, id string) (s plan.Snapshot, err error) {
	b, err := readBook(ctx, ec, id)
	if ent.IsNotFound(err) {
		p := problem.Missing("book", id)
		p.Field = "bookId"
		return s, p
	}
	if err != nil {
		return s, err
	}
	s.Book = plan.Book{ID: b.ID, Name: b.Name, Cover: b.Cover, LogoAttribute: b.LogoAttribute, Paper: string(b.Paper)}
	for _, p := range b.Edges.Pages {
		copied, err := copyPage(p)
		if err != nil {
			return s, err
		}
		s.Pages = append(s.Pages, copied)
	}
	if err := completeImages(ctx, ec, s.Pages); err != nil {
		return s, err
	}
	organisation, err := ec.Organisation.Query().Only(ctx) // a tenant sees its own only
	if err != nil {
		return s, err
	}
	s.Organisation = organisation.Name
	return s, nil
}

// collect records a problem; other errors are given back.
func collect(in *problem.Input, err error) error {
	if p, ok := problem.As(err); ok {
		in.Add(p)
		return nil
	}
	return err
}

// missingField records what does not exist as a wrong field; other errors are
// given back.
func missingField(in *problem.Input, err error, field, what, id string) error {
	if !ent.IsNotFound(err) {
		return err
	}
	p := problem.Missing(what, id)
	p.Field = field
	in.Add(p)
	return nil
}

func readBook(ctx context.Context, ec *ent.Client, id string) (*ent.Book, error) {
	return ec.Book.Query().Where(book.ID(id)).WithPages(func(pages *ent.PageQuery) {
		pages.Order(page.ByPosition()).WithUpload().WithConditions(func(conditions *ent.PageConditionQuery) {
			conditions.Order(pagecondition.ByPosition()).WithTarget()
		})
	}).Only(ctx)
}

func readSpreadsheet(ctx context.Context, ec *ent.Client, id string, found *problem.Input) (*plan.File, error) {
	if id == "" {
		return nil, nil
	}
	u, err := ec.Upload.Get(ctx, id)
	if err != nil {
		return nil, missingField(found, err, "spreadsheetId", "file", id)
	}
	found.Check(u.Kind == upload.KindWorkbook, "spreadsheetId", "the file «%s» is not a workbook; send an XLSX file", u.Name)
	return copyFile(u), nil
}

// readAttributes reads what holds for customers in a period, by their ids.
func readAttributes(ctx context.Context, ec *ent.Client, ids []string, p plan.Period) (map[string]map[string]plan.Attribute, error) {
	held, err := customers.AsOf(ctx, ec, ids, p.Year, p.Quarter, func(q *ent.CustomerAttributeQuery) {
		q.WithImage().Select(customerattribute.FieldCustomerID, customerattribute.FieldKey, customerattribute.FieldValue,
			customerattribute.FieldYear, customerattribute.FieldQuarter, customerattribute.FieldUploadID)
	})
	if err != nil {
		return nil, err
	}
	all := make(map[string]map[string]plan.Attribute, len(ids))
	for _, id := range ids {
		all[id] = map[string]plan.Attribute{}
		for _, a := range held[id] {
			all[id][a.Key] = plan.Attribute{Text: a.Value, Image: copyFile(a.Edges.Image)}
		}
	}
	return all, nil
}

func copyPage(p *ent.Page) (plan.Page, error) {
	config, err := books.Config(p)
	if err != nil {
		return plan.Page{}, fmt.Errorf("read the options of page %s: %w", p.ID, err)
	}
	copied := plan.Page{ID: p.ID, Kind: string(p.Kind), Title: p.Title, File: copyFile(p.Edges.Upload), Config: config}
	for _, c := range p.Edges.Conditions {
		target := copyFile(c.Edges.Target)
		if target == nil {
			return plan.Page{}, fmt.Errorf("condition %s of page %s has no file", c.ID, p.ID)
		}
		copied.Conditions = append(copied.Conditions, plan.Condition{
			Attribute: c.AttributeKey, Operator: plan.Operator(c.Operator), Values: books.Values(c), File: *target,
		})
	}
	return copied, nil
}

// completeImages reads the files of images, of which the pages keep the ids.
func completeImages(ctx context.Context, ec *ent.Client, pages []plan.Page) error {
	var ids []string
	each := func(do func(*plan.ImageConfig)) {
		for _, p := range pages {
			for i := range p.Config.Images {
				if p.Config.Images[i].File != nil {
					do(&p.Config.Images[i])
				}
			}
		}
	}
	each(func(image *plan.ImageConfig) { ids = append(ids, image.File.ID) })
	if len(ids) == 0 {
		return nil
	}
	rows, err := ec.Upload.Query().Where(upload.IDIn(ids...)).All(ctx)
	if err != nil {
		return err
	}
	files := map[string]*plan.File{}
	for _, row := range rows {
		files[row.ID] = copyFile(row)
	}
	each(func(image *plan.ImageConfig) { image.File = files[image.File.ID] })
	return nil
}

func copyFile(u *ent.Upload) *plan.File {
	if u == nil {
		return nil
	}
	return &plan.File{ID: u.ID, Name: u.Name, Key: u.StorageKey, SHA256: u.Sha256, Size: u.Size}
}
