package read

import (
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// noteShape is a note on cell B2 with more attributes and elements.
func noteShape(attributes, elements string) string {
	return `<xml xmlns:v="v" xmlns:x="x"><v:shape id="s" ` + attributes + `><v:shadow on="t"/><x:ClientData ObjectType="Note"><x:Anchor>3, 16, 4, 8, 5, 4, 9, 0</x:Anchor><x:Row>1</x:Row><x:Column>1</x:Column>` + elements + `</x:ClientData></v:shape></xml>`
}

const noteTexts = `<comments><commentList><comment ref="B2"><text><r><rPr><b/><sz val="12"/><rFont val="Arial"/></rPr><t>who</t></r><r><t> says so</t></r></text></comment></commentList></comments>`

// openNotes are the drawings that a sheet gets from its notes.
func openNotes(t testing.TB, setup, vml, texts string) *sheetReader {
	t.Helper()
	r := related(t, "<styleSheet/>", map[string]string{"comments1": texts})
	r.w.parts["note.vml"] = []byte(vml)
	n, err := parseTree([]byte(setup))
	if err != nil {
		t.Fatal(err)
	}
	r.pageElement(n)
	if r.openNotes {
		r.shownNotes(relation{kind: "vmlDrawing", target: "note.vml"})
	}
	return r
}

func TestOpenNotesAreDrawnWhereTheyStand(t *testing.T) {
	t.Parallel()
	const displayed = `<pageSetup cellComments="asDisplayed"/>`
	r := openNotes(t, displayed, noteShape(`fillcolor="#abc" strokecolor="red [10]" strokeweight="2pt"`, `<x:Visible/><x:TextHAlign>Right</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign>`), noteTexts)
	if len(r.sheet.Drawings) != 3 {
		t.Fatalf("%d drawings, want a shadow, a line and the note", len(r.sheet.Drawings))
	}
	shadow, line, note := r.sheet.Drawings[0], r.sheet.Drawings[1], r.sheet.Drawings[2]
	if a := note.Anchor; a.From != (model.Mark{Row: 5, Col: 4, X: 12, Y: 6}) || a.To != (model.Mark{Row: 10, Col: 6, X: 3}) {
		t.Errorf("the note stands at %+v", a)
	}
	if a := shadow.Anchor; a.From.X != 14 || a.To.Y != 2 || shadow.Shape.Look.Line.Colour.Set {
		t.Errorf("the shadow stands at %+v", a)
	}
	if a := line.Anchor; a.From != (model.Mark{Row: 2, Col: 3}) || a.To != note.Anchor.From || line.Shape.MirrorY {
		t.Errorf("the line goes along %+v", a)
	}
	s := note.Shape
	if s.Look.Fill.Colour != model.RGB(0xAABBCC) || s.Look.Line.Colour != model.RGB(0xFF0000) || s.Look.Line.Width != 2 || s.Vertical != model.Middle || !s.Cut {
		t.Errorf("the note is %+v", s)
	}
	p := s.Paragraphs[0]
	if p.Align != model.Right || len(p.Runs) != 2 || p.Runs[0].Font.Family != "Arial" || !p.Runs[0].Font.Bold || *p.Runs[1].Font != noteFont || p.Runs[1].Text != " says so" {
		t.Errorf("its text is %+v", p)
	}
	for name, tt := range map[string]struct{ setup, vml string }{
		"another setup":   {`<pageSetup/>`, noteShape("", "<x:Visible/>")},
		"hidden":          {displayed, noteShape("", "")},
		"not visible":     {displayed, noteShape("", "<x:Visible>False</x:Visible>")},
		"another object":  {displayed, strings.Replace(noteShape("", "<x:Visible/>"), `"Note"`, `"Button"`, 1)},
		"another cell":    {displayed, strings.Replace(noteShape("", "<x:Visible/>"), "<x:Row>1<", "<x:Row>7<", 1)},
		"a short anchor":  {displayed, strings.Replace(noteShape("", "<x:Visible/>"), "3, 16,", "", 1)},
		"a false anchor":  {displayed, strings.Replace(noteShape("", "<x:Visible/>"), "3, 16,", "-3, 16,", 1)},
		"a broken part":   {displayed, "<xml><shape>"},
		"nothing at all":  {displayed, ""},
		"an endless list": {displayed, strings.Replace(noteShape("", "<x:Visible/>"), "3, 16,", strings.Repeat("1,", 1000), 1)},
	} {
		if r := openNotes(t, tt.setup, tt.vml, noteTexts); len(r.sheet.Drawings) != 0 {
			t.Errorf("%s: %d drawings", name, len(r.sheet.Drawings))
		}
	}
	if r := openNotes(t, displayed, "<xml><shape>", noteTexts); len(r.warnings) != 1 || r.warnings[0].Code != "NOTES_UNREADABLE" {
		t.Errorf("a broken part has the warnings %+v", r.warnings)
	}
}

func TestNotesAboveAndLeftOfTheirCells(t *testing.T) {
	t.Parallel()
	part := strings.NewReplacer("<x:Row>1<", "<x:Row>8<", "3, 16, 4, 8,", "3, 16, 2, 8,").Replace(noteShape(`filled="f"`, "<x:Visible/>"))
	texts := strings.Replace(noteTexts, "B2", "B9", 1)
	r := openNotes(t, `<pageSetup cellComments="asDisplayed"/>`, part, texts)
	if len(r.sheet.Drawings) != 3 {
		t.Fatalf("%d drawings", len(r.sheet.Drawings))
	}
	line := r.sheet.Drawings[1]
	if a := line.Anchor; !line.Shape.MirrorY || a.From != (model.Mark{Row: 3, Col: 3, Y: 6}) || a.To != (model.Mark{Row: 9, Col: 4, X: 12}) {
		t.Errorf("the line goes along %+v, mirrored %v", a, line.Shape.MirrorY)
	}
	if s := r.sheet.Drawings[2].Shape; s.Look.Fill.Filled() || s.Vertical != model.Top {
		t.Errorf("the note is %+v", s)
	}
	left := strings.NewReplacer("<x:Column>1<", "<x:Column>8<", `<v:shadow on="t"/>`, "").Replace(noteShape("", "<x:Visible/>"))
	if r := openNotes(t, `<pageSetup cellComments="asDisplayed"/>`, left, strings.Replace(noteTexts, "B2", "I2", 1)); len(r.sheet.Drawings) != 1 {
		t.Errorf("a note left of its cell without a shadow makes %d drawings", len(r.sheet.Drawings))
	}
}

func TestOlderColours(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]uint32{"#ffffe1": 0xFFFFE1, "#F0a": 0xFF00AA, "infoBackground [80]": 0xFFFFE1, "yellow [13]": 0xFFFF00, "": 7, "#": 7, "#12345": 7, "nonsense": 7, "123": 7} {
		if got := olderColour(s, 7); got != want {
			t.Errorf("%q is %06x, want %06x", s, got, want)
		}
	}
}

func FuzzOpenNotes(f *testing.F) {
	f.Add(noteShape(`fillcolor="#abc" strokecolor="red [10]" strokeweight="2pt"`, `<x:Visible/>`), noteTexts)
	f.Add(strings.NewReplacer("<x:Row>1<", "<x:Row>2147483647<", "3, 16", "2147483647, 2147483647").Replace(noteShape(`stroked="f"`, `<x:Visible/>`)), strings.Replace(noteTexts, "B2", "XFD1048576", 1))
	f.Fuzz(func(t *testing.T, vml, texts string) {
		r := openNotes(t, `<pageSetup cellComments="asDisplayed"/>`, vml, texts)
		for _, d := range r.sheet.Drawings {
			for _, m := range []model.Mark{d.Anchor.From, d.Anchor.To} {
				if m.Row < 1 || m.Row > lastRow || m.Col < 1 || m.Col > lastCol+1 || m.X > 1e4 || m.Y > 1e4 {
					t.Errorf("%s stands at %+v", d.Name, m)
				}
			}
		}
	})
}
