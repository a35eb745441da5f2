// Package breaks tells what a change of a GraphQL schema breaks for clients that
// were written against the older one.
package breaks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Between compares two schemas and gives one line for each break, sorted: what
// was removed, outputs that may now be null or are of another type, and inputs
// that now need more. It returns an error when a schema is not valid.
func Between(older, newer string) ([]string, error) {
	var schemas [2]*ast.Schema
	for i, text := range []string{older, newer} {
		s, err := gqlparser.LoadSchema(&ast.Source{Name: [2]string{"older", "newer"}[i], Input: text})
		if err != nil {
			return nil, fmt.Errorf("the schema cannot be read: %w", err)
		}
		schemas[i] = s
	}
	c := comparison{newer: schemas[1]}
	for name, def := range schemas[0].Types {
		if !def.BuiltIn && !strings.HasPrefix(name, "__") {
			c.definition(def)
		}
	}
	slices.Sort(c.found)
	return c.found, nil
}

// Except leaves out the lines that the text allows; its empty lines, and those
// that begin with #, allow nothing.
func Except(found []string, allowed string) []string {
	lines := strings.Split(allowed, "\n")
	return slices.DeleteFunc(found, func(line string) bool {
		return slices.ContainsFunc(lines, func(a string) bool { return strings.TrimSpace(a) == line && !strings.HasPrefix(a, "#") })
	})
}

type comparison struct {
	newer *ast.Schema
	found []string
}

func (c *comparison) breaks(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

func (c *comparison) definition(was *ast.Definition) {
	is := c.newer.Types[was.Name]
	switch {
	case is == nil:
		c.breaks("%s was removed", was.Name)
		return
	case is.Kind != was.Kind:
		c.breaks("%s was %s and is %s", was.Name, was.Kind, is.Kind)
		return
	}
	for _, v := range was.EnumValues {
		if is.EnumValues.ForName(v.Name) == nil {
			c.breaks("%s.%s was removed", was.Name, v.Name)
		}
	}
	for _, list := range []struct {
		word    string
		was, is []string
	}{{"implements", was.Interfaces, is.Interfaces}, {"may be", was.Types, is.Types}} {
		for _, name := range list.was {
			if !slices.Contains(list.is, name) {
				c.breaks("%s no longer %s %s", was.Name, list.word, name)
			}
		}
	}
	if was.Kind == ast.InputObject {
		c.inputs(was, is)
		return
	}
	for _, f := range was.Fields {
		c.field(was.Name+"."+f.Name, f, is.Fields.ForName(f.Name))
	}
}

func (c *comparison) field(name string, was, is *ast.FieldDefinition) {
	if is == nil {
		c.breaks("%s was removed", name)
		return
	}
	if !promises(is.Type, was.Type) {
		c.breaks("%s was %s and is %s", name, was.Type, is.Type)
	}
	for _, a := range was.Arguments {
		c.input(fmt.Sprintf("%s(%s:)", name, a.Name), a.Type, is.Arguments.ForName(a.Name))
	}
	for _, a := range is.Arguments {
		if was.Arguments.ForName(a.Name) == nil && a.Type.NonNull && a.DefaultValue == nil {
			c.breaks("%s(%s:) is new and needed", name, a.Name)
		}
	}
}

func (c *comparison) inputs(was, is *ast.Definition) {
	for _, f := range was.Fields {
		now := is.Fields.ForName(f.Name)
		if now == nil {
			c.breaks("%s.%s was removed", was.Name, f.Name)
			continue
		}
		c.input(was.Name+"."+f.Name, f.Type, &ast.ArgumentDefinition{Type: now.Type, DefaultValue: now.DefaultValue})
	}
	for _, f := range is.Fields {
		if was.Fields.ForName(f.Name) == nil && f.Type.NonNull && f.DefaultValue == nil {
			c.breaks("%s.%s is new and needed", was.Name, f.Name)
		}
	}
}

func (c *comparison) input(name string, was *ast.Type, is *ast.ArgumentDefinition) {
	switch {
	case is == nil:
		c.breaks("%s was removed", name)
	case is.Type.NonNull && !was.NonNull && is.DefaultValue != nil && promises(nonNull(was), is.Type):
		// What was left out is still left out.
	case !promises(was, is.Type):
		c.breaks("%s was %s and is %s", name, was, is.Type)
	}
}

func nonNull(t *ast.Type) *ast.Type {
	copied := *t
	copied.NonNull = true
	return &copied
}

// promises tells whether all values of one type are values of the other: the
// same, but perhaps never null where the other may be.
func promises(one, other *ast.Type) bool {
	switch {
	case other.NonNull && !one.NonNull, (one.Elem == nil) != (other.Elem == nil):
		return false
	case one.Elem != nil:
		return promises(one.Elem, other.Elem)
	}
	return one.NamedType == other.NamedType
}
