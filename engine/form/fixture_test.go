package form

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/encoding/charmap"

	"quire/engine/pdf"
)

// fixture writes a small PDF with a form, object by object.
type fixture struct {
	objects []string
	fields  []string // references of the form's root fields
	annots  []string // of the page's annotations
	form    string   // further entries of the AcroForm dictionary
	content string
}

// Objects that every fixture has.
const (
	objCatalog = iota + 1
	objPages
	objPage
	objContent
	objForm
	objHelvetica
	objFixed
)

func newFixture() *fixture {
	return &fixture{objects: make([]string, objFixed-1), content: "0 0 m 10 10 l S"}
}

// add makes an object and gives a reference to it.
func (f *fixture) add(format string, args ...any) string {
	f.objects = append(f.objects, fmt.Sprintf(format, args...))
	return fmt.Sprintf("%d 0 R", len(f.objects))
}

func (f *fixture) stream(dict, content string) string {
	return f.add("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

// field adds a field that is its own widget, on the page and in the form.
func (f *fixture) field(entries string) string {
	ref := f.widget(entries)
	f.fields = append(f.fields, ref)
	return ref
}

// widget adds a widget on the page.
func (f *fixture) widget(entries string) string {
	if !strings.Contains(entries, "/Rect") {
		y := 780 - 40*len(f.annots)
		entries += fmt.Sprintf(" /Rect [50 %d 250 %d]", y-20, y)
	}
	ref := f.add("<</Type /Annot /Subtype /Widget %s>>", entries)
	f.annots = append(f.annots, ref)
	return ref
}

// button adds the appearances of a button with one state, in two entries.
func (f *fixture) button(state string) string {
	on := f.stream("/Type /XObject /Subtype /Form /BBox [0 0 20 20]", "0 0 20 20 re f")
	off := f.stream("/Type /XObject /Subtype /Form /BBox [0 0 20 20]", "")
	return fmt.Sprintf("/AP <</N <</%s %s /Off %s>>>> /AS /Off", state, on, off)
}

func (f *fixture) bytes() []byte {
	f.objects[objCatalog-1] = fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /AcroForm %d 0 R>>", objPages, objForm)
	f.objects[objPages-1] = fmt.Sprintf("<</Type /Pages /Count 1 /Kids [%d 0 R] /MediaBox [0 0 600 800]>>", objPage)
	f.objects[objPage-1] = fmt.Sprintf("<</Type /Page /Parent %d 0 R /Contents %d 0 R /Resources <<>> /Annots [%s]>>",
		objPages, objContent, strings.Join(f.annots, " "))
	f.objects[objContent-1] = fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(f.content), f.content)
	f.objects[objForm-1] = fmt.Sprintf("<</Fields [%s] /DA (/Helv 10 Tf 0 g) /DR <</Font <</Helv %d 0 R>>>> %s>>",
		strings.Join(f.fields, " "), objHelvetica, f.form)
	f.objects[objHelvetica-1] = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, objCatalog, at)
	return b.Bytes()
}

func (f *fixture) read(t *testing.T) *pdf.Document {
	t.Helper()
	doc, err := pdf.ReadBytes(context.Background(), f.bytes(), "fixture.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// filled fills the fixture's form and fails on errors.
func (f *fixture) filled(t *testing.T, values map[string]Value) (*pdf.Document, []Warning) {
	t.Helper()
	doc := f.read(t)
	warnings, err := Fill(doc, values)
	if err != nil {
		t.Fatal(err)
	}
	return doc, warnings
}

// look is what is seen in one place: the lines of text, where each piece
// begins, and the fonts that they are set in.
type look struct {
	text    string
	starts  [][2]float64
	sizes   []float64
	fonts   []string
	content string
}

// lookAt reads the appearance of a field's first widget, or of another one.
func lookAt(t *testing.T, doc *pdf.Document, name string, widget ...int) look {
	t.Helper()
	tr := grow(doc)
	fields := tr.byName[name]
	if len(fields) == 0 {
		t.Fatalf("no field %q", name)
	}
	i := 0
	if len(widget) > 0 {
		i = widget[0]
	}
	ref, form := tr.normalAppearance(fields[0].widgets[i].dict)
	if form == nil {
		t.Fatalf("field %q has no appearance", name)
	}
	return readLook(t, doc, ref)
}

func readLook(t *testing.T, doc *pdf.Document, ref types.Object) look {
	t.Helper()
	content, err := doc.StreamContent(ref)
	if err != nil {
		content = doc.Stream(ref).Raw // stored plainly
	}
	l := look{content: string(content)}
	fonts := doc.Dict(doc.Dict(doc.Dict(ref)["Resources"])["Font"])
	var operands []token
	var font types.Dict
	lx := lexer{src: content}
	for tok := lx.next(); tok.kind != tokenEnd; tok = lx.next() {
		if tok.kind != tokenOperator {
			operands = append(operands, tok)
			continue
		}
		switch string(tok.text) {
		case "Tf":
			font = doc.Dict(fonts[string(operands[0].text)])
			size, _ := number(operands[1].text)
			base, _ := doc.NameOf(font["BaseFont"])
			l.sizes, l.fonts = append(l.sizes, size), append(l.fonts, base)
		case "Td":
			x, _ := number(operands[0].text)
			y, _ := number(operands[1].text)
			if n := len(l.starts); n > 0 && l.starts[n-1][1] != y {
				l.text += "\n"
			}
			l.starts = append(l.starts, [2]float64{x, y})
		case "Tj":
			l.text += decodeCodes(t, doc, font, operands[0].text)
		case "TJ":
			for _, o := range operands {
				if bytes.HasPrefix(o.text, []byte("<")) {
					l.text += decodeCodes(t, doc, font, o.text)
				}
			}
		}
		operands = nil
	}
	return l
}

var bfchar = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)

// decodeCodes reads shown text through the font's ToUnicode map, as somebody
// does who copies it.
func decodeCodes(t *testing.T, doc *pdf.Document, font types.Dict, hexString []byte) string {
	t.Helper()
	codes, err := hex.DecodeString(strings.Trim(string(hexString), "<>"))
	if err != nil {
		t.Fatal(err)
	}
	if font["ToUnicode"] == nil {
		s, _ := charmap.Windows1252.NewDecoder().Bytes(codes)
		return string(s)
	}
	cmap, err := doc.StreamContent(font["ToUnicode"])
	if err != nil {
		t.Fatal(err)
	}
	chars := map[uint64]string{}
	for _, m := range bfchar.FindAllStringSubmatch(string(cmap), -1) {
		code, _ := strconv.ParseUint(m[1], 16, 16)
		var units []uint16
		for s := m[2]; len(s) >= 4; s = s[4:] {
			u, _ := strconv.ParseUint(s[:4], 16, 16)
			units = append(units, uint16(u))
		}
		chars[code] = string(utf16.Decode(units))
	}
	var out strings.Builder
	for i := 0; i+1 < len(codes); i += 2 {
		s, ok := chars[uint64(codes[i])<<8|uint64(codes[i+1])]
		if !ok {
			t.Errorf("code %x cannot be copied", codes[i:i+2])
		}
		out.WriteString(s)
	}
	return out.String()
}

// state is the state that a button's widget is in.
func state(t *testing.T, doc *pdf.Document, name string, widget int) string {
	t.Helper()
	fields := grow(doc).byName[name]
	if len(fields) == 0 {
		t.Fatalf("no field %q", name)
	}
	s, _ := doc.NameOf(fields[0].widgets[widget].dict["AS"])
	return s
}

// all is a form with one field of every kind.
func all() *fixture {
	f := newFixture()
	f.field("/FT /Tx /T (name) /TU (Your name) /V (Old) /MaxLen 20 /Ff 2")
	f.field("/FT /Tx /T (notes) /Ff 4096 /Rect [50 600 250 700]")
	f.field("/FT /Tx /T (policy) /Ff 16777216 /MaxLen 10 /MK <</BC [0]>>")
	f.field("/FT /Tx /T (secret) /Ff 8192")
	f.field("/FT /Btn /T (agree) " + f.button("Yes"))
	f.field("/FT /Ch /T (state) /Ff 131072 /V (NY) /Opt [[(NY) (New York)] [(CA) (California)] (Texas)]")
	f.field("/FT /Ch /T (cover) /Ff 2097152 /Rect [50 300 250 400] /Opt [(Dental) (Vision) (Life) [<FEFF0141> (Long term)]]")
	f.field("/FT /Btn /Ff 65536 /T (send) /MK <</CA (Send)>>")
	f.field("/FT /Sig /T (signed) /V <</Type /Sig>>")
	group := len(f.objects) + 1
	f.fields = append(f.fields, f.add("")) // filled in below
	var kids []string
	for _, s := range []string{"a", "b"} {
		kids = append(kids, f.widget(fmt.Sprintf("/Parent %d 0 R %s", group, f.button(s))))
	}
	f.objects[group-1] = fmt.Sprintf("<</FT /Btn /Ff 49152 /T (plan) /Opt [(Gold) (Silver)] /Kids [%s]>>", strings.Join(kids, " "))
	return f
}
