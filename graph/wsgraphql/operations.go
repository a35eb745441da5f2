package wsgraphql

import (
	"context"
	"encoding/json"
)

// operation is one that runs on a socket.
type operation struct {
	id     string          // the client's
	quoted json.RawMessage // the same as JSON
	cancel context.CancelFunc
	sleep  sleep
}

// operations are those of one socket. A client may use an id again as soon as it
// has sent complete, however long the operation takes to end.
type operations struct {
	held    map[string]*operation // those whose end the client awaits, by its id
	running int
}

func (o *operations) holds(id string) bool { return o.held[id] != nil }

// begin takes the client's id.
func (o *operations) begin(id string, cancel context.CancelFunc) *operation {
	quoted, _ := json.Marshal(id)
	op := &operation{id: id, quoted: quoted, cancel: cancel}
	if o.held == nil {
		o.held = map[string]*operation{}
	}
	o.held[id] = op
	o.running++
	return op
}

// release frees the client's id, and ends what had it.
func (o *operations) release(id string) {
	if op := o.held[id]; op != nil {
		delete(o.held, id)
		op.cancel()
	}
}

// awaited tells whether the client wants to hear of the operation.
func (o *operations) awaited(op *operation) bool { return o.held[op.id] == op }

// end is for an operation that has ended; it tells whether the client awaits it.
func (o *operations) end(op *operation) (awaited bool) {
	o.running--
	if awaited = o.awaited(op); awaited {
		delete(o.held, op.id)
	}
	return awaited
}
