package graph

import (
	"strings"
	"time"

	"entgo.io/contrib/entgql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"quire/ent"
	"quire/internal/problem"
)

// Bounds of a page of a list.
const (
	defaultPage = 25
	maxPage     = 100
)

// isList tells a field that gives a connection.
func isList(f *ast.FieldDefinition) bool {
	return f != nil && strings.HasSuffix(f.Type.Name(), "Connection")
}

// boundList checks the arguments of a list, and gives it the default length when
// the query names none.
func boundList(fc *graphql.FieldContext) error {
	if !isList(fc.Field.Definition) {
		return nil
	}
	first, _ := fc.Args["first"].(*int)
	last, _ := fc.Args["last"].(*int)
	if err := checkPage(first, last); err != nil {
		return err
	}
	for _, name := range []string{"after", "before"} {
		if c, _ := fc.Args[name].(*ent.Cursor); c != nil && !plausible(*c) {
			return errCursor(name)
		}
	}
	if first == nil && last == nil {
		n := defaultPage
		fc.Args["first"] = &n
	}
	return nil
}

// boundArguments does as boundList for a list further down, whose rows are
// fetched before its own field is reached. It gives the arguments to fetch with.
func boundArguments(f *ast.Field, variables map[string]any) (ast.ArgumentList, error) {
	given := f.ArgumentMap(variables)
	first, last := number(given["first"]), number(given["last"])
	if err := checkPage(first, last); err != nil {
		return nil, err
	}
	for _, name := range []string{"after", "before"} {
		if given[name] == nil {
			continue
		}
		var c ent.Cursor
		if c.UnmarshalGQL(given[name]) != nil || !plausible(c) {
			return nil, errCursor(name)
		}
	}
	if first != nil || last != nil {
		return f.Arguments, nil
	}
	bounded := ast.ArgumentList{{Name: "first", Value: &ast.Value{Kind: ast.IntValue, Raw: "25"}}}
	for _, a := range f.Arguments {
		if a.Name != "first" { // it is null
			bounded = append(bounded, a)
		}
	}
	return bounded, nil
}

func number(v any) *int {
	if v == nil {
		return nil
	}
	n, err := graphql.UnmarshalInt(v)
	if err != nil {
		n = 0 // out of every bound
	}
	return &n
}

func checkPage(first, last *int) error {
	var in problem.Input
	in.Check(first == nil || last == nil, "last", "give first or last, not both")
	in.Check(first == nil || (*first >= 1 && *first <= maxPage), "first", "first must be from 1 to %d", maxPage)
	in.Check(last == nil || (*last >= 1 && *last <= maxPage), "last", "last must be from 1 to %d", maxPage)
	return in.Err()
}

// plausible tells whether the cursor holds what the cursors of a list hold: the
// database would choke on anything else.
func plausible(c entgql.Cursor[string]) bool {
	switch v := c.Value.(type) {
	case nil, time.Time, int8, int16, int32, int64, uint8, uint16, uint32, uint64:
		return true
	case string:
		return !strings.ContainsRune(v+c.ID, 0)
	}
	return false
}

func errCursor(field string) error {
	return &problem.Error{Code: problem.BadInput, Field: field,
		Message: "this is no cursor of the list: take it from pageInfo or an edge of the same list, in the same order"}
}

// pageSize is how many rows a list gives at most, for reckoning its cost.
func pageSize(first, last *int) int {
	n := defaultPage
	switch {
	case first != nil:
		n = *first
	case last != nil:
		n = *last
	}
	return min(max(n, 1), maxPage)
}
