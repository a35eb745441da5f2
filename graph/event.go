package graph

import (
	"bytes"
	"context"
	"io"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Thousands may watch one batch, with one front end's document: each of its states
// is then written as JSON once, and sent to all. Nothing of an event depends on
// who watches, but for the fields that read a row afresh.

const sharesName = "QuireSharesEvents"

// noteShared looks once through a subscription, before it is executed: its events
// are the same for all who send the document unless variables change what it
// selects.
func noteShared(oc *graphql.OperationContext) {
	shares := oc.Operation.Operation == ast.Subscription && !sideBySide(oc) && !varies(oc.Operation.SelectionSet, 0)
	for _, f := range oc.Doc.Fragments {
		shares = shares && !varies(f.SelectionSet, 1)
	}
	oc.Stats.SetExtension(sharesName, shares)
}

// varies tells whether a selection may give one subscriber what it does not give
// another: by variables, but for the arguments of the subscription's own field,
// which say what is watched, or by who asks.
func varies(set ast.SelectionSet, depth int) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field:
			guarded := s.Definition == nil || len(s.Definition.Directives) > 0
			return (depth > 0 && (guarded || len(s.Arguments) > 0)) || len(s.Directives) > 0 || varies(s.SelectionSet, depth+1)
		case *ast.InlineFragment:
			return len(s.Directives) > 0 || varies(s.SelectionSet, depth)
		case *ast.FragmentSpread:
			return len(s.Directives) > 0
		}
		return false
	})
}

// eventKey is a state, as a subscription asks for it, which has one field at its
// root. Documents are kept parsed, so that the same text gives the same operation.
type eventKey struct {
	state        any
	subscription *ast.OperationDefinition
}

// written are the events written last; the states that they are of stay in memory
// with them, so that no other can come to lie at their address.
var written = newEvents(1024)

// events remembers the latest of some number.
type events struct {
	mu   sync.Mutex
	text map[eventKey]rawJSON
	ring []eventKey
	next int
}

func newEvents(most int) *events {
	return &events{text: map[eventKey]rawJSON{}, ring: make([]eventKey, most)}
}

func (e *events) get(key eventKey) (text rawJSON, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	text, ok = e.text[key]
	return text, ok
}

func (e *events) put(key eventKey, text rawJSON) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, there := e.text[key]; there {
		return
	}
	delete(e.text, e.ring[e.next])
	e.ring[e.next] = key
	e.next = (e.next + 1) % len(e.ring)
	e.text[key] = text
}

// writtenOnce gives the JSON of a state, which the first who asks for it makes.
func writtenOnce(ctx context.Context, oc *graphql.OperationContext, state any, write func() graphql.Marshaler) graphql.Marshaler {
	if shares, _ := oc.Stats.GetExtension(sharesName).(bool); !shares {
		return write()
	}
	key := eventKey{state, oc.Operation}
	if text, ok := written.get(key); ok {
		return text
	}
	m := write()
	if m == graphql.Null || len(graphql.GetErrors(ctx)) > 0 {
		return m
	}
	var b bytes.Buffer
	m.MarshalGQL(&b)
	text := rawJSON(b.Bytes())
	written.put(key, text)
	return text
}

// rawJSON is a value that is written already.
type rawJSON []byte

// MarshalGQL writes it.
func (r rawJSON) MarshalGQL(w io.Writer) { _, _ = w.Write(r) }
