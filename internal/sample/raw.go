package sample

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// raw writes every object of a document as it stands, with a plain
// cross-reference table (ISO 32000-1, 7.5.4): unlike a booklet, a sample form
// keeps its fields.
func raw(doc *pdf.Document) []byte {
	tree(doc)
	ctx := doc.Context()
	numbers := make([]int, 0, len(ctx.Table))
	for n, entry := range ctx.Table {
		if n > 0 && entry != nil && !entry.Free && entry.Object != nil {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make(map[int]int, len(numbers))
	for _, n := range numbers {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, object(ctx.Table[n].Object))
	}
	start, size := b.Len(), numbers[len(numbers)-1]+1
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", size)
	for n := 1; n < size; n++ {
		if at, ok := offsets[n]; ok {
			fmt.Fprintf(&b, "%010d 00000 n \n", at)
		} else {
			b.WriteString("0000000000 65535 f \n")
		}
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %s>>\nstartxref\n%d\n%%%%EOF\n", size, ctx.Root.PDFString(), start)
	return b.Bytes()
}

// tree gives a drawn document the page tree that it lacks as yet.
func tree(doc *pdf.Document) {
	root := types.Dict{"Type": types.Name("Pages")}
	ref := doc.AddObject(root)
	var kids types.Array
	for _, p := range doc.Pages() {
		p.Dict["Parent"] = ref
		kids = append(kids, doc.AddObject(p.Dict))
	}
	root["Kids"], root["Count"] = kids, types.Integer(len(kids))
	doc.Catalog()["Pages"] = ref
}

func object(o types.Object) string {
	stream, ok := o.(types.StreamDict)
	if !ok {
		return o.PDFString()
	}
	stream.Dict["Length"] = types.Integer(len(stream.Raw))
	return stream.Dict.PDFString() + "\nstream\n" + string(stream.Raw) + "\nendstream"
}
