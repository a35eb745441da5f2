package canvas

import (
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/font"
	"quire/engine/pdf"
)

// Fonts are the faces that a document uses, one subset of each. It is not safe
// for use by several goroutines.
type Fonts struct {
	doc   *pdf.Document
	faces map[*font.Face]*fontUse
	order []*fontUse
}

type fontUse struct {
	name   string
	dict   types.Dict
	object types.Object // the reference to dict
	subset *font.Subset
}

// NewFonts begins the fonts of a document. [Fonts.Embed] must be called when
// all text has been written.
func NewFonts(doc *pdf.Document) *Fonts {
	return &Fonts{doc: doc, faces: map[*font.Face]*fontUse{}}
}

// use gives the document's subset of a face. Its dictionary has its place in
// the document from now on and gets its content in the end.
func (f *Fonts) use(face *font.Face) *fontUse {
	if u, ok := f.faces[face]; ok {
		return u
	}
	u := &fontUse{name: "QF" + strconv.Itoa(len(f.order)+1), dict: types.Dict{}, subset: font.NewSubset(face)}
	u.object = f.doc.AddObject(u.dict)
	f.faces[face] = u
	f.order = append(f.order, u)
	return u
}

// Embed writes the subsets into the document.
func (f *Fonts) Embed() {
	for _, u := range f.order {
		u.subset.Fill(u.dict, f.doc)
	}
}
