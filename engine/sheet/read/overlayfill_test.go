package read

import (
	"testing"

	"quire/engine/sheet/model"
)

func TestFillsOfConditionalFormats(t *testing.T) {
	t.Parallel()
	red, blue := `<fgColor rgb="FFFF0000"/>`, `<bgColor rgb="FF0000FF"/>`
	for _, tt := range []struct {
		fill string
		want model.Fill
	}{
		{`<patternFill>` + blue + `</patternFill>`, model.Fill{Colour: model.RGB(0x0000FF)}},
		{`<patternFill patternType="solid">` + red + blue + `</patternFill>`, model.Fill{Colour: model.RGB(0x0000FF)}},
		{`<patternFill patternType="none">` + blue + `</patternFill>`, model.Fill{}},
		{`<patternFill patternType="gray125">` + red + blue + `</patternFill>`,
			model.Fill{Colour: model.RGB(0x2000DF), Hatch: &model.Hatch{Dots: model.Hatches["pct20"], Front: model.RGB(0xFF0000), Back: model.RGB(0x0000FF)}}},
		{`<patternFill patternType="lightUp"/>`,
			model.Fill{Colour: model.RGB(0xBFBFBF), Hatch: &model.Hatch{Dots: model.Hatches["ltUpDiag"], Front: model.RGB(0), Back: model.RGB(0xFFFFFF)}}},
		{`<gradientFill degree="90"><stop position="0"><color rgb="FFFF0000"/></stop><stop position="1"><color rgb="FF0000FF"/></stop></gradientFill>`,
			model.Fill{Colour: model.RGB(0x800080), Angle: 90, Stops: []model.Stop{{At: 0, Colour: 0xFF0000}, {At: 1, Colour: 0x0000FF}}}},
	} {
		r := related(t, `<styleSheet><dxfs><dxf><fill>`+tt.fill+`</fill></dxf></dxfs></styleSheet>`, nil)
		got := r.styles.overlays()[0].Fill
		if got.Colour != tt.want.Colour || !got.Hatch.Same(tt.want.Hatch) || got.Angle != tt.want.Angle || len(got.Stops) != len(tt.want.Stops) {
			t.Errorf("%s: %+v, want %+v", tt.fill, got, tt.want)
		}
	}
}
