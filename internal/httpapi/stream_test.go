package httpapi

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"
)

// eventStream is an open stream of server-sent events.
type eventStream struct {
	t       *testing.T
	scanner *bufio.Scanner
}

func (b *bundle) stream(document string, headers ...string) *eventStream {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.url+"/graphql", strings.NewReader(`{"query":"`+document+`"}`))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { response.Body.Close() })
	if kind := response.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		b.t.Fatalf("Content-Type: %s", kind)
	}
	return &eventStream{b.t, bufio.NewScanner(response.Body)}
}

// next gives the next line that is no comment and not empty.
func (s *eventStream) next() (line string, ok bool) {
	for s.scanner.Scan() {
		if line := s.scanner.Text(); line != "" && !strings.HasPrefix(line, ":") {
			return line, true
		}
	}
	return "", false
}

func (s *eventStream) wantLine(want string) {
	s.t.Helper()
	if got, _ := s.next(); !strings.Contains(got, want) {
		s.t.Fatalf("got %q, want %q", got, want)
	}
}

func (s *eventStream) wantEvent(data string) {
	s.t.Helper()
	s.wantLine("event: next")
	s.wantLine("data: " + data)
}

func (s *eventStream) wantComplete() {
	s.t.Helper()
	s.wantLine("event: complete")
	s.wantLine("data:")
	s.wantEnd()
}

func (s *eventStream) wantEnd() {
	s.t.Helper()
	if line, ok := s.next(); ok {
		s.t.Fatalf("still there: %q", line)
	}
}

func TestEvents_W12(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	s := b.stream("subscription{count(to:2)}")
	s.wantEvent(`{"data":{"count":1}}`)
	s.wantEvent(`{"data":{"count":2}}`)
	s.wantComplete()
	s = b.stream("{hello}")
	s.wantEvent(`{"data":{"hello":"hello, world"},"extensions":{"rateLimit":{`)
	s.wantComplete()
	s = b.stream("subscription{whoami}", "Authorization", "Bearer ana")
	s.wantEvent(`{"data":{"whoami":"ana"}}`)
	s = b.stream("subscription{refused}")
	s.wantLine("event: next")
	s.wantLine("NOT_FOUND")
	s.wantComplete()
	b.want(b.post("{nothing}", "Accept", "text/event-stream"), 200, "GRAPHQL_VALIDATION_FAILED")
	b.want(b.post("subscription{count(to:1)}"), 400, "BAD_USER_INPUT")
}

func TestStreamEndsWithItsSession_W12(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.PingEvery = 50 * time.Millisecond })
	s := b.stream("subscription{forever}", "Authorization", "Bearer ana")
	s.wantEvent(`{"data":{"forever":1}}`)
	b.people.SignOut("ana")
	s.wantLine("event: next")
	s.wantLine("UNAUTHENTICATED")
	s.wantComplete()

	b.people.SignIn("eve", time.Now().Add(time.Second))
	s = b.stream("subscription{forever}", "Authorization", "Bearer eve")
	s.wantEvent(`{"data":{"forever":1}}`)
	s.wantLine("event: next")
	s.wantLine("UNAUTHENTICATED")
	s.wantComplete()
	for range 2 {
		select {
		case <-b.world.Ended:
		case <-time.After(patience):
			t.Fatal("the subscription goes on")
		}
	}
}
