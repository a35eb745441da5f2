package read

import (
	"strconv"
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// related is a reader of a sheet with links to parts, and styles of the workbook.
func related(t testing.TB, styles string, parts map[string]string) *sheetReader {
	t.Helper()
	r := elementsOf(t, parts)
	r.rels = map[string]relation{}
	for name := range parts {
		kind, _, _ := strings.Cut(name, "1")
		r.rels[name] = relation{kind: kind, target: name}
	}
	root, err := parseTree([]byte(styles))
	if err != nil {
		t.Fatal(err)
	}
	r.styles.root = root
	r.overlays = r.styles.overlays()
	return r
}

// A style of the workbook comes before a built-in one, with the sizes of its stripes
// and the lines within its parts (ECMA-376 part 1, 18.8.40).
func TestTablesHaveStyles(t *testing.T) {
	t.Parallel()
	const table = `<table displayName="T" ref="B2:D9" totalsRowCount="1"><tableStyleInfo name="NAME" showRowStripes="1" showLastColumn="1"/></table>`
	r := related(t, `<styleSheet><dxfs><dxf><fill><patternFill><bgColor rgb="FF112233"/></patternFill></fill><border><left style="thin"/><vertical style="thick"/></border></dxf></dxfs>
<tableStyles><tableStyle name="Ours"><tableStyleElement type="wholeTable" dxfId="0"/><tableStyleElement type="secondRowStripe" size="3" dxfId="0"/><tableStyleElement type="headerRow" dxfId="7"/></tableStyle></tableStyles></styleSheet>`,
		map[string]string{
			"table1a": strings.Replace(table, "NAME", "Ours", 1), "table1b": strings.Replace(table, "NAME", "TableStyleMedium2", 1),
			"table1c": strings.Replace(table, "NAME", "Nobody's", 1), "table1d": strings.Replace(table, "NAME", "TableStyleLight99", 1),
		})
	n, err := parseTree([]byte(`<tableParts><tablePart id="table1a"/><tablePart id="table1b"/><tablePart id="table1c"/><tablePart id="table1d"/><tablePart id="none"/></tableParts>`))
	if err != nil {
		t.Fatal(err)
	}
	r.tableParts(n)
	if len(r.sheet.Tables) != 2 || len(r.warnings) != 2 {
		t.Fatalf("%d tables and %d warnings, want 2 of each", len(r.sheet.Tables), len(r.warnings))
	}
	ours, builtin := r.sheet.Tables[0], r.sheet.Tables[1]
	whole := ours.Style[model.WholeTable]
	if whole == nil || whole.Fill.Colour != model.RGB(0x112233) || whole.Vertical.Style != model.LineThick || whole.Border.Left.Style != model.LineThin || ours.Style[model.HeaderRow] != nil {
		t.Errorf("the workbook's style became %+v", whole)
	}
	if ours.RowStripes != [2]int{1, 3} || ours.Headers != 1 || ours.Totals != 1 || !ours.StripedRows || !ours.LastColumn || ours.FirstColumn {
		t.Errorf("the table became %+v", ours)
	}
	if h := builtin.Style[model.HeaderRow]; h == nil || h.Fill.Colour != model.RGB(r.styles.palette.theme[4]) || h.Bold == nil || !*h.Bold {
		t.Errorf("the header of a built-in style is %+v, want the first accent", h)
	}
}

// Each built-in style has what all have.
func TestAllBuiltinTables(t *testing.T) {
	t.Parallel()
	for family, most := range map[string]int{"Light": 21, "Medium": 28, "Dark": 11} {
		for i := 1; i <= most+1; i++ {
			var s [model.TableParts]*model.TableLook
			name := "TableStyle" + family + strconv.Itoa(i)
			if found := builtinTable(&s, officeTheme, name); found != (i <= most) {
				t.Errorf("%s: found %v", name, found)
			} else if found && (s[model.WholeTable] == nil || s[model.HeaderRow] == nil || s[model.TotalRow] == nil || s[model.FirstRowStripe] == nil) {
				t.Errorf("%s lacks a part", name)
			}
		}
	}
}

// Notes are read where the page setup lists them at the end, in the order of cells.
func TestNotesThatArePrinted(t *testing.T) {
	t.Parallel()
	parts := map[string]string{"comments1": `<comments><commentList><comment ref="B3"><text><r><t>two </t></r><r><t>runs</t></r></text></comment><comment ref="A3"><text><t>plain</t></text></comment><comment ref="C1"><text/></comment></commentList></comments>`}
	for setup, want := range map[string]int{`<pageSetup cellComments="atEnd"/>`: 2, `<pageSetup cellComments="asDisplayed"/>`: 0, `<pageSetup/>`: 0} {
		r := related(t, "<styleSheet/>", parts)
		n, err := parseTree([]byte(setup))
		if err != nil {
			t.Fatal(err)
		}
		r.pageElement(n)
		if len(r.sheet.Notes) != want {
			t.Errorf("%s: %d notes, want %d", setup, len(r.sheet.Notes), want)
		} else if want > 0 && (r.sheet.Notes[0].Text != "plain" || r.sheet.Notes[1] != model.Note{Row: 3, Col: 2, Text: "two runs"}) {
			t.Errorf("notes %+v", r.sheet.Notes)
		}
	}
}
