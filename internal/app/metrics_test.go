package app

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"quire/internal/config"
)

func TestMetricsAreForOperators(t *testing.T) {
	t.Parallel()
	open := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	const token = "a token of Prometheus"
	if guardedMetrics(config.Config{Profile: config.Prod}, open) != nil {
		t.Error("in production they are shown to everybody")
	}
	for _, c := range []struct {
		config config.Config
		sent   string
		want   int
	}{
		{config.Config{Profile: config.Dev}, "", http.StatusOK},
		{config.Config{Profile: config.Prod, MetricsToken: token}, "Bearer " + token, http.StatusOK},
		{config.Config{Profile: config.Prod, MetricsToken: token}, "Bearer another token", http.StatusUnauthorized},
		{config.Config{Profile: config.Dev, MetricsToken: token}, "", http.StatusUnauthorized},
	} {
		request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		request.Header.Set("Authorization", c.sent)
		answer := httptest.NewRecorder()
		guardedMetrics(c.config, open).ServeHTTP(answer, request)
		if answer.Code != c.want {
			t.Errorf("%s with %q: %d, want %d", c.config.Profile, c.sent, answer.Code, c.want)
		}
	}
}
