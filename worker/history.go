package worker

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/internal/progress"
)

// maxCause bounds what is kept of the cause of a failure, in bytes: a stack fits.
const maxCause = 8000

// failedAttempt is what a job's row keeps of an attempt that did not succeed.
func failedAttempt(a *attempt, o outcome, held *heldJob) progress.FailedAttempt {
	f := progress.FailedAttempt{
		Number: held.attempts, Worker: a.WorkerID, Started: a.began.UTC(), Ended: time.Now().UTC(),
		Code: o.code, Message: progress.Message(o.message),
	}
	if o.kind == tryAgain {
		f.Code, f.Message = codeUnavailable, "it failed for a cause that may pass, and is tried again"
	}
	if o.cause != nil {
		cause := strings.ToValidUTF8(strings.ReplaceAll(o.cause.Error(), "\x00", ""), "\uFFFD")
		f.Cause = strings.ToValidUTF8(cause[:min(len(cause), maxCause)], "")
	}
	return f
}

// remember adds an attempt to the history of its job.
func remember(ctx context.Context, tx pgx.Tx, jobID string, f progress.FailedAttempt) error {
	entry, err := json.Marshal([]progress.FailedAttempt{f})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update jobs set history_json = coalesce(history_json, '[]') || $2::jsonb where id = $1", jobID, string(entry))
	return err
}
