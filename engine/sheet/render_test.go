package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quire/engine/font"
	"quire/engine/pdf"
)

// fonts are the program's own, so that tests do not depend on the machine.
var fonts = font.NewLibrary()

// book writes a workbook that a function fills in.
func book(t testing.TB, fill func(f *excelize.File) []error) []byte {
	t.Helper()
	f := excelize.NewFile()
	for _, err := range fill(f) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func render(data []byte, tab string) (*pdf.Document, []Warning, error) {
	return Render(context.Background(), bytes.NewReader(data), int64(len(data)), "book.xlsx", Options{Tab: tab, Fonts: fonts})
}

func mustRender(t testing.TB, data []byte) (*pdf.Document, []Warning) {
	t.Helper()
	doc, w, err := render(data, "Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	return doc, w
}

// file writes a document out.
func file(t testing.TB, doc *pdf.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// write writes a document out.
func write(to io.Writer, doc *pdf.Document) error {
	w := pdf.NewWriter(to, pdf.Info{})
	return errors.Join(w.Append(context.Background(), doc, pdf.AppendOptions{}), w.Close())
}

func codes(w []Warning) string {
	var out []string
	for _, x := range w {
		out = append(out, x.Code)
	}
	return strings.Join(out, " ")
}

// picture is a small PNG.
func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// everything is a workbook that uses most of what can be drawn.
func everything(t testing.TB) []byte {
	return book(t, func(f *excelize.File) []error {
		style, err := f.NewStyle(&excelize.Style{
			Font: &excelize.Font{Family: "Liberation Sans", Size: 12, Bold: true, Strike: true, Underline: "single", Color: "336699"},
			Fill: excelize.Fill{Type: "gradient", Color: []string{"FFFFFF", "FF0000"}, Shading: 1}, NumFmt: 44,
			Border:    []excelize.Border{{Type: "left", Style: 6, Color: "000000"}, {Type: "bottom", Style: 3, Color: "00FF00"}, {Type: "diagonalDown", Style: 1, Color: "000000"}},
			Alignment: &excelize.Alignment{Horizontal: "distributed", WrapText: true, Vertical: "center"},
		})
		turned, err2 := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{TextRotation: 45}})
		red, err3 := f.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FF0000"}}})
		yes := true
		return []error{err, err2, err3,
			f.SetCellValue("Sheet1", "A1", "Proposal for the coming year with text that wraps"), f.SetCellStyle("Sheet1", "A1", "B2", style),
			f.SetCellValue("Sheet1", "B1", -1234.5), f.SetCellValue("Sheet1", "C1", "turned"), f.SetCellStyle("Sheet1", "C1", "C1", turned),
			f.SetCellValue("Sheet1", "D40", 7), f.MergeCell("Sheet1", "D1", "F2"), f.SetCellValue("Sheet1", "D1", time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)),
			f.SetCellRichText("Sheet1", "A3", []excelize.RichTextRun{{Text: "H", Font: &excelize.Font{Size: 10}}, {Text: "2", Font: &excelize.Font{VertAlign: "subscript"}}, {Text: "O"}}),
			f.SetConditionalFormat("Sheet1", "D40", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "5", Format: &red}}),
			f.SetConditionalFormat("Sheet1", "B1:B9", []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6"}}),
			f.SetCellHyperLink("Sheet1", "A3", "https://example.com/", "External"),
			f.AddPictureFromBytes("Sheet1", "A5", &excelize.Picture{Extension: ".png", File: picture(t), Format: &excelize.GraphicOptions{ScaleX: 20, ScaleY: 20}}),
			f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&C&B&A", OddFooter: "&RPage &P of &N"}),
			f.SetPageLayout("Sheet1", &excelize.PageLayoutOptions{}), f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!$1:$2", Scope: "Sheet1"}),
			f.SetSheetProps("Sheet1", &excelize.SheetPropsOptions{FitToPage: &yes}),
		}
	})
}

func TestRenderPages(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		var errs []error
		for i := 1; i <= 120; i++ {
			cell, err := excelize.CoordinatesToCellName(1, i)
			errs = append(errs, err, f.SetCellValue("Sheet1", cell, i))
		}
		return errs
	})
	doc, w := mustRender(t, data)
	if n := len(doc.Pages()); n != 3 || len(w) != 0 {
		t.Errorf("120 rows take %d pages with warnings %v, want 3", n, w)
	}
}

func TestRenderIsDeterministic(t *testing.T) {
	t.Parallel()
	data := everything(t)
	a, w := mustRender(t, data)
	b, _ := mustRender(t, data)
	if !bytes.Equal(file(t, a), file(t, b)) {
		t.Error("two renderings of the same sheet differ")
	}
	if len(w) != 0 {
		t.Errorf("warnings = %+v", w)
	}
}

func TestRenderedFileIsSound(t *testing.T) {
	t.Parallel()
	doc, _ := mustRender(t, everything(t))
	data := file(t, doc)
	again, err := pdf.Read(context.Background(), bytes.NewReader(data), int64(len(data)), "out.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Pages()) != len(doc.Pages()) {
		t.Errorf("%d pages were written and %d are read", len(doc.Pages()), len(again.Pages()))
	}
}

func TestRenderDrawsCharts(t *testing.T) {
	t.Parallel()
	var series []excelize.ChartSeries
	data := book(t, func(f *excelize.File) []error {
		errs := []error{
			f.SetSheetRow("Sheet1", "A1", &[]any{"Quarter", "Premium", "Claims"}),
			f.SetSheetRow("Sheet1", "A2", &[]any{"First", 12.5, 4}), f.SetSheetRow("Sheet1", "A3", &[]any{"Second", 9, 6}),
		}
		series = append(series, excelize.ChartSeries{Name: "Sheet1!$B$1", Categories: "Sheet1!$A$2:$A$3", Values: "Sheet1!$B$2:$B$3"},
			excelize.ChartSeries{Name: "Sheet1!$C$1", Categories: "Sheet1!$A$2:$A$3", Values: "Sheet1!$C$2:$C$3"})
		for i, kind := range []excelize.ChartType{excelize.Col, excelize.Bar, excelize.Line, excelize.Area, excelize.Pie, excelize.Doughnut, excelize.Scatter, excelize.ColStacked, excelize.Radar, excelize.Bubble} {
			cell, err := excelize.CoordinatesToCellName(5+i%2*10, 1+i/2*20)
			errs = append(errs, err, f.AddChart("Sheet1", cell, &excelize.Chart{Type: kind, Series: series, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "Year"}}}}))
		}
		return errs
	})
	a, w := mustRender(t, data)
	b, _ := mustRender(t, data)
	if len(w) != 0 {
		t.Errorf("warnings = %+v", w)
	}
	if !bytes.Equal(file(t, a), file(t, b)) {
		t.Error("two renderings of the same charts differ")
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		return []error{
			f.SetCellValue("Sheet1", "A1", "private use: \ue123"), f.SetCellValue("Sheet1", "A2", 1),
			f.AddChart("Sheet1", "C1", &excelize.Chart{Type: excelize.Surface3D, Series: []excelize.ChartSeries{{Name: "Sheet1!$A$1", Categories: "Sheet1!$A$1:$A$2", Values: "Sheet1!$A$1:$A$2"}}}),
			f.AddChart("Sheet1", "C30", &excelize.Chart{Type: excelize.Col, PlotArea: excelize.ChartPlotArea{ShowDataTable: true}, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$2"}}}),
			f.AddShape("Sheet1", &excelize.Shape{Cell: "H9", Type: "unheardOf"}),
			f.AddSparkline("Sheet1", &excelize.SparklineOptions{Location: []string{"B2"}, Range: []string{"Sheet1!A1:A2"}}),
			f.AddTable("Sheet1", &excelize.Table{Range: "D20:E22", StyleName: "TableStyleMedium2"}),
			f.SetConditionalFormat("Sheet1", "A2", []excelize.ConditionalFormatOptions{{Type: "icon_set", IconStyle: "3Arrows"}}),
		}
	})
	_, w := mustRender(t, data)
	got := codes(w)
	if strings.Contains(got, "SPARKLINE") || strings.Contains(got, "CONDITIONAL_FORMAT") {
		t.Errorf("sparklines or icons are not drawn: %s", got)
	}
	for _, want := range []string{"GLYPH_MISSING", "CHART_NOT_DRAWN", "CHART_TABLE_NOT_DRAWN", "SHAPE_NOT_DRAWN", "TABLE_STYLE_NOT_DRAWN"} {
		if !strings.Contains(got, want) {
			t.Errorf("no warning %s in %s", want, got)
		}
	}
	for _, x := range w {
		if x.Code == "GLYPH_MISSING" && !strings.Contains(x.Message, "A1") {
			t.Errorf("the warning does not name the cell: %s", x.Message)
		}
	}
}

// Tables are drawn with their styles when that is asked for, those of the workbook as
// well as built-in ones.
func TestTableStyles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"TableStyleLight9", "TableStyleMedium2", "TableStyleDark11"} {
		data := book(t, func(f *excelize.File) []error {
			return []error{
				f.SetCellValue("Sheet1", "A1", "Plan"), f.SetCellValue("Sheet1", "B1", "Rate"), f.SetCellValue("Sheet1", "A2", "Gold"),
				f.AddTable("Sheet1", &excelize.Table{Range: "A1:B3", StyleName: name}),
			}
		})
		plain, _ := mustRender(t, data)
		styled, w, err := Render(context.Background(), bytes.NewReader(data), int64(len(data)), "book.xlsx", Options{Tab: "Sheet1", TableStyles: true})
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(file(t, plain), file(t, styled)) || strings.Contains(codes(w), "TABLE") {
			t.Errorf("%s is not drawn; warnings %s", name, codes(w))
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	data := everything(t)
	for name, tt := range map[string]struct {
		data []byte
		tab  string
		code string
	}{
		"no tab":    {data, "DBL PROPOSAL", "TAB_MISSING"},
		"not a zip": {[]byte("hello, this is text"), "x", "WORKBOOK_UNREADABLE"},
		"old":       {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), "x", "WORKBOOK_ENCRYPTED"},
		"broken":    {pack(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}), "S", "WORKBOOK_UNREADABLE"},
		"bomb":      {bomb(t), "S", "WORKBOOK_UNREADABLE"},
	} {
		_, _, err := render(tt.data, tt.tab)
		var c interface{ Code() string }
		if !errors.As(err, &c) || c.Code() != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Render(ctx, bytes.NewReader(data), int64(len(data)), "x", Options{Tab: "Sheet1"}); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
}

func TestTabs(t *testing.T) {
	t.Parallel()
	data := everything(t)
	tabs, err := Tabs(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(tabs) != 1 || tabs[0] != (Tab{Name: "Sheet1", Visible: true}) {
		t.Errorf("tabs = %+v, %v", tabs, err)
	}
}

// pack makes a workbook of raw parts: a tab "S" and what is given.
func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r4" Type="x/theme" Target="theme/theme1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet/>`,
	}
	for k, v := range parts {
		all[k] = v
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(p, all[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is an archive with a part that claims to unpack to a terabyte.
func bomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	p, err := w.CreateRaw(&zip.FileHeader{Name: "xl/workbook.xml", Method: zip.Deflate, CompressedSize64: 10, UncompressedSize64: 1 << 40})
	if err == nil {
		_, err = p.Write(make([]byte, 10))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzRender(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1" ht="20"><c r="A1" s="1"><v>12.5</v></c><c r="B1" t="str"><f>A1</f><v>text</v></c></row></sheetData></worksheet>`,
		`<styleSheet><fonts><font><name val="Arial"/><sz val="9"/></font></fonts><cellXfs><xf/><xf numFmtId="44" fontId="0"><alignment wrapText="1" textRotation="45" indent="3"/></xf></cellXfs></styleSheet>`)
	f.Add(`<worksheet><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetFormatPr defaultRowHeight="1" zeroHeight="1"/><cols><col min="1" max="16384" width="0.1"/></cols><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A:XFD"/></mergeCells><printOptions headings="1" gridLines="1"/><pageSetup scale="10" paperSize="70"/></worksheet>`, ``)
	f.Add(`<worksheet><sheetData><row><c t="inlineStr"><is><r><rPr><vertAlign val="superscript"/></rPr><t>a</t></r></is></c><c t="d"><v>2024-01-01</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f></c></row></sheetData><conditionalFormatting sqref="A1:A9"><cfRule type="expression" dxfId="0" priority="1"><formula>MOD(ROW(),2)</formula></cfRule></conditionalFormatting><headerFooter><oddHeader>&amp;L&amp;"A,B"&amp;9&amp;P+1&amp;K</oddHeader></headerFooter><rowBreaks><brk id="1"/></rowBreaks></worksheet>`,
		`<styleSheet><dxfs><dxf><fill><patternFill><bgColor theme="4" tint="0.5"/></patternFill></fill></dxf></dxfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, styles string) {
		if len(sheet)+len(styles) > 1<<14 {
			return
		}
		doc, _, err := render(pack(t, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": styles}), "S")
		if err != nil {
			var c interface{ Code() string }
			if !errors.As(err, &c) {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		if len(doc.Pages()) == 0 {
			t.Fatal("no pages")
		}
	})
}
