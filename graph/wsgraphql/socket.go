package wsgraphql

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
)

// phase is how far a socket is with its initialisation.
type phase int

const (
	fresh   phase = iota
	opening       // connection_init was received
	open          // connection_ack was sent
)

// socket is one connection. It is read by one goroutine; an operation is another
// while it has something to do, and so is a timer.
type socket struct {
	t      *Transport
	exec   graphql.GraphExecutor
	conn   *websocket.Conn
	ctx    context.Context // the handshake's, until the socket ends
	cancel context.CancelFunc
	// authorization is the handshake's header.
	authorization string

	readErr error      // after it nothing can be read; the reader's
	writing sync.Mutex // gorilla allows one writer

	mu         sync.Mutex // guards what follows
	phase      phase
	session    Session
	operations operations
	closing    bool
	ended      bool // its timers are stopped

	initTimer, pingTimer, expiryTimer *time.Timer
	hungUp                            sync.Once
}

// newSocket keeps nothing of the request but its context and what names who sent
// it: the rest, and its buffers, are free when the handler returns.
func newSocket(t *Transport, conn *websocket.Conn, r *http.Request, exec graphql.GraphExecutor) *socket {
	s := &socket{t: t, exec: exec, conn: conn, authorization: strings.Clone(r.Header.Get("Authorization"))}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(r.Context()))
	return s
}

// serve reads the client's messages until there are no more.
func (s *socket) serve() {
	defer s.t.options.Ended(s.ctx)
	defer s.t.sockets.remove(s)
	defer s.close()
	defer s.cancel() // ends every operation
	defer s.stopTimers()
	s.conn.SetReadLimit(s.t.options.MaxMessage)
	s.startTimers()
	for {
		kind, raw, err := s.read()
		if err != nil {
			return
		}
		if refused := s.apart(kind, raw); refused != nil {
			s.hangUp(refused.code, refused.reason)
			return
		}
	}
}

func (s *socket) current() Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.session
}

func (s *socket) send(m message) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.write(raw)
}

func (s *socket) write(text []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.conn.SetWriteDeadline(time.Now().Add(s.t.options.WriteWait)); err != nil {
		return err
	}
	err := s.conn.WriteMessage(websocket.TextMessage, text)
	if err != nil && !errors.Is(err, websocket.ErrCloseSent) {
		_ = s.conn.NetConn().Close() // ends the read loop, and with it every operation
	}
	return err
}

// hangUp sends a close frame, once, and gives the peer a moment to answer it:
// closing at once could lose the frame.
func (s *socket) hangUp(code int, reason string) {
	s.hungUp.Do(func() {
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

// close ends the socket, if it has not ended, and waits shortly for the peer.
func (s *socket) close() {
	s.hangUp(websocket.CloseNormalClosure, "")
	s.drain()
	_ = s.conn.Close()
}

// drain reads until the peer has answered the close frame or its time is up.
func (s *socket) drain() {
	for s.readErr == nil {
		_, _, s.readErr = s.conn.NextReader()
	}
}
