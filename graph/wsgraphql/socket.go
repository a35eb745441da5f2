package wsgraphql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/gorilla/websocket"
)

// phase is how far a socket is with its initialisation.
type phase int

const (
	fresh   phase = iota
	opening       // connection_init was received
	open          // connection_ack was sent
)

// socket is one connection, between gqlgen and gorilla.
type socket struct {
	t         *Transport
	ctx       context.Context // the handshake's
	conn      *websocket.Conn
	handshake *http.Request

	reading sync.Mutex // gorilla allows one reader
	readErr error      // after it nothing can be read

	writing sync.Mutex // gorilla allows one writer

	mu         sync.Mutex // guards what follows
	phase      phase
	session    Session
	operations operations
	closing    bool

	initTimer, expiryTimer *time.Timer
	done                   chan struct{} // ends the pings
	endOnce, closeOnce     sync.Once
}

type socketKey struct{}

var _ interface {
	transport.WebsocketConn
	transport.WebsocketReadLimiter
} = (*socket)(nil)

func newSocket(t *Transport, conn *websocket.Conn, r *http.Request) *socket {
	return &socket{t: t, ctx: r.Context(), conn: conn, handshake: r, operations: newOperations(), done: make(chan struct{})}
}

// Subprotocol gives what was negotiated.
func (s *socket) Subprotocol() string { return s.conn.Subprotocol() }

// SetReadLimit bounds the client's messages, in bytes.
func (s *socket) SetReadLimit(limit int64) { s.conn.SetReadLimit(limit) }

func (s *socket) current() Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.session
}

// WriteJSON sends a message of gqlgen, under the client's own id. What belongs
// to an operation that the client has ended is dropped.
func (s *socket) WriteJSON(v any) error {
	raw, err := json.Marshal(v)
	var m message
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		s.hangUp(CloseInternal, "Internal server error")
		return fmt.Errorf("encode a message: %w", err)
	}
	send := true
	s.mu.Lock()
	switch m.Type {
	case "connection_ack":
		s.phase = open
	case "next":
		m.ID = s.operations.theirs[m.ID]
		send = m.ID != ""
	case "complete", "error":
		m.ID, send = s.operations.end(m.ID)
	}
	s.mu.Unlock()
	if !send {
		return nil
	}
	return s.send(m)
}

func (s *socket) send(m message) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.conn.SetWriteDeadline(time.Now().Add(s.t.options.WriteWait)); err != nil {
		return err
	}
	err = s.conn.WriteMessage(websocket.TextMessage, raw)
	if err != nil && !errors.Is(err, websocket.ErrCloseSent) {
		_ = s.conn.NetConn().Close() // ends the read loop, and with it every operation
	}
	return err
}

// hangUp sends a close frame, once, and gives the peer a moment to answer it:
// closing at once could lose the frame.
func (s *socket) hangUp(code int, reason string) {
	s.endOnce.Do(func() {
		frame := websocket.FormatCloseMessage(code, strings.ToValidUTF8(reason[:min(len(reason), closeFrameBytes)], ""))
		_ = s.conn.WriteControl(websocket.CloseMessage, frame, time.Now().Add(lingerForPeer))
		s.mu.Lock()
		defer s.mu.Unlock()
		s.closing = true
		_ = s.conn.SetReadDeadline(time.Now().Add(lingerForPeer))
	})
}

// awaitMessage gives the client time to send something, unless the socket is
// closing and has a nearer deadline.
func (s *socket) awaitMessage() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return nil
	}
	return s.conn.SetReadDeadline(time.Now().Add(2 * s.t.options.PingEvery))
}

func (s *socket) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// WriteClose ends the socket on behalf of gqlgen; the first code that is sent
// counts.
func (s *socket) WriteClose(code int, reason string) error {
	s.hangUp(code, reason)
	return nil
}

// Close ends the socket, if it has not ended, and waits shortly for the peer.
func (s *socket) Close() error {
	s.hangUp(websocket.CloseNormalClosure, "")
	s.closeOnce.Do(func() {
		s.reading.Lock()
		defer s.reading.Unlock()
		s.drain()
		_ = s.conn.Close()
	})
	return nil
}

// drain reads until the peer has answered the close frame or its time is up.
// The caller holds reading.
func (s *socket) drain() {
	for s.readErr == nil {
		_, _, s.readErr = s.conn.NextReader()
	}
}

// ended is what gqlgen is told when there is nothing more to read.
func ended(err error) error {
	if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseNoStatusReceived, websocket.CloseGoingAway) {
		return fmt.Errorf("%w: %w", transport.ErrWebsocketClosed, err)
	}
	return fmt.Errorf("%w: %w", net.ErrClosed, err)
}
