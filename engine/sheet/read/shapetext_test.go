package read

import (
	"testing"

	"quire/engine/sheet/model"
)

func TestTextsOfShapes(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<sp><txBody><bodyPr vert="vert270" bIns="12700" numCol="99" spcCol="25400"><normAutofit fontScale="50000" lnSpcReduction="20000"/></bodyPr>
		<p><pPr marL="127000" indent="-127000"><buChar char="·"/></pPr><r><rPr sz="2000"/><t>one</t></r></p>
		<p><pPr><buAutoNum type="arabicPeriod"/></pPr><r><t>first</t></r></p><p><pPr><buAutoNum type="arabicPeriod"/></pPr><r><t>second</t></r></p>
		<p><pPr algn="ctr"><buNone/></pPr><r><t>plain</t></r></p>
		<p><pPr><lnSpc><spcPct val="150000"/></lnSpc><spcBef><spcPts val="600"/></spcBef><buAutoNum type="alphaUcParenBoth" startAt="27"/></pPr><r><t>late</t></r></p></txBody></sp>`))
	if err != nil {
		t.Fatal(err)
	}
	r := chartsOf(t)
	var s model.Shape
	r.shapeText(&s, n)
	if s.Columns != maxColumns || s.Gap != 2 {
		t.Errorf("%d columns %g apart", s.Columns, s.Gap)
	}
	if s.Turned != 270 || s.Left != 1 || len(s.Paragraphs) != 5 {
		t.Fatalf("shape = %+v", s)
	}
	want := []string{"• one", "1. first", "2. second", "plain", "(AA) late"}
	for i, p := range s.Paragraphs {
		text := ""
		if p.Bullet != nil {
			text = p.Bullet.Text + " "
		}
		for _, run := range p.Runs {
			text += run.Text
		}
		if text != want[i] {
			t.Errorf("paragraph %d is %q, want %q", i, text, want[i])
		}
	}
	if p := s.Paragraphs[4]; p.Spacing != (model.Spacing{Share: 1.3}) || p.Before != (model.Spacing{Points: 6}) || p.After != (model.Spacing{}) {
		t.Errorf("spacing = %+v %+v %+v", p.Spacing, p.Before, p.After)
	}
	if p := s.Paragraphs[0]; p.Left != 10 || p.First != -10 || p.Runs[0].Font.Size != 10 {
		t.Errorf("paragraph = %+v with letters of %g points", p, p.Runs[0].Font.Size)
	}
}

func TestNumbersOfParagraphs(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"romanUcPeriod": "XIV.", "romanLcParenR": "xiv)", "alphaLcPeriod": "n.", "arabicPlain": "14", "circleNumDbPlain": "⑭"} {
		if got := numbered(kind, 14); got != want {
			t.Errorf("%s = %q, want %q", kind, got, want)
		}
	}
	if got := numbered("romanLcPeriod", -3); got != "-3." {
		t.Errorf("a negative number is %q", got)
	}
}

func TestListStylesGiveWhatParagraphsLeaveOut(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<sp><txBody><bodyPr/><lstStyle><lvl2pPr marL="254000" indent="-127000" algn="r"><buChar char="x"/><defRPr sz="700"/></lvl2pPr></lstStyle>
		<p><pPr lvl="1"/><r><t>a</t></r></p><p><pPr lvl="1" algn="ctr"><buNone/></pPr><r><t>b</t></r></p><p><pPr><buFont typeface="Wingdings"/><buChar char="ü"/></pPr><r><t>c</t></r></p></txBody></sp>`))
	if err != nil {
		t.Fatal(err)
	}
	var s model.Shape
	chartsOf(t).shapeText(&s, n)
	a, b := s.Paragraphs[0], s.Paragraphs[1]
	if a.Left != 20 || a.First != -10 || a.Align != model.Right || a.Bullet == nil || a.Bullet.Text != "x" || a.Runs[0].Font.Size != 7 {
		t.Errorf("paragraph = %+v", a)
	}
	if c := s.Paragraphs[2]; c.Bullet == nil || c.Bullet.Text != "✓" {
		t.Errorf("paragraph = %+v", c)
	}
	if b.Bullet != nil || b.Align != model.Centre || b.Left != 20 {
		t.Errorf("paragraph = %+v", b)
	}
}
