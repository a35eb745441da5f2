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

// What the generated code executes objects and lists with, in place of gqlgen's
// own: most of what is asked for lies in memory already, so goroutines would cost
// more than they save. See graph/generator.

// waiting are the fields that read a file or ask the database for each object by
// itself. An operation with one of them makes objects side by side.
var waiting = map[string]bool{
	"formFields": true, "sheets": true, "pageCount": true, "images": true, "download": true,
	"jobs": true, "customers": true, "job": true, "batch": true,
}

const sideBySideName = "QuireSideBySide"

// sideBySide tells whether the operation asks for what waits.
func sideBySide(oc *graphql.OperationContext) bool {
	known, _ := oc.Stats.GetExtension(sideBySideName).(bool)
	return known
}

// noteWaiting looks once through an operation, before it is executed.
func noteWaiting(oc *graphql.OperationContext) {
	waits := anyWaiting(oc.Operation.SelectionSet, 0)
	for _, f := range oc.Doc.Fragments {
		waits = waits || anyWaiting(f.SelectionSet, 1)
	}
	oc.Stats.SetExtension(sideBySideName, waits)
}

func anyWaiting(set ast.SelectionSet, depth int) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field: // a field of the root is alone
			return (depth > 0 && waiting[s.Name]) || anyWaiting(s.SelectionSet, depth+1)
		case *ast.InlineFragment:
			return anyWaiting(s.SelectionSet, depth)
		}
		return false
	})
}

// fieldSet is an object that is being made, and then written.
type fieldSet struct {
	fields   []graphql.CollectedField
	Values   []graphql.Marshaler
	Invalids uint32
	later    []func()
}

func newFieldSet(fields []graphql.CollectedField) *fieldSet {
	return &fieldSet{fields: fields, Values: make([]graphql.Marshaler, len(fields))}
}

// resolve makes the value of the i-th field, now or in Dispatch.
func (s *fieldSet) resolve(ctx context.Context, oc *graphql.OperationContext, i int, _, nonNull bool, value func(context.Context) graphql.Marshaler) {
	if !sideBySide(oc) {
		s.Values[i] = caught(ctx, oc, value)
		s.check(i, nonNull)
		return
	}
	var done sync.WaitGroup
	done.Go(func() { s.Values[i] = caught(ctx, oc, value) })
	s.later = append(s.later, func() {
		done.Wait()
		s.check(i, nonNull)
	})
}

// check counts a value that makes the object null.
func (s *fieldSet) check(i int, nonNull bool) {
	if nonNull && s.Values[i] == graphql.Null || !nonNull && s.Values[i] == graphql.RequiredNull {
		s.Invalids++
	}
}

// Dispatch waits for all values.
func (s *fieldSet) Dispatch(context.Context) {
	for _, wait := range s.later {
		wait()
	}
}

// caught makes a value; a panic becomes an error and null.
func caught(ctx context.Context, oc *graphql.OperationContext, value func(context.Context) graphql.Marshaler) (made graphql.Marshaler) {
	defer func() {
		if cause := recover(); cause != nil {
			oc.Error(ctx, oc.Recover(ctx, cause))
			made = graphql.Null
		}
	}()
	return value(ctx)
}

// MarshalGQL writes the object. Fields of several types of fragments may have the
// same name; they are the same, so the first counts.
func (s *fieldSet) MarshalGQL(w io.Writer) {
	b, ok := w.(*bytes.Buffer)
	if !ok {
		b = &bytes.Buffer{}
		defer func() { _, _ = b.WriteTo(w) }()
	}
	_ = b.WriteByte('{')
	for i, f := range s.fields {
		if slices.ContainsFunc(s.fields[:i], func(earlier graphql.CollectedField) bool { return earlier.Alias == f.Alias }) {
			continue
		}
		if i > 0 {
			_ = b.WriteByte(',')
		}
		_ = b.WriteByte('"') // a name needs no escapes (GraphQL specification, October 2021, 2.1.9)
		_, _ = b.WriteString(f.Alias)
		_, _ = b.WriteString(`":`)
		s.Values[i].MarshalGQL(b)
	}
	_ = b.WriteByte('}')
}

// marshalSlice makes the rows of a list, in order. Rows that are made one after
// another share a context, which tells where they are.
func marshalSlice(ctx context.Context, oc *graphql.OperationContext, length int, row func(context.Context, int) graphql.Marshaler) graphql.Array {
	if sideBySide(oc) {
		return graphql.MarshalSliceConcurrently(ctx, length, 0, false, row)
	}
	rows := make(graphql.Array, length)
	if length == 0 {
		return rows
	}
	var at int
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &at})
	one := func(ctx context.Context) graphql.Marshaler { return row(ctx, at) }
	for at = range rows {
		rows[at] = caught(ctx, oc, one)
	}
	return rows
}
