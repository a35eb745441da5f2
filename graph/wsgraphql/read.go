package wsgraphql

import (
	"context"
	"encoding/json"
	"fmt"
	"net"

	"github.com/gorilla/websocket"

	"quire/internal/problem"
)

// refusal is why a socket must be closed.
type refusal struct {
	code   int
	reason string
}

// read gives the next message, as it came.
func (s *socket) read() (kind int, raw []byte, err error) {
	if s.readErr = s.awaitMessage(); s.readErr != nil {
		return 0, nil, s.readErr
	}
	kind, raw, s.readErr = s.conn.ReadMessage()
	if s.isClosing() {
		s.drain()
	} else if timeout, ok := s.readErr.(net.Error); ok && timeout.Timeout() {
		s.hangUp(CloseGoingAway, "No answer to pings: connect again")
	}
	return kind, raw, s.readErr
}

// apart deals with a message in a goroutine of its own, and waits for it: the one
// that reads needs a small stack only, all of the time.
func (s *socket) apart(kind int, raw []byte) *refusal {
	done := make(chan *refusal)
	go func() {
		refused := &refusal{CloseInternal, "Internal server error"} // unless the rest says otherwise
		defer func() { done <- refused }()
		defer s.caught()
		var m message
		if kind != websocket.TextMessage || json.Unmarshal(raw, &m) != nil {
			m = message{} // of no type, which is refused
		}
		refused = s.receive(m)
	}()
	return <-done
}

// receive does what a message asks for.
func (s *socket) receive(m message) *refusal {
	switch m.Type {
	case "connection_init":
		return s.receiveInit(m)
	case "ping":
		if !absent(m.Payload) && !isObject(m.Payload) {
			break
		}
		_ = s.send(message{Type: "pong", Payload: m.Payload})
		return nil
	case "pong":
		return nil
	case "subscribe":
		return s.receiveSubscribe(m)
	case "complete":
		if m.ID == "" {
			break
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.operations.release(m.ID)
		return nil
	}
	return &refusal{CloseInvalidMessage, "Invalid message"}
}

func (s *socket) receiveInit(m message) *refusal {
	s.mu.Lock()
	again := s.phase != fresh
	s.phase = opening
	s.mu.Unlock()
	switch {
	case again:
		return &refusal{CloseTooMany, "Too many initialisation requests"}
	case absent(m.Payload):
		m.Payload = nil
	case !isObject(m.Payload):
		return &refusal{CloseInvalidMessage, "Invalid message: the payload of connection_init must be an object"}
	}
	s.initTimer.Stop()
	if refused := s.open(m.Payload); refused != nil {
		return refused
	}
	s.mu.Lock()
	s.phase = open
	s.mu.Unlock()
	_ = s.send(message{Type: "connection_ack"})
	return nil
}

func (s *socket) receiveSubscribe(m message) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused := s.checkSubscribe(&m); refused != nil {
		return refused
	}
	if most := s.t.options.MaxOperations; s.operations.running >= most {
		go s.sendError(m.ID, problem.New(problem.RateLimited, "%d operations run on this connection, and no more may: complete one first", most))
		return nil
	}
	ctx, cancel := context.WithCancel(s.ctx)
	go s.run(ctx, s.operations.begin(m.ID, cancel), m.Payload)
	return nil
}

// checkSubscribe applies the rules of the protocol. The caller holds mu.
func (s *socket) checkSubscribe(m *message) *refusal {
	switch {
	case s.phase != open:
		return &refusal{CloseUnauthorized, "Unauthorized: wait for connection_ack"}
	case m.ID == "" || len(m.ID) > maxOperationIDBytes || !isOperation(m.Payload):
		return &refusal{CloseInvalidMessage, "Invalid message"}
	case s.operations.holds(m.ID):
		return &refusal{CloseDuplicate, fmt.Sprintf("Subscriber for %s already exists", shortened(m.ID))}
	}
	return nil
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
