package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
)

// file writes a PDF of these objects, numbered from 1, with a cross-reference
// table. Object 1 is the catalog. Streams are given without their Length.
func file(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, off := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return b.Bytes()
}

// stream writes a stream object.
func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(content), content)
}

// linked is a file of two pages with everything that leads from one place to
// another: on page one a link to page two in four ways, an outline of two
// levels, page labels and a layer that is off. Tag makes its content its own.
func linked(tag string) []byte {
	return file(
		`<</Type/Catalog/Pages 2 0 R/Outlines 8 0 R/Names<</Dests 11 0 R>>/Dests<</old [4 0 R /FitH 5]>>`+
			`/PageLabels<</Nums[0<</S/r>>1<</P(A-)/S/D/St 7>>]>>`+
			`/OCProperties<</OCGs[12 0 R]/D<</OFF[12 0 R]/Order[12 0 R]>>>>>>`,
		`<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 300 400]/CropBox[10 10 290 390]/Rotate 90>>`,
		`<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Properties<</L 12 0 R>>>>/Annots[6 0 R 7 0 R`+
			`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest(second)>>`+
			`<</Type/Annot/Subtype/Link/Rect[9 9 19 19]/Dest/old>>`+
			`<</Type/Annot/Subtype/Link/Rect[9 9 19 19]/Dest(nowhere)>>]>>`,
		`<</Type/Page/Parent 2 0 R/Rotate 0/Resources<<>>>>`,
		stream("", "/OC /L BDC ("+tag+") Tj EMC"),
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[4 0 R /Fit]/P 3 0 R>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoTo/D(second)>>/P 3 0 R>>`,
		`<</Type/Outlines/First 9 0 R/Last 9 0 R/Count 2>>`,
		`<</Title(`+tag+`)/Parent 8 0 R/Dest(second)/First 10 0 R/Last 10 0 R/Count 1>>`,
		`<</Title(inner)/Parent 9 0 R/A<</S/GoTo/D[3 0 R /XYZ 1 2 null]>>>>`,
		`<</Names[(second)<</D[4 0 R /XYZ 0 100 0]>>]>>`,
		`<</Type/OCG/Name(`+tag+`)>>`,
	)
}

// truncated loses the end of a file with its table.
func truncated(data []byte) []byte { return data[:bytes.LastIndex(data, []byte("xref\n0"))] }

// misled points to a table where there is none.
func misled(data []byte) []byte {
	s := string(data)
	return []byte(s[:strings.LastIndex(s, "startxref")] + "startxref\n3\n%%EOF\n")
}

// shifted has something before all objects that its table knows nothing of.
func shifted(data []byte) []byte {
	return bytes.Replace(data, []byte("1 0 obj"), []byte("% something in the way\n1 0 obj"), 1)
}
