package canvas

import (
	"slices"
	"strings"
	"testing"

	"quire/engine/font"
	"quire/engine/pdf/pdftest"
)

func TestShapedTextIsExtractedInVisualOrder(t *testing.T) {
	t.Parallel()
	doc := New()
	page := doc.AddPage(200, 100)
	face := font.NewLibrary().Lookup("Arial", false, false)
	width, missing := page.Text(10, 20, "q\u0307 שלום", face, 12, Black)
	if missing != "" || width <= face.Width("q", 12) {
		t.Errorf("width %g, missing %q", width, missing)
	}
	done, err := doc.Finish()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(pdftest.Texts(t, done)[0], ""); got != "q\u0307 םולש" {
		t.Errorf("the page says %q", got)
	}
}

func TestGlyphsStandWhereTheyAreShaped(t *testing.T) {
	t.Parallel()
	c := NewContent(New().fonts)
	face := font.NewLibrary().Lookup("Arial", false, false)
	c.ShowGlyphs(10, 20, font.Run{Face: face, Glyphs: []font.Glyph{
		{ID: 36, Text: "A", Advance: face.Advance('A') + 100},
		{ID: 37, Text: "B", Advance: face.Advance('B'), X: 50, Y: 200},
		{ID: 38, Text: "CD", Advance: 0, Cluster: "CD", Others: 1}, {ID: 39, Advance: 5},
	}}, 10)
	lines := strings.Split(string(c.Bytes()), "\n")
	for _, want := range []string{"[<0001>] TJ", "2 Ts", "[-150<0002>] TJ", "0 Ts"} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is not written in %q", want, lines)
		}
	}
	if text := string(c.Bytes()); !strings.Contains(text, "/Span <</ActualText <FEFF00430044>>> BDC") && !strings.Contains(text, "/Span <</ActualText (CD)>> BDC") {
		t.Errorf("glyphs that belong together are not said once: %s", text)
	}
}
