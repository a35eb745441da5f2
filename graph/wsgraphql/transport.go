// Package wsgraphql lets gqlgen speak graphql-transport-ws (the protocol of
// npm's graphql-ws, PROTOCOL.md there) on gorilla/websocket, with all of the
// protocol's close codes, limits on what a client may hold open, and a session
// that is asked again while the socket lives.
package wsgraphql

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
)

// Subprotocol is the one subprotocol that is spoken.
const Subprotocol = "graphql-transport-ws"

// Close codes: those of the protocol, and 1001 of RFC 6455.
const (
	CloseGoingAway       = 1001 // the server stops, or the client answers no pings: connect again
	CloseInvalidMessage  = 4400
	CloseUnauthorized    = 4401 // an operation before connection_ack
	CloseForbidden       = 4403 // the token is bad, has expired, or the session has ended
	CloseBadSubprotocol  = 4406
	CloseInitTimeout     = 4408
	CloseDuplicate       = 4409 // two live operations with one id
	CloseTooMany         = 4429 // a second connection_init, or too many sockets of one user
	CloseInternal        = 4500
	closeFrameBytes      = 123 // RFC 6455, 5.5: a control frame has 125 bytes, two of them the code
	lingerForPeer        = time.Second
	defaultMaxMessage    = 1 << 20
	defaultMaxOperations = 50
	defaultMaxSockets    = 20
	defaultInitTimeout   = 5 * time.Second
	defaultPingEvery     = 20 * time.Second
	defaultWriteWait     = 10 * time.Second
	maxOperationIDBytes  = 256
	readBuffer           = 512
	writeBuffer          = 4 << 10
)

// Session is what a connection_init opened.
type Session struct {
	// Key names whose sockets are counted together, such as a user's id or an
	// address.
	Key string
	// Same names the session itself, which may have several sockets; empty when
	// there is nothing to ask.
	Same string
	// Expires is when the socket must be closed; zero for never.
	Expires time.Time
	// Enter puts who is signed in into the context of an operation.
	Enter func(context.Context) context.Context
	// Renew asks whether the session still holds, and gives it as it is now. An
	// error with the code UNAUTHENTICATED closes the socket; nil for sessions
	// that have nothing to ask.
	Renew func(context.Context) (Session, error)
}

// Options of a Transport; what is zero gets a default, except Open.
type Options struct {
	// Open opens the session of a token, which is empty when the client sent
	// none. An error with the code UNAUTHENTICATED closes with 4403, any other
	// with 4500.
	Open func(ctx context.Context, token string) (Session, error)
	// OriginAllowed tells whether a page of this origin may connect; nil allows
	// the server's own. Programs, which send no origin, may always.
	OriginAllowed func(r *http.Request, origin string) bool
	// Refuse answers a handshake that fails; nil answers in plain text.
	Refuse func(w http.ResponseWriter, r *http.Request, status int, why string)
	// InitTimeout is how long connection_init may take; 5 s.
	InitTimeout time.Duration
	// PingEvery is how often the server pings and asks the session again; a
	// client silent for twice as long is gone; 20 s.
	PingEvery time.Duration
	// WriteWait is how long one message may take to be written; 10 s.
	WriteWait time.Duration
	// MaxMessage is the size of a client's message, in bytes; 1 MiB.
	MaxMessage int64
	// MaxOperations is how many operations may run on a socket; 50.
	MaxOperations int
	// MaxSockets is how many sockets may be open with one Session.Key; 20.
	MaxSockets int
	// Ended hears of each socket's end, with the context of its handshake; nil for
	// nobody.
	Ended func(context.Context)
	// Log hears of failures; nil for slog.Default.
	Log *slog.Logger
}

func (o Options) filled() Options {
	fill(&o.InitTimeout, defaultInitTimeout)
	fill(&o.PingEvery, defaultPingEvery)
	fill(&o.WriteWait, defaultWriteWait)
	fill(&o.MaxMessage, defaultMaxMessage)
	fill(&o.MaxOperations, defaultMaxOperations)
	fill(&o.MaxSockets, defaultMaxSockets)
	if o.OriginAllowed == nil {
		o.OriginAllowed = SameOrigin
	}
	if o.Refuse == nil {
		o.Refuse = func(w http.ResponseWriter, _ *http.Request, status int, why string) { http.Error(w, why, status) }
	}
	if o.Ended == nil {
		o.Ended = func(context.Context) {}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o
}

func fill[T comparable](value *T, fallback T) {
	var zero T
	if *value == zero {
		*value = fallback
	}
}

// Transport is gqlgen's transport for websockets.
type Transport struct {
	options  Options
	upgrader websocket.Upgrader
	sockets  sockets
	asked    asked
}

// New makes the transport.
func New(o Options) *Transport {
	t := &Transport{options: o.filled()}
	t.upgrader = websocket.Upgrader{
		Subprotocols:     []string{Subprotocol},
		HandshakeTimeout: t.options.WriteWait,
		// Most messages are short, both ways; a buffer to write is used by one
		// socket after another.
		ReadBufferSize: readBuffer, WriteBufferSize: writeBuffer, WriteBufferPool: &sync.Pool{},
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			t.options.Refuse(w, r, status, reason.Error())
		},
		CheckOrigin: func(r *http.Request) bool {
			origin := r.Header.Get("Origin")
			return origin == "" || t.options.OriginAllowed(r, origin)
		},
	}
	return t
}

var _ graphql.Transport = (*Transport)(nil)

// Supports tells whether the request wants to become something else than HTTP.
func (t *Transport) Supports(r *http.Request) bool { return r.Header.Get("Upgrade") != "" }

// Do takes the connection over and returns; the socket is served until it is
// closed.
func (t *Transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	conn, err := t.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	s := newSocket(t, conn, r, exec)
	switch {
	case conn.Subprotocol() != Subprotocol:
		s.hangUp(CloseBadSubprotocol, "Subprotocol not acceptable: speak "+Subprotocol)
	case !t.sockets.add(s):
		s.hangUp(CloseGoingAway, "The server is stopping: connect again")
	default:
		go s.serve()
		return
	}
	s.close()
	s.cancel()
	t.options.Ended(s.ctx)
}

// Shutdown closes every socket with 1001, which tells clients to connect again,
// and refuses new ones. It returns when all are closed, or with the context's
// error.
func (t *Transport) Shutdown(ctx context.Context) error {
	for _, s := range t.sockets.end() {
		go s.hangUp(CloseGoingAway, "The server is stopping: connect again")
	}
	closed := make(chan struct{})
	go func() {
		t.sockets.gone.Wait()
		close(closed)
	}()
	select {
	case <-closed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Recheck asks the sessions of a key at once, those of all when the key is empty,
// and closes the sockets of those that have ended. It does not wait.
func (t *Transport) Recheck(key string) {
	list := t.sockets.those(key)
	go func() {
		for _, s := range list {
			s.recheck()
		}
	}()
}

// caught ends the socket when serving it panicked.
func (s *socket) caught() {
	if cause := recover(); cause != nil {
		s.t.options.Log.ErrorContext(s.ctx, "websocket panicked", "panic", cause, "stack", string(debug.Stack()))
		s.hangUp(CloseInternal, "Internal server error")
	}
}
