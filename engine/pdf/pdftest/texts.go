// Package pdftest reads back, for tests, what documents of this program say.
package pdftest

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// Shown is a text with the place at which it begins, in the coordinates that are
// in force there.
type Shown struct {
	Text string
	X, Y float64
}

// Texts are the texts that each page shows; see [Placed].
func Texts(t testing.TB, doc *pdf.Document) [][]string {
	t.Helper()
	all := [][]string{}
	for _, page := range Placed(t, doc) {
		texts := []string{}
		for _, s := range page {
			texts = append(texts, s.Text)
		}
		all = append(all, texts)
	}
	return all
}

// Placed are the texts that each page shows, as somebody copies them: an
// ActualText where there is one (ISO 32000-1, 14.9.4), else each shown string
// through its font's ToUnicode map (9.10.3).
func Placed(t testing.TB, doc *pdf.Document) [][]Shown {
	t.Helper()
	var all [][]Shown
	for _, page := range doc.Pages() {
		content, err := doc.StreamContent(page.Dict["Contents"])
		if err != nil {
			t.Fatal(err)
		}
		fonts := doc.Dict(doc.Dict(page.Dict["Resources"])["Font"])
		all = append(all, texts(t, doc, fonts, content))
	}
	return all
}

var (
	fontOperator   = regexp.MustCompile(`/(\S+) \S+ Tf`)
	actualOperator = regexp.MustCompile(`/ActualText <(\S*)>`)
	codes          = regexp.MustCompile(`<([0-9a-fA-F]*)>`)
	placeOperator  = regexp.MustCompile(`^(\S+) (\S+) Td$`)
)

// texts reads a content stream of this program, which has an operator a line.
func texts(t testing.TB, doc *pdf.Document, fonts types.Dict, content []byte) []Shown {
	t.Helper()
	var shown []Shown
	var at Shown
	say := func(text string) { shown = append(shown, Shown{text, at.X, at.Y}) }
	var unicode map[string]string
	replaced := false
	for _, line := range strings.Split(string(content), "\n") {
		switch {
		case strings.HasSuffix(line, "Tf"):
			font := doc.Dict(fonts[fontOperator.FindStringSubmatch(line)[1]])
			cmap, err := doc.StreamContent(font["ToUnicode"])
			if err != nil {
				t.Fatal(err)
			}
			unicode = toUnicode(cmap)
		case strings.HasSuffix(line, "Td"):
			m := placeOperator.FindStringSubmatch(line)
			at.X, at.Y = number(t, m[1]), number(t, m[2])
		case strings.HasSuffix(line, "BDC"):
			if m := actualOperator.FindStringSubmatch(line); m != nil {
				replaced = true
				say(utf16(t, m[1]))
			}
		case strings.HasSuffix(line, "EMC"):
			replaced = false
		case (strings.HasSuffix(line, "Tj") || strings.HasSuffix(line, "TJ")) && !replaced:
			text := ""
			for _, m := range codes.FindAllStringSubmatch(line, -1) {
				for s := m[1]; len(s) >= 4; s = s[4:] {
					text += utf16(t, unicode[strings.ToUpper(s[:4])])
				}
			}
			say(text)
		}
	}
	return shown
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var character = regexp.MustCompile(`(?m)^<([0-9A-F]{4})> <([0-9A-F]+)>$`)

func toUnicode(cmap []byte) map[string]string {
	found := map[string]string{}
	for _, m := range character.FindAllSubmatch(bytes.ReplaceAll(cmap, []byte("\r"), nil), -1) {
		found[string(m[1])] = string(m[2])
	}
	return found
}

func utf16(t testing.TB, digits string) string {
	t.Helper()
	b, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return pdf.DecodeText(append([]byte{0xfe, 0xff}, bytes.TrimPrefix(b, []byte{0xfe, 0xff})...))
}
