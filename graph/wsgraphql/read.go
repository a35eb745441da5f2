package wsgraphql

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"

	"github.com/gorilla/websocket"

	"quire/internal/problem"
)

// refusal is why a socket must be closed.
type refusal struct {
	code   int
	reason string
}

// NextReader gives gqlgen the client's next message that concerns it. Pings and
// breaches of the protocol are dealt with here.
func (s *socket) NextReader() (int, io.Reader, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	for {
		m, err := s.read()
		if err != nil {
			return 0, nil, ended(err)
		}
		forward, refused := s.receive(&m)
		if refused != nil {
			s.hangUp(refused.code, refused.reason)
			s.drain()
			return 0, nil, net.ErrClosed
		}
		if forward {
			raw, err := json.Marshal(m)
			return websocket.TextMessage, bytes.NewReader(raw), err
		}
	}
}

// read gives the next message; one that is none has no type.
func (s *socket) read() (message, error) {
	if s.readErr != nil {
		return message{}, s.readErr
	}
	if s.readErr = s.awaitMessage(); s.readErr != nil {
		return message{}, s.readErr
	}
	kind, raw, err := s.conn.ReadMessage()
	s.readErr = err
	if s.isClosing() {
		s.drain()
	} else if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		s.hangUp(CloseGoingAway, "No answer to pings: connect again")
	}
	if s.readErr != nil {
		return message{}, s.readErr
	}
	var m message
	if kind != websocket.TextMessage || json.Unmarshal(raw, &m) != nil {
		return message{}, nil
	}
	return m, nil
}

// receive applies the rules of the protocol to a message, and tells whether it
// is for gqlgen.
func (s *socket) receive(m *message) (forward bool, _ *refusal) {
	switch m.Type {
	case "connection_init":
		return s.receiveInit(m)
	case "ping":
		if !absent(m.Payload) && !isObject(m.Payload) {
			break
		}
		_ = s.send(message{Type: "pong", Payload: m.Payload})
		return false, nil
	case "pong":
		return false, nil
	case "subscribe":
		return s.receiveSubscribe(m)
	case "complete":
		if m.ID == "" {
			break
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		m.ID, forward = s.operations.release(m.ID)
		return forward, nil
	}
	return false, &refusal{CloseInvalidMessage, "Invalid message"}
}

func (s *socket) receiveInit(m *message) (bool, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != fresh {
		return false, &refusal{CloseTooMany, "Too many initialisation requests"}
	}
	if absent(m.Payload) {
		m.Payload = nil
	} else if !isObject(m.Payload) {
		return false, &refusal{CloseInvalidMessage, "Invalid message: the payload of connection_init must be an object"}
	}
	s.phase = opening
	s.initTimer.Stop()
	return true, nil
}

func (s *socket) receiveSubscribe(m *message) (bool, *refusal) {
	s.mu.Lock()
	switch {
	case s.phase != open:
		s.mu.Unlock()
		return false, &refusal{CloseUnauthorized, "Unauthorized: wait for connection_ack"}
	case m.ID == "" || len(m.ID) > maxOperationIDBytes || !isOperation(m.Payload):
		s.mu.Unlock()
		return false, &refusal{CloseInvalidMessage, "Invalid message"}
	case s.operations.holds(m.ID):
		s.mu.Unlock()
		return false, &refusal{CloseDuplicate, fmt.Sprintf("Subscriber for %s already exists", shortened(m.ID))}
	}
	running := s.operations.running()
	s.mu.Unlock()
	if most := s.t.options.MaxOperations; running >= most {
		s.sendError(m.ID, problem.New(problem.RateLimited, "%d operations run on this connection, and no more may: complete one first", most))
		return false, nil
	}
	switch err := s.renew(); {
	case isSignedOut(err):
		return false, &refusal{CloseForbidden, signedOutReason}
	case err != nil:
		s.t.options.Log.WarnContext(s.ctx, "websocket session could not be asked", "error", err)
		s.sendError(m.ID, problem.New(problem.Unavailable, "your session cannot be checked just now: try again in a moment"))
		return false, nil
	}
	s.mu.Lock()
	m.ID = s.operations.begin(m.ID)
	s.mu.Unlock()
	return true, nil
}

// sendError ends an operation that has not begun.
func (s *socket) sendError(id string, p *problem.Error) {
	raw, err := json.Marshal([]any{map[string]any{"message": p.Message, "extensions": map[string]any{"code": p.Code}}})
	if err == nil {
		_ = s.send(message{ID: id, Type: "error", Payload: raw})
	}
}

func shortened(id string) string {
	if len(id) > 60 {
		return id[:60] + "…"
	}
	return id
}
