package pdf

import (
	"context"
	"maps"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	maxPages     = 20_000
	maxPageDepth = 64
)

// inheritable are the page attributes that come from above (ISO 32000-1,
// table 30).
var inheritable = []string{"Resources", "MediaBox", "CropBox", "Rotate"}

// letter is the box of a page that has none: a requirement of the format, but
// viewers agree on this.
var letter = [4]float64{0, 0, 612, 792}

// treeWalk collects the leaves of a page tree.
type treeWalk struct {
	ctx   context.Context
	doc   *Document
	path  map[int]bool // inner nodes from the root to here
	steps int
}

func (d *Document) findPages(ctx context.Context) error {
	root := d.Catalog()
	if root == nil {
		return fail(d.name, Damaged, nil, "it has no catalog")
	}
	w := treeWalk{ctx: ctx, doc: d, path: map[int]bool{}}
	if err := w.visit(root["Pages"], types.Dict{}, 0); err != nil {
		return err
	}
	if len(d.pages) == 0 {
		return fail(d.name, NoPages, nil, "")
	}
	d.ctx.PageCount = len(d.pages)
	return nil
}

func (w *treeWalk) visit(o types.Object, inherited types.Dict, depth int) error {
	if w.steps++; w.steps%1024 == 0 {
		if err := w.ctx.Err(); err != nil {
			return err
		}
	}
	if depth > maxPageDepth || w.steps > 4*maxPages {
		return fail(w.doc.name, Damaged, nil, "its page tree has no end")
	}
	node := w.doc.Dict(o)
	if node == nil {
		return nil
	}
	ref, _ := o.(types.IndirectRef)
	nr := ref.ObjectNumber.Value()
	kids := w.doc.Array(node["Kids"])
	if kids == nil || isPage(w.doc, node) {
		return w.leaf(ref, node, inherited)
	}
	if nr != 0 {
		if w.path[nr] {
			return fail(w.doc.name, Damaged, nil, "its page tree leads in circles")
		}
		w.path[nr] = true
		defer delete(w.path, nr)
		w.doc.nodes[nr] = true
	}
	inherited = inherit(node, inherited)
	for _, kid := range kids {
		if err := w.visit(kid, inherited, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// isPage tells a leaf that carries a stray Kids entry.
func isPage(d *Document, node types.Dict) bool {
	t, _ := d.NameOf(node["Type"])
	_, hasContents := node["Contents"]
	return t == "Page" && hasContents
}

func inherit(node, above types.Dict) types.Dict {
	out := maps.Clone(above)
	for _, k := range inheritable {
		if v, ok := node[k]; ok && v != nil {
			out[k] = v
		}
	}
	return out
}

func (w *treeWalk) leaf(ref types.IndirectRef, node, inherited types.Dict) error {
	d := w.doc
	if t, ok := d.NameOf(node["Type"]); ok && t == "Pages" {
		return nil // an inner node without kids
	}
	if len(d.pages) >= maxPages {
		return fail(d.name, TooLarge, nil, "more than %d pages", maxPages)
	}
	page := maps.Clone(inherited)
	for k, v := range node {
		if v != nil {
			page[k] = v
		}
	}
	delete(page, "Parent")
	delete(page, "Kids")
	page["Type"] = types.Name("Page")
	if _, ok := d.Rect(page["MediaBox"]); !ok {
		page["MediaBox"] = types.NewNumberArray(letter[:]...)
	}
	if d.Dict(page["Resources"]) == nil {
		page["Resources"] = types.Dict{}
	}
	if nr := ref.ObjectNumber.Value(); nr != 0 {
		d.nodes[nr] = true
	}
	d.pages = append(d.pages, PageNode{Ref: ref, Dict: page})
	return nil
}
