package engine_test

import (
	"bytes"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// writeWithForm writes a drawn document with its form, which the engine's own
// writer leaves out.
func writeWithForm(w io.Writer, d *pdf.Document) error {
	ctx := d.Context()
	page := d.Pages()[0]
	root := d.AddObject(types.Dict{"Type": types.Name("Pages"), "Count": types.Integer(1), "Kids": types.Array{page.Ref}})
	page.Dict["Parent"] = root
	d.Catalog()["Pages"] = root
	ctx.RootDict = d.Catalog()
	var b bytes.Buffer
	if err := api.WriteContext(ctx, &b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
