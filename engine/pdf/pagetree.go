package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// pagesPerNode is the page tree's fan-out: few enough kids that a viewer
// finds any page of a long book without reading thousands of references.
const pagesPerNode = 64

// pageTree builds a balanced page tree (ISO 32000-1, 7.7.3.2) while pages come
// in one by one.
type pageTree struct {
	count  int
	leaves []treeNode
}

type treeNode struct {
	nr    int
	count int
	kids  []int
}

// add makes room for the next page.
func (t *pageTree) add(out *output) {
	if t.count%pagesPerNode == 0 {
		t.leaves = append(t.leaves, treeNode{nr: out.alloc()})
	}
	t.count++
}

// enter takes the object number of the page that was added last and gives its
// parent's.
func (t *pageTree) enter(page int) (parent int) {
	leaf := &t.leaves[len(t.leaves)-1]
	leaf.kids = append(leaf.kids, page)
	leaf.count++
	return leaf.nr
}

// close writes the inner nodes and gives the root's number.
func (t *pageTree) close(out *output) int {
	level := t.leaves
	for len(level) > 1 {
		var above []treeNode
		for i, node := range level {
			if i%pagesPerNode == 0 {
				above = append(above, treeNode{nr: out.alloc()})
			}
			parent := &above[len(above)-1]
			parent.kids = append(parent.kids, node.nr)
			parent.count += node.count
			node.write(out, parent.nr)
		}
		level = above
	}
	level[0].write(out, 0)
	return level[0].nr
}

func (n treeNode) write(out *output, parent int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Count %d/Kids[", n.count)
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(reference(kid))
	}
	b.WriteByte(']')
	if parent != 0 {
		b.WriteString("/Parent " + reference(parent))
	}
	b.WriteString("/Type/Pages>>")
	out.object(n.nr, []byte(b.String()))
}

// reference writes an indirect reference.
func reference(nr int) string { return strconv.Itoa(nr) + " 0 R" }
