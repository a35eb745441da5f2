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

// addLayers takes over the document's optional content properties.
func (c *copier) addLayers() {
	props := c.doc.Dict(c.doc.Catalog()["OCProperties"])
	groups := c.references(props["OCGs"])
	if len(groups) == 0 {
		return
	}
	config := c.doc.Dict(props["D"])
	l := &c.w.layers
	l.groups = append(l.groups, groups...)
	on := c.references(config["ON"])
	off := c.references(config["OFF"])
	if base, _ := c.doc.NameOf(config["BaseState"]); base == "OFF" {
		off = without(groups, on)
	}
	l.on = append(l.on, on...)
	l.off = append(l.off, off...)
	l.locked = append(l.locked, c.references(config["Locked"])...)
	l.order = append(l.order, c.items(config["Order"])...)
	l.radio = append(l.radio, c.items(config["RBGroups"])...)
	l.usage = append(l.usage, c.items(config["AS"])...)
}

// references are the objects that an array refers to, in the output.
func (c *copier) references(o types.Object) []string {
	var out []string
	for _, x := range c.doc.Array(o) {
		if ref, ok := x.(types.IndirectRef); ok {
			if n := c.ref(ref.ObjectNumber.Value()); n != 0 {
				out = append(out, reference(n))
			}
		}
	}
	return out
}

// items are the members of an array, serialised.
func (c *copier) items(o types.Object) []string {
	var out []string
	for _, x := range c.doc.Array(o) {
		if s := string(c.append(nil, x, 0)); s != "null" {
			out = append(out, s)
		}
	}
	return out
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
