package httpapi

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestOperationsAtOnceAreBounded(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.OperationsAtOnce, c.QueryTimeout = 2, time.Minute })
	b.people.SignIn("ben", time.Now().Add(time.Hour))
	b.world.Began = make(chan struct{})
	ctx, giveUp := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range 2 {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, b.url+"/graphql", strings.NewReader(`{"query":"{ never }"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer ana")
		waiting.Go(func() {
			if answer, err := http.DefaultClient.Do(request); err == nil {
				answer.Body.Close()
			}
		})
		<-b.world.Began
	}
	refused := b.post("{ hello }", "Authorization", "Bearer ana", "Accept", "application/graphql-response+json")
	b.want(refused, http.StatusTooManyRequests, "RATE_LIMITED")
	if refused.header.Get("Retry-After") != "1" || refused.Errors[0].Extensions["retryAfter"] != float64(1) {
		t.Errorf("it says %v, %v", refused.header, refused.Errors)
	}
	for who, headers := range map[string][]string{"another user": {"Authorization", "Bearer ben"}, "nobody": nil} {
		if r := b.post("{ hello }", headers...); r.status != http.StatusOK || r.code() != "" {
			t.Errorf("%s is answered %s", who, r.body)
		}
	}
	giveUp()
	waiting.Wait()
	b.wantEvents("query hello RATE_LIMITED", "query hello", "query hello", "query never INTERNAL", "query never INTERNAL")
	if r := b.post("{ hello }", "Authorization", "Bearer ana"); r.code() != "" {
		t.Errorf("afterwards: %s", r.body)
	}
}

func TestStreamsOfAUserAreBounded(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.MaxSockets = 2 })
	for range 2 {
		b.stream("subscription { forever }", "Authorization", "Bearer ana").wantEvent(`{"data":{"forever":1}}`)
	}
	r := b.send(http.MethodPost, "/graphql", strings.NewReader(`{"query":"subscription { forever }"}`),
		"Content-Type", "application/json", "Accept", "text/event-stream", "Authorization", "Bearer ana")
	if r.status != http.StatusTooManyRequests || !strings.Contains(r.body, "RATE_LIMITED") {
		t.Errorf("a third stream is answered %d %s", r.status, r.body)
	}
	b.stream("subscription { count(to: 1) }").wantEvent(`{"data":{"count":1}}`) // of nobody
}
