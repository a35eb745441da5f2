package progress

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/lib/pq"

	"quire/ent/job"
	"quire/ent/tenancy"
	"quire/internal/problem"
)

// ImportState is what can be seen of an import of customers at one moment.
type ImportState struct {
	ImportID string `json:"i"`
	// Sequence grows with every change of the import.
	Sequence int64      `json:"n"`
	Status   job.Status `json:"s"`
	// Done of Total rows were looked at; Total is 0 until it is known.
	Done  int `json:"d"`
	Total int `json:"t"`
	// ErrorCode and ErrorMessage are empty unless the import failed.
	ErrorCode    string `json:"ec"`
	ErrorMessage string `json:"em"`
	// At is when this was the state.
	At time.Time `json:"at"`
}

func (s *ImportState) number() int64 { return s.Sequence }
func (s *ImportState) over() bool    { return Final(s.Status) }

// Percent is 100 only when the import is over.
func (s *ImportState) Percent() int {
	switch {
	case s.over():
		return 100
	case s.Total == 0:
		return 0
	}
	return min(100*s.Done/s.Total, 99)
}

// importDocument is the state of a row of customer_imports i as JSON; importMark is
// how PostgreSQL begins it, by which it is told from the states of jobs.
const (
	importDocument = `json_build_object('i', i.id, 'n', i.sequence, 's', i.status, 'd', i.rows_done, 't', i.rows_total,
	'ec', coalesce(i.error_code, ''), 'em', coalesce(i.error_message, ''), 'at', clock_timestamp())::text`
	importMark = `{"i" : `
)

// ToldImport is SQL that sends the state of a row of customer_imports i, as [Told]
// does for jobs. Whoever changes an import raises its sequence and tells it in
// the same statement.
const ToldImport = "pg_notify('" + channel + "', " + importDocument + ")::text"

// WatchImport does for an import what [Hub.Watch] does for a job.
func (h *Hub) WatchImport(ctx context.Context, id string, wake ...func()) (<-chan *ImportState, error) {
	return h.imports.watch(ctx, id, func() (*ImportState, error) {
		tenant, system, err := tenancy.Of(ctx)
		if err != nil {
			return nil, err
		}
		states, err := h.readImports(ctx, "select "+importDocument+" from customer_imports i where i.id = $1 and ($2 or i.tenant_id = $3)", id, system, tenant)
		if err != nil {
			return nil, err
		}
		if len(states) == 0 {
			return nil, problem.Missing("import", id)
		}
		return states[0], nil
	}, wake)
}

// receiveImport publishes what was sent, if it is the state of an import.
func (h *Hub) receiveImport(text string) bool {
	var s ImportState
	if !strings.HasPrefix(text, importMark) || json.Unmarshal([]byte(text), &s) != nil {
		return false
	}
	h.imports.publish(s.ImportID, &s)
	return true
}

func (h *Hub) readImports(ctx context.Context, query string, args ...any) (states []*ImportState, err error) {
	rows, err := h.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		var s ImportState
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			return nil, err
		}
		states = append(states, &s)
	}
	return states, rows.Err()
}

// rereadImports offers the states of all imports that somebody watches, for
// notifications may be lost. What cannot be read is read the next time.
func (h *Hub) rereadImports(ctx context.Context) {
	ids := h.imports.ids()
	if len(ids) == 0 {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, flushTimeout)
	defer cancel()
	states, err := h.readImports(bounded, "select "+importDocument+" from customer_imports i where i.id = any($1)", pq.Array(ids))
	for _, s := range states {
		h.imports.publish(s.ImportID, s)
	}
	if err == nil || ctx.Err() != nil {
		return
	}
	h.log.WarnContext(ctx, "the imports that are watched cannot be read", "error", err)
	time.AfterFunc(retryEvery, h.markStale)
}
