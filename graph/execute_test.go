package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// executing is an operation that makes objects one after another, or side by side.
func executing(t *testing.T, aside bool) (context.Context, *graphql.OperationContext) {
	t.Helper()
	oc := &graphql.OperationContext{RecoverFunc: func(_ context.Context, cause any) error { return fmt.Errorf("panic: %v", cause) }}
	oc.Stats.SetExtension(sideBySideName, aside)
	ctx := graphql.WithOperationContext(t.Context(), oc)
	ctx = graphql.WithResponseContext(ctx, func(ctx context.Context, err error) *gqlerror.Error {
		var known *gqlerror.Error
		if !errors.As(err, &known) {
			known = gqlerror.WrapPath(graphql.GetPath(ctx), err)
		}
		return known
	}, oc.RecoverFunc)
	return graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: named("list")}), oc
}

func named(name string) graphql.CollectedField {
	return graphql.CollectedField{Field: &ast.Field{Name: name, Alias: name}}
}

func asJSON(m graphql.Marshaler) string {
	var b bytes.Buffer
	m.MarshalGQL(&b)
	return b.String()
}

// TestRowsComeInOrderAndAPanicCostsOne makes a list of which one row panics.
func TestRowsComeInOrderAndAPanicCostsOne(t *testing.T) {
	t.Parallel()
	for _, aside := range []bool{false, true} {
		ctx, oc := executing(t, aside)
		rows := marshalSlice(ctx, oc, 4, func(ctx context.Context, i int) graphql.Marshaler {
			if i == 2 {
				panic("no row")
			}
			return graphql.MarshalString(fmt.Sprint(i, graphql.GetPath(ctx)))
		})
		if got := asJSON(rows); got != `["0 list[0]","1 list[1]",null,"3 list[3]"]` {
			t.Errorf("side by side %v: %s", aside, got)
		}
		errs := graphql.GetErrors(ctx)
		if len(errs) != 1 || errs[0].Path.String() != "list[2]" {
			t.Errorf("side by side %v: errors %v", aside, errs)
		}
	}
}

// TestAnObjectIsInvalidByItsNonNullFields makes objects whose first value is null.
func TestAnObjectIsInvalidByItsNonNullFields(t *testing.T) {
	t.Parallel()
	for _, aside := range []bool{false, true} {
		for _, nonNull := range []bool{false, true} {
			ctx, oc := executing(t, aside)
			object := newFieldSet([]graphql.CollectedField{named("a"), named("b"), named("a")})
			object.resolve(ctx, oc, 0, true, nonNull, func(context.Context) graphql.Marshaler { panic("no value") })
			object.resolve(ctx, oc, 1, true, true, func(context.Context) graphql.Marshaler { return graphql.True })
			object.Values[2] = graphql.False // the same field, by another fragment
			object.Dispatch(ctx)
			if (object.Invalids > 0) != nonNull {
				t.Errorf("side by side %v, non-null %v: %d values make it invalid", aside, nonNull, object.Invalids)
			}
			if got := asJSON(object); got != `{"a":null,"b":true}` {
				t.Errorf("side by side %v: %s", aside, got)
			}
		}
	}
}

// TestOnlyWhatWaitsIsMadeSideBySide looks for fields that wait, in fragments too.
func TestOnlyWhatWaitsIsMadeSideBySide(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]bool{
		`{ books { edges { node { name } } } }`:            false,
		`{ jobs { edges { node { id } } } }`:               false,
		`{ files { edges { node { sheets { name } } } } }`: true,
		`{ files { edges { node { ...F } } } } fragment F on File { ` +
			`... on File { formFields { name } } }`: true,
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: document})
		if err != nil {
			t.Fatal(err)
		}
		oc := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
		noteWaiting(oc)
		if sideBySide(oc) != want {
			t.Errorf("side by side %v: %s", !want, document)
		}
	}
}
