package read

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// controlled reads a sheet with the elements of a sheet and of its older drawing.
func controlled(t testing.TB, list, vml string) *sheetReader {
	t.Helper()
	r := related(t, "<styleSheet/>", map[string]string{"older.vml": vml, "picture.emf": "picture", "_rels/older.vml.rels": `<Relationships><Relationship Id="p" Type="x/image" Target="picture.emf"/></Relationships>`})
	r.rels["pic"] = relation{kind: "image", target: "picture.emf"}
	n, err := parseTree([]byte("<worksheet>" + list + "</worksheet>"))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range n.kids {
		if err := r.element(k); err != nil {
			t.Fatal(err)
		}
	}
	r.controls(relation{kind: "vmlDrawing", target: "older.vml"})
	return r
}

// object is an object of the older notation with more elements.
func object(kind, attributes, inside, data string) string {
	return `<xml xmlns:v="v" xmlns:x="x"><v:shape id="_x0000_s1025" ` + attributes + ` style="height:60pt">` + inside +
		`<x:ClientData ObjectType="` + kind + `"><x:Anchor>1, 4, 2, 8, 3, 0, 4, 0</x:Anchor>` + data + `</x:ClientData></v:shape></xml>`
}

const caption = `<v:textbox><div><font face="Arial" size="200" color="#ff0000">Own <b>home</b></font></div></v:textbox>`

// texts are those of drawings, line by line.
func drawnTexts(r *sheetReader) string {
	var out []string
	for _, d := range r.sheet.Drawings {
		if d.Shape == nil {
			continue
		}
		for _, p := range d.Shape.Paragraphs {
			var line []string
			for _, run := range p.Runs {
				line = append(line, run.Text)
			}
			out = append(out, strings.Join(line, " "))
		}
	}
	return strings.Join(out, "|")
}

// Controls are in the older notation alone, as Excel 2007 writes them.
func TestControlsAreDrawn(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind, data string
		drawings   int
		texts      string
	}{
		"a box":           {"Checkbox", "", 2, "Own home"},
		"a ticked box":    {"Checkbox", "<x:Checked>1</x:Checked>", 3, "Own home"},
		"a mixed box":     {"Checkbox", "<x:Checked>2</x:Checked>", 3, "Own home"},
		"an option":       {"Radio", "", 2, "Own home"},
		"a chosen option": {"Radio", "<x:Checked>1</x:Checked>", 3, "Own home"},
		"a button":        {"Button", "", 2, "Own home"},
		"a label":         {"Label", "", 1, "Own home"},
		"a field":         {"EditBox", "", 2, "Own home"},
		"a frame":         {"GBox", "", 3, "Own home"},
		"a choice":        {"Drop", "<x:FmlaRange>$A$1:$A$3</x:FmlaRange><x:Sel>2</x:Sel>", 4, "two"},
		"no choice":       {"Drop", "<x:FmlaRange>$A$1:$A$3</x:FmlaRange><x:Sel>4</x:Sel>", 3, ""},
		"a list":          {"List", "<x:FmlaRange>Kinds</x:FmlaRange><x:Sel>3</x:Sel>", 9, "one|two|three"},
		"a scroll bar":    {"Scroll", "<x:Val>20</x:Val><x:Max>10</x:Max>", 6, ""},
		"a spin button":   {"Spin", "<x:Horiz/>", 4, ""},
		"one not printed": {"Checkbox", "<x:PrintObject>False</x:PrintObject>", 0, ""},
		"a shape":         {"Shape", "", 0, ""},
		"a note":          {"Note", "", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := controlled(t, "", "<xml/>")
			for i, text := range []string{"one", "two", "three"} {
				r.sheet.Rows = append(r.sheet.Rows, model.Row{Index: i + 1, Cells: []model.Cell{{Col: 1, Kind: model.Text, Text: text}}})
			}
			r.w.root = &node{kids: []*node{{name: "definedNames", kids: []*node{{name: "definedName", attrs: attributes("name", "kinds"), text: r.sheet.Name + "!$A$1:$A$3"}}}}}
			r.w.parts["older.vml"] = []byte(object(tt.kind, `filled="f" stroked="f"`, caption, tt.data))
			r.controls(relation{target: "older.vml"})
			if got := drawnTexts(r); len(r.sheet.Drawings) != tt.drawings || got != tt.texts {
				t.Errorf("%d drawings with %q, want %d with %q", len(r.sheet.Drawings), got, tt.drawings, tt.texts)
			}
			for _, d := range r.sheet.Drawings {
				if d.Anchor.From != (model.Mark{Row: 3, Col: 2, X: 3, Y: 6}) || d.Anchor.To != (model.Mark{Row: 5, Col: 4}) || d.Within == nil {
					t.Fatalf("a part stands at %+v", d)
				}
				for _, v := range []float64{d.Within.X, d.Within.Y, d.Within.W, d.Within.H} {
					if math.IsNaN(v) || v < 0 || v > 1 {
						t.Errorf("a part is %+v", d.Within)
					}
				}
			}
			if curved := len(r.sheet.Drawings) > 0 && len(r.sheet.Drawings[0].Shape.Outlines) > 0; curved != (tt.kind == "Radio") {
				t.Error("options are round, and nothing else")
			}
			if len(r.warnings) != 0 {
				t.Errorf("warnings %v", r.warnings)
			}
		})
	}
}

// The fonts of a control are in its HTML, where lines may end in a break that is no XML.
func TestTextsOfControls(t *testing.T) {
	t.Parallel()
	r := controlled(t, "", object("Label", "", strings.Replace(caption, "Own", "My<br>own", 1), ""))
	s := r.sheet.Drawings[0].Shape
	if got := drawnTexts(r); got != "My|own home" {
		t.Fatalf("the text is %q", got)
	}
	f := *s.Paragraphs[1].Runs[1].Font
	if f.Family != "Arial" || f.Size != 10 || !f.Bold || f.Colour != model.RGB(0xFF0000) {
		t.Errorf("the font is %+v", f)
	}
}

// Embedded documents and controls of the newer kind are shown by the pictures that the
// program left of them.
func TestPicturesOfEmbeddedDocuments(t *testing.T) {
	t.Parallel()
	const listed = `<oleObjects><AlternateContent><Choice><oleObject shapeId="1025"><objectPr id="pic"><anchor><from><col>1</col><row>1</row></from><to><col>2</col><row>3</row></to></anchor></objectPr></oleObject></Choice><Fallback><oleObject shapeId="1025"/></Fallback></AlternateContent></oleObjects>`
	picture := `<v:imagedata o:relid="p"/>`
	for name, tt := range map[string]struct {
		list, vml string
		drawings  int
		missing   bool
	}{
		"by its shape":             {listed, object("Pict", `filled="f" stroked="f"`, picture, ""), 1, false},
		"with ground and border":   {listed, object("Pict", `filled="t" fillcolor="window [65]" stroked="t"`, picture, ""), 2, false},
		"by the list alone":        {listed, "<xml/>", 1, false},
		"not printed":              {strings.Replace(listed, `<objectPr id`, `<objectPr print="0" id`, 1), "<xml/>", 0, false},
		"without a picture":        {listed, object("Pict", "", "", ""), 0, true},
		"nowhere":                  {`<controls><control shapeId="9"/></controls>`, object("Pict", "", picture, ""), 0, true},
		"a shape that is not used": {"", object("Pict", "", picture, ""), 0, false},
	} {
		r := controlled(t, tt.list, tt.vml)
		if missing := strings.Contains(fmt.Sprint(r.warnings), "CONTROL_NOT_DRAWN"); len(r.sheet.Drawings) != tt.drawings || missing != tt.missing {
			t.Errorf("%s: %d drawings and %v, want %d", name, len(r.sheet.Drawings), r.warnings, tt.drawings)
		}
		if n := len(r.sheet.Drawings); n > 0 && string(r.sheet.Drawings[n-1].Data) != "picture" {
			t.Errorf("%s: the picture is missing", name)
		}
	}
}
