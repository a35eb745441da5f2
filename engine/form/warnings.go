package form

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// lost tells what a form has that its flat copy cannot keep.
func (t *tree) lost() []Warning {
	var out []Warning
	for _, f := range t.fields {
		if f.kind == KindSignature && t.doc.Dict(f.attr("V")) != nil {
			out = append(out, Warning{CodeSignatureRemoved, f.name,
				"the form was signed in field «" + f.name + "»; the copy shows the signature's picture but is not signed"})
		}
	}
	if needs, _ := t.doc.Bool(t.doc.Catalog()["NeedsRendering"]); needs && t.acro["XFA"] != nil {
		out = append(out, Warning{CodeXFADynamic, "",
			"the form draws its pages by XFA, which was left out; check the pages, and if they ask for another viewer print the form to a PDF first"})
	}
	return out
}

// uncalculated names the fields that a script of the form would calculate from
// others (ISO 32000-1, 12.6.4.16) and that may now show an old result.
func (p *painter) uncalculated(values map[string]Value) []Warning {
	var out []Warning
	for _, f := range p.fields {
		if _, given := values[f.name]; given || p.calculated[f] || len(values) == 0 || f.kind != KindText {
			continue
		}
		if v := p.value(f, "V"); v.Text != nil && *v.Text != "" && p.scripted(f, "C") {
			out = append(out, Warning{CodeNotCalculated, f.name,
				"field «" + f.name + "» is calculated by a script of the form, which is not run; it shows its old value unless it is given one"})
		}
	}
	return out
}

// scripted tells whether a field has an action of this kind.
func (t *tree) scripted(f *field, trigger string) bool {
	chains := []chain{f.chain}
	for _, w := range f.widgets {
		chains = append(chains, w.chain)
	}
	for _, c := range chains {
		if d, ok := t.doc.Resolve(t.doc.Dict(c.attr("AA"))[trigger]).(types.Dict); ok && d != nil {
			return true
		}
	}
	return false
}
