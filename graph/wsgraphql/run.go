package wsgraphql

import (
	"bytes"
	"context"
	"encoding/json"
	"runtime/debug"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/graph/answer"
	"quire/internal/problem"
)

// run executes an operation until it has ended, or the context has.
func (s *socket) run(ctx context.Context, op *operation, payload json.RawMessage) {
	defer s.panicked(ctx, op)
	switch err := s.renew(); {
	case isSignedOut(err):
		s.hangUp(CloseForbidden, signedOutReason)
		s.end(op)
		return
	case err != nil:
		s.t.options.Log.WarnContext(ctx, "websocket session could not be asked", "error", err)
		s.fail(op, gqlerror.List{asGraphQL(problem.New(problem.Unavailable, "your session cannot be checked just now: try again in a moment"))})
		return
	}
	ctx = graphql.StartOperationTrace(s.current().Enter(ctx))
	oc, errs := s.exec.CreateOperationContext(ctx, parameters(payload))
	ctx = context.WithValue(graphql.WithOperationContext(ctx, oc), operationKey{}, op)
	if len(errs) > 0 {
		s.fail(op, s.exec.DispatchError(ctx, errs).Errors)
		return
	}
	results, ctx := s.exec.DispatchOperation(ctx, oc)
	context.AfterFunc(ctx, op.sleep.wake)
	s.goOn(ctx, op, results)
}

// goOn sends results until there are no more, or the operation sleeps.
func (s *socket) goOn(ctx context.Context, op *operation, results graphql.ResponseHandler) {
	defer s.panicked(ctx, op)
	for {
		op.sleep.look()
		result := results(ctx)
		if result == nil || s.next(op, result) != nil {
			break
		}
		if op.sleep.until(func() { s.goOn(ctx, op, results) }) {
			return
		}
	}
	if s.end(op) && s.ctx.Err() == nil {
		_ = s.send(message{ID: op.id, Type: "complete"})
	}
}

// panicked ends an operation that panics.
func (s *socket) panicked(ctx context.Context, op *operation) {
	if cause := recover(); cause != nil {
		s.t.options.Log.ErrorContext(ctx, "an operation of a websocket panicked", "panic", cause, "stack", string(debug.Stack()))
		s.fail(op, s.exec.DispatchError(ctx, gqlerror.List{asGraphQL(problem.New(problem.Internal, "the operation failed: try again"))}).Errors)
	}
}

// parameters reads the payload of subscribe, which is known to be an operation.
func parameters(payload json.RawMessage) *graphql.RawParams {
	start := graphql.Now()
	var p graphql.RawParams
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber() // as gqlgen expects variables
	_ = d.Decode(&p)
	p.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return &p
}

func asGraphQL(p *problem.Error) *gqlerror.Error {
	return &gqlerror.Error{Err: p, Message: p.Message, Extensions: map[string]any{"code": string(p.Code)}}
}

// buffers are what messages are written in.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// keptBuffer is the largest buffer that is kept, in bytes.
const keptBuffer = 64 << 10

// next sends a result, unless the client has ended the operation.
func (s *socket) next(op *operation, result *graphql.Response) error {
	s.mu.Lock()
	awaited := s.operations.awaited(op)
	s.mu.Unlock()
	if !awaited {
		return nil
	}
	buffer, _ := buffers.Get().(*[]byte)
	text := append(append(append((*buffer)[:0], `{"id":`...), op.quoted...), `,"type":"next","payload":`...)
	text, err := answer.Append(text, result)
	if err != nil {
		s.hangUp(CloseInternal, "Internal server error")
		return err
	}
	text = append(text, '}')
	err = s.write(text)
	if cap(text) <= keptBuffer {
		*buffer = text
		buffers.Put(buffer)
	}
	return err
}

// fail ends an operation that was not executed.
func (s *socket) fail(op *operation, errs gqlerror.List) {
	if !s.end(op) {
		return
	}
	raw, err := json.Marshal(errs)
	if err != nil {
		s.hangUp(CloseInternal, "Internal server error")
		return
	}
	_ = s.send(message{ID: op.id, Type: "error", Payload: raw})
}

// end gives the operation's place to another, and tells whether the client
// awaits its end.
func (s *socket) end(op *operation) bool {
	op.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.operations.end(op)
}
