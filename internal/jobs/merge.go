package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/job"
	"quire/internal/idempotency"
	"quire/internal/problem"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/internal/viewer"
)

// MergeInput is what a job is made from that joins the booklets of a batch.
type MergeInput struct {
	Merge *MergeOrder `json:"merge"`
}

// MergeOrder says which booklets are joined.
type MergeOrder struct {
	BatchID string    `json:"batchId"`
	Title   string    `json:"title"`
	Date    time.Time `json:"date"`
}

// JoinInput is an order of one PDF of all booklets of a batch.
type JoinInput struct {
	// BatchID is the batch.
	BatchID string
	// IdempotencyKey stands for this order within [idempotency.Window]; empty for
	// none.
	IdempotencyKey string `json:"-"`
}

// MergeBatch orders one PDF of all booklets of a batch and gives the id of the
// job. A batch that is not over, or has no booklets, is a CONFLICT.
func (s *Service) MergeBatch(ctx context.Context, in JoinInput) (jobID string, err error) {
	var found problem.Input
	if idempotency.Check(&found, in.IdempotencyKey); found.Err() != nil {
		return "", found.Err()
	}
	return idempotency.Once(ctx, s.db, idempotency.Order{Operation: "mergeBatch", Key: in.IdempotencyKey, Input: in},
		func(ctx context.Context, v viewer.Viewer, ec *ent.Client, tx pgx.Tx) (string, error) {
			b, err := lockBatch(ctx, ec, in.BatchID)
			if err != nil {
				return "", err
			}
			if b.FinishedAt == nil {
				return "", problem.New(problem.Conflict, "the batch is %s: its booklets can be joined when it is over", b.Status)
			}
			made, err := ec.Job.Query().Where(job.BatchID(b.ID), job.OutputIDNotNil()).Exist(ctx)
			if err != nil {
				return "", err
			}
			if !made {
				return "", problem.New(problem.Conflict, "the batch has no booklets to join")
			}
			return s.orderMerge(ctx, ec, tx, b, v.UserID)
		})
}

func (s *Service) orderMerge(ctx context.Context, ec *ent.Client, tx pgx.Tx, b *ent.Batch, userID string) (string, error) {
	var order batchOrder
	if err := json.Unmarshal(b.Input, &order); err != nil {
		return "", fmt.Errorf("the order of the batch %s is damaged: %w", b.ID, err)
	}
	title := fmt.Sprintf("%s – %d Q%d", order.Snapshot.Book.Name, b.Year, b.Quarter)
	input, err := json.Marshal(MergeInput{&MergeOrder{BatchID: b.ID, Title: title, Date: time.Now().UTC().Truncate(time.Second)}})
	if err != nil {
		return "", err
	}
	request := telemetry.RequestID(ctx)
	j, err := ec.Job.Create().SetType(job.TypeMergeBatch).SetNillableBookID(b.BookID).SetYear(b.Year).SetQuarter(b.Quarter).
		SetInput(input).SetCreatedBy(userID).SetRequestID(request[:min(len(request), maxRequestID)]).SetTraceParent(telemetry.TraceParent(ctx)).Save(ctx)
	if err != nil {
		return "", err
	}
	if err := s.enqueue(ctx, ec, tx, j); err != nil {
		return "", err
	}
	return j.ID, progress.Announce(ctx, tx, j.ID)
}
