package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/ent"
	"quire/ent/batch"
	"quire/ent/book"
	"quire/ent/customer"
	"quire/ent/customerattribute"
	"quire/ent/customerimport"
	"quire/ent/ident"
	"quire/ent/job"
	"quire/ent/organisation"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/ent/upload"
	"quire/ent/user"
	"quire/graph/model"
	"quire/internal/problem"
)

// maxNodes is how many objects may be asked for by their ids at once.
const maxNodes = 100

// nodeTables says in which table the object with an id is. Sessions and worker
// processes are no objects of the API, and keys only administrators see.
var nodeTables = map[ident.Prefix]string{
	ident.Organisation: organisation.Table, ident.User: user.Table, ident.Customer: customer.Table,
	ident.CustomerAttribute: customerattribute.Table, ident.Book: book.Table, ident.Page: page.Table,
	ident.PageCondition: pagecondition.Table, ident.Upload: upload.Table, ident.Job: job.Table,
	ident.Batch: batch.Table, ident.CustomerImport: customerimport.Table,
}

func nodeTable(_ context.Context, id string) (string, error) {
	if table, ok := nodeTables[ident.Of(id)]; ok {
		return table, nil
	}
	return "", &ent.NotFoundError{}
}

// node gives one object, or nil.
func (r *Resolver) node(ctx context.Context, id string) (ent.Noder, error) {
	found, err := r.Ent.Noder(ctx, id, ent.WithNodeType(nodeTable))
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return typed(found)
}

// nodes gives several objects, one query a type, with nil for each that is not
// there.
func (r *Resolver) nodes(ctx context.Context, ids []string) ([]ent.Noder, error) {
	if len(ids) > maxNodes {
		return nil, &problem.Error{Code: problem.BadInput, Field: "ids", Message: "at most 100 objects may be asked for at once"}
	}
	if len(ids) == 1 { // for which the client has another way
		found, err := r.node(ctx, ids[0])
		return []ent.Noder{found}, err
	}
	var failed error
	// The client reports each missing object as an error of the request; they
	// are caught here, for the API answers null.
	caught := graphql.WithResponseContext(ctx, func(_ context.Context, err error) *gqlerror.Error {
		if missing := missingNode(err); !missing && failed == nil {
			failed = err
		}
		return gqlerror.Wrap(err)
	}, Recover)
	found, err := r.Ent.Noders(caught, ids, ent.WithNodeType(nodeTable))
	if err == nil {
		err = failed
	}
	for i := range found {
		if err == nil && found[i] != nil {
			found[i], err = typed(found[i])
		}
	}
	return found, err
}

func missingNode(err error) bool {
	var answer *gqlerror.Error
	return ent.IsNotFound(err) || (errors.As(err, &answer) && answer.Extensions["code"] == string(problem.NotFound))
}

// typed gives a page the type of its kind.
func typed(n ent.Noder) (ent.Noder, error) {
	if p, ok := n.(*ent.Page); ok {
		return model.NewPage(p)
	}
	return n, nil
}
