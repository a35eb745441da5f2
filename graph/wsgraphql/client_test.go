package wsgraphql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/gorilla/websocket"

	"quire/internal/httpapi/testschema"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// people are who may sign in; their tokens are "token-" and the name.
type people struct {
	mu      sync.Mutex
	expires time.Time
	renewed error  // what asking again answers
	name    string // whom asking again gives, instead of who signed in
}

func (p *people) open(_ context.Context, token string) (Session, error) {
	switch {
	case token == "":
		return Session{Key: "anonymous", Enter: func(ctx context.Context) context.Context { return ctx }}, nil
	case token == "broken":
		return Session{}, errors.New("the database is away")
	case token == "panic":
		panic("a fault of ours")
	case !strings.HasPrefix(token, "token-"):
		return Session{}, problem.New(problem.Unauthenticated, "the access token is not valid")
	}
	return p.session(strings.TrimPrefix(token, "token-")), nil
}

func (p *people) session(name string) Session {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Session{
		Key: name, Expires: p.expires,
		Enter: func(ctx context.Context) context.Context {
			return viewer.With(ctx, viewer.Viewer{UserID: name, OrganisationID: "org_1", Role: viewer.Standard})
		},
		Renew: func(context.Context) (Session, error) { return p.renew(name) },
	}
}

func (p *people) renew(name string) (Session, error) {
	p.mu.Lock()
	err := p.renewed
	if p.name != "" {
		name = p.name
	}
	p.mu.Unlock()
	return p.session(name), err
}

func (p *people) set(change func(*people)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

type bundle struct {
	people    *people
	world     *testschema.World
	transport *Transport
	url       string
}

func setup(t *testing.T, change func(*Options)) *bundle {
	t.Helper()
	b := &bundle{people: &people{}, world: &testschema.World{Ended: make(chan string, 100)}}
	o := Options{Open: b.people.open}
	if change != nil {
		change(&o)
	}
	b.transport = New(o)
	h := handler.New(testschema.New(b.world))
	h.AddTransport(b.transport)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := b.transport.Shutdown(ctx); err != nil {
			t.Errorf("sockets are still open: %v", err)
		}
	})
	b.url = "ws" + strings.TrimPrefix(server.URL, "http")
	return b
}

type client struct {
	t    *testing.T
	conn *websocket.Conn
}

func (b *bundle) dial(t *testing.T) *client { return b.dialWith(t, nil, Subprotocol) }

func (b *bundle) dialWith(t *testing.T, header http.Header, subprotocols ...string) *client {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: subprotocols, HandshakeTimeout: patience}
	conn, _, err := dialer.Dial(b.url, header)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &client{t, conn}
}

// signIn dials and initialises.
func (b *bundle) signIn(t *testing.T, name string) *client {
	t.Helper()
	c := b.dial(t)
	c.send(`{"type":"connection_init","payload":{"Authorization":"Bearer token-` + name + `"}}`)
	c.want(`{"type":"connection_ack"}`)
	return c
}

func (c *client) send(message string) {
	c.t.Helper()
	if err := c.conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) subscribe(id, document string) {
	c.t.Helper()
	c.send(fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":{"query":%q}}`, id, document))
}

// next gives the next message that is no ping.
func (c *client) next() message {
	c.t.Helper()
	for {
		_, raw, err := c.conn.ReadMessage()
		if err != nil {
			c.t.Fatalf("read: %v", err)
		}
		var m message
		if err := json.Unmarshal(raw, &m); err != nil {
			c.t.Fatalf("%s: %v", raw, err)
		}
		if m.Type != "ping" {
			return m
		}
	}
}

func (c *client) want(text string) {
	c.t.Helper()
	raw, err := json.Marshal(c.next())
	if err != nil {
		c.t.Fatal(err)
	}
	if string(raw) != text {
		c.t.Fatalf("got  %s\nwant %s", raw, text)
	}
}

// wantClose reads until the server closes, and checks the code.
func (c *client) wantClose(code int, reason string) {
	c.t.Helper()
	for {
		_, _, err := c.conn.ReadMessage()
		if err == nil {
			continue
		}
		var closed *websocket.CloseError
		if !errors.As(err, &closed) {
			c.t.Fatalf("want close %d, got: %v", code, err)
		}
		if closed.Code != code || !strings.Contains(closed.Text, reason) {
			c.t.Fatalf("closed with %d %q, want %d %q", closed.Code, closed.Text, code, reason)
		}
		return
	}
}

func (b *bundle) wantEnded(t *testing.T, name string) {
	t.Helper()
	select {
	case got := <-b.world.Ended:
		if got != name {
			t.Fatalf("%s ended, want %s", got, name)
		}
	case <-time.After(patience):
		t.Fatalf("%s has not ended", name)
	}
}
