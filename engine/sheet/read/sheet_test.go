package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/sheet/model"
)

// open writes a workbook that a function fills in and opens it again.
func open(t *testing.T, fill func(f *excelize.File)) *Workbook {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	w, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()), "book.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// must fails the test on an error.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func code(err error) string {
	var p *model.Problem
	if errors.As(err, &p) {
		return p.Code()
	}
	return ""
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		data string
		code string
	}{
		"empty":     {"", "WORKBOOK_UNREADABLE"},
		"text":      {"this is no workbook at all", "WORKBOOK_UNREADABLE"},
		"encrypted": {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600), "WORKBOOK_ENCRYPTED"},
		"cut off":   {"PK\x03\x04" + strings.Repeat("\x00", 60), "WORKBOOK_UNREADABLE"},
	} {
		_, err := Open(strings.NewReader(tt.data), int64(len(tt.data)), "x.xlsx")
		if code(err) != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}

func TestTabs(t *testing.T) {
	t.Parallel()
	w := open(t, func(f *excelize.File) {
		_, err := f.NewSheet("DBL PROPOSAL")
		must(t, err, f.SetSheetVisible("Sheet1", false), f.SetSheetName("Sheet1", "Data"))
		f.SetActiveSheet(1)
		must(t, f.SetSheetVisible("Data", false))
	})
	tabs := w.Tabs()
	if len(tabs) != 2 || tabs[0] != (Tab{"Data", false}) || tabs[1] != (Tab{"DBL PROPOSAL", true}) {
		t.Errorf("tabs = %+v", tabs)
	}
	_, _, err := w.Sheet(t.Context(), "PROPOSAL")
	if want := "the workbook has no tab «PROPOSAL»; it has: «Data», «DBL PROPOSAL»"; code(err) != "TAB_MISSING" || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if s, _, err := w.Sheet(t.Context(), "dbl proposal"); err != nil || s.Name != "DBL PROPOSAL" {
		t.Errorf("letter case matters: %v", err)
	}
}

// TestFormulasWhoseValueIsAnError: they are calculated, and show what Excel shows.
func TestFormulasWhoseValueIsAnError(t *testing.T) {
	t.Parallel()
	formulas := []string{"1/0", "SQRT(-1)", "NA()", "VLOOKUP(9,B1:C2,2,0)", `1+"x"`, "A1+1", "NOSUCH(1)"}
	w := open(t, func(f *excelize.File) {
		for i, formula := range formulas {
			must(t, f.SetCellFormula("Sheet1", fmt.Sprint("A", i+1), formula))
		}
	})
	s, warnings, err := w.Sheet(t.Context(), "Sheet1")
	must(t, err)
	for i, want := range []string{"#DIV/0!", "#NUM!", "#N/A", "#N/A", "#VALUE!", "#DIV/0!", "#VALUE!"} {
		if c := s.Rows[i].Cells[0]; c.Kind != model.Error || c.Text != want {
			t.Errorf("%s = %+v, want %s", formulas[i], c, want)
		}
	}
	if len(warnings) != 2 || !strings.Contains(warnings[0].Message, "A1, A2, A3, A4, A5 and others; they were calculated") || !strings.Contains(warnings[1].Message, "A7 and they cannot") {
		t.Errorf("warnings = %+v", warnings)
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	w := open(t, func(f *excelize.File) {
		must(t, f.SetCellValue("Sheet1", "A1", "text"), f.SetCellValue("Sheet1", "B1", 12.5), f.SetCellValue("Sheet1", "C1", true),
			f.SetCellFormula("Sheet1", "D1", "B1*2"), f.SetCellFormula("Sheet1", "E1", "NOSUCH(B1)"), f.MergeCell("Sheet1", "A3", "C4"),
			f.SetCellRichText("Sheet1", "A2", []excelize.RichTextRun{{Text: "bold", Font: &excelize.Font{Bold: true, Size: 14, Family: "Arial"}}, {Text: " plain"}}),
			f.SetCellHyperLink("Sheet1", "A1", "https://example.com/", "External"), f.SetCellHyperLink("Sheet1", "B1", "file:///etc/passwd", "External"),
			f.SetRowHeight("Sheet1", 2, 40), f.SetColWidth("Sheet1", "B", "C", 20), f.SetRowVisible("Sheet1", 5, false), f.SetColVisible("Sheet1", "F", false))
	})
	s, warnings, err := w.Sheet(t.Context(), "Sheet1")
	must(t, err)
	row := s.Rows[0].Cells
	if row[0].Kind != model.Text || row[0].Text != "text" || row[1].Number != 12.5 || row[2].Kind != model.Bool || row[2].Number != 1 {
		t.Errorf("values = %+v", row)
	}
	if row[3].Kind != model.Number || row[3].Number != 25 {
		t.Errorf("formula without a stored value = %+v", row[3])
	}
	if row[4].Kind != model.Error {
		t.Errorf("formula that cannot be calculated = %+v", row[4])
	}
	if len(warnings) != 2 || warnings[0].Code != "FORMULA_CALCULATED" || !strings.Contains(warnings[0].Message, "D1") ||
		warnings[1].Code != "FORMULA_NOT_CALCULATED" || !strings.Contains(warnings[1].Message, "E1") {
		t.Errorf("warnings = %+v", warnings)
	}
	if r := s.Rows[1]; r.Height != 40 || len(r.Cells[0].Runs) != 2 || !r.Cells[0].Runs[0].Font.Bold || r.Cells[0].Text != "bold plain" {
		t.Errorf("rich text = %+v", r)
	}
	if len(s.Merges) != 1 || s.Merges[0] != (model.Range{FirstRow: 3, FirstCol: 1, LastRow: 4, LastCol: 3}) {
		t.Errorf("merges = %+v", s.Merges)
	}
	if len(s.Links) != 1 || s.Links[0].URL != "https://example.com/" {
		t.Errorf("links = %+v", s.Links)
	}
	if len(s.Cols) != 2 || s.Cols[0].Width != 20 || s.Cols[0].First != 2 || s.Cols[0].Last != 3 || !s.Cols[1].Hidden {
		t.Errorf("columns = %+v", s.Cols)
	}
}

func TestStylesAreResolved(t *testing.T) {
	t.Parallel()
	w := open(t, func(f *excelize.File) {
		format := `0.0"x"`
		id, err := f.NewStyle(&excelize.Style{
			Font: &excelize.Font{Family: "Arial", Size: 9, Italic: true, Color: "FF0000", Underline: "double"},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00FF00"}}, CustomNumFmt: &format,
			Border:    []excelize.Border{{Type: "top", Style: 5, Color: "0000FF"}, {Type: "diagonalUp", Style: 1, Color: "000000"}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "top", WrapText: true, Indent: 2, TextRotation: 135},
		})
		must(t, err, f.SetCellStyle("Sheet1", "A1", "A1", id), f.SetCellValue("Sheet1", "A1", 2.0))
	})
	s, _, err := w.Sheet(t.Context(), "Sheet1")
	must(t, err)
	st := s.Styles[s.Rows[0].Cells[0].Style]
	if st.Font.Family != "Arial" || st.Font.Size != 9 || !st.Font.Italic || st.Font.Colour != model.RGB(0xFF0000) || st.Font.Underline != model.UnderlineDouble {
		t.Errorf("font = %+v", st.Font)
	}
	if st.Fill.Colour != model.RGB(0x00FF00) || st.FormatCode != `0.0"x"` {
		t.Errorf("fill %+v, format %q", st.Fill, st.FormatCode)
	}
	if st.Border.Top != (model.Line{Style: model.LineThick, Colour: 0x0000FF}) || !st.Border.DiagonalUp || st.Border.Left.Style != model.LineNone {
		t.Errorf("border = %+v", st.Border)
	}
	if want := (model.Align{Horizontal: model.Centre, Vertical: model.Top, Indent: 2, Wrap: true, Rotation: -45}); st.Align != want {
		t.Errorf("alignment = %+v, want %+v", st.Align, want)
	}
}

func TestPageSetup(t *testing.T) {
	t.Parallel()
	w := open(t, func(f *excelize.File) {
		paper, landscape, fit, scale, yes, margin := 9, "landscape", true, uint(55), true, 1.0
		high := 0
		must(t, f.SetPageLayout("Sheet1", &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, AdjustTo: &scale, FitToHeight: &high}),
			f.SetSheetProps("Sheet1", &excelize.SheetPropsOptions{FitToPage: &fit}),
			f.SetPageMargins("Sheet1", &excelize.PageLayoutMarginsOptions{Left: &margin, Horizontally: &yes}),
			f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&Lhello", DifferentFirst: true}),
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "Sheet1!$B$2:$D$9,Sheet1!$F$1:$G$2", Scope: "Sheet1"}),
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!$A:$B,Sheet1!$1:$2", Scope: "Sheet1"}),
			f.InsertPageBreak("Sheet1", "A5"))
	})
	s, _, err := w.Sheet(t.Context(), "Sheet1")
	must(t, err)
	p := s.Page
	if p.Width < 841 || p.Width > 842 || p.Height > 596 || p.Left != 72 || !p.CentreX || p.Scale != 55 || !p.Fit || p.FitHeight != 0 || p.FitWidth != 1 {
		t.Errorf("page = %+v", p)
	}
	if len(p.Areas) != 2 || p.Areas[1] != (model.Range{FirstRow: 1, FirstCol: 6, LastRow: 2, LastCol: 7}) {
		t.Errorf("areas = %+v", p.Areas)
	}
	if p.TitleRows != (model.Span{First: 1, Last: 2}) || p.TitleCols != (model.Span{First: 1, Last: 2}) {
		t.Errorf("titles = %+v %+v", p.TitleRows, p.TitleCols)
	}
	if len(p.RowBreaks) != 1 || p.RowBreaks[0] != 4 || p.Texts.Header != "&Lhello" || !p.Texts.DifferentFirst {
		t.Errorf("breaks %v, header %+v", p.RowBreaks, p.Texts)
	}
}

func TestTreesAreBounded(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<a>", maxDepth+5)
	wide := "<a>" + strings.Repeat("<b/>", maxNodes+1) + "</a>"
	for name, tt := range map[string]struct {
		part string
		want error
	}{"deep": {deep, errDepth}, "wide": {wide, errNodes}, "cut off": {"<a><b>", io.ErrUnexpectedEOF}} {
		if _, err := parseTree([]byte(tt.part)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	n, err := parseTree([]byte(`<?xml version="1.0"?><x:a xmlns:x="u"><x:b v="1">t</x:b></x:a>`))
	if err != nil || n.kid("b").text != "t" || !n.kid("b").bool("v", false) || n.kid("c", "d").name != "" {
		t.Errorf("tree = %+v, %v", n, err)
	}
}

func TestUnsafeLinks(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{"https://a.b/": true, "MAILTO:x@y.z": true, "file:///x": false, "javascript:alert(1)": false, "": false} {
		if got := safeURL(url); got != want {
			t.Errorf("%s is safe: %v", url, got)
		}
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	w := open(t, func(f *excelize.File) {
		must(t, f.AddShape("Sheet1", &excelize.Shape{Cell: "B2", Type: "rect", Line: excelize.LineOptions{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00FF00"}}},
			Fill: excelize.Fill{Color: []string{"FF0000"}, Pattern: 1}, Paragraph: []excelize.RichTextRun{{Text: "Broker", Font: &excelize.Font{Bold: true, Size: 18, Color: "0000FF"}}}}),
			f.AddShape("Sheet1", &excelize.Shape{Cell: "F2", Type: "unheardOf"}))
	})
	s, _, err := w.Sheet(t.Context(), "Sheet1")
	must(t, err)
	if len(s.Drawings) != 2 || s.Drawings[1].Shape != nil {
		t.Fatalf("drawings = %+v", s.Drawings)
	}
	sh := s.Drawings[0].Shape
	if sh == nil || sh.Look.Fill.Colour != model.RGB(0xFF0000) || sh.Look.Line.Colour != model.RGB(0x00FF00) || len(sh.Paragraphs) == 0 {
		t.Fatalf("shape = %+v", sh)
	}
	if r := sh.Paragraphs[0].Runs[0]; r.Text != "Broker" || !r.Font.Bold || r.Font.Size != 18 || r.Font.Colour != model.RGB(0x0000FF) {
		t.Errorf("run = %+v %+v", r, r.Font)
	}
}

// Programs write their own kinds of fonts and formats with one for others to fall back on
// (ECMA-376 part 3, 7.6); cells count both as one.
func TestStylesOfNewerKinds(t *testing.T) {
	t.Parallel()
	either := func(s string) string {
		return `<AlternateContent><Choice Requires="own">` + strings.ReplaceAll(s, "<b/>", "<i/>") + `</Choice><Fallback>` + s + `</Fallback></AlternateContent>`
	}
	w := &Workbook{root: &node{}, rels: map[string]relation{"s": {kind: "styles", target: "styles.xml"}}, parts: map[string][]byte{"styles.xml": []byte(
		`<styleSheet><fonts><font><sz val="10"/></font>` + either(`<font><b/><sz val="11"/></font>`) + `<font><sz val="12"/></font></fonts><cellXfs><xf/>` + either(`<xf fontId="1"/>`) + `<xf fontId="2"/></cellXfs></styleSheet>`)}}
	_, styles, err := w.styles()
	if err != nil || len(styles) != 3 {
		t.Fatalf("%d styles, want 3: %v", len(styles), err)
	}
	for i, want := range []model.Font{{Size: 10}, {Size: 11, Bold: true}, {Size: 12}} {
		if f := styles[i].Font; f.Size != want.Size || f.Bold != want.Bold || f.Italic {
			t.Errorf("style %d has the font %+v, want %+v", i, f, want)
		}
	}
}

// A workbook whose thumbnail is damaged can be printed, one whose cells are cannot.
func TestDamagedPartsThatAreNotNeeded(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"docProps/thumbnail.wmf": "", "xl/media/image1.png": "", "xl/worksheets/sheet1.xml": "WORKBOOK_UNREADABLE", "_rels/.rels": "WORKBOOK_UNREADABLE"} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, part := range []struct{ name, text string }{
			{"xl/workbook.xml", `<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>`},
			{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>`},
			{"xl/worksheets/s.xml", `<worksheet/>`},
			{name, "this part is DAMAGED afterwards"},
		} {
			p, err := w.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Store})
			if err == nil {
				_, err = io.WriteString(p, part.text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		must(t, w.Close())
		data := bytes.Replace(b.Bytes(), []byte("DAMAGED"), []byte("damaged"), 1)
		if _, err := Open(bytes.NewReader(data), int64(len(data)), "x.xlsx"); code(err) != want {
			t.Errorf("%s is damaged: %v, want %q", name, err, want)
		}
	}
}

// A colour that is given in two ways is that of the theme.
func TestColoursGivenTwice(t *testing.T) {
	t.Parallel()
	p := palette{theme: officeTheme}
	if c := p.colour(&node{attrs: attributes("theme", "1", "rgb", "FFFFFF")}); c != model.RGB(0) {
		t.Errorf("the colour is %+v", c)
	}
}
