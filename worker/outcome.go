package worker

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/riverqueue/river/rivertype"

	"quire/engine"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/storage"
)

// Codes of failures that only workers know.
const (
	// codeUnavailable: storage or the database did not come back in time.
	codeUnavailable = "UNAVAILABLE"
	// codeStore: the booklet cannot be stored.
	codeStore = "STORE_FAILED"
	// codeTooLarge: the booklet is larger than is allowed.
	codeTooLarge = "OUTPUT_TOO_LARGE"
	// codeWorkerLost: every process that tried died over it.
	codeWorkerLost = "WORKER_LOST"
)

// ending is what comes of an attempt.
type ending int

const (
	succeeded ending = iota
	gaveUp           // it failed for good
	tryAgain         // it failed for a cause that may pass
	handBack         // the process stops
	stopped          // somebody canceled the job
	fenced           // the job is another's by now
)

// outcome is what comes of an attempt, with what belongs to it.
type outcome struct {
	kind ending
	made *booklet
	// code and message are for the user, cause is for the log.
	code, message string
	cause         error
}

func failed(code, message string, cause error) outcome {
	return outcome{kind: gaveUp, code: code, message: message, cause: cause}
}

// temporary is a failure that may pass.
type temporary struct{ error }

// Temporary is true.
func (temporary) Temporary() bool { return true }

// Unwrap gives the cause.
func (t temporary) Unwrap() error { return t.error }

// outcomeOf judges why an attempt failed.
func outcomeOf(ctx context.Context, s plan.Snapshot, err error) outcome {
	if ctx.Err() != nil {
		return interrupted(context.Cause(ctx), err)
	}
	if passes(err) {
		return outcome{kind: tryAgain, code: codeUnavailable, cause: err}
	}
	var planned *plan.Error
	var source *sourceError
	var composed *engine.Error
	var tooLarge *storage.TooLarge
	switch {
	case errors.As(err, &planned):
		return failed(planned.Code, planned.Message, err)
	case errors.As(err, &source):
		code, message := source.speak()
		return failed(code, message, err)
	case errors.As(err, &composed):
		return failed(composed.Code, composedMessage(s, composed), err)
	case errors.As(err, &tooLarge):
		return failed(codeTooLarge, fmt.Sprintf("the booklet is larger than the limit of %d bytes; use smaller sources or fewer pages", tooLarge.Limit), err)
	}
	return failed(codeStore, "the booklet cannot be stored; ask the operator to look at the log", err)
}

func composedMessage(s plan.Snapshot, e *engine.Error) string {
	switch {
	case e.Page > 0:
		return s.Label(e.Page) + ": " + e.Message
	case e.Kind == engine.KindCover:
		return "the cover: " + e.Message
	}
	return e.Message
}

// interrupted judges an attempt whose context has ended.
func interrupted(cause, err error) outcome {
	switch {
	case errors.Is(cause, errFenced):
		return outcome{kind: fenced, cause: cause}
	case errors.Is(cause, errCanceled), errors.Is(cause, rivertype.ErrJobCancelledRemotely):
		return outcome{kind: stopped, cause: cause}
	case errors.Is(cause, context.DeadlineExceeded):
		return failed(engine.CodeTimeout, "the booklet took longer to make than is allowed; use smaller sources or fewer pages", err)
	}
	return outcome{kind: handBack, cause: cause}
}

// passes tells whether the same may well succeed later.
func passes(err error) bool {
	var composed *engine.Error
	if errors.As(err, &composed) {
		return engine.Retryable(err) || composed.Code == engine.CodeWrite
	}
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary() || errors.Is(err, syscall.ENOSPC) || postgres.Transient(err)
}
