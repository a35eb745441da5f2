package sample

import (
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
	"quire/engine/font"
	"quire/engine/pdf"
)

// The fields of the carrier's form.
const (
	FieldEmployer = "employer.name"
	FieldFEIN     = "employer.fein"
	FieldStreet   = "employer.street"
	FieldCity     = "employer.city"
	FieldPeriod   = "coverage.period"
	FieldPlan     = "coverage.plan"
	FieldPFL      = "coverage.pfl"
	FieldBilling  = "coverage.billing"
	FieldRemarks  = "remarks"
	FieldDate     = "signature.date"
)

// CarrierForm makes a carrier's application: an AcroForm with text, comb,
// multiline, combo, check box and radio button fields (ISO 32000-1, 12.7.4).
func CarrierForm() ([]byte, error) {
	doc := canvas.New()
	s := letterhead(doc, "Application for group coverage")
	s.page.Text(margin, s.y-8, "First Harbor Life Insurance Company · Form FHL-220", font.Lookup(font.Sans, false, true), 9, ink)
	s.y += 24
	f := &formMaker{sheet: s}
	f.label("Employer", 0)
	f.text(FieldEmployer, 0, 484, 0)
	f.label("Federal employer number", 0)
	f.label2("Coverage begins with", 250)
	f.comb(FieldFEIN, 0, 200, 9)
	f.sameLine()
	f.text(FieldPeriod, 250, 234, 0)
	f.label("Street", 0)
	f.label2("City", 250)
	f.text(FieldStreet, 0, 234, 0)
	f.sameLine()
	f.text(FieldCity, 250, 234, 0)
	f.label("Plan", 0)
	f.label2("Paid family leave", 250)
	f.label2("Billing", 360)
	f.combo(FieldPlan, 0, 234, [][2]string{{"STAT", "Statutory minimum"}, {"ENR50", "Enriched, 50 % of salary"}, {"ENR60", "Enriched, 60 % of salary"}})
	f.sameLine()
	f.check(FieldPFL, 250)
	f.radio(FieldBilling, []string{"monthly", "quarterly"}, []float64{360, 430})
	f.label("Remarks", 0)
	f.multiline(FieldRemarks, 0, 484, 96)
	f.label("Date", 0)
	f.text(FieldDate, 0, 120, 0)
	drawn, err := doc.Finish()
	if err != nil {
		return nil, err
	}
	f.attach(drawn)
	return raw(drawn), nil
}

const rowHeight = 20.0

// field is a terminal field with its widgets, before it has a document.
type field struct {
	name    string
	dict    types.Dict
	widgets []types.Dict
}

// formMaker draws labels and notes the fields below them.
type formMaker struct {
	*sheet
	fields []field
}

func (f *formMaker) label(text string, dx float64) {
	f.label2(text, dx)
	f.y += 6
}

func (f *formMaker) label2(text string, dx float64) {
	y := f.y
	if dx > 0 {
		y -= 6
	}
	f.page.Text(margin+dx, y, text, font.Lookup(font.Sans, false, false), 8, accent)
}

// sameLine puts the next field beside the last one.
func (f *formMaker) sameLine() { f.y -= rowHeight + 22 }

func (f *formMaker) box(dx, w, h float64) types.Array {
	top := pageHeight - f.y
	return types.NewNumberArray(margin+dx, top-h, margin+dx+w, top)
}

func (f *formMaker) frame() types.Dict {
	return types.Dict{"BC": types.NewNumberArray(0.12, 0.22, 0.39), "BG": types.NewNumberArray(0.95, 0.97, 1)}
}

// add notes a field with one widget of its own.
func (f *formMaker) add(name string, dx, w, h float64, dict types.Dict) {
	widget := types.Dict{"Rect": f.box(dx, w, h), "MK": f.frame(), "BS": types.Dict{"W": types.Integer(1)}}
	f.fields = append(f.fields, field{name, dict, []types.Dict{widget}})
	f.y += h + 22
}

func (f *formMaker) text(name string, dx, w float64, flags int) {
	f.add(name, dx, w, rowHeight, types.Dict{"FT": types.Name("Tx"), "Ff": types.Integer(flags), "DA": types.StringLiteral("/Helv 0 Tf 0 g")})
}

func (f *formMaker) multiline(name string, dx, w, h float64) {
	f.add(name, dx, w, h, types.Dict{"FT": types.Name("Tx"), "Ff": types.Integer(1 << 12), "DA": types.StringLiteral("/Helv 10 Tf 0 g")})
}

func (f *formMaker) comb(name string, dx, w float64, cells int) {
	f.add(name, dx, w, rowHeight, types.Dict{"FT": types.Name("Tx"), "Ff": types.Integer(1 << 24), "MaxLen": types.Integer(cells), "DA": types.StringLiteral("/Helv 11 Tf 0 g")})
}

func (f *formMaker) combo(name string, dx, w float64, options [][2]string) {
	opt := types.Array{}
	for _, o := range options {
		opt = append(opt, types.Array{types.StringLiteral(o[0]), types.StringLiteral(o[1])})
	}
	f.add(name, dx, w, rowHeight, types.Dict{"FT": types.Name("Ch"), "Ff": types.Integer(1 << 17), "Opt": opt, "V": types.StringLiteral("STAT"), "DA": types.StringLiteral("/Helv 10 Tf 0 g")})
}

func (f *formMaker) check(name string, dx float64) {
	f.fields = append(f.fields, field{name, types.Dict{"FT": types.Name("Btn"), "V": types.Name("Off")}, []types.Dict{f.button(dx, "Yes")}})
}

func (f *formMaker) radio(name string, states []string, dx []float64) {
	r := field{name: name, dict: types.Dict{"FT": types.Name("Btn"), "Ff": types.Integer(1<<15 | 1<<14), "V": types.Name("Off")}}
	for i, state := range states {
		r.widgets = append(r.widgets, f.button(dx[i], state))
		f.page.Text(margin+dx[i]+18, f.y+13, state, font.Lookup(font.Sans, false, false), 9, ink)
	}
	f.fields = append(f.fields, r)
	f.y += rowHeight + 22
}

// button is a widget of 14 points with an on state; attach draws its looks.
func (f *formMaker) button(dx float64, state string) types.Dict {
	return types.Dict{"Rect": f.box(dx, 14, 14), "MK": f.frame(), "AS": types.Name("Off"), "on": types.Name(state)}
}

// attach makes the fields part of the drawn page, as an AcroForm.
func (f *formMaker) attach(doc *pdf.Document) {
	page := doc.Pages()[0]
	annots := doc.Array(page.Dict["Annots"])
	groups := map[string]types.Array{}
	var roots types.Array
	var order []string
	for _, fd := range f.fields {
		ref := f.place(doc, fd, &annots)
		group, _ := splitName(fd.name)
		if group == "" {
			roots = append(roots, ref)
			continue
		}
		if groups[group] == nil {
			order = append(order, group)
		}
		groups[group] = append(groups[group], ref)
	}
	for _, g := range order {
		roots = append(roots, doc.AddObject(types.Dict{"T": types.StringLiteral(g), "Kids": groups[g]}))
	}
	page.Dict["Annots"] = annots
	helvetica := doc.AddObject(types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"), "BaseFont": types.Name("Helvetica"), "Encoding": types.Name("WinAnsiEncoding")})
	doc.Catalog()["AcroForm"] = types.Dict{
		"Fields": roots, "DR": types.Dict{"Font": types.Dict{"Helv": helvetica}},
		"DA": types.StringLiteral("/Helv 0 Tf 0 g"), "NeedAppearances": types.Boolean(true),
	}
}

// place adds one field and its widgets, apart from each other as some forms
// have them.
func (f *formMaker) place(doc *pdf.Document, fd field, annots *types.Array) types.IndirectRef {
	_, name := splitName(fd.name)
	fd.dict["T"] = types.StringLiteral(name)
	ref := doc.AddObject(fd.dict)
	kids := types.Array{}
	for _, w := range fd.widgets {
		w["Type"], w["Subtype"], w["F"], w["Parent"] = types.Name("Annot"), types.Name("Widget"), types.Integer(4), ref
		if on, ok := w["on"].(types.Name); ok {
			delete(w, "on")
			w["AP"] = types.Dict{"N": types.Dict{string(on): buttonLook(doc, true), "Off": buttonLook(doc, false)}}
		}
		kid := doc.AddObject(w)
		kids = append(kids, kid)
		*annots = append(*annots, kid)
	}
	fd.dict["Kids"] = kids
	return ref
}

func buttonLook(doc *pdf.Document, on bool) types.IndirectRef {
	look := "0.95 0.97 1 rg 0.12 0.22 0.39 RG 0.5 0.5 13 13 re B\n"
	if on {
		look += "1.6 w 3 7 m 6 3.5 l 11 11 l S\n"
	}
	return doc.AddStream(types.Dict{"Type": types.Name("XObject"), "Subtype": types.Name("Form"), "BBox": types.NewNumberArray(0, 0, 14, 14), "Length": types.Integer(len(look))}, []byte(look))
}

// splitName parts a full field name at its last dot.
func splitName(full string) (group, name string) {
	for i := len(full) - 1; i >= 0; i-- {
		if full[i] == '.' {
			return full[:i], full[i+1:]
		}
	}
	return "", full
}

// FEIN makes a federal employer number for the n-th customer.
func FEIN(n int) string { return strconv.Itoa(130000000 + n*7919) }
