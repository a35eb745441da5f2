package app

import (
	"time"

	"quire/internal/telemetry"
)

// requestMetrics counts operations as the HTTP server tells of them.
type requestMetrics struct{ *telemetry.Metrics }

// Operation counts an operation by its root field.
func (m requestMetrics) Operation(kind, field, code string, took time.Duration) {
	name := kind
	if field != "" {
		name += " " + field
	}
	if code == "" {
		m.Request(name, took)
		return
	}
	m.Request(name, took, code)
}
