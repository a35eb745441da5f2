package pdf

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// layers gathers the optional content of all sources
// (ISO 32000-1, 8.11.4): each keeps its groups and their first state.
type layers struct {
	groups, on, off, order, radio, locked, usage []string
}

// layerDrafts are the layers of one document.
type layerDrafts struct {
	groups, on, off, order, radio, locked, usage []draft
	// hidden tells that layers are off unless they are said to be on.
	hidden bool
}

// layers drafts the document's optional content properties.
func (c *copier) layers() (l layerDrafts) {
	props := c.doc.Dict(c.doc.Catalog()["OCProperties"])
	if l.groups = c.references(props["OCGs"]); len(l.groups) == 0 {
		return l
	}
	config := c.doc.Dict(props["D"])
	l.on, l.off = c.references(config["ON"]), c.references(config["OFF"])
	base, _ := c.doc.NameOf(config["BaseState"])
	l.hidden = base == "OFF"
	l.locked = c.references(config["Locked"])
	l.order, l.radio, l.usage = c.items(config["Order"]), c.items(config["RBGroups"]), c.items(config["AS"])
	return l
}

// references drafts the objects that an array refers to.
func (c *copier) references(o types.Object) []draft {
	var out []draft
	for _, x := range c.doc.Array(o) {
		if ref, ok := x.(types.IndirectRef); ok {
			if at := c.ref(ref.ObjectNumber.Value()); at.kind != noGap {
				out = append(out, draft{gaps: []gap{{0, at.kind, at.to}}})
			}
		}
	}
	return out
}

// items drafts the members of an array.
func (c *copier) items(o types.Object) []draft {
	var out []draft
	for _, x := range c.doc.Array(o) {
		var d draft
		if c.append(&d, x, 0); !d.isNull() {
			out = append(out, d)
		}
	}
	return out
}

// layers takes over a document's layers.
func (l *linker) layers(d *layerDrafts) {
	to := &l.w.layers
	groups, on, off := l.filled(d.groups), l.filled(d.on), l.filled(d.off)
	if d.hidden {
		off = without(groups, on)
	}
	to.groups, to.on, to.off = append(to.groups, groups...), append(to.on, on...), append(to.off, off...)
	to.locked = append(to.locked, l.filled(d.locked)...)
	to.order = append(to.order, l.filled(d.order)...)
	to.radio = append(to.radio, l.filled(d.radio)...)
	to.usage = append(to.usage, l.filled(d.usage)...)
}

func without(all, some []string) []string {
	drop := map[string]bool{}
	for _, s := range some {
		drop[s] = true
	}
	var out []string
	for _, s := range all {
		if !drop[s] {
			out = append(out, s)
		}
	}
	return out
}

func (l *layers) catalogEntry() string {
	if len(l.groups) == 0 {
		return ""
	}
	body := "/OCProperties<</D<<"
	for _, e := range []struct {
		key  string
		refs []string
	}{{"AS", l.usage}, {"Locked", l.locked}, {"OFF", l.off}, {"ON", l.on}, {"Order", l.order}, {"RBGroups", l.radio}} {
		if len(e.refs) > 0 {
			body += "/" + e.key + "[" + strings.Join(e.refs, " ") + "]"
		}
	}
	return body + ">>/OCGs[" + strings.Join(l.groups, " ") + "]>>"
}
