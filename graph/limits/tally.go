package limits

import (
	"math"

	"github.com/vektah/gqlparser/v2/ast"
)

// tally is the shape of a selection. Fragments count wherever they are spread,
// except for aliases, directives and duplicates, which count once where they
// are written.
type tally struct {
	depth, fields                   int
	aliases, directives, duplicates int
	introspects                     bool
}

// count measures an operation. Each fragment is walked once, so the time is
// linear in the document, however often fragments spread each other.
func count(op *ast.OperationDefinition) tally {
	c := counter{fragments: map[*ast.FragmentDefinition]tally{}}
	c.whole.directives = len(op.Directives)
	t := c.set(op.SelectionSet)
	t.aliases, t.directives, t.duplicates = c.whole.aliases, c.whole.directives, c.whole.duplicates
	return t
}

type counter struct {
	fragments map[*ast.FragmentDefinition]tally
	whole     tally // what counts once where it is written
}

func (c *counter) set(set ast.SelectionSet) tally {
	var t tally
	seen := map[string]bool{}
	for _, s := range set {
		var one tally
		var name string
		switch s := s.(type) {
		case *ast.Field:
			one, name = c.field(s), s.Alias
		case *ast.InlineFragment:
			c.whole.directives += len(s.Directives)
			one = c.set(s.SelectionSet)
		case *ast.FragmentSpread:
			c.whole.directives += len(s.Directives)
			one, name = c.fragment(s.Definition), "..."+s.Name
		}
		if name != "" && seen[name] {
			c.whole.duplicates++
		}
		seen[name] = true
		t.depth = max(t.depth, one.depth)
		t.fields = add(t.fields, one.fields)
		t.introspects = t.introspects || one.introspects
	}
	return t
}

func (c *counter) field(f *ast.Field) tally {
	c.whole.directives += len(f.Directives)
	if f.Alias != f.Name {
		c.whole.aliases++
	}
	t := c.set(f.SelectionSet)
	t.fields = add(t.fields, 1)
	t.depth++
	if f.Name == "__schema" || f.Name == "__type" {
		t.depth, t.introspects = 1, true
	}
	return t
}

func (c *counter) fragment(d *ast.FragmentDefinition) tally {
	if d == nil {
		return tally{}
	}
	if t, ok := c.fragments[d]; ok {
		return t
	}
	c.fragments[d] = tally{} // a cycle, which the validator refuses, ends here
	c.whole.directives += len(d.Directives)
	t := c.set(d.SelectionSet)
	c.fragments[d] = t
	return t
}

// add is a sum that stops at the largest int instead of turning negative.
func add(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}
