package pdftest

import (
	"bytes"
	"fmt"
)

// Small is a sound file of one empty page (ISO 32000-1, 7.5). The note stands in a
// comment, so that files differ.
func Small(note string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-1.7\n%% %s\n", note)
	var places []int
	for _, object := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"} {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(places), object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, place := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, start)
	return b.Bytes()
}
