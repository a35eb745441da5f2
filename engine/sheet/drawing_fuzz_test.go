package sheet

import (
	"errors"
	"image/color"
	"testing"
)

// FuzzDrawing prints a sheet with a drawing, a theme, and pictures of its header.
func FuzzDrawing(f *testing.F) {
	theme := `<theme><themeElements><clrScheme><dk1><sysClr val="windowText" lastClr="000000"/></dk1><accent1><srgbClr val="4472C4"/></accent1></clrScheme><fontScheme><majorFont><latin typeface="Arial"/></majorFont><minorFont><latin typeface="Arial"/></minorFont></fontScheme><fmtScheme><fillStyleLst><solidFill><schemeClr val="phClr"/></solidFill></fillStyleLst><lnStyleLst><ln w="9525"><solidFill><schemeClr val="phClr"><shade val="95000"/></schemeClr></solidFill></ln></lnStyleLst></fmtScheme></themeElements></theme>`
	vml := `<xml><shape id="CH" style="width:40pt;height:1in"><imagedata o:relid="p1"/></shape></xml>`
	f.Add(anchored(figure(`<prstGeom prst="leftBrace"><avLst><gd name="adj1" fmla="val 9"/></avLst></prstGeom>`, `<p><pPr algn="ctr"/><r><rPr sz="1200" b="1"/><t>text</t></r><br/></p>`)), theme, vml)
	f.Add(anchored(figure(`<custGeom><avLst/><gdLst><gd name="a" fmla="*/ w 1 2"/></gdLst><pathLst><path w="9" h="9"><moveTo><pt x="a" y="0"/></moveTo><arcTo wR="3" hR="4" stAng="0" swAng="5400000"/><close/></path></pathLst></custGeom>`, ``)), theme, vml)
	f.Add(`<oneCellAnchor><from><col>1</col><row>1</row></from><ext cx="914400" cy="914400"/><pic><nvPicPr><cNvPr id="2" name="p"/></nvPicPr><blipFill><blip r:embed="p1"><grayscl/><alphaModFix amt="50000"/></blip><srcRect l="10000"/></blipFill><spPr><xfrm rot="5400000" flipH="1"/></spPr></pic></oneCellAnchor>`, theme, vml)
	f.Add(anchored(`<cxnSp><spPr><xfrm flipV="1"/><prstGeom prst="bentConnector3"/><ln w="12700"><tailEnd type="triangle" w="lg" len="sm"/></ln></spPr><style><lnRef idx="1"><schemeClr val="accent1"/></lnRef></style></cxnSp>`)+anchored(`<grpSp><grpSpPr><xfrm><chExt cx="9" cy="9"/></xfrm></grpSpPr><sp><spPr/></sp></grpSp>`), theme, vml)
	f.Add(anchored(`<sp><spPr><prstGeom prst="can"/><pattFill prst="wdUpDiag"><fgClr><srgbClr val="FF0000"/></fgClr><bgClr><schemeClr val="accent1"><alpha val="0"/></schemeClr></bgClr></pattFill></spPr></sp>`), theme, vml)
	for _, kind := range []string{"Checkbox", "Radio", "Button", "Drop", "List", "Scroll", "Spin", "GBox", "Label", "EditBox", "Pict"} {
		f.Add("", theme, `<xml><shape id="_x0000_s7" style="height:20pt" filled="t" stroked="t"><textbox><div><font face="Arial" size="200">one<br>two</font></div></textbox><ClientData ObjectType="`+kind+`"><Anchor>1, 2, 3, 4, 5, 6, 7, 8</Anchor><Checked>1</Checked><Sel>1</Sel><FmlaRange>$A$1:$A$2</FmlaRange><Val>3</Val><Max>9</Max></ClientData></shape></xml>`)
	}
	image := string(onesided(f, 4, color.RGBA{1, 2, 3, 255}))
	f.Fuzz(func(t *testing.T, drawing, theme, vml string) {
		if len(drawing)+len(theme)+len(vml) > 1<<14 {
			return
		}
		doc, _, err := render(pack(t, map[string]string{
			sheetPart:                             `<worksheet>` + oneCell + `<headerFooter><oddHeader>&amp;C&amp;G</oddHeader></headerFooter><drawing r:id="d1"/><legacyDrawing r:id="v1"/><legacyDrawingHF r:id="v1"/></worksheet>`,
			sheetRels:                             relHead + `<Relationship Id="d1" Type="x/drawing" Target="../drawings/drawing1.xml"/><Relationship Id="v1" Type="x/vmlDrawing" Target="../drawings/v.vml"/></Relationships>`,
			"xl/drawings/drawing1.xml":            `<wsDr>` + drawing + `</wsDr>`,
			"xl/drawings/_rels/drawing1.xml.rels": relHead + `<Relationship Id="p1" Type="x/image" Target="../media/p.png"/></Relationships>`,
			"xl/drawings/v.vml":                   vml,
			"xl/drawings/_rels/v.vml.rels":        relHead + `<Relationship Id="p1" Type="x/image" Target="../media/p.png"/></Relationships>`,
			"xl/media/p.png":                      image,
			"xl/theme/theme1.xml":                 theme,
		}), "S")
		var c interface{ Code() string }
		switch {
		case errors.As(err, &c):
			if c.Code() == "RENDER_FAILED" {
				t.Fatal(err)
			}
		case err != nil:
			t.Fatalf("error without a code: %v", err)
		case len(doc.Pages()) == 0:
			t.Fatal("no pages")
		}
	})
}
