package uploads

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/batch"
	"quire/ent/customerattribute"
	"quire/ent/customerimport"
	"quire/ent/job"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/ent/predicate"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/problem"
	"quire/storage"

	"entgo.io/ent/dialect/sql"
)

// Delete removes a file, and its content when no other file has the same. It
// returns a CONFLICT problem that names who uses it when a page, a condition, an
// attribute, an unfinished job or an import does.
func (s *Service) Delete(ctx context.Context, id string) error {
	var key string
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		f, err := tx.Upload.Query().Where(upload.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return problem.Missing("file", id)
		}
		if err != nil {
			return err
		}
		key = f.StorageKey
		user, err := usedBy(ctx, tx, f.ID)
		if err != nil {
			return err
		}
		if user != "" {
			return problem.New(problem.Conflict, "the file «%s» is used by %s: change that first", f.Name, user)
		}
		return tx.Upload.DeleteOneID(f.ID).Exec(ctx)
	})
	if err != nil {
		return err
	}
	if err := s.dropContent(ctx, key); err != nil {
		// The file is gone for everyone; only space is wasted.
		s.log.WarnContext(ctx, "content without a file stays in storage", "key", key, "error", err)
	}
	return nil
}

// dropContent removes content that no row names any more. It comes after the
// row's end is certain: content without a row is waste, a row without content is
// a loss.
func (s *Service) dropContent(ctx context.Context, key string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		if err := LockContent(ctx, conn, key); err != nil {
			return err
		}
		named, err := tx.Upload.Query().Where(upload.StorageKey(key)).Exist(tenancy.System(ctx))
		if err != nil || named {
			return err
		}
		if err := s.store.Delete(ctx, key); !errors.Is(err, storage.ErrNotFound) {
			return explain(err)
		}
		return nil
	})
}

// usedBy describes one user of the file, or nothing.
func usedBy(ctx context.Context, tx *ent.Client, id string) (string, error) {
	for _, look := range []func(context.Context, *ent.Client, string) (string, error){usedByPage, usedByCondition, usedByAttribute, usedByJob, usedByBatch, usedByImport} {
		user, err := look(ctx, tx, id)
		if err != nil && !ent.IsNotFound(err) {
			return "", err
		}
		if err == nil {
			return user, nil
		}
	}
	return "", nil
}

func usedByPage(ctx context.Context, tx *ent.Client, id string) (string, error) {
	p, err := tx.Page.Query().Where(page.Or(page.UploadID(id), showsImage(id))).WithBook().First(ctx)
	if err != nil {
		return "", err
	}
	return describe(p), nil
}

func usedByCondition(ctx context.Context, tx *ent.Client, id string) (string, error) {
	c, err := tx.PageCondition.Query().Where(pagecondition.TargetUploadID(id)).
		WithPage(func(q *ent.PageQuery) { q.WithBook() }).First(ctx)
	if err != nil {
		return "", err
	}
	return "a condition of " + describe(c.Edges.Page), nil
}

func describe(p *ent.Page) string {
	return fmt.Sprintf("page %d of the book «%s»", p.Position+1, p.Edges.Book.Name)
}

func usedByAttribute(ctx context.Context, tx *ent.Client, id string) (string, error) {
	a, err := tx.CustomerAttribute.Query().Where(customerattribute.UploadID(id)).WithCustomer().First(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("the attribute «%s» of the customer «%s»", a.Key, a.Edges.Customer.Name), nil
}

// usedByJob looks into the snapshots too: a page that no longer uses the file
// may have done so when the job was ordered.
func usedByJob(ctx context.Context, tx *ent.Client, id string) (string, error) {
	j, err := tx.Job.Query().Where(
		job.StatusIn(job.StatusQueued, job.StatusRunning, job.StatusCanceling),
		job.Or(job.SpreadsheetID(id), mentions(id)),
	).Select(job.FieldID).First(ctx)
	if err != nil {
		return "", err
	}
	return "the unfinished job " + j.ID, nil
}

// usedByBatch looks into the orders of batches that are not over: what their jobs
// have in common is there.
func usedByBatch(ctx context.Context, tx *ent.Client, id string) (string, error) {
	b, err := tx.Batch.Query().Where(batch.FinishedAtIsNil(), func(s *sql.Selector) { s.Where(within(s.C(batch.FieldInput), id)) }).
		Select(batch.FieldID).First(ctx)
	if err != nil {
		return "", err
	}
	return "the unfinished batch " + b.ID, nil
}

func usedByImport(ctx context.Context, tx *ent.Client, id string) (string, error) {
	i, err := tx.CustomerImport.Query().Where(customerimport.FileID(id), customerimport.StatusIn(
		customerimport.StatusQueued, customerimport.StatusRunning, customerimport.StatusCanceling)).Select(customerimport.FieldID).First(ctx)
	if err != nil {
		return "", err
	}
	return "the unfinished import " + i.ID, nil
}

func mentions(id string) predicate.Job {
	return func(s *sql.Selector) { s.Where(within(s.C(job.FieldInput), id)) }
}

// showsImage finds pages among whose options the file is an image.
func showsImage(id string) predicate.Page {
	return func(s *sql.Selector) { s.Where(within(s.C(page.FieldConfig), id)) }
}

func within(column, id string) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("strpos(").Ident(column).WriteString("::text, ").Arg(id).WriteString(") > 0")
	})
}
