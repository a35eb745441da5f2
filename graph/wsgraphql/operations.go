package wsgraphql

import "strconv"

// operations are those that run on one socket. gqlgen is given ids of our own,
// each of which is used once, so that a client may use an id again as soon as it
// has sent complete, however long the operation takes to end.
type operations struct {
	next   int
	ours   map[string]string // the client's id → ours, while the client holds it
	theirs map[string]string // ours → the client's, empty after the client's complete
}

func newOperations() operations {
	return operations{ours: map[string]string{}, theirs: map[string]string{}}
}

func (o *operations) holds(id string) bool { _, ok := o.ours[id]; return ok }

func (o *operations) running() int { return len(o.theirs) }

// begin takes the client's id and gives ours.
func (o *operations) begin(id string) string {
	o.next++
	own := strconv.Itoa(o.next)
	o.ours[id], o.theirs[own] = own, id
	return own
}

// release frees the client's id and gives ours, which goes on until gqlgen ends
// the operation.
func (o *operations) release(id string) (own string, ok bool) {
	own, ok = o.ours[id]
	if ok {
		delete(o.ours, id)
		o.theirs[own] = ""
	}
	return own, ok
}

// end ends an operation of ours and gives the client's id, unless the client has
// released it, or it ended before.
func (o *operations) end(own string) (id string, ok bool) {
	id = o.theirs[own]
	delete(o.theirs, own)
	if id == "" {
		return "", false
	}
	delete(o.ours, id)
	return id, true
}
