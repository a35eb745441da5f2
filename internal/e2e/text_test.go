package e2e

import (
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

// pageTexts gives what can be copied from each page of a PDF, without spaces:
// where words are placed one by one, there are none.
func pageTexts(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := pdf.ReadBytes(t.Context(), data, "booklet.pdf")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, page := range doc.Pages() {
		r := &textReader{doc: doc, t: t}
		r.read(content(t, doc, page.Dict["Contents"]), doc.Dict(page.Dict["Resources"]), 0)
		texts = append(texts, squash(r.text.String()))
	}
	return texts
}

// wantText checks that each text is on a page.
func wantText(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, squash(w)) {
			t.Errorf("%q is not on the page, which says %q", w, page)
		}
	}
}

func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// content joins the content streams of a page (ISO 32000-1, 7.8.2).
func content(t *testing.T, doc *pdf.Document, o types.Object) string {
	t.Helper()
	parts := doc.Array(o)
	if parts == nil {
		parts = types.Array{o}
	}
	var all strings.Builder
	for _, part := range parts {
		all.Write(must(doc.StreamContent(part))(t))
		all.WriteByte('\n')
	}
	return all.String()
}

// textReader follows the text operators of a page (ISO 32000-1, 9.4.3) into its
// form XObjects.
type textReader struct {
	doc  *pdf.Document
	t    *testing.T
	text strings.Builder
}

// tokens are strings, names, and whatever else stands between blanks.
var tokens = regexp.MustCompile(`(?s)\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]()]*|\[|\]|[^\s/<>\[\]()]+`)

func (r *textReader) read(content string, resources types.Dict, depth int) {
	var strs []string
	var name string
	var font types.Dict
	for _, tok := range tokens.FindAllString(content, -1) {
		switch {
		case tok[0] == '(' || tok[0] == '<' && tok != "<<":
			strs = append(strs, tok)
			continue
		case tok[0] == '/':
			name = tok[1:]
			continue
		}
		switch tok {
		case "Tf":
			font = r.doc.Dict(r.doc.Dict(resources["Font"])[name])
		case "Tj", "TJ", "'", "\"":
			for _, s := range strs {
				r.text.WriteString(r.decode(font, s))
			}
			r.text.WriteByte(' ')
		case "Do":
			r.object(r.doc.Dict(resources["XObject"])[name], resources, depth+1)
		case "[", "]", "<<", ">>":
			continue
		default:
			if _, err := strconv.ParseFloat(tok, 64); err == nil {
				continue // an operand, such as the distances in a TJ array
			}
		}
		strs = nil
	}
}

const deepest = 10

func (r *textReader) object(ref types.Object, outer types.Dict, depth int) {
	stream := r.doc.Stream(ref)
	if stream == nil || depth > deepest {
		return
	}
	if kind, _ := r.doc.NameOf(stream.Dict["Subtype"]); kind != "Form" {
		return
	}
	resources := r.doc.Dict(stream.Dict["Resources"])
	if resources == nil {
		resources = outer
	}
	r.read(string(must(r.doc.StreamContent(ref))(r.t)), resources, depth)
}

// decode reads a shown string as somebody does who copies it: through the
// font's ToUnicode map (ISO 32000-1, 9.10.3), else as WinAnsi.
func (r *textReader) decode(font types.Dict, s string) string {
	codes := unquote(r.t, s)
	if font["ToUnicode"] == nil {
		return string(must(charmap.Windows1252.NewDecoder().Bytes(codes))(r.t))
	}
	unicode := toUnicode(string(must(r.doc.StreamContent(font["ToUnicode"]))(r.t)))
	width := 1
	if kind, _ := r.doc.NameOf(font["Subtype"]); kind == "Type0" {
		width = 2
	}
	var out strings.Builder
	for ; len(codes) >= width; codes = codes[width:] {
		text, ok := unicode[hex.EncodeToString(codes[:width])]
		if !ok {
			r.t.Errorf("code %x cannot be copied", codes[:width])
		}
		out.WriteString(text)
	}
	return out.String()
}

var (
	bfchar  = regexp.MustCompile(`(?m)^\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*$`)
	bfrange = regexp.MustCompile(`(?m)^\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*$`)
	section = regexp.MustCompile(`(?s)begin(bfchar|bfrange)(.*?)end`)
)

func toUnicode(cmap string) map[string]string {
	found := map[string]string{}
	for _, s := range section.FindAllStringSubmatch(cmap, -1) {
		if s[1] == "bfchar" {
			for _, m := range bfchar.FindAllStringSubmatch(s[2], -1) {
				found[strings.ToLower(m[1])] = utf16Text(m[2], 0)
			}
			continue
		}
		for _, m := range bfrange.FindAllStringSubmatch(s[2], -1) {
			from, _ := strconv.ParseUint(m[1], 16, 32)
			to, _ := strconv.ParseUint(m[2], 16, 32)
			for code := from; code <= to; code++ {
				found[fmt.Sprintf("%0*x", len(m[1]), code)] = utf16Text(m[3], uint16(code-from))
			}
		}
	}
	return found
}

// utf16Text reads hexadecimal UTF-16, the last unit of which is raised.
func utf16Text(digits string, raise uint16) string {
	var units []uint16
	for ; len(digits) >= 4; digits = digits[4:] {
		u, _ := strconv.ParseUint(digits[:4], 16, 16)
		units = append(units, uint16(u))
	}
	if len(units) > 0 {
		units[len(units)-1] += raise
	}
	return string(utf16.Decode(units))
}

// unquote reads a string object (ISO 32000-1, 7.3.4).
func unquote(t *testing.T, s string) []byte {
	t.Helper()
	if s[0] == '<' {
		digits := squash(strings.Trim(s, "<>"))
		if len(digits)%2 == 1 {
			digits += "0"
		}
		return must(hex.DecodeString(digits))(t)
	}
	return must(types.Unescape(s[1 : len(s)-1]))(t)
}

// outlineTitles are the entries of a PDF's outline, on the first level.
func outlineTitles(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := pdf.ReadBytes(t.Context(), data, "booklet.pdf")
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for item := doc.Dict(doc.Dict(doc.Catalog()["Outlines"])["First"]); item != nil; item = doc.Dict(item["Next"]) {
		title, _ := doc.Text(item["Title"])
		titles = append(titles, title)
	}
	return titles
}
