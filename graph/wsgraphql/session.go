package wsgraphql

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"

	"quire/internal/problem"
)

const signedOutReason = "Forbidden: the session has ended, sign in again"

var errRefused = errors.New("the connection was refused")

// open opens the session that connection_init asks for. Whatever goes wrong
// ends the socket.
func (s *socket) open(ctx context.Context, payload transport.InitPayload) (opened context.Context, _ *transport.InitPayload, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			s.t.options.Log.ErrorContext(ctx, "opening a websocket session panicked", "panic", cause)
			s.hangUp(CloseInternal, "Internal server error")
			opened, err = ctx, errRefused
		}
	}()
	session, err := s.t.options.Open(ctx, s.token(payload))
	switch {
	case isSignedOut(err):
		s.hangUp(CloseForbidden, "Forbidden: "+err.Error())
		return ctx, nil, errRefused
	case err != nil:
		s.t.options.Log.ErrorContext(ctx, "a websocket session could not be opened", "error", err)
		s.hangUp(CloseInternal, "Internal server error")
		return ctx, nil, errRefused
	case !s.t.sockets.claim(s, session.Key, s.t.options.MaxSockets):
		s.hangUp(CloseTooMany, "Too many connections: close one first")
		return ctx, nil, errRefused
	}
	s.mu.Lock()
	s.session = session
	if !session.Expires.IsZero() {
		s.expiryTimer = time.AfterFunc(time.Until(session.Expires), func() {
			s.hangUp(CloseForbidden, "Forbidden: the access token has expired, connect again with a new one")
		})
	}
	s.mu.Unlock()
	return context.WithValue(session.Enter(ctx), socketKey{}, s), nil, nil
}

// token is the access token of connection_init, else that of the handshake,
// which programs can send and browsers cannot.
func (s *socket) token(payload transport.InitPayload) string {
	sent := payload.Authorization()
	if sent == "" {
		sent = s.handshake.Header.Get("Authorization")
	}
	return Bearer(sent)
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
	s.initTimer = time.AfterFunc(s.t.options.InitTimeout, func() {
		s.hangUp(CloseInitTimeout, "Connection initialisation timeout")
	})
	go s.ping()
}

func (s *socket) stopTimers() {
	close(s.done)
	s.initTimer.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.expiryTimer != nil {
		s.expiryTimer.Stop()
	}
}

// ping asks the client whether it is there, and the session whether it holds:
// a user who has signed out does not go on listening. A session that cannot be
// asked just now stays.
func (s *socket) ping() {
	ticker := time.NewTicker(s.t.options.PingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-s.done:
			return
		case <-ticker.C:
		}
		if s.send(message{Type: "ping"}) != nil {
			return
		}
		if !s.recheck() {
			return
		}
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
