package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// hostile is a workbook that is made to break programs. It wants "pages" or the
// code of an error.
type hostile struct {
	name, want string
	make       func(t testing.TB) []byte
}

// hostiles gives the workbooks, by what is wrong with them, one after another: what
// they are made of takes gigabytes.
func hostiles(add func(hostile)) {
	for _, kind := range []func(func(hostile)){archives, markups, sheets, looks, setups, formulas, drawings, pictures, vectors} {
		kind(add)
	}
}

// of makes a workbook of raw parts.
func of(parts map[string]string) func(t testing.TB) []byte {
	return func(t testing.TB) []byte { return pack(t, parts) }
}

// sheetOf makes a workbook of what is in its one tab.
func sheetOf(inside ...string) func(t testing.TB) []byte {
	return of(map[string]string{sheetPart: "<worksheet>" + strings.Join(inside, "") + "</worksheet>"})
}

const (
	sheetPart  = "xl/worksheets/sheet1.xml"
	sheetRels  = "xl/worksheets/_rels/sheet1.xml.rels"
	stylesPart = "xl/styles.xml"
	stringPart = "xl/sharedStrings.xml"
	oneCell    = `<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`
)

// many repeats what a format with the number makes.
func many(n int, format string) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// streamed adds a part that is too large to be held to an archive.
func streamed(name string, size int64, fill string) func(t testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		p, err := w.Create(name)
		chunk := bytes.Repeat([]byte(fill), 1<<20/len(fill))
		for n := int64(0); n < size && err == nil; n += int64(len(chunk)) {
			_, err = p.Write(chunk)
		}
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
}

// archives are broken or swollen as archives.
func archives(add func(hostile)) {
	whole := of(map[string]string{sheetPart: "<worksheet>" + oneCell + "</worksheet>"})
	add(hostile{"a part of 400 MB", "WORKBOOK_UNREADABLE", streamed(stringPart, 400<<20, " ")})
	add(hostile{"a part with a false size", "WORKBOOK_UNREADABLE", bomb})
	add(hostile{"25000 parts", "WORKBOOK_UNREADABLE", of(swollen(25_000, 1))})
	add(hostile{"70 parts of 4 MB", "WORKBOOK_UNREADABLE", of(swollen(70, 4<<20))})
	add(hostile{"one part under 4000 names", "WORKBOOK_UNREADABLE", overlapping})
	add(hostile{"an archive of archives", "pages", func(t testing.TB) []byte {
		inner := string(streamed("a", 64<<20, "\x00")(t))
		return pack(t, map[string]string{sheetPart: "<worksheet>" + oneCell + "</worksheet>", "xl/embeddings/a.zip": inner})
	}})
	add(hostile{"cut in the middle", "WORKBOOK_UNREADABLE", func(t testing.TB) []byte { b := whole(t); return b[:len(b)/2] }})
	add(hostile{"cut at the end", "WORKBOOK_UNREADABLE", func(t testing.TB) []byte { b := whole(t); return b[:len(b)-9] }})
	add(hostile{"a flipped byte", "WORKBOOK_UNREADABLE", func(t testing.TB) []byte { b := whole(t); b[70] ^= 0xff; return b }})
	add(hostile{"no bytes", "WORKBOOK_UNREADABLE", func(testing.TB) []byte { return nil }})
	add(hostile{"names that climb out", "pages", of(map[string]string{
		"../../../../etc/cron.d/x": "x", "/etc/passwd": "x", `..\..\x`: "x", `C:\x`: "x", "": "x", "xl/media/": "",
		sheetPart: "<worksheet>" + oneCell + "</worksheet>"})})
}

// swollen are so many parts of so many bytes each.
func swollen(n, size int) map[string]string {
	parts := map[string]string{}
	text := strings.Repeat(" ", size)
	for i := range n {
		parts[fmt.Sprintf("xl/media/%d.bin", i)] = text
	}
	return parts
}

// overlapping lists one part of 1 MB under many names (D. Fifield, A better zip
// bomb, 2019).
func overlapping(t testing.TB) []byte {
	b := streamed("xl/media/0000", 1<<20, " ")(t)
	end := bytes.LastIndex(b, []byte("PK\x05\x06"))
	start := int(binary.LittleEndian.Uint32(b[end+16:]))
	entry := b[start:end]
	out := slices.Clone(b[:start])
	for i := range 4000 {
		e := slices.Clone(entry)
		copy(e[46:], fmt.Sprintf("xl/media/%04d", i))
		out = append(out, e...)
	}
	tail := slices.Clone(b[end:])
	binary.LittleEndian.PutUint16(tail[8:], 4000)
	binary.LittleEndian.PutUint16(tail[10:], 4000)
	binary.LittleEndian.PutUint32(tail[12:], uint32(4000*len(entry)))
	return append(out, tail...)
}

const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY g SYSTEM "http://127.0.0.1:1/">]>`

// markups are broken or swollen as XML.
func markups(add func(hostile)) {
	add(hostile{"laughs in a cell", "WORKBOOK_UNREADABLE", of(map[string]string{sheetPart: laughs + `<worksheet><sheetData><row r="1"><c t="str"><v>&d;&f;&g;</v></c></row></sheetData></worksheet>`})})
	add(hostile{"laughs in shared texts", "WORKBOOK_UNREADABLE", of(map[string]string{stringPart: laughs + `<sst><si><t>&d;</t></si></sst>`})})
	add(hostile{"declarations that nest", "WORKBOOK_UNREADABLE", of(map[string]string{stylesPart: strings.Repeat("<!DOCTYPE a [", 100_000)})})
	add(hostile{"a comment without end", "WORKBOOK_UNREADABLE", of(map[string]string{stylesPart: "<!--" + strings.Repeat("-", 4<<20)})})
	add(hostile{"an attribute of 12 MB", "pages", of(map[string]string{stylesPart: `<styleSheet a="` + strings.Repeat("a", 12<<20) + `"/>`})})
	add(hostile{"a million attributes", "pages", of(map[string]string{stylesPart: `<styleSheet` + strings.Repeat(` a="b"`, 1_000_000) + `/>`})})
	add(hostile{"3 million elements in styles", "WORKBOOK_UNREADABLE", of(map[string]string{stylesPart: "<styleSheet>" + strings.Repeat("<a/>", 3_000_000) + "</styleSheet>"})})
	add(hostile{"3 million elements beside the cells", "WORKBOOK_UNREADABLE", sheetOf("<cols>", strings.Repeat("<col/>", 3_000_000), "</cols>", oneCell)})
	add(hostile{"an unknown encoding", "WORKBOOK_UNREADABLE", of(map[string]string{sheetPart: `<?xml version="1.0" encoding="x-nothing"?><worksheet/>`})})
	add(hostile{"zero bytes", "WORKBOOK_UNREADABLE", of(map[string]string{sheetPart: "<worksheet>\x00\x00</worksheet>"})})
	add(hostile{"a workbook of text", "WORKBOOK_UNREADABLE", of(map[string]string{"xl/workbook.xml": "hello"})})
	for _, part := range []string{sheetPart, stylesPart, stringPart, "xl/theme/theme1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} {
		deep := strings.Repeat("<a>", 300_000)
		if part == stringPart {
			deep = "<sst><si>" + deep
		}
		want := "WORKBOOK_UNREADABLE"
		if strings.Contains(part, "theme") {
			want = "pages"
		}
		add(hostile{"nesting in " + strings.ReplaceAll(part, "/", " "), want, of(map[string]string{part: deep})})
		add(hostile{"broken " + strings.ReplaceAll(part, "/", " "), want, of(map[string]string{part: "<a><b></a"})})
	}
}

// sheets are swollen or false in their cells.
func sheets(add func(hostile)) {
	long := strings.Repeat("word and ", 3600)
	add(hostile{"rows to the last", "SHEET_TOO_LARGE", sheetOf("<sheetData>", many(1_048_576, `<row r="#"><c r="A#"><v>#</v></c></row>`), "</sheetData>")})
	add(hostile{"100000 rows", "SHEET_TOO_LARGE", sheetOf("<sheetData>", many(100_000, `<row r="#"><c r="A#"><v>#</v></c><c r="B#" t="inlineStr"><is><t>text of a row</t></is></c><c r="J#"><v>#</v></c></row>`), "</sheetData>")})
	add(hostile{"three million cells", "SHEET_TOO_LARGE", sheetOf("<sheetData>", many(300, `<row r="#">`+strings.Repeat("<c><v>1</v></c>", 10_000)+"</row>"), "</sheetData>")})
	add(hostile{"rows of one number", "pages", sheetOf("<sheetData>", strings.Repeat(`<row r="1"><c r="C1"><v>1</v></c></row>`, 400_000), "</sheetData>")})
	add(hostile{"rows backwards", "pages", sheetOf("<sheetData>", strings.Repeat(`<row r="9"/><row r="8"/><row r="-3"/><row r="NaN"/><row r="99999999999"/>`, 50_000), "</sheetData>")})
	add(hostile{"the first and the last cell", "pages", sheetOf(`<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`)})
	add(hostile{"a false dimension", "pages", sheetOf(`<dimension ref="A1:XFD1048576"/>`, oneCell)})
	add(hostile{"cells of one address", "pages", sheetOf("<sheetData><row>", strings.Repeat(`<c r="B2"><v>1</v></c>`, 500_000), "</row></sheetData>")})
	add(hostile{"addresses beyond the sheet", "pages", sheetOf(`<sheetData><row r="1"><c r="ZZZZZZZZ1"><v>1</v></c><c r="A0"/><c r="1A"><v>2</v></c><c r="A99999999999999999999"><v>2</v></c></row></sheetData>`)})
	add(hostile{"false shared texts", "pages", sheetOf(`<sheetData><row><c t="s"><v>-1</v></c><c t="s"><v>9999999999999</v></c><c t="s"><v>NaN</v></c><c t="s"><v>0</v></c><c t="s"/></row></sheetData>`)})
	add(hostile{"numbers that are none", "pages", sheetOf(`<sheetData><row><c><v>1e999</v></c><c><v>NaN</v></c><c><v>-Inf</v></c><c><v>0x1p-1074</v></c><c><v>1e308</v></c><c t="d"><v>99999-99-99</v></c><c t="b"><v>7</v></c><c s="99999999"><v>1</v></c><c s="-4"><v>1</v></c></row></sheetData>`)})
	add(hostile{"five million shared texts", "WORKBOOK_UNREADABLE", of(map[string]string{stringPart: "<sst>" + strings.Repeat("<si/>", 5_100_000) + "</sst>"})})
	add(hostile{"a text of 40 MB", "pages", sheetOf(`<sheetData><row><c t="inlineStr"><is><t>`, strings.Repeat("a", 40<<20), `</t></is></c></row></sheetData>`)})
	add(hostile{"long texts in narrow columns", "pages", of(map[string]string{
		stylesPart: `<styleSheet><cellXfs><xf/><xf><alignment wrapText="1"/></xf></cellXfs></styleSheet>`,
		stringPart: "<sst><si><t>" + long + "</t></si></sst>",
		sheetPart:  `<worksheet><cols><col min="1" max="50" width="0.2"/></cols><sheetData>` + many(400, `<row r="#">`+strings.Repeat(`<c t="s" s="1"><v>0</v></c>`, 50)+"</row>") + "</sheetData></worksheet>"})})
	add(hostile{"a text of a million bytes in every cell", "pages", of(map[string]string{
		stringPart: "<sst><si><t>" + strings.Repeat("h\u00e4", 350_000) + "</t></si></sst>",
		sheetPart:  `<worksheet><sheetData>` + many(9000, `<row r="#"><c t="s"><v>0</v></c><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`) + "</sheetData></worksheet>"})})
	add(hostile{"long texts that shrink and turn", "pages", of(map[string]string{
		stylesPart: `<styleSheet><cellXfs><xf/><xf><alignment shrinkToFit="1"/></xf><xf><alignment textRotation="45"/></xf><xf><alignment textRotation="255"/></xf><xf><alignment horizontal="fill"/></xf><xf><alignment horizontal="distributed" vertical="distributed"/></xf></cellXfs></styleSheet>`,
		stringPart: "<sst><si><t>" + long + "</t></si></sst>",
		sheetPart:  `<worksheet><sheetData>` + many(200, `<row r="#"><c t="s" s="1"><v>0</v></c><c t="s" s="2"><v>0</v></c><c t="s" s="3"><v>0</v></c><c t="s" s="4"><v>0</v></c><c t="s" s="5"><v>0</v></c></row>`) + "</sheetData></worksheet>"})})
	add(hostile{"long texts of many scripts", "pages", of(map[string]string{
		stylesPart: `<styleSheet><cellXfs><xf/><xf><alignment wrapText="1"/></xf></cellXfs></styleSheet>`,
		stringPart: "<sst><si><t>" + strings.Repeat("\u202eab\u2067\u0627\u0644\u2069\u05d0\u0301\u0301\u0301\u65e5", 3000) + "</t></si></sst>",
		sheetPart:  `<worksheet><sheetData>` + many(100, `<row r="#"><c t="s" s="1"><v>0</v></c><c t="s"><v>0</v></c></row>`) + "</sheetData></worksheet>"})})
	add(hostile{"texts of thousands of runs", "pages", of(map[string]string{
		stringPart: "<sst><si>" + many(200_000, `<r><rPr><sz val="#"/><rFont val="f#"/></rPr><t>a</t></r>`) + "</si></sst>",
		sheetPart:  `<worksheet><sheetData>` + many(100, `<row r="#"><c t="s"><v>0</v></c></row>`) + "</sheetData></worksheet>"})})
	add(hostile{"one merged range", "SHEET_TOO_LARGE", sheetOf(oneCell, `<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`)})
	add(hostile{"a million merged ranges", "SHEET_TOO_LARGE", sheetOf(oneCell, "<mergeCells>", many(1_000_000, `<mergeCell ref="A#:B#"/>`), "</mergeCells>")})
	add(hostile{"merged ranges that overlap", "SHEET_TOO_LARGE", sheetOf(oneCell, "<mergeCells>", columns(16_384, `<mergeCell ref="@1:@900000"/>`), many(83_000, `<mergeCell ref="XFD#:XFE#"/>`), "</mergeCells>")})
	add(hostile{"a million columns", "pages", sheetOf("<cols>", many(400_000, `<col min="#" max="10000000" width="1e9" style="-1"/>`), "</cols>", oneCell)})
	add(hostile{"columns of no width", "pages", sheetOf(`<cols><col min="1" max="16384" width="0.0001" style="0"/></cols>`, oneCell)})
	add(hostile{"links without number", "pages", sheetOf(oneCell, "<hyperlinks>", many(200_000, `<hyperlink ref="A1:XFD1048576" r:id="r#"/>`), "</hyperlinks>")})
	add(hostile{"outlines and heights", "pages", sheetOf(`<sheetFormatPr defaultRowHeight="1e9" defaultColWidth="-4" baseColWidth="1e9" zeroHeight="1"/><sheetData><row r="1" ht="NaN"><c><v>1</v></c></row><row r="2" ht="-9" outlineLevel="999"/><row r="3" ht="1e300"/></sheetData>`)})
}

// columns repeats what a format with the letters of a column makes.
func columns(n int, format string) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		name := ""
		for k := i; k > 0; k = (k - 1) / 26 {
			name = string(rune('A'+(k-1)%26)) + name
		}
		b.WriteString(strings.ReplaceAll(format, "@", name))
	}
	return b.String()
}

// looks are swollen or false in styles, names and conditional formats.
func looks(add func(hostile)) {
	styled := func(styles string, rows int) func(t testing.TB) []byte {
		return of(map[string]string{stylesPart: "<styleSheet>" + styles + "</styleSheet>",
			sheetPart: "<worksheet><sheetData>" + many(rows, `<row r="#"><c s="1"><v>-1234.5</v></c><c s="1" t="str"><v>text</v></c></row>`) + "</sheetData></worksheet>"})
	}
	format := func(code string) string {
		return `<numFmts><numFmt numFmtId="200" formatCode="` + code + `"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>`
	}
	rules := func(n int, rule string) func(t testing.TB) []byte {
		return sheetOf("<sheetData>", many(3000, `<row r="#"><c><v>#</v></c><c><v>#</v></c><c><v>#</v></c></row>`), "</sheetData>",
			many(n, `<conditionalFormatting sqref="A1:XFD1048576">`+rule+`</conditionalFormatting>`))
	}
	add(hostile{"a number format of 1 MB", "pages", styled(format(strings.Repeat("0#,", 350_000)), 2000)})
	add(hostile{"a number format of sections", "pages", styled(format(strings.Repeat("[Red][&gt;1]0;", 80_000)), 2000)})
	add(hostile{"a number format of text", "pages", styled(format(strings.Repeat("&quot;ab&quot;@", 100_000)), 2000)})
	add(hostile{"a number format of decimals", "pages", styled(format("0."+strings.Repeat("0", 1_000_000)), 500)})
	add(hostile{"fonts of no size", "pages", styled(`<fonts><font><sz val="0"/></font><font><sz val="NaN"/><name val="`+strings.Repeat("x", 1<<20)+`"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs>`, 100)})
	add(hostile{"fonts of endless size", "pages", styled(`<fonts><font><sz val="1e9"/></font><font><sz val="-1e300"/></font></fonts><cellXfs><xf/><xf/></cellXfs>`, 20)})
	add(hostile{"half a million styles", "pages", styled(`<cellXfs>`+strings.Repeat(`<xf fontId="-1" fillId="9" borderId="NaN" numFmtId="99999"/>`, 250_000)+`</cellXfs>`, 10)})
	add(hostile{"ten thousand rules of the sheet", "pages", rules(10_000, `<cfRule type="expression" priority="#"><formula>A1&gt;#</formula></cfRule>`)})
	add(hostile{"rules with heavy formulas", "pages", rules(20, `<cfRule type="expression" priority="#"><formula>SUMPRODUCT((A:XFD=A1)*(COUNTIF(A:XFD,A:XFD)))&gt;SUM(A:XFD)</formula></cfRule>`)})
	add(hostile{"rules of doubles", "pages", rules(300, `<cfRule type="duplicateValues" priority="#" dxfId="0"/>`)})
	add(hostile{"scales and bars", "pages", rules(300, `<cfRule type="colorScale" priority="#"><colorScale><cfvo type="percentile" val="NaN"/><cfvo type="formula" val="A1/0"/><color rgb="x"/><color theme="-9" tint="1e9"/></colorScale></cfRule><cfRule type="dataBar" priority="1"><dataBar minLength="-5" maxLength="900"><cfvo type="num" val="1e300"/><cfvo type="num" val="-1e300"/><color/></dataBar></cfRule>`)})
	add(hostile{"a rule of nested parentheses", "pages", rules(1, `<cfRule type="expression"><formula>`+strings.Repeat("(", 500_000)+`1</formula></cfRule>`)})
	add(hostile{"a rule of signs", "pages", rules(1, `<cfRule type="expression"><formula>`+strings.Repeat("-", 500_000)+`1</formula></cfRule>`)})
	add(hostile{"a rule of functions", "pages", rules(1, `<cfRule type="expression"><formula>`+strings.Repeat("IF(", 100_000)+`1</formula></cfRule>`)})
	add(hostile{"a rule of long texts", "pages", rules(1, `<cfRule type="expression"><formula>LEN(REPT(REPT("abc",32767),32767))&gt;1</formula></cfRule>`)})
	add(hostile{"rules of 100000 ranges", "pages", sheetOf(oneCell, `<conditionalFormatting sqref="`, many(100_000, "A#:XFD# "), `"><cfRule type="top10" rank="99999999" priority="1"/></conditionalFormatting>`)})
}
