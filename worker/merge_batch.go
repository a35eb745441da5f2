package worker

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"quire/engine"
	"quire/engine/pdf"
	"quire/internal/plan"
	"quire/internal/progress"
	"quire/storage"
)

// joined is a booklet that becomes a part of another PDF.
type joined struct{ key, customer string }

const joinedBooklets = `select u.storage_key, coalesce(j.input_json->'customer'->>'name', '') from jobs j join uploads u on u.id = j.output_id
	where j.tenant_id = $1 and j.batch_id = $2 and j.status = 'DONE' order by coalesce(j.input_json->'customer'->>'name', '') collate "C", j.id`

// join makes one PDF of the booklets of a batch, by customer, each with its entry
// in the outline. One booklet at a time is in memory.
func (g *generateBook) join(ctx context.Context, a *attempt) (*booklet, error) {
	rows, err := g.DB.Pool.Query(ctx, joinedBooklets, a.tenant, a.merge.BatchID)
	if err != nil {
		return nil, err
	}
	parts, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (j joined, err error) { return j, row.Scan(&j.key, &j.customer) })
	if err != nil {
		return nil, err
	}
	room := g.rooms.open(a.Attempt)
	defer room.close()
	out := newSpool(room, g.MaxOutput)
	defer out.close()
	w := pdf.NewWriter(out, pdf.Info{Title: a.merge.Title, Date: a.merge.Date})
	for k, part := range parts {
		if err := g.append(ctx, w, part); err != nil {
			return nil, spooled(out, err)
		}
		g.publisher.Report(a.Attempt, progress.Report{Stage: progress.StageRender, Done: k + 1, Total: len(parts)})
	}
	if err := w.Close(); err != nil {
		return nil, spooled(out, err)
	}
	made := &booklet{total: len(parts), name: a.merge.Title}
	sum := w.SHA256()
	return made, g.keep(ctx, a, out, hex.EncodeToString(sum[:]), made)
}

// spooled gives the failure to write, where there was one.
func spooled(out *spool, err error) error {
	if out.err != nil {
		return out.err
	}
	return err
}

func (g *generateBook) append(ctx context.Context, w *pdf.Writer, part joined) error {
	object, err := g.Store.Open(ctx, part.key)
	if errors.Is(err, storage.ErrNotFound) {
		return &plan.Error{Code: engine.CodeMissing, Message: fmt.Sprintf("the booklet of «%s» is not in storage any more; order it anew", part.customer)}
	}
	if err != nil {
		return err
	}
	defer object.Close()
	doc, err := pdf.Read(ctx, object, object.Size(), part.customer)
	if err != nil {
		return unreadable(part, err)
	}
	return w.Append(ctx, doc, pdf.AppendOptions{Title: part.customer})
}

// unreadable tells failures of storage, which pass, from those of the file.
func unreadable(part joined, err error) error {
	var t interface{ Temporary() bool }
	if errors.As(err, &t) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", &plan.Error{Code: engine.CodeUnreadable, Message: fmt.Sprintf("the booklet of «%s» cannot be read any more; order it anew", part.customer)}, err)
}
