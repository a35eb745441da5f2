package graph

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// The database client reads the selection of a query to fetch all that is asked
// for in few statements. What it reads is prepared here, for it would not get
// everything right: a list without a length must get one; what is asked of one
// object under several aliases must come together, or only the last counts; a
// page's kind is needed whatever is asked of it; and the parts of a list are not
// found under an alias.

// everything is a field that the database client does not know, upon which it
// fetches all columns of a row.
const everything = "everything"

// prepareSelections gives a field the prepared copy of its selections. The
// executor goes on with the original.
func prepareSelections(ctx context.Context, fc *graphql.FieldContext) error {
	oc := graphql.GetOperationContext(ctx)
	p := preparer{fragments: oc.Doc.Fragments, variables: oc.Variables}
	prepared, err := p.set(fc.Field.Selections)
	if err != nil {
		return err
	}
	fc.Field.Selections = keep(ctx, prepared)
	return nil
}

// sameAs are fields that stand for one edge of the database.
var sameAs = map[string]string{"fallback": "file"}

// fetchedOnce tells a field that is fetched once, whatever its aliases: another
// object, or a part of a list.
func fetchedOnce(f *ast.Field) bool {
	if f.Name == "edges" || f.Name == "totalCount" {
		return true
	}
	return len(f.SelectionSet) > 0 && f.Definition != nil && f.Definition.Type.Elem == nil && !isList(f.Definition)
}

// edges asks for a list's rows, and nothing of them.
func edges() *ast.Field {
	return &ast.Field{Name: "edges", Alias: "edges", SelectionSet: ast.SelectionSet{
		&ast.Field{Name: "node", Alias: "node", SelectionSet: ast.SelectionSet{
			&ast.Field{Name: everything, Alias: everything},
		}},
	}}
}

type preparer struct {
	fragments ast.FragmentDefinitionList
	variables map[string]any
}

// set copies a selection set. A fragment's spread becomes an inline fragment, for
// the executor finds fragments by name.
func (p preparer) set(in ast.SelectionSet) (ast.SelectionSet, error) {
	if len(in) == 0 {
		return in, nil
	}
	out := make(ast.SelectionSet, 0, len(in)+1)
	for _, s := range in {
		var c ast.Selection
		var err error
		switch s := s.(type) {
		case *ast.Field:
			c, err = p.field(s)
		case *ast.InlineFragment:
			c, err = p.fragment(s.TypeCondition, s.Directives, s.SelectionSet, s.ObjectDefinition)
		case *ast.FragmentSpread:
			d := p.fragments.ForName(s.Name)
			c, err = p.fragment(d.TypeCondition, s.Directives, d.SelectionSet, s.ObjectDefinition)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
		if f, ok := c.(*ast.Field); ok && f.Name == "pageInfo" {
			out = append(out, edges()) // without rows there are no cursors
		}
	}
	return append(out, &ast.Field{Name: everything, Alias: everything}), nil
}

func (p preparer) field(f *ast.Field) (ast.Selection, error) {
	c := *f
	c.ObjectDefinition = nil // fields of several types of page are one
	if fetchedOnce(f) {
		if same, ok := sameAs[f.Name]; ok {
			c.Name = same
		}
		c.Alias = c.Name
	}
	if len(f.SelectionSet) == 0 {
		return &c, nil
	}
	var err error
	if isList(f.Definition) {
		if c.Arguments, err = boundArguments(f, p.variables); err != nil {
			return nil, err
		}
	}
	c.SelectionSet, err = p.set(f.SelectionSet)
	return &c, err
}

func (p preparer) fragment(on string, directives ast.DirectiveList, set ast.SelectionSet, object *ast.Definition) (ast.Selection, error) {
	prepared, err := p.set(set)
	return &ast.InlineFragment{TypeCondition: on, Directives: directives, SelectionSet: prepared, ObjectDefinition: object}, err
}

// within gives the context with which the client fetches a field of a payload,
// such as the book of an updateBook, and whether the field is asked for at all.
func within(ctx context.Context, name string) (context.Context, bool) {
	fc := graphql.GetFieldContext(ctx)
	for _, f := range graphql.CollectFields(graphql.GetOperationContext(ctx), fc.Field.Selections, nil) {
		if f.Name == name { // which is there once, since the selections are prepared
			return graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: fc.Field.Definition.Type.Name(), Field: f}), true
		}
	}
	return ctx, false
}

// gqlgen remembers collected fields by the address of their selections. Our
// copies must therefore stay where they are as long as the operation lasts, or
// another copy could come to lie at the same address.

type keeperKey struct{}

type keeper struct {
	mu     sync.Mutex
	kept   []ast.SelectionSet
	shared map[any]any
}

// KeepSelections stands around an operation and keeps what its fields share.
func KeepSelections(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	noteWaiting(oc)
	noteShared(oc)
	return next(context.WithValue(ctx, keeperKey{}, &keeper{shared: map[any]any{}}))
}

func keeperOf(ctx context.Context) *keeper {
	k, ok := ctx.Value(keeperKey{}).(*keeper)
	if !ok {
		panic("graph: the server was not set up with graph.Install")
	}
	return k
}

func keep(ctx context.Context, s ast.SelectionSet) ast.SelectionSet {
	k := keeperOf(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, s)
	return s
}

// sharedOnce gives the value that the operation keeps under a key, made by the
// first who asks.
func sharedOnce[T any](ctx context.Context, key any, fresh func() T) T {
	k := keeperOf(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.shared[key]; !ok {
		k.shared[key] = fresh()
	}
	return k.shared[key].(T)
}
