package read

import (
	"math/bits"
	"testing"

	"quire/engine/sheet/model"
)

func TestPresetsOfHatches(t *testing.T) {
	t.Parallel()
	if len(model.Hatches) != 54 {
		t.Errorf("%d presets, want the 54 of the format", len(model.Hatches))
	}
	seen := map[uint64]string{}
	for name, dots := range model.Hatches {
		if n := bits.OnesCount64(dots); n == 0 || n == 64 {
			t.Errorf("%s has %d dots of 64", name, n)
		}
		if other, ok := seen[dots]; ok && name != "cross" && name != "lgGrid" {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[dots] = name
	}
	last := 0
	for _, name := range []string{"pct5", "pct10", "pct20", "pct25", "pct30", "pct40", "pct50", "pct60", "pct70", "pct75", "pct80", "pct90"} {
		if n := bits.OnesCount64(model.Hatches[name]); n <= last {
			t.Errorf("%s has %d dots, the one before %d", name, n, last)
		} else {
			last = n
		}
	}
	for pattern, share := range shares {
		dots, ok := model.Hatches[cellHatches[pattern]]
		if !ok && share < 1 {
			t.Errorf("the pattern %s has no hatch", pattern)
		}
		if got := float64(bits.OnesCount64(dots)) / 64; ok && (got < share-.01 || got > share+.01) {
			t.Errorf("the pattern %s covers %g, want %g", pattern, got, share)
		}
	}
}

func TestPattern(t *testing.T) {
	t.Parallel()
	const red, white, clear = `<fgClr><srgbClr val="FF0000"/></fgClr>`, `<bgClr><srgbClr val="FFFFFF"/></bgClr>`, `<bgClr><srgbClr val="FFFFFF"><alpha val="0"/></srgbClr></bgClr>`
	for _, tt := range []struct {
		part   string
		colour model.Colour
		hatch  *model.Hatch
	}{
		{`<pattFill prst="pct50">` + red + white + `</pattFill>`, model.RGB(0xFF8080), &model.Hatch{Dots: 0xAA55AA55AA55AA55, Front: model.RGB(0xFF0000), Back: model.RGB(0xFFFFFF)}},
		{`<pattFill prst="pct50">` + red + clear + `</pattFill>`, model.RGB(0xFF0000), &model.Hatch{Dots: 0xAA55AA55AA55AA55, Front: model.RGB(0xFF0000)}},
		{`<pattFill prst="horz"/>`, model.RGB(0xDFDFDF), &model.Hatch{Dots: 0xFF << 56, Front: model.RGB(0), Back: model.RGB(0xFFFFFF)}},
		{`<pattFill prst="nothing">` + red + `</pattFill>`, model.RGB(0xFF0000), nil},
	} {
		n, err := parseTree([]byte(tt.part))
		if err != nil {
			t.Fatal(err)
		}
		if f := (palette{theme: officeTheme}).pattern(n); f.Colour != tt.colour || !f.Hatch.Same(tt.hatch) {
			t.Errorf("%s is %06x with %+v, want %06x with %+v", tt.part, f.Colour.RGB, f.Hatch, tt.colour.RGB, tt.hatch)
		}
	}
}
