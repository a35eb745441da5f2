package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	maxDests     = 200_000
	namesPerNode = 64
	maxDestParts = 6 // page, kind and up to four coordinates
)

// collectDests takes over the document's named destinations
// (ISO 32000-1, 12.3.2.3). A name that means another place already gets a new
// one, and links of this document follow.
func (c *copier) collectDests() {
	found := map[string]types.Object{}
	root := c.doc.Catalog()
	for name, o := range c.doc.Dict(root["Dests"]) {
		found[name] = o
	}
	tree := c.doc.Dict(root["Names"])
	c.doc.nameTree(tree["Dests"], found)
	for _, name := range slices.Sorted(maps.Keys(found)) {
		var place draft
		if c.place(&place, found[name]) {
			c.to.name(name, &place)
			c.names[name] = len(c.names)
		}
	}
}

// claim registers a named destination under a free name. Copies are counted by
// name, so that many sources with the same names are not tried one by one.
func (w *Writer) claim(name, place string) string {
	free := name
	for {
		if _, taken := w.dests[free]; !taken {
			w.dests[free] = place
			return free
		}
		w.copies[name]++
		free = fmt.Sprintf("%s~%d", name, w.copies[name]+1)
	}
}

// nameTree collects the leaves of a name tree (ISO 32000-1, 7.9.6).
func (d *Document) nameTree(root types.Object, into map[string]types.Object) {
	seen := map[int]bool{}
	stack := []types.Object{root}
	for len(stack) > 0 && len(into) < maxDests {
		o := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			nr := ref.ObjectNumber.Value()
			if seen[nr] {
				continue
			}
			seen[nr] = true
		}
		node := d.Dict(o)
		names := d.Array(node["Names"])
		for i := 0; i+1 < len(names); i += 2 {
			key, ok := d.Bytes(names[i])
			if _, taken := into[string(key)]; ok && !taken {
				into[string(key)] = names[i+1]
			}
		}
		kids := d.Array(node["Kids"])
		for _, kid := range slices.Backward(kids) {
			if _, ok := kid.(types.IndirectRef); ok {
				stack = append(stack, kid)
			}
		}
	}
}

// destination drafts what a link leads to: a name, or a place. It is null for
// what leads nowhere, since the name could mean something in another source.
func (c *copier) destination(d *draft, o types.Object) (somewhere bool) {
	v := c.doc.Resolve(o)
	name, isName := c.doc.NameOf(v)
	if !isName {
		var b []byte
		if b, isName = c.doc.Bytes(v); isName {
			name = string(b)
		}
	}
	if isName {
		i, known := c.names[name]
		if known {
			d.leave(nameGap, i)
			return true
		}
	} else if c.place(d, v) {
		return true
	}
	d.add("null")
	return false
}

// place drafts an explicit destination; nothing when it leads to none of the pages.
func (c *copier) place(d *draft, o types.Object) (somewhere bool) {
	v := c.doc.Resolve(o)
	if d, ok := v.(types.Dict); ok {
		v = c.doc.Resolve(d["D"])
	}
	a, _ := v.(types.Array)
	if len(a) == 0 || len(a) > maxDestParts {
		return false
	}
	a = c.doc.placed(a)
	page, ok := c.destPage(a[0])
	if !ok {
		return false
	}
	d.add("[")
	d.leave(pageGap, page)
	for _, part := range a[1:] {
		d.text = appendScalar(append(d.text, ' '), c.doc.Resolve(part))
	}
	if len(a) == 1 {
		d.add(" /Fit")
	}
	d.add("]")
	return true
}

// leadsNowhere tells an action that goes to a page that is not there.
func (c *copier) leadsNowhere(o types.Object) bool {
	action := c.doc.Dict(o)
	return action != nil && c.linkKind(action) == goTo && !c.destination(&draft{}, action["D"])
}

// destPage is the index of a destination's page. Broken files give the index
// instead of the page.
func (c *copier) destPage(o types.Object) (page int, ok bool) {
	if ref, isRef := o.(types.IndirectRef); isRef {
		if at := c.found[ref.ObjectNumber.Value()]; at.kind == pageGap {
			return at.to, true
		}
	}
	i, ok := c.doc.Integer(o)
	if ok && c.doc.origin != nil {
		i = slices.Index(c.doc.origin, i)
	}
	return i, ok && i >= 0 && i < len(c.doc.pages)
}

// writeDests writes the name tree and gives its root; "" when it is empty.
func (w *Writer) writeDests() string {
	if len(w.dests) == 0 {
		return ""
	}
	names := slices.Sorted(maps.Keys(w.dests))
	var kids []string
	for leaf := range slices.Chunk(names, namesPerNode) {
		var b strings.Builder
		first, last := destKey(leaf[0]), destKey(leaf[len(leaf)-1])
		b.WriteString("<</Limits[" + first + " " + last + "]/Names[")
		for i, name := range leaf {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(destKey(name) + " " + w.dests[name])
		}
		b.WriteString("]>>")
		nr := w.out.alloc()
		w.out.object(nr, []byte(b.String()))
		kids = append(kids, reference(nr))
	}
	root := w.out.alloc()
	w.out.object(root, []byte("<</Kids["+strings.Join(kids, " ")+"]>>"))
	return reference(root)
}

func destKey(name string) string { return literal(ByteString([]byte(name))) }
