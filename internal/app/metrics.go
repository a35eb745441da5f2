package app

import (
	"crypto/subtle"
	"net/http"
	"time"

	"quire/internal/config"
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

// guardedMetrics shows metrics to who sends the token, where there is one; in
// production without it, to nobody: the port is the public's.
func guardedMetrics(c config.Config, metrics http.Handler) http.Handler {
	token := c.MetricsToken.Reveal()
	if token == "" {
		if c.Profile == config.Prod {
			return nil
		}
		return metrics
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+token)) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "metrics need the METRICS_TOKEN as a bearer token", http.StatusUnauthorized)
			return
		}
		metrics.ServeHTTP(w, r)
	})
}
