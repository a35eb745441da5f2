package gqlhttp

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
)

// Events answers an operation with a stream of server-sent events, for networks
// that block websockets: one event «next» for each result, then «complete».
type Events struct {
	// MaxBody bounds the request's body, in bytes; 0 for 1 MiB.
	MaxBody int64
	// PingEvery is how often a comment is sent, so that nobody between takes
	// the connection for dead; 0 for 20 s.
	PingEvery time.Duration
	// Session gives when the stream has to end, zero for never, and asks at
	// each ping whether the session still holds; nil for streams that may go on.
	Session func(context.Context) (expires time.Time, renew func(context.Context) error)
	// Admit counts a stream, and gives what to call at its end, or why there may
	// not be another; nil for any number.
	Admit func(context.Context) (leave func(), refused *problem.Error)
	// Stop, when closed, breaks every stream off, so that clients come again to
	// another server; nil for never.
	Stop <-chan struct{}
}

const defaultPingEvery = 20 * time.Second

var _ graphql.Transport = Events{}

// Supports tells whether the client wants events for a POST of JSON.
func (t Events) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && sends(r, jsonType) && strings.Contains(r.Header.Get("Accept"), eventsType)
}

// Do answers the request, until the operation or the connection ends.
func (t Events) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, bad := readJSON(w, r, t.MaxBody)
	if bad != nil {
		reject(w, r, exec, bad)
		return
	}
	ctx, op, ok := prepare(w, r, exec, params)
	if !ok {
		return
	}
	if t.Admit != nil {
		leave, refused := t.Admit(ctx)
		if refused != nil {
			reject(w, r, exec, &rejected{http.StatusTooManyRequests, refused})
			return
		}
		defer leave()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.Header().Set("Content-Type", eventsType+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache, no-transform")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	s := stream{w: w, flusher: http.NewResponseController(w)}
	s.send(":\n\n")
	results := make(chan []byte)
	go run(ctx, exec, op, results)
	t.forward(ctx, exec, &s, results)
	cancel()
	for range results { // the operation's end
	}
}

// run gives one result after the other as JSON, and closes the channel at the
// end. A result is written down before the next is asked for: gqlgen uses its
// memory again.
func run(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, results chan<- []byte) {
	defer close(results)
	defer func() {
		if cause := recover(); cause != nil {
			resp := exec.DispatchError(ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(op.Recover(ctx, cause))})
			offer(ctx, results, encode(resp))
		}
	}()
	// The operation's own context may end with its result; the stream goes on.
	responses, operation := exec.DispatchOperation(ctx, op)
	for {
		resp := responses(operation)
		if resp == nil || !offer(ctx, results, encode(resp)) {
			return
		}
	}
}

func offer(ctx context.Context, results chan<- []byte, result []byte) bool {
	select {
	case results <- result:
		return true
	case <-ctx.Done():
		return false
	}
}

func encode(resp *graphql.Response) []byte {
	raw, err := encodeAnswer(resp)
	if err != nil {
		return []byte(unwritable)
	}
	return raw
}

// forward sends results until there are no more, nobody listens any more, or the
// session ends.
func (t Events) forward(ctx context.Context, exec graphql.GraphExecutor, s *stream, results <-chan []byte) {
	var expired <-chan time.Time
	renew := func(context.Context) error { return nil }
	if t.Session != nil {
		at, ask := t.Session(ctx)
		if ask != nil {
			renew = ask
		}
		if !at.IsZero() {
			timer := time.NewTimer(time.Until(at))
			defer timer.Stop()
			expired = timer.C
		}
	}
	if t.PingEvery == 0 {
		t.PingEvery = defaultPingEvery
	}
	ping := time.NewTicker(t.PingEvery)
	defer ping.Stop()
	signedOut := func() {
		s.next(encode(exec.DispatchError(ctx, gqlerror.List{gqlError(problem.New(problem.Unauthenticated, "the session has ended: sign in again"))})))
		s.send("event: complete\ndata:\n\n")
	}
	for s.err == nil {
		select {
		case result, ok := <-results:
			if !ok {
				s.send("event: complete\ndata:\n\n")
				return
			}
			s.next(result)
		case <-ping.C:
			if p, ok := problem.As(renew(ctx)); ok && p.Code == problem.Unauthenticated {
				signedOut()
				return
			}
			s.send(":\n\n")
		case <-expired:
			signedOut()
			return
		case <-t.Stop:
			return
		case <-ctx.Done():
			return
		}
	}
}

// stream writes events; after an error it writes nothing more.
type stream struct {
	w       http.ResponseWriter
	flusher *http.ResponseController
	err     error
}

func (s *stream) next(result []byte) { s.send("event: next\ndata: " + string(result) + "\n\n") }

func (s *stream) send(text string) {
	if s.err != nil {
		return
	}
	if _, s.err = fmt.Fprint(s.w, text); s.err == nil {
		s.err = s.flusher.Flush()
	}
}
