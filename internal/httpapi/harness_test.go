package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"quire/internal/httpapi/testschema"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

type bundle struct {
	t      *testing.T
	people *testschema.People
	world  *testschema.World
	server *Server
	url    string
	log    *lines
	seen   *counts
}

// setup starts a server, at which ana is signed in, with her name for a token.
func setup(t *testing.T, change func(*Config)) *bundle {
	t.Helper()
	b := &bundle{t: t, people: &testschema.People{}, world: &testschema.World{Ended: make(chan string, 100)},
		log: &lines{}, seen: &counts{events: make(chan string, 1000)}}
	b.people.SignIn("ana", time.Now().Add(time.Hour))
	c := Config{
		Schema: testschema.New(b.world), Install: testschema.Install, Accounts: b.people, OpenSchema: true,
		Log: slog.New(slog.NewJSONHandler(b.log, nil)), Observe: b.seen, TempDir: t.TempDir(),
	}
	if change != nil {
		change(&c)
	}
	server, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	b.server = server
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := server.endConnections(ctx); err != nil {
			t.Errorf("connections are still open: %v", err)
		}
	})
	b.url = listening.URL
	return b
}

// lines is a log that a test reads.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// counts hears of operations.
type counts struct{ events chan string }

func (c *counts) Operation(kind, field, code string, _ time.Duration) {
	c.events <- strings.TrimSpace(kind + " " + field + " " + code)
}

func (c *counts) SubscriptionOpened() func() {
	c.events <- "opened"
	return func() { c.events <- "closed" }
}

func (b *bundle) wantEvents(want ...string) {
	b.t.Helper()
	for _, w := range want {
		select {
		case got := <-b.seen.events:
			if got != w {
				b.t.Fatalf("observed %q, want %q", got, w)
			}
		case <-time.After(patience):
			b.t.Fatalf("not observed: %q", w)
		}
	}
}

// reply is an answer as it came.
type reply struct {
	status int
	header http.Header
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
}

func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

// send sends a request; headers are names and values in turn.
func (b *bundle) send(method, path string, body io.Reader, headers ...string) reply {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	r := reply{status: response.StatusCode, header: response.Header, body: string(raw)}
	if strings.Contains(response.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &r); err != nil {
			b.t.Fatalf("%s: %v", raw, err)
		}
	}
	return r
}

// post sends a document as JSON.
func (b *bundle) post(document string, headers ...string) reply {
	b.t.Helper()
	raw, err := json.Marshal(map[string]any{"query": document})
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, "/graphql", bytes.NewReader(raw), append([]string{"Content-Type", "application/json"}, headers...)...)
}

func (b *bundle) want(r reply, status int, code string) {
	b.t.Helper()
	if r.status != status || r.code() != code {
		b.t.Errorf("answered %d %q, want %d %q: %s", r.status, r.code(), status, code, r.body)
	}
}
