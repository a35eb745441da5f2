package httpapi

import (
	"net/http"
	"strings"
	"testing"
)

func TestLogsLeaveOutTheTokensOfLinks(t *testing.T) {
	t.Parallel()
	served := func(c *Config) {
		nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
		c.Downloads, c.Uploads = nothing, nothing
	}
	for _, path := range []string{"/downloads/top-secret", "/uploads/top-secret", "/downloads/a/top-secret"} {
		b := setup(t, served)
		b.send(http.MethodGet, path, nil)
		start := path[:strings.Index(path[1:], "/")+2]
		if log := b.log.String(); strings.Contains(log, "top-secret") || !strings.Contains(log, `"path":"`+start) {
			t.Errorf("of a request for %s the log says %s", path, log)
		}
	}
}
