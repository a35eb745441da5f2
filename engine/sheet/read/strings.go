package read

import (
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quire/engine/sheet/model"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// richText is a text, with runs when pieces have fonts of their own.
type richText struct {
	text string
	runs []model.Run
}

// sharedStrings reads the table of texts (ECMA-376 part 1, 18.4).
func (w *Workbook) sharedStrings(st *styleReader) ([]richText, error) {
	var out []richText
	d := newDecoder(w.byKind("sharedStrings"))
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if s, ok := t.(xml.StartElement); ok && s.Name.Local == "si" {
			n, err := subtree(d, s)
			if err != nil {
				return nil, err
			}
			if len(out) == maxStrings {
				return nil, errNodes
			}
			out = append(out, st.rich(n))
		}
	}
}

// rich reads a text element: plain, or in runs. Phonetic hints are left out.
func (st *styleReader) rich(n *node) richText {
	var r richText
	var all strings.Builder
	for _, k := range n.kids {
		switch k.name {
		case "t":
			all.WriteString(unescape(k.text))
		case "r":
			t := unescape(k.kid("t").text)
			all.WriteString(t)
			run := model.Run{Text: t}
			if k.has("rPr") {
				f := st.font(k.kid("rPr"))
				run.Font = &f
			}
			r.runs = append(r.runs, run)
		}
	}
	r.text = all.String()
	if len(r.runs) == 1 && r.runs[0].Font == nil {
		r.runs = nil
	}
	return r
}

// unescape decodes characters that XML cannot hold, written _xHHHH_ (ECMA-376
// part 1, 22.9.2.19), and drops carriage returns.
func unescape(s string) string {
	if !strings.Contains(s, "_x") && !strings.Contains(s, "\r") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && i+6 < len(s) && s[i+1] == 'x' && s[i+6] == '_' {
			if v, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(v))
				i += 6
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "\r\n", "\n"), "\r", "\n")
}
