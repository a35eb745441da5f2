package graph

import (
	"errors"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// subscribing is an operation of the real schema, looked through.
func subscribing(t *testing.T, document string) *graphql.OperationContext {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(NewSchema(&Resolver{}).Schema(), document, nil)
	if errs != nil {
		t.Fatalf("%s: %v", document, errs)
	}
	oc := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	noteWaiting(oc)
	noteShared(oc)
	return oc
}

// TestEventsAreSharedUnlessTheyDiffer looks at which subscriptions share.
func TestEventsAreSharedUnlessTheyDiffer(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]bool{
		`subscription($id: ID!) { batchProgress(id: $id) { sequence progress { counts { done } } } }`:                     true,
		`subscription { jobProgress(id: "job_1") { ...F } } fragment F on JobEvent { status error { code } }`:             true,
		`subscription { jobFeed { sequence status } }`:                                                                    true,
		`subscription { batchProgress(id: "b") { sequence batch { id } } }`:                                               false,
		`subscription { jobProgress(id: "j") { job { id } } }`:                                                            false,
		`subscription($x: Boolean!) { jobProgress(id: "j") { status sequence @include(if: $x) } }`:                        false,
		`subscription($x: Boolean!) { jobProgress(id: "j") { status ...F @skip(if: $x) } } fragment F on JobEvent { at }`: false,
		`subscription($x: Boolean!) { jobProgress(id: "j") { ...F } } fragment F on JobEvent { at @include(if: $x) }`:     false,
		`{ viewer { user { id } } }`: false,
	} {
		if shares, _ := subscribing(t, document).Stats.GetExtension(sharesName).(bool); shares != want {
			t.Errorf("shared %v: %s", shares, document)
		}
	}
}

// TestAStateIsWrittenOnceForADocument asks for states by several documents.
func TestAStateIsWrittenOnceForADocument(t *testing.T) {
	t.Parallel()
	type state struct{ n int }
	one, other := &state{1}, &state{1}
	document, again := &ast.OperationDefinition{}, &ast.OperationDefinition{}
	times := 0
	ask := func(of *state, document *ast.OperationDefinition, fails error) string {
		ctx, oc := executing(t, false)
		oc.Operation = document
		oc.Stats.SetExtension(sharesName, true)
		return asJSON(writtenOnce(ctx, oc, of, func() graphql.Marshaler {
			times++
			if fails != nil {
				graphql.AddError(ctx, fails)
			}
			return graphql.MarshalInt(times)
		}))
	}
	got := []string{
		ask(one, document, nil), ask(one, document, nil), ask(other, document, nil), ask(one, again, nil), ask(other, document, nil),
		ask(other, again, errors.New("it failed")), ask(other, again, nil), ask(other, again, nil),
	}
	want := []string{"1", "1", "2", "3", "2", "4", "5", "5"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("the %d. is writing %s, want %s", i+1, got[i], want[i])
		}
	}
}

// TestOldEventsMakeRoom fills the memory of events.
func TestOldEventsMakeRoom(t *testing.T) {
	t.Parallel()
	e := newEvents(2)
	keys := []eventKey{{state: "a"}, {state: "b"}, {state: "c"}}
	for _, k := range keys {
		e.put(k, rawJSON("1"))
	}
	e.put(keys[2], rawJSON("2"))
	_, first := e.get(keys[0])
	_, second := e.get(keys[1])
	third, _ := e.get(keys[2])
	if first || !second || string(third) != "1" || len(e.text) != 2 {
		t.Errorf("%v %v %s, %d are kept", first, second, third, len(e.text))
	}
}
