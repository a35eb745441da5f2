package sheet

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
)

// setups are false or endless in how they want to be printed.
func setups(add func(hostile)) {
	named := func(inside, names string) func(t testing.TB) []byte {
		return of(map[string]string{sheetPart: "<worksheet>" + inside + "</worksheet>",
			"xl/workbook.xml": `<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets><definedNames>` + names + `</definedNames></workbook>`})
	}
	rows := "<sheetData>" + many(3000, `<row r="#"><c r="A#"><v>#</v></c><c r="ZZ#"><v>#</v></c></row>`) + "</sheetData>"
	add(hostile{"scale 0", "pages", sheetOf(oneCell, `<pageSetup scale="0" paperSize="-7" firstPageNumber="-2147483648" useFirstPageNumber="1"/>`)})
	add(hostile{"scale without end", "pages", sheetOf(oneCell, `<pageSetup scale="99999999" paperSize="1e9"/>`)})
	add(hostile{"fit to no pages", "pages", sheetOf(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`, oneCell, `<pageSetup fitToWidth="0" fitToHeight="0"/>`)})
	add(hostile{"fit to 30000 pages", "pages", sheetOf(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`, rows, `<pageSetup fitToWidth="30000" fitToHeight="30000"/>`)})
	add(hostile{"fit to minus pages", "pages", sheetOf(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`, oneCell, `<pageSetup fitToWidth="-1" fitToHeight="-1"/>`)})
	add(hostile{"margins as wide as paper", "PAGE_SETUP_INVALID", sheetOf(oneCell, `<pageMargins left="1e9" right="NaN" top="-3" bottom="50" header="50" footer="50"/>`)})
	add(hostile{"breaks after all rows", "SHEET_TOO_LARGE", sheetOf(rows, "<rowBreaks>", many(200_000, `<brk id="#" max="16383" man="1"/>`), "</rowBreaks><colBreaks>", many(16_384, `<brk id="#"/>`), "</colBreaks>")})
	add(hostile{"titles of the whole sheet", "pages", named(oneCell, `<definedName name="_xlnm.Print_Titles" localSheetId="0">S!$A:$XFD,S!$1:$1048576</definedName>`)})
	add(hostile{"titles of a long sheet", "pages", named(rows, `<definedName name="_xlnm.Print_Titles" localSheetId="0">S!$A:$ZY,S!$1:$2999</definedName>`)})
	add(hostile{"a print area of the whole sheet", "pages", named(`<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`, `<definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1:$XFD$1048576</definedName>`)})
	add(hostile{"a hundred thousand print areas", "SHEET_TOO_LARGE", named(oneCell, `<definedName name="_xlnm.Print_Area" localSheetId="0">`+strings.Repeat("S!$A$1:$XFD$1048576,", 100_000)+`S!$A$1</definedName>`)})
	add(hostile{"a hundred thousand print areas with a cell", "SHEET_TOO_LARGE", named(`<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`, `<definedName name="_xlnm.Print_Area" localSheetId="0">`+strings.Repeat("S!$B$2:$XFD$1048576,", 100_000)+`S!$A$1</definedName>`)})
	add(hostile{"names that name each other", "pages", named(oneCell, many(100_000, `<definedName name="a#">a#</definedName>`)+`<definedName name="_xlnm.Print_Area" localSheetId="0">b</definedName><definedName name="b">_xlnm.Print_Area</definedName>`)})
	add(hostile{"a header of 1 MB", "pages", sheetOf(oneCell, `<headerFooter><oddHeader>`, strings.Repeat(`&amp;C&amp;"A,B"&amp;9&amp;P&amp;K00FF00&amp;G`, 25_000), `</oddHeader><oddFooter>&amp;&amp;&amp;P+99999999999999&amp;K&amp;"`, strings.Repeat("x", 1<<20), `</oddFooter></headerFooter>`)})
	add(hostile{"a header of large letters", "pages", sheetOf(rows, `<pageMargins top="0"/><headerFooter><oddHeader>`, strings.Repeat("&amp;409A\n", 2000), `</oddHeader></headerFooter>`)})
}

// formulas have no values and are hard to calculate.
func formulas(add func(hostile)) {
	// filled has the formulas in column A, where # is the row and @ the next, and
	// numbers in column B.
	filled := func(n int, formula string) func(t testing.TB) []byte {
		return func(t testing.TB) []byte {
			return book(t, func(f *excelize.File) []error {
				errs := []error{f.SetSheetName("Sheet1", "S")}
				for i := 1; i <= n; i++ {
					text := strings.NewReplacer("#", strconv.Itoa(i), "@", strconv.Itoa(i+1)).Replace(formula)
					errs = append(errs, f.SetCellFormula("S", fmt.Sprintf("A%d", i), text), f.SetCellInt("S", fmt.Sprintf("B%d", i), int64(i)))
				}
				return errs
			})
		}
	}
	add(hostile{"a formula of itself", "pages", filled(1, "A1+1")})
	add(hostile{"formulas in a circle", "pages", filled(2, "A1+A2")})
	add(hostile{"formulas in a long chain", "pages", filled(20_000, "A@+1")})
	add(hostile{"formulas in an endless chain", "pages", filled(60_000, "A@+1")})
	add(hostile{"nested parentheses", "pages", filled(1, strings.Repeat("(", 200_000)+"1"+strings.Repeat(")", 200_000))})
	add(hostile{"nested functions", "pages", filled(1, strings.Repeat("ABS(", 50_000)+"1"+strings.Repeat(")", 50_000))})
	add(hostile{"signs without end", "pages", filled(1, strings.Repeat("-", 200_000)+"1")})
	add(hostile{"sums of the whole sheet", "pages", filled(200, "SUM(B1:XFD1048576)+SUMPRODUCT(B:XFD*B:XFD)")})
	add(hostile{"texts without end", "pages", filled(50, `LEN(REPT(REPT("abcdefgh",32767),32767))`)})
	add(hostile{"powers without end", "pages", filled(50, `FACT(170)^9^9^9+COMBIN(1E9,5E8)+LEN(BASE(1E15,2,9999999))`)})
	add(hostile{"twenty thousand lookups", "pages", filled(20_000, "VLOOKUP(#,B1:B20000,1,FALSE)+COUNTIF(B:B,B#)")})
	add(hostile{"sums of sums", "pages", filled(60, "A@+SUM(A@:A62)")})
	add(hostile{"links to other workbooks", "pages", filled(3, `'[http://127.0.0.1:1/x.xlsx]S'!A1+[1]S!A1+WEBSERVICE("http://127.0.0.1:1/")`)})
	add(hostile{"indirections", "pages", filled(100, `SUM(INDIRECT("A1:XFD1048576"))+OFFSET(A1,5,5,1048000,16000)`)})
	add(hostile{"endless series", "pages", filled(20, `SUM(SEQUENCE(1048576,16384))+SUM(ROW(1:1048576))+LEN(TEXTJOIN(",",1,B:B,B:B))`)})
}

const relHead = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

// drawn makes a workbook of a drawing, with relations and parts.
func drawn(drawing string, rels string, more map[string]string) func(t testing.TB) []byte {
	parts := map[string]string{
		sheetPart:                             `<worksheet>` + oneCell + `<drawing r:id="d1"/></worksheet>`,
		sheetRels:                             relHead + `<Relationship Id="d1" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>`,
		"xl/drawings/drawing1.xml":            `<wsDr>` + drawing + `</wsDr>`,
		"xl/drawings/_rels/drawing1.xml.rels": relHead + rels + `</Relationships>`,
	}
	for name, text := range more {
		parts[name] = text
	}
	return of(parts)
}

// anchored puts something over the cells from A1 to I20.
func anchored(what string) string {
	return `<twoCellAnchor><from><col>0</col><row>0</row></from><to><col>9</col><row>20</row></to>` + what + `</twoCellAnchor>`
}

// figure is a shape.
func figure(geometry, text string) string {
	return `<sp><nvSpPr><cNvPr id="1" name="s"/></nvSpPr><spPr><xfrm rot="99999999999999"><ext cx="100" cy="100"/></xfrm>` + geometry + `<solidFill><srgbClr val="ff0000"/></solidFill><ln w="99999999999"><prstDash val="dash"/></ln></spPr><txBody><bodyPr/>` + text + `</txBody></sp>`
}

const aChart = `<graphicFrame><graphic><graphicData><chart r:id="c1"/></graphicData></graphic></graphicFrame>`

// charted makes a workbook of one chart.
func charted(chart string) func(t testing.TB) []byte {
	return drawn(anchored(aChart), `<Relationship Id="c1" Type="x/chart" Target="../charts/chart1.xml"/>`,
		map[string]string{"xl/charts/chart1.xml": `<chartSpace><chart><plotArea>` + chart + `</plotArea></chart></chartSpace>`})
}

// points are a series with so many values of a number.
func points(n int, format string) string {
	return `<ser><idx val="0"/><val><numRef><f>S!$A$1</f><numCache><ptCount val="` + fmt.Sprint(n) + `"/>` + many(n, format) + `</numCache></numRef></val></ser>`
}

// drawings are false or swollen as drawings, charts and relations.
func drawings(add func(hostile)) {
	add(hostile{"lists as many as names", "pages", of(map[string]string{
		"xl/workbook.xml":   `<workbook><sheets><sheet name="S" r:id="r1"/></sheets><definedNames>` + many(100_000, `<definedName name="n#">S!$A$1:$A$9</definedName>`) + `</definedNames></workbook>`,
		sheetPart:           `<worksheet>` + oneCell + `<legacyDrawing r:id="v1"/></worksheet>`,
		sheetRels:           relHead + `<Relationship Id="v1" Type="x/vmlDrawing" Target="../drawings/v.vml"/></Relationships>`,
		"xl/drawings/v.vml": "<xml>" + many(50_000, `<shape style="height:90pt"><ClientData ObjectType="List"><Anchor>1, 0, #, 0, 3, 0, #, 9</Anchor><FmlaRange>n#</FmlaRange></ClientData></shape>`) + "</xml>"})})
	// cached is a series whose values are in no cell.
	cached := func(n int) string {
		return strings.Replace(points(n, `<pt idx="#"><v>#</v></pt>`), `<f>S!$A$1</f>`, "", 1)
	}
	self := func(target, mode string) func(t testing.TB) []byte {
		return drawn(anchored(`<pic><blipFill><blip r:embed="p1"/></blipFill></pic>`)+anchored(aChart),
			`<Relationship Id="p1" Type="x/image" `+mode+` Target="`+target+`"/><Relationship Id="c1" Type="x/chart" `+mode+` Target="`+target+`"/>`, nil)
	}
	steps := many(900_000, `<lnTo><pt x="#" y="-#"/></lnTo>`)
	axes := `<catAx><axId val="1"/><crossAx val="2"/></catAx><valAx><axId val="2"/><scaling><max val="1e15"/><min val="-1e15"/></scaling><majorUnit val="1e-9"/><minorUnit val="1e-12"/><majorGridlines/><minorGridlines/><crossAx val="1"/></valAx>`
	add(hostile{"relations that climb out", "pages", self("../../../../../../../etc/passwd", "")})
	add(hostile{"relations to the network", "pages", self("http://127.0.0.1:1/x.png", `TargetMode="External"`)})
	add(hostile{"relations to files", "pages", self("file:///etc/passwd", "")})
	add(hostile{"relations to themselves", "pages", self("../drawings/drawing1.xml", "")})
	add(hostile{"relations to relations", "pages", self("_rels/drawing1.xml.rels", "")})
	add(hostile{"styles that are the workbook", "pages", of(map[string]string{"xl/_rels/workbook.xml.rels": relHead + `<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="workbook.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="_rels/workbook.xml.rels"/><Relationship Id="r4" Type="x/theme" Target="workbook.xml"/></Relationships>`})})
	add(hostile{"styles that follow each other", "pages", of(map[string]string{sheetPart: `<worksheet><sheetData><row><c s="1"><v>1</v></c></row></sheetData></worksheet>`,
		stylesPart: `<styleSheet><cellStyleXfs><xf xfId="1"/><xf xfId="0"/></cellStyleXfs><cellXfs><xf xfId="1"/><xf xfId="0"/></cellXfs><cellStyles><cellStyle xfId="1" builtinId="0"/></cellStyles></styleSheet>`})})
	add(hostile{"anchors far away", "pages", drawn(`<twoCellAnchor><from><col>1000000000</col><row>1000000000</row><colOff>9e99</colOff></from><to><col>-1000000000</col><row>NaN</row></to>`+figure("", "")+`</twoCellAnchor><oneCellAnchor><from><col>16383</col><row>1048575</row></from><ext cx="1e300" cy="-5"/>`+figure("", "")+`</oneCellAnchor><absoluteAnchor><pos x="-1e15" y="1e15"/><ext cx="1e15" cy="1e15"/>`+figure("", "")+`</absoluteAnchor>`, "", nil)})
	add(hostile{"an anchor over the whole sheet", "SHEET_TOO_LARGE", drawn(`<twoCellAnchor><from><col>0</col><row>0</row></from><to><col>16383</col><row>1048575</row></to>`+figure("", "")+`</twoCellAnchor>`, "", nil)})
	add(hostile{"a hundred thousand shapes", "pages", drawn(strings.Repeat(anchored(`<sp><spPr/></sp>`), 100_000), "", nil)})
	add(hostile{"groups in groups", "pages", drawn(anchored(strings.Repeat(`<grpSp><grpSpPr><xfrm><chOff x="0" y="0"/><chExt cx="0" cy="0"/></xfrm></grpSpPr>`, 90)+figure("", "")+strings.Repeat("</grpSp>", 90)), "", nil)})
	add(hostile{"a figure of a million steps", "pages", drawn(anchored(figure(`<custGeom><gdLst>`+many(20_000, `<gd name="g#" fmla="*/ g1 1e15 0"/>`)+`</gdLst><pathLst><path w="0" h="-1"><moveTo><pt x="NaN" y="0"/></moveTo>`+steps[:10<<20]+`/></lnTo><arcTo wR="1e15" hR="1e-15" stAng="1e15" swAng="-1e15"/><close/></path></pathLst></custGeom>`, "")), "", nil)})
	add(hostile{"a text of 10 MB in a shape", "pages", drawn(anchored(figure("", `<p><r><rPr sz="-5"/><t>`+strings.Repeat("words ", 1_700_000)+`</t></r></p>`)), "", nil)})
	add(hostile{"a hundred thousand paragraphs", "pages", drawn(anchored(figure("", strings.Repeat(`<p><r><t>a b</t></r></p>`, 100_000))), "", nil)})
	add(hostile{"adjustments without sense", "pages", drawn(anchored(figure(`<prstGeom prst="wedgeRectCallout"><avLst><gd name="adj1" fmla="val 1e300"/><gd name="adj2" fmla="val -99999999999"/></avLst></prstGeom>`, "")), "", nil)})
	add(hostile{"a chart of two million points", "pages", charted(`<lineChart>` + points(2_000_000, `<pt idx="#"><v>#</v></pt>`) + `</lineChart>` + axes)})
	add(hostile{"a chart that claims points", "pages", charted(`<barChart>` + points(1, `<pt idx="#"><v>1e300</v></pt><ptCount val="2000000000"/><pt idx="1999999999"><v>-1e300</v></pt><pt idx="-5"><v>NaN</v></pt>`) + `</barChart>` + axes)})
	add(hostile{"a chart of ten thousand series", "pages", charted(`<barChart><barDir val="col"/>` + strings.Repeat(points(20, `<pt idx="#"><v>#</v></pt>`), 10_000) + `</barChart>` + axes)})
	add(hostile{"a pie of a hundred thousand slices", "pages", charted(`<pieChart><dLbls><showVal val="1"/></dLbls>` + points(100_000, `<pt idx="#"><v>#</v></pt>`) + `</pieChart>`)})
	add(hostile{"a chart with an axis of endless steps", "pages", charted(`<scatterChart>` + points(3, `<pt idx="#"><v>#</v></pt>`) + `</scatterChart>` + strings.ReplaceAll(axes, `</scaling>`, `<logBase val="1.0000001"/></scaling>`))})
	add(hostile{"a chart of the whole sheet", "pages", charted(`<lineChart>` + strings.Repeat(`<ser><val><numRef><f>S!$A$1:$XFD$1048576</f></numRef></val><cat><strRef><f>S!$A$1:$XFD$1048576</f></strRef></cat></ser>`, 300) + `</lineChart>` + axes)})
	add(hostile{"trends without end", "pages", charted(`<scatterChart>` + strings.Repeat(strings.Replace(cached(900), `<val>`, strings.Repeat(`<trendline><trendlineType val="poly"/><order val="6"/><forward val="1e15"/><dispEq/><dispRSqr/><trendlineLbl><layout><manualLayout><x val="-1e15"/><y val="NaN"/></manualLayout></layout><tx><rich><p><r><t>`+strings.Repeat("long words ", 500)+`</t></r></p></rich></tx></trendlineLbl></trendline>`, 40)+`<yVal>`, 1), 20) + `<axId val="1"/><axId val="2"/></scatterChart>` + axes)})
	add(hostile{"boxes between hundreds of series", "pages", charted(`<lineChart>` + strings.Repeat(cached(70), 250) + `<dropLines/><hiLowLines/><upDownBars><gapWidth val="-1e15"/><upBars/><downBars/></upDownBars>` + `<axId val="1"/><axId val="2"/></lineChart>` + axes)})
	add(hostile{"hatches in all colours", "pages", drawn(many(3000, anchored(`<sp><spPr><pattFill prst="pct10"><fgClr><hslClr hue="#000" sat="90000" lum="50000"/></fgClr></pattFill></spPr></sp>`)), "", nil)})
	add(hostile{"ten thousand open notes", "pages", of(map[string]string{
		sheetPart:           `<worksheet>` + oneCell + `<pageSetup cellComments="asDisplayed"/><legacyDrawing r:id="v1"/></worksheet>`,
		sheetRels:           relHead + `<Relationship Id="v1" Type="x/vmlDrawing" Target="../drawings/v.vml"/><Relationship Id="c1" Type="x/comments" Target="../comments1.xml"/></Relationships>`,
		"xl/comments1.xml":  `<comments><commentList>` + many(10_000, `<comment ref="A#"><text><t>`+strings.Repeat("words ", 200)+`</t></text></comment>`) + `</commentList></comments>`,
		"xl/drawings/v.vml": `<xml>` + many(10_000, `<shape strokeweight="99999in"><shadow on="t"/><ClientData ObjectType="Note"><Anchor>1,0,1,0,9,0,20,0</Anchor><Row>#</Row><Column>0</Column><Visible/></ClientData></shape>`) + `</xml>`,
	})})
	add(hostile{"two thousand charts", "pages", drawn(strings.Repeat(anchored(aChart), 2000), `<Relationship Id="c1" Type="x/chart" Target="../charts/chart1.xml"/>`,
		map[string]string{"xl/charts/chart1.xml": `<chartSpace><chart><plotArea><lineChart>` + points(5000, `<pt idx="#"><v>#</v></pt>`) + `</lineChart>` + axes + `</plotArea></chart></chartSpace>`})})
	add(hostile{"sparklines of the whole sheet", "pages", sheetOf("<sheetData>", many(3000, `<row r="#"><c><v>#</v></c></row>`), `</sheetData><extLst><ext><sparklineGroups><sparklineGroup>`+`<sparklines>`,
		many(20_000, `<sparkline><f>S!$A$1:$XFD$1048576</f><sqref>B#</sqref></sparkline>`), `</sparklines></sparklineGroup></sparklineGroups></ext></extLst>`)})
	add(hostile{"ten thousand tables", "pages", of(map[string]string{
		sheetPart:              `<worksheet>` + oneCell + `<tableParts>` + strings.Repeat(`<tablePart r:id="t1"/>`, 10_000) + `</tableParts></worksheet>`,
		sheetRels:              relHead + `<Relationship Id="t1" Type="x/table" Target="../tables/table1.xml"/></Relationships>`,
		"xl/tables/table1.xml": `<table ref="A1:XFD1048576" headerRowCount="-1" totalsRowCount="9999999"><tableColumns/><tableStyleInfo name="TableStyleMedium2" showRowStripes="1" showColumnStripes="1"/></table>`})})
}

// pictured makes a workbook of pictures, all over the same cells.
func pictured(extension string, make func(t testing.TB, i int) []byte, n int) func(t testing.TB) []byte {
	return func(t testing.TB) []byte {
		drawing, rels, parts := "", "", map[string]string{}
		for i := range n {
			name := fmt.Sprintf("image%d.%s", i, extension)
			drawing += anchored(fmt.Sprintf(`<pic><blipFill><blip r:embed="p%d"/><srcRect l="-9999999999" r="200000" t="NaN"/></blipFill></pic>`, i)) + anchored(fmt.Sprintf(`<pic><blipFill><blip r:embed="p%d"/></blipFill></pic>`, i))
			rels += fmt.Sprintf(`<Relationship Id="p%d" Type="x/image" Target="../media/%s"/>`, i, name)
			parts["xl/media/"+name] = string(make(t, i))
		}
		return drawn(drawing, rels, parts)(t)
	}
}

// onesided is a PNG of one colour, small for its size.
func onesided(t testing.TB, side uint32, c color.RGBA) []byte {
	plain := claimed(t, side, side, int(side)*(1+int(side)))
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, side), side)
	palette := append(chunk("PLTE", []byte{c.R, c.G, c.B}), chunk("tRNS", []byte{c.A})...)
	return bytes.Join([][]byte{plain[:8], chunk("IHDR", append(head, 8, 3, 0, 0, 0)), palette, plain[33:]}, nil)
}

// chunk is a part of a PNG.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// claimed is a PNG that says it has this size and holds n bytes of zeros.
func claimed(t testing.TB, w, h uint32, n int) []byte {
	t.Helper()
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 8, 6, 0, 0, 0)), chunk("IDAT", zeros(t, n)), chunk("IEND", nil)}, nil)
}

var packedZeros sync.Map // by their number

// zeros are compressed.
func zeros(t testing.TB, n int) []byte {
	t.Helper()
	if known, ok := packedZeros.Load(n); ok {
		return known.([]byte)
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	var err error
	chunk := make([]byte, 1<<20)
	for left := n; left > 0 && err == nil; left -= len(chunk) {
		_, err = z.Write(chunk[:min(left, len(chunk))])
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	packedZeros.Store(n, packed.Bytes())
	return packed.Bytes()
}

// patched is a picture in which bytes are put at a place.
func patched(data []byte, at int, with ...byte) []byte {
	copy(data[at:], with)
	return data
}

// pictures are false or swollen as pictures.
func pictures(add func(hostile)) {
	again := func(data func(t testing.TB) []byte) func(testing.TB, int) []byte {
		return func(t testing.TB, _ int) []byte { return data(t) }
	}
	add(hostile{"a PNG of 100000 pixels each way", "pages", pictured("png", again(func(t testing.TB) []byte { return claimed(t, 100_000, 100_000, 1<<20) }), 3)})
	add(hostile{"a PNG of 2 pixels and 500 MB", "pages", pictured("png", again(func(t testing.TB) []byte { return claimed(t, 2, 2, 500<<20) }), 1)})
	add(hostile{"a PNG of no size", "pages", pictured("png", again(func(t testing.TB) []byte { return claimed(t, 0, 0xffffffff, 10) }), 1)})
	add(hostile{"a PNG of 49 million pixels", "pages", pictured("png", again(func(t testing.TB) []byte { return onesided(t, 7000, color.RGBA{A: 255}) }), 1)})
	add(hostile{"a PNG of 16 bits and 49 million pixels", "pages", pictured("png", again(func(t testing.TB) []byte { return deepPNG(t, 7000, 7000) }), 1)})
	add(hostile{"twenty PNGs of 25 million pixels", "pages", pictured("png", func(t testing.TB, i int) []byte {
		return onesided(t, 5000, color.RGBA{uint8(i), 1, 2, uint8(200 + i)})
	}, 20)})
	add(hostile{"a JPEG of 65500 pixels each way", "pages", pictured("jpeg", again(func(t testing.TB) []byte {
		b := smallJPEG(t)
		at := bytes.Index(b, []byte{0xff, 0xc0}) + 5
		return patched(b, at, 0xff, 0xdc, 0xff, 0xdc)
	}), 1)})
	add(hostile{"a JPEG cut off", "pages", pictured("jpeg", again(func(t testing.TB) []byte { return smallJPEG(t)[:200] }), 1)})
	add(hostile{"a GIF of 65535 pixels each way", "pages", pictured("gif", again(func(t testing.TB) []byte {
		var b bytes.Buffer
		if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.Black, color.White}), nil); err != nil {
			t.Fatal(err)
		}
		return patched(b.Bytes(), 6, 0xff, 0xff, 0xff, 0xff)
	}), 1)})
	add(hostile{"a BMP of 30000 pixels each way", "pages", pictured("bmp", again(func(testing.TB) []byte { return dib(30_000, 30_000, true) }), 1)})
	add(hostile{"a BMP of 4000 pixels each way without data", "pages", pictured("bmp", again(func(testing.TB) []byte { return dib(4000, 4000, true) }), 1)})
	add(hostile{"a TIFF of strips that are not there", "pages", pictured("tiff", again(func(t testing.TB) []byte { return strips(t, 4000, 4000, 1, 0xfffffff0) }), 1)})
	add(hostile{"a TIFF of packed zeros", "pages", pictured("tiff", again(func(t testing.TB) []byte { return strips(t, 4400, 4400, 8, 0) }), 2)})
	add(hostile{"a WebP of 16384 pixels each way", "pages", pictured("webp", again(func(testing.TB) []byte {
		return []byte("RIFF\x1e\x00\x00\x00WEBPVP8L\x12\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	}), 1)})
	add(hostile{"an EMF of a gigabyte packed", "pages", pictured("emz", again(func(t testing.TB) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(emf(nil))
		for i := 0; i < 600 && err == nil; i++ {
			_, err = z.Write(make([]byte, 1<<20))
		}
		if err := errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}), 1)})
	add(hostile{"an EMF of two million records", "pages", pictured("emf", again(func(testing.TB) []byte {
		return emf(bytes.Repeat(record(54, 1, 2), 1_000_000)) // LINETO
	}), 2)})
	add(hostile{"an EMF of false counts", "pages", pictured("emf", again(func(testing.TB) []byte {
		return emf(bytes.Join([][]byte{record(3, 0, 0, 9, 9, 0xffffffff), record(8, 0, 0, 9, 9, 0x40000000, 0xffffffff, 3), record(84, 0, 0, 9, 9, 1, 0, 0, 0, 0, 0xffffffff, 0xffffff, 0), record(81, make([]uint32, 18)...), {1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f}}, nil))
	}), 1)})
	add(hostile{"an EMF of states", "pages", pictured("emf", again(func(testing.TB) []byte {
		return emf(bytes.Repeat(record(33), 2_000_000)) // SAVEDC
	}), 1)})
	add(hostile{"three hundred PNGs", "pages", pictured("png", func(t testing.TB, i int) []byte {
		return onesided(t, 600, color.RGBA{uint8(i), uint8(i >> 8), 2, 255})
	}, 300)})
}

// deepPNG has 16 bits a channel.
func deepPNG(t testing.TB, w, h uint32) []byte {
	b := claimed(t, w, h, int(h)*(1+8*int(w)))
	b[24] = 16
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func smallJPEG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// dib is the head of a BMP.
func dib(w, h uint32, file bool) []byte {
	var b []byte
	if file {
		b = append(b, "BM\xff\xff\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00"...)
	}
	b = binary.LittleEndian.AppendUint32(b, 40)
	b = binary.LittleEndian.AppendUint32(b, w)
	b = binary.LittleEndian.AppendUint32(b, h)
	b = append(b, 1, 0, 24, 0)
	return append(b, make([]byte, 24)...)
}

// strips is a grey TIFF of one strip.
func strips(t testing.TB, w, h uint32, compression, size uint32) []byte {
	data := make([]byte, 8)
	if compression == 8 {
		data = zeros(t, int(w)*int(h))
		size = uint32(len(data))
	}
	b := []byte("II*\x00\x08\x00\x00\x00\x09\x00")
	for _, e := range [][3]uint32{{256, 4, w}, {257, 4, h}, {258, 3, 8}, {259, 3, compression}, {262, 3, 1}, {273, 4, 8 + 2 + 9*12 + 4}, {277, 3, 1}, {278, 4, h}, {279, 4, size}} {
		b = binary.LittleEndian.AppendUint16(b, uint16(e[0]))
		b = binary.LittleEndian.AppendUint16(b, uint16(e[1]))
		b = binary.LittleEndian.AppendUint32(b, 1)
		b = binary.LittleEndian.AppendUint32(b, e[2])
	}
	return append(append(b, 0, 0, 0, 0), data...)
}

// record is one of an EMF (MS-EMF, 2.3).
func record(kind uint32, values ...uint32) []byte {
	b := binary.LittleEndian.AppendUint32(nil, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(8+4*len(values)))
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// emf is a metafile of records.
func emf(records []byte) []byte {
	head := record(1, 0, 0, 100, 100, 0, 0, 3000, 3000, 0x464D4520, 0x10000, uint32(88+len(records)+20), 3, 1, 0, 0, 0, 1000, 1000, 300, 300)
	return append(append(head, records...), record(14, 0, 0, 20)...)
}
