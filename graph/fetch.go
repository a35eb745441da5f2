package graph

import (
	"context"

	"quire/ent"
	"quire/ent/book"
	"quire/ent/customer"
	"quire/ent/page"
	"quire/graph/model"
)

// bookFor fetches the book of a payload with all that is asked of it; nil when
// it is not asked for.
func (r *Resolver) bookFor(ctx context.Context, id string) (*ent.Book, error) {
	ctx, asked := within(ctx, "book")
	if !asked {
		return nil, nil
	}
	query, err := r.Ent.Book.Query().Where(book.ID(id)).CollectFields(ctx, "Book", "Node")
	if err != nil {
		return nil, err
	}
	return query.Only(ctx)
}

// pageFor does the same for the page of a payload.
func (r *Resolver) pageFor(ctx context.Context, id string) (model.Page, error) {
	ctx, asked := within(ctx, "page")
	if !asked {
		return nil, nil
	}
	query, err := r.Ent.Page.Query().Where(page.ID(id)).CollectFields(ctx, pageTypes...)
	if err != nil {
		return nil, err
	}
	row, err := query.Only(ctx)
	if err != nil {
		return nil, err
	}
	return model.NewPage(row)
}

// pageTypes are the types whose selections a page may be asked with.
var pageTypes = []string{"Page", "Node", "StaticPage", "PdfFormPage", "ChoosablePage", "ExcelPage"}

// customerFor does the same for the customer of a payload.
func (r *Resolver) customerFor(ctx context.Context, id string) (*ent.Customer, error) {
	ctx, asked := within(ctx, "customer")
	if !asked {
		return nil, nil
	}
	query, err := r.Ent.Customer.Query().Where(customer.ID(id)).CollectFields(ctx, "Customer", "Node")
	if err != nil {
		return nil, err
	}
	return query.Only(ctx)
}

// namedCustomers fetches customers in the order of their ids.
func (r *Resolver) namedCustomers(ctx context.Context, ids []string) ([]*ent.Customer, error) {
	return r.Ent.Customer.Query().Where(customer.IDIn(ids...)).Order(customer.ByID()).All(ctx)
}

// one gives what a query by id found; null when there is none or it is another
// tenant's.
func one[T any](row *T, err error) (*T, error) {
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}
