package read

import (
	"testing"

	"quire/engine/sheet/model"
)

func TestTextsOfShapes(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<sp><txBody><bodyPr vert="vert270" lIns="12700"><normAutofit fontScale="50000"/></bodyPr>
		<p><pPr marL="127000" indent="-127000"><buChar char="·"/></pPr><r><rPr sz="2000"/><t>one</t></r></p>
		<p><pPr><buAutoNum type="arabicPeriod"/></pPr><r><t>first</t></r></p><p><pPr><buAutoNum type="arabicPeriod"/></pPr><r><t>second</t></r></p>
		<p><pPr algn="ctr"><buNone/></pPr><r><t>plain</t></r></p>
		<p><pPr><buAutoNum type="alphaUcParenBoth" startAt="27"/></pPr><r><t>late</t></r></p></txBody></sp>`))
	if err != nil {
		t.Fatal(err)
	}
	r := chartsOf(t)
	var s model.Shape
	r.shapeText(&s, n)
	if s.Turned != 270 || s.Left != 1 || len(s.Paragraphs) != 5 {
		t.Fatalf("shape = %+v", s)
	}
	want := []string{"• one", "1. first", "2. second", "plain", "(AA) late"}
	for i, p := range s.Paragraphs {
		text := ""
		for _, run := range p.Runs {
			text += run.Text
		}
		if text != want[i] {
			t.Errorf("paragraph %d is %q, want %q", i, text, want[i])
		}
	}
	if p := s.Paragraphs[0]; p.Left != 10 || p.First != -10 || p.Runs[1].Font.Size != 10 {
		t.Errorf("paragraph = %+v with letters of %g points", p, p.Runs[1].Font.Size)
	}
}
