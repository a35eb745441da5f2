package graph_test

import (
	"strings"
	"testing"

	"quire/graph"
)

// TestEverythingIsDescribed: the SDL is the manual that GraphiQL shows.
func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	schema := graph.NewSchema(&graph.Resolver{}).Schema()
	want := func(what, description string) {
		t.Helper()
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description in graph/schema", what)
		}
	}
	for _, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		want(def.Name, def.Description)
		for _, v := range def.EnumValues {
			want(def.Name+"."+v.Name, v.Description)
		}
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			want(def.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				want(def.Name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
	}
	for _, d := range schema.Directives {
		if d.Position == nil || d.Position.Src == nil || d.Position.Src.BuiltIn {
			continue
		}
		want("@"+d.Name, d.Description)
		for _, a := range d.Arguments {
			want("@"+d.Name+"("+a.Name+":)", a.Description)
		}
	}
}
