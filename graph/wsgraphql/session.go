package wsgraphql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"quire/internal/problem"
)

const signedOutReason = "Forbidden: the session has ended, sign in again"

// open opens the session that connection_init asks for. Whatever goes wrong
// ends the socket.
func (s *socket) open(payload json.RawMessage) (refused *refusal) {
	internal := &refusal{CloseInternal, "Internal server error"}
	defer func() {
		if cause := recover(); cause != nil {
			s.t.options.Log.ErrorContext(s.ctx, "opening a websocket session panicked", "panic", cause)
			refused = internal
		}
	}()
	session, err := s.t.options.Open(s.ctx, s.token(payload))
	switch {
	case isSignedOut(err):
		return &refusal{CloseForbidden, "Forbidden: " + err.Error()}
	case err != nil:
		s.t.options.Log.ErrorContext(s.ctx, "a websocket session could not be opened", "error", err)
		return internal
	case !s.t.sockets.claim(s, session.Key, s.t.options.MaxSockets):
		return &refusal{CloseTooMany, "Too many connections: close one first"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session = session
	if !session.Expires.IsZero() {
		s.expiryTimer = time.AfterFunc(time.Until(session.Expires), func() {
			s.hangUp(CloseForbidden, "Forbidden: the access token has expired, connect again with a new one")
		})
	}
	return nil
}

// token is the access token of connection_init, else that of the handshake,
// which programs can send and browsers cannot.
func (s *socket) token(payload json.RawMessage) string {
	var sent map[string]any
	_ = json.Unmarshal(payload, &sent) // it is an object, or nothing
	for _, name := range []string{"Authorization", "authorization"} {
		if text, ok := sent[name].(string); ok && text != "" {
			return Bearer(text)
		}
	}
	return Bearer(s.authorization)
}

// Bearer takes the token from the value of an Authorization header, with or
// without the word Bearer before it (RFC 6750, 2.1).
func Bearer(authorization string) string {
	authorization = strings.TrimSpace(authorization)
	if scheme, token, ok := strings.Cut(authorization, " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return authorization
}

// renew asks whether the session still holds and keeps what it now allows.
func (s *socket) renew() (err error) {
	held := s.current()
	if held.Renew == nil {
		return nil
	}
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("asking the session panicked: %v", cause)
		}
	}()
	ctx, cancel := context.WithTimeout(s.ctx, s.t.options.WriteWait)
	defer cancel()
	renewed, err := held.Renew(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session.Enter, s.session.Renew = renewed.Enter, renewed.Renew
	return nil
}

func isSignedOut(err error) bool {
	p, ok := problem.As(err)
	return ok && p.Code == problem.Unauthenticated
}

// startTimers begins to wait for connection_init, and to ping.
func (s *socket) startTimers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.initTimer = time.AfterFunc(s.t.options.InitTimeout, func() {
		s.hangUp(CloseInitTimeout, "Connection initialisation timeout")
	})
	s.pingTimer = time.AfterFunc(s.t.options.PingEvery, s.ping)
}

func (s *socket) stopTimers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.initTimer.Stop()
	s.pingTimer.Stop()
	if s.expiryTimer != nil {
		s.expiryTimer.Stop()
	}
}

// ping asks the client whether it is there, and the session whether it holds:
// a user who has signed out does not go on listening. A session that cannot be
// asked just now stays; one with several sockets is asked for all of them.
func (s *socket) ping() {
	if s.send(message{Type: "ping"}) != nil {
		return
	}
	session, every := s.current(), s.t.options.PingEvery
	if s.t.asked.due(session.Same, every/2) && !s.recheck() {
		s.t.Recheck(session.Key)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.pingTimer.Reset(every)
	}
}

// recheck asks the session, and ends the socket when that has ended.
func (s *socket) recheck() (holds bool) {
	if isSignedOut(s.renew()) {
		s.hangUp(CloseForbidden, signedOutReason)
		return false
	}
	return true
}
