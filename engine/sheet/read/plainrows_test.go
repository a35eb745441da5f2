package read

import (
	"reflect"
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// bothWays reads the rows of a text with the plain reader as far as it gets, and
// all of them with the XML decoder.
func bothWays(t *testing.T, text string) (plain, all *sheetReader, got plainRows, err error) {
	t.Helper()
	fresh := func() *sheetReader {
		return &sheetReader{ctx: t.Context(), styles: &styleReader{}, strings: []richText{{text: "shared"}}, sheet: &model.Sheet{Styles: make([]model.Style, 9)}}
	}
	plain, all = fresh(), fresh()
	got = plainRows{r: plain, text: []byte(text)}
	if err := got.read(); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return plain, all, got, all.rows(newDecoder([]byte(text)), 0)
}

const plainSample = `<row r="2" spans="1:3" ht="20" hidden="1" s="3" customFormat='1' x14ac:dyDescent="0.25"><c r="A2" s="1" t="s"><v>0</v></c>
	<c r="C2"><v>1.5</v></c><c t="str"><f t="shared" si="0">A1&amp;"x"</f><v>text ü</v></c><c r="F2"/><c><f/></c></row>
	<row/><row r="9" ><c r="B9" t="inlineStr"><is><t>inline_x0041_</t></is></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row></sheetData>`

func TestPlainRowsAreReadAlike(t *testing.T) {
	t.Parallel()
	plain, all, got, err := bothWays(t, plainSample)
	if err != nil || !got.done || len(plain.sheet.Rows) != 3 || len(plain.sheet.Rows[0].Cells) != 5 {
		t.Fatalf("%v, %t, rows %+v", err, got.done, plain.sheet.Rows)
	}
	if !reflect.DeepEqual(plain.sheet.Rows, all.sheet.Rows) || !reflect.DeepEqual(plain.uncached, all.uncached) || plain.cells != all.cells {
		t.Errorf("plainly\n%+v\n%v\nelse\n%+v\n%v", plain.sheet.Rows, plain.uncached, all.sheet.Rows, all.uncached)
	}
}

// TestOtherRowsAreLeft stops the plain reader before the second row, with nothing
// kept of it.
func TestOtherRowsAreLeft(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]string{
		"an entity":        `<row><c><f>A1</f></c><c t="str"><v>a &amp; b</v></c></row>`,
		"a prefix":         `<x:row><x:c/></x:row>`,
		"a comment":        `<row><c/><!-- here --></row>`,
		"rich text":        `<row><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`,
		"an extension":     `<row><c><v>1</v><extLst/></c></row>`,
		"spaces kept":      `<row><c t="str"><v xml:space="preserve"> a </v></c></row>`,
		"an odd attribute": `<row r = "2"><c/></row>`,
		"marked text":      `<row><c t="str"><v><![CDATA[a]]></v></c></row>`,
		"another name":     `<rows/>`,
		"no end":           `<row><c>`,
		"broken letters":   "<row><c t=\"str\"><v>\xff</v></c></row>",
	} {
		plain, _, got, _ := bothWays(t, `<row><c><v>1</v></c></row>`+second+`</sheetData>`)
		if got.done || got.last != 1 || len(plain.sheet.Rows) != 1 || plain.cells != 1 || len(plain.uncached) != 0 || !strings.HasPrefix(string(got.text[got.at:]), second[:3]) {
			t.Errorf("%s: done %t, row %d, rows %+v, left %q", name, got.done, got.last, plain.sheet.Rows, got.text[got.at:])
		}
	}
}

// FuzzPlainRows reads what both can read alike.
func FuzzPlainRows(f *testing.F) {
	f.Add(plainSample)
	f.Add(`<row r='3'><c r="B1"><v>7</v><v/></c></row><row r="1048577"/></sheetData>`)
	f.Fuzz(func(t *testing.T, text string) {
		plain, all, got, err := bothWays(t, text)
		if err != nil || !got.done {
			return
		}
		if !reflect.DeepEqual(plain.sheet.Rows, all.sheet.Rows) || !reflect.DeepEqual(plain.uncached, all.uncached) {
			t.Errorf("%q: plainly\n%+v\nelse\n%+v", text, plain.sheet.Rows, all.sheet.Rows)
		}
	})
}
