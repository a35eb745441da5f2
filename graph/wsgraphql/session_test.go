package wsgraphql

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"quire/internal/problem"
)

func TestViewerComesFromInitOrHandshake(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for _, init := range []string{
		`{"type":"connection_init","payload":{"Authorization":"Bearer token-ana"}}`,
		`{"type":"connection_init","payload":{"authorization":"bearer token-ana"}}`,
		`{"type":"connection_init","payload":{"authorization":"token-ana"}}`,
	} {
		c := b.dial(t)
		c.send(init)
		c.want(`{"type":"connection_ack"}`)
		c.subscribe("1", "subscription{whoami}")
		c.want(`{"id":"1","type":"next","payload":{"data":{"whoami":"ana"}}}`)
	}
	c := b.dialWith(t, http.Header{"Authorization": {"Bearer token-ben"}}, Subprotocol)
	c.send(`{"type":"connection_init"}`)
	c.want(`{"type":"connection_ack"}`)
	c.subscribe("1", "subscription{whoami}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"whoami":"ben"}}}`)
}

func TestExpiryCloses_W9(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.people.set(func(p *people) { p.expires = time.Now().Add(time.Second) })
	c := b.signIn(t, "ana")
	c.subscribe("1", "subscription{forever}")
	c.wantClose(CloseForbidden, "expired")
	b.wantEnded(t, "forever")
}

func TestSignedOutIsNoticedAtTheNextOperation_W9(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	c := b.signIn(t, "ana")
	c.subscribe("1", "subscription{forever}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"forever":1}}}`)
	b.people.set(func(p *people) { p.renewed = problem.New(problem.Unauthenticated, "signed out") })
	c.subscribe("2", "{hello}")
	c.wantClose(CloseForbidden, "session has ended")
	b.wantEnded(t, "forever")
}

func TestSignedOutIsNoticedWhileListening_W9(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.PingEvery = time.Second })
	c := b.signIn(t, "ana")
	c.subscribe("1", "subscription{forever}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"forever":1}}}`)
	b.people.set(func(p *people) { p.renewed = problem.New(problem.Unauthenticated, "signed out") })
	c.wantClose(CloseForbidden, "session has ended")
	b.wantEnded(t, "forever")
}

func TestRoleIsAskedForEachOperation_W9(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	c := b.signIn(t, "ana")
	b.people.set(func(p *people) { p.name = "ana, demoted" })
	c.subscribe("1", "subscription{whoami}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"whoami":"ana, demoted"}}}`)
}

func TestSocketOutlivesADatabaseThatIsAway(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	c := b.signIn(t, "ana")
	c.subscribe("1", "subscription{forever}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"forever":1}}}`)
	b.people.set(func(p *people) { p.renewed = errors.New("the database is away") })
	c.subscribe("2", "{hello}")
	if m := c.next(); m.Type != "error" || m.ID != "2" || !strings.Contains(string(m.Payload), "UNAVAILABLE") {
		t.Fatalf("answer: %+v", m)
	}
	b.people.set(func(p *people) { p.renewed = nil })
	c.subscribe("2", "{hello}")
	c.want(`{"id":"2","type":"next","payload":{"data":{"hello":"hello, world"}}}`)
}

func TestOperationsPerSocket_W10(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.MaxOperations = 3 })
	c := b.signIn(t, "ana")
	for i := range 3 {
		c.subscribe(fmt.Sprint(i), "subscription{forever}")
		c.next()
	}
	c.subscribe("3", "{hello}")
	if m := c.next(); m.Type != "error" || m.ID != "3" || !strings.Contains(string(m.Payload), "RATE_LIMITED") {
		t.Fatalf("answer: %+v", m)
	}
	c.send(`{"id":"0","type":"complete"}`)
	b.wantEnded(t, "forever")
}

func TestSocketsPerUser_W10(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.MaxSockets = 2 })
	first := b.signIn(t, "ana")
	b.signIn(t, "ana")
	third := b.dial(t)
	third.send(`{"type":"connection_init","payload":{"Authorization":"token-ana"}}`)
	third.wantClose(CloseTooMany, "Too many connections")
	b.signIn(t, "ben")
	first.subscribe("1", "{hello}")
	first.want(`{"id":"1","type":"next","payload":{"data":{"hello":"hello, world"}}}`)
}

func TestDeadPeerIsClosed_W8(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.PingEvery = 100 * time.Millisecond })
	c := b.signIn(t, "ana")
	c.subscribe("1", "subscription{forever}")
	c.wantClose(CloseGoingAway, "pings") // it reads, and never answers
	b.wantEnded(t, "forever")
}

func TestAnsweringPeerStays_W8(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.PingEvery = time.Second })
	c := b.signIn(t, "ana")
	for range 3 {
		_, raw, err := c.conn.ReadMessage()
		if err != nil || string(raw) != `{"type":"ping"}` {
			t.Fatalf("%s, %v", raw, err)
		}
		c.send(`{"type":"pong"}`)
	}
}

// A client that does not read must not hold the server's memory or goroutines.
func TestStalledReaderIsClosed_W8_W11(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.WriteWait = 200 * time.Millisecond })
	dialer := websocket.Dialer{Subprotocols: []string{Subprotocol}, NetDial: func(network, address string) (net.Conn, error) {
		conn, err := net.Dial(network, address)
		if tcp, ok := conn.(*net.TCPConn); ok {
			err = tcp.SetReadBuffer(4 << 10)
		}
		return conn, err
	}}
	conn, _, err := dialer.Dial(b.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := &client{t, conn}
	c.send(`{"type":"connection_init"}`)
	c.want(`{"type":"connection_ack"}`)
	c.subscribe("1", "subscription{flood}")
	b.wantEnded(t, "flood")
}

func TestShutdown(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	c := b.signIn(t, "ana")
	c.subscribe("1", "subscription{forever}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"forever":1}}}`)
	closed := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		closed <- b.transport.Shutdown(ctx)
	}()
	c.wantClose(CloseGoingAway, "stopping")
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	b.wantEnded(t, "forever")
	b.dial(t).wantClose(CloseGoingAway, "stopping")
}
