package demo

import (
	"context"
	"fmt"

	"quire/internal/sample"
)

const bookName = "Renewal Book"

// addBook creates the Renewal Book with a page of every kind.
func (o *office) addBook(ctx context.Context) error {
	var f found
	err := o.Do(ctx, `query Find($name: String!) { list: books(first: 10, where: {nameContains: $name}) { edges { node { id name } } } }`, map[string]any{"name": bookName}, &f)
	if err != nil {
		return err
	}
	if o.bookID = f.id(bookName); o.bookID != "" {
		return nil
	}
	pages, err := o.pages(ctx)
	if err != nil {
		return err
	}
	var out struct {
		CreateBook struct{ Book struct{ ID string } }
	}
	err = o.Do(ctx, `mutation Book($name: String!) {
		createBook(input: {name: $name, description: "What each customer gets before the quarter begins.", paper: LETTER}) { book { id } }
	}`, map[string]any{"name": bookName}, &out)
	if err != nil {
		return err
	}
	for _, p := range pages {
		err := o.Do(ctx, `mutation Page($book: ID!, $title: String!, $page: PageInput!) { addPage(input: {bookId: $book, title: $title, page: $page}) { page { id } } }`,
			map[string]any{"book": out.CreateBook.Book.ID, "title": p.title, "page": p.options}, &struct{}{})
		if err != nil {
			return fmt.Errorf("add the page %q: %w", p.title, err)
		}
	}
	o.bookID = out.CreateBook.Book.ID
	return nil
}

type page struct {
	title   string
	options map[string]any
}

func (o *office) pages(ctx context.Context) ([]page, error) {
	data, err := sample.About()
	about, err := o.file(ctx, "About us.pdf", data, err)
	if err != nil {
		return nil, err
	}
	data, err = sample.House()
	house, err := o.file(ctx, "Your service team.pdf", data, err)
	if err != nil {
		return nil, err
	}
	var conditions []map[string]any
	for _, name := range sample.Representatives {
		data, err := sample.Representative(name)
		id, err := o.file(ctx, name+".pdf", data, err)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, map[string]any{"attribute": "Sales_Representative", "operator": "EQUALS", "values": []string{name}, "fileId": id})
	}
	data, err = sample.CarrierForm()
	form, err := o.file(ctx, "FHL-220 Application.pdf", data, err)
	if err != nil {
		return nil, err
	}
	return []page{
		{"About us", map[string]any{"static": map[string]any{"fileId": about}}},
		{"Your representative", map[string]any{"choosable": map[string]any{"conditions": conditions, "fallbackId": house}}},
		{"Application", map[string]any{"pdfForm": map[string]any{"fileId": form, "fields": fields()}}},
		{"Proposal", map[string]any{"excel": map[string]any{"tab": sample.ProposalTab}}},
	}, nil
}

// fields maps the carrier's form to what is known of the customer.
func fields() []map[string]any {
	return []map[string]any{
		{"field": sample.FieldEmployer, "property": "CUSTOMER_NAME"},
		{"field": sample.FieldFEIN, "attribute": "FEIN", "missing": "FAIL"},
		{"field": sample.FieldPeriod, "property": "PERIOD"},
		{"field": sample.FieldStreet, "attribute": "Street"},
		{"field": sample.FieldCity, "attribute": "City"},
		{"field": sample.FieldPlan, "attribute": "Plan", "missing": "DEFAULT", "default": "STAT"},
		{"field": sample.FieldPFL, "attribute": "Paid_Family_Leave"},
		{"field": sample.FieldBilling, "attribute": "Billing"},
		{"field": sample.FieldRemarks, "attribute": "Remarks"},
		{"field": sample.FieldDate, "property": "DATE"},
	}
}

// addSpreadsheet uploads the account manager's workbook for the customer whose
// book is generated.
func (o *office) addSpreadsheet(ctx context.Context) error {
	c := customers[0]
	period := fmt.Sprintf("%d Q%d", Year, Quarter)
	data, err := sample.Workbook(c.name, period, c.lives)
	o.spreadsheetID, err = o.file(ctx, "Proposal "+period+".xlsx", data, err)
	return err
}
