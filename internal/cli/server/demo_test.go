package server

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"quire/internal/telemetry"
)

func TestAnswersKnowsQuire(t *testing.T) {
	t.Parallel()
	other := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "1")
		_, _ = w.Write([]byte(`{"status":"ok"}`))
	}
	for _, c := range []struct {
		what    string
		handler http.Handler
		want    bool
	}{
		{"Quire", telemetry.Alive("v1"), true},
		{"a page", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }), false},
		{"another service", http.HandlerFunc(other), false},
		{"nothing", http.NotFoundHandler(), false},
	} {
		server := httptest.NewServer(c.handler)
		if got := answers(t.Context(), server.URL); got != c.want {
			t.Errorf("%s counts as Quire: %t", c.what, got)
		}
		server.Close()
		if answers(t.Context(), server.URL) {
			t.Errorf("%s answers after its end", c.what)
		}
	}
}

func TestFreeAddress(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := freeAddress(t.Context(), l.Addr().String()); got != "127.0.0.1:0" {
		t.Errorf("instead of a taken address: %s", got)
	}
	if got := freeAddress(t.Context(), "127.0.0.1:0"); got != "127.0.0.1:0" {
		t.Errorf("instead of a free address: %s", got)
	}
	if got := freeAddress(t.Context(), "nonsense"); got != "nonsense" {
		t.Errorf("instead of what is no address: %s", got)
	}
}
