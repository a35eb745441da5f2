// Package progress brings the state of jobs from the workers to whoever
// watches, whichever process either is in.
//
// The row in jobs is the truth. A worker process joins the progress of all its
// jobs into one statement every 150 ms ([Publisher]); each change raises the
// row's sequence and sends a notification with the new state in the same
// transaction, or, for the jobs of batches, together with others within 50 ms: only
// one transaction that notifies can commit at a time, in the whole database (Postgres
// source, PreCommit_Notify). Every process that serves subscribers listens on one connection
// ([Hub]) and hands each of them the newest state: old ones are dropped, the
// final one never is.
package progress

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"quire/ent/job"
)

// State is what can be seen of a job at one moment.
type State struct {
	JobID string `json:"id"`
	// TenantID is whose job it is, BatchID the batch that it belongs to, if any.
	TenantID string `json:"o"`
	BatchID  string `json:"b"`
	// Sequence grows with every change of the job.
	Sequence int64      `json:"n"`
	Status   job.Status `json:"s"`
	// Stage is what the worker is doing; use [State.Figures] to show it.
	Stage Stage `json:"g"`
	// Done of Total book pages are finished.
	Done  int `json:"d"`
	Total int `json:"t"`
	// ErrorCode and ErrorMessage are empty unless the job failed.
	ErrorCode    string `json:"ec"`
	ErrorMessage string `json:"em"`
	// Started is when the current attempt began; nil before the first.
	Started *time.Time `json:"st"`
	// At is when this was the state.
	At time.Time `json:"at"`
}

// Stage is a part of the work on a job.
type Stage string

// The stages, in order.
const (
	StageWaiting  Stage = "WAITING"
	StageFetch    Stage = "FETCH"
	StageRender   Stage = "RENDER"
	StageStore    Stage = "STORE"
	StageFinished Stage = "FINISHED"
)

// Final tells whether a job with this status changes no more.
func Final(s job.Status) bool {
	return s == job.StatusDone || s == job.StatusError || s == job.StatusCanceled
}

// document is the state of a row of jobs j as JSON, made by the database, so
// that a notification and a query can never differ. Times are in UTC.
const document = `json_build_object('id', j.id, 'o', j.tenant_id, 'b', coalesce(j.batch_id, ''), 'n', j.sequence, 's', j.status, 'g', j.stage, 'd', j.pages_done, 't', j.pages_total,
	'ec', coalesce(j.error_code, ''), 'em', coalesce(j.error_message, ''), 'st', j.started_at, 'at', clock_timestamp())::text`

func parse(text string) (*State, error) {
	var s State
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, fmt.Errorf("read the state of a job: %w", err)
	}
	return &s, nil
}

// maxMessage is the most bytes of an error message: a notification has room for
// 7,999 bytes (PostgreSQL documentation, NOTIFY), and JSON may double some.
const maxMessage = 3000

// Message makes a text fit for a job's error message: one line, and short
// enough for a notification.
func Message(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= maxMessage {
		return text
	}
	cut := strings.ToValidUTF8(text[:maxMessage-len("…")], "")
	return cut + "…"
}
